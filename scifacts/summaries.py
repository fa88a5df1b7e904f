"""Summaries: what a base answers with beside hits, from counts to what it is itself."""

from typing import NamedTuple

from scifacts.hits import Hit
from scifacts.model import Document, Entity


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


class Group(NamedTuple):
    """How many facts share a value of a field: its id (or the value itself), its name.

    In a cross table, `by` counts the same facts by the second field, the commonest value first;
    `beyond[n]` of them have a value there that is not one of the first `n` columns.
    """

    id: str
    name: str
    facts: int
    by: "tuple[Group, ...]" = ()
    beyond: tuple[int, ...] = ()


class Bin(NamedTuple):
    """How many figures have a value from `low` to below `high`; `low` is None below zero."""

    low: float | None
    high: float
    facts: int


class Totals(NamedTuple):
    """How many facts were selected, and of how many documents and entities they speak."""

    facts: int
    documents: int
    entities: int
    figures: int


class Statistics(NamedTuple):
    """The numbers behind a selection of facts.

    `origins` counts its documents without rewrites and reposts of others; `readings` are its facts
    with a figure, up to the limit; `groups` counts its facts by the field `by`, or by the first of
    two with a comma between, whose commonest values of the second field are `columns`. `histogram`
    counts its figures by order of magnitude, if they are at least five.
    """

    totals: Totals
    origins: int
    readings: tuple[Hit, ...]
    by: str
    groups: tuple[Group, ...]
    columns: tuple[Group, ...] = ()
    histogram: tuple[Bin, ...] = ()

    @property
    def is_crossed(self) -> bool:
        """Whether facts are counted by two fields."""
        return "," in self.by


class Timeline(NamedTuple):
    """The dated facts of a selection in the order of time, and how many others have no date."""

    hits: tuple[Hit, ...]
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
