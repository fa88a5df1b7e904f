"""The published shapes, as JSON Schemas (2020-12): a file of a base, and the record of a fact."""

from collections.abc import Iterable
from typing import Any

from scifacts import keys
from scifacts.keys import Array, Choice, Key, Maybe, Reference, Scalar, Sort, Table

Schema = dict[str, Any]

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
_TOLD = {"documents": keys.DOCUMENT, "entities": keys.ENTITY}


def base_schema() -> Schema:
    """What a file of a base holds."""
    roots: dict[str, Sort] = {
        root: table if root == "base" else Array(table) for root, table in keys.ROOTS.items()
    }
    properties = {root: _written(sort) for root, sort in roots.items()}
    return {
        **_DIALECT,
        "title": f"scifacts fact base, format {keys.FORMAT}",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def record_schema() -> Schema:
    """What every command writes of a fact in JSON."""
    told = [table._replace(keys=_told(table)) for table in (keys.ENTITY, keys.DOCUMENT)]
    defined = (*told, keys.CITATION, keys.FIGURE)
    return {
        **_DIALECT,
        "title": "scifacts record",
        "description": "A fact as commands write it in JSON, with its originating documents inside",
        **_recorded_keys(keys.FACT.keys),
        "$defs": {table.name: _recorded_keys(table.keys) for table in defined},
    }


def review_schema() -> Schema:
    """What `scifacts review --json` writes of a sentence; the facts in it are records."""
    record = record_schema()
    facts = {"$ref": "#/$defs/record"}
    text, count = {"type": "string"}, {"type": "integer", "minimum": 1}
    part: Schema = {
        "what": {"enum": ["number", "date", "name", "speaker", "negation", "words"]},
        "said": {**text, "description": "what the sentence says; empty if nothing"},
        "known": {**text, "description": "what the fact says; empty if nothing"},
        "outcome": {"enum": ["agrees", "differs", "open"]},
    }
    match: Schema = {
        "likeness": {"type": "number", "minimum": 0, "maximum": 1},
        "parts": {"type": "array", "items": _object(part, list(part))},
        "fact": facts,
    }
    sentence: Schema = {
        "file": text,
        **dict.fromkeys(("line", "column", "end_line", "end_column"), count),
        "text": text,
        "state": {"enum": ["supported", "differs", "said", "unknown"]},
        "reason": {**text, "description": "the rule that decided"},
        "assumed": {"type": ["string", "null"], "description": "what a pronoun was taken for"},
        "matches": {"type": "array", "items": _object(match, list(match))},
        "nearest": {"type": "array", "items": facts},
    }
    definitions = {**record.pop("$defs"), "record": {**record, "$schema": _DIALECT["$schema"]}}
    return {
        **_DIALECT,
        "title": "scifacts review",
        "description": "A sentence of a text held against a base",
        **_object(sentence, list(sentence)),
        "$defs": definitions,
    }


def _told(table: Table) -> tuple[Key, ...]:
    return tuple(key for key in table.keys if key.is_told)


def _written(sort: Sort) -> Schema:
    """How a value is written in a base."""
    match sort:
        case Scalar():
            return dict(sort.schema)
        case Choice():
            return {"enum": [str(it) for it in sort.of]}
        case Reference():
            return dict(keys.ID.schema)
        case Array():
            several = _array(_written(sort.of), sort)
            return {"anyOf": [_written(sort.of), several]} if sort.is_bare else several
        case Maybe():
            return _written(sort.of)
        case Table():
            written = [key for key in sort.keys if not key.is_derived]
            required = [key.name for key in written if key.is_required]
            return _object(
                {key.name: _described(key, _written(key.sort)) for key in written}, required
            )


def _recorded(sort: Sort) -> Schema:  # noqa: PLR0911 - a sort, a return
    """How a value stands in a record."""
    match sort:
        case Scalar():
            return dict(sort.recorded)
        case Choice():
            return {"enum": [str(it) for it in sort.of]}
        case Reference():
            return _defined(_TOLD[sort.to]) if sort.is_told else {"type": "string"}
        case Array():
            return _array(_recorded(sort.of), sort)
        case Maybe():
            return _or_null(_recorded(sort.of))
        case keys.CITATION | keys.FIGURE:
            return _defined(sort)
        case Table():
            return _recorded_keys(sort.keys)


def _recorded_keys(of: Iterable[Key]) -> Schema:
    """A record has all its keys; what is not there is null, or an empty array."""
    properties = {}
    for key in of:
        schema = _recorded(key.sort)
        if not key.is_required:
            schema.pop("minItems", None)
        is_there = key.is_required or key.is_derived or schema.get("type") == "array"
        properties[key.name] = _described(key, schema if is_there else _or_null(schema))
    return _object(properties, list(properties))


def _described(key: Key, schema: Schema) -> Schema:
    """A schema with what its key means, and how it is written if that is not plain."""
    example = key.sort.example if isinstance(key.sort, Scalar) else ""
    is_written = example and schema.get("type") == "string"
    return {**schema, "description": f"{key.meaning}: {example}" if is_written else key.meaning}


def _object(properties: Schema, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


def _array(items: Schema, sort: Array) -> Schema:
    least = {"minItems": 1} if sort.is_filled else {}
    return {"type": "array", "items": items, **least}


def _defined(table: Table) -> Schema:
    return {"$ref": f"#/$defs/{table.name}"}


def _or_null(schema: Schema) -> Schema:
    if "enum" in schema:
        return {**schema, "enum": [*schema["enum"], None]}
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
