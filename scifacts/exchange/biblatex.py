"""References in BibLaTeX, for LaTeX with biber: its own types, whole dates, days of access."""

from collections.abc import Iterable, Iterator

from scifacts.exchange.bibtex import common, entry
from scifacts.exchange.latex import latex
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
        fields = {
            **common(reference),
            "entrysubtype": subtype,
            _PUBLISHERS.get(kind, "publisher"): latex(document.publisher),
            "date": (document.published or "").replace("../", "/").replace("/..", "/"),
            "note": latex(capitalized(reference.place)),
        }
        yield entry(kind, document.id, fields)
