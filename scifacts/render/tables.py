"""Tables: of facts, of documents and entities, of statistics with bars."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.table import Table
from rich.text import Text

from scifacts.render import Screen
from scifacts.render.canvas import ACCENT, FIGURE, QUIET, Canvas, plain

if TYPE_CHECKING:
    from scifacts.base import Hit
    from scifacts.holdings import Statistics
    from scifacts.model import Fact

_BLOCKS = " ▏▎▍▌▋▊▉█"
_MOST_BARS = 15
_NARROW, _WIDEST = 70, 120
_STYLES = {"figure": FIGURE, "document": ACCENT, "id": ACCENT}


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]], screen: Screen) -> Iterator[str]:
    """A table as wide as its content or the screen; long text wraps inside its column.

    A heading that ends with `#` is one of numbers.
    """
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for heading in headings:
        name = heading.removesuffix("#")
        justify: Literal["left", "right"] = "left" if name == heading else "right"
        drawn.add_column(name, style=_STYLES.get(name, ""), justify=justify, overflow="fold")
    for row in rows:
        drawn.add_row(*map(plain, row))
    yield Canvas(screen).drawn(drawn)


def as_table(hits: "Iterable[Hit]", screen: Screen) -> Iterator[str]:
    """A row a fact: claim, figure, date, document."""
    rows = [
        (fact.claim, str(fact.figure or ""), fact.date or "", _documents(fact))
        for fact in (hit.fact for hit in hits)
    ]
    if rows:
        yield from grid(("claim", "figure", "date", "document"), rows, screen)


def statistics(stats: "Statistics", screen: Screen) -> Iterator[str]:
    """Counts, the figures as a table, and bars of the groups."""
    canvas = Canvas(screen)
    totals = stats.totals
    yield canvas.drawn(
        Text.assemble(
            (counted(totals.facts, "fact"), "bold"),
            f" about {counted(totals.entities, 'entity')}"
            f" from {counted(totals.documents, 'document')}",
            (f" ({counted(stats.origins, 'origin')})", QUIET),
        )
    )
    if stats.readings:
        yield "\n"
        yield from _readings(stats, screen)
        hidden = totals.figures - len(stats.readings)
        if hidden > 0:
            more = f"… and {counted(hidden, 'more figure')}; --limit 0 shows all"
            yield canvas.drawn(Text(more, style=QUIET))
    if stats.groups:
        yield "\n" + canvas.drawn(Text(f"Facts by {stats.by}", style="bold"))
        yield canvas.drawn(_bars(stats, min(screen.width, _WIDEST)))


def _readings(stats: "Statistics", screen: Screen) -> Iterator[str]:
    headings = ("figure", "of", "said by", "date", "document")
    shown = len(headings) if screen.width >= _NARROW else len(headings) - 1
    rows = []
    for fact in (hit.fact for hit in stats.readings):
        if fact.figure is not None:
            speaker = fact.said_by.name if fact.said_by else ""
            row = (
                str(fact.figure),
                fact.figure.measure,
                speaker,
                fact.date or "",
                _documents(fact),
            )
            rows.append(row[:shown])
    return grid(headings[:shown], rows, screen)


def _bars(stats: "Statistics", width: int) -> Table:
    shown = stats.groups[:_MOST_BARS]
    drawn = Table.grid(padding=(0, 1))
    drawn.add_column(overflow="ellipsis", no_wrap=True, max_width=max(10, width // 2))
    drawn.add_column(justify="right")
    drawn.add_column(style=ACCENT)
    longest = shown[0].facts
    room = max(
        5, width - min(max(len(it.name) for it in shown), width // 2) - len(str(longest)) - 3
    )
    for group in shown:
        drawn.add_row(plain(group.name), str(group.facts), bar(group.facts / longest, room))
    if len(stats.groups) > len(shown):
        drawn.add_row(Text(f"… {len(stats.groups) - len(shown)} more", style=QUIET))
    return drawn


def bar(share: float, room: int) -> str:
    """A bar that fills `share` of `room` columns, to an eighth of a column."""
    eighths = max(1, round(share * room * 8))
    return _BLOCKS[-1] * (eighths // 8) + _BLOCKS[eighths % 8].strip()


def _documents(fact: "Fact") -> str:
    return "; ".join(dict.fromkeys(f"{it.document.id}{it.place}" for it in fact.citations))


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural if need be."""
    plural = (
        noun if number == 1 else f"{noun.removesuffix('y')}ies" if noun[-1] == "y" else f"{noun}s"
    )
    return f"{number:,} {plural}"
