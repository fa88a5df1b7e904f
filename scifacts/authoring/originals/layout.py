"""From lines on pages to paragraphs: columns in order, what repeats on pages out, words whole.

All lengths are points, measured from the lower left corner. How much is how much (an indent, a gap)
was chosen by looking at pages set by LibreOffice and ReportLab.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

_ENDED = re.compile(r"[.!?:;][\"”’»)\]]*\d*$")
_BULLET = re.compile(r"(?:[•‣▪●○◦–—*]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:page\s+)?(?:\d{1,4}|[ivxlc]+)(?:\s*(?:/|of)\s*\d+)?[-–—\s]*", re.IGNORECASE
)
_HYPHENS = "-\u2010\u00ad\u0002\ufffe"
_HYPHENATED = re.compile(r"[^\W\d_]+[-\u2010][^\W\d_]+")
_FEWEST_LINES, _SHORTEST = 4, 15  # lines in a column, and characters in each, on average
_MOST_ACROSS = 0.6  # of a page's lines: how many may run across its columns
_MOST_DIGITS = 0.25  # of the characters of prose
_STEP = 2.0
_EDGE_ROWS = 2


class Line(NamedTuple):
    """A stretch of text on a page; its height is about the size of its type."""

    left: float
    bottom: float
    right: float
    top: float
    text: str

    @property
    def size(self) -> float:
        """How high it is."""
        return self.top - self.bottom


class _Paragraph(NamedTuple):
    """A paragraph so far: the pages it begins and ends on, its size, and whether it may run on."""

    text: str
    page: int
    last: int
    size: float
    is_open: bool
    is_indented: bool


Row = Sequence[Line]


def paragraphs(pages: Sequence[Sequence[Line]]) -> tuple[list[str], list[int]]:
    """The paragraphs of a document in reading order, and at which, from 1, each page begins."""
    compounds = {
        it.lower() for page in pages for row in page for it in _HYPHENATED.findall(row.text)
    }
    repeated = _repeated(pages)
    found: list[_Paragraph] = []
    for number, page in enumerate(pages):
        for column in _columns(_body(page, number, len(pages), repeated)):
            for index, it in enumerate(_of_column(column, number, compounds)):
                at = None if index else _continued(found, it)
                if at is None:
                    found.append(it)
                else:
                    text = _joined(found[at].text, it.text, compounds)
                    found[at] = found[at]._replace(text=text, is_open=it.is_open, last=it.last)
    starts = [sum(it.page < number for it in found) + 1 for number in range(len(pages))]
    return [it.text for it in found], [min(it, len(found)) for it in starts]


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines side by side together, from the top down, each row from left to right."""
    rows: list[list[Line]] = []
    for it in sorted(lines, key=lambda it: (-it.bottom, it.left)):
        if rows and rows[-1][0].bottom - it.bottom < min(it.size, rows[-1][0].size) / 2:
            rows[-1].append(it)
        else:
            rows.append([it])
    return [sorted(row) for row in rows]


def _said(row: Row) -> str:
    return " ".join(it.text for it in row).strip()


def _edges(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """The rows at the top of a page, from the top down, and those at its bottom, upwards."""
    yield rows[:_EDGE_ROWS]
    yield rows[: -_EDGE_ROWS - 1 : -1]


def _spellings(text: str, page: int) -> Iterator[str]:
    """A text as it stands, and with one of its numbers counted from the page's."""
    yield text
    for it in re.finditer(r"\d{1,4}", text):
        yield f"{text[: it.start()]}#{int(it[0]) - page}#{text[it.end() :]}"


def _repeated(pages: Sequence[Sequence[Line]]) -> set[str]:
    """What stands at the edge of several pages, or would but for the number of the page."""
    counts: Counter[str] = Counter()
    for number, page in enumerate(pages):
        edges = (row for edge in _edges(_rows(page)) for row in edge)
        counts.update({spelt for row in edges for spelt in _spellings(_said(row), number)})
    return {spelt for spelt, count in counts.items() if count > 1}


def _body(page: Sequence[Line], number: int, count: int, repeated: set[str]) -> list[Line]:
    """The lines of a page without its running heads and its number."""
    rows = _rows(page)
    out: set[Line] = set()
    for edge in _edges(rows):
        for row in edge:
            said = _said(row)
            is_number = _PAGE_NUMBER.fullmatch(said) and (count > 1 or said.endswith("1"))
            if not (is_number or not repeated.isdisjoint(_spellings(said, number))):
                break
            out.update(row)
    return [it for it in page if it not in out]


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines in reading order, a column at a time; those side by side in one are one."""
    gutter = _gutter(lines)
    if gutter is None:
        if lines:
            yield [_merged(row) for row in _rows(lines)]
        return
    across = sorted(it.bottom for it in lines if it.left < gutter < it.right)[::-1]
    for upper, lower in pairwise([float("inf"), *across, float("-inf")]):
        band = [it for it in lines if lower < it.bottom < upper]
        left = [it for it in band if it.right <= gutter]
        right = [it for it in band if it.left >= gutter]
        for side in (left, right):
            yield from _columns(side)
        yield from ([it] for it in lines if it.bottom == lower and it.left < gutter < it.right)


def _merged(row: Row) -> Line:
    bottom, top = row[0].bottom, row[0].top
    return Line(row[0].left, bottom, max(it.right for it in row), top, _said(row))


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where lines of prose stand left and right of an empty stretch, if they do."""
    if len(lines) < 2 * _FEWEST_LINES:
        return None
    place, across = _emptiest(lines)
    if across > _MOST_ACROSS * len(lines):
        return None
    left = [it for it in lines if it.right <= place]
    right = [it for it in lines if it.left >= place]
    is_parted = _is_prose(left) and _is_prose(right) and _is_beside(left, right)
    return place if is_parted else None


def _emptiest(lines: Sequence[Line]) -> tuple[float, int]:
    """The middle of the widest stretch that the fewest lines run across, and how many do."""
    first, last = min(it.left for it in lines), max(it.right for it in lines)
    steps = max(int((last - first) / _STEP), 5)
    places = [first + _STEP * step for step in range(steps // 5, steps * 4 // 5 + 1)]
    counted = [(sum(it.left < x < it.right for it in lines), x) for x in places]
    least = min(counted)[0]
    runs = [
        [x for _, x in group]
        for count, group in groupby(counted, key=lambda it: it[0])
        if count == least
    ]
    widest = max(runs, key=len)
    return widest[len(widest) // 2], least


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines fill a column with words, as the cells of a table do not."""
    rows = [_merged(row) for row in _rows(lines)]
    if len(rows) < _FEWEST_LINES:
        return False
    width = max(it.right for it in rows) - min(it.left for it in rows)
    is_wide = median(it.right - it.left for it in rows) >= width / 3
    text = "".join(it.text for it in rows)
    is_worded = sum(map(str.isdigit, text)) < _MOST_DIGITS * len(text)
    return is_wide and is_worded and len(text) / len(rows) >= _SHORTEST


def _is_beside(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether two columns stand side by side, and not one below the other."""
    upper = min(max(it.top for it in side) for side in (left, right))
    lower = max(min(it.bottom for it in side) for side in (left, right))
    return upper - lower > 2 * left[0].size


def _of_column(lines: Sequence[Line], page: int, compounds: set[str]) -> Iterator[_Paragraph]:
    """The paragraphs of a column."""
    left, right = min(it.left for it in lines), max(it.right for it in lines)
    gaps = [above.bottom - below.bottom for above, below in pairwise(lines)]
    pitch = median(gaps) if gaps else lines[0].size
    text, start = lines[0].text, lines[0]
    for above, below in pairwise(lines):
        if _begins(above, below, pitch, right, right - left):
            yield _Paragraph(text, page, page, start.size, is_open=False, is_indented=False)
            text, start = below.text, below
        else:
            text = _joined(text, below.text, compounds)
    is_open = _runs_on(lines, text, right, right - left)
    is_indented = lines[0].left > left + lines[0].size / 2 and len(lines) > 1
    yield _Paragraph(text, page, page, start.size, is_open, is_indented)


def _runs_on(lines: Sequence[Line], text: str, right: float, width: float) -> bool:
    """Whether the last paragraph of a column may go on in the next one."""
    full = [it.right > right - 1 for it in lines]
    if full[-1] and 2 * sum(full) > len(full) > 1:  # in justified text, last lines are shorter
        return True
    is_long = lines[-1].right > right - 0.1 * width
    return text[-1:] in _HYPHENS or (is_long and not _ENDED.search(text))


def _begins(above: Line, below: Line, pitch: float, right: float, width: float) -> bool:
    """Whether a paragraph begins with the line below another."""
    size = min(above.size, below.size)
    if max(above.size, below.size) > 1.12 * size:
        return True
    if above.bottom - below.bottom > 1.3 * min(pitch, 1.6 * size):
        return True
    if below.left > above.left + 0.5 * size or _BULLET.match(below.text):
        return True
    return above.right < right - 0.2 * width and bool(_ENDED.search(above.text))


def _continued(found: Sequence[_Paragraph], new: _Paragraph) -> int | None:
    """Which paragraph runs on at the top of a new column; small type, as of notes, lies between."""
    for at in range(len(found) - 1, -1, -1):
        it = found[at]
        if it.last < new.page - 1 or it.size > 1.06 * new.size:
            return None
        if new.size <= 1.06 * it.size:
            begins_small = new.text[:1].islower()
            return at if (it.is_open and (begins_small or not new.is_indented)) else None
    return None


def _joined(text: str, more: str, compounds: set[str]) -> str:
    """Two lines as one; a hyphen that only the end of a line needed is left out."""
    if text[-1:] not in _HYPHENS or not text[-2:-1].isalnum():
        return f"{text} {more}"
    bare = text[:-1]
    before = re.search(r"[^\W\d_]*$", bare)
    after = re.match(r"[^\W\d_]*", more)
    assert before is not None
    assert after is not None
    is_compound = f"{before[0]}-{after[0]}".lower() in compounds
    is_broken = before[0] != "" and more[:1].islower() and not is_compound
    return f"{bare}{'' if is_broken else '-'}{more}"
