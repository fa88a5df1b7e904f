"""Facts as an SQLite file for Datasette (https://datasette.io), and the metadata that go with it.

Facts, documents, entities, citations and figures are tables, their links are foreign keys, and
claims, quotes, titles and names can be searched.
"""

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from math import isfinite
from pathlib import Path
from typing import Any

from scifacts.dialects.sqlite import Connection, Error, connect
from scifacts.errors import QueryError
from scifacts.exchange.links import deep_link
from scifacts.exchange.material import Material, Newcomers, known_days
from scifacts.files import replaced
from scifacts.model import Document, Entity, Fact
from scifacts.records import dumps
from scifacts.version import VERSION

METADATA = "metadata.yaml"
_OURS = "# Written by scifacts export datasette.\n"
_MOST_UNITS = 20
_TABLES = """
CREATE TABLE documents (
    id TEXT PRIMARY KEY, title TEXT, publisher TEXT, authors TEXT, published TEXT, type TEXT,
    language TEXT, url TEXT, doi TEXT, accessed TEXT, archived TEXT, file TEXT, sha256 TEXT,
    derived_from TEXT REFERENCES documents (id), note TEXT
);
CREATE TABLE entities (id TEXT PRIMARY KEY, type TEXT, name TEXT, aliases TEXT, note TEXT);
CREATE TABLE parts (
    part TEXT REFERENCES entities (id), whole TEXT REFERENCES entities (id),
    PRIMARY KEY (part, whole)
);
CREATE TABLE facts (
    id TEXT PRIMARY KEY, claim TEXT, kind TEXT, date TEXT, first_day TEXT, last_day TEXT,
    supersedes TEXT REFERENCES facts (id), note TEXT
);
CREATE TABLE figures (
    fact TEXT PRIMARY KEY REFERENCES facts (id), value REAL, bound TEXT, unit TEXT, measure TEXT,
    low REAL, high REAL, low_open INTEGER, high_open INTEGER
);
CREATE TABLE about (
    fact TEXT REFERENCES facts (id), entity TEXT REFERENCES entities (id), position INTEGER,
    PRIMARY KEY (fact, entity)
);
CREATE TABLE said_by (
    fact TEXT REFERENCES facts (id), entity TEXT REFERENCES entities (id),
    PRIMARY KEY (fact, entity)
);
CREATE TABLE citations (
    id INTEGER PRIMARY KEY, fact TEXT REFERENCES facts (id),
    document TEXT REFERENCES documents (id), paragraph INTEGER, to_paragraph INTEGER,
    page INTEGER, quote TEXT, url TEXT, state TEXT, checked TEXT, scifacts TEXT
);
"""
_ENDING = """
UPDATE facts SET supersedes = NULL WHERE supersedes NOT IN (SELECT id FROM facts);
CREATE INDEX about_entity ON about (entity);
CREATE INDEX said_by_entity ON said_by (entity);
CREATE INDEX citations_fact ON citations (fact);
CREATE INDEX citations_document ON citations (document);
CREATE INDEX figures_measure ON figures (measure);
"""
_SEARCHED = {
    "facts": ("claim", "note"),
    "citations": ("quote",),
    "documents": ("title", "publisher"),
    "entities": ("name", "aliases"),
}
# What Datasette is told of each table: its description, facets, what stands for a row, and columns.
_TOLD: dict[str, dict[str, Any]] = {
    "facts": {
        "description": "Atomic claims, each in a curator's own words.",
        "facets": ["kind"],
        "label_column": "claim",
        "columns": {
            "date": "When it happened or held: a date, or from one to another (EDTF)",
            "first_day": "The first day of that; empty if it is open",
            "supersedes": "The older reading that it closes, if that is among these facts",
        },
    },
    "documents": {
        "description": "What facts were read in.",
        "facets": ["publisher", "type"],
        "label_column": "title",
        "columns": {
            "sha256": "Of the bytes of the text that quotes are proven against",
            "derived_from": "What it rewrites or reposts: no second witness",
        },
    },
    "entities": {
        "description": "What facts are about.",
        "facets": ["type"],
        "label_column": "name",
    },
    "citations": {
        "description": "Where facts were read: the receipts that `scifacts verify` proves.",
        "facets": ["state"],
        "columns": {
            "paragraph": "Where the quote begins: the n-th line of the text that is not empty",
            "state": "What the last check found out about the quote",
            "checked": "The day of that check",
            "scifacts": "The version of scifacts that wrote this",
        },
    },
    "figures": {
        "description": "The numbers in facts.",
        "facets": ["unit", "bound"],
        "columns": {
            "value": "The number as printed, in the unit that the row names",
            "bound": "How the source hedged it",
            "low": "The least value the wording allows, in the unit that the row names",
            "high": "The greatest, likewise",
            "measure": "The quantity; readings of one measure can be compared",
        },
    },
    "about": {"description": "Which entities a fact is about, the main subject first."},
    "said_by": {"description": "Who said it."},
    "parts": {"description": "Which entity is part of which."},
}


def save(material: Material, path: Path) -> list[Path]:
    """Write the database at `path`, and its metadata beside it; each as a whole or not at all.

    Raises OSError, and QueryError if the metadata of somebody else are in the way.
    """
    metadata = path.with_name(METADATA)
    if metadata.exists() and not metadata.read_bytes().startswith(_OURS.encode()):
        raise QueryError(f"{str(metadata)!r} is not of scifacts; move it, or write elsewhere")
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    with replaced(path) as unfinished:
        try:
            with closing(connect(str(unfinished.resolve()), mode="rwc")) as connection:
                _fill(connection, material)
                units = _units(connection)
        except Error as error:
            raise OSError(errno.EIO, str(error)) from error
    with replaced(metadata) as unfinished:
        lines = _metadata(path.stem, material.title, units)
        unfinished.write_text("".join([_OURS, *lines]), encoding="utf-8")
    return [path, metadata]


def _fill(connection: Connection, material: Material) -> None:
    connection.executescript(_TABLES)
    connection.execute("BEGIN")
    newcomers = Newcomers(material)
    for fact in material.facts:
        for item in newcomers.of(fact):
            _insert(connection, _document(item) if isinstance(item, Document) else _entity(item))
        _insert(connection, _fact(fact, material))
    connection.execute("COMMIT")
    connection.executescript(_ENDING)
    for table, columns in _SEARCHED.items():
        names = ", ".join(columns)
        connection.execute(
            f'CREATE VIRTUAL TABLE {table}_fts USING fts5 ({names}, content="{table}",'
            ' tokenize="porter unicode61")'
        )
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")


def _insert(connection: Connection, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
    for table, row in rows:
        connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)


def _document(it: Document) -> Iterator[tuple[str, tuple[Any, ...]]]:
    authors = "; ".join(it.authors)
    yield (
        "documents",
        (
            *(it.id, it.title, it.publisher, authors, it.published, it.type, it.language, it.url),
            *(it.doi, it.accessed, it.archived, it.file, it.sha256, it.derived_from, it.note),
        ),
    )


def _entity(it: Entity) -> Iterator[tuple[str, tuple[Any, ...]]]:
    yield "entities", (it.id, str(it.type), it.name, "; ".join(it.aliases), it.note)
    for whole in dict.fromkeys(it.part_of):
        yield "parts", (it.id, whole)


def _fact(it: Fact, material: Material) -> Iterator[tuple[str, tuple[Any, ...]]]:
    days = known_days(it)
    yield "facts", (it.id, it.claim, str(it.kind), it.date, *days, it.supersedes, it.note)
    if it.figure:
        low, high, *is_open = it.figure.interval
        ends = (end if isfinite(end) else None for end in (low, high))
        value, bound, unit, measure = it.figure
        yield "figures", (it.id, float(value), str(bound), unit, measure, *ends, *is_open)
    for position, entity in enumerate(dict.fromkeys(entity.id for entity in it.about), 1):
        yield "about", (it.id, entity, position)
    for speaker in dict.fromkeys(speaker.id for speaker in it.said_by):
        yield "said_by", (it.id, speaker)
    for cited in it.citations:
        source = material.text(cited.document) if cited.document.url else None
        place = (cited.paragraph, cited.to_paragraph, cited.page)
        proof = (str(cited.state), cited.checked, VERSION)
        link = deep_link(cited, source)
        row = (None, it.id, cited.document.id, *place, cited.quote, link, *proof)
        yield "citations", row


def _units(connection: Connection) -> list[str]:
    """The commonest units."""
    sql = "SELECT unit FROM figures GROUP BY unit ORDER BY count(*) DESC, unit LIMIT ?"
    return [unit for (unit,) in connection.execute(sql, (_MOST_UNITS,))]


def _metadata(database: str, title: str | None, units: list[str]) -> Iterator[str]:
    figures = _TOLD["figures"]
    named = f"{figures['description']} Units: {', '.join(units)}." if units else "The numbers."
    tables = {**_TOLD, "figures": {**figures, "description": named}}
    yield from _yaml(
        {
            "title": title or "Facts",
            "description": "Cited facts, each with the document and the quote that prove it.",
            "source": f"scifacts {VERSION}",
            "databases": {database: {"tables": tables}},
        }
    )


def _yaml(value: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Mappings in YAML's own form; what is in them as JSON, which YAML has inside it."""
    for key, item in value.items():
        if isinstance(item, dict):
            yield f"{indent}{_quoted(key)}:\n"
            yield from _yaml(item, f"{indent}  ")
        else:
            yield f"{indent}{_quoted(key)}: {_quoted(item)}\n"


def _quoted(value: object) -> str:
    """JSON without the two signs that YAML cannot hold as they are."""
    return dumps(value).replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
