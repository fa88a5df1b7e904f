"""Names to what they name: the entities, documents, publishers and units of an index."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from scifacts.dialects.sqlite import LISTED, Connection, array, member
from scifacts.errors import QueryError, UnknownNameError, nearest_of
from scifacts.fields import ENTITY_TYPES, FIELDS, Field, field_named
from scifacts.text import name_key, stems, words

_MOST_SUGGESTIONS = 3
_LONGEST_NAME = 12  # stems


def entity_numbers(connection: Connection, field: str, name: str) -> list[int]:
    """The entities that `name` names: by id, name or alias, of the type `field` unless `about`.

    Raises UnknownNameError with the nearest names, and QueryError for a name of another type.
    """
    found = connection.execute(
        "SELECT number, type, name FROM names JOIN entities ON number = entity WHERE key = ?",
        (name_key(name),),
    ).fetchall()
    numbers = [number for number, kind, _ in found if field not in ENTITY_TYPES or kind == field]
    if numbers:
        return numbers
    if found:
        _, kind, full_name = found[0]
        raise QueryError(f"{full_name!r} is a {kind}, not a {field}; ask with --{kind}")
    raise UnknownNameError(field, name, _similar_names(connection, field, name))


class Named(NamedTuple):
    """The entities that a question names in full, each with how many stems name it.

    `is_all` tells that the question is nothing but names.
    """

    entities: Mapping[int, int] = {}
    is_all: bool = False


def named_in(connection: Connection, words: Sequence[str], beside: Collection[str] = ()) -> Named:
    """The entities that a run of stems names; of names inside a longer name only the longer.

    The question may be nothing but names and the stems that stand `beside` them.
    """
    runs: dict[str, tuple[int, int]] = {}
    for start in range(len(words)):
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1):
            runs.setdefault(" ".join(words[start:end]), (start, end))
    rows = connection.execute(
        f"SELECT key, entity FROM names WHERE key IN {LISTED}", (array(runs),)
    )
    named = [(*runs[key], entity) for key, entity in rows]
    whole = [
        (start, end, entity)
        for start, end, entity in named
        if not any(
            first <= start and end <= last and last - first > end - start
            for first, last, _ in named
        )
    ]
    covered = {at for start, end, _ in whole for at in range(start, end)}
    entities = {entity: end - start for start, end, entity in whole}
    is_all = all(at in covered or word in beside for at, word in enumerate(words))
    return Named(entities, is_all=is_all)


def parts_of(connection: Connection, wholes: Iterable[int]) -> list[int]:
    """The entities that are one of `wholes` or a part of one."""
    listed = ", ".join(map(str, wholes))
    rows = connection.execute(f"SELECT DISTINCT part FROM parts WHERE whole IN ({listed})")
    return [part for (part,) in rows]


def document_numbers(connection: Connection, _field: str, name: str) -> list[int]:
    """The documents that `name` names: one by its id, or all whose title holds its words.

    Raises UnknownNameError.
    """
    rows = connection.execute(
        f"SELECT number, id, coalesce({member('record', 'title')}, '') FROM documents"
    ).fetchall()
    by_id = [number for number, document_id, _ in rows if document_id == name.lower()]
    wanted = set(stems(name))
    found = by_id or [number for number, _, title in rows if wanted and wanted <= set(stems(title))]
    if not found:
        known = [document_id for _, document_id, _ in rows]
        raise UnknownNameError(
            "document", name, nearest_of(name, known), "see `scifacts documents`"
        )
    return found


def documents_with(connection: Connection, field: str, name: str) -> list[int]:
    """The documents of which a text holds all words of `name`. Raises UnknownNameError."""
    values = values_named(connection, field, name)
    marks = ", ".join("?" for _ in values)
    rows = connection.execute(f"SELECT number FROM documents WHERE {field} IN ({marks})", values)
    return [number for (number,) in rows]


def values_named(connection: Connection, field: str, name: str) -> list[str]:
    """The values of a text of facts or documents that hold all words of `name`.

    Raises UnknownNameError.
    """
    table = "facts" if FIELDS[field].values == "text" else "documents"
    rows = connection.execute(f"SELECT DISTINCT {field} FROM {table} WHERE {field} IS NOT NULL")
    known = [value for (value,) in rows]
    wanted, written = set(stems(name)), set(words(name))
    found = [
        value
        for value in known
        if (wanted and wanted <= set(stems(value))) or (written and written <= set(words(value)))
    ]
    if not found:
        remedy = f"known: {', '.join(sorted(known)[:5])}" if known else f"no fact has a {field}"
        raise UnknownNameError(field, name, nearest_of(name, known), remedy)
    return found


def completions(connection: Connection, name: str, beginning: str) -> list[str]:
    """Up to 50 values that begin as typed, of the field of this name, or ids of a `fact`.

    Raises UnknownNameError for another name.
    """
    field = None if name == "fact" else field_named(name)
    if field and field.placeholder != "NAME":  # numbers and dates are endless
        return []
    if field and field.choices:
        return [choice for choice in field.choices if choice.startswith(beginning)]
    rows = connection.execute(
        f"{_completing(field)} ORDER BY 1 LIMIT 50",
        {"typed": beginning, "end": beginning + "\U0010ffff", "type": name},
    )
    return [value for (value,) in rows]


def _completing(field: Field | None) -> str:
    """SQL for the values of a field that begin as typed."""
    if field is None or field.values == "document":
        table = "documents" if field else "facts"
        return f"SELECT id FROM {table} WHERE id >= :typed AND id < :end"
    if field.values in ("entity", "speaker"):
        of_type = " AND type = :type" if field.name in ENTITY_TYPES else ""
        if field.values == "speaker":
            of_type = " AND number IN (SELECT entity FROM said)"
        return " UNION ".join(
            f"SELECT {column} FROM entities WHERE {column} LIKE :typed || '%'{of_type}"
            for column in ("id", "name")
        )
    table = "documents" if field.values == "document text" else "facts"
    return f"SELECT DISTINCT {field.name} FROM {table} WHERE {field.name} LIKE :typed || '%'"


def measures_named(connection: Connection, _field: str, name: str) -> list[str]:
    """The measure of this name. Raises UnknownNameError."""
    rows = connection.execute("SELECT 1 FROM facts WHERE measure = ? LIMIT 1", (name,))
    if rows.fetchone() is None:
        known = connection.execute("SELECT DISTINCT measure FROM facts WHERE measure IS NOT NULL")
        near = nearest_of(name, [measure for (measure,) in known])
        raise UnknownNameError("measure", name, near, "list them with `scifacts compare`")
    return [name]


def _similar_names(connection: Connection, field: str, name: str) -> list[str]:
    """The nearest names of a type: those that hold the word typed, then those spelt like it."""
    of_type = "type = ?" if field in ENTITY_TYPES else "? IS NOT NULL"
    rows = connection.execute(
        "SELECT key, name, type FROM names JOIN entities ON number = entity"
        f" WHERE {of_type} ORDER BY key",
        (field,),
    ).fetchall()
    full_names = {key: full_name for key, full_name, _ in rows}
    wanted = set(stems(name))
    holding = [full for key, full in full_names.items() if wanted & set(key.split())]
    spelt = [full_names[key] for key in nearest_of(name_key(name), full_names)]
    return list(dict.fromkeys([*spelt, *holding]))[:_MOST_SUGGESTIONS]
