"""What a file says of itself in Dublin Core, as DOCX, EPUB and the XMP of a PDF do.

The terms are those of https://www.dublincore.org/specifications/dublin-core/dcmi-terms/, beside
`doi` and `publicationDate` of PRISM.
"""

from typing import Any

from scifacts.authoring.originals.markup import texts
from scifacts.authoring.originals.original import Metadata, doi, first, metadata


def dublin_core(root: Any, kind: str | None = None) -> Metadata:
    """The terms that are anywhere in a tree of XML."""
    names = texts(root, "doi", "identifier")
    sources = [it for it in texts(root, "identifier", "source") if it.startswith("http")]
    return metadata(
        title=first(texts(root, "title")),
        authors=[name for it in texts(root, "creator") for name in it.split(";")],
        publisher=first(texts(root, "publisher")),
        published=first(texts(root, "issued", "publicationDate") or texts(root, "date")),
        language=first(texts(root, "language")),
        url=first(it for it in sources if doi(it) is None),
        doi=first(doi(it) for it in names),
        type=kind,
    )
