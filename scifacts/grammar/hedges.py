"""Hedges: what the words around a number say of it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scifacts.grammar.numbers import any_of
from scifacts.grammar.spans import ahead_of
from scifacts.kinds import Bound


class Hedge(NamedTuple):
    """A bound, and whether it leaves out the number where the bound does not: "fewer than 100"."""

    bound: Bound
    is_strict: bool = False


_OVER, _AT_LEAST, _AT_MOST = Hedge(Bound.OVER), Hedge(Bound.AT_LEAST), Hedge(Bound.AT_MOST)
_NEARLY, _ABOUT = Hedge(Bound.NEARLY), Hedge(Bound.ABOUT)
_UNDER = Hedge(Bound.AT_MOST, is_strict=True)

_BEFORE = {
    _OVER: """more than, over, above, upwards of, upward of, greater than, higher than, larger than,
        longer than, in excess of, exceeding, exceeded, exceeds, surpassing, surpassed, topping,
        topped, beyond, >""",
    _AT_LEAST: """at least, at the very least, no fewer than, no less than, not fewer than,
        not less than, a minimum of, as few as, as little as, ≥""",
    _NEARLY: """nearly, almost, close to, just under, just below, just short of, slightly under,
        slightly less than, slightly fewer than, a little less than, a little under,
        approaching, nearing, virtually, not quite, shy of, just shy of""",
    _UNDER: "under, below, fewer than, less than, lower than, <",
    _AT_MOST: """up to, at most, at the most, no more than, not more than, not over, as many as,
        as much as, a maximum of, limited to, capped at, ≤""",
    _ABOUT: """around, about, some, roughly, approximately, approx., an estimated, estimated,
        estimated at, circa, ca., in the region of, in the order of, ~, ≈""",
}
_AFTER = {
    _AT_LEAST: "-plus, plus, +, or more, or above, or over, and above, and over, at least",
    _AT_MOST: "or less, or fewer, or under, or below, at most",
    _ABOUT: "-odd, odd, -some, or so, or thereabouts, give or take",
}


def _table(rows: Mapping[Hedge, str]) -> dict[str, Hedge]:
    return {_key(it): hedge for hedge, words in rows.items() for it in words.split(",")}


def _key(words: str) -> str:
    return " ".join(words.lower().split())


_HEDGES, _TAILS = _table(_BEFORE), _table(_AFTER)


def _pattern(phrases: Mapping[str, Hedge]) -> str:
    return any_of(phrases).replace(r"\ ", r"\s+")


# What may stand between a hedge and its number.
_FILLER = r"(?:(?:another|the|all|a\s+total\s+of|an\s+additional|a\s+further|a\s+record)\s+)?"
_LEADING = re.compile(rf"(?<![\w-])(?:(?:{_pattern(_HEDGES)})\s*)+{_FILLER}$", re.IGNORECASE)
_ONE = re.compile(_pattern(_HEDGES), re.IGNORECASE)
_TRAILING = re.compile(rf"\s*({_pattern(_TAILS)})(?!\w|\s+\d)", re.IGNORECASE)
_REACH = 60


def leading(text: str, at: int) -> tuple[list[Hedge], int]:
    """The hedges right before a number that begins at `at`, and where they begin."""
    window = ahead_of(text, at, _REACH)
    match = _LEADING.search(window)
    if match is None:
        return [], at
    return [_HEDGES[_key(it[0])] for it in _ONE.finditer(match[0])], at - len(match[0])


def trailing(text: str, at: int) -> tuple[list[Hedge], int]:
    """The hedge right after a number or its unit, which end at `at`, and where it ends."""
    match = _TRAILING.match(text, at)
    return ([_TAILS[_key(match[1])]], match.end()) if match else ([], at)


def strongest(hedges: Sequence[Hedge]) -> Hedge:
    """The first that says more than "about"; without any, the number is meant exactly."""
    otherwise = hedges[0] if hedges else Hedge(Bound.EXACTLY)
    return next((it for it in hedges if it != _ABOUT), otherwise)
