"""The conditions of a question as SQL over the table of facts."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from scifacts import dates
from scifacts.dialects.sqlite import Connection
from scifacts.fields import FIELDS
from scifacts.index import names
from scifacts.query import Comparison, Condition, Query, comparison

# Up to so many linked facts are gathered first; of more, each fact at hand is asked for its link.
_FEW = 5_000

_VERIFIED = (
    "NOT EXISTS (SELECT 1 FROM citations LEFT JOIN proofs USING (fingerprint)"
    " WHERE fact = facts.number AND coalesce(state, '') <> 'found')"
)

_LATEST = """facts.number IN (
    SELECT number FROM (
        SELECT number, row_number() OVER (
            PARTITION BY measure ORDER BY known_from DESC, place DESC
        ) AS age
        FROM facts WHERE measure IS NOT NULL AND {0}
        AND id NOT IN (SELECT supersedes FROM facts WHERE supersedes IS NOT NULL AND {0})
    ) WHERE age = 1)"""


class Where(NamedTuple):
    """What a fact must meet, as SQL with its parameters.

    `certain` tells of a fact that meets it whether it surely does; NULL if no figure was asked for.
    """

    sql: str
    parameters: tuple[str, ...]
    certain: str


def where(connection: Connection, query: Query) -> Where:
    """All conditions of a question. Raises QueryError for names the base does not have."""
    parts: list[str] = []
    parameters: list[str] = []
    certain: list[str] = []
    for condition in query.conditions:
        if condition.field == "value":
            surely, perhaps = _compared(condition)
            parts.append(perhaps if query.possible else surely)
            certain.append(surely)
        else:
            sql, values = _member(connection, condition)
            parts.append(f"NOT coalesce({sql}, 0)" if condition.negated else sql)
            parameters += values
    if query.verified:
        parts.append(_VERIFIED)
    known = "1"
    if query.as_of is not None:
        known = f"known_day <= '{query.as_of}'"
        parts.append(known)
    if query.latest:
        parts.append(_LATEST.format(known))
    return Where(
        " AND ".join(parts) or "1",
        tuple(parameters),
        f"coalesce({' AND '.join(certain)}, 0)" if certain else "NULL",
    )


def _compared(condition: Condition) -> tuple[str, str]:
    """What surely meets any of the comparisons, and what perhaps does."""
    comparisons = [comparison(value) for value in condition.values]
    surely = f"({' OR '.join(map(_surely, comparisons))})"
    perhaps = f"({' OR '.join(map(_perhaps, comparisons))})"
    return (f"NOT {perhaps}", f"NOT {surely}") if condition.negated else (surely, perhaps)


def _surely(comparison: Comparison) -> str:
    """Every value that the figure's wording allows meets the comparison."""
    operator, number, upper = comparison
    return {
        ">=": f"low >= {number!r}",
        ">": f"(low > {number!r} OR low = {number!r} AND low_open)",
        "<=": f"high <= {number!r}",
        "<": f"(high < {number!r} OR high = {number!r} AND high_open)",
        "=": f"(low = {number!r} AND high = {number!r})",
        "..": f"(low >= {number!r} AND high <= {upper!r})",
    }[operator]


def _perhaps(comparison: Comparison) -> str:
    """Some value that the figure's wording allows meets the comparison."""
    operator, number, upper = comparison
    if operator == "=":
        upper = number
    at_least = f"(high > {number!r} OR high = {number!r} AND NOT high_open)"
    return {
        ">=": at_least,
        ">": f"high > {number!r}",
        "<=": f"(low < {number!r} OR low = {number!r} AND NOT low_open)",
        "<": f"low < {number!r}",
    }.get(operator, f"({at_least} AND (low < {upper!r} OR low = {upper!r} AND NOT low_open))")


def _member(connection: Connection, condition: Condition) -> tuple[str, list[str]]:
    """SQL that holds for facts with any of the condition's values, and its parameters."""
    field, values = FIELDS[condition.field], condition.values
    match field.values:
        case "since":
            return "last_day >= ?", [min(dates.span(value).first for value in values)]
        case "until":
            return "first_day <= ?", [max(dates.span(value).last for value in values)]
        case "choice" | "name" | "text":
            resolve = _RESOLVED.get(field.values)
            known = _each(resolve, connection, condition) if resolve else values
            return f"{field.name} IN ({_marks(known)})", list(known)
        case "speaker":
            entities = _each(names.entity_numbers, connection, condition)
            return _linked(connection, "said", "entity", entities), []
        case "document" | "document text":
            documents = _each(_RESOLVED[field.values], connection, condition)
            return _linked(connection, "cited", "document", documents), []
        case "entity":
            wholes = _each(names.entity_numbers, connection, condition)
            return _linked(connection, "about", "entity", names.parts_of(connection, wholes)), []
        case "comparison" | "count":
            raise ValueError(f"facts are not members of a {field.name}")


_Resolve = Callable[[Connection, str, str], list[Any]]
# How the values of a condition are found in an index.
_RESOLVED: dict[str, _Resolve] = {
    "name": names.measures_named,
    "text": names.values_named,
    "document": names.document_numbers,
    "document text": names.documents_with,
}


def _each(resolve: _Resolve, connection: Connection, condition: Condition) -> list[Any]:
    """What all values of a condition name."""
    return [it for value in condition.values for it in resolve(connection, condition.field, value)]


def _linked(connection: Connection, table: str, column: str, numbers: list[int]) -> str:
    """SQL that holds for facts linked to any of `numbers`."""
    links = f"SELECT fact FROM {table} WHERE {column} IN ({_listed(numbers)})"
    (count,) = connection.execute(f"SELECT count(*) FROM ({links} LIMIT {_FEW + 1})").fetchone()
    if count <= _FEW:
        return f"facts.number IN ({links})"
    return f"EXISTS ({links} AND fact = facts.number)"


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers))


def _marks(values: Iterable[object]) -> str:
    return ", ".join("?" for _ in values)
