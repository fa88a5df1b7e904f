"""Where new facts for a base are made: what the base knows at hand, and the way into it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from scifacts.authoring import texts
from scifacts.authoring.composing import Composer
from scifacts.authoring.writer import Additions, Written, write
from scifacts.base import Base
from scifacts.base import open as open_base
from scifacts.errors import BaseNotFoundError
from scifacts.location import located, shipped

Values = Mapping[str, Any]


def own_base(path: str | None) -> str:
    """The base that is written to. Raises BaseNotFoundError where only the shipped one is found."""
    found = located(path)
    if found.path == shipped() and not found.reason.startswith(("named", "in ")):
        remedy = "make one with `scifacts init`, or name one with --base"
        raise BaseNotFoundError(f"there is no base of your own here; {remedy}")
    return found.path


class Desk:
    """A base that facts are added to, with the texts that prove them. To be used with `with`.

    `entities` are tables of entities that may be needed. `composer` knows the base as it is after
    the facts added so far. In a dry run nothing is written.
    """

    def __init__(
        self,
        path: str,
        sources: Path | None = None,
        entities: Iterable[Values] = (),
        *,
        is_dry: bool = False,
    ) -> None:
        self._path = path
        self._sources = texts.folder(path, sources)
        self._entities = list(entities)
        self.is_dry = is_dry
        self._open()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    def add(self, fact: Values) -> Written:
        """Prove the quotes of a fact and write it, with the new entities that it speaks of.

        Raises as `Composer.proven` and `write` do.
        """
        values = self.composer.proven(fact)
        additions = Additions(entities=self.composer.needed(values), facts=[values])
        written = write(self._path, additions, dry_run=self.is_dry)
        if not self.is_dry:
            self._base.close()
            self._open()
        return written

    def _open(self) -> None:
        self._base: Base = open_base(self._path)
        try:
            self.composer = Composer(self._base, self._sources, self._entities)
        except BaseException:
            self._base.close()
            raise
