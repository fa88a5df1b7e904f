"""What an index holds: its documents and entities, the neighbours of a fact, and itself."""

import json

from scifacts.fields import ENTITY_TYPES, unknown
from scifacts.hits import Hit
from scifacts.index.reader import IndexReader
from scifacts.records import document_of, entity_of
from scifacts.summaries import CountedDocument, CountedEntity, Info, Neighbours


def documents(reader: IndexReader) -> list[CountedDocument]:
    """Every document, in the base's order."""
    rows = reader.connection.execute(
        "SELECT record, (SELECT count(*) FROM cited WHERE document = number)"
        " FROM documents ORDER BY place"
    )
    return [CountedDocument(document_of(json.loads(record)), facts) for record, facts in rows]


def entities(reader: IndexReader, of_type: str | None = None) -> list[CountedEntity]:
    """Every entity, of one type or of all, by type and name. Raises UnknownNameError."""
    if of_type is not None and of_type not in ENTITY_TYPES:
        raise unknown("type", of_type, ENTITY_TYPES)
    rows = reader.connection.execute(
        "SELECT record, (SELECT count(*) FROM about WHERE entity = number) FROM entities"
        " WHERE type = coalesce(?, type) ORDER BY type, name, id",
        (of_type,),
    )
    return [CountedEntity(entity_of(json.loads(record)), facts) for record, facts in rows]


def neighbours(reader: IndexReader, fact_id: str, most: int) -> Neighbours:
    """Other readings of a fact's measure, and the facts that stand next to it in its documents."""
    measure = (
        "SELECT other.record FROM facts AS this JOIN facts AS other USING (measure)"
        " WHERE this.id = ? AND other.id <> this.id ORDER BY other.place LIMIT ?"
    )
    document = (
        "WITH others AS ("
        " SELECT DISTINCT other.record, other.place, other.place > this.place AS is_behind"
        " FROM facts AS this"
        " JOIN cited AS here ON here.fact = this.number"
        " JOIN cited AS there ON there.document = here.document"
        " JOIN facts AS other ON other.number = there.fact"
        " WHERE this.id = ? AND other.id <> this.id)"
        " SELECT record FROM others ORDER BY row_number() OVER (PARTITION BY is_behind"
        " ORDER BY CASE WHEN is_behind THEN place ELSE -place END), place LIMIT ?"
    )

    def found(sql: str) -> tuple[Hit, ...]:
        rows = reader.connection.execute(sql, (fact_id, most))
        return tuple(reader.hit(record) for (record,) in rows)

    return Neighbours(found(measure), found(document))


def info(reader: IndexReader, path: str, reason: str) -> Info:
    """What there is to know of the base at `path`, and why it is this one."""
    identity = dict(reader.connection.execute("SELECT key, value FROM identity"))
    counts = {
        table: reader.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("facts", "documents", "entities", "files")
    }
    return Info(
        path=path,
        reason=reason,
        title=identity.get("title"),
        note=identity.get("note"),
        **counts,
        index_file=reader.file,
        state=reader.state,
    )
