"""References in BibLaTeX, for LaTeX with biber: its own types, whole dates, days of access."""

from collections.abc import Iterable, Iterator

from scifacts.exchange.bibtex import common, entry
from scifacts.exchange.latex import latex, whole
from scifacts.exchange.prose import capitalized
from scifacts.exchange.references import Reference

_TYPES = {
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "book": ("book", ""),
    "dataset": ("dataset", ""),
    "pamphlet": ("booklet", ""),
    "paper-conference": ("inproceedings", ""),
    "report": ("report", ""),
    "software": ("software", ""),
    "webpage": ("online", ""),
    "post": ("online", ""),
    "post-weblog": ("online", ""),
}
_PUBLISHERS = {
    "article": "journaltitle",
    "report": "institution",
    "online": "organization",
    "misc": "organization",
}


def written(references: Iterable[Reference]) -> Iterator[str]:
    """An entry a document; its key is the document's id."""
    for reference in references:
        document = reference.document
        other = ("online" if document.url else "misc", "")
        kind, subtype = _TYPES.get(document.type or "", other)
        publisher = _PUBLISHERS.get(kind, "publisher")
        fields = {
            **common(reference),
            "entrysubtype": subtype,
            publisher: latex(document.publisher),
            "date": (document.published or "").replace("../", "/").replace("/..", "/"),
            "note": latex(capitalized(reference.place)),
        }
        # Its styles have nothing to call an untitled document by but an author.
        if not document.authors and not document.title:
            fields |= {"author": whole(document.publisher), publisher: ""}
        yield entry(kind, document.id, fields)
