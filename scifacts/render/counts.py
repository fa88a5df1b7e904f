"""What is counted, as JSON: documents, entities, statistics."""

from typing import TYPE_CHECKING

from scifacts.records import Recorder, document_record, dumps, entity_record
from scifacts.standing import Standing, with_standing

if TYPE_CHECKING:
    from scifacts.figures import Comparison
    from scifacts.holdings import CountedDocument, CountedEntity, Statistics


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
    recorder = Recorder()
    readings = ",".join(
        with_standing(recorder.fact(fact), Standing()) for fact in comparison.readings
    )
    return f'{head[:-1]},"readings":[{readings}]}}'
