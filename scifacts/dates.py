"""Partial dates and intervals, as ISO 8601-2 (EDTF) writes them, as spans of days."""

import re
from functools import lru_cache
from typing import NamedTuple

# Before and after every day there is.
PAST, FUTURE = "0000-01-01", "9999-99-99"
_MONTHS = range(1, 13)
_FEBRUARY, _SHORT_MONTHS = 2, (4, 6, 9, 11)
_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


class Span(NamedTuple):
    """The days from `first` to `last`, both included, as `YYYY-MM-DD`; open: PAST, FUTURE."""

    first: str
    last: str

    @property
    def is_open(self) -> bool:
        """Whether one end is not known."""
        return self.first == PAST or self.last == FUTURE


@lru_cache(maxsize=4096)
def span(text: str) -> Span:
    """The days that `2025`, `2025-06`, `2025-06-12`, `2021/2025` or `2018/..` covers.

    Raises ValueError, in words for a person, for anything else and for days that do not exist.
    """
    first, slash, last = text.partition("/")
    if not slash:
        return _partial(text)
    if first == last == "..":
        raise ValueError(f"{text!r} is open at both ends")
    days = Span(
        PAST if first == ".." else _partial(first).first,
        FUTURE if last == ".." else _partial(last).last,
    )
    if days.first > days.last:
        raise ValueError(f"{text!r} ends before it begins")
    return days


def _partial(text: str) -> Span:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date like 2025, 2025-06, 2025-06-12 or 2021/2025")
    year, month, day = (None if part is None else int(part) for part in match.groups())
    if year == 0 or (month is not None and month not in _MONTHS):
        raise ValueError(f"{text!r} does not exist")
    if month is None:
        return Span(f"{text}-01-01", f"{text}-12-31")
    last = _last_day(int(match[1]), month)
    if day is None:
        return Span(f"{text}-01", f"{text}-{last}")
    if not 1 <= day <= last:
        raise ValueError(f"{text!r} does not exist")
    return Span(text, text)


def _last_day(year: int, month: int) -> int:
    """How many days a month of the Gregorian calendar has."""
    if month == _FEBRUARY:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in _SHORT_MONTHS else 31
