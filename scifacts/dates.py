"""Partial dates and intervals, as ISO 8601-2 (EDTF) writes them, as spans of days."""

import re
from datetime import date, timedelta
from typing import NamedTuple

PAST, FUTURE = "0000-01-01", "9999-12-31"
_MONTHS = range(1, 13)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class Span(NamedTuple):
    """The days from `first` to `last`, both included, as `YYYY-MM-DD`; open: PAST, FUTURE."""

    first: str
    last: str

    @property
    def is_open(self) -> bool:
        """Whether one end is not known."""
        return self.first == PAST or self.last == FUTURE


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
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if year == 0 or (match[2] and month not in _MONTHS):
        raise ValueError(f"{text!r} does not exist")
    if match[3]:
        try:
            iso = date(year, month, day).isoformat()
        except ValueError:
            raise ValueError(f"{text!r} does not exist") from None
        return Span(iso, iso)
    if match[2]:
        first = date(year, month, 1)
        later = first + timedelta(days=27)
        while later < date.max and (later + timedelta(days=1)).month == month:
            later += timedelta(days=1)
        return Span(first.isoformat(), later.isoformat())
    return Span(f"{text}-01-01", f"{text}-12-31")
