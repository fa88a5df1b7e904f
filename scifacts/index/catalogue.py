"""What an index holds: its documents and entities, with counts, and single facts by id."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from scifacts.errors import UnknownNameError, nearest_of
from scifacts.fields import ENTITY_TYPES, unknown


class Counted(NamedTuple):
    """The record of a document or an entity, and how many facts cite or are about it."""

    record: str
    facts: int


def documents(connection: sqlite3.Connection) -> Iterator[Counted]:
    """Every document, in the base's order."""
    rows = connection.execute(
        "SELECT record, (SELECT count(*) FROM cited WHERE document = number)"
        " FROM documents ORDER BY place"
    )
    return map(Counted._make, rows)


def entities(connection: sqlite3.Connection, of_type: str | None = None) -> Iterator[Counted]:
    """Every entity, of one type or of all, by type and name. Raises UnknownNameError."""
    if of_type is not None and of_type not in ENTITY_TYPES:
        raise unknown("type", of_type, ENTITY_TYPES)
    rows = connection.execute(
        "SELECT record, (SELECT count(*) FROM about WHERE entity = number) FROM entities"
        " WHERE type = coalesce(?, type) ORDER BY type, name, id",
        (of_type,),
    )
    return map(Counted._make, rows)


def document_record(connection: sqlite3.Connection, document_id: str) -> str:
    """The record of one document. Raises UnknownNameError."""
    return _record(connection, "documents", document_id)


def entity_record(connection: sqlite3.Connection, entity_id: str) -> str:
    """The record of one entity. Raises UnknownNameError."""
    return _record(connection, "entities", entity_id)


def fact_record(connection: sqlite3.Connection, fact_id: str) -> str:
    """The record of one fact. Raises UnknownNameError."""
    return _record(connection, "facts", fact_id)


def same_measure(connection: sqlite3.Connection, fact_id: str, most: int) -> list[str]:
    """The records of other readings of a fact's measure."""
    rows = connection.execute(
        "SELECT other.record FROM facts AS this JOIN facts AS other USING (measure)"
        " WHERE this.id = ? AND other.id <> this.id ORDER BY other.place LIMIT ?",
        (fact_id, most),
    )
    return [record for (record,) in rows]


def same_document(connection: sqlite3.Connection, fact_id: str, most: int) -> list[str]:
    """The records of the facts that stand nearest to a fact among those citing its documents."""
    rows = connection.execute(
        "WITH others AS ("
        " SELECT DISTINCT other.record, other.place, other.place > this.place AS is_behind"
        " FROM facts AS this"
        " JOIN cited AS here ON here.fact = this.rowid"
        " JOIN cited AS there ON there.document = here.document"
        " JOIN facts AS other ON other.rowid = there.fact"
        " WHERE this.id = ? AND other.id <> this.id)"
        " SELECT record FROM others ORDER BY row_number() OVER (PARTITION BY is_behind"
        " ORDER BY iif(is_behind, place, -place)), place LIMIT ?",
        (fact_id, most),
    )
    return [record for (record,) in rows]


def totals(connection: sqlite3.Connection) -> dict[str, int]:
    """How many facts, documents, entities and files the index holds."""
    return {
        table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("facts", "documents", "entities", "files")
    }


def identity(connection: sqlite3.Connection) -> dict[str, str | None]:
    """The title and note of the base."""
    found = dict(connection.execute("SELECT key, value FROM identity"))
    return {"title": found.get("title"), "note": found.get("note")}


def _record(connection: sqlite3.Connection, table: str, item_id: str) -> str:
    row = connection.execute(f"SELECT record FROM {table} WHERE id = ?", (item_id,)).fetchone()
    if row is None:
        what = {"facts": "fact", "documents": "document", "entities": "entity"}[table]
        near = _near_ids(connection, table, item_id)
        raise UnknownNameError(what, item_id, near, "ids are in the answers of `scifacts search`")
    return str(row[0])


def _near_ids(connection: sqlite3.Connection, table: str, item_id: str) -> list[str]:
    """Ids like one that is not there, looked for among those that begin like it."""
    for length in (len(item_id) // 2, 2, 0):
        known = [
            known
            for (known,) in connection.execute(
                f"SELECT id FROM {table} WHERE id >= ? AND id < ? LIMIT 2000",
                (item_id[:length], item_id[:length] + "\U0010ffff"),
            )
        ]
        near = nearest_of(item_id, known)
        if near:
            return near
    return []
