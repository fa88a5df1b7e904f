"""Hold the numbers of a sentence against the figures of a fact: unit, value and hedge."""

import re
from collections.abc import Iterable, Sequence
from math import isclose
from typing import NamedTuple

from scifacts.grammar.quantities import Quantity
from scifacts.grammar.units import comparable
from scifacts.model import Fact, Figure, Interval
from scifacts.review.values import Outcome, Part, What
from scifacts.review.words import is_alike, is_telling
from scifacts.text import analyzer, words


class Amount(NamedTuple):
    """A number that a fact states: the values it allows, its unit, and how to say it."""

    interval: Interval
    unit: str
    text: str


_RATE = re.compile(r"\s+(?:a|an|each|every|per)\s+\w+$|/\w+$")
# Days in each unit of time that the units' own table keeps apart.
_DAYS = {"seconds": 1 / 86400, "days": 1.0, "months": 30.44, "years": 365.25}
_CURRENCIES = {"US dollars": "dollars"}
_DIGIT = re.compile(r"\d")
_PERCENT = "percent"
_ROUND_SHARE = 1.0  # percentage points that "a third" or "one in five" leaves open
_ROUND_TIME = 0.02  # months and years have no fixed number of days
_CLOSE = 1e-6


def amounts(fact: Fact, claim: Sequence[Quantity]) -> tuple[Amount, ...]:
    """The numbers of a fact: its figure, and those of its claim."""
    found = []
    if fact.figure is not None:
        figure = fact.figure
        found.append(Amount(_of_figure(figure, claim), figure.unit, str(figure)))
    for it in claim:
        if fact.figure is None or not _is_same(it, fact.figure):
            found.append(Amount(it.interval, it.unit, it.span.of(fact.claim)))
    return tuple(found)


def _of_figure(figure: Figure, claim: Iterable[Quantity]) -> Interval:
    """What a figure allows; the words "fewer than" of its claim or quotes may leave out the end."""
    for it in claim:
        if _is_same(it, figure) and it.bound == figure.bound:
            return it.interval
    return figure.interval


def _is_same(said: Quantity, figure: Figure) -> bool:
    one, two = comparable(said.value, said.unit)[0], comparable(figure.value, figure.unit)[0]
    return isclose(said.value, figure.value, rel_tol=1e-6) or isclose(one, two, rel_tol=1e-6)


def compared(
    said: Sequence[Quantity], known: Sequence[Amount], told: Iterable[str], text: str
) -> list[Part]:
    """A part for each number of a sentence that some figure counts the same as.

    `told` are the stems that sentence and fact have in common. Of several figures that may be
    meant, one that agrees is.
    """
    common = frozenset(told)
    found = []
    for it in said:
        rivals = [one for one in known if _is_unit_alike(it.unit, one.unit)] or [
            one for one in known if _is_loosely_alike(it.unit, one.unit, common)
        ]
        if rivals:
            agreeing = [one for one in rivals if contains(_interval(it, text), it.unit, one)]
            outcome = Outcome.AGREES if agreeing else Outcome.DIFFERS
            best = (agreeing or rivals)[0]
            found.append(Part(What.NUMBER, it.span.of(text), best.text, outcome, *it.span))
    return found


def _interval(said: Quantity, text: str) -> Interval:
    """What a sentence's number allows; a share in words is never meant to the digit."""
    low, high, *_ = said.interval
    if said.unit == _PERCENT and low == high and not _DIGIT.search(text, *said.number):
        return Interval(low - _ROUND_SHARE, high + _ROUND_SHARE)
    return said.interval


def contains(said: Interval, unit: str, known: Amount) -> bool:
    """Whether all that a fact allows is what a sentence says: "over 150" holds of "over 160"."""
    factor, base = _scale(unit)
    other_factor, other_base = _scale(known.unit)
    slack = _ROUND_TIME if base == other_base == "days" else _CLOSE
    if base != other_base:
        factor = other_factor = 1.0
    return _begins(said, factor, known.interval, other_factor, slack) and _ends(
        said, factor, known.interval, other_factor, slack
    )


def _begins(one: Interval, by: float, other: Interval, other_by: float, slack: float) -> bool:
    low, inner = one.low * by, other.low * other_by
    if isclose(low, inner, rel_tol=slack):
        return other.low_open or not one.low_open
    return low < inner


def _ends(one: Interval, by: float, other: Interval, other_by: float, slack: float) -> bool:
    high, inner = one.high * by, other.high * other_by
    if isclose(high, inner, rel_tol=slack):
        return other.high_open or not one.high_open
    return inner < high


def _scale(unit: str) -> tuple[float, str]:
    """How many of the unit that it is compared in a unit is; that unit itself if it is known."""
    factor, base = comparable(1.0, _RATE.sub("", unit))
    if base in _DAYS:
        return factor * _DAYS[base], "days"
    return factor, _CURRENCIES.get(base, base)


def _is_measure(unit: str) -> bool:
    """Whether a unit is one of measurement or money, which no other noun stands for."""
    bare = _RATE.sub("", unit)
    known = comparable(1.0, bare)
    return known != (1.0, bare) or bare in _BASES


_BASES = frozenset(
    """
    percent seconds years days months meters grams watts watt-hours bytes hertz degrees dollars euros
    pounds yuan yen won rupees rubles
    """.split()
)


def _is_unit_alike(one: str, other: str) -> bool:
    """Whether two units count the same: by measure, or by the nouns that they end in."""
    if _is_measure(one) or _is_measure(other):
        return _scale(one)[1] == _scale(other)[1]
    first, second = heads(one), heads(other)
    return any(is_alike(a, b) for a in first for b in second)


def _is_loosely_alike(one: str, other: str, common: frozenset[str]) -> bool:
    """Whether a number may count the same in other words: "people visited", "visitors"."""
    if _is_measure(one) or _is_measure(other):
        return False
    first, second = heads(one), heads(other)
    return not first or any(is_alike(a, b) for a in (*first, *second) for b in common)


def heads(unit: str) -> tuple[str, ...]:
    """The stems of the nouns that a unit ends in: of "young scientists", "scientists"."""
    parts = re.split(r"\s+(?:and|or|&)\s+|,\s*|\s+of\s+", _RATE.sub("", unit))
    last = (words(part)[-1:] for part in parts)
    return tuple(analyzer.stem(word[0]) for word in last if word and is_telling(word[0]))


def open_part(said: Quantity, text: str) -> Part:
    """The part of a number that no fact counts."""
    return Part(What.NUMBER, said.span.of(text), "", Outcome.OPEN, *said.span)
