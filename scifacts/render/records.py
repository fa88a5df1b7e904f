"""Answers as JSON: an array of records, or a record a line."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from scifacts.records import document_record, dumps, entity_record

if TYPE_CHECKING:
    from scifacts.base import Hit
    from scifacts.holdings import CountedDocument, CountedEntity, Statistics
    from scifacts.render import Screen


def as_json(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """One array, a record a line."""
    return array_of(hit.record for hit in hits)


def as_jsonl(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """A record a line (https://jsonlines.org)."""
    for hit in hits:
        yield f"{hit.record}\n"


def array_of(records: Iterable[str]) -> Iterator[str]:
    """Records of any sort as one array, a record a line."""
    opening = "["
    for record in records:
        yield f"{opening}{record}"
        opening = ",\n"
    yield "[]\n" if opening == "[" else "]\n"


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
            "groups": [
                {"id": group.id, "name": group.name, "facts": group.facts} for group in stats.groups
            ],
        }
    )
    readings = ",\n".join(hit.record for hit in stats.readings)
    return f'{head[:-1]},"readings":[{readings}]}}\n'
