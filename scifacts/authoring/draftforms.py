"""A draft as it is written: TOML that `scifacts add --from` reads, or JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from scifacts.authoring.draft import Draft, Proposal
from scifacts.model import Entity
from scifacts.records import dumps
from scifacts.text import safe

_HEADING = """\
# Proposed from {document}, not yet put into words: give each fact a claim of your own.
# What is taken goes into the base with: scifacts add --from FILE
"""
_ALWAYS = ("claim", "about")  # a person has to fill them in


def as_toml(draft: Draft) -> Iterator[str]:
    """The draft as tables of format 1: what is not known is left out, a claim is empty."""
    yield _HEADING.format(document=draft.document.id)
    for entity in draft.entities:
        yield "\n[[entities]]\n"
        yield from _lines(_entity(entity))
    sentence = ""
    for proposal in draft.proposals:
        if proposal.sentence != sentence:
            sentence = proposal.sentence
            yield f"\n# {safe(sentence)}\n"
        yield "\n[[facts]]\n"
        values = _fact(proposal)
        yield from _lines(values)


def as_json(draft: Draft) -> str:
    """The draft as one object; every key is there."""
    record = {
        "document": draft.document.id,
        "entities": [_entity(it) for it in draft.entities],
        "facts": [{**_fact(it), "sentence": it.sentence} for it in draft.proposals],
    }
    return f"{dumps(record)}\n"


def _entity(entity: Entity) -> dict[str, Any]:
    return {
        "id": entity.id,
        "type": str(entity.type),
        "name": entity.name,
        "aliases": list(entity.aliases),
    }


def _fact(proposal: Proposal) -> dict[str, Any]:
    figure, cited = proposal.figure, proposal.citation
    return {
        "claim": "",
        "kind": str(proposal.kind),
        "about": [it.id for it in proposal.about],
        "figure": figure and {**figure._asdict(), "value": _whole(figure.value)},
        "date": proposal.date,
        "said_by": [proposal.speaker.id] if proposal.speaker else [],
        "inferred": list(proposal.inferred),
        "citations": [
            {
                "document": cited.document.id,
                "paragraph": cited.paragraph,
                "to_paragraph": cited.to_paragraph,
                "quote": cited.quote,
            }
        ],
        "note": proposal.note,
    }


def _whole(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        if key in _ALWAYS or value not in (None, "", []):
            yield f"{key} = {_value(value)}\n"


def _value(value: Any) -> str:
    """A value as TOML; strings are written as in JSON, which TOML reads alike."""
    match value:
        case dict():
            told = ((key, it) for key, it in value.items() if it not in (None, ""))
            return f"{{ {', '.join(f'{key} = {_value(it)}' for key, it in told)} }}"
        case list():
            inner = [_value(it) for it in value]
            if value and isinstance(value[0], dict):
                return "\n".join(["[", *(f"  {it}," for it in inner), "]"])
            return f"[{', '.join(inner)}]"
        case _:
            return dumps(value)
