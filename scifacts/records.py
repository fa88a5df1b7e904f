"""The record: how a fact, a document or an entity is said in JSON, and read back from it.

A record is self-contained and its keys are a promise (`scifacts schema record`). Facts are stored
as the text of their record, so that an answer in JSON is read and written without a parser.
"""

import json
from collections.abc import Callable
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

from scifacts.kinds import Bound, EntityType, Kind, State
from scifacts.model import Citation, Document, Entity, Fact, Figure, Furniture, Review
from scifacts.text import escape_unsafe

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def dumps(value: object) -> str:
    """Compact JSON that is safe to show: what could steer a terminal is escaped."""
    return escape_unsafe(_encode(value))


def _string(value: str | None) -> str:
    """The same for a string, in a tenth of the time: most of a record is strings."""
    return "null" if value is None else escape_unsafe(encode_basestring(value))


class Recorder:
    """Says the facts of one base as records; each entity and document it speaks of once."""

    def __init__(self) -> None:
        self._entities: dict[str, str] = {}
        self._documents: dict[str, str] = {}

    def fact(self, fact: Fact) -> str:
        """The record of a fact, without how it stands in an answer."""
        about = ",".join([self._entity(entity) for entity in fact.about])
        said_by = ",".join([self._entity(speaker) for speaker in fact.said_by])
        citations = ",".join([self._citation(citation) for citation in fact.citations])
        inferred = dumps(fact.inferred) if fact.inferred else "[]"
        reviewed = dumps([it._asdict() for it in fact.reviewed]) if fact.reviewed else "[]"
        return (
            f'{{"id":"{fact.id}","claim":{_string(fact.claim)},"kind":"{fact.kind}",'
            f'"about":[{about}],"figure":{_figure_record(fact.figure)},'
            f'"date":{_string(fact.date)},"said_by":[{said_by}],"citations":[{citations}],'
            f'"supersedes":{_string(fact.supersedes)},"reviewed":{reviewed},'
            f'"inferred":{inferred},"note":{_string(fact.note)}}}'
        )

    def _entity(self, entity: Entity) -> str:
        found = self._entities.get(entity.id)
        if found is None:
            found = dumps(_values(entity, only_told=True))
            self._entities[entity.id] = found
        return found

    def _citation(self, citation: Citation) -> str:
        document = self._documents.get(citation.document.id)
        if document is None:
            document = dumps(_values(citation.document, only_told=True))
            self._documents[citation.document.id] = document
        last = citation.to_paragraph or "null"
        return (
            f'{{"document":{document},"paragraph":{citation.paragraph},'
            f'"to_paragraph":{last},"page":{citation.page or "null"},'
            f'"quote":{_string(citation.quote)},"state":"{citation.state}",'
            f'"checked":{_string(citation.checked)}}}'
        )


def document_record(document: Document) -> str:
    """The record of a document, whole."""
    furniture = [item._asdict() for item in document.furniture]
    return dumps({**_values(document), "furniture": furniture})


def entity_record(entity: Entity) -> str:
    """The record of an entity, whole."""
    return dumps(_values(entity))


def document_of(record: dict[str, Any]) -> Document:
    """The document that a whole record, parsed, was made of."""
    furniture = tuple(
        Furniture(tuple(item["paragraphs"]), item["reason"]) for item in record["furniture"]
    )
    return Document(**{**_frozen(record), "furniture": furniture})


def entity_of(record: dict[str, Any]) -> Entity:
    """The entity that a whole record, parsed, was made of."""
    return Entity(**{**_frozen(record), "type": EntityType(record["type"])})


def fact_of(
    record: dict[str, Any],
    document: Callable[[str], Document],
    entity: Callable[[str], Entity],
) -> Fact:
    """The fact that a record, parsed, was made of; documents and entities are looked up by id."""
    figure = record["figure"]
    return Fact(
        id=record["id"],
        claim=record["claim"],
        kind=Kind(record["kind"]),
        about=tuple(entity(about["id"]) for about in record["about"]),
        citations=tuple(
            Citation(
                document(citation["document"]["id"]),
                citation["paragraph"],
                citation["quote"],
                citation["to_paragraph"],
                State(citation["state"]),
                citation["checked"],
            )
            for citation in record["citations"]
        ),
        figure=figure
        and Figure(figure["value"], Bound(figure["bound"]), figure["unit"], figure["measure"]),
        date=record["date"],
        said_by=tuple(entity(speaker["id"]) for speaker in record["said_by"]),
        supersedes=record["supersedes"],
        reviewed=tuple(Review(it["fact"], it["reason"]) for it in record["reviewed"]),
        inferred=tuple(record["inferred"]),
        note=record["note"],
    )


def _frozen(record: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(item) if isinstance(item, list) else item for key, item in record.items()}


def _values(item: Document | Entity, *, only_told: bool = False) -> dict[str, Any]:
    from scifacts.keys import (  # noqa: PLC0415 - to read records back needs no table of keys
        DOCUMENT,
        ENTITY,
        names,
    )

    table = DOCUMENT if isinstance(item, Document) else ENTITY
    return {key: getattr(item, key) for key in names(table, only_told=only_told)}


def _figure_record(figure: Figure | None) -> str:
    if figure is None:
        return "null"
    low, high, low_open, high_open = figure.interval
    least = low if isfinite(low) else "null"
    most = high if isfinite(high) else "null"
    return (
        f'{{"value":{figure.value},"bound":"{figure.bound}","unit":{_string(figure.unit)},'
        f'"measure":"{figure.measure}","low":{least},'
        f'"high":{most},"low_open":{_BOOLEANS[low_open]},'
        f'"high_open":{_BOOLEANS[high_open]}}}'
    )


_BOOLEANS = {True: "true", False: "false"}
