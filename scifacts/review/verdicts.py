"""The verdict on a sentence: the rules, by which the comparisons with the nearest facts decide."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from scifacts.kinds import EntityType
from scifacts.review.compare import Comparison, Sentence, Share
from scifacts.review.naming import may_stand_for, swapped
from scifacts.review.reading import Name
from scifacts.review.values import Match, Outcome, Part, State, What
from scifacts.review.words import weight


class Why(StrEnum):
    """The rule that decided; the first that holds, in this order."""

    CONTRADICTED = "contradicted"
    OTHER_SPEAKER = "other-speaker"
    STATED = "stated"
    ONLY_SAID = "only-said"
    ONLY_REWRITTEN = "only-rewritten"
    OTHER_TIME = "other-time"
    PART_UNKNOWN = "part-unknown"
    ONLY_PLANNED = "only-planned"
    NOTHING_NEAR = "nothing-near"


# What each rule asks, and the state it gives.
RULES: dict[Why, tuple[State, str]] = {
    Why.CONTRADICTED: (
        State.DIFFERS,
        "a fact says the same but for a number, date, name, negation or opposite word",
    ),
    Why.OTHER_SPEAKER: (State.DIFFERS, "facts have it said by somebody else"),
    Why.STATED: (State.SUPPORTED, "facts state all that the sentence says, each part compared"),
    Why.ONLY_SAID: (State.SAID, "facts only say that somebody said so"),
    Why.ONLY_REWRITTEN: (State.SAID, "only a rewrite says so"),
    Why.OTHER_TIME: (State.UNKNOWN, "the figure that is known is of another time"),
    Why.PART_UNKNOWN: (State.UNKNOWN, "facts say part of it, and nothing of the rest"),
    Why.ONLY_PLANNED: (State.UNKNOWN, "a fact says that it is planned or expected, no more"),
    Why.NOTHING_NEAR: (State.UNKNOWN, "no fact says this"),
}

# Shares of what a fact says that the sentence must have, and the other way round.
_TOLD = 0.6
_TOLD_WITHOUT_FIGURES = 0.65
_NEAR = 0.5
_EXPLAINED = 0.75
_ALL = 0.9
# How much of a sentence must be explained, and how much that and the likeness come to together.
_WITH_FIGURES = (0.5, 1.4)
_WITHOUT_FIGURES = (0.7, 1.6)
_SAME = 0.75
_VERY_SAME = 0.8
_LESS_LIKE = 0.15
# What must be left in common if the main subject is another, or something else is.
_LEFT_WITHOUT_SUBJECT = 2.0
_LEFT_OF_MANY = 3.0
_LEFT = 1.0


class Verdict(NamedTuple):
    """The state, the rule that gave it, and the facts it rests on."""

    state: State
    why: Why
    matches: tuple[Match, ...]


def verdict(said: Sentence, comparisons: Sequence[Comparison]) -> Verdict:
    """What the facts nearest to a sentence say of it."""
    named = [_with_names(said, it) for it in comparisons]
    standing = [it for it in named if _stands(it)]
    contradicting = [it for it in named if _contradicts(it) and not _is_settled(it, standing)]
    if contradicting:
        best = max(contradicting, key=lambda it: it.likeness + it.explained)
        others = [it for it in contradicting if it.differing == best.differing and it is not best]
        return _of(Why.CONTRADICTED, [best, *others])
    if any(_is_other_time(it) for it in named):
        return _of(Why.OTHER_TIME, [])
    return _by_support(said, standing)


def _stands(it: Comparison) -> bool:
    """Whether a sentence may say what a fact does: no part differs, no name is another."""
    subject = it.known.names[0] if it.known.names else None
    if subject in it.names.missing and not it.agreeing_figures:
        return False
    return not it.differing and it.likeness >= _TOLD and not swapped(it.names)


def _of(why: Why, rested_on: Iterable[Comparison]) -> Verdict:
    matches = tuple(
        Match(it.known.hit, it.known.fact, it.parts, round(it.likeness, 2)) for it in rested_on
    )
    return Verdict(RULES[why][0], why, matches)


def _with_names(said: Sentence, it: Comparison) -> Comparison:
    """A comparison with its names as parts: shared ones agree, and one for another differs."""
    parts = [_named(one, one.text, Outcome.AGREES) for one in it.names.shared]
    swaps = swapped(it.names) if it.names.extra else []
    if swaps and _may_swap(said, it, swaps):
        parts += [_named(ours, theirs.text, Outcome.DIFFERS) for ours, theirs in swaps]
        told, borne = _besides(it, swaps)
        return it._replace(parts=(*it.parts, *parts), told=told, borne=borne)
    return it._replace(parts=(*it.parts, *parts))


def _besides(it: Comparison, swaps: Sequence[tuple[Name, Name]]) -> tuple[Share, Share]:
    """The shares without what is swapped; with a city, its province goes too."""
    gone = [one for one in it.names.missing if any(may_stand_for(ours, one) for ours, _ in swaps)]
    return it.told.without(len(gone)), it.borne.without(len(swaps))


def _named(ours: Name, theirs: str, outcome: Outcome) -> Part:
    return Part(What.NAME, ours.text, theirs, outcome, ours.start, ours.end)


def _may_swap(said: Sentence, it: Comparison, swaps: Sequence[tuple[Name, Name]]) -> bool:
    """Whether another name in the same words says that it is otherwise.

    Not beside figures, which others have too, nor where a fact gives one of several.
    """
    if it.known.is_open or it.known.amounts or said.reading.quantities or it.differing:
        return False
    told, borne = _besides(it, swaps)
    if float(borne) < _VERY_SAME or float(told) < _SAME:
        return False
    subject = it.known.names[0] if it.known.names else None
    if all(theirs is not subject for _, theirs in swaps):
        return borne.held >= _LEFT
    return borne.held >= (_LEFT_OF_MANY if it.known.is_one_of_many else _LEFT_WITHOUT_SUBJECT)


def _contradicts(it: Comparison) -> bool:
    """Whether a fact is so near that what differs is said otherwise, and not something else."""
    whats = {part.what for part in it.differing}
    if not whats or _is_other_time(it):
        return False
    is_named = What.NAME in whats or not it.names.extra
    if it.known.names and not it.names.shared and What.SPEAKER not in whats:
        return False
    if not is_named:
        return False
    if it.explained >= _ALL and it.likeness >= _NEAR:
        return True
    if whats <= {What.NUMBER, What.DATE}:
        return it.likeness >= _TOLD and it.explained >= _NEAR
    return it.likeness >= _SAME and it.explained >= _SAME


def _is_other_time(it: Comparison) -> bool:
    whats = [part.what for part in it.differing]
    return What.NUMBER in whats and What.DATE in whats and it.likeness >= _TOLD


def _is_settled(it: Comparison, standing: Iterable[Comparison]) -> bool:
    """Whether another fact, as near, bears out what one belies."""
    return any(_settles(other, it) for other in standing)


def _settles(other: Comparison, it: Comparison) -> bool:
    if other.likeness < it.likeness - _LESS_LIKE:
        return False
    if other.explained >= max(it.explained, _EXPLAINED) and not other.names.extra:
        agreed = {(part.what, part.start) for part in other.agreeing}
        wanted = {(part.what, part.start) for part in it.differing if part.what in _PLACED}
        return wanted <= agreed
    agreed = {(part.what, part.start) for part in other.agreeing}
    return all((part.what, part.start) in agreed for part in it.differing)


_PLACED = (What.NUMBER, What.DATE)


def _by_support(said: Sentence, standing: Sequence[Comparison]) -> Verdict:
    """Whether facts that stand bear out all of a sentence, and whether as facts."""
    told = sorted(
        (it for it in standing if _is_told(it)), key=lambda it: -(it.likeness + it.explained)
    )
    if not told:
        return _of(Why.NOTHING_NEAR, [])
    if said.reading.is_attributed or _names_speaker(said, told):
        return _by_speaker(said, told)
    for why, chosen in (
        (Why.STATED, [it for it in told if not (it.known.is_said or it.known.is_derived)]),
        (Why.ONLY_SAID, [it for it in told if not it.known.is_derived]),
        (Why.ONLY_REWRITTEN, told),
    ):
        rested_on = _covering(said, chosen)
        if rested_on:
            return _as_planned(said, why, rested_on)
    return _of(Why.PART_UNKNOWN, [])


def _by_speaker(said: Sentence, told: Sequence[Comparison]) -> Verdict:
    """The verdict on a sentence that tells who says so."""
    speakers = {one.id for it in said.reading.speakers for one in it.entities}
    if not speakers and not _names_speaker(said, told):
        rested_on = _covering(said, told)
        return _as_planned(said, Why.STATED, rested_on) if rested_on else _of(Why.PART_UNKNOWN, [])
    by_them = [it for it in told if _is_by(said, it)]
    rested_on = _covering(said, by_them)
    if rested_on:
        rested_on = [_said_by(said, it, Outcome.AGREES) for it in rested_on]
        return _as_planned(said, Why.STATED, rested_on)
    others = [it for it in told if it.known.fact.said_by and not _is_by(said, it)]
    plain = [it for it in told if not it.known.is_said]
    if others and not plain and speakers and _covering(said, others):
        return _of(Why.OTHER_SPEAKER, [_said_by(said, others[0], Outcome.DIFFERS)])
    return _of(Why.PART_UNKNOWN, [])


def _said_by(said: Sentence, it: Comparison, outcome: Outcome) -> Comparison:
    """A comparison with who says so as a part of it."""
    fact = it.known.fact
    speaker = said.reading.speaker or (fact.speakers if outcome is Outcome.AGREES else "")
    part = Part(What.SPEAKER, speaker, fact.speakers or it.known.reading.speaker, outcome)
    return it._replace(parts=(*it.parts, part))


def _is_by(said: Sentence, it: Comparison) -> bool:
    """Whether a fact is said by whom a sentence names, or read in the document it names."""
    speakers = {one.id for name in said.reading.speakers for one in name.entities}
    names = speakers | {one for name in said.names for one in name.ids}
    by = {one.id for one in it.known.fact.said_by}
    people = (
        {one.id for one in name.entities if one.type is EntityType.PERSON}
        for name in said.reading.speakers
    )
    if any(those and those.isdisjoint(by) for those in people):
        return False
    return any(one.id in names for one in it.known.fact.said_by) or bool(
        speakers & {one.id for name in it.known.reading.speakers for one in name.entities}
    )


def _names_speaker(said: Sentence, told: Iterable[Comparison]) -> bool:
    """Whether a sentence names who said a fact, in whatever words: "Li Xin called it a bridge"."""
    names = {one for name in said.names for one in name.ids}
    return any(one.id in names for it in told for one in it.known.fact.said_by)


def _is_told(it: Comparison) -> bool:
    """Whether a sentence says what a fact does, not only something in its words."""
    return it.likeness >= (_TOLD if it.agreeing_figures else _TOLD_WITHOUT_FIGURES)


def _covering(said: Sentence, told: Sequence[Comparison]) -> list[Comparison]:
    """The fewest facts, the nearest first, that speak for all parts of a sentence; else none."""
    chosen: list[Comparison] = []
    for it in told:
        if _adds(it, chosen):
            chosen.append(it)
        if _is_covered(said, chosen):
            return chosen
    return []


def _adds(it: Comparison, chosen: Sequence[Comparison]) -> bool:
    if not chosen:
        return True
    uncovered = frozenset.intersection(*(one.uncovered for one in chosen))
    agreed = {part[:2] for one in chosen for part in one.agreeing}
    new = (part for part in it.agreeing if part.what is not What.WORDS)
    return bool(uncovered - it.uncovered) or any(part[:2] not in agreed for part in new)


def _is_covered(said: Sentence, chosen: Sequence[Comparison]) -> bool:
    """Whether every number, date and name is borne out, and enough of the words."""
    reading = said.reading
    agreed = {(part.what, part.start) for it in chosen for part in it.agreeing}
    wanted = {(What.NUMBER, it.span.start) for it in reading.quantities}
    wanted |= {(What.DATE, it.span.start) for it in reading.dates}
    shared = {it for one in chosen for it in one.names.shared}
    speakers = {one.id for it in chosen for one in it.known.fact.said_by}
    names = [it for it in said.names if it.ids.isdisjoint(speakers)]
    if not wanted <= agreed or not all(it in shared for it in names):
        return False
    uncovered = frozenset.intersection(*(it.uncovered for it in chosen))
    total = sum(weight(it) for it in {one.stem for one in reading.tokens}) + len(names)
    missed = sum(weight(it) for it in {one.stem for one in uncovered})
    if any(it.is_numeric for it in uncovered):
        return False
    explained = 1 - missed / total if total else 1.0
    least, together = _WITH_FIGURES if wanted else _WITHOUT_FIGURES
    likeness = max(it.likeness for it in chosen)
    return explained >= least and explained + likeness >= together


def _as_planned(said: Sentence, why: Why, rested_on: Sequence[Comparison]) -> Verdict:
    """A plan does not support that it was done."""
    is_planned = all(it.known.reading.is_intended for it in rested_on)
    if is_planned and not said.reading.is_intended:
        return _of(Why.ONLY_PLANNED, rested_on)
    return _of(why, rested_on)
