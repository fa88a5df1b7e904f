"""A fact base as Python sees it: ask it, and get facts back."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Self, TypeVar

from scifacts import index
from scifacts.cache import open_index, rebuilt
from scifacts.dialects.sqlite import DatabaseError, ProgrammingError
from scifacts.errors import DamagedIndexError
from scifacts.hits import Answer, Hit
from scifacts.index import listing, names, search
from scifacts.index.reader import IndexReader
from scifacts.location import Location, located
from scifacts.query import Query, plain_query, query

if TYPE_CHECKING:
    from scifacts.figures import Comparison
    from scifacts.index.mentions import Mention
    from scifacts.model import Document, Entity, Fact
    from scifacts.review.values import Reviewed
    from scifacts.summaries import (
        CountedDocument,
        CountedEntity,
        Info,
        Neighbours,
        Statistics,
        Timeline,
    )

_T = TypeVar("_T")


class Base:
    """A fact base, open for questions. Make one with `scifacts.open`.

    A question is what one types after `scifacts search`, with options that mean the same as the
    options there, or a Query that was read before. Whoever asks gets a QueryError for what cannot
    be understood, and an UnknownNameError for names the base does not have.
    """

    def __init__(self, location: Location, reader: IndexReader) -> None:
        self._location = location
        self._reader = reader

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index file."""
        self._reader.close()

    @property
    def warning(self) -> str | None:
        """Why the index could not be kept, if so."""
        return self._reader.warning

    def search(self, question: str | Query = "", /, **options: Any) -> Answer:
        """The facts that answer a question, best first."""
        read = _read(question, options)
        return self._told(lambda reader: search.answer(reader, read))

    def related(self, text: str, /, **options: Any) -> Answer:
        """The facts that come nearest to a text, best first: they hold some of its words.

        Nothing in the text is syntax, however long it is.
        """
        return self.search(plain_query(text, **options))

    def filter(self, question: str | Query = "", /, **options: Any) -> Iterator[Hit]:
        """The facts that meet all conditions, and hold all words if there are any, unranked.

        They come one at a time; errors come with the first.
        """
        read = _read(question, options)
        return self._each(lambda reader: listing.facts(reader, read))

    def relaxed(self, question: str | Query = "", /, **options: Any) -> dict[str, int]:
        """How many facts a question would select without each of its conditions."""
        read = _read(question, options)
        return self._told(lambda reader: listing.relaxed(reader, read))

    def stats(
        self, question: str | Query = "", /, by: str = "kind", **options: Any
    ) -> "Statistics":
        """The numbers behind the facts that a question selects.

        `by` is a field that facts are counted by, or two with a comma between for a cross table.
        """
        read = _read(question, options)
        return self._told(lambda reader: index.counting.statistics(reader, read, by))

    def timeline(self, question: str | Query = "", /, **options: Any) -> "Timeline":
        """The facts that a question selects, in the order of time."""
        read = _read(question, options)
        return self._told(lambda reader: index.counting.timeline(reader, read))

    def compare(
        self, question: str | Query = "", /, *, differ: bool = False, **options: Any
    ) -> "Iterator[Comparison]":
        """The measures that a question selects, each with all its readings and a verdict.

        The words may be the name of one measure; `differ` keeps those whose readings differ.
        """
        read = _read(question, options)
        return self._each(lambda reader: index.readings.comparisons(reader, read, differ=differ))

    def get(self, fact_id: str) -> "Fact":
        """The fact with this id. Raises UnknownNameError."""
        return self.hit(fact_id).fact

    def hit(self, fact_id: str) -> Hit:
        """The fact with this id, as it would stand in an answer. Raises UnknownNameError."""
        return self._told(lambda reader: reader.hit(reader.record("facts", fact_id)))

    def neighbours(self, fact_id: str, most: int = 5) -> "Neighbours":
        """Other readings of the fact's measure, and the facts next to it in its documents."""
        return self._told(lambda reader: index.catalogue.neighbours(reader, fact_id, most))

    def mentions(self, text: str) -> "list[Mention]":
        """The names and aliases of entities in a text, in order and disjoint."""
        return index.mentions.mentions(self._reader, text)

    def telling(self, text: str, most: int) -> str:
        """Up to so many words of a text that the fewest facts have, in their order."""
        return index.mentions.telling(self._reader, text, most)

    def review(self, text: str, /, reference: str | None = None) -> "Iterator[Reviewed]":
        """Hold a text against the base: each sentence that claims something, with a verdict.

        `reference` is the day of the text, which "last year" is told from. Raises ValueError if it
        is no date.
        """
        from scifacts.review.reviewer import Reviewer  # noqa: PLC0415 - no lookup reads sentences

        return Reviewer(self, reference).reviewed(text)

    def documents(self) -> "list[CountedDocument]":
        """Every document of the base, in its order."""
        return self._told(index.catalogue.documents)

    def entities(self, of_type: str | None = None) -> "list[CountedEntity]":
        """Every entity of the base, or of one type, by type and name. Raises UnknownNameError."""
        return self._told(lambda reader: index.catalogue.entities(reader, of_type))

    def document(self, document_id: str) -> "Document":
        """The document with this id. Raises UnknownNameError."""
        return self._told(lambda reader: reader.document(document_id))

    def entity(self, entity_id: str) -> "Entity":
        """The entity with this id. Raises UnknownNameError."""
        return self._told(lambda reader: reader.entity(entity_id))

    def completions(self, field: str, beginning: str) -> list[str]:
        """Values that begin as typed: of a field of the query language, or ids of a `fact`."""
        return self._told(lambda reader: names.completions(reader.connection, field, beginning))

    def info(self) -> "Info":
        """Which base this is, what it holds, and where its index is."""
        return self._told(lambda reader: index.catalogue.info(reader, *self._location))

    def _told(self, ask: Callable[[IndexReader], _T]) -> _T:
        """What the index tells, or a new one, should it be damaged inside."""
        try:
            return ask(self._reader)
        except (DatabaseError, DamagedIndexError) as error:
            self._renew(error)
            return ask(self._reader)

    def _each(self, ask: Callable[[IndexReader], Iterator[_T]]) -> Iterator[_T]:
        """The same, one at a time: a new index goes on where a damaged one broke off."""
        told = 0
        try:
            for it in ask(self._reader):
                told += 1
                yield it
        except (DatabaseError, DamagedIndexError) as error:
            self._renew(error)
            yield from islice(ask(self._reader), told, None)

    def _renew(self, error: Exception) -> None:
        """Put a new index in the place of a damaged one; of one that is closed, raise the error."""
        if isinstance(error, ProgrammingError):
            raise error
        self._reader = rebuilt(self._location.path, self._reader)


def _read(question: str | Query, options: dict[str, Any]) -> Query:
    if isinstance(question, str):
        return query(question, **options)
    if options:
        raise TypeError("a question that was read before has its options in it")
    return question


def open(  # noqa: A001 - `scifacts.open`
    path: str | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Base:
    """Open the fact base at `path`: a TOML file, a folder of them, or `-` for standard input.

    Without a path it is that of $SCIFACTS_BASE, else a facts.toml in the current folder or above
    it, else the one shipped. `progress` is told how many of how many bytes have been read, should
    the base have to be indexed. Raises BaseNotFoundError, InvalidBaseError.
    """
    location = located(path)
    return Base(location, open_index(location.path, progress))
