"""The keys of format 1, and of the records made of it, each said once.

The reader of TOML, the JSON Schemas, the records of documents and entities, and the tables of
`docs/format.md` come from here. What a record has beyond what is written in a base is derived.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from scifacts.kinds import Bound, EntityType, Kind, Match, State
from scifacts.text import WEB_ADDRESS

FORMAT = 1
HIGHEST_PARAGRAPH = 100_000
ID_PATTERN = "[a-z0-9]+(?:-[a-z0-9]+)*"
SHA256_PATTERN = "[0-9a-f]{64}"
DOI_PATTERN = r"10\.\d{4,9}(?:\.\d+)*/[!-~]+"
# A language, its script, its region, variants, extensions and what is for private use.
LANGUAGE_PATTERN = (
    "[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    "(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(?:-[A-WYZa-wyz0-9](?:-[A-Za-z0-9]{2,8})+)*"
    "(?:-x(?:-[A-Za-z0-9]{1,8})+)?"
)
# The types of CSL 1.0.2 (https://docs.citationstyles.org).
DOCUMENT_TYPES = tuple(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic
    collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic
    hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet
    paper-conference patent performance periodical personal_communication post post-weblog
    regulation report review review-book software song speech standard thesis treaty webpage
    """.split()
)
_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


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

    of: Iterable[str]


class Reference(NamedTuple):
    """The id of a document, entity or fact; the record of a fact may tell of it instead."""

    to: str
    is_told: bool = False


class Array(NamedTuple):
    """Several values; `is_filled` if there must be one, `is_bare` if one needs no brackets."""

    of: "Sort"
    is_filled: bool = False
    is_bare: bool = False


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


def _formed(name: str, example: str, pattern: str) -> Scalar:
    return Scalar(name, example, {"type": "string", "pattern": f"^{pattern}$"})


TEXT = Scalar("text")
SENTENCE = Scalar("sentence")
ID = _formed("id", "", ID_PATTERN)
NUMBER = Scalar("number", "", {"type": "number"}, {"type": "number"})
DATE = _formed(
    "date",
    '"2025", "2025-06", "2025-06-12" or "2021/2025"',
    rf"({_DATE}|\.\.)(/({_DATE}|\.\.))?",
)
FILE = Scalar("file")
SHA256 = _formed("SHA-256", "", SHA256_PATTERN)
URL = _formed("url", '"https://example.org/page"', WEB_ADDRESS)
DOI = _formed("doi", '"10.1000/182"', DOI_PATTERN)
LANGUAGE = _formed("language", '"en", "pt-BR" or "zh-Hans"', LANGUAGE_PATTERN)
DAY = _formed("day", '"2025-06-12"', r"\d{4}-\d{2}-\d{2}")
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
PAGES = Scalar(
    "pages",
    '"1,14,30"',
    {"type": "string", "pattern": r"^\s*1\s*(,\s*\d+\s*)*$"},
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
    _told("type", Choice(DOCUMENT_TYPES), "What sort of document it is (CSL 1.0.2)"),
    _told("language", LANGUAGE, "The language it is in (BCP 47)"),
    _told("url", URL, "Where it is on the web"),
    _told("doi", DOI, "Its DOI, without the resolver"),
    _told("accessed", DAY, "The day on which it was read there"),
    _told("archived", URL, "Where a copy is that stays"),
    _told("file", FILE, "Its text, inside the folder given by --sources"),
    _told("paragraphs", PARAGRAPHS, "Its paragraphs, if its file holds others too"),
    _told("sha256", SHA256, "Of the bytes that the citations were checked against"),
    Key("original", FILE, "What the text was taken from: a PDF, a page; beside its text"),
    Key("original_sha256", SHA256, "Of the bytes of the original"),
    Key("pages", PAGES, "At which paragraphs the pages of the original begin"),
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
    _derived("page", Maybe(PARAGRAPH), "The page that the quote begins on, if pages are known"),
    _must("quote", TEXT, "A few words, verbatim, at most 20"),
    _derived("state", Choice(State), "What a check on this machine found out last"),
    _derived("checked", Maybe(DAY), "The day of that check (UTC)"),
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
_SPEAKERS = _ENTITIES._replace(is_bare=True)
FACT = _table(
    "fact",
    _must("id", ID, "What scripts hold on to"),
    _must("claim", SENTENCE, "One sentence, in the curator's own words"),
    _must("kind", Choice(Kind), "What sort of claim it is"),
    _must("about", _ENTITIES, "What it is about, the main subject first"),
    Key("figure", FIGURE, "The number in it"),
    Key("date", DATE, "When it happened or held (ISO 8601-2, so `2018/..` is open)"),
    Key("said_by", _SPEAKERS, "The persons or organizations that said it"),
    _must("citations", Array(CITATION, is_filled=True), "Where it was read"),
    Key("supersedes", Reference("facts"), "An older reading of the measure, which this closes"),
    Key("reviewed", Array(REVIEW), "Facts that this may differ from, and why"),
    _INFERRED,
    _NOTE,
    _derived("match", Maybe(Choice(Match)), "How the words asked for match"),
    _derived("score", Maybe(NUMBER), "How well, comparable within an answer"),
    _derived("certain", Maybe(_BOOLEAN), "Whether the figure surely meets what was asked for"),
    _derived("why", Maybe(Array(_WHY)), "With --explain: what the score is made of"),
    _derived("scifacts", TEXT, "The version of scifacts that wrote this"),
)

ROOTS = {"base": BASE, "documents": DOCUMENT, "entities": ENTITY, "facts": FACT}


def names(table: Table, *, only_told: bool = False) -> tuple[str, ...]:
    """The keys of a table in a base; first those told of it where a fact speaks of it."""
    told = tuple(key.name for key in table.keys if key.is_told)
    rest = (key.name for key in table.keys if not (key.is_told or key.is_derived))
    return told if only_told else (*told, *rest)
