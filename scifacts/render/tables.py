"""Tables: of facts, of documents and entities, of statistics with bars."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from scifacts.index.counting import MOST_COLUMNS
from scifacts.render import Screen
from scifacts.render.canvas import ACCENT, QUIET, Canvas, indented, joined, plain
from scifacts.render.grid import grid

if TYPE_CHECKING:
    from scifacts.hits import Hit
    from scifacts.summaries import Group, Statistics

_BLOCKS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = " ▁▂▃▄▅▆▇█"
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k"))
_WIDEST_HEADING, _NONE = 12, "·"
_MOST_BARS = 15
_NARROW, _WIDEST = 70, 120


def as_table(hits: "Iterable[Hit]", screen: Screen) -> Iterator[str]:
    """A row a fact: claim, figure, date, document."""
    rows = [
        (fact.claim, str(fact.figure or ""), fact.date or "", "; ".join(fact.places))
        for fact in (hit.fact for hit in hits)
    ]
    if rows:
        yield from grid(("claim", "figure", "date", "document"), rows, screen)


def statistics(stats: "Statistics", screen: Screen) -> Iterator[str]:
    """Counts, the figures as a table, and bars of the groups or a cross table.

    On a terminal also how large the figures are.
    """
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
    if stats.histogram and screen.is_terminal:
        heading = Text.assemble(("Figures by size", "bold"), (" · each up to the next", QUIET))
        yield "\n" + canvas.drawn(heading)
        yield canvas.drawn(*_histogram(stats, min(screen.width, _WIDEST)))
    if stats.groups:
        title = f"Facts by {stats.by.replace(',', ' and ')}"
        yield "\n" + canvas.drawn(Text(title, style="bold"))
        if stats.is_crossed:
            yield canvas.drawn(*_crossed(stats, screen))
        else:
            yield canvas.drawn(_bars(stats, min(screen.width, _WIDEST)))


def _readings(stats: "Statistics", screen: Screen) -> Iterator[str]:
    rows = [
        (
            str(fact.figure),
            fact.figure.measure,
            fact.speakers,
            fact.date or "",
            "; ".join(fact.places),
        )
        for fact in (hit.fact for hit in stats.readings)
        if fact.figure
    ]
    return grid(("figure", "of", "said by", "date", "document"), rows, screen)


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
        drawn.add_row(_hidden(stats))
    return drawn


def _hidden(stats: "Statistics") -> Text:
    return Text(f"… {len(stats.groups) - _MOST_BARS} more", style=QUIET)


def _crossed(stats: "Statistics", screen: Screen) -> Iterator[RenderableType]:
    """The cross table; where there is no room for columns, a list under each row."""
    shown = stats.groups[:_MOST_BARS]
    if screen.width < _NARROW:
        for group in shown:
            cells = {it.name: it.facts for it in group.by[:MOST_COLUMNS]}
            rest = len(group.by) - len(cells)
            parts = [plain(f"{name} {facts:,}") for name, facts in cells.items()]
            parts += [Text(f"{rest} more", style=QUIET)] if rest > 0 else []
            yield Text.assemble(plain(group.name), " ", (f"{group.facts:,}", ACCENT))
            if parts:
                yield indented(joined(parts))
    else:
        yield _cross_table(stats, min(screen.width, _WIDEST))
    if len(stats.groups) > len(shown):
        yield _hidden(stats)


def _cross_table(stats: "Statistics", width: int) -> Table:
    """As many of the commonest columns as there is room for, the others as one."""
    shown = stats.groups[:_MOST_BARS]
    first = min(max(len(it.name) for it in shown), width // 3)
    room = width - first - len("   facts   other")
    columns: list[Group] = []
    for column in stats.columns:
        longest = max(map(len, column.name.split()), default=0)
        room -= min(max(longest, len(str(column.facts))), _WIDEST_HEADING) + 3
        if room < 0:
            break
        columns.append(column)
    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    drawn.add_column("", overflow="ellipsis", no_wrap=True, max_width=first)
    drawn.add_column("facts", justify="right", style=ACCENT)
    for column in columns:
        drawn.add_column(
            plain(column.name), justify="right", overflow="ellipsis", max_width=_WIDEST_HEADING
        )
    is_cut = any(group.beyond[len(columns)] for group in shown)
    if is_cut:
        drawn.add_column("other", justify="right")
    for group in shown:
        facts = {it.id: it.facts for it in group.by}
        counts = [facts.get(column.id, 0) for column in columns]
        counts += [group.beyond[len(columns)]] if is_cut else []
        cells = (f"{it:,}" if it else Text(_NONE, style=QUIET) for it in counts)
        drawn.add_row(plain(group.name), f"{group.facts:,}", *cells)
    return drawn


def _histogram(stats: "Statistics", width: int) -> Iterator[Table]:
    """A column an order of magnitude: a block as high as its share, the count, where it begins."""
    bins = stats.histogram
    labels = ["<0" if it.low is None else _short(it.low) for it in bins]
    highest = max(it.facts for it in bins)
    column = max(*map(len, labels), len(str(highest)), 4)
    row = max(1, (width + 1) // (column + 1))
    for start in range(0, len(bins), row):
        part = range(start, min(start + row, len(bins)))
        drawn = Table.grid(padding=(0, 1), pad_edge=False)
        for _ in part:
            drawn.add_column(width=column)
        blocks = [_HEIGHTS[-(-bins[at].facts * 8 // highest)] * column for at in part]
        drawn.add_row(*(Text(it, style=ACCENT) for it in blocks))
        drawn.add_row(*(str(bins[at].facts) for at in part))
        drawn.add_row(*(Text(labels[at], style=QUIET) for at in part))
        yield drawn


def _short(number: float) -> str:
    """A power of ten in few letters: `100`, `10k`, `1M`."""
    for scale, name in _SCALES:
        if number >= scale:
            return f"{number / scale:.0f}{name}"
    return f"{number:.0f}"


def bar(share: float, room: int) -> str:
    """A bar that fills `share` of `room` columns, to an eighth of a column."""
    eighths = max(1, round(share * room * 8))
    return _BLOCKS[-1] * (eighths // 8) + _BLOCKS[eighths % 8].strip()


def counted(number: int, noun: str) -> str:
    """A number and its noun, in the plural if need be."""
    plural = (
        noun if number == 1 else f"{noun.removesuffix('y')}ies" if noun[-1] == "y" else f"{noun}s"
    )
    return f"{number:,} {plural}"
