"""The layout of an index in SQLite.

A fact has two numbers. Its `number` begins with whether only derived documents say it, and with the
length of its claim, so that full-text search meets originals and short claims, which rank best,
first. Its `place` tells its position in the base: places are handed out with room between them, so
that what is written in between later finds one too.
"""

from typing import Final
from zlib import crc32

from scifacts.dialects.sqlite import Connection
from scifacts.fields import FIELDS

# Raise it whenever an older index would answer wrongly: indexes of another layout are rebuilt.
LAYOUT: Final = 13
APPLICATION: Final = 0x5C1F

PLACES_A_FILE: Final = 1 << 44
PLACES_A_FACT: Final = 1 << 12
DERIVED: Final = 1 << 62
# The texts of documents that facts can be asked by: a column each.
DOCUMENT_TEXTS: Final = ", ".join(it.name for it in FIELDS.values() if it.values == "document text")
_LENGTH_SHIFT, _LONGEST = 40, (1 << 22) - 1

_TABLES = f"""
CREATE TABLE identity (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE counts (key TEXT PRIMARY KEY, value INT) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, size INT, mtime_ns INT, inode INT, read_ns INT, digest BLOB, place INT
) WITHOUT ROWID;
CREATE TABLE settled (stamps BLOB);
CREATE TABLE entries (path TEXT PRIMARY KEY, header TEXT, definitions TEXT, blocks BLOB);
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, place INT, id TEXT UNIQUE, record TEXT, {DOCUMENT_TEXTS}
);
CREATE TABLE entities (
    number INTEGER PRIMARY KEY, id TEXT UNIQUE, type TEXT, name TEXT, record TEXT
);
CREATE TABLE names (key TEXT, entity INT, PRIMARY KEY (key, entity)) WITHOUT ROWID;
CREATE TABLE parts (whole INT, part INT, PRIMARY KEY (whole, part)) WITHOUT ROWID;
CREATE TABLE facts (
    number INTEGER PRIMARY KEY, place INT, id TEXT, kind TEXT, speakers INT,
    value REAL, low REAL, high REAL, low_open INT, high_open INT, unit TEXT, measure TEXT,
    first_day TEXT, last_day TEXT, known_from TEXT, known_day TEXT, supersedes TEXT, record TEXT
);
CREATE TABLE repeated (stem TEXT, fact INT, PRIMARY KEY (stem, fact)) WITHOUT ROWID;
CREATE TABLE about (
    entity INT, fact INT, position INT, PRIMARY KEY (entity, fact)
) WITHOUT ROWID;
CREATE TABLE said (entity INT, fact INT, PRIMARY KEY (entity, fact)) WITHOUT ROWID;
CREATE TABLE cited (document INT, fact INT, PRIMARY KEY (document, fact)) WITHOUT ROWID;
CREATE TABLE citations (
    fact INT, position INT, fingerprint INT, PRIMARY KEY (fact, position)
) WITHOUT ROWID;
CREATE TABLE proofs (fingerprint INTEGER PRIMARY KEY, state TEXT, day TEXT);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, backward TEXT, stem TEXT) WITHOUT ROWID;
CREATE TABLE stems (stem TEXT PRIMARY KEY, facts INT, occurrences INT) WITHOUT ROWID;
CREATE VIRTUAL TABLE texts USING fts5 (
    claim, names, rest, tokenize = "unicode61 remove_diacritics 0 tokenchars '.'", columnsize = 0
);
"""

_INDEXES = """
CREATE UNIQUE INDEX facts_by_place ON facts (place);
CREATE UNIQUE INDEX facts_by_id ON facts (id);
CREATE INDEX facts_superseding ON facts (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX facts_by_measure ON facts (measure, place, low, high) WHERE measure IS NOT NULL;
CREATE INDEX vocabulary_backward ON vocabulary (backward);
"""
# Other columns make another version too.
_VERSION: Final = crc32(f"{LAYOUT} {_TABLES}".encode()) >> 1


def number_of(claim: int, serial: int, *, is_derived: bool) -> int:
    """The number of a fact whose claim has so many stems; the serial makes it unique."""
    return is_derived * DERIVED | min(claim, _LONGEST) << _LENGTH_SHIFT | serial


def create(connection: Connection) -> None:
    """Lay out an empty index; `add_indexes` follows once it is filled."""
    _run(connection, _TABLES)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {_VERSION}")


def add_indexes(connection: Connection) -> None:
    """What makes looking up quick, and filling slow."""
    _run(connection, _INDEXES)


def _run(connection: Connection, script: str) -> None:
    """Run a script inside the transaction under way, which `executescript` would end."""
    for statement in script.split(";"):
        connection.execute(statement)


def is_ours(connection: Connection) -> bool:
    """Whether this is an index that this version wrote."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(application == APPLICATION and layout == _VERSION)
