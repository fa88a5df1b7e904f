"""A fact base as Python sees it: ask it, and get facts back."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self, Unpack

from scifacts.index import catalogue, counting, listing
from scifacts.index.search import Match, Search
from scifacts.library import Location, OpenIndex, located, open_index
from scifacts.model import Document, Entity, Fact
from scifacts.query import Options, Query, query
from scifacts.records import Standing, document_of, entity_of, fact_of, with_standing

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
        return with_standing(self._record, self.standing)

    @property
    def fact(self) -> Fact:
        """The fact itself."""
        return fact_of(json.loads(self._record), self._base.document, self._base.entity)

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


class Statistics(NamedTuple):
    """The numbers behind a selection of facts.

    `origins` counts its documents without rewrites and reposts of others; `readings` are its facts
    with a figure, up to the limit; `groups` counts its facts by the field `by`.
    """

    totals: counting.Totals
    origins: int
    readings: tuple[Hit, ...]
    by: str
    groups: tuple[counting.Group, ...]


class CountedDocument(NamedTuple):
    """A document and how many facts cite it."""

    document: Document
    facts: int


class CountedEntity(NamedTuple):
    """An entity and how many facts are about it."""

    entity: Entity
    facts: int


class Neighbours(NamedTuple):
    """What a reader of a fact may want next."""

    same_measure: tuple[Hit, ...]
    same_document: tuple[Hit, ...]


class Info(NamedTuple):
    """Which base this is, why it is this one, what it holds, and where its index is.

    `index_file` is None if the index is in memory; `state` is fresh, updated or built.
    """

    path: str
    reason: str
    title: str | None
    note: str | None
    facts: int
    documents: int
    entities: int
    files: int
    index_file: str | None
    state: str


class Base:
    """A fact base, open for questions. Make one with `scifacts.open`."""

    def __init__(self, location: Location, index: OpenIndex) -> None:
        self._location = location
        self._index = index
        self._connection = index.connection
        self._documents: dict[str, Document] = {}
        self._entities: dict[str, Entity] = {}

    @property
    def warning(self) -> str | None:
        """Why the index could not be kept, if so."""
        return self._index.warning

    def close(self) -> None:
        """Let go of the index file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def search(self, words: str = "", /, **options: Unpack[Options]) -> Answer:
        """The facts that answer a question, best first.

        `words` is what one types after `scifacts search`; `options` mean the same as the options
        there. Raises QueryError, and UnknownNameError for names the base does not have.
        """
        return self.answer(query(words, **options))

    def answer(self, question: Query) -> Answer:
        """The answer to a question that was read before. Raises as `search` does."""
        if question.terms or not (question.conditions or question.excluded):
            found = Search(self._connection, question).found()
            hits = tuple(Hit(self, *hit) for hit in found.hits)
            answer = Answer(
                hits,
                found.match,
                found.corrections,
                found.unknown,
                has_more=found.has_more,
                stems=found.stems,
            )
        else:
            answer = self._listed(question)
        return answer if answer.hits else answer._replace(without=self.without(question))

    def filter(self, words: str = "", /, **options: Unpack[Options]) -> Iterator[Hit]:
        """The facts that meet all conditions, and hold all words if there are any, unranked.

        They come one at a time. Raises as `search` does, at the first.
        """
        return self.selected(query(words, **options))

    def selected(self, question: Query) -> Iterator[Hit]:
        """The facts a question selects that was read before. Raises as `search` does."""
        return (Hit(self, *hit) for hit in listing.facts(self._connection, question))

    def without(self, question: Query) -> dict[str, int]:
        """How many facts a question would select without each of its conditions."""
        return {
            str(condition): listing.count(
                self._connection,
                question._replace(
                    conditions=tuple(it for it in question.conditions if it is not condition)
                ),
            )
            for condition in question.conditions
        }

    def get(self, fact_id: str) -> Fact:
        """The fact with this id. Raises UnknownNameError."""
        return self.hit(fact_id).fact

    def hit(self, fact_id: str) -> Hit:
        """The fact with this id, as it would stand in an answer. Raises UnknownNameError."""
        return Hit(self, catalogue.fact_record(self._connection, fact_id))

    def neighbours(self, fact_id: str, most: int = 5) -> Neighbours:
        """Other readings of the fact's measure, and the facts next to it in its documents."""
        measure = catalogue.same_measure(self._connection, fact_id, most)
        document = catalogue.same_document(self._connection, fact_id, most)
        return Neighbours(
            tuple(Hit(self, record) for record in measure),
            tuple(Hit(self, record) for record in document),
        )

    def stats(self, words: str = "", /, by: str = "kind", **options: Unpack[Options]) -> Statistics:
        """The numbers behind the facts that a question selects. Raises as `search` does."""
        return self.statistics(query(words, **options), by)

    def statistics(self, question: Query, by: str = "kind") -> Statistics:
        """The numbers behind a question that was read before. Raises as `search` does."""
        return Statistics(
            counting.totals(self._connection, question),
            counting.origins(self._connection, question),
            tuple(Hit(self, *hit) for hit in listing.readings(self._connection, question)),
            by,
            tuple(counting.groups(self._connection, question, by)),
        )

    def documents(self) -> list[CountedDocument]:
        """Every document of the base, in its order."""
        return [
            CountedDocument(document_of(json.loads(record)), facts)
            for record, facts in catalogue.documents(self._connection)
        ]

    def entities(self, type: str | None = None) -> list[CountedEntity]:  # noqa: A002
        """Every entity of the base, or of one type, by type and name. Raises UnknownNameError."""
        return [
            CountedEntity(entity_of(json.loads(record)), facts)
            for record, facts in catalogue.entities(self._connection, type)
        ]

    def document(self, document_id: str) -> Document:
        """The document with this id. Raises UnknownNameError."""
        if document_id not in self._documents:
            record = catalogue.document_record(self._connection, document_id)
            self._documents[document_id] = document_of(json.loads(record))
        return self._documents[document_id]

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id. Raises UnknownNameError."""
        if entity_id not in self._entities:
            record = catalogue.entity_record(self._connection, entity_id)
            self._entities[entity_id] = entity_of(json.loads(record))
        return self._entities[entity_id]

    def completions(self, field: str, beginning: str) -> list[str]:
        """Values of a field of the query language that begin as typed."""
        return catalogue.completions(self._connection, field, beginning)

    def info(self) -> Info:
        """Which base this is, what it holds, and where its index is."""
        identity = catalogue.identity(self._connection)
        totals = catalogue.totals(self._connection)
        return Info(
            *self._location,
            title=identity["title"],
            note=identity["note"],
            facts=totals["facts"],
            documents=totals["documents"],
            entities=totals["entities"],
            files=totals["files"],
            index_file=self._index.file,
            state=self._index.state,
        )

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
