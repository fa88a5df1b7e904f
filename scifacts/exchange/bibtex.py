"""References in BibTeX, in UTF-8, for LaTeX and whatever reads its bibliographies.

Titles stand in braces, so that no style takes their capitals away. Where facts were read goes into
`note`, which every style prints.
"""

from collections.abc import Iterable, Iterator, Mapping

from scifacts.dates import FUTURE, PAST, span
from scifacts.exchange.latex import address, latex, whole
from scifacts.exchange.names import Name
from scifacts.exchange.prose import capitalized, in_words
from scifacts.exchange.references import Reference
from scifacts.model import Document

_TYPES = {
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "book": "book",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "report": "techreport",
}
# What BibTeX calls the publisher of an entry.
_PUBLISHERS = {
    "article": "journal",
    "techreport": "institution",
    "misc": "howpublished",
    "booklet": "howpublished",
}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def written(references: Iterable[Reference]) -> Iterator[str]:
    """An entry a document; its key is the document's id."""
    for reference in references:
        document = reference.document
        kind = _TYPES.get(document.type or "", "misc")
        fields = {
            **common(reference),
            _PUBLISHERS.get(kind, "publisher"): latex(document.publisher),
            **_date(document),
            "note": latex(capitalized(reference.place)),
        }
        yield entry(kind, document.id, fields)


def common(reference: Reference) -> dict[str, str]:
    """The fields that BibTeX and BibLaTeX have in common."""
    document = reference.document
    sorted_by = document.publisher or document.title or document.id
    return {
        "author": " and ".join(map(author, reference.authors)),
        "key": "" if document.authors else latex(sorted_by),
        "title": whole(document.title),
        "language": latex(document.language),
        "doi": address(document.doi),
        "url": address(document.url),
        "urldate": document.accessed or "",
    }


def author(found: Name) -> str:
    """A name that BibTeX takes apart as we did."""
    if found.given is None:
        return whole(found.family)
    parts = (found.family, found.suffix, found.given)
    return ", ".join(part_of_a_name(part) for part in parts if part)


def part_of_a_name(text: str) -> str:
    """Part of a name; the word `and` would end it."""
    return " ".join(f"{{{it}}}" if it.lower() == "and" else it for it in latex(text).split())


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with the fields that are not empty; names of months are words of BibTeX itself."""
    lines = "".join(
        f"  {field} = {value if value in _MONTHS and field == 'month' else f'{{{value}}}'},\n"
        for field, value in fields.items()
        if value
    )
    return f"@{kind}{{{key},\n{lines}}}\n\n"


def _date(document: Document) -> dict[str, str]:
    """Year and month, as far as they are given; a span of several years is told as one."""
    published = document.published
    if published is None:
        return {}
    first, last = span(published)
    if PAST in (first, last) or FUTURE in (first, last):
        return {"year": published}
    if first[:4] != last[:4]:
        return {"year": f"{first[:4]}--{last[:4]}"}
    if first[:7] != last[:7]:
        return {"year": first[:4]}
    day_and_month = in_words(published).removesuffix(f" {first[:4]}")
    month = _MONTHS[int(first[5:7]) - 1]
    return {"year": first[:4], "month": day_and_month if first == last else month}
