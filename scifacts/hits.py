"""Hits: facts as they stand in the answer to a question, and that answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scifacts.kinds import Match
from scifacts.version import VERSION

if TYPE_CHECKING:
    from scifacts.model import Fact

_BEFORE_ID = '{"id":"'
_NULL = "null"
_CERTAIN = {None: _NULL, True: "true", False: "false"}


class Reason(NamedTuple):
    """A term that a fact was found by: how often it stands where, and its points in the score.

    `rest` counts quotes, figure, year and the names of greater wholes.
    """

    words: str
    claim: int
    names: int
    rest: int
    points: float


class Hit(NamedTuple):
    """A fact in an answer, as it is stored, and how it matches; None where that was not asked for.

    `score` is comparable within one answer; `is_certain` tells whether the figure surely meets the
    comparison that was asked for; `why` explains the score.
    """

    stored: str
    read: "Callable[[str], Fact]"
    match: Match | None = None
    score: float | None = None
    is_certain: bool | None = None
    why: tuple[Reason, ...] | None = None

    def __repr__(self) -> str:
        return f"<Hit {self.id!r} match={self.match} score={self.score}>"

    @property
    def id(self) -> str:
        """The id of the fact."""
        return self.stored[len(_BEFORE_ID) : self.stored.index('"', len(_BEFORE_ID))]

    @property
    def fact(self) -> "Fact":
        """The fact itself."""
        return self.read(self.stored)

    @property
    def record(self) -> str:
        """The fact's record, as JSON (`scifacts schema record`)."""
        match = _NULL if self.match is None else f'"{self.match}"'
        score = _NULL if self.score is None else round(self.score, 4)
        why = _NULL if self.why is None else f"[{','.join(map(_reason, self.why))}]"
        return (
            f'{self.stored[:-1]},"match":{match},"score":{score},'
            f'"certain":{_CERTAIN[self.is_certain]},"why":{why},'
            f'"scifacts":"{VERSION}"}}'
        )


class Answer(NamedTuple):
    """The answer to a question: its hits, best first, and what was done to find them.

    `corrections` maps respelt words to their corrections; `unknown` maps words that the base does
    not have to the nearest it has; `relaxed` tells, if nothing was found, how many facts there
    would be without each condition, and `nearest` are the facts that come nearest. `figures` are
    facts with a figure in the unit of a number that no fact holds. `has_more` tells that the limit
    cut the answer off, and `stems` are those of the words that were looked for in the end.
    """

    hits: tuple[Hit, ...] = ()
    match: Match | None = None
    corrections: Mapping[str, str] = {}
    unknown: Mapping[str, Sequence[str]] = {}
    relaxed: Mapping[str, int] = {}
    has_more: bool = False
    stems: frozenset[str] = frozenset()
    nearest: tuple[Hit, ...] = ()
    figures: tuple[Hit, ...] = ()


def _reason(reason: Reason) -> str:
    words, claim, names, rest, points = reason
    return (
        f'{{"words":"{words}","claim":{claim},"names":{names},"rest":{rest},'
        f'"points":{round(points, 4)}}}'
    )
