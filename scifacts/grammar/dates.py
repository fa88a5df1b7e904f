"""Dates as texts write them, as the partial dates and intervals of format 1."""

import re
from typing import NamedTuple

from scifacts import dates as calendar
from scifacts.grammar.datewords import Point, Told, date_words, opened
from scifacts.grammar.relative import relative_dates, step
from scifacts.grammar.spans import Cover, Span


class Date(NamedTuple):
    """A date in a text, as format 1 writes it: `2025-06-12`, `2021/2025`, `2018/..`.

    `is_completed` tells that the text alone does not say it: a year was taken from the reference
    date ("in May"), or all of it ("last year").
    """

    text: str
    span: Span
    is_completed: bool = False


_DIGIT = re.compile(r"\d")


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
    cover = Cover(text, (it.span for it in told))
    for it in relative_dates(text, known):
        if not cover.meets(*it.span):
            told.append(opened(text, it)._replace(is_relative=True))
    found = (_resolved(it, known) for it in told)
    return sorted((it for it in found if it is not None), key=lambda it: it.span)


def _reference(text: str | None) -> Point:
    if text is None:
        return Point()
    calendar.span(text)
    return Point() if "/" in text else Point(*map(int, text.split("-")))


def _resolved(told: Told, known: Point) -> Date | None:
    """A date with its year completed; None if that cannot be done, or no such day exists."""
    first = _completed(told.first, known)
    if first.year is None:
        return None
    last = told.last if told.last.year is not None else _following(first, told.last)
    try:
        text = _written(first, last, told.opening)
        calendar.span(text)
    except (ValueError, OverflowError):
        return None
    return Date(text, told.span, told.is_relative or told.first.year is None)


def _completed(point: Point, known: Point) -> Point:
    """A point in the year nearest to the one known, the earlier of two."""
    month = point.month
    if point.year is not None or known.year is None or month is None:
        return point
    years = (known.year - 1, known.year, known.year + 1) if known.month else (known.year,)
    aim = known.year * 12 + (known.month or 0)
    return point._replace(year=min(years, key=lambda it: abs(it * 12 + month - aim)))


def _following(first: Point, last: Point) -> Point:
    """The end of a stretch, in the year it begins in or the one after."""
    is_later = (last.month or 0, last.day or 0) >= (first.month or 0, first.day or 0)
    return last._replace(year=(first.year or 0) + (not is_later))


def _written(first: Point, last: Point, opening: str) -> str:
    match opening:
        case "since":
            return f"{_text(first)}/.."
        case "by":
            return f"../{_text(last)}"
        case "before":
            return f"../{_text(step(first, -1))}"
        case "after":
            return f"{_text(step(last, 1))}/.."
        case _:
            return _text(first) if first == last else f"{_text(first)}/{_text(last)}"


def _text(point: Point) -> str:
    year, month, day = point
    parts = (f"{year:04}", *(f"{it:02}" for it in (month, day) if it is not None))
    return "-".join(parts)
