"""What can go wrong, each with what, where and what to do, in one line."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple


class Finding(NamedTuple):
    """One problem of a fact base: where it stands, its stable code, what is wrong, what to do."""

    file: str
    line: int
    code: str
    message: str
    remedy: str

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


class SourceError(ScifactsError):
    """A folder or file of source texts that cannot be read."""


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
    by_fold = {name.casefold(): name for name in known}
    return [by_fold[fold] for fold in get_close_matches(given.casefold(), by_fold, most)]
