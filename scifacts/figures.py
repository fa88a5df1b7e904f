"""Compare the readings of a measure: whether they agree, refine, differ, or change in time."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from scifacts import dates
from scifacts.hits import Hit
from scifacts.model import Document, Fact, Interval


class Verdict(StrEnum):
    """What the readings of a measure say together."""

    DIFFER = "differ"
    CHANGED = "changed"
    SINGLE = "single"
    REFINE = "refine"
    AGREE = "agree"


# The rules, in the order in which they are tried; the first that holds is the verdict.
RULES = {
    Verdict.DIFFER: "two readings that no value meets both of, at times that overlap or are untold",
    Verdict.CHANGED: "two readings that no value meets both of, at different times",
    Verdict.SINGLE: "one origin alone: rewrites and reposts are no witnesses of their own",
    Verdict.REFINE: "one reading allows fewer values than another",
    Verdict.AGREE: "several origins, and the same values",
}


class Comparison(NamedTuple):
    """The readings of one measure, and what they say together.

    `documents` are those cited, `origins` those of them that rewrite or repost no other;
    `superseded` are the ids of readings that a newer one closes, which no rule looks at.
    """

    measure: str
    verdict: Verdict
    readings: tuple[Hit, ...]
    documents: tuple[str, ...]
    origins: tuple[str, ...]
    superseded: frozenset[str]


def comparison(
    measure: str, hits: Sequence[Hit], document: Callable[[str], Document]
) -> Comparison:
    """Compare the readings of a measure; `document` looks one up by its id."""
    readings = [hit.fact for hit in hits]
    superseded = frozenset(fact.supersedes for fact in readings if fact.supersedes)
    current = [fact for fact in readings if fact.id not in superseded]
    cited = {citation.document.id: None for fact in readings for citation in fact.citations}
    witnesses = {
        origin(citation.document, document).id: None
        for fact in current
        for citation in fact.citations
    }
    return Comparison(
        measure,
        _verdict(current, len(witnesses)),
        tuple(hits),
        tuple(cited),
        tuple(witnesses),
        superseded,
    )


def origin(cited: Document, document: Callable[[str], Document]) -> Document:
    """The document at the end of a chain of rewrites and reposts."""
    while cited.derived_from:
        cited = document(cited.derived_from)
    return cited


def _verdict(readings: Sequence[Fact], origins: int) -> Verdict:
    apart = [
        pair
        for pair in combinations(readings, 2)
        if are_disjoint(_interval(pair[0]), _interval(pair[1])) and not _is_reviewed(*pair)
    ]
    if any(_may_be_simultaneous(*pair) for pair in apart):
        return Verdict.DIFFER
    if apart:
        return Verdict.CHANGED
    if origins <= 1:
        return Verdict.SINGLE
    intervals = {_interval(fact) for fact in readings}
    return Verdict.REFINE if len(intervals) > 1 else Verdict.AGREE


def are_disjoint(one: Interval, other: Interval) -> bool:
    """Whether no value lies in both intervals."""
    lower, upper = sorted((one, other))
    if lower.high != upper.low:
        return lower.high < upper.low
    return lower.high_open or upper.low_open


def _may_be_simultaneous(one: Fact, other: Fact) -> bool:
    """Whether two facts may hold at one time; of an undated one that is not known to be false."""
    if one.date is None or other.date is None:
        return True
    first, second = dates.span(one.date), dates.span(other.date)
    return first.first <= second.last and second.first <= first.last


def _is_reviewed(one: Fact, other: Fact) -> bool:
    return any(it.fact == other.id for it in one.reviewed) or any(
        it.fact == one.id for it in other.reviewed
    )


def _interval(fact: Fact) -> Interval:
    if fact.figure is None:
        raise ValueError(f"{fact.id!r} is no reading")
    return fact.figure.interval
