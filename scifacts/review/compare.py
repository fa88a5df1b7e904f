"""Hold a sentence against one fact, part by part."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from scifacts.hits import Hit
from scifacts.kinds import EntityType, Kind
from scifacts.model import Entity, Fact
from scifacts.review import naming, numbers, times
from scifacts.review.naming import Names, Side
from scifacts.review.numbers import Amount
from scifacts.review.reading import Name, Reading, Token, name_stems
from scifacts.review.times import Times
from scifacts.review.values import Outcome, Part, What
from scifacts.review.words import QUALIFIERS, is_alike, is_opposite, normal, senses, weight
from scifacts.text import stems

NAME_WEIGHT = 1.0
PERSON = EntityType.PERSON
_ONE_OF_MANY = re.compile(r"\b(?:is|was|are|were) an?\b")
_OPEN_LISTS = ("one of", "include", "among", "such as", "example")


class Meaning(NamedTuple):
    """Stems, and the senses that they may have."""

    stems: frozenset[str]
    senses: frozenset[int]

    def has(self, stem: str) -> bool:
        """Whether any of the stems may say the same."""
        return stem in self.stems or not self.senses.isdisjoint(senses().get(stem, ()))


class Known(NamedTuple):
    """A fact, taken apart: its claim, and what else is known of what it says.

    `meaning` is that of claim, names and quotes; `is_said` tells that somebody said it, no more,
    `is_open` that it gives some of several, `is_one_of_many` that its subject is "a" something.
    """

    hit: Hit
    fact: Fact
    reading: Reading
    amounts: tuple[Amount, ...]
    times: Times
    names: tuple[Name, ...]
    wholes: frozenset[str]
    meaning: Meaning
    is_said: bool
    is_derived: bool
    is_open: bool
    is_one_of_many: bool


class Sentence(NamedTuple):
    """A sentence, taken apart, with the names that its pronouns were taken for."""

    reading: Reading
    names: tuple[Name, ...]
    wholes_of: Callable[[Iterable[Name]], frozenset[str]]
    written: frozenset[str]
    meaning: Meaning
    alike_names: Meaning


class Share(NamedTuple):
    """How much of a weight is held."""

    held: float
    whole: float

    def __float__(self) -> float:
        return self.held / self.whole if self.whole else 0.0

    def without(self, names: int) -> "Share":
        """The share as it were without so many names, none of which is held."""
        return Share(self.held, max(self.whole - names * NAME_WEIGHT, self.held))


class Comparison(NamedTuple):
    """A sentence beside a fact.

    `told` is the share of what the fact says that the sentence has, `borne` the share of what the
    sentence says that the fact has; without the dates and numbers compared in `parts`. `uncovered`
    are the telling words of the sentence that the fact has not.
    """

    known: Known
    parts: tuple[Part, ...]
    names: Names
    told: Share
    borne: Share
    uncovered: frozenset[Token]

    @property
    def likeness(self) -> float:
        """The share of what the fact says that the sentence has."""
        return float(self.told)

    @property
    def explained(self) -> float:
        """The share of what the sentence says that the fact has."""
        return float(self.borne)

    @property
    def differing(self) -> tuple[Part, ...]:
        """The parts that cannot be right by the fact."""
        return tuple(it for it in self.parts if it.outcome is Outcome.DIFFERS)

    @property
    def agreeing(self) -> tuple[Part, ...]:
        """The parts that the fact bears out."""
        return tuple(it for it in self.parts if it.outcome is Outcome.AGREES)

    @property
    def agreeing_figures(self) -> bool:
        """Whether a number or a date is borne out."""
        return any(it.what in (What.NUMBER, What.DATE) for it in self.agreeing)


def meaning(found: Iterable[str]) -> Meaning:
    """What stems may say."""
    known = frozenset(map(normal, found))
    return Meaning(known, frozenset(number for it in known for number in senses().get(it, ())))


def known(hit: Hit, fact: Fact, reading: Reading, entity: Callable[[str], Entity]) -> Known:
    """A fact taken apart, its claim having been read."""
    speakers = {it.id for it in fact.said_by}
    names = tuple(it for it in reading.names if it.ids.isdisjoint(speakers))
    entities = [*(one for it in names for one in it.entities), *fact.about, *fact.said_by]
    of_names = name_stems([*entities, *(entity(it) for it in naming.wholes(fact.about, entity))])
    of_quotes = frozenset(stem for it in fact.citations for stem in stems(it.quote))
    of_claim = frozenset(stems(fact.claim))
    return Known(
        hit,
        fact,
        reading,
        numbers.amounts(fact, reading.quantities),
        times.times(fact, reading.dates),
        tuple({it.ids or it.text: it for it in names}.values()),
        naming.wholes(entities, entity),
        meaning(of_claim | of_names | of_quotes),
        is_said=bool(fact.said_by or reading.is_attributed or fact.kind is Kind.OPINION),
        is_derived=all(it.document.derived_from for it in fact.citations),
        is_open=any(it in fact.claim for it in _OPEN_LISTS),
        is_one_of_many=_ONE_OF_MANY.search(fact.claim) is not None,
    )


def sentence(
    reading: Reading, assumed: Iterable[Entity], entity: Callable[[str], Entity]
) -> Sentence:
    """A sentence taken apart; `assumed` is what it speaks of without naming it."""
    names = (*reading.names, *(Name(it.name, 0, 0, (it,)) for it in assumed))
    entities = [one for it in names for one in it.entities]
    words = (it.stem for it in reading.tokens)
    strangers = frozenset(stem for it in names if not it.entities for stem in stems(it.text))
    return Sentence(
        reading,
        names,
        lambda some: naming.wholes((one for it in some for one in it.entities), entity),
        frozenset(stems(reading.text)),
        meaning([*words, *strangers, *name_stems(entities)]),
        meaning([*strangers, *name_stems(entities)]),
    )


def comparison(said: Sentence, known: Known) -> Comparison:
    """A sentence beside a fact, part by part."""
    reading = said.reading
    names, others = _names(said, known)
    covered = _aligned(known.reading.tokens, said)
    found = [it for it in reading.tokens if known.meaning.has(it.stem)]
    common = {it.stem for it in (*covered, *found)}
    common.update(stem for it in names.shared for stem in stems(it.text))
    uncovered = frozenset(reading.tokens) - frozenset(found)
    named = len(names.shared) * NAME_WEIGHT
    extra = len(names.extra) * NAME_WEIGHT
    has_names = (len(known.names) - len(names.missing)) * NAME_WEIGHT
    lacks_names = len(names.missing) * NAME_WEIGHT
    parts = [
        *numbers.compared(
            reading.quantities, known.amounts, common, said.meaning.has, reading.text
        ),
        *times.compared(reading.dates, known.times, reading.text),
        *others,
        *_ordinals(reading, known.reading),
        *_labels(uncovered, known, said),
        *_denials(reading, known, uncovered, said.meaning),
        *_qualified(reading, known),
        *_shared(reading, found, known.reading, covered),
    ]
    return Comparison(
        known,
        tuple(parts),
        names,
        Share(
            _weight(covered) + has_names, _weight(known.reading.tokens) + has_names + lacks_names
        ),
        Share(_weight(found) + named, _weight(reading.tokens) + named + extra),
        uncovered,
    )


def _aligned(tokens: Iterable[Token], said: Sentence) -> list[Token]:
    """The words of a fact that a sentence has; each word of it says in other words one of them."""
    covered = [it for it in tokens if it.stem in said.meaning.stems]
    exact = {it.stem for it in covered}
    free = [it for it in {one.stem for one in said.reading.tokens} if it not in exact]
    for it in sorted({one for one in tokens if one.stem not in exact}):
        other = next((stem for stem in sorted(free) if is_alike(it.stem, stem)), None)
        if other is not None:
            free.remove(other)
            covered.append(it)
        elif said.alike_names.has(it.stem):
            covered.append(it)
    return covered


def _names(said: Sentence, known: Known) -> tuple[Names, list[Part]]:
    """The names compared but for those of speakers, and a part for who is another speaker."""
    speakers = {it.id for it in known.fact.said_by}
    names = [it for it in said.names if it.ids.isdisjoint(speakers)]
    found = naming.compared(
        Side(names, said.written),
        Side(known.names, known.meaning.stems),
        known.wholes,
        said.wholes_of,
    )
    people = [it for it in found.extra if any(one.type is PERSON for one in it.entities)]
    if not speakers or not people or len(names) < len(said.names):
        return found, []
    who = people[0]
    part = Part(What.SPEAKER, who.text, known.fact.speakers, Outcome.DIFFERS, who.start, who.end)
    return found._replace(extra=tuple(it for it in found.extra if it is not who)), [part]


def _shared(
    said: Reading, found: Iterable[Token], known: Reading, covered: Iterable[Token]
) -> Iterable[Part]:
    """The telling words that both have, each as it is written there."""
    ours, theirs = (
        " ".join(dict.fromkeys(text[it.start : it.end] for it in tokens))
        for text, tokens in ((said.text, found), (known.text, covered))
    )
    if ours and theirs:
        yield Part(What.WORDS, ours, theirs, Outcome.AGREES)


def _weight(tokens: Iterable[Token]) -> float:
    return sum(weight(it) for it in {one.stem for one in tokens})


def _ordinals(said: Reading, known: Reading) -> Iterable[Part]:
    """The second is not the third."""
    ours, theirs = said.ordinals - known.ordinals, known.ordinals - said.ordinals
    if ours and theirs:
        yield Part(What.NUMBER, _numbered(ours), _numbered(theirs), Outcome.DIFFERS)


def _labels(uncovered: Iterable[Token], known: Known, said: Sentence) -> Iterable[Part]:
    """Digits that count nothing, as in "the 2018 plan" or "Chang'e-6", are others."""
    ours = sorted({it.stem for it in uncovered if it.is_numeric})
    theirs = {it.stem for it in known.reading.tokens if it.is_numeric} - said.meaning.stems
    if ours:
        outcome = Outcome.DIFFERS if theirs else Outcome.OPEN
        yield Part(What.NUMBER, ", ".join(ours), ", ".join(sorted(theirs)), outcome)


def _numbered(values: Iterable[float]) -> str:
    return ", ".join(f"number {it:g}" for it in sorted(values))


def _denials(said: Reading, known: Known, uncovered: Iterable[Token], meant: Meaning) -> list[Part]:
    """A "not" more or less, or a word for its opposite; both at once say the same again."""
    parts = [_opposed(said, known.reading, *pair) for pair in _opposites(known, uncovered, meant)]
    if said.is_denied != known.reading.is_denied:
        if parts:
            return parts[1:]
        ours, theirs = ("denied", "stated") if said.is_denied else ("stated", "denied")
        return [Part(What.NEGATION, ours, theirs, Outcome.DIFFERS)]
    return parts


def _opposites(
    known: Known, uncovered: Iterable[Token], meant: Meaning
) -> Iterable[tuple[Token, Token]]:
    lacking = [it for it in known.reading.tokens if not meant.has(it.stem)]
    for it in uncovered:
        yield from ((it, other) for other in lacking if is_opposite(it.stem, other.stem))


def _opposed(said: Reading, known: Reading, ours: Token, theirs: Token) -> Part:
    other = known.text[theirs.start : theirs.end]
    word = said.text[ours.start : ours.end]
    return Part(What.WORDS, word, other, Outcome.DIFFERS, ours.start, ours.end)


def _qualified(said: Reading, known: Known) -> Iterable[Part]:
    """The vice president is not the president."""
    if known.fact.kind is Kind.ROLE and _qualifiers(said) != _qualifiers(known.reading):
        more, less = (_qualifiers(it) for it in (said, known.reading))
        shown = (", ".join(sorted(it)) for it in (more - less, less - more))
        yield Part(What.WORDS, next(shown), next(shown), Outcome.DIFFERS)


def _qualifiers(reading: Reading) -> frozenset[str]:
    return QUALIFIERS & {reading.text[it.start : it.end].lower() for it in reading.tokens}
