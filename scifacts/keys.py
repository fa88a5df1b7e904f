"""The keys of format 1, and of the records made of it, each said once.

The reader of TOML, the JSON Schemas, the records of documents and entities, and the tables of
`docs/format.md` come from here. What a record has beyond what is written in a base is derived.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from scifacts.kinds import Bound, EntityType, Kind, Match, State

FORMAT = 1
HIGHEST_PARAGRAPH = 100_000
ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
SHA256_PATTERN = "[0-9a-f]{64}"
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"


class Scalar(NamedTuple):
    """A single value: what it is, how it is written, and JSON Schema of it in a base and a record.

    Who reads it goes by its name.
    """

    name: str
    example: str = ""
    schema: Mapping[str, Any] = {"type": "string", "pattern": r"\S"}
    recorded: Mapping[str, Any] = {"type": "string"}


class Choice(NamedTuple):
    """One word of a closed set."""

    of: type[StrEnum]


class Reference(NamedTuple):
    """The id of a document, entity or fact; the record of a fact may tell of it instead."""

    to: str
    is_told: bool = False


class Array(NamedTuple):
    """Several values; `is_filled` if there must be one."""

    of: "Sort"
    is_filled: bool = False


class Maybe(NamedTuple):
    """A derived value that may be null."""

    of: "Sort"


class Table(NamedTuple):
    """What has keys of its own."""

    name: str
    keys: "tuple[Key, ...]"


Sort = Scalar | Choice | Reference | Array | Maybe | Table


class Key(NamedTuple):
    """A key: what its values are and mean, and whether it must be there.

    `is_told` of a document or an entity where a fact speaks of it; `is_derived` if only records
    have it.
    """

    name: str
    sort: Sort
    meaning: str
    is_required: bool = False
    is_told: bool = False
    is_derived: bool = False


TEXT = Scalar("text")
ID = Scalar("id", schema={"type": "string", "pattern": f"^{ID_PATTERN}$"})
NUMBER = Scalar("number", "", {"type": "number"}, {"type": "number"})
DATE = Scalar(
    "date",
    '"2025", "2025-06", "2025-06-12" or "2021/2025"',
    {"type": "string", "pattern": rf"^({_DAY}|\.\.)(/({_DAY}|\.\.))?$"},
)
FILE = Scalar("file")
SHA256 = Scalar("SHA-256", schema={"type": "string", "pattern": f"^{SHA256_PATTERN}$"})
PARAGRAPH = Scalar(
    "paragraph",
    "",
    {"type": "integer", "minimum": 1, "maximum": HIGHEST_PARAGRAPH},
    {"type": "integer", "minimum": 1},
)
PARAGRAPHS = Scalar(
    "paragraphs",
    '"1-25" or, in reading order, "47-61,26-29"',
    {"type": "string", "pattern": r"^\s*\d+(-\d+)?\s*(,\s*\d+(-\d+)?\s*)*$"},
    {"type": "array", "items": {"type": "integer"}},
)
_FORMAT = Scalar("format", f"{FORMAT}", {"const": FORMAT})
_BOOLEAN = Scalar("boolean", recorded={"type": "boolean"})
_COUNT = Scalar("count", recorded={"type": "integer"})


def _table(name: str, *keys: Key) -> Table:
    return Table(name, keys)


def _must(name: str, sort: Sort, meaning: str, *, is_told: bool = False) -> Key:
    return Key(name, sort, meaning, is_required=True, is_told=is_told)


def _told(name: str, sort: Sort, meaning: str) -> Key:
    return Key(name, sort, meaning, is_told=True)


def _derived(name: str, sort: Sort, meaning: str) -> Key:
    return Key(name, sort, meaning, is_derived=True)


_NOTE = Key("note", TEXT, "A curator's remark")
_INFERRED = Key("inferred", Array(TEXT), "Keys with inferred values; the note says from what")

BASE = _table(
    "base",
    _must("format", _FORMAT, "The format that is followed"),
    Key("title", TEXT, "What the base is called"),
    Key("note", TEXT, "What the base is about"),
)

FURNITURE = _table(
    "furniture",
    _must("paragraphs", PARAGRAPHS, "Which they are"),
    _must("reason", TEXT, "Why there is nothing to claim in them"),
)

DOCUMENT = _table(
    "document",
    _must("id", ID, "What facts cite it by", is_told=True),
    _told("title", TEXT, "As printed; left out if there is none"),
    _told("publisher", TEXT, "As printed"),
    _told("authors", Array(TEXT), "As printed"),
    Key("credits", Array(TEXT), "Who else is named, as printed: editors, photographers"),
    _told("published", DATE, "When it was published, as far as it says so"),
    _told("file", FILE, "Its text, inside the folder given by --sources"),
    Key("paragraphs", PARAGRAPHS, "Its paragraphs, if its file holds others too"),
    Key("sha256", SHA256, "Of the bytes that the citations were checked against"),
    _told("derived_from", Reference("documents"), "What it rewrites or reposts: no second witness"),
    Key("furniture", Array(FURNITURE), "Paragraphs with nothing to claim: title, byline"),
    _INFERRED._replace(is_told=True),
    _NOTE,
)

ENTITY = _table(
    "entity",
    _must("id", ID, "What facts name it by", is_told=True),
    _must("type", Choice(EntityType), "What sort of thing it is", is_told=True),
    _must("name", TEXT, "What it is called in full", is_told=True),
    Key("aliases", Array(TEXT), "What people type: acronyms, other names, other spellings"),
    Key("part_of", Array(Reference("entities")), "Wholes: asking for one finds this part"),
    _NOTE,
)

FIGURE = _table(
    "figure",
    _must("value", NUMBER, "The number"),
    _must("bound", Choice(Bound), "How the source hedged the number"),
    _must("unit", TEXT, "What is counted or measured"),
    _must("measure", ID, "The quantity that this is a reading of"),
    _derived("low", Maybe(NUMBER), "The least value the wording allows, if any"),
    _derived("high", Maybe(NUMBER), "The greatest value, likewise"),
    _derived("low_open", _BOOLEAN, "Whether `low` itself is not allowed"),
    _derived("high_open", _BOOLEAN, "Whether `high` itself is not allowed"),
)

CITATION = _table(
    "citation",
    _must("document", Reference("documents", is_told=True), "Where it was read"),
    _must("paragraph", PARAGRAPH, "Where the quote begins: the n-th non-empty line of the file"),
    Key("to_paragraph", PARAGRAPH, "Where a quote that runs on ends"),
    _must("quote", TEXT, "A few words, verbatim, at most 20"),
    _derived("state", Choice(State), "What a check on this machine found out last"),
)

REVIEW = _table(
    "reviewed",
    _must("fact", Reference("facts"), "The fact that this one may differ from"),
    _must("reason", TEXT, "Why the difference stands"),
)

_WHY = _table(
    "why",
    _derived("words", TEXT, "What was looked for"),
    _derived("claim", _COUNT, "How often it stands in the claim"),
    _derived("names", _COUNT, "How often in the names of what the fact is about"),
    _derived("rest", _COUNT, "How often in quotes, figure, year and greater wholes"),
    _derived("points", NUMBER, "What it gave to the score"),
)

_ENTITIES = Array(Reference("entities", is_told=True), is_filled=True)
FACT = _table(
    "fact",
    _must("id", ID, "What scripts hold on to"),
    _must("claim", TEXT, "One sentence, in the curator's own words"),
    _must("kind", Choice(Kind), "What sort of claim it is"),
    _must("about", _ENTITIES, "What it is about, the main subject first"),
    Key("figure", FIGURE, "The number in it"),
    Key("date", DATE, "When it happened or held (ISO 8601-2, so `2018/..` is open)"),
    Key("said_by", Reference("entities", is_told=True), "The person or organization that said it"),
    _must("citations", Array(CITATION, is_filled=True), "Where it was read"),
    Key("supersedes", Reference("facts"), "An older reading of the measure, which this closes"),
    Key("reviewed", Array(REVIEW), "Facts that this may differ from, and why"),
    _INFERRED,
    _NOTE,
    _derived("match", Maybe(Choice(Match)), "How the words asked for match"),
    _derived("score", Maybe(NUMBER), "How well, comparable within an answer"),
    _derived("certain", Maybe(_BOOLEAN), "Whether the figure surely meets what was asked for"),
    _derived("why", Maybe(Array(_WHY)), "With --explain: what the score is made of"),
)

ROOTS = {"base": BASE, "documents": DOCUMENT, "entities": ENTITY, "facts": FACT}


def names(table: Table, *, only_told: bool = False) -> tuple[str, ...]:
    """The keys of a table in a base; first those told of it where a fact speaks of it."""
    told = tuple(key.name for key in table.keys if key.is_told)
    rest = (key.name for key in table.keys if not (key.is_told or key.is_derived))
    return told if only_told else (*told, *rest)
