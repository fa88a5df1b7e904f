"""The file registry: what an index knows of the files it was built from.

An update compares it with the files, to find which blocks are new and what they replace.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from scifacts.digest import digest
from scifacts.location import Stamp
from scifacts.model import Document, Entity

Definition = Document | Entity


class Entry(NamedTuple):
    """What a file said: its header, its definitions and the digests of its blocks.

    `definitions` holds the digest of each by its label, in the order of the file.
    """

    header: dict[str, Any]
    definitions: dict[str, str]
    blocks: bytes


class State(NamedTuple):
    """The state of a file when it was read. Its facts have places after `place`."""

    file: str
    stamp: Stamp
    read_ns: int
    digest: bytes
    place: int


def label(item: Definition) -> str:
    """A name for a definition that no other has."""
    return f"{'document' if isinstance(item, Document) else 'entity'} {item.id}"


def digests(items: Iterable[Definition]) -> dict[str, str]:
    """The digests of definitions, by label."""
    return {label(item): digest(repr(item).encode()).hex() for item in items}


def note(connection: sqlite3.Connection, state: State, entry: Entry) -> None:
    """Store the state of a file and what it says."""
    file, stamp, *others = state
    header, definitions, blocks = entry
    row = (file, *stamp, *others)
    connection.execute("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    row = (file, json.dumps(header), json.dumps(definitions), blocks)
    connection.execute("REPLACE INTO entries VALUES (?, ?, ?, ?)", row)


def restamp(connection: sqlite3.Connection, file: str, stamp: Stamp, read_ns: int) -> None:
    """Store a new stamp of a file whose content is the same."""
    connection.execute(
        "UPDATE files SET size = ?, mtime_ns = ?, inode = ?, read_ns = ? WHERE path = ?",
        (*stamp, read_ns, file),
    )


def entry(connection: sqlite3.Connection, file: str) -> Entry:
    """What a file said when it was read; an empty entry if it never was."""
    row = connection.execute(
        "SELECT header, definitions, blocks FROM entries WHERE path = ?", (file,)
    ).fetchone()
    return Entry(json.loads(row[0]), json.loads(row[1]), row[2]) if row else Entry({}, {}, b"")


def places(connection: sqlite3.Connection) -> dict[str, int]:
    """The place of each file."""
    return dict(connection.execute("SELECT path, place FROM files"))


def forget(connection: sqlite3.Connection, file: str) -> None:
    """Delete all that is stored of a file."""
    connection.execute("DELETE FROM files WHERE path = ?", (file,))
    connection.execute("DELETE FROM entries WHERE path = ?", (file,))


def name_base(connection: sqlite3.Connection) -> None:
    """Give the base the title and the note of the first file that has one."""
    connection.executemany(
        "REPLACE INTO identity SELECT :key, json_extract(header, '$.' || :key) FROM entries"
        " JOIN files USING (path)"
        " ORDER BY json_extract(header, '$.' || :key) IS NULL, place LIMIT 1",
        [{"key": "title"}, {"key": "note"}],
    )
