"""Draw the readings of a selection as a chart: bars with hedges, sources in the caption.

Importing this raises MissingExtraError if matplotlib is not installed.
"""

import math
import re
import warnings
from collections.abc import Iterable, Sequence
from enum import Enum
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scifacts.errors import MissingExtraError, QueryError
from scifacts.kinds import Bound, EntityType
from scifacts.model import BAND, Document, Entity, Fact, Figure
from scifacts.text import as_number, fold, safe

try:
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Drawing
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.patches import Polygon
    from matplotlib.textpath import TextToPath
    from matplotlib.ticker import MaxNLocator
except ModuleNotFoundError as error:
    raise MissingExtraError(
        "charts need matplotlib; install it with: pip install 'scifacts[plot]'"
    ) from error

if TYPE_CHECKING:
    from scifacts.holdings import Statistics

_MOST_READINGS = 30
_SUFFIXES = (".svg", ".png")
_SPAN_OF_LINEAR = 100  # values further apart than this are drawn on a logarithmic scale
_SPAN_OF_LOGARITHMIC = 1e15  # and what is smaller still is drawn as nothing
_MOST_TICKS = 6

# Lengths are points, measured from the upper left corner.
_WIDTH, _MARGIN = 576.0, 18.0
_LABELS = 205.0  # the column of labels
_GUTTER = 8.0
_BAR, _ARROW = 11.0, 16.0
_BETWEEN_GROUPS = 9.0
_LEADING = 1.3
_MOST_CHARACTERS = 400
_DPI = 220

# They differ in lightness too, for grey print and colour-blind readers.
_INK, _QUIET, _FAINT = "#1a1a1a", "#595959", "#dcdcdc"
_SURE, _POSSIBLE = "#2b5c8a", "#b4cbe0"
_FONTS = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Microsoft YaHei")
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


class _Style(NamedTuple):
    size: float
    color: str = _INK
    weight: str = "normal"

    @property
    def line(self) -> float:
        return self.size * _LEADING


_TITLE = _Style(14, weight="bold")
_HEADING = _Style(9, weight="bold")
_WHO = _Style(8, _QUIET)
_VALUE = _Style(9, weight="bold")
_SMALL = _Style(7.5, _QUIET)


class _Reading(NamedTuple):
    """One bar: a fact's figure, and the documents the fact was read in."""

    fact: Fact
    figure: Figure
    documents: tuple[Document, ...]


class _Page:
    """A page to write and draw on; `y` is how far down it is filled."""

    def __init__(self) -> None:
        self.drawing = Drawing(dpi=_DPI)
        self.axes = self.drawing.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.y = _MARGIN
        self._measure = TextToPath()

    def width(self, text: str, style: _Style) -> float:
        """How wide a line of text is."""
        font = FontProperties(size=style.size, weight=style.weight)
        return float(self._measure.get_text_width_height_descent(text, font, ismath=False)[0])

    def wrapped(self, text: str, room: float, style: _Style, most: int = 3) -> list[str]:
        """Text in at most `most` lines that are no wider than `room`; words too long are cut."""
        lines = [""]
        for word in text[:_MOST_CHARACTERS].split():
            longer = f"{lines[-1]} {word}".strip()
            if self.width(longer, style) <= room:
                lines[-1] = longer
                continue
            if lines[-1]:
                lines.append("")
            for char in word:
                if self.width(lines[-1] + char, style) > room:
                    lines.append("")
                lines[-1] += char
        if len(lines) <= most and len(text) <= _MOST_CHARACTERS:
            return lines
        *kept, last = lines[:most]
        return [*kept, self.clipped(f"{last} …", room, style)]

    def clipped(self, text: str, room: float, style: _Style) -> str:
        """Text that fits into `room`, its last words left out if they must be."""
        if len(text) <= _MOST_CHARACTERS and self.width(text, style) <= room:
            return text
        text = text[:_MOST_CHARACTERS]
        while text and self.width(f"{text} …", style) > room:
            text = text.rpartition(" ")[0] or text[:-1]
        return f"{text} …"

    def write(self, x: float, y: float, text: str, style: _Style, align: str = "left") -> None:
        """Write one line around the height `y`; nothing in it is markup."""
        self.axes.text(
            x,
            y,
            text,
            fontsize=style.size,
            color=style.color,
            fontweight=style.weight,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
        )

    def paragraph(self, lines: Iterable[str], style: _Style, x: float = _MARGIN) -> None:
        """Write lines down from `y`."""
        for line in lines:
            self.write(x, self.y + style.line / 2, line, style)
            self.y += style.line

    def fill(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """Draw an area."""
        self.axes.add_patch(Polygon(points, closed=True, facecolor=color, edgecolor="none"))

    def box(self, left: float, right: float, y: float, color: str) -> None:
        """Draw a bar around the height `y`."""
        top, bottom = y - _BAR / 2, y + _BAR / 2
        self.fill([(left, top), (right, top), (right, bottom), (left, bottom)], color)

    def line(self, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
        """Draw a thin line."""
        xs, ys = zip(start, end, strict=True)
        self.axes.plot(xs, ys, color=color, linewidth=0.9, solid_capstyle="butt", zorder=2.5)

    def finish(self) -> Drawing:
        """The drawing, as high as what stands on it."""
        height = self.y + _MARGIN
        self.axes.set_xlim(0, _WIDTH)
        self.axes.set_ylim(height, 0)
        self.drawing.set_size_inches(_WIDTH / 72, height / 72)
        return self.drawing


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
            steps = MaxNLocator(_MOST_TICKS - 1).tick_values(self._low, self._high)
            found = [float(step) for step in steps]
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
    with rc_context(), warnings.catch_warnings():
        # A font without a sign draws a box instead, and says so each time.
        warnings.filterwarnings("ignore", r"Glyph \d+", UserWarning)
        rcdefaults()
        known = set(fontManager.get_font_names())
        rcParams["font.family"] = [name for name in _FONTS if name in known] or ["sans-serif"]
        rcParams["svg.fonttype"] = "none"
        rcParams["svg.hashsalt"] = "scifacts"
        image = _image(_page(groups, _clean(title), stats.totals.figures).finish(), suffix)
    try:
        path.write_bytes(image)
    except OSError as error:
        raise QueryError(f"cannot write {str(path)!r}: {error.strerror}") from error


def _image(drawing: Drawing, suffix: str) -> bytes:
    stream = BytesIO()
    if suffix == ".svg":
        unsaid = {"Date": None, "Creator": None}
        FigureCanvasSVG(drawing).print_figure(stream, format="svg", metadata=unsaid)
    else:
        FigureCanvasAgg(drawing).print_figure(
            stream, format="png", dpi=_DPI, metadata={"Software": None}
        )
    return stream.getvalue()


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


def _page(groups: list[list[_Reading]], title: str, figures: int) -> _Page:
    page = _Page()
    readings = [reading for group in groups for reading in group]
    numbers: dict[str, int] = {}
    for reading in readings:
        for document in reading.documents:
            numbers.setdefault(document.id, len(numbers) + 1)
    if title:
        page.paragraph(page.wrapped(title, _WIDTH - 2 * _MARGIN, _TITLE), _TITLE)
        page.y += 8
    widest = max(page.width(_amount(reading.figure), _VALUE) for reading in readings)
    left = _MARGIN + _LABELS + _GUTTER
    if any(reading.figure.value < 0 for reading in readings):
        left += _ARROW
    scale = _Scale(
        [reading.figure for reading in readings], left, _WIDTH - _MARGIN - widest - _ARROW - 6
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


def _draw_group(page: _Page, scale: _Scale, group: list[_Reading], numbers: dict[str, int]) -> None:
    """A heading, and under it who said it for each bar; a lone bar stands at mid-height."""
    right = _MARGIN + _LABELS
    top = page.y
    for line in _heading(page, group[0]):
        page.write(right, page.y + _HEADING.line / 2, line, _HEADING, "right")
        page.y += _HEADING.line
    for reading in group:
        mark = _mark(reading, numbers)
        who = page.clipped(_who(reading), _LABELS - page.width(mark, _WHO), _WHO)
        step = _WHO.line if len(group) == 1 else _BAR + 4
        page.write(right, page.y + step / 2, who + mark, _WHO, "right")
        page.y += step
        middle = (top + page.y) / 2 if len(group) == 1 else page.y - step / 2
        _draw_bar(page, scale, reading.figure, middle)
    page.y += _BETWEEN_GROUPS


def _draw_bar(page: _Page, scale: _Scale, figure: Figure, y: float) -> None:
    start, end = scale.start, scale(figure.value)
    rightmost = max(start, end)
    match _shape(figure):
        case _Shape.PLAIN:
            page.box(start, end, y, _SURE)
        case _Shape.WHISKER:
            rightmost = max(rightmost, _draw_banded(page, scale, figure, y))
        case _Shape.ARROW:
            rightmost = max(rightmost, _draw_open(page, start, end, y))
        case _Shape.PALE:
            page.box(start, end, y, _POSSIBLE)
            page.line((end, y - _BAR / 2), (end, y + _BAR / 2), _SURE)
    page.write(rightmost + 5, y, _amount(figure), _VALUE)


def _shape(figure: Figure) -> _Shape:
    if figure.bound is Bound.EXACTLY:
        return _Shape.PLAIN
    if figure.bound in _BANDED:
        return _Shape.WHISKER
    # More than -5 lies nearer to zero, as less than 5 does.
    return _Shape.ARROW if (figure.bound in _LOWER) == (figure.value >= 0) else _Shape.PALE


def _draw_open(page: _Page, start: float, end: float, y: float) -> float:
    """A bar that goes on as an arrow; where its tip is."""
    page.box(start, end, y, _SURE)
    tip = end + math.copysign(_ARROW, end - start)
    neck = end + (tip - end) * 0.4
    half = _BAR / 2
    above, below = [(end, y - half), (neck, y - half)], [(neck, y + half), (end, y + half)]
    page.fill([*above, (tip, y), *below], _POSSIBLE)
    return tip


def _draw_banded(page: _Page, scale: _Scale, figure: Figure, y: float) -> float:
    """A bar with a whisker over the interval of its hedge; where the right end of that is."""
    low, high = map(scale, _ends(figure))
    near, far = (low, high) if figure.value >= 0 else (high, low)
    page.box(scale.start, far, y, _POSSIBLE)
    page.box(scale.start, near, y, _SURE)
    for start, end in ((low, low), (high, high)):
        page.line((start, y - _BAR / 2 - 2), (end, y + _BAR / 2 + 2), _INK)
    page.line((low, y), (high, y), _INK)
    return high


def _draw_ticks(page: _Page, scale: _Scale, top: float) -> None:
    bottom = page.y - _BETWEEN_GROUPS / 2
    free = 0.0  # where the last label ends
    for tick in scale.ticks:
        x, label = scale(tick), _tick(tick)
        page.axes.plot((x, x), (top, bottom), color=_FAINT, linewidth=0.6, zorder=0)
        half = page.width(label, _SMALL) / 2
        if x - half > free:
            page.write(x, bottom + _SMALL.line / 2 + 1, label, _SMALL, "center")
            free = x + half + 3
    page.axes.plot((scale.start,) * 2, (top, bottom), color=_QUIET, linewidth=0.8, zorder=3)
    page.y = bottom + _SMALL.line + 10


def _tick(value: float) -> str:
    is_plain = value == int(value) and abs(value) < _HIGHEST_PLAIN_TICK
    return as_number(int(value)) if is_plain else f"{value:.4g}"


def _remarks(page: _Page, scale: _Scale, readings: list[_Reading], figures: int) -> Iterable[str]:
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
    return page.wrapped(" ".join(remarks), _WIDTH - 2 * _MARGIN, _SMALL, most=len(remarks) + 1)


def _write_sources(page: _Page, documents: list[Document], numbers: dict[str, int]) -> None:
    if not documents:
        return
    page.paragraph(["Sources"], _SMALL._replace(weight="bold"))
    indent = page.width(f"[{len(documents)}] ", _SMALL) + 2
    for document in documents:
        page.write(_MARGIN, page.y + _SMALL.line / 2, f"[{numbers[document.id]}]", _SMALL)
        room = _WIDTH - 2 * _MARGIN - indent
        lines = page.wrapped(_source(document, numbers), room, _SMALL)
        page.paragraph(lines, _SMALL, _MARGIN + indent)


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


def _heading(page: _Page, reading: _Reading) -> list[str]:
    """The measure in words, names in it as entities write them, and the unit if it adds one."""
    figure = reading.figure
    names = {word.casefold(): word for entity in reading.fact.about for word in _names(entity)}
    words = " ".join(names.get(word, word) for word in figure.measure.split("-"))
    name = _clean(words[:1].upper() + words[1:])
    if fold(figure.unit) in fold(words):
        return page.wrapped(name, _LABELS, _HEADING)
    unit = f"({_clean(figure.unit)})"
    if page.width(f"{name} {unit[:_MOST_CHARACTERS]}", _HEADING) <= _LABELS:
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
    if fact.said_by:
        name = fact.said_by.name
    else:
        name = next((it.title or it.publisher or it.id for it in reading.documents), "")
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
