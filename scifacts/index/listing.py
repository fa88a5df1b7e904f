"""Select facts of an index by a question's words and conditions alike, without ranking them."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from scifacts.index.conditions import where
from scifacts.query import Query, Term
from scifacts.records import Standing

_ORDERS = {
    "base": "place",
    "relevance": "place",
    "date": "first_day",
    "value": "value",
    "id": "id",
}


class Hit(NamedTuple):
    """A fact that answers a question: its record, and how it stands in the answer."""

    record: str
    standing: Standing


class Selection(NamedTuple):
    """The facts a question selects, as SQL for `FROM facts WHERE`; `certain` as in `Where`."""

    sql: str
    parameters: tuple[str, ...]
    certain: str


def selection(connection: sqlite3.Connection, query: Query) -> Selection:
    """The facts that hold all words of a question, no excluded one, and meet its conditions.

    Raises QueryError for names the base does not have.
    """
    condition = where(connection, query)
    sql, parameters = condition.sql, condition.parameters
    if query.terms:
        sql += " AND facts.rowid IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
        parameters += (" AND ".join(map(as_fts5, query.terms)),)
    if query.excluded:
        sql += " AND facts.rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
        parameters += (" OR ".join(map(as_fts5, query.excluded)),)
    return Selection(sql, parameters, condition.certain)


def facts(connection: sqlite3.Connection, query: Query) -> Iterator[Hit]:
    """The selected facts, in the order asked for, one at a time and in constant memory."""
    selected = selection(connection, query)
    rows = connection.execute(
        f"SELECT record, {selected.certain} FROM facts WHERE {selected.sql}"
        f" ORDER BY {_order(query.sort)} LIMIT ?",
        (*selected.parameters, query.limit or -1),
    )
    for record, certain in rows:
        yield Hit(record, Standing(certain=None if certain is None else bool(certain)))


def readings(connection: sqlite3.Connection, query: Query) -> Iterator[Hit]:
    """The selected facts with a figure, those of one measure together, the latest first."""
    selected = selection(connection, query)
    rows = connection.execute(
        f"SELECT record, {selected.certain}, min(place) OVER (PARTITION BY measure) AS first"
        f" FROM facts WHERE measure IS NOT NULL AND {selected.sql}"
        " ORDER BY first, last_day DESC, place LIMIT ?",
        (*selected.parameters, query.limit or -1),
    )
    for record, certain, _ in rows:
        yield Hit(record, Standing(certain=None if certain is None else bool(certain)))


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many facts are selected."""
    selected = selection(connection, query)
    row = connection.execute(
        f"SELECT count(*) FROM facts WHERE {selected.sql}", selected.parameters
    ).fetchone()
    return int(row[0])


def as_fts5(term: Term) -> str:
    """What FTS5 looks for to find a term; stems hold letters, digits and dots alone."""
    run = f'"{" ".join(term.stems)}"'
    return f"{run} *" if term.is_prefix else run


def _order(sort: str | None) -> str:
    """SQL for an order; facts without the value come last, and the base's order breaks ties."""
    column = _ORDERS[(sort or "base").removeprefix("-")]
    if column == "place":
        return "place DESC" if sort and sort.startswith("-") else "place"
    direction = "DESC" if sort and sort.startswith("-") else "ASC"
    return f"{column} IS NULL, {column} {direction}, place"
