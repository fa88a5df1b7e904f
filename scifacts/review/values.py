"""What a review is made of: states, compared parts, and a sentence with its verdict."""

from enum import StrEnum
from typing import NamedTuple

from scifacts.hits import Hit
from scifacts.model import Fact


class State(StrEnum):
    """What a base says of a sentence."""

    SUPPORTED = "supported"
    DIFFERS = "differs"
    SAID = "said"
    UNKNOWN = "unknown"


class What(StrEnum):
    """What part of a sentence is compared."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    SPEAKER = "speaker"
    NEGATION = "negation"
    WORDS = "words"


class Outcome(StrEnum):
    """How a part of a sentence stands to a fact."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OPEN = "open"


class Part(NamedTuple):
    """A part of a sentence beside what a fact says of it; empty where one says nothing.

    `start` and `end` are where it stands in the sentence; it stands nowhere if they are equal.
    """

    what: What
    said: str
    known: str
    outcome: Outcome
    start: int = 0
    end: int = 0


class Match(NamedTuple):
    """A fact that says what a sentence says, or nearly so, and the parts that were compared.

    `likeness` is the share of what the fact says that the sentence has.
    """

    hit: Hit
    fact: Fact
    parts: tuple[Part, ...]
    likeness: float


class Place(NamedTuple):
    """Where a sentence begins and ends in its file: lines and columns from 1, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Reviewed(NamedTuple):
    """A sentence held against a base: its verdict, why, and what it rests on.

    `matches` are the facts it rests on, best first; `nearest` those that come nearest to what is
    unknown. `assumed` is the name that a "she" or "the laboratory" was taken for, or None.
    `offset` and `end` are where it stands in the text, in characters.
    """

    text: str
    place: Place
    offset: int
    end: int
    state: State
    reason: str
    matches: tuple[Match, ...] = ()
    nearest: tuple[Hit, ...] = ()
    assumed: str | None = None
