"""Bring an index up to date by reading again only the files that changed."""

import json
import sqlite3
import time
from collections import deque
from collections.abc import Mapping
from contextlib import closing, suppress

from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError
from scifacts.index import store
from scifacts.index.build import (
    add_facts,
    fingerprints,
    label,
    note_files,
    placed_documents,
)
from scifacts.index.schema import PLACES_A_FILE
from scifacts.index.store import Changes, Stamp
from scifacts.index.write import Writer
from scifacts.model import Entity
from scifacts.records import document_of, entity_of

_ROOM = 1 << 20


class CannotUpdateError(Exception):
    """What changed reaches beyond the files that changed: the index must be built anew."""


def update(target: str, base: str, stamps: Mapping[str, Stamp]) -> None:
    """Put the facts of changed files in the place of the old ones.

    Raises CannotUpdateError, and what `build` raises.
    """
    connection = store.opened(target, base, mode="rw")
    if connection is None:
        raise CannotUpdateError
    with closing(connection):
        try:
            changes = store.changes(connection, stamps)
            _settle(connection, changes, stamps)
            if changes:
                _renew(connection, changes, stamps)
            store.seal(connection, target)
        except (FileChangedError, sqlite3.IntegrityError):  # or an id that another file has
            raise CannotUpdateError from None
        except sqlite3.DatabaseError as error:
            # Somebody reads and does not stop, or the file is damaged inside.
            if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT):
                raise CannotUpdateError from None
            raise
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")


def _settle(connection: sqlite3.Connection, changes: Changes, stamps: Mapping[str, Stamp]) -> None:
    """Believe from now on the stamps of files whose content was found to be the same."""
    read_ns = time.time_ns()
    connection.executemany(
        "UPDATE files SET size = ?, mtime_ns = ?, inode = ?, read_ns = ? WHERE path = ?",
        [(*stamps[file], read_ns, file) for file in changes.settled],
    )


def _renew(connection: sqlite3.Connection, changes: Changes, stamps: Mapping[str, Stamp]) -> None:
    read_ns = time.time_ns()
    rows = connection.execute("SELECT path, place, definitions FROM files").fetchall()
    places = {path: place for path, place, _ in rows}
    defined = {path: json.loads(definitions) for path, _, definitions in rows}
    stale, fresh = (*changes.changed, *changes.removed), (*changes.changed, *changes.added)
    old = {name for file in stale for name in defined[file]}
    reading = _read_beside(connection, old, fresh)
    new = fingerprints(reading)
    if any(not defined[file].items() <= new.get(file, {}).items() for file in stale):
        raise CannotUpdateError  # facts of other files may speak of what changed
    writer = Writer(connection, reading.documents, reading.entities)
    for file in stale:
        writer.remove(places[file], _next_place(places, file))
    for file in changes.removed:
        del places[file]
        connection.execute("DELETE FROM files WHERE path = ?", (file,))
    for file in fresh:
        places[file] = places.get(file) or _place_for(places, file)
    added = [it for items in reading.definitions().values() for it in items if label(it) not in old]
    writer.define(
        [it for it in placed_documents(reading, places) if it[0] in added],
        [it for it in added if isinstance(it, Entity)],
    )
    for file in fresh:
        deque(add_facts(writer, reading, file, places[file]), maxlen=0)
    if reading.findings:
        raise CannotUpdateError
    writer.finish()
    note_files(connection, reading, {file: places[file] for file in fresh}, stamps, read_ns)


def _read_beside(connection: sqlite3.Connection, old: set[str], fresh: tuple[str, ...]) -> Reading:
    """The definitions of `fresh` files beside those in the index, but for the `old` ones."""
    documents = [
        document_of(json.loads(record))
        for (record,) in connection.execute("SELECT record FROM documents ORDER BY number")
    ]
    entities = [
        entity_of(json.loads(record))
        for (record,) in connection.execute("SELECT record FROM entities ORDER BY number")
    ]
    reading = Reading(
        [document for document in documents if label(document) not in old],
        [entity for entity in entities if label(entity) not in old],
    )
    reading.define(fresh)
    return reading


def _next_place(places: Mapping[str, int], file: str) -> int:
    """Where the facts of the file behind `file` begin."""
    later = [place for place in places.values() if place > places[file]]
    return min(later, default=places[file] + PLACES_A_FILE)


def _place_for(places: Mapping[str, int], file: str) -> int:
    """A place for a new file, between those of its neighbours by name."""
    before = max((place for path, place in places.items() if path < file), default=0)
    after = min(
        (place for path, place in places.items() if path > file), default=before + 2 * PLACES_A_FILE
    )
    if after - before < 2 * _ROOM:
        raise CannotUpdateError
    return (before + after) // 2
