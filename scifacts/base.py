"""A fact base as Python sees it: ask it, and get facts back."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Self

from scifacts import index
from scifacts.cache import open_index, rebuilt
from scifacts.dialects.sqlite import DatabaseError
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
        asked = _read(question, options)
        try:
            return search.answer(self._reader, asked)
        except DatabaseError:  # the index is damaged inside, and bears its old time all the same
            self._reader = rebuilt(self._location.path, self._reader)
            return search.answer(self._reader, asked)

    def related(self, text: str, /, **options: Any) -> Answer:
        """The facts that come nearest to a text, best first: they hold some of its words.

        Nothing in the text is syntax, however long it is.
        """
        return self.search(plain_query(text, **options))

    def filter(self, question: str | Query = "", /, **options: Any) -> Iterator[Hit]:
        """The facts that meet all conditions, and hold all words if there are any, unranked.

        They come one at a time; errors come with the first.
        """
        return listing.facts(self._reader, _read(question, options))

    def relaxed(self, question: str | Query = "", /, **options: Any) -> dict[str, int]:
        """How many facts a question would select without each of its conditions."""
        return listing.relaxed(self._reader, _read(question, options))

    def stats(
        self, question: str | Query = "", /, by: str = "kind", **options: Any
    ) -> "Statistics":
        """The numbers behind the facts that a question selects.

        `by` is a field that facts are counted by, or two with a comma between for a cross table.
        """
        return index.counting.statistics(self._reader, _read(question, options), by)

    def timeline(self, question: str | Query = "", /, **options: Any) -> "Timeline":
        """The facts that a question selects, in the order of time."""
        return index.counting.timeline(self._reader, _read(question, options))

    def compare(
        self, question: str | Query = "", /, *, differ: bool = False, **options: Any
    ) -> "Iterator[Comparison]":
        """The measures that a question selects, each with all its readings and a verdict.

        The words may be the name of one measure; `differ` keeps those whose readings differ.
        """
        return index.readings.comparisons(self._reader, _read(question, options), differ=differ)

    def get(self, fact_id: str) -> "Fact":
        """The fact with this id. Raises UnknownNameError."""
        return self.hit(fact_id).fact

    def hit(self, fact_id: str) -> Hit:
        """The fact with this id, as it would stand in an answer. Raises UnknownNameError."""
        return self._reader.hit(self._reader.record("facts", fact_id))

    def neighbours(self, fact_id: str, most: int = 5) -> "Neighbours":
        """Other readings of the fact's measure, and the facts next to it in its documents."""
        return index.catalogue.neighbours(self._reader, fact_id, most)

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
        return index.catalogue.documents(self._reader)

    def entities(self, of_type: str | None = None) -> "list[CountedEntity]":
        """Every entity of the base, or of one type, by type and name. Raises UnknownNameError."""
        return index.catalogue.entities(self._reader, of_type)

    def document(self, document_id: str) -> "Document":
        """The document with this id. Raises UnknownNameError."""
        return self._reader.document(document_id)

    def entity(self, entity_id: str) -> "Entity":
        """The entity with this id. Raises UnknownNameError."""
        return self._reader.entity(entity_id)

    def completions(self, field: str, beginning: str) -> list[str]:
        """Values that begin as typed: of a field of the query language, or ids of a `fact`."""
        return names.completions(self._reader.connection, field, beginning)

    def info(self) -> "Info":
        """Which base this is, what it holds, and where its index is."""
        return index.catalogue.info(self._reader, *self._location)


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
