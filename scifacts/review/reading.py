"""Take a sentence apart: numbers, dates, names, who says so, negation, and telling words."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from scifacts.grammar.attributions import attributions
from scifacts.grammar.dates import Date, dates
from scifacts.grammar.negations import negations
from scifacts.grammar.numbers import Form, every_numeral
from scifacts.grammar.quantities import Quantity, quantities
from scifacts.grammar.spans import Cover
from scifacts.kinds import EntityType
from scifacts.model import Entity
from scifacts.review.units import is_measure
from scifacts.review.words import is_intended, is_telling, normal, phrases
from scifacts.text import analyzer, fold, stems


class Named(Protocol):
    """A name in a text, and the entities that bear it."""

    @property
    def start(self) -> int:
        """Where it begins."""
        ...

    @property
    def end(self) -> int:
        """Where it ends."""
        ...

    @property
    def entities(self) -> tuple[Entity, ...]:
        """What it may name."""
        ...


class Name(NamedTuple):
    """What a sentence names: by an entity, or unknown to the base."""

    text: str
    start: int
    end: int
    entities: tuple[Entity, ...] = ()

    @property
    def ids(self) -> frozenset[str]:
        """The ids of what it may name."""
        return frozenset(it.id for it in self.entities)


class Token(NamedTuple):
    """A telling word: its stem, and where it stands."""

    stem: str
    start: int
    end: int

    @property
    def is_numeric(self) -> bool:
        """Whether it has a digit."""
        return any(map(str.isdigit, self.stem))


class Reading(NamedTuple):
    """What a sentence says, part by part.

    `tokens` are its telling words outside of names, numbers, dates and who says so; those of units
    are among them. `is_attributed` tells that somebody says so, `speakers` who if that is named.
    """

    text: str
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    names: tuple[Name, ...]
    tokens: tuple[Token, ...]
    ordinals: frozenset[float]
    is_denied: bool
    is_intended: bool
    is_attributed: bool
    speakers: tuple[Name, ...]
    speaker: str


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CAPITAL = re.compile(
    r"(?<![.!?:] )(?<!^)(?<![\w'’“\"-])[A-Z][\w'’-]*[^\W_](?:\s+(?:of\s+)?[A-Z][\w'’-]*[^\W_])*"
)
_SELVES = re.compile(r"(?:I|He|She|It|They|We)\b")


def reading(text: str, named: Sequence[Named], reference: str | None = None) -> Reading:
    """Take a sentence apart, of which the known names were found before.

    A year in a name is a date of what is named too: the 2025 Harbour Week.
    """
    known = [
        Name(text[it.start : it.end], it.start, it.end, it.entities)
        for it in named
        if any(one.type is not EntityType.TOPIC for one in it.entities)
    ]
    frames, speakers, speaker = _frames(text, known)
    counted = [it for it in quantities(text) if not frames.meets(*it.number)]
    said_dates = dates(text, reference)
    aside = Cover(text, [(it.start, it.end) for it in known])
    for it in counted:
        aside.hold(it.span.start, it.span.end if is_measure(it.unit) else it.number.end)
    for date in said_dates:
        aside.hold(*date.span)
    denials = [it for it in negations(text) if not frames.meets(*it)]
    for span in denials:
        aside.hold(*span)
    names = [it for it in known if not frames.meets(it.start, it.end)]
    strangers = [it for it in _strangers(text, aside) if not frames.meets(it.start, it.end)]
    tokens = tuple(_tokens(text, aside, frames))
    return Reading(
        text,
        tuple(counted),
        tuple(said_dates),
        tuple(sorted([*names, *strangers], key=lambda it: it.start)),
        tokens,
        _ordinals(text, aside),
        is_denied=bool(denials),
        is_intended=is_intended(_WORD.findall(text)),
        is_attributed=bool(speaker),
        speakers=speakers,
        speaker=speaker,
    )


def _frames(text: str, known: Iterable[Name]) -> tuple[Cover, tuple[Name, ...], str]:
    """Where a sentence tells who says so, who that is if a name, and in what words."""
    found = list(attributions(text))
    cover = Cover(text)
    for it in found:
        cover.hold(min(it.speaker.start, it.verb.start), max(it.speaker.end, it.verb.end))
    speakers = tuple(
        name
        for name in known
        if any(it.speaker.start <= name.start and name.end <= it.speaker.end + 1 for it in found)
    )
    return cover, speakers, "; ".join(it.speaker.of(text) for it in found)


def _strangers(text: str, aside: Cover) -> Iterable[Name]:
    """What looks like a name that the base does not know."""
    for match in _CAPITAL.finditer(text):
        if not aside.meets(*match.span()) and not _SELVES.match(match[0]):
            yield Name(match[0], *match.span())


def _ordinals(text: str, aside: Cover) -> frozenset[float]:
    return frozenset(
        it.value
        for it in every_numeral(text)
        if it.form is Form.ORDINAL and not aside.meets(it.start, it.end) and it.value > 1
    )


def _tokens(text: str, aside: Cover, frames: Cover) -> Iterable[Token]:
    pattern, meant = phrases()
    for match in pattern.finditer(text):
        if not (aside.meets(*match.span()) or frames.meets(*match.span())):
            aside.hold(*match.span())
            yield Token(meant[match.lastgroup or ""], *match.span())
    for match in _WORD.finditer(text):
        if aside.meets(*match.span()) or frames.meets(*match.span()):
            continue
        folded = fold(match[0])
        if is_telling(folded) or (match[0].isupper() and len(match[0]) > 1):
            yield Token(normal(analyzer.stem(folded)), *match.span())


def name_stems(names: Iterable[Entity]) -> frozenset[str]:
    """The stems of all that entities are called."""
    return frozenset(stem for it in names for stem in _called(it))


@lru_cache(maxsize=4096)
def _called(entity: Entity) -> frozenset[str]:
    return frozenset(stem for it in (entity.name, *entity.aliases) for stem in stems(it))
