"""Readings of a measure side by side, under the verdict on them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from scifacts.figures import Verdict
from scifacts.render import Screen
from scifacts.render.canvas import QUIET, Canvas
from scifacts.render.grid import grid
from scifacts.render.tables import counted

if TYPE_CHECKING:
    from scifacts.figures import Comparison
    from scifacts.model import Fact

_STYLES = {
    Verdict.DIFFER: "bold red",
    Verdict.CHANGED: "bold yellow",
    Verdict.SINGLE: "bold",
    Verdict.REFINE: "bold cyan",
    Verdict.AGREE: "bold green",
}


def compared(comparisons: "Iterable[Comparison]", screen: Screen) -> Iterator[str]:
    """A table a measure: figure, as of when, whose, from where, and the quote."""
    canvas = Canvas(screen)
    headings = ("figure", "as of", "said by", "document", "quote")
    gap = ""
    for comparison in comparisons:
        documents, origins = len(comparison.documents), len(comparison.origins)
        yield gap + canvas.drawn(
            Text.assemble(
                (comparison.measure, "bold"),
                ": ",
                (comparison.verdict, _STYLES[comparison.verdict]),
                (f" · {counted(documents, 'document')}, {counted(origins, 'origin')}", QUIET),
            )
        )
        rows = [_row(hit.fact, comparison) for hit in comparison.readings]
        yield from grid(headings, rows, screen)
        gap = "\n"


def _row(fact: "Fact", comparison: "Comparison") -> tuple[str, ...]:
    published = next((it.document.published for it in fact.citations if it.document.published), "")
    closed = " (superseded)" if fact.id in comparison.superseded else ""
    return (
        f"{fact.figure}{closed}",
        fact.date or (f"published {published}" if published else ""),
        fact.speakers,
        "; ".join(fact.places),
        "; ".join(f"“{it.quote}”" for it in fact.citations),
    )
