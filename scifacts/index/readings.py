"""The figures of an index: the readings of measures, and how those of one measure compare."""

from collections.abc import Iterator

from scifacts.figures import Comparison, Verdict, comparison
from scifacts.hits import Hit
from scifacts.index.listing import facts, selection
from scifacts.index.reader import IndexReader
from scifacts.query import Condition, Query


def readings(reader: IndexReader, query: Query) -> Iterator[Hit]:
    """The selected facts with a figure, those of one measure together, the latest first.

    Raises QueryError.
    """
    selected = selection(reader.connection, query)
    rows = reader.connection.execute(
        f"SELECT record, {selected.certain}, min(place) OVER (PARTITION BY measure) AS first"
        f" FROM facts WHERE measure IS NOT NULL AND {selected.sql}"
        " ORDER BY first, last_day DESC, place LIMIT ?",
        (*selected.parameters, query.limit or -1),
    )
    return (reader.hit(record, certain) for record, certain, _ in rows)


def comparisons(reader: IndexReader, query: Query, *, differ: bool) -> Iterator[Comparison]:
    """The measures a question selects, with all their readings; with `differ`, those that differ.

    Raises QueryError.
    """
    for measure in _measures(reader, query, differ=differ):
        asked = Query(conditions=(Condition("measure", (measure,)),), as_of=query.as_of)
        found = comparison(measure, tuple(facts(reader, asked)), reader.document)
        if not differ or found.verdict is Verdict.DIFFER:
            yield found


def _measures(reader: IndexReader, query: Query, *, differ: bool) -> list[str]:
    """The measures of the selected facts, in the base's order; words may be the name of one.

    With `differ`, only those that have two readings which no value may satisfy both of.
    """
    name, connection = query.text.strip(), reader.connection
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
