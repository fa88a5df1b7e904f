"""Units in other words: whether two numbers count the same."""

import re
from collections.abc import Callable, Collection

from scifacts.grammar.units import comparable
from scifacts.review.words import is_alike, normal
from scifacts.text import analyzer, words

_RATE = re.compile(r"\s+(?:a|an|each|every|per)\s+\w+$|/\w+$")
# Days in each unit of time that the units' own table keeps apart.
_DAYS = {"seconds": 1 / 86400, "days": 1.0, "months": 30.44, "years": 365.25}
_CURRENCIES = {"US dollars": "dollars"}


def scale(unit: str) -> tuple[float, str]:
    """How many of the unit that it is compared in a unit is; that unit itself if it is known."""
    factor, base = comparable(1.0, _RATE.sub("", unit))
    if base in _DAYS:
        return factor * _DAYS[base], "days"
    return factor, _CURRENCIES.get(base, base)


def is_measure(unit: str) -> bool:
    """Whether a unit is one of measurement or money, which no other noun stands for."""
    bare = _RATE.sub("", unit)
    known = comparable(1.0, bare)
    return known != (1.0, bare) or bare in _BASES


_TIMES = ("time", "times")  # "it was held six times"
_BASES = frozenset(
    """
    percent seconds years days months meters grams watts watt-hours bytes hertz degrees dollars
    euros pounds yuan yen won rupees rubles
    """.split()
)


def is_unit_alike(one: str, other: str) -> bool:
    """Whether two units count the same: by measure, or by the nouns that they end in."""
    if is_measure(one) or is_measure(other):
        return scale(one)[1] == scale(other)[1]
    first, second = heads(one), heads(other)
    return any(is_alike(a, b) for a in first for b in second)


def is_loosely_alike(
    one: str, other: str, common: Collection[str], has: Callable[[str], bool]
) -> bool:
    """Whether a sentence's number may count in other words what a fact's does.

    "People visited" are "visitors". What the fact counts must not stand in the sentence beside it.
    """
    ours = heads(one)
    if is_measure(one) or is_measure(other):
        return False
    if not ours:
        return True
    return not any(map(has, heads(other))) and any(is_alike(a, b) for a in ours for b in common)


def heads(unit: str) -> tuple[str, ...]:
    """The stems of the nouns that a unit ends in: of "young scientists", "scientists"."""
    parts = re.split(r"\s+(?:and|or|&)\s+|,\s*|\s+of\s+", _RATE.sub("", unit))
    last = (words(part)[-1:] for part in parts)
    return tuple(normal(analyzer.stem(word[0])) for word in last if word and word[0] not in _TIMES)
