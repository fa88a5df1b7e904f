"""Dates as texts write them, as the partial dates and intervals of format 1."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from scifacts import dates as calendar
from scifacts.grammar.datewords import WEEKDAYS, Point, Told, date_words
from scifacts.grammar.numbers import any_of
from scifacts.grammar.spans import Cover, Span


class Date(NamedTuple):
    """A date in a text, as format 1 writes it: `2025-06-12`, `2021/2025`, `2018/..`.

    `is_completed` tells that the text alone does not say it: a year was taken from the reference
    date ("in May"), or all of it ("last year").
    """

    text: str
    span: Span
    is_completed: bool = False


_RELATIVE = re.compile(
    rf"\b(?P<which>this|last|next)\s+(?P<unit>year|month|week)\b|\b(?P<near>yesterday|tomorrow)\b"
    rf"|\b(?:(?P<side>last|next)\s+)?(?P<weekday>{any_of(WEEKDAYS)})\b(?!['’]?s\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_FULL = len("2025-06-12")


def dates(text: str, reference: str | None = None) -> list[Date]:
    """The dates in `text`, in order and disjoint.

    Given a `reference` date (when the text was published), "in May" gets the nearest year to it,
    and "last year", "this month", "yesterday", "on Thursday" are read: a weekday is the latest
    before the reference or that day itself. Without one they are left out. Raises ValueError for
    a reference that is no date; an interval completes nothing.
    """
    known = _reference(reference)
    if known.year is None and not _DIGIT.search(text):  # as in most sentences
        return []
    told = date_words(text)
    found = [it for it in (_resolved(one, known) for one in told) if it is not None]
    if known.year is not None:
        found += _relative(text, known, Cover(text, (it.span for it in told)))
    return sorted(found, key=lambda it: it.span)


def _reference(text: str | None) -> Point:
    if text is None:
        return Point()
    calendar.span(text)
    return Point() if "/" in text else Point(*map(int, text.split("-")))


def _resolved(told: Told, known: Point) -> Date | None:
    """A date with its year completed; None if that cannot be done, or no such day exists."""
    first, last = _completed(told.first, known), _completed(told.last, known)
    if first.year is None or last.year is None:
        return None
    try:
        text = _written(first, last, told.opening)
        calendar.span(text)
    except (ValueError, OverflowError):
        return None
    return Date(text, told.span, told.first.year is None)


def _completed(point: Point, known: Point) -> Point:
    """A point in the year nearest to the reference, the earlier of two."""
    if point.year is not None or known.year is None or point.month is None:
        return point
    years = (known.year - 1, known.year, known.year + 1) if known.month else (known.year,)
    aim = known.year * 12 + (known.month or 0)
    month = point.month
    return point._replace(year=min(years, key=lambda it: abs(it * 12 + month - aim)))


def _written(first: Point, last: Point, opening: str) -> str:
    match opening:
        case "since":
            return f"{_text(first)}/.."
        case "by":
            return f"../{_text(last)}"
        case "before":
            return f"../{_text(_step(first, -1))}"
        case "after":
            return f"{_text(_step(last, 1))}/.."
        case _:
            return _text(first) if first == last else f"{_text(first)}/{_text(last)}"


def _text(point: Point) -> str:
    year, month, day = point
    parts = (f"{year:04}", *(f"{it:02}" for it in (month, day) if it is not None))
    return "-".join(parts)


def _step(point: Point, by: int) -> Point:
    """The day, month or year next to one. Raises ValueError if it does not exist."""
    year, month, day = point
    if year is None or month is None:
        return Point((year or 0) + by)
    if day is None:
        years, months = divmod(year * 12 + month - 1 + by, 12)
        return Point(years, months + 1)
    return _of(date(year, month, day) + timedelta(by))


def _of(day: date) -> Point:
    return Point(day.year, day.month, day.day)


def _relative(text: str, known: Point, cover: Cover) -> Iterator[Date]:
    """The dates that are told from the reference: `last year`, `on Thursday`."""
    for match in _RELATIVE.finditer(text):
        if cover.meets(*match.span()):
            continue
        try:
            told = _told_from(known, match)
            if told is not None:
                calendar.span(told)
                yield Date(told, Span(*match.span()), is_completed=True)
        except (ValueError, OverflowError):  # before the first year there is, or after the last
            continue


def _told_from(known: Point, match: re.Match[str]) -> str | None:
    """The date that words mean on a day; None if so much is not known of the day."""
    which, unit, near, side, weekday = (it.lower() if it else "" for it in match.groups())
    by = {"last": -1, "next": 1, "yesterday": -1, "tomorrow": 1}.get(which or near or side, 0)
    if unit == "year":
        return _text(_step(Point(known.year), by))
    if unit == "month":
        return _text(_step(known._replace(day=None), by)) if known.month else None
    if known.year is None or known.month is None or known.day is None:
        return None
    today = date(known.year, known.month, known.day)
    if unit == "week":
        monday = today + timedelta(7 * by - today.weekday())
        return f"{_text(_of(monday))}/{_text(_of(monday + timedelta(6)))}"
    if near:
        return _text(_of(today + timedelta(by)))
    return _text(_of(_weekday(today, WEEKDAYS.index(weekday.title()), side)))


def _weekday(today: date, weekday: int, side: str) -> date:
    """The latest such day up to today; "last": before today, "next": after it."""
    if side == "next":
        return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
    ago = (today.weekday() - weekday) % 7
    return today - timedelta(ago or (7 if side == "last" else 0))
