"""What can go wrong, each with what, where and what to do, in one line."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

_VERY = 0.8  # of two words: the share of letters that they have in common
STANDARD_INPUT = "<stdin>"  # what a base that comes from there is called


class Finding(NamedTuple):
    """One problem of a fact base: where it stands, its stable code, what is wrong, what to do."""

    file: str
    line: int
    code: str
    message: str
    remedy: str

    @property
    def is_warning(self) -> bool:
        """Whether it asks for a look and nothing more."""
        return self.code.startswith("W")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.code} {self.message} ({self.remedy})"


class ScifactsError(Exception):
    """Everything scifacts raises on purpose; its text is one line for a person."""


class BaseNotFoundError(ScifactsError):
    """There is no fact base where one was named."""


class InvalidBaseError(ScifactsError):
    """A fact base that cannot be used; `findings` holds every problem, in file order."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first, *others = self.findings
        more = f"; {len(others)} more: run `scifacts check`" if others else ""
        super().__init__(f"{first}{more}")


class QueryError(ScifactsError):
    """A question that cannot be understood."""


class UnknownNameError(QueryError):
    """A name the base or the program does not have; `nearest` holds the closest it has."""

    def __init__(
        self, what: str, given: str, nearest: Iterable[str] = (), remedy: str = ""
    ) -> None:
        self.given = given
        self.nearest = tuple(nearest)
        super().__init__(f"unknown {what} {given!r}{cure(self.nearest, remedy)}")


class DamagedIndexError(ScifactsError):
    """An index that is damaged inside, as was seen too late to make a new one."""


class SourceError(ScifactsError):
    """There is no folder of source texts where one was named."""


class RefusedError(ScifactsError):
    """Nothing was written, so that a base stays sound; `findings` tell what was wrong."""

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        self.findings = tuple(findings)
        super().__init__(message)


class MissingExtraError(ScifactsError):
    """Something asked for needs an optional package that is not installed."""


def cure(nearest: Iterable[str], otherwise: str = "") -> str:
    """The tail of a message: the nearest known names, or else what to do."""
    names = [repr(name) for name in nearest]
    if names:
        return f"; did you mean {' or '.join(names)}?"
    return f"; {otherwise}" if otherwise else ""


def nearest_of(given: str, known: Iterable[str], most: int = 2) -> list[str]:
    """Up to `most` of a handful of known words that look like `given`, best first."""
    return _alike(given, {name: name for name in known}, most)


def suggestion(given: str, meanings: Mapping[str, str], otherwise: str) -> str:
    """What to write instead of `given`, or else what to do.

    `meanings` are the values allowed, by the words that mean them. A word has to be very much like
    `given`, a value less so.
    """
    near = _alike(given, meanings, 1, _VERY) or nearest_of(given, meanings.values(), 1)
    return f"did you mean {near[0]!r}?" if near else otherwise


def _alike(given: str, meanings: Mapping[str, str], most: int, least: float = 0.6) -> list[str]:
    by_fold = {word.casefold(): meaning for word, meaning in meanings.items()}
    return [by_fold[it] for it in get_close_matches(given.casefold(), by_fold, most, least)]
