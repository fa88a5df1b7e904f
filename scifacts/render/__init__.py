"""How an answer looks: an answer and a screen in, text out. One module a form."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from scifacts.text import safe

if TYPE_CHECKING:
    from pathlib import Path

    from scifacts.evidence.coverage import Coverage
    from scifacts.figures import Comparison
    from scifacts.hits import Hit
    from scifacts.summaries import Neighbours, Statistics, Timeline

TAB = "\t"


class Screen(NamedTuple):
    """What is written to: a terminal or not, and its width in columns.

    `styled` allows bold and underline, `colored` colours beside them, `linked` links; `stems` are
    those of the words to highlight.
    """

    width: int = 80
    is_terminal: bool = False
    styled: bool = False
    colored: bool = False
    stems: frozenset[str] = frozenset()
    linked: bool = False


class Form(StrEnum):
    """How an answer can be written."""

    CARDS = "cards"
    LINES = "lines"
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    SAFE_CSV = "safe-csv"
    TSV = "tsv"
    MARKDOWN = "markdown"
    IDS = "ids"
    # References to the documents of the facts; `markdown` lists the facts with theirs.
    BIBTEX = "bibtex"
    BIBLATEX = "biblatex"
    CSL_JSON = "csl-json"
    RIS = "ris"
    TEXT = "text"
    HTML = "html"
    WIKIPEDIA = "wikipedia"


# What a form's renderer needs loads with it: JSON never pays for Rich.
_MODULES = {
    Form.CARDS: "cards",
    Form.LINES: "plain",
    Form.TABLE: "tables",
    Form.JSON: "records",
    Form.JSONL: "records",
    Form.CSV: "plain",
    Form.SAFE_CSV: "plain",
    Form.TSV: "plain",
    Form.MARKDOWN: "plain",
    Form.IDS: "plain",
    Form.BIBTEX: "references",
    Form.BIBLATEX: "references",
    Form.CSL_JSON: "references",
    Form.RIS: "references",
    Form.TEXT: "references",
    Form.HTML: "references",
    Form.WIKIPEDIA: "references",
}


def rendered(form: Form, hits: "Iterable[Hit]", screen: Screen) -> Iterator[str]:
    """Hits in a form, a piece of text at a time, each ending with a line end."""
    writer = getattr(_module(_MODULES[form]), f"as_{form.replace('-', '_')}")
    pieces: Iterator[str] = writer(hits, screen)
    return pieces


def full_card(
    hit: "Hit", neighbours: "Neighbours", screen: Screen, references: Iterable[str] = ()
) -> Iterator[str]:
    """One fact with all that is known of it, references in text if wanted, and its neighbours."""
    pieces: Iterator[str] = _module("cards").full_card(hit, neighbours, screen, references)
    return pieces


def statistics(stats: "Statistics", screen: Screen) -> Iterator[str]:
    """Counts, the figures as a table, and bars of the groups or a cross table."""
    pieces: Iterator[str] = _module("tables").statistics(stats, screen)
    return pieces


def chronology(found: "Timeline", screen: Screen) -> Iterator[str]:
    """Facts in the order of time, drawn on a terminal; in a pipe date, id, claim and documents."""
    if screen.is_terminal:
        pieces: Iterator[str] = _module("timeline").timeline(found, screen)
        return pieces
    facts = (hit.fact for hit in found.hits)
    rows = (
        (it.date or "", it.id, it.claim, " ".join(c.document.id + c.place for c in it.citations))
        for it in facts
    )
    return table((), rows, screen)


def plot(stats: "Statistics", title: str, path: "Path") -> None:
    """Draw the figures into a file. Raises QueryError, and MissingExtraError without matplotlib."""
    _module("chart").draw(stats, title, path)


def compared(comparisons: "Iterable[Comparison]", screen: Screen) -> Iterator[str]:
    """Readings side by side, measure by measure, each with its verdict."""
    pieces: Iterator[str] = _module("comparisons").compared(comparisons, screen)
    return pieces


def marked_text(result: "Coverage", screen: Screen) -> Iterator[str]:
    """A document's text, paragraph by paragraph, with what quotes stand for marked."""
    pieces: Iterator[str] = _module("passages").marked_text(result, screen)
    return pieces


def table(headings: Sequence[str], rows: Iterable[Sequence[str]], screen: Screen) -> Iterator[str]:
    """Rows for a person on a terminal, or with tabs between and no headings for a pipe."""
    if screen.is_terminal:
        pieces: Iterator[str] = _module("grid").grid(headings, rows, screen)
        return pieces
    return (f"{TAB.join(map(safe, row))}\n" for row in rows)


def _module(name: str) -> ModuleType:
    return import_module(f"scifacts.render.{name}")
