"""Facts in the order of time, each with a bar on an axis that all share."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from scifacts.dates import FUTURE, PAST, Span, span
from scifacts.render.canvas import ACCENT, FIGURE, QUIET, Canvas, joined, plain
from scifacts.render.grid import aligned

if TYPE_CHECKING:
    from rich.text import Text

    from scifacts.model import Fact
    from scifacts.render import Screen
    from scifacts.summaries import Timeline

_WIDEST = 140
_DATE, _GAP = len("2025-06-10/"), 2
_SHORTEST_BAR, _LONGEST_BAR = 20, 48
_SHORTEST_CLAIM = 32
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_LABEL = len("2025") + 1
_QUARTERS = ((0.25, "Apr"), (0.5, "Jul"), (0.75, "Oct"))
_MONTHS, _DAYS = 12, 31
_MOMENT, _EXTENT, _EARLIER, _LATER, _TICK = "●━←→┊"


class _Axis(NamedTuple):
    """The years from `first` up to but not including `end`, on `columns` columns."""

    first: int
    end: int
    columns: int

    def column(self, time: float) -> int:
        """Where a moment lies."""
        share = (time - self.first) / (self.end - self.first)
        return min(self.columns - 1, max(0, int(share * self.columns)))

    def ticks(self) -> dict[int, str]:
        """Columns with what stands above them: years, and quarters if there is only one year."""
        years = self.end - self.first
        if years == 1:
            quarters = {self.column(self.first + share): name for share, name in _QUARTERS}
            return {0: f"{self.first:04}", **quarters}
        room = (it for it in _STEPS if it * self.columns >= years * _LABEL)
        step = next(room, _STEPS[-1])
        begin = -(-self.first // step) * step
        return {self.column(year): f"{year:04}" for year in range(begin, self.end, step)}


def timeline(found: "Timeline", screen: "Screen") -> Iterator[str]:
    """A row a fact under the axis; on a narrow screen dates and claims alone."""
    canvas = Canvas(screen)
    width = min(screen.width, _WIDEST)
    facts = [hit.fact for hit in found.hits]
    if not facts:
        return
    date = min(_DATE, max(1, (width - _GAP) // 2))
    claim = max(_SHORTEST_CLAIM, *(len(fact.id) for fact in facts))
    axis = _axis(facts, min(width // 3, width - date - claim - 2 * _GAP))
    bars = [axis.columns] if axis else []
    widths = [date, *bars, width - sum((date, *bars)) - _GAP * (1 + len(bars))]
    ticks = axis.ticks() if axis else {}
    if axis:
        yield canvas.drawn(_scale(ticks, date + _GAP))
    for fact in facts:
        bar = [_bar(span(fact.date or ""), axis, ticks)] if axis else []
        when = plain((fact.date or "").replace("/", "/\n") if _is_long(fact) else fact.date or "")
        yield canvas.drawn(aligned(widths, (when, *bar, _claim(fact, canvas)), _GAP))


def _is_long(fact: "Fact") -> bool:
    return len(fact.date or "") > _DATE


def _axis(facts: "Iterable[Fact]", room: int) -> _Axis | None:
    """Whole years around every end that is known, if there is room to draw them."""
    if room < _SHORTEST_BAR:
        return None
    spans = [span(fact.date) for fact in facts if fact.date]
    years = [int(day[:4]) for days in spans for day in days if day not in (PAST, FUTURE)]
    last_of_all = int(FUTURE[:4])
    first, last = min(years, default=last_of_all), max(years, default=last_of_all)
    return _Axis(first, last + 1, min(_LONGEST_BAR, room))


def _scale(ticks: dict[int, str], margin: int) -> "Text":
    """The labels above the bars; the last may reach beyond them."""
    line = ""
    for column, label in ticks.items():
        line = f"{line:{margin + column}}{label}"
    return plain(line, QUIET)


def _bar(days: Span, axis: _Axis, ticks: dict[int, str]) -> "Text":
    """From the first day to the last; an arrow where that end is not known."""
    first = 0 if days.first == PAST else axis.column(_time(days.first))
    last = axis.columns - 1 if days.last == FUTURE else axis.column(_time(days.last))
    drawn = _EXTENT * (last - first + 1)
    if days.first == PAST:
        drawn = _EARLIER + drawn[1:]
    if days.last == FUTURE:
        drawn = drawn[:-1] + _LATER
    if drawn == _EXTENT:
        drawn = _MOMENT
    before = "".join(_TICK if at in ticks else " " for at in range(first))
    after = "".join(_TICK if at in ticks else " " for at in range(last + 1, axis.columns))
    return plain("").append(before, QUIET).append(drawn, ACCENT).append(after, QUIET)


def _time(day: str) -> float:
    """A day as a share of its year, months taken as equally long."""
    year, month, of_month = map(int, day.split("-"))
    return year + (month - 1 + (of_month - 1) / _DAYS) / _MONTHS


def _claim(fact: "Fact", canvas: Canvas) -> "Text":
    """The claim, and under it the figure and the id."""
    figure = plain(str(fact.figure), FIGURE) if fact.figure else plain("")
    return canvas.claim(fact.claim).append("\n").append(joined([figure, plain(fact.id, QUIET)]))
