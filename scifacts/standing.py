"""How a fact stands in an answer, and how that is said in its record."""

from typing import NamedTuple


class Reason(NamedTuple):
    """A term that a fact was found by: how often it stands where, and its points in the score.

    `rest` counts quotes, figure, year and the names of greater wholes.
    """

    words: str
    claim: int
    names: int
    rest: int
    points: float


class Standing(NamedTuple):
    """How a fact stands in an answer; None where the question did not ask for it."""

    match: str | None = None
    score: float | None = None
    certain: bool | None = None
    why: tuple[Reason, ...] | None = None


def with_standing(record: str, standing: Standing) -> str:
    """The record of a fact, which tells what it is, telling also how it stands in an answer."""
    match = _NULL if standing.match is None else f'"{standing.match}"'
    score = _NULL if standing.score is None else round(standing.score, 4)
    why = _NULL if standing.why is None else f"[{','.join(map(_reason, standing.why))}]"
    return (
        f'{record[:-1]},"match":{match},"score":{score},"certain":{_JSON[standing.certain]},'
        f'"why":{why}}}'
    )


def _reason(reason: Reason) -> str:
    words, claim, names, rest, points = reason
    return (
        f'{{"words":"{words}","claim":{claim},"names":{names},"rest":{rest},'
        f'"points":{round(points, 4)}}}'
    )


_NULL = "null"
_JSON = {None: _NULL, True: "true", False: "false"}
