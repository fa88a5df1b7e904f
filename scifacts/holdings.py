"""What a base holds, as values: facts, documents, entities, statistics, and about itself."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scifacts.figures import Comparison, Verdict, comparison
from scifacts.index import catalogue, counting, listing
from scifacts.library import Location, OpenIndex
from scifacts.model import Document, Entity, Fact
from scifacts.query import Condition, Query
from scifacts.records import document_of, entity_of, fact_of

if TYPE_CHECKING:
    from scifacts.base import Hit


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

    same_measure: "tuple[Hit, ...]"
    same_document: "tuple[Hit, ...]"


class Statistics(NamedTuple):
    """The numbers behind a selection of facts.

    `origins` counts its documents without rewrites and reposts of others; `readings` are its facts
    with a figure, up to the limit; `groups` counts its facts by the field `by`, or by the first of
    two with a comma between, whose commonest values of the second field are `columns`. `histogram`
    counts its figures by order of magnitude, if they are at least five.
    """

    totals: counting.Totals
    origins: int
    readings: "tuple[Hit, ...]"
    by: str
    groups: tuple[counting.Group, ...]
    columns: tuple[counting.Group, ...] = ()
    histogram: tuple[counting.Bin, ...] = ()

    @property
    def is_crossed(self) -> bool:
        """Whether facts are counted by two fields."""
        return "," in self.by


class Timeline(NamedTuple):
    """The dated facts of a selection in the order of time, and how many others have no date."""

    hits: "tuple[Hit, ...]"
    undated: int


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


class Holdings:
    """Reads values back from an index; each document and entity once."""

    def __init__(self, index: OpenIndex) -> None:
        self._index = index
        self._connection = index.connection
        self._documents: dict[str, Document] = {}
        self._entities: dict[str, Entity] = {}

    def fact(self, record: str) -> Fact:
        """The fact that a record is of."""
        return fact_of(json.loads(record), self.document, self.entity)

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

    def documents(self) -> list[CountedDocument]:
        """Every document of the base, in its order."""
        return [
            CountedDocument(document_of(json.loads(record)), facts)
            for record, facts in catalogue.documents(self._connection)
        ]

    def entities(self, of_type: str | None = None) -> list[CountedEntity]:
        """Every entity of the base, or of one type, by type and name. Raises UnknownNameError."""
        return [
            CountedEntity(entity_of(json.loads(record)), facts)
            for record, facts in catalogue.entities(self._connection, of_type)
        ]

    def fact_record(self, fact_id: str) -> str:
        """The record of the fact with this id. Raises UnknownNameError."""
        return catalogue.fact_record(self._connection, fact_id)

    def neighbour_records(self, fact_id: str, most: int) -> tuple[list[str], list[str]]:
        """Records of other readings of the fact's measure, and of facts next to it."""
        return (
            catalogue.same_measure(self._connection, fact_id, most),
            catalogue.same_document(self._connection, fact_id, most),
        )

    def readings(self, question: Query) -> Iterator[listing.Hit]:
        """The selected facts with a figure. Raises QueryError."""
        return listing.readings(self._connection, question)

    def statistics(self, question: Query, by: str, readings: "tuple[Hit, ...]") -> Statistics:
        """The numbers behind what a question selects. Raises QueryError."""
        row, *column = counting.fields(by)
        groups, columns = (
            counting.crossed(self._connection, question, row, column[0])
            if column
            else (counting.groups(self._connection, question, row), [])
        )
        return Statistics(
            counting.totals(self._connection, question),
            counting.origins(self._connection, question),
            readings,
            ",".join((row, *column)),
            tuple(groups),
            tuple(columns),
            tuple(counting.histogram(self._connection, question)),
        )

    def dated(self, question: Query) -> Iterator[listing.Hit]:
        """The selected facts that have a date, in the order of time. Raises QueryError."""
        return counting.dated(self._connection, question)

    def undated(self, question: Query) -> int:
        """How many of the selected facts have no date. Raises QueryError."""
        return counting.undated(self._connection, question)

    def comparisons(self, question: Query, *, differ: bool) -> Iterator[Comparison]:
        """The measures a question selects, with all their readings. Raises QueryError."""
        for measure in listing.measures(self._connection, question, differ=differ):
            asked = Query(conditions=(Condition("measure", (measure,)),), as_of=question.as_of)
            readings = [self.fact(hit.record) for hit in listing.facts(self._connection, asked)]
            found = comparison(measure, readings, self.document)
            if not differ or found.verdict is Verdict.DIFFER:
                yield found

    def info(self, location: Location) -> Info:
        """What there is to know of the base at `location`."""
        identity = catalogue.identity(self._connection)
        totals = catalogue.totals(self._connection)
        return Info(
            *location,
            title=identity["title"],
            note=identity["note"],
            facts=totals["facts"],
            documents=totals["documents"],
            entities=totals["entities"],
            files=totals["files"],
            index_file=self._index.file,
            state=self._index.state,
        )
