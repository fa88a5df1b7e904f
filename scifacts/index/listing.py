"""Select facts of an index by a question's words and conditions alike, without ranking them."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from scifacts.errors import QueryError
from scifacts.hits import Hit
from scifacts.index.conditions import where
from scifacts.index.reader import IndexReader
from scifacts.query import Query, Term

_PREFIX_STEMS = 100
_ORDERS = {
    "base": "place",
    "relevance": "place",
    "date": "nullif(first_day, '0000-01-01')",
    "value": "value",
    "id": "id",
}


class Selection(NamedTuple):
    """The facts a question selects, as SQL for `FROM facts WHERE`; `certain` as in `Where`."""

    sql: str
    parameters: tuple[str, ...]
    certain: str


def selection(connection: sqlite3.Connection, query: Query) -> Selection:
    """The facts that hold all words of a question, no excluded one, and meet its conditions.

    Raises QueryError for names the base does not have, and for words that are all too common.
    """
    if query.common:
        raise QueryError(nothing_to_look_for(query))
    condition = where(connection, query)
    sql, parameters = condition.sql, condition.parameters
    if query.terms:
        sql += " AND facts.rowid IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
        parameters += (" AND ".join(as_fts5(connection, term) for term in query.terms),)
    if query.excluded:
        sql += " AND facts.rowid NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)"
        parameters += (" OR ".join(as_fts5(connection, term) for term in query.excluded),)
    return Selection(sql, parameters, condition.certain)


def facts(reader: IndexReader, query: Query) -> Iterator[Hit]:
    """The selected facts, in the order asked for, one at a time and in constant memory."""
    connection = reader.connection
    selected = selection(connection, query)
    if not query.limit:  # what is read once and maybe whole is not to pile up as mapped pages
        connection.execute("PRAGMA mmap_size = 0")
    rows = connection.execute(
        f"SELECT record, {selected.certain} FROM facts WHERE {selected.sql}"
        f" ORDER BY {order(query.sort)} LIMIT ?",
        (*selected.parameters, query.limit or -1),
    )
    for record, certain in rows:
        yield reader.hit(record, certain)


def relaxed(reader: IndexReader, query: Query) -> dict[str, int]:
    """How many facts a question would select without each of its conditions. Raises QueryError."""
    counts = {}
    for condition in query.conditions:
        others = tuple(it for it in query.conditions if it is not condition)
        selected = selection(reader.connection, query._replace(conditions=others))
        sql = f"SELECT count(*) FROM facts WHERE {selected.sql}"
        (counts[str(condition)],) = reader.connection.execute(sql, selected.parameters).fetchone()
    return counts


def as_fts5(connection: sqlite3.Connection, term: Term) -> str:
    """What FTS5 looks for to find a term; stems hold letters, digits and dots alone."""
    if term.is_prefix:
        return f"({' OR '.join(map(quoted, beginning_with(connection, term.stems[0])))})"
    return quoted(" ".join(term.stems))


def beginning_with(connection: sqlite3.Connection, beginning: str) -> list[str]:
    """The stems of words that begin as typed, the commonest first; else what was typed."""
    rows = connection.execute(
        "SELECT stem FROM stems WHERE facts > 0 AND stem IN"
        " (SELECT stem FROM vocabulary WHERE word >= :typed AND word < :end)"
        " ORDER BY facts DESC, stem LIMIT :most",
        {"typed": beginning, "end": beginning + "\U0010ffff", "most": _PREFIX_STEMS},
    )
    return [stem for (stem,) in rows] or [beginning]


def quoted(run: str) -> str:
    """A run of stems as a phrase of FTS5."""
    return f'"{run}"'


def nothing_to_look_for(query: Query) -> str:
    """What to tell who asks for no word, or for none that tells."""
    if not query.common:
        return "no word to look for; name one, or list facts with `scifacts filter`"
    return f"{query.text.strip()!r} holds only words too common to look for; add one that tells"


def order(sort: str | None) -> str:
    """SQL for an order; facts without the value come last, and the base's order breaks ties."""
    column = _ORDERS[(sort or "base").removeprefix("-")]
    if column == "place":
        return "place DESC" if sort and sort.startswith("-") else "place"
    direction = "DESC" if sort and sort.startswith("-") else "ASC"
    return f"{column} IS NULL, {column} {direction}, place"
