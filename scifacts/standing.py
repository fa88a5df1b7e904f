"""How a fact stands in an answer, and how that is said in its record."""

from typing import NamedTuple


class Standing(NamedTuple):
    """How a fact stands in an answer; None where the question did not ask for it."""

    match: str | None = None
    score: float | None = None
    certain: bool | None = None


def with_standing(record: str, standing: Standing) -> str:
    """The record of a fact, which tells what it is, telling also how it stands in an answer."""
    match = _NULL if standing.match is None else f'"{standing.match}"'
    score = _NULL if standing.score is None else round(standing.score, 4)
    return f'{record[:-1]},"match":{match},"score":{score},"certain":{_JSON[standing.certain]}}}'


_NULL = "null"
_JSON = {None: _NULL, True: "true", False: "false"}
