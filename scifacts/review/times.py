"""Hold the dates of a sentence against those of a fact."""

from collections.abc import Iterable
from typing import NamedTuple

from scifacts import dates
from scifacts.grammar.dates import Date
from scifacts.kinds import Kind
from scifacts.model import Fact
from scifacts.review.values import Outcome, Part, What

# Of these kinds the date is that of what happened; of others somebody said, that of the saying.
_HAPPENED = (Kind.EVENT, Kind.LAUNCH, Kind.AGREEMENT, Kind.FINDING, Kind.STATISTIC)


# Whether what is said to have been by a day was only by a later one.
_OF_STRETCHES = {True: Outcome.AGREES, False: Outcome.DIFFERS}
_LATER = {True: Outcome.DIFFERS, False: Outcome.OPEN}


class Times(NamedTuple):
    """The dates of a fact: those that a sentence must not belie, and those that may also be meant.

    A day on which somebody said it, or on which it was printed, belies nothing.
    """

    firm: tuple[str, ...]
    loose: tuple[str, ...]


def times(fact: Fact, claim: Iterable[Date]) -> Times:
    """The dates of a fact."""
    said = [it.text for it in claim]
    own = [fact.date] if fact.date else []
    published = [it.document.published for it in fact.citations if it.document.published]
    if own and fact.said_by and fact.kind not in _HAPPENED:
        return Times(tuple(said), (*own, *published))
    return Times(tuple(dict.fromkeys([*own, *said])), () if own or said else tuple(published))


def compared(said: Iterable[Date], known: Times, text: str) -> list[Part]:
    """A part for each date of a sentence that the fact has something to say to."""
    found = []
    for it in said:
        outcomes = {one: outcome(it.text, one) for one in known.firm}
        loose = {one: outcome(it.text, one) for one in known.loose}
        agreeing = [one for one, how in (outcomes | loose).items() if how is Outcome.AGREES]
        differing = [one for one, how in outcomes.items() if how is Outcome.DIFFERS]
        if agreeing:
            how, shown = Outcome.AGREES, agreeing[0]
        elif differing and (differing[0] == known.firm[0] or len(differing) == len(outcomes)):
            how, shown = Outcome.DIFFERS, differing[0]
        else:
            how, shown = Outcome.OPEN, ", ".join(outcomes)
        found.append(Part(What.DATE, it.span.of(text), shown, how, *it.span))
    return found


def outcome(said: str, known: str) -> Outcome:
    """How a date in a sentence stands to a fact's.

    It agrees if it is the same or less exact, differs if no day lies in both or their ends are
    others, and is open if it is more exact.
    """
    one, other = dates.span(said), dates.span(known)
    if one.first == dates.PAST:
        is_later = other.first == dates.PAST or other.first > one.last
        return Outcome.AGREES if other.last <= one.last else _LATER[is_later]
    if other.last == dates.FUTURE or one.last == dates.FUTURE:
        return _since(said, known)
    if "/" in said and "/" in known and not other.is_open:
        return _OF_STRETCHES[_is_less_exact(said, known)]
    if one.first <= other.first and other.last <= one.last:
        return Outcome.AGREES
    return _apart(one, other)


def _is_less_exact(said: str, known: str) -> bool:
    """Whether each end of a stretch is that of another, or less exact: a year for its day."""
    ends = zip(said.split("/"), known.split("/"), strict=True)
    return all(
        one.first <= other.first and other.last <= one.last
        for one, other in ((dates.span(ours), dates.span(theirs)) for ours, theirs in ends)
    )


def _since(said: str, known: str) -> Outcome:
    """Of dates that are open behind, what counts is when they begin."""
    begun, start = dates.span(said.partition("/")[0]), known.partition("/")[0]
    if start == "..":
        return Outcome.OPEN
    other = dates.span(start)
    if begun.first <= other.first and other.last <= begun.last:
        return Outcome.AGREES
    return _apart(begun, other)


def _apart(one: dates.Span, other: dates.Span) -> Outcome:
    meets = one.first <= other.last and other.first <= one.last
    return Outcome.OPEN if meets else Outcome.DIFFERS
