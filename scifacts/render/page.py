"""A page to write and draw a chart on, and its image.

Importing this raises MissingExtraError if matplotlib is not installed.
"""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

from scifacts.errors import MissingExtraError

try:
    from matplotlib import rc_context, rcdefaults, rcParams
    from matplotlib.figure import Figure as Drawing
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.patches import Polygon
    from matplotlib.textpath import TextToPath
    from matplotlib.ticker import MaxNLocator
except ModuleNotFoundError as error:
    raise MissingExtraError(
        "charts need matplotlib; install it with: pip install 'scifacts[plot]'"
    ) from error

# Lengths are points, measured from the upper left corner.
WIDTH, MARGIN = 576.0, 18.0
BAR = 11.0
MOST_CHARACTERS = 400
_LEADING = 1.3
_DPI = 220
# What an image would tell of itself, and differs from day to day or machine to machine.
_UNSAID = {".svg": ("Date", "Creator"), ".png": ("Software",)}

# They differ in lightness too, for grey print and colour-blind readers.
INK, QUIET, FAINT = "#1a1a1a", "#595959", "#dcdcdc"
SURE, POSSIBLE = "#2b5c8a", "#b4cbe0"
_FONTS = ("DejaVu Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "PingFang SC", "Microsoft YaHei")


class Style(NamedTuple):
    """How a line of text looks; `size` is in points."""

    size: float
    color: str = INK
    weight: str = "normal"

    @property
    def line(self) -> float:
        """How high a line of it is."""
        return self.size * _LEADING


class Page:
    """A page to write and draw on; `y` is how far down it is filled."""

    def __init__(self) -> None:
        self.drawing = Drawing(dpi=_DPI)
        self.axes = self.drawing.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.y = MARGIN
        self._measure = TextToPath()

    def width(self, text: str, style: Style) -> float:
        """How wide a line of text is."""
        font = FontProperties(size=style.size, weight=style.weight)
        return float(self._measure.get_text_width_height_descent(text, font, ismath=False)[0])

    def wrapped(self, text: str, room: float, style: Style, most: int = 3) -> list[str]:
        """Text in at most `most` lines that are no wider than `room`; words too long are cut."""
        lines = [""]
        for word in text[:MOST_CHARACTERS].split():
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
        if len(lines) <= most and len(text) <= MOST_CHARACTERS:
            return lines
        *kept, last = lines[:most]
        return [*kept, self.clipped(f"{last} …", room, style)]

    def clipped(self, text: str, room: float, style: Style) -> str:
        """Text that fits into `room`, its last words left out if they must be."""
        if len(text) <= MOST_CHARACTERS and self.width(text, style) <= room:
            return text
        text = text[:MOST_CHARACTERS]
        while text and self.width(f"{text} …", style) > room:
            text = text.rpartition(" ")[0] or text[:-1]
        return f"{text} …"

    def write(self, x: float, y: float, text: str, style: Style, align: str = "left") -> None:
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

    def paragraph(self, lines: Iterable[str], style: Style, x: float = MARGIN) -> None:
        """Write lines down from `y`."""
        for line in lines:
            self.write(x, self.y + style.line / 2, line, style)
            self.y += style.line

    def fill(self, points: Sequence[tuple[float, float]], color: str) -> None:
        """Draw an area."""
        self.axes.add_patch(Polygon(points, closed=True, facecolor=color, edgecolor="none"))

    def box(self, left: float, right: float, y: float, color: str) -> None:
        """Draw a bar around the height `y`."""
        top, bottom = y - BAR / 2, y + BAR / 2
        self.fill([(left, top), (right, top), (right, bottom), (left, bottom)], color)

    def line(self, start: tuple[float, float], end: tuple[float, float], color: str) -> None:
        """Draw a thin line."""
        xs, ys = zip(start, end, strict=True)
        self.axes.plot(xs, ys, color=color, linewidth=0.9, solid_capstyle="butt", zorder=2.5)

    def image(self, suffix: str) -> bytes:
        """The page as SVG or PNG, as high as what stands on it."""
        height = self.y + MARGIN
        self.axes.set_xlim(0, WIDTH)
        self.axes.set_ylim(height, 0)
        self.drawing.set_size_inches(WIDTH / 72, height / 72)
        stream = BytesIO()
        unsaid = dict.fromkeys(_UNSAID[suffix])
        self.drawing.savefig(stream, format=suffix.removeprefix("."), metadata=unsaid)
        return stream.getvalue()


@contextmanager
def settings() -> Iterator[None]:
    """Let matplotlib draw the same on every machine; afterwards it is set as it was."""
    with rc_context(), warnings.catch_warnings():
        # A font without a sign draws a box instead, and says so each time.
        warnings.filterwarnings("ignore", r"Glyph \d+", UserWarning)
        rcdefaults()
        known = set(fontManager.get_font_names())
        rcParams["font.family"] = [name for name in _FONTS if name in known] or ["sans-serif"]
        rcParams["svg.fonttype"] = "none"
        rcParams["svg.hashsalt"] = "scifacts"
        yield


def round_steps(low: float, high: float, most: int) -> list[float]:
    """At most so many round values from below `low` to above `high`, evenly apart."""
    return [float(step) for step in MaxNLocator(most).tick_values(low, high)]
