"""The file registry: what an index remembers of the files it was built of.

With it an update knows which blocks of a file are new, and what they take the place of.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from scifacts.digest import digest
from scifacts.index.store import Stamp
from scifacts.model import Document, Entity

Definition = Document | Entity


class Entry(NamedTuple):
    """What a file said: its header, its definitions in order, and the digests of its blocks.

    A definition is known by its label, and by a digest that changes when it does.
    """

    header: dict[str, Any]
    definitions: dict[str, str]
    blocks: bytes


class State(NamedTuple):
    """In which state a file was, and when it was read, and the place its facts begin behind."""

    file: str
    stamp: Stamp
    read_ns: int
    digest: bytes
    place: int


def label(item: Definition) -> str:
    """What a definition is called among all definitions."""
    return f"{'document' if isinstance(item, Document) else 'entity'} {item.id}"


def numbered(items: Iterable[Definition]) -> dict[str, str]:
    """Definitions as an entry knows them."""
    return {label(item): digest(repr(item).encode()).hex() for item in items}


def note(connection: sqlite3.Connection, state: State, entry: Entry) -> None:
    """Remember in which state a file was read, and what it says."""
    file, stamp, *others = state
    header, definitions, blocks = entry
    row = (file, *stamp, *others)
    connection.execute("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    row = (file, json.dumps(header), json.dumps(definitions), blocks)
    connection.execute("REPLACE INTO entries VALUES (?, ?, ?, ?)", row)


def restamp(connection: sqlite3.Connection, file: str, stamp: Stamp, read_ns: int) -> None:
    """Remember another stamp of a file whose content was found to be the same."""
    connection.execute(
        "UPDATE files SET size = ?, mtime_ns = ?, inode = ?, read_ns = ? WHERE path = ?",
        (*stamp, read_ns, file),
    )


def entry(connection: sqlite3.Connection, file: str) -> Entry:
    """What a file said when it was read: nothing, if it never was."""
    row = connection.execute(
        "SELECT header, definitions, blocks FROM entries WHERE path = ?", (file,)
    ).fetchone()
    return Entry(json.loads(row[0]), json.loads(row[1]), row[2]) if row else Entry({}, {}, b"")


def places(connection: sqlite3.Connection) -> dict[str, int]:
    """Where the facts of each file begin."""
    return dict(connection.execute("SELECT path, place FROM files"))


def forget(connection: sqlite3.Connection, file: str) -> None:
    """Remember nothing of a file any more."""
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
