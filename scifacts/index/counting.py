"""What a selection of facts amounts to: counts, counts by fields, sizes, its order in time."""

from scifacts.dialects.sqlite import POWER, Connection, member
from scifacts.errors import QueryError
from scifacts.fields import COUNTED, ENTITY_TYPES, unknown
from scifacts.index.listing import Selection, selection
from scifacts.index.reader import IndexReader
from scifacts.index.readings import readings
from scifacts.query import Query
from scifacts.summaries import Bin, Group, Statistics, Timeline, Totals

MOST_COLUMNS = 8
_FEWEST_FIGURES = 5


# Links are read as they lie in their tables, entity by entity; the plus in `+fact` keeps SQLite
# from looking for each fact under each entity instead.
_CITED = "documents CROSS JOIN cited ON document = number"
_ABOUT = "entities CROSS JOIN about ON entity = number"
_SAID = "entities CROSS JOIN said ON entity = number"
# What only counts, as SQL.
_COUNTED = {
    "year": "substr(nullif(first_day, '0000-01-01'), 1, 4)",
    "date": member("facts.record", "date"),
    "bound": member("facts.record", "figure", "bound"),
}


def statistics(reader: IndexReader, query: Query, by: str) -> Statistics:
    """The numbers behind what a question selects. Raises QueryError."""
    row, *column = fields(by)
    groups, columns = (
        crossed(reader.connection, query, row, column[0])
        if column
        else (groups_by(reader.connection, query, row), [])
    )
    return Statistics(
        totals(reader.connection, query),
        origins(reader.connection, query),
        tuple(readings(reader, query)),
        ",".join((row, *column)),
        tuple(groups),
        tuple(columns),
        tuple(histogram(reader.connection, query)),
    )


def totals(connection: Connection, query: Query) -> Totals:
    """The counts of a selection. Raises QueryError."""
    selected = selection(connection, query)
    facts, figures = connection.execute(
        f"SELECT count(*), count(measure) FROM facts WHERE {selected.sql}", selected.parameters
    ).fetchone()
    chosen = f"SELECT number FROM facts WHERE {selected.sql}"
    documents, entities = (
        connection.execute(
            f"SELECT count(DISTINCT {column}) FROM {table} WHERE fact IN ({chosen})",
            selected.parameters,
        ).fetchone()[0]
        for table, column in (("cited", "document"), ("about", "entity"))
    )
    return Totals(facts, documents, entities, figures)


def origins(connection: Connection, query: Query) -> int:
    """How many independent witnesses the selected facts have: a rewrite or repost is none."""
    selected = selection(connection, query)
    model = member("record", "derived_from")
    row = connection.execute(
        f"""
        WITH RECURSIVE source (id) AS (
            SELECT documents.id FROM cited JOIN documents ON number = document
            WHERE fact IN (SELECT number FROM facts WHERE {selected.sql})
            UNION
            SELECT {model} FROM source JOIN documents USING (id)
            WHERE {model} IS NOT NULL
        )
        SELECT count(*) FROM source JOIN documents USING (id)
        WHERE {model} IS NULL
        """,
        selected.parameters,
    ).fetchone()
    return int(row[0])


def fields(by: str) -> tuple[str, ...]:
    """The field, or the two with a comma between, that facts are counted by. Raises QueryError."""
    found = tuple(part.strip() for part in by.split(","))
    for field in found:
        if field not in COUNTED:
            raise unknown("grouping", field, tuple(COUNTED))
    if len(found) > len(set(found)) or len(found) > 2:  # noqa: PLR2004 - rows and columns
        raise QueryError(f"facts are counted by one field or by two different ones, not by {by!r}")
    return found


def groups_by(connection: Connection, query: Query, field: str) -> list[Group]:
    """The selected facts by a field, the commonest value first. Raises QueryError."""
    selected = selection(connection, query)
    rows = connection.execute(
        f"WITH {_links(selected, rows=field)}"
        " SELECT id, name, count(*) FROM rows GROUP BY 1 ORDER BY 3 DESC, 1",
        selected.parameters,
    )
    return [Group(*row) for row in rows]


def crossed(
    connection: Connection, query: Query, row: str, column: str
) -> tuple[list[Group], list[Group]]:
    """The selected facts by a field, each group by a second one, and the commonest columns.

    Raises QueryError.
    """
    selected = selection(connection, query)
    links = f"WITH {_links(selected, rows=row, columns=column)}"
    both = "FROM rows JOIN columns USING (fact)"
    heads = f"SELECT columns.id, columns.name, count(*) AS facts {both} GROUP BY 1"
    heads = f"{heads} ORDER BY 3 DESC, 1 LIMIT {MOST_COLUMNS}"
    shown = [Group(*it) for it in connection.execute(f"{links} {heads}", selected.parameters)]
    cells = connection.execute(
        f"{links} SELECT rows.id, columns.id, columns.name, count(*) {both}"
        " GROUP BY 1, 2 ORDER BY 4 DESC, 2",
        selected.parameters,
    )
    by: dict[str, list[Group]] = {}
    for row_id, *cell in cells:
        by.setdefault(row_id, []).append(Group(*cell))
    beyond = _beyond(connection, selected, links, heads)
    none = (0,) * (MOST_COLUMNS + 1)
    return [
        group._replace(by=tuple(by.get(group.id, ())), beyond=beyond.get(group.id, none))
        for group in groups_by(connection, query, row)
    ], shown


def _beyond(
    connection: Connection, selected: Selection, links: str, heads: str
) -> dict[str, tuple[int, ...]]:
    """For each row, how many of its facts have a value beyond the first 0, 1, 2... columns."""
    furthest = connection.execute(
        f"{links}, heads AS ({heads}),"
        " places AS (SELECT id, row_number() OVER (ORDER BY facts DESC, id) AS place FROM heads),"
        " furthest AS (SELECT rows.id AS id, fact,"
        f" max(coalesce(place, {MOST_COLUMNS + 1})) AS place"
        " FROM rows JOIN columns USING (fact) LEFT JOIN places ON places.id = columns.id"
        " GROUP BY 1, 2)"
        " SELECT id, place, count(*) FROM furthest GROUP BY 1, 2",
        selected.parameters,
    )
    found: dict[str, list[int]] = {}
    for row_id, place, facts in furthest:
        counts = found.setdefault(row_id, [0] * (MOST_COLUMNS + 1))
        for shown in range(place):
            counts[shown] += facts
    return {row_id: tuple(counts) for row_id, counts in found.items()}


def histogram(connection: Connection, query: Query) -> list[Bin]:
    """The values of the selected figures by order of magnitude; empty if they are fewer than five.

    Between the smallest and the largest no bin is left out. Raises QueryError.
    """
    selected = selection(connection, query)
    rows = connection.execute(
        "SELECT CASE WHEN value < 0 THEN -2 WHEN value < 1 THEN -1"
        f" ELSE {POWER} END, count(*)"
        f" FROM facts WHERE measure IS NOT NULL AND {selected.sql} GROUP BY 1",
        selected.parameters,
    )
    counts = dict(rows.fetchall())
    if sum(counts.values()) < _FEWEST_FIGURES:
        return []
    return [
        Bin(
            None if power < -1 else 0.0 if power < 0 else float(f"1e{power}"),
            0.0 if power < -1 else float(f"1e{power + 1}"),
            counts.get(power, 0),
        )
        for power in range(min(counts), max(counts) + 1)
    ]


def timeline(reader: IndexReader, query: Query) -> Timeline:
    """The selected facts that have a date, by first day, then last day, then place.

    Raises QueryError, also for an order that is not that of time.
    """
    if query.sort not in (None, "date", "-date"):
        raise QueryError(f"a timeline is in the order of time; --sort {query.sort} is another")
    selected = selection(reader.connection, query)
    way = "DESC" if query.sort == "-date" else "ASC"
    rows = reader.connection.execute(
        f"SELECT record, {selected.certain} FROM facts"
        f" WHERE first_day IS NOT NULL AND {selected.sql}"
        f" ORDER BY first_day {way}, last_day {way}, place LIMIT ?",
        (*selected.parameters, query.limit or -1),
    )
    hits = tuple(reader.hit(record, certain) for record, certain in rows)
    undated = f"SELECT count(*) FROM facts WHERE first_day IS NULL AND {selected.sql}"
    return Timeline(hits, *reader.connection.execute(undated, selected.parameters).fetchone())


def _links(selected: Selection, **named: str) -> str:
    """The selection, and under each name its facts linked to their values of a field, as SQL."""
    tables = [f"chosen AS MATERIALIZED (SELECT number FROM facts WHERE {selected.sql})"]
    for name, field in named.items():
        value, label, fact, source = _columns(field)
        is_shared = COUNTED[field].values == "document text"  # by several documents of a fact
        distinct = "DISTINCT" if is_shared else ""
        tables.append(
            f"{name} AS MATERIALIZED (SELECT {distinct} {fact} AS fact, {value} AS id,"
            f" {label} AS name FROM {source}"
            f" WHERE {value} IS NOT NULL AND +{fact} IN (SELECT number FROM chosen))"
        )
    return ", ".join(tables)


def _columns(name: str) -> tuple[str, str, str, str]:
    """SQL for the id and the name of a field's values, for their facts, and where they stand."""
    match COUNTED[name].values:
        case "entity":
            typed = f"(SELECT * FROM {_ABOUT} WHERE type = '{name}')"
            return "id", "name", "fact", typed if name in ENTITY_TYPES else _ABOUT
        case "speaker":
            return "id", "name", "fact", _SAID
        case "document":
            return "id", f"coalesce({member('record', 'title')}, id)", "fact", _CITED
        case "document text":
            return name, name, "fact", _CITED
        case _:
            value = _COUNTED.get(name, name)
            return value, value, "facts.number", "facts"
