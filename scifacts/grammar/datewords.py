"""Where texts speak of dates, and what their words alone say of them."""

import re
from typing import NamedTuple

from scifacts.grammar.hedges import leading
from scifacts.grammar.names import names
from scifacts.grammar.numbers import any_of
from scifacts.grammar.spans import Cover, Span, ahead_of
from scifacts.grammar.units import MONEY, unit_after


class Point(NamedTuple):
    """What a text says of a day: any part may be untold."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Told(NamedTuple):
    """The words of a date: its first and last point, and on which side it is open.

    A relative one was told from the day of writing.
    """

    first: Point
    last: Point
    span: Span
    opening: str = ""
    is_relative: bool = False


MONTHS = (
    "January February March April May June July August September October November December".split()
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBER_OF = {month[:3].lower(): number for number, month in enumerate(MONTHS, 1)}
# The first and last month of each.
_STRETCHES = {
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
}
# "Long March" is a rocket.
_MONTH = (
    rf"(?<!Long )(?P<m>(?:{any_of([*MONTHS, *map(str.upper, MONTHS)])})\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_YEAR = r"(?:1\d|20)\d\d(?![\w:%]|[.,]\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w:%]|[.,]\d)"
_TO = r"(?:\s*[-–—]\s*|\s+(?:to|through|until|till)\s+)"
_EARLY = r"(?<![\w-])(?:(?:[Ee]arly|[Mm]id|[Ll]ate)(?:\s+|-)(?:in\s+)?)?"
_WEEKDAY = any_of(WEEKDAYS)
_UNGLUED = r"(?<![\w$€£¥.,/-])"

# The ways to write a date, in the order in which they are tried. Groups: year, month, day, last
# day (e), last year (f), the first year of a decade (c), a stretch of a year (of).
_WAYS = {
    "2025-06-12": r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)(?![\w-])",
    "June 10 to 12, 2025": (
        rf"(?<![\w-])(?:(?:{_WEEKDAY}),?\s+)?{_MONTH}\s+(?P<d>{_DAY})"
        rf"(?:(?:{_TO}|\s+and\s+(?=\d+(?:,|\.|$|\s+(?:{_YEAR}|in|at)\b)))(?P<e>{_DAY}))?"
        rf"(?:,?\s+(?P<y>{_YEAR}))?"
    ),
    "10 to 12 June 2025": (
        rf"(?:\b(?:{_WEEKDAY}),?\s+)?(?<![\w.,-])(?P<d>{_DAY})"
        rf"(?:(?:{_TO}|\s+and\s+)(?P<e>{_DAY}))?\s+(?:of\s+)?{_MONTH}(?:,?\s+(?P<y>{_YEAR}))?"
    ),
    "mid-June 2025": rf"{_EARLY}{_MONTH},?\s+(?:of\s+)?(?P<y>{_YEAR})",
    "mid-June": rf"{_EARLY}{_MONTH}",
    "first half of 2025": rf"(?i:(?P<of>{any_of(_STRETCHES)})(?:\s+of)?)\s+(?P<y>{_YEAR})",
    "between 2021 and 2025": rf"(?i:between)\s+(?P<y>{_YEAR})\s+and\s+(?P<f>{_YEAR})",
    "2021 to 2025": rf"{_UNGLUED}(?P<y>{_YEAR})(?:{_TO}|/)(?P<f>{_YEAR})",
    "2021-25": rf"{_UNGLUED}(?P<y>(?:1[5-9]|20)\d\d)[-–/](?P<f>\d\d)(?![\w,.]\w|[-–]\d|\w)",
    "the late 2010s": rf"{_EARLY}(?<![\w$])(?P<c>(?:1[5-9]|20)\d0)s\b",
    "2025": rf"(?<![\w$€£¥.,/:])(?P<y>{_YEAR})(?![-–/][\dA-Z])",
}
_MAYBE = re.compile(rf"\d|{any_of(it[:3] for it in MONTHS)}", re.IGNORECASE)
_PATTERNS = [re.compile(it) for it in _WAYS.values()]
# A month alone is one only after these, as "May" and "March" are words too.
_MONTHLY = re.compile(
    r"\b(?:in|since|by|until|till|from|to|of|during|before|after|through|and|between|(?:this|last|next)"
    r"(?:\s+year['’]s)?|early|mid|late)[\s-]+$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_OPENINGS = {
    "since": r"(?:ever\s+)?since"
    r"(?:\s+(?:its|their|his|her|our|the)(?:(?:\s+\w+){1,3}\s+(?:in|on))?)?"
    r"|(?:starting|beginning|effective)(?:\s+(?:in|from|on))?",
    "by": r"by|until|till|through|up\s+to|no\s+later\s+than",
    "before": r"before|prior\s+to|pre-",
    "after": r"after|post-",
}
_OPENING = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{side}>{words})' for side, words in _OPENINGS.items())})"
    r"(?:\s+(?:the\s+)?(?:end|start|beginning|middle|close|year|spring|summer|autumn|winter)"
    r"(?:\s+of)?)?(?:\s+(?:in|on|the|early|mid|late))?\s*$",
    re.IGNORECASE,
)
_ONWARDS = re.compile(r"\s+(?:onwards?\b|and\s+beyond\b|on\b(?!\s+\w))", re.IGNORECASE)
_MONEY_BEFORE = re.compile(rf"(?:{any_of(MONEY)})\s?$")
_REACH = 40
# In "below 2005 levels" the year is one although it is hedged.
_OF_A_YEAR = ("levels", "figures", "values", "prices")
_PREPOSED = re.compile(
    r"(?:^|[(\[,;:]|\b(?:in|since|from|until|till|before|after|of|by|for|and|or|to|the|its|their|his"
    r"|her|our|this|that|a|an|during|circa|early|mid|late|year|on|at|with|as|between|pre|post|end)|['’]s?)"
    r"[\s-]*$",
    re.IGNORECASE,
)
_RECENT = range(1900, 2100)


def date_words(text: str) -> list[Told]:
    """What `text` says of dates, in order and disjoint, whether or not their year is told."""
    found: list[Told] = []
    for told in _told(text):
        joined = _joined(text, found[-1], told) if found else None
        if joined is not None:
            found.pop()
        found.append(joined or told)
    return [opened(text, it) for it in found]


def _told(text: str) -> list[Told]:
    """Each date by itself, the earlier ways first where two would overlap."""
    if _MAYBE.search(text) is None:  # as in most sentences
        return []
    cover = Cover(text)
    named = Cover(text, names(text))
    found = []
    for way in _PATTERNS:
        for match in way.finditer(text):
            told = None if cover.meets(*match.span()) else _point(text, match, named)
            if told is not None:
                cover.hold(*match.span())
                found.append(told)
    return sorted(found, key=lambda it: it.span)


def _point(text: str, match: re.Match[str], named: Cover) -> Told | None:
    """What a match says; None if it is no date after all."""
    parts = match.groupdict()
    span = Span(*match.span())
    year = _number(parts.get("y"))
    month, day = _month(parts.get("m")), _number(parts.get("d"))
    if parts.get("c"):
        year = _number(parts["c"])
        return Told(Point(year), Point((year or 0) + 9), span)
    if parts.get("of"):
        first, last = _STRETCHES[" ".join(parts["of"].lower().split())]
        return Told(Point(year, first), Point(year, last), span)
    if parts.get("f"):
        return _years(parts["y"], parts["f"], span)
    if month is None and not _is_year(text, match, named):
        return None
    if year is None and day is None and not _is_month(text, match):
        return None
    return Told(Point(year, month, day), Point(year, month, _number(parts.get("e")) or day), span)


def _number(digits: str | None) -> int | None:
    return int(re.sub(r"\D", "", digits)) if digits else None


def _month(name: str | None) -> int | None:
    if name is None or name.isdigit():
        return _number(name)
    return _NUMBER_OF[name[:3].lower()]


def _years(first: str, last: str, span: Span) -> Told | None:
    """`2021-2025`, `2021-25`; `2025-06` is a month."""
    whole = last if len(last) == len(first) else first[:2] + last
    if int(whole) > int(first):
        return Told(Point(int(first)), Point(int(whole)), span)
    if whole != last and 1 <= int(last) <= len(MONTHS):
        month = Point(int(first), int(last))
        return Told(month, month, span)
    return None


def _is_month(text: str, match: re.Match[str]) -> bool:
    return (
        match[0] != match["m"] or _MONTHLY.search(ahead_of(text, match.start(), _REACH)) is not None
    )


def _is_year(text: str, match: re.Match[str], named: Cover) -> bool:
    """Whether four digits by themselves are a year, not a number of things or part of a name."""
    start, end = match.span("y")
    before = ahead_of(text, start, _REACH)
    if named.meets(start, end) or _MONEY_BEFORE.search(before):
        return False
    unit = unit_after(text, end)
    is_thing = bool(unit.text) and unit.text[0].islower()
    is_preposed = _PREPOSED.search(before) is not None
    if unit.is_known:
        return False
    if leading(text, start)[0]:
        return not is_thing or unit.text in _OF_A_YEAR
    is_counted = is_thing and unit.text.endswith("s") and not is_preposed
    return not is_counted and (is_preposed or int(match["y"]) in _RECENT)


def _joined(text: str, one: Told, other: Told) -> Told | None:
    """Two dates with "to" between, as one: each lends the other the year it lacks."""
    between = text[one.span.end : other.span.start]
    is_and = between.strip() == "and" and _BETWEEN.search(ahead_of(text, one.span.start, _REACH))
    if not (is_and or re.fullmatch(_TO, between)) or one.first != one.last:
        return None
    first = one.first._replace(year=one.first.year or other.last.year)
    last = other.last._replace(year=other.last.year or one.first.year)
    return Told(first, last, Span(one.span.start, other.span.end))


def opened(text: str, told: Told) -> Told:
    """A date with the words that open it on one side: `since 2018`, `by the end of 2030`."""
    before = ahead_of(text, told.span.start, _REACH)
    opening = _OPENING.search(before)
    if opening is not None:
        start = told.span.start - len(before) + opening.start()
        return told._replace(span=Span(start, told.span.end), opening=opening.lastgroup or "")
    onwards = _ONWARDS.match(text, told.span.end)
    if onwards is not None:
        return told._replace(span=Span(told.span.start, onwards.end()), opening="since")
    return told
