"""Count the facts that a question selects, as a whole and by a field."""

import sqlite3
from typing import NamedTuple

from scifacts.errors import UnknownNameError, nearest_of
from scifacts.index.listing import selection
from scifacts.query import GROUPINGS, Query


class Group(NamedTuple):
    """How many facts share a value of a field: its id (or the value itself), its name."""

    id: str
    name: str
    facts: int


class Totals(NamedTuple):
    """How many facts were selected, and of how many documents and entities they speak."""

    facts: int
    documents: int
    entities: int
    figures: int


_DIRECT = {
    "kind": "kind",
    "unit": "unit",
    "measure": "measure",
    "year": "substr(nullif(first_day, '0000-01-01'), 1, 4)",
}
_LINKED = {
    "document": (
        "documents.id, coalesce(json_extract(documents.record, '$.title'), documents.id)",
        "JOIN cited ON cited.fact = facts.rowid JOIN documents ON documents.number = document",
    ),
    "publisher": (
        "publisher, publisher",
        "JOIN cited ON cited.fact = facts.rowid JOIN documents ON documents.number = document",
    ),
    "said-by": ("entities.id, entities.name", "JOIN entities ON entities.number = speaker"),
}


def totals(connection: sqlite3.Connection, query: Query) -> Totals:
    """The counts of a selection. Raises QueryError."""
    selected = selection(connection, query)
    facts, figures = connection.execute(
        f"SELECT count(*), count(measure) FROM facts WHERE {selected.sql}", selected.parameters
    ).fetchone()
    chosen = f"SELECT rowid FROM facts WHERE {selected.sql}"
    documents, entities = (
        connection.execute(
            f"SELECT count(DISTINCT {column}) FROM {table} WHERE fact IN ({chosen})",
            selected.parameters,
        ).fetchone()[0]
        for table, column in (("cited", "document"), ("about", "entity"))
    )
    return Totals(facts, documents, entities, figures)


def origins(connection: sqlite3.Connection, query: Query) -> int:
    """How many independent witnesses the selected facts have: a rewrite or repost is none."""
    selected = selection(connection, query)
    row = connection.execute(
        f"""
        WITH RECURSIVE source (id) AS (
            SELECT documents.id FROM cited JOIN documents ON number = document
            WHERE fact IN (SELECT rowid FROM facts WHERE {selected.sql})
            UNION
            SELECT json_extract(record, '$.derived_from') FROM source JOIN documents USING (id)
            WHERE json_extract(record, '$.derived_from') IS NOT NULL
        )
        SELECT count(*) FROM source JOIN documents USING (id)
        WHERE json_extract(record, '$.derived_from') IS NULL
        """,
        selected.parameters,
    ).fetchone()
    return int(row[0])


def groups(connection: sqlite3.Connection, query: Query, field: str) -> list[Group]:
    """The selected facts by a field, the commonest value first. Raises QueryError."""
    if field not in GROUPINGS:
        remedy = f"one of {', '.join(GROUPINGS)}"
        raise UnknownNameError("grouping", field, nearest_of(field, GROUPINGS), remedy)
    selected = selection(connection, query)
    if field in _DIRECT:
        columns, joins = f"{_DIRECT[field]}, {_DIRECT[field]}", ""
    elif field in _LINKED:
        columns, joins = _LINKED[field]
    else:
        columns = "entities.id, entities.name"
        joins = (
            "JOIN about ON about.fact = facts.rowid"
            f" JOIN entities ON entities.number = entity AND type = '{field}'"
        )
    rows = connection.execute(
        f"SELECT {columns}, count(DISTINCT facts.rowid) FROM facts {joins}"
        f" WHERE facts.rowid IN (SELECT rowid FROM facts WHERE {selected.sql})"
        " GROUP BY 1 ORDER BY 3 DESC, 1",
        selected.parameters,
    )
    return [Group(*row) for row in rows if row[0] is not None]
