"""Lay rows out for the width of a screen: columns side by side while there is room, else below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from scifacts.render import Screen
from scifacts.render.canvas import ACCENT, FIGURE, QUIET, Canvas, indented, joined, plain

_GAP, _INDENT = 3, 2
# Text is wrapped into three lines at most, and into no less room than this.
_MOST_LINES, _NARROWEST = 3, 24
_STYLES = {"figure": FIGURE, "document": ACCENT, "id": ACCENT}


class _Layout(NamedTuple):
    """The columns that stand side by side, with their widths, and the filled ones below them."""

    beside: Mapping[int, int]
    below: Sequence[int]


def grid(headings: Sequence[str], rows: Iterable[Sequence[str]], screen: Screen) -> Iterator[str]:
    """A table as wide as its content or the screen; no word that the screen can hold is broken.

    What has no room beside the other columns stands below them; the first column always has. A
    heading that ends with `#` is one of numbers.
    """
    canvas = Canvas(screen)
    names = [heading.removesuffix("#") for heading in headings]
    right = [heading != name for heading, name in zip(headings, names, strict=True)]
    head = _cells(names, right, ["bold"] * len(names))
    body = [_cells(row, right, [_STYLES.get(name, "") for name in names]) for row in rows]
    layout = _layout([head, *body], screen.width)
    widths = list(layout.beside.values())
    rule = Text("─" * (sum(widths) + _GAP * (len(widths) - 1)))
    yield canvas.drawn(_beside(layout, head), rule)
    for row in body:
        yield canvas.drawn(_beside(layout, row), *_below(layout, row, names, screen.width))


def aligned(widths: Sequence[int], cells: Sequence[Text], gap: int) -> Table:
    """A row of cells, each wrapped in its column."""
    drawn = Table.grid(padding=(0, gap, 0, 0), pad_edge=False)
    for width in widths:
        drawn.add_column(width=width, overflow="fold")
    drawn.add_row(*cells)
    return drawn


def _cells(texts: Sequence[str], right: Sequence[bool], styles: Sequence[str]) -> list[Text]:
    cells = [plain(text, style) for text, style in zip(texts, styles, strict=True)]
    for cell, is_right in zip(cells, right, strict=True):
        cell.justify = "right" if is_right else "left"
    return cells


def _beside(layout: _Layout, row: Sequence[Text]) -> Table:
    return aligned(list(layout.beside.values()), [row[at] for at in layout.beside], _GAP)


def _below(
    layout: _Layout, row: Sequence[Text], names: Sequence[str], room: int
) -> Iterator[RenderableType]:
    """The cells that stand below others, with their headings: on one line, or each on its own."""
    parts = [
        Text.assemble((f"{names[at]} ", QUIET), row[at]) for at in layout.below if row[at].plain
    ]
    line = joined(parts)
    together = [line] if line.cell_len <= room - _INDENT else parts
    yield from (indented(part, _INDENT) for part in together if parts)


def _layout(rows: Sequence[Sequence[Text]], room: int) -> _Layout:
    """Take the widest columns out until the others have room without filling many lines each."""
    columns = list(zip(*rows, strict=True))
    widest = [max(cell.cell_len for cell in column) for column in columns]
    least = [
        max(min(wide, _NARROWEST), -(-wide // _MOST_LINES), *map(_longest_word, column))
        for wide, column in zip(widest, columns, strict=True)
    ]
    is_filled = [any(cell.plain for cell in column[1:]) for column in columns]
    kept = list(range(len(columns)))
    while len(kept) > 1 and sum(least[at] + _GAP for at in kept) - _GAP > room:
        # An empty column costs no line below.
        kept.remove(max(kept[1:], key=lambda at: (not is_filled[at], widest[at])))
    widths = {at: min(widest[at], room) for at in kept}
    for _ in range(sum(widths.values()) + _GAP * (len(kept) - 1) - room):
        widths[max(kept, key=lambda at: widths[at] - least[at])] -= 1
    return _Layout(widths, [at for at in range(len(columns)) if at not in kept and is_filled[at]])


def _longest_word(cell: Text) -> int:
    return max(map(cell_len, cell.plain.split()), default=0)
