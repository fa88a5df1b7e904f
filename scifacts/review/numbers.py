"""Hold the numbers of a sentence against the figures of a fact: unit, value and hedge."""

import re
from collections.abc import Callable, Collection, Sequence
from math import inf, isclose
from typing import NamedTuple

from scifacts.grammar.quantities import Quantity
from scifacts.grammar.units import comparable
from scifacts.kinds import Bound
from scifacts.model import BAND, Fact, Figure, Interval
from scifacts.review.units import is_loosely_alike, is_unit_alike, scale
from scifacts.review.values import Outcome, Part, What


class Amount(NamedTuple):
    """A number that a fact states: the values it allows, its unit, and how to say it.

    `claimed` is how its claim has it, whose words may hedge it from afar: "limits it to 5,000".
    """

    interval: Interval
    unit: str
    text: str
    claimed: Quantity | None = None


_DIGIT = re.compile(r"\d")
_PERCENT = "percent"
_CAPS = ("limit", "cap", "restrict")
_ROUND_SHARE = 1.0  # percentage points that "a third" or "one in five" leaves open
_ROUND_TIME = 0.02  # months and years have no fixed number of days
_CLOSE = 1e-6
_WEAK = 2.0


def amounts(fact: Fact, claim: Sequence[Quantity]) -> tuple[Amount, ...]:
    """The numbers of a fact: its figure, and those of its claim."""
    found = []
    if fact.figure is not None:
        figure = fact.figure
        claimed = next((it for it in claim if _is_same(it, figure)), None)
        interval = figure.interval
        if claimed is not None and claimed.bound == figure.bound:
            interval = claimed.interval  # which may leave out its end: "fewer than"
        found.append(Amount(interval, figure.unit, str(figure), claimed))
    found += (
        Amount(it.interval, it.unit, it.span.of(fact.claim))
        for it in claim
        if fact.figure is None or not _is_same(it, fact.figure)
    )
    return tuple(found)


def _is_same(said: Quantity, figure: Figure) -> bool:
    one, two = comparable(said.value, said.unit)[0], comparable(figure.value, figure.unit)[0]
    return isclose(said.value, figure.value, rel_tol=1e-6) or isclose(one, two, rel_tol=1e-6)


def compared(
    said: Sequence[Quantity],
    known: Sequence[Amount],
    common: Collection[str],
    has: Callable[[str], bool],
    text: str,
) -> list[Part]:
    """A part for each number of a sentence that some figure counts the same as.

    `common` are the stems that sentence and fact share, `has` tells whether the sentence has one.
    Of several figures that may be meant, one that agrees is.
    """
    found = []
    for it in said:
        rivals = [one for one in known if is_unit_alike(it.unit, one.unit)] or [
            one for one in known if is_loosely_alike(it.unit, one.unit, common, has)
        ]
        if rivals:
            agreeing = [one for one in rivals if _allows(it, one, text, has)]
            telling = [one for one in agreeing if not _is_too_weak(it, one)]
            outcome = Outcome.AGREES if telling else Outcome.DIFFERS
            if agreeing and not telling:
                outcome = Outcome.OPEN
            best = (telling or agreeing or rivals)[0]
            found.append(Part(What.NUMBER, it.span.of(text), best.text, outcome, *it.span))
    return found


def _allows(said: Quantity, known: Amount, text: str, has: Callable[[str], bool]) -> bool:
    """Whether a sentence's number holds by a fact; "up to 500" is no way to put 100."""
    if known.claimed is not None and _is_put_alike(said, known.claimed, text, has):
        return True
    interval = _interval(said, text)
    if said.bound is Bound.AT_MOST and not interval.high_open:
        far = Interval(interval.high * (1 - BAND), inf)
        reached = known._replace(interval=Interval(known.interval.high, inf))
        if not contains(far, said.unit, reached):
            return False
    return contains(interval, said.unit, known)


def _is_too_weak(said: Quantity, known: Amount) -> bool:
    """Whether a bound is so far off that nobody would put it so: "over 50" for "over 160"."""
    factor, base = scale(said.unit)
    other_factor, other_base = scale(known.unit)
    by = factor / other_factor if base == other_base else 1.0
    low, high = said.interval.low * by, said.interval.high * by
    if high == inf:
        return 0 < low * _WEAK < known.interval.low
    return low == -inf and 0 < known.interval.high * _WEAK < high


def _is_put_alike(said: Quantity, claimed: Quantity, text: str, has: Callable[[str], bool]) -> bool:
    """Whether a number is put as in the claim, beside a verb that caps it, or as a fraction."""
    if (said.bound, said.value, said.unit) != (claimed.bound, claimed.value, claimed.unit):
        return False
    is_fraction = said.unit == _PERCENT and not _DIGIT.search(text, *said.number)
    return is_fraction or any(map(has, _CAPS))


def _interval(said: Quantity, text: str) -> Interval:
    """What a sentence's number allows; a share in words is never meant to the digit."""
    low, high, *_ = said.interval
    if said.unit == _PERCENT and low == high and not _DIGIT.search(text, *said.number):
        return Interval(low - _ROUND_SHARE, high + _ROUND_SHARE)
    return said.interval


def contains(said: Interval, unit: str, known: Amount) -> bool:
    """Whether all that a fact allows is what a sentence says: "over 150" holds of "over 160"."""
    factor, base = scale(unit)
    other_factor, other_base = scale(known.unit)
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
