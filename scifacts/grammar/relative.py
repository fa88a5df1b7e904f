"""Dates that are told from the day of writing: "last year", "this month", "on Thursday"."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from scifacts.grammar.datewords import WEEKDAYS, Point, Told
from scifacts.grammar.numbers import any_of
from scifacts.grammar.spans import Span

_RELATIVE = re.compile(
    rf"\b(?P<which>this|last|next)\s+(?P<unit>year|month|week)\b|\b(?P<near>yesterday|tomorrow)\b"
    rf"|\b(?:(?P<side>last|next)\s+)?(?P<weekday>{any_of(WEEKDAYS)})\b(?!['’]?s\b)",
    re.IGNORECASE,
)
_BY = {"last": -1, "next": 1, "yesterday": -1, "tomorrow": 1}


def relative_dates(text: str, known: Point) -> Iterator[Told]:
    """What `text` says of dates by way of the day of writing, as far as that is `known`."""
    for match in _RELATIVE.finditer(text):
        try:
            first, last = _points(known, match) or (None, None)
        except (ValueError, OverflowError):  # before the first year there is, or after the last
            continue
        if first is not None and last is not None:
            yield Told(first, last, Span(*match.span()))


def step(point: Point, by: int) -> Point:
    """The day, month or year next to one. Raises ValueError or OverflowError if there is none."""
    year, month, day = point
    if year is None or month is None:
        return Point((year or 0) + by)
    if day is None:
        years, months = divmod(year * 12 + month - 1 + by, 12)
        return Point(years, months + 1)
    return _point(date(year, month, day) + timedelta(by))


def _point(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def _points(known: Point, match: re.Match[str]) -> tuple[Point, Point] | None:
    """The first and last point that words mean; None if so much is not known."""
    which, unit, near, side, weekday = (it.lower() if it else "" for it in match.groups())
    by = _BY.get(which or near or side, 0)
    year, month, day = known
    if year is None or (unit != "year" and month is None):
        return None
    if unit in ("year", "month"):
        point = step(Point(year, month if unit == "month" else None), by)
        return point, point
    if month is None or day is None:
        return None
    today = date(year, month, day)
    if unit == "week":
        monday = today + timedelta(7 * by - today.weekday())
        return _point(monday), _point(monday + timedelta(6))
    days = timedelta(by) if near else _days_to(WEEKDAYS.index(weekday.title()), today, side)
    return _point(today + days), _point(today + days)


def _days_to(weekday: int, today: date, side: str) -> timedelta:
    """To the latest such day up to today; "last": before today, "next": after it."""
    if side == "next":
        return timedelta((weekday - today.weekday() - 1) % 7 + 1)
    ago = (today.weekday() - weekday) % 7
    return -timedelta(ago or (7 if side == "last" else 0))
