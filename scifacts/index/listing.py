"""Select facts of an index by a question's words and conditions alike, without ranking them."""

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from scifacts.errors import QueryError
from scifacts.index.conditions import where
from scifacts.query import Query, Term
from scifacts.standing import Standing

_PREFIX_STEMS = 100
_NOT_CHECKED = "unchecked"
_BEFORE_ID = '{"id":"'
_UNCHECKED = '"state":"unchecked"'
_ORDERS = {
    "base": "place",
    "relevance": "place",
    "date": "nullif(first_day, '0000-01-01')",
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


def facts(connection: sqlite3.Connection, query: Query) -> Iterator[Hit]:
    """The selected facts, in the order asked for, one at a time and in constant memory."""
    selected = selection(connection, query)
    if not query.limit:  # what is read once and maybe whole is not to pile up as mapped pages
        connection.execute("PRAGMA mmap_size = 0")
    rows = connection.execute(
        f"SELECT record, {selected.certain} FROM facts WHERE {selected.sql}"
        f" ORDER BY {order(query.sort)} LIMIT ?",
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


def measures(connection: sqlite3.Connection, query: Query, *, differ: bool) -> list[str]:
    """The measures of the selected facts, in the base's order; words may be the name of one.

    With `differ`, only those that have two readings which no value may satisfy both of.
    """
    name = query.text.strip()
    if connection.execute("SELECT 1 FROM facts WHERE measure = ? LIMIT 1", (name,)).fetchone():
        return [name]
    selected = selection(connection, query)
    sql = f"SELECT measure FROM facts WHERE measure IS NOT NULL AND {selected.sql}"
    if differ:
        sql += (
            " AND measure IN (SELECT measure FROM facts WHERE measure IS NOT NULL"
            " GROUP BY measure HAVING count(*) > 1 AND max(low) >= min(high))"
        )
    rows = connection.execute(f"{sql} GROUP BY measure ORDER BY min(place)", selected.parameters)
    return [measure for (measure,) in rows]


def has_proofs(connection: sqlite3.Connection) -> bool:
    """Whether citations were ever checked on this machine."""
    return connection.execute("SELECT 1 FROM proofs LIMIT 1").fetchone() is not None


def with_states(connection: sqlite3.Connection, record: str) -> str:
    """The record of a fact with what checks on this machine have found out about its citations.

    Records are stored with every citation unchecked; inside a string that text has backslashes.
    """
    first, *rest = record.split(_UNCHECKED)
    rows = connection.execute(
        "SELECT position, state FROM facts JOIN citations ON fact = facts.rowid"
        " JOIN proofs USING (fingerprint) WHERE id = ?",
        (record[len(_BEFORE_ID) : record.index('"', len(_BEFORE_ID))],),
    )
    states = dict(rows.fetchall())
    found = (f'"state":"{states.get(at, _NOT_CHECKED)}"{part}' for at, part in enumerate(rest))
    return first + "".join(found)


def count(connection: sqlite3.Connection, query: Query) -> int:
    """How many facts are selected."""
    selected = selection(connection, query)
    row = connection.execute(
        f"SELECT count(*) FROM facts WHERE {selected.sql}", selected.parameters
    ).fetchone()
    return int(row[0])


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
