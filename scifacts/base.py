"""A fact base as Python sees it: ask it, and get facts back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from scifacts.index import listing
from scifacts.index.names import completions
from scifacts.index.search import Match, Search
from scifacts.index.store import DatabaseError
from scifacts.library import Location, OpenIndex, located, open_index, rebuilt
from scifacts.query import Query, query
from scifacts.standing import Standing, with_standing

if TYPE_CHECKING:
    from scifacts.figures import Comparison
    from scifacts.holdings import (
        CountedDocument,
        CountedEntity,
        Holdings,
        Info,
        Neighbours,
        Statistics,
        Timeline,
    )
    from scifacts.model import Document, Entity, Fact

_ALONE = Standing()


class Hit:
    """A fact in an answer, and how it stands there."""

    __slots__ = ("_base", "_record", "standing")

    def __init__(self, base: "Base", record: str, standing: Standing = _ALONE) -> None:
        self._base = base
        self._record = record
        self.standing = standing

    def __repr__(self) -> str:
        return f"<Hit {self.fact.id!r} {self.standing}>"

    @property
    def record(self) -> str:
        """The fact's record, as JSON (`scifacts schema record`)."""
        return with_standing(self._base.checked(self._record), self.standing)

    @property
    def fact(self) -> "Fact":
        """The fact itself."""
        return self._base.holdings.fact(self._base.checked(self._record))

    @property
    def match(self) -> str | None:
        """The tier, `all`, `partial` or `corrected`; None if no words were asked for."""
        return self.standing.match

    @property
    def score(self) -> float | None:
        """How well the words match, comparable within one answer; None if none were asked for."""
        return self.standing.score

    @property
    def is_certain(self) -> bool | None:
        """Whether the figure surely meets the comparison; None if none was asked for."""
        return self.standing.certain


class Answer(NamedTuple):
    """The answer to a question: its hits, best first, and what was done to find them.

    `corrections` maps respelt words to their corrections; `unknown` maps words that the base does
    not have to the nearest it has; `without` tells, if nothing was found, how many facts there
    would be without each condition. `has_more` tells that the limit cut the answer off, and
    `stems` are those of the words that were looked for in the end.
    """

    hits: tuple[Hit, ...]
    match: Match | None = None
    corrections: Mapping[str, str] = {}
    unknown: Mapping[str, Sequence[str]] = {}
    without: Mapping[str, int] = {}
    has_more: bool = False
    stems: frozenset[str] = frozenset()


class Base:
    """A fact base, open for questions. Make one with `scifacts.open`."""

    def __init__(self, location: Location, index: OpenIndex) -> None:
        self._location = location
        self._index = index
        self._connection = index.connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the index file."""
        self._connection.close()

    @property
    def warning(self) -> str | None:
        """Why the index could not be kept, if so."""
        return self._index.warning

    @cached_property
    def holdings(self) -> "Holdings":
        """The base's content as values."""
        from scifacts.holdings import Holdings  # noqa: PLC0415 - an answer in JSON needs no values

        return Holdings(self._index)

    def checked(self, record: str) -> str:
        """The record of a fact with what checks on this machine have found out, if anything."""
        return listing.with_states(self._connection, record) if self._has_proofs else record

    @cached_property
    def _has_proofs(self) -> bool:
        return listing.has_proofs(self._connection)

    def search(self, words: str = "", /, **options: Any) -> Answer:
        """The facts that answer a question, best first.

        `words` is what one types after `scifacts search`; `options` mean the same as the options
        there. Raises QueryError, and UnknownNameError for names the base does not have.
        """
        return self.answer(query(words, **options))

    def answer(self, question: Query) -> Answer:
        """The answer to a question that was read before. Raises as `search` does."""
        try:
            return self._answer(question)
        except DatabaseError:  # the index is damaged inside, and bears its old time all the same
            self._index = rebuilt(self._location.path, self._index)
            self._connection = self._index.connection
            vars(self).pop("holdings", None)
            return self._answer(question)

    def _answer(self, question: Query) -> Answer:
        if question.has_words or not question.has_conditions:
            found = Search(self._connection, question).found()
            answer = Answer(
                self._hits(found.hits),
                found.match,
                found.corrections,
                found.unknown,
                has_more=found.has_more,
                stems=found.stems,
            )
        else:
            answer = self._listed(question)
        return answer if answer.hits else answer._replace(without=self.without(question))

    def filter(self, words: str = "", /, **options: Any) -> Iterator[Hit]:
        """The facts that meet all conditions, and hold all words if there are any, unranked.

        They come one at a time. Raises as `search` does, at the first.
        """
        return self.selected(query(words, **options))

    def selected(self, question: Query) -> Iterator[Hit]:
        """The facts a question selects that was read before. Raises as `search` does."""
        return (Hit(self, *hit) for hit in listing.facts(self._connection, question))

    def without(self, question: Query) -> dict[str, int]:
        """How many facts a question would select without each of its conditions."""
        counts = {}
        for condition in question.conditions:
            others = tuple(it for it in question.conditions if it is not condition)
            wider = question._replace(conditions=others)
            counts[str(condition)] = listing.count(self._connection, wider)
        return counts

    def get(self, fact_id: str) -> "Fact":
        """The fact with this id. Raises UnknownNameError."""
        return self.hit(fact_id).fact

    def hit(self, fact_id: str) -> Hit:
        """The fact with this id, as it would stand in an answer. Raises UnknownNameError."""
        return Hit(self, self.holdings.fact_record(fact_id))

    def neighbours(self, fact_id: str, most: int = 5) -> "Neighbours":
        """Other readings of the fact's measure, and the facts next to it in its documents."""
        from scifacts.holdings import Neighbours  # noqa: PLC0415 - as above

        measure, document = self.holdings.neighbour_records(fact_id, most)
        return Neighbours(
            tuple(Hit(self, record) for record in measure),
            tuple(Hit(self, record) for record in document),
        )

    def stats(self, words: str = "", /, by: str = "kind", **options: Any) -> "Statistics":
        """The numbers behind the facts that a question selects. Raises as `search` does.

        `by` is a field that facts are counted by, or two with a comma between for a cross table.
        """
        return self.statistics(query(words, **options), by)

    def statistics(self, question: Query, by: str = "kind") -> "Statistics":
        """The numbers behind a question that was read before. Raises as `search` does."""
        readings = self._hits(self.holdings.readings(question))
        return self.holdings.statistics(question, by, readings)

    def timeline(self, words: str = "", /, **options: Any) -> "Timeline":
        """The facts that a question selects, in the order of time. Raises as `search` does."""
        return self.dated(query(words, **options))

    def dated(self, question: Query) -> "Timeline":
        """The timeline of a question that was read before. Raises as `search` does."""
        from scifacts.holdings import Timeline  # noqa: PLC0415 - as above

        hits = self._hits(self.holdings.dated(question))
        return Timeline(hits, self.holdings.undated(question))

    def comparisons(
        self, words: str = "", /, *, differ: bool = False, **options: Any
    ) -> "Iterator[Comparison]":
        """The measures that a question selects, each with all its readings and a verdict.

        `words` may be the name of one measure; `differ` keeps those whose readings differ. Raises
        as `search` does.
        """
        return self.compare(query(words, **options), differ=differ)

    def compare(self, question: Query, *, differ: bool = False) -> "Iterator[Comparison]":
        """The same for a question that was read before."""
        return self.holdings.comparisons(question, differ=differ)

    def documents(self) -> "list[CountedDocument]":
        """Every document of the base, in its order."""
        return self.holdings.documents()

    def entities(self, of_type: str | None = None) -> "list[CountedEntity]":
        """Every entity of the base, or of one type, by type and name. Raises UnknownNameError."""
        return self.holdings.entities(of_type)

    def document(self, document_id: str) -> "Document":
        """The document with this id. Raises UnknownNameError."""
        return self.holdings.document(document_id)

    def entity(self, entity_id: str) -> "Entity":
        """The entity with this id. Raises UnknownNameError."""
        return self.holdings.entity(entity_id)

    def completions(self, field: str, beginning: str) -> list[str]:
        """Values of a field of the query language that begin as typed."""
        return completions(self._connection, field, beginning)

    def info(self) -> "Info":
        """Which base this is, what it holds, and where its index is."""
        return self.holdings.info(self._location)

    def _hits(self, found: Iterable[listing.Hit]) -> tuple[Hit, ...]:
        return tuple(Hit(self, *hit) for hit in found)

    def _listed(self, question: Query) -> Answer:
        """An answer without words, in the base's order."""
        if not question.limit:
            return Answer(tuple(self.selected(question)))
        hits = tuple(self.selected(question._replace(limit=question.limit + 1)))
        return Answer(hits[: question.limit], has_more=len(hits) > question.limit)


def open(  # noqa: A001 - `scifacts.open`
    path: str | None = None, progress: Callable[[int, int], None] = lambda *_: None
) -> Base:
    """Open the fact base at `path`: a TOML file or a folder of them.

    Without a path it is that of $SCIFACTS_BASE, else a facts.toml in the current folder or above
    it, else the one shipped. `progress` is told how many of how many bytes have been read, should
    the base have to be indexed. Raises BaseNotFoundError, InvalidBaseError.
    """
    location = located(path)
    return Base(location, open_index(location.path, progress))
