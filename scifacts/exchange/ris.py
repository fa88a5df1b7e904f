"""References in RIS, for EndNote, Mendeley and library catalogues.

A tag a line; nothing is special in a value but its end. Where facts were read goes into notes.
"""

from collections.abc import Iterable, Iterator

from scifacts.exchange.references import Reference
from scifacts.text import safe

# The types that Zotero, EndNote and Mendeley agree on.
_TYPES = {
    "article": "UNPB",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "entry": "ENCYC",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "motion_picture": "MPCT",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post": "BLOG",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "HEAR",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A record a document."""
    for reference in references:
        lines = (
            f"{tag}  - {' '.join(safe(value).split())}".rstrip(" ")
            for tag, value in _tags(reference)
        )
        yield "".join(f"{line}\n" for line in lines) + "ER  - \n\n"


def _tags(reference: Reference) -> Iterator[tuple[str, str]]:
    """The tags of a document and their values, in order; what is absent has none."""
    document = reference.document
    other = "ELEC" if document.url else "GEN"
    yield "TY", _TYPES.get(document.type or "", other)
    yield "ID", document.id
    for found in reference.authors:
        yield "AU", str(found)
    values = (
        ("TI", document.title),
        ("T2" if reference.is_periodical else "PB", document.publisher),
        ("PY", (document.published or "")[:4].strip("./")),
        ("DA", _date(document.published)),
        ("DO", document.doi),
        ("UR", document.url),
        ("L2", document.archived),
        ("Y2", _date(document.accessed)),
        ("LA", document.language),
        ("N1", reference.place),
    )
    yield from ((tag, value) for tag, value in values if value)


def _date(date: str | None) -> str:
    """Year, month and day with slashes between; of two dates, the first."""
    parts = (date or "").partition("/")[0].strip(".").split("-")
    return "/".join([*parts, "", "", ""][:3]) + "/" if parts[0] else ""
