"""Answers as plain text: a line a fact, comma- or tab-separated columns, Markdown, ids."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from scifacts.text import is_web_address, safe

if TYPE_CHECKING:
    from scifacts.hits import Hit
    from scifacts.model import Fact
    from scifacts.render import Screen

_FORMULA = re.compile(r"[=@]|[+-](?![\d.]+$)")
COLUMNS = (
    "id", "claim", "kind", "value", "bound", "unit", "measure", "date", "said_by", "about",
    "document", "publisher", "published", "paragraph", "quote", "page", "url",
)  # fmt: skip


def as_lines(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """Id, claim, document and paragraph, with tabs between."""
    for hit in hits:
        fact = hit.fact
        places = " ".join(fact.places)
        yield f"{fact.id}\t{safe(fact.claim)}\t{safe(places)}\n"


def as_ids(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """An id a line."""
    for hit in hits:
        yield f"{hit.id}\n"


def as_csv(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """Comma-separated values, quoted as RFC 4180 has it, under a header, a row a fact."""
    yield csv_row(COLUMNS)
    for hit in hits:
        yield csv_row(columns(hit.fact))


def as_safe_csv(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """The same for a spreadsheet: no cell is a formula."""
    yield csv_row(COLUMNS)
    for hit in hits:
        yield csv_row(unformulated(columns(hit.fact)))


def as_tsv(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """Tab-separated values under a header, a row a fact."""
    yield "\t".join(COLUMNS) + "\n"
    for hit in hits:
        yield "\t".join(columns(hit.fact)) + "\n"


def as_markdown(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """A list of claims, each with its citations, for a text that quotes them."""
    for hit in hits:
        yield f"- {escaped(hit.fact.claim)}\n"
        for citation in hit.fact.citations:
            document = citation.document
            source = ", ".join(
                part for part in (document.publisher, document.published) if part is not None
            )
            source = f" ({escaped(source)})" if source else ""
            name = f"*{escaped(document.name)}*"
            if document.address and is_web_address(document.address):
                name = f"[{name}](<{document.address}>)"
            yield f"  - “{escaped(citation.quote)}”, {name}{source}, {citation.locator}\n"


def columns(fact: "Fact") -> tuple[str, ...]:
    """A fact as the values of COLUMNS; several citations are joined by a semicolon."""
    figure, citations = fact.figure, fact.citations
    return tuple(
        safe(value)
        for value in (
            fact.id,
            fact.claim,
            str(fact.kind),
            f"{figure.value:.15g}" if figure else "",
            str(figure.bound) if figure else "",
            figure.unit if figure else "",
            figure.measure if figure else "",
            fact.date or "",
            _joined(speaker.name for speaker in fact.said_by),
            _joined(entity.name for entity in fact.about),
            _joined(citation.document.id for citation in citations),
            _joined(citation.document.publisher or "" for citation in citations),
            _joined(citation.document.published or "" for citation in citations),
            _joined(citation.place[1:] for citation in citations),
            _joined(citation.quote for citation in citations),
            _joined(str(citation.page or "") for citation in citations),
            _joined(citation.document.address or "" for citation in citations),
        )
    )


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def csv_row(values: Sequence[str]) -> str:
    """A row of comma-separated values."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def unformulated(values: Sequence[str]) -> list[str]:
    """Values that no spreadsheet runs.

    What begins like a formula has an apostrophe before it, which makes it text (OWASP).
    """
    return [f"'{value}" if _FORMULA.match(value) else value for value in values]


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    text = safe(text)
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return text
