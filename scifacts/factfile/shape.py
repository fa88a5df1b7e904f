"""The shape of format 1, said once: it checks what was read, and is the published JSON Schema."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, Never

from scifacts import dates
from scifacts.errors import suggestion
from scifacts.factfile.meanings import meanings
from scifacts.factfile.places import Path
from scifacts.kinds import Bound, EntityType, Kind
from scifacts.model import Furniture, Review

FORMAT = 1
_HIGHEST_PARAGRAPH = 100_000
_HIGHEST_NUMBER = 10**15


class Fault(NamedTuple):
    """What is wrong with the value at `path`; which line that is, only its text can tell."""

    path: Path
    code: str
    message: str
    remedy: str


class FaultyError(Exception):
    """A value that breaks its rule, or a table or array that holds such values."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def under(self, key: str | int) -> Iterator[Fault]:
        """The same faults, seen from the table or array that holds this value as `key`."""
        for fault in self.faults:
            yield fault._replace(path=(key, *fault.path))


class Rule(NamedTuple):
    """How a value is read (raising FaultyError), and how JSON Schema says the same."""

    read: Callable[[Any], Any]
    schema: Mapping[str, Any]


def _wrong(message: str, remedy: str, code: str = "S104") -> Never:
    raise FaultyError([Fault((), code, message, remedy)])


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        _wrong("is not a string", "put it in quotes")
    if not value.strip():
        _wrong("is empty", "write it or leave the key out")
    return value


def _read_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        _wrong(f"is {value!r}", "ids are lower-case words joined by hyphens", "S105")
    return value


def _read_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong("is not a number", "write it without quotes or units")
    if not abs(value) <= _HIGHEST_NUMBER:
        _wrong("is not a number that can be kept", f"it may go up to {_HIGHEST_NUMBER:.0e}")
    return value


def _read_paragraph(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= _HIGHEST_PARAGRAPH:
        _wrong("is not the number of a paragraph", "count the non-empty lines, from 1")
    return value


def _read_paragraphs(value: object) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in value.split(",") if isinstance(value, str) else ():
        bounds = _RANGE.fullmatch(part.strip())
        first, last = (int(bounds[1]), int(bounds[2] or bounds[1])) if bounds else (0, 0)
        if not 0 < first <= last <= _HIGHEST_PARAGRAPH:
            numbers.clear()
            break
        numbers.extend(range(first, last + 1))
    if not numbers:
        _wrong("is not a list of paragraphs", 'write "1-25" or, in reading order, "47-61,26-29"')
    return tuple(numbers)


def _read_date(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):  # a date without quotes
        return value.isoformat()
    if not isinstance(value, str):
        _wrong("is not a date", 'write "2025", "2025-06", "2025-06-12" or "2021/2025"', "S106")
    try:
        dates.span(value)
    except ValueError as error:
        _wrong(f"is wrong: {error}", "write a date that exists, or leave the key out", "S106")
    return value


def _read_hash(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        _wrong("is not a SHA-256 in hexadecimal", "run `sha256sum FILE`")
    return value


def _read_file(value: object) -> str:
    name = _read_text(value)
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\0" in name:
        _wrong("leaves the folder of sources", "name a file inside the folder given by --sources")
    return name


def _read_format(value: object) -> int:
    if value != FORMAT:
        _wrong(f"is {value!r}", f"this scifacts reads format {FORMAT}", "S107")
    return FORMAT


def _choice(enum: type[StrEnum]) -> Rule:
    members = {str(member): member for member in enum}
    words = meanings(enum)

    def read(value: object) -> StrEnum:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            remedy = suggestion(str(value), words, f"one of {', '.join(members)}")
            _wrong(f"{value!r} is unknown", remedy)
        return member

    return Rule(read, {"enum": list(members)})


def _array(item: Rule) -> Rule:
    def read(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            _wrong("is not an array", "put it in brackets: [ ... ]")
        found: list[Any] = []
        faults: list[Fault] = []
        read_item = item.read
        for index, element in enumerate(value):
            try:
                found.append(read_item(element))
            except FaultyError as error:
                faults += error.under(index)
        if faults:
            raise FaultyError(faults)
        return tuple(found)

    return Rule(read, {"type": "array", "items": item.schema})


def _filled(array: Rule) -> Rule:
    def read(value: object) -> tuple[Any, ...]:
        found: tuple[Any, ...] = array.read(value)
        if not found:
            _wrong("is empty", "name at least one")
        return found

    return Rule(read, {**array.schema, "minItems": 1})


def _table(fields: Mapping[str, Rule], required: frozenset[str] = frozenset()) -> Rule:
    readers = {key: rule.read for key, rule in fields.items()}

    def read(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            _wrong("is not a table", "write { key = value, ... }")
        found: dict[str, Any] = {}
        faults: list[Fault] = []
        for key, inner in value.items():
            if key not in readers:
                faults.append(unknown_key(key, fields))
                continue
            try:
                found[key] = readers[key](inner)
            except FaultyError as error:
                faults += error.under(key)
        if not required <= found.keys():
            faults += [
                Fault((), "S103", f"has no {key}", f"add {key} = ...")
                for key in sorted(required - value.keys())
            ]
        if faults:
            raise FaultyError(faults)
        return found

    schema = {
        "type": "object",
        "properties": {key: rule.schema for key, rule in fields.items()},
        "required": sorted(required),
        "additionalProperties": False,
    }
    return Rule(read, schema)


def unknown_key(key: str, known: Mapping[str, Rule]) -> Fault:
    """The fault of a key that no rule speaks of."""
    remedy = suggestion(key, {it: it for it in known}, f"known keys: {', '.join(known)}")
    return Fault((key,), "S102", "is not a key of format 1", remedy)


def _described(rule: Rule, description: str) -> Rule:
    return Rule(rule.read, {**rule.schema, "description": description})


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")

_TEXT = Rule(_read_text, {"type": "string", "pattern": r"\S"})
_TEXTS = _array(_TEXT)
_ID_RULE = Rule(_read_id, {"type": "string", "pattern": f"^{_ID.pattern}$"})
# An id that names something else need not be looked at: nothing has an id of another shape.
_REFERENCE = Rule(_read_text, _ID_RULE.schema)
_REFERENCES = _array(_REFERENCE)
_DATE = Rule(
    _read_date,
    {
        "description": "2025, 2025-06, 2025-06-12, or an interval of two: 2021/2025, 2018/..",
        "type": "string",
        "pattern": r"^(\d{4}(-\d{2}(-\d{2})?)?|\.\.)(/(\d{4}(-\d{2}(-\d{2})?)?|\.\.))?$",
    },
)
_PARAGRAPH = Rule(_read_paragraph, {"type": "integer", "minimum": 1, "maximum": _HIGHEST_PARAGRAPH})
_PARAGRAPHS = Rule(
    _read_paragraphs,
    {
        "description": "Ranges of paragraphs in reading order: 1-25 or 47-61,26-29",
        "type": "string",
        "pattern": r"^\s*\d+(-\d+)?\s*(,\s*\d+(-\d+)?\s*)*$",
    },
)

_FURNITURE_TABLE = _table(
    {"paragraphs": _PARAGRAPHS, "reason": _TEXT}, frozenset({"paragraphs", "reason"})
)
_FURNITURE = Rule(lambda value: Furniture(**_FURNITURE_TABLE.read(value)), _FURNITURE_TABLE.schema)

_REVIEW_TABLE = _table({"fact": _REFERENCE, "reason": _TEXT}, frozenset({"fact", "reason"}))
_REVIEW = Rule(lambda value: Review(**_REVIEW_TABLE.read(value)), _REVIEW_TABLE.schema)

_FIGURE = _table(
    {
        "value": Rule(_read_number, {"type": "number"}),
        "bound": _described(_choice(Bound), "How the source hedged the number"),
        "unit": _TEXT,
        "measure": _described(_ID_RULE, "The quantity this is a reading of"),
    },
    frozenset({"value", "bound", "unit", "measure"}),
)

_CITATION = _table(
    {
        "document": _REFERENCE,
        "paragraph": _described(_PARAGRAPH, "Where the quote begins: the n-th non-empty line"),
        "to_paragraph": _described(_PARAGRAPH, "Where a quote that runs on ends"),
        "quote": _described(_TEXT, "A few words, verbatim, at most 20"),
    },
    frozenset({"document", "paragraph", "quote"}),
)

BASE = _table(
    {"format": Rule(_read_format, {"const": FORMAT}), "title": _TEXT, "note": _TEXT},
    frozenset({"format"}),
)

DOCUMENT = _table(
    {
        "id": _ID_RULE,
        "title": _TEXT,
        "publisher": _TEXT,
        "authors": _TEXTS,
        "credits": _TEXTS,
        "published": _DATE,
        "file": _described(
            Rule(_read_file, _TEXT.schema), "Its text, inside the folder given by --sources"
        ),
        "paragraphs": _PARAGRAPHS,
        "sha256": Rule(_read_hash, {"type": "string", "pattern": f"^{_SHA256.pattern}$"}),
        "derived_from": _described(_REFERENCE, "The document this one rewrites or reposts"),
        "furniture": _described(_array(_FURNITURE), "Paragraphs that hold nothing to claim"),
        "inferred": _described(_TEXTS, "Keys whose values are inferred; the note says from what"),
        "note": _TEXT,
    },
    frozenset({"id"}),
)

ENTITY = _table(
    {
        "id": _ID_RULE,
        "type": _choice(EntityType),
        "name": _TEXT,
        "aliases": _TEXTS,
        "part_of": _described(_REFERENCES, "Wholes: asking for one of them finds this part"),
        "note": _TEXT,
    },
    frozenset({"id", "type", "name"}),
)

FACT = _table(
    {
        "id": _ID_RULE,
        "claim": _described(_TEXT, "One sentence, in the curator's own words"),
        "kind": _choice(Kind),
        "about": _filled(_REFERENCES),
        "figure": _FIGURE,
        "date": _DATE,
        "said_by": _described(_REFERENCE, "A person or an organization"),
        "supersedes": _described(_REFERENCE, "An older reading of the measure, which this closes"),
        "reviewed": _described(_array(_REVIEW), "Facts that this may differ from, and why"),
        "citations": _filled(_array(_CITATION)),
        "inferred": _described(_TEXTS, "Keys whose values are inferred; the note says from what"),
        "note": _TEXT,
    },
    frozenset({"id", "claim", "kind", "about", "citations"}),
)

ROOTS = {"base": BASE, "documents": DOCUMENT, "entities": ENTITY, "facts": FACT}


def base_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of one file of a fact base in format 1."""
    arrays = {root: _array(rule).schema for root, rule in ROOTS.items() if root != "base"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "scifacts fact base, format 1",
        "type": "object",
        "properties": {"base": BASE.schema, **arrays},
        "additionalProperties": False,
    }
