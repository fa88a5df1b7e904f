"""Select facts of an index by a question's words and conditions alike, without ranking them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scifacts.asking import unit_mark
from scifacts.dialects.sqlite import (
    HOLDING,
    Connection,
    all_found,
    any_found,
    any_of,
    read_once,
)
from scifacts.errors import QueryError
from scifacts.hits import Hit
from scifacts.index.conditions import where
from scifacts.index.reader import IndexReader
from scifacts.query import Query, Term

_PREFIX_STEMS = 100
_MOST_FIGURES = 10
_LONGEST_UNIT = 4  # words
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


def selection(connection: Connection, query: Query) -> Selection:
    """The facts that hold all words of a question, no excluded one, and meet its conditions.

    Raises QueryError for names the base does not have, and for words that are all too common.
    """
    if query.common:
        raise QueryError(nothing_to_look_for(query))
    condition = where(connection, query)
    sql, parameters = condition.sql, condition.parameters
    if query.terms:
        sql += f" AND {HOLDING}"
        parameters += (all_found(expression(connection, term) for term in query.terms),)
    if query.excluded:
        sql += f" AND NOT {HOLDING}"
        parameters += (any_found(expression(connection, term) for term in query.excluded),)
    return Selection(sql, parameters, condition.certain)


def facts(reader: IndexReader, query: Query) -> Iterator[Hit]:
    """The selected facts, in the order asked for, one at a time and in constant memory."""
    connection = reader.connection
    selected = selection(connection, query)
    if not query.limit:
        read_once(connection)
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


def in_unit(reader: IndexReader, query: Query) -> tuple[Hit, ...]:
    """Facts with a figure in the unit that stands behind a number, as in `100 countries`.

    They are those with the nearest numbers, the smallest first.
    """
    for at, term in enumerate(query.terms):
        following = query.terms[at + 1 : at + 1 + _LONGEST_UNIT]
        while following and _is_number(term.stems[0]):
            selected = selection(reader.connection, query._replace(terms=_unit(following)))
            rows = reader.connection.execute(
                f"SELECT record FROM (SELECT record, value, place FROM facts WHERE {selected.sql}"
                f" ORDER BY abs(value - ?), place LIMIT {_MOST_FIGURES}) ORDER BY value, place",
                (*selected.parameters, float(term.stems[0])),
            ).fetchall()
            if rows:
                return tuple(reader.hit(record) for (record,) in rows)
            following = following[:-1]
    return ()


def _is_number(stem: str) -> bool:
    return stem.replace(".", "", 1).isdecimal()


def _unit(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The marks of facts whose figure has a unit with all these words."""
    marks = (unit_mark(stem) for term in terms for stem in term.stems)
    return tuple(Term((mark,), (mark,)) for mark in marks)


def expression(connection: Connection, term: Term) -> str:
    """What finds a term in full-text search."""
    return any_of(runs(connection, term))


def runs(connection: Connection, term: Term) -> list[str]:
    """What stands for a term in the texts of facts, as stems with one blank between: any of it."""
    if term.is_prefix:
        return _beginning_with(connection, term.stems[0])
    return [" ".join(term.stems), *filter(None, [term.asks])]


def _beginning_with(connection: Connection, beginning: str) -> list[str]:
    """The stems of words that begin as typed, the commonest first; else what was typed."""
    rows = connection.execute(
        "SELECT stem FROM stems WHERE facts > 0 AND stem IN"
        " (SELECT stem FROM vocabulary WHERE word >= :typed AND word < :end)"
        " ORDER BY facts DESC, stem LIMIT :most",
        {"typed": beginning, "end": beginning + "\U0010ffff", "most": _PREFIX_STEMS},
    )
    return [stem for (stem,) in rows] or [beginning]


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
