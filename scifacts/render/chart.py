"""Draw the readings of a selection as a chart: bars with hedges, sources in the caption.

Importing this raises MissingExtraError if matplotlib is not installed.
"""

import math
import re
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scifacts.errors import QueryError
from scifacts.kinds import Bound, EntityType
from scifacts.model import BAND, Document, Entity, Fact, Figure
from scifacts.render.page import (
    BAR,
    FAINT,
    INK,
    MARGIN,
    MOST_CHARACTERS,
    POSSIBLE,
    QUIET,
    SURE,
    WIDTH,
    Page,
    Style,
    round_steps,
    settings,
)
from scifacts.text import as_number, fold, safe

if TYPE_CHECKING:
    from scifacts.summaries import Statistics

_MOST_READINGS = 30
_SUFFIXES = (".svg", ".png")
_SPAN_OF_LINEAR = 100  # values further apart than this are drawn on a logarithmic scale
_SPAN_OF_LOGARITHMIC = 1e15  # and what is smaller still is drawn as nothing
_MOST_TICKS = 6

_LABELS = 205.0  # the column of labels
_GUTTER = 8.0
_ARROW = 16.0
_BETWEEN_GROUPS = 9.0
_WORD = re.compile(r"[^\W_]+")
# What `safe` leaves and XML does not allow.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")

_SIGNS = {
    Bound.EXACTLY: "",
    Bound.ABOUT: "~ ",
    Bound.OVER: "> ",
    Bound.AT_LEAST: "≥ ",
    Bound.NEARLY: "nearly ",
    Bound.AT_MOST: "≤ ",
}
_BANDED = (Bound.ABOUT, Bound.NEARLY)
_LOWER = (Bound.OVER, Bound.AT_LEAST)


class _Shape(Enum):
    """How a bar shows its hedge; the value is the remark that explains it."""

    PLAIN = ""
    ARROW = "Pale arrow: how much further is not said ({})."
    PALE = "Pale bar: anywhere up to the mark ({})."
    WHISKER = f"Whisker: what the hedge ({{}}) is taken to allow, {BAND:.0%} of the number."


_MOST_MARKS = 6
_PROPER = (EntityType.PERSON, EntityType.COUNTRY, EntityType.PLACE)
_HIGHEST_PLAIN_TICK = 10**12


_TITLE = Style(14, weight="bold")
_HEADING = Style(9, weight="bold")
_WHO = Style(8, QUIET)
_VALUE = Style(9, weight="bold")
_SMALL = Style(7.5, QUIET)


class _Reading(NamedTuple):
    """One bar: a fact's figure, and the documents the fact was read in."""

    fact: Fact
    figure: Figure
    documents: tuple[Document, ...]


class _Scale:
    """Where a value stands between `left` and `right`: linear, or logarithmic if it must be."""

    def __init__(self, figures: Sequence[Figure], left: float, right: float) -> None:
        given = [abs(figure.value) for figure in figures if figure.value] or [1.0]
        self.is_logarithmic = max(given) / _SPAN_OF_LINEAR > min(given)
        values = [end for figure in figures for end in _ends(figure)]
        sizes = [abs(value) for value in values if value] or [1.0]
        self._least = max(min(sizes), max(sizes) / _SPAN_OF_LOGARITHMIC)
        self._is_positive = min(values) > 0
        self._left, self._width = left, right - left
        self._low, self._high = min(0.0, *values), max(0.0, *values)
        if self.is_logarithmic and self._is_positive:
            self._low = 10.0 ** (math.ceil(math.log10(self._least)) - 1)
        if self._low == self._high:
            self._high = 1.0

    def _height(self, value: float) -> float:
        if not self.is_logarithmic:
            return value / max(self._high, -self._low)
        if self._is_positive:
            return math.log10(max(value, self._low))
        return math.copysign(math.log10(1 + abs(value) / self._least), value)

    def __call__(self, value: float) -> float:
        low, high = self._height(self._low), self._height(self._high)
        return self._left + self._width * (self._height(value) - low) / (high - low)

    @property
    def start(self) -> float:
        """Where bars start: at zero, or at the left of a logarithmic scale."""
        return self(self._low if self.is_logarithmic and self._is_positive else 0.0)

    @property
    def ticks(self) -> list[float]:
        """Round values along the scale."""
        if not self.is_logarithmic:
            found = round_steps(self._low, self._high, _MOST_TICKS - 1)
        else:
            first = math.ceil(math.log10(self._least)) - 1
            last = math.floor(math.log10(max(self._high, -self._low)))
            powers = range(first, last + 1, -(-(last + 1 - first) // _MOST_TICKS))
            sizes = [10.0**power for power in powers]
            found = sizes if self._is_positive else [*(-it for it in sizes), 0.0, *sizes]
        return [it for it in found if self._low <= it <= self._high]


def draw(stats: "Statistics", title: str, path: Path) -> None:
    """Write a chart of the figures of `stats` as SVG or PNG. Raises QueryError."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise QueryError(f"cannot draw {path.name!r}: a chart ends in {' or '.join(_SUFFIXES)}")
    groups = _groups(stats)
    if not groups:
        raise QueryError("no figure to draw")
    with settings():
        image = _page(groups, _clean(title), stats.totals.figures).image(suffix)
    try:
        path.write_bytes(image)
    except OSError as error:
        raise QueryError(f"cannot write {str(path)!r}: {error.strerror}") from error


def _groups(stats: "Statistics") -> list[list[_Reading]]:
    """Readings of one measure and unit together, the largest first."""
    readings = [
        _Reading(fact, fact.figure, tuple(dict.fromkeys(it.document for it in fact.citations)))
        for fact in (hit.fact for hit in stats.readings[:_MOST_READINGS])
        if fact.figure is not None
    ]
    readings.sort(key=lambda it: (*_kind(it), -it.figure.value, it.fact.id))
    groups = [list(group) for _, group in groupby(readings, key=_kind)]
    return sorted(groups, key=lambda group: (-group[0].figure.value, _kind(group[0])))


def _kind(reading: _Reading) -> tuple[str, str]:
    return reading.figure.measure, reading.figure.unit


def _page(groups: list[list[_Reading]], title: str, figures: int) -> Page:
    page = Page()
    readings = [reading for group in groups for reading in group]
    numbers: dict[str, int] = {}
    for reading in readings:
        for document in reading.documents:
            numbers.setdefault(document.id, len(numbers) + 1)
    if title:
        page.paragraph(page.wrapped(title, WIDTH - 2 * MARGIN, _TITLE), _TITLE)
        page.y += 8
    widest = max(page.width(_amount(reading.figure), _VALUE) for reading in readings)
    left = MARGIN + _LABELS + _GUTTER
    if any(reading.figure.value < 0 for reading in readings):
        left += _ARROW
    scale = _Scale(
        [reading.figure for reading in readings], left, WIDTH - MARGIN - widest - _ARROW - 6
    )
    top = page.y
    for group in groups:
        _draw_group(page, scale, group, numbers)
    _draw_ticks(page, scale, top)
    page.paragraph(_remarks(page, scale, readings, figures), _SMALL)
    page.y += 4
    sources = {it.id: it for reading in readings for it in reading.documents}
    _write_sources(page, [sources[key] for key in numbers], numbers)
    return page


def _draw_group(page: Page, scale: _Scale, group: list[_Reading], numbers: dict[str, int]) -> None:
    """A heading, and under it who said it for each bar; a lone bar stands at mid-height."""
    right = MARGIN + _LABELS
    top = page.y
    for line in _heading(page, group[0]):
        page.write(right, page.y + _HEADING.line / 2, line, _HEADING, "right")
        page.y += _HEADING.line
    for reading in group:
        mark = _mark(reading, numbers)
        who = page.clipped(_who(reading), _LABELS - page.width(mark, _WHO), _WHO)
        step = _WHO.line if len(group) == 1 else BAR + 4
        page.write(right, page.y + step / 2, who + mark, _WHO, "right")
        page.y += step
        middle = (top + page.y) / 2 if len(group) == 1 else page.y - step / 2
        _draw_bar(page, scale, reading.figure, middle)
    page.y += _BETWEEN_GROUPS


def _draw_bar(page: Page, scale: _Scale, figure: Figure, y: float) -> None:
    start, end = scale.start, scale(figure.value)
    rightmost = max(start, end)
    match _shape(figure):
        case _Shape.PLAIN:
            page.box(start, end, y, SURE)
        case _Shape.WHISKER:
            rightmost = max(rightmost, _draw_banded(page, scale, figure, y))
        case _Shape.ARROW:
            rightmost = max(rightmost, _draw_open(page, start, end, y))
        case _Shape.PALE:
            page.box(start, end, y, POSSIBLE)
            page.line((end, y - BAR / 2), (end, y + BAR / 2), SURE)
    page.write(rightmost + 5, y, _amount(figure), _VALUE)


def _shape(figure: Figure) -> _Shape:
    if figure.bound is Bound.EXACTLY:
        return _Shape.PLAIN
    if figure.bound in _BANDED:
        return _Shape.WHISKER
    # More than -5 lies nearer to zero, as less than 5 does.
    return _Shape.ARROW if (figure.bound in _LOWER) == (figure.value >= 0) else _Shape.PALE


def _draw_open(page: Page, start: float, end: float, y: float) -> float:
    """A bar that goes on as an arrow; where its tip is."""
    page.box(start, end, y, SURE)
    tip = end + math.copysign(_ARROW, end - start)
    neck = end + (tip - end) * 0.4
    half = BAR / 2
    above, below = [(end, y - half), (neck, y - half)], [(neck, y + half), (end, y + half)]
    page.fill([*above, (tip, y), *below], POSSIBLE)
    return tip


def _draw_banded(page: Page, scale: _Scale, figure: Figure, y: float) -> float:
    """A bar with a whisker over the interval of its hedge; where the right end of that is."""
    low, high = map(scale, _ends(figure))
    near, far = (low, high) if figure.value >= 0 else (high, low)
    page.box(scale.start, far, y, POSSIBLE)
    page.box(scale.start, near, y, SURE)
    for start, end in ((low, low), (high, high)):
        page.line((start, y - BAR / 2 - 2), (end, y + BAR / 2 + 2), INK)
    page.line((low, y), (high, y), INK)
    return high


def _draw_ticks(page: Page, scale: _Scale, top: float) -> None:
    bottom = page.y - _BETWEEN_GROUPS / 2
    free = 0.0  # where the last label ends
    for tick in scale.ticks:
        x, label = scale(tick), _tick(tick)
        page.axes.plot((x, x), (top, bottom), color=FAINT, linewidth=0.6, zorder=0)
        half = page.width(label, _SMALL) / 2
        if x - half > free:
            page.write(x, bottom + _SMALL.line / 2 + 1, label, _SMALL, "center")
            free = x + half + 3
    page.axes.plot((scale.start,) * 2, (top, bottom), color=QUIET, linewidth=0.8, zorder=3)
    page.y = bottom + _SMALL.line + 10


def _tick(value: float) -> str:
    is_plain = value == int(value) and abs(value) < _HIGHEST_PLAIN_TICK
    return as_number(int(value)) if is_plain else f"{value:.4g}"


def _remarks(page: Page, scale: _Scale, readings: list[_Reading], figures: int) -> Iterable[str]:
    remarks = []
    if scale.is_logarithmic:
        remarks.append("Logarithmic scale: lengths show orders of magnitude, not proportions.")
    for shape in (_Shape.ARROW, _Shape.PALE, _Shape.WHISKER):
        bounds = {it.figure.bound for it in readings if _shape(it.figure) is shape}
        if bounds:
            signs = [_SIGNS[bound].strip() for bound in Bound if bound in bounds]
            remarks.append(shape.value.format(", ".join(signs)))
    if len(readings) < figures:
        remarks.append(f"Shown are {len(readings)} of {figures:,} figures.")
    return page.wrapped(" ".join(remarks), WIDTH - 2 * MARGIN, _SMALL, most=len(remarks) + 1)


def _write_sources(page: Page, documents: list[Document], numbers: dict[str, int]) -> None:
    if not documents:
        return
    page.paragraph(["Sources"], _SMALL._replace(weight="bold"))
    indent = page.width(f"[{len(documents)}] ", _SMALL) + 2
    for document in documents:
        page.write(MARGIN, page.y + _SMALL.line / 2, f"[{numbers[document.id]}]", _SMALL)
        room = WIDTH - 2 * MARGIN - indent
        lines = page.wrapped(_source(document, numbers), room, _SMALL)
        page.paragraph(lines, _SMALL, MARGIN + indent)


def _source(document: Document, numbers: dict[str, int]) -> str:
    """A document as it gives itself: title, publisher, date, and what it is a rewrite of."""
    title = document.title and f"“{document.title}”"
    parts = [title, document.publisher, document.published]
    if not (document.title or document.publisher):
        parts.insert(0, document.id)
    if document.derived_from:
        origin = numbers.get(document.derived_from)
        parts.append(f"derived from {f'[{origin}]' if origin else document.derived_from}")
    return _clean(", ".join(filter(None, parts)))


def _heading(page: Page, reading: _Reading) -> list[str]:
    """The measure in words, names in it as entities write them, and the unit if it adds one."""
    figure = reading.figure
    names = {word.casefold(): word for entity in reading.fact.about for word in _names(entity)}
    words = " ".join(names.get(word, word) for word in figure.measure.split("-"))
    name = _clean(words[:1].upper() + words[1:])
    if fold(figure.unit) in fold(words):
        return page.wrapped(name, _LABELS, _HEADING)
    unit = f"({_clean(figure.unit)})"
    if page.width(f"{name} {unit[:MOST_CHARACTERS]}", _HEADING) <= _LABELS:
        return [f"{name} {unit}"]
    return page.wrapped(name, _LABELS, _HEADING) + page.wrapped(unit, _LABELS, _HEADING)


def _names(entity: Entity) -> Iterable[str]:
    """The words of an entity's names that keep their capitals: BRI, BeiDou, a person's name."""
    if entity.type in _PROPER:
        yield from _WORD.findall(entity.name)
    for word in _WORD.findall(" ".join((entity.name, *entity.aliases))):
        if word[1:] != word[1:].lower():
            yield word


def _who(reading: _Reading) -> str:
    """Who said it, or else where it stands, and as of when."""
    fact = reading.fact
    documents = (it.title or it.publisher or it.id for it in reading.documents)
    name = fact.speakers or next(documents, "")
    return _clean(", ".join(filter(None, (name, _period(fact.date or "")))))


def _period(date: str) -> str:
    """A date for a reader: `2021–2025`, `since 2019`, `until 2030`, or as it is."""
    first, slash, last = date.partition("/")
    match first, last:
        case _, "..":
            return f"since {first}"
        case "..", _ if slash:
            return f"until {last}"
        case _:
            return f"{first}–{last}" if slash else date


def _mark(reading: _Reading, numbers: dict[str, int]) -> str:
    cited = [str(number) for number in sorted(numbers[it.id] for it in reading.documents)]
    if len(cited) > _MOST_MARKS:
        cited[_MOST_MARKS - 1 :] = ["…"]
    return f" [{', '.join(cited)}]" if cited else ""


def _amount(figure: Figure) -> str:
    return f"{_SIGNS[figure.bound]}{as_number(figure.value)}"


def _ends(figure: Figure) -> tuple[float, float]:
    """The ends of what is drawn: an interval's, or the value itself where it has none."""
    low, high = figure.interval[:2]
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    return figure.value, figure.value


def _clean(text: str) -> str:
    return _NO_XML.sub("\N{REPLACEMENT CHARACTER}", safe(text))
