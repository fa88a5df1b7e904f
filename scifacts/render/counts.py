"""What is counted, as JSON: documents, entities, statistics; groups also as CSV and Markdown."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from scifacts.records import document_record, dumps, entity_record
from scifacts.render.plain import csv_row, unformulated
from scifacts.text import safe

if TYPE_CHECKING:
    from scifacts.figures import Comparison
    from scifacts.summaries import CountedDocument, CountedEntity, Group, Statistics, Timeline

_MARKDOWN_SIGN = re.compile(r"([\\`*_\[\]<>#|])")


def document_line(counted: "CountedDocument") -> str:
    """The record of a document with the number of facts that cite it."""
    return f'{document_record(counted.document)[:-1]},"facts":{counted.facts}}}'


def entity_line(counted: "CountedEntity") -> str:
    """The record of an entity with the number of facts that are about it."""
    return f'{entity_record(counted.entity)[:-1]},"facts":{counted.facts}}}'


def statistics_record(stats: "Statistics") -> str:
    """Statistics as one object."""
    head = dumps(
        {
            "facts": stats.totals.facts,
            "documents": stats.totals.documents,
            "origins": stats.origins,
            "entities": stats.totals.entities,
            "figures": stats.totals.figures,
            "by": stats.by,
            "groups": [_group(group, is_crossed=stats.is_crossed) for group in stats.groups],
            "histogram": [
                {"from": _whole(it.low), "to": _whole(it.high), "facts": it.facts}
                for it in stats.histogram
            ],
        }
    )
    readings = ",\n".join(hit.record for hit in stats.readings)
    return f'{head[:-1]},"readings":[{readings}]}}\n'


def timeline_pieces(timeline: "Timeline") -> Iterator[str]:
    """A timeline as one object, a record at a time."""
    opening = '{"facts":['
    for hit in timeline.hits:
        yield f"{opening}{hit.record}"
        opening = ",\n"
    yield f'{"" if timeline.hits else opening}],"undated":{timeline.undated}}}\n'


def statistics_csv(stats: "Statistics", *, is_safe: bool = False) -> Iterator[str]:
    """The groups, or the cross table with the ids of its columns at the head, as CSV.

    If it is to be safe, no cell is a formula.
    """
    more = [*(column.id for column in stats.columns), "other"] if stats.is_crossed else []
    yield csv_row(["id", "name", "facts", *more])
    for group in stats.groups:
        row = [group.id, safe(group.name), str(group.facts), *map(str, _cells(stats, group))]
        yield csv_row(unformulated(row) if is_safe else row)


def statistics_markdown(stats: "Statistics") -> Iterator[str]:
    """The groups, or the cross table, as a table in Markdown."""
    more = [*(column.name for column in stats.columns), "other"] if stats.is_crossed else []
    yield _markdown_row([stats.by.partition(",")[0], "facts", *more])
    yield f"| --- | --: |{' --: |' * len(more)}\n"
    for group in stats.groups:
        cells = map(str, (group.facts, *_cells(stats, group)))
        yield _markdown_row([group.name, *cells])


def _cells(stats: "Statistics", group: "Group") -> list[int]:
    """A row of the cross table: the columns, and the facts with a value beyond them."""
    if not stats.is_crossed:
        return []
    facts = {it.id: it.facts for it in group.by}
    return [*(facts.get(it.id, 0) for it in stats.columns), group.beyond[len(stats.columns)]]


def _group(group: "Group", *, is_crossed: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"id": group.id, "name": group.name, "facts": group.facts}
    if is_crossed:
        found["by"] = [_group(it, is_crossed=False) for it in group.by]
    return found


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _markdown_row(cells: list[str]) -> str:
    shown = (_MARKDOWN_SIGN.sub(r"\\\1", safe(cell)) for cell in cells)
    return f"| {' | '.join(shown)} |\n"


def comparison_record(comparison: "Comparison") -> str:
    """A comparison as one object; its readings are records."""
    head = dumps(
        {
            "measure": comparison.measure,
            "verdict": comparison.verdict,
            "documents": comparison.documents,
            "origins": comparison.origins,
            "superseded": sorted(comparison.superseded),
        }
    )
    readings = ",".join(hit.record for hit in comparison.readings)
    return f'{head[:-1]},"readings":[{readings}]}}'
