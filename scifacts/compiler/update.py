"""Bring an index up to date by reading again only what changed in the base."""

import json
import sqlite3
import time
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice

from scifacts.compiler import registry
from scifacts.compiler.edits import Edit, Gap, between, edit, places_in, size
from scifacts.compiler.indexer import Indexer
from scifacts.compiler.registry import Definition, Entry, State, label, numbered, room
from scifacts.compiler.write import Writer
from scifacts.factfile.blocks import MalformedError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError, TableReader
from scifacts.index import store
from scifacts.index.schema import PLACES_A_FILE
from scifacts.index.store import Changes, Stamp
from scifacts.model import Document, Fact
from scifacts.records import document_of, entity_of

# Changing more of an index than this takes longer than building it.
_MINOR = 0.15
# Somebody reads and does not stop; the file is damaged inside; another was put in its place.
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY_DBMOVED)
_ROOM_FOR_A_FILE = 1 << 32


class CannotUpdateError(Exception):
    """What changed is too much, or reaches beyond where it changed: build the index anew."""


def update(target: str, base: str, stamps: Mapping[str, Stamp]) -> None:
    """Put what is new in the files in the place of what was there.

    Raises CannotUpdateError, and what `build` raises.
    """
    connection = store.opened(target, base, mode="rw")
    if connection is None:
        raise CannotUpdateError
    with closing(connection):
        try:
            read_ns = time.time_ns()
            changes = store.changes(connection, stamps)
            for file in changes.settled:
                registry.restamp(connection, file, stamps[file], read_ns)
            if changes:
                _renew(connection, changes, stamps, read_ns)
            store.settle(connection, stamps, read_ns)
            store.seal(connection, target)
        except (FileChangedError, MalformedError, sqlite3.IntegrityError):
            # Whatever is wrong, or an id that another fact has: building it anew tells.
            raise CannotUpdateError from None
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode in _PASSING:
                raise CannotUpdateError from None
            raise
        finally:
            if connection.in_transaction:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")


def _renew(
    connection: sqlite3.Connection, changes: Changes, stamps: Mapping[str, Stamp], read_ns: int
) -> None:
    """Raises CannotUpdateError, MalformedError, FileChangedError, IntegrityError."""
    reader, places = TableReader(), registry.places(connection)
    for file in changes.added:
        places[file] = _place_for(connection, places, file)
    writer = Writer(connection)
    gone = [_forgotten(connection, file, places) for file in changes.removed]
    edits = [
        edit(connection, reader, file, _span(places, file))
        for file in (*changes.changed, *changes.added)
    ]
    hunks = [hunk for it in edits for hunk in it.hunks]
    removed = sum(len(places_in(connection, "facts", it)) for it in gone)
    removed += sum(hunk.old_facts for hunk in hunks)
    read, all_bytes = sum(size(it, reader) for it in edits), sum(it.size for it in stamps.values())
    if read > _MINOR * all_bytes or removed > _MINOR * writer.facts:
        raise CannotUpdateError
    reading = _read_beside(writer, reader, edits)
    writer.remove([*gone, *(hunk.gap for hunk in hunks)])
    entries = [_define(connection, writer, reading, it) for it in edits]
    added = [it for it in reading.entities.values() if it.id not in writer.entities]
    writer.define_entities(added, reading.entities)
    indexer = Indexer(writer.documents, writer.entities, reading.entities)
    for it in edits:
        facts = (placed.fact for placed in reading.facts(it.file))
        for hunk in it.hunks:
            _add(indexer, writer, hunk.gap, list(islice(facts, hunk.facts)))
    writer.add(indexer.taken())
    if reading.findings:
        raise CannotUpdateError
    writer.finish()
    for it, entry in zip(edits, entries, strict=True):
        digest = reader.contents[it.file].digest
        state = State(it.file, stamps[it.file], read_ns, digest, it.span.before)
        registry.note(connection, state)
        registry.note_entry(connection, it.file, entry)
    if changes.removed or any(it.is_whole for it in edits):
        registry.name_base(connection)


def _forgotten(connection: sqlite3.Connection, file: str, places: dict[str, int]) -> Gap:
    """Forget a file that is no more; what lies in the gap is to go."""
    if registry.entry(connection, file).definitions:
        raise CannotUpdateError
    registry.forget(connection, file)
    span = _span(places, file)
    del places[file]
    return span


def _read_beside(writer: Writer, reader: TableReader, edits: Sequence[Edit]) -> Reading:
    """The definitions that are to be read again, beside all others of the index."""
    again = {
        name
        for it in edits
        for hunk in it.hunks
        for name in list(it.was.definitions)[hunk.old_definitions]
    }
    documents = map(document_of, map(json.loads, writer.records("documents")))
    entities = map(entity_of, map(json.loads, writer.records("entities")))
    reading = Reading(
        [it for it in documents if label(it) not in again],
        [it for it in entities if label(it) not in again],
        reader,
    )
    reader.within.update({it.file: it.blocks for it in edits})
    reading.define([it.file for it in edits])
    return reading


def _define(
    connection: sqlite3.Connection, writer: Writer, reading: Reading, change: Edit
) -> Entry:
    """Add what a file defines anew to the index; what the file says now.

    Raises CannotUpdateError if it defines something otherwise, which facts anywhere may speak of.
    """
    before = list(change.was.definitions.items())
    places = places_in(connection, "documents", change.span)
    items = iter(reading.definitions().get(change.file, []))
    now: list[tuple[str, str]] = []
    added: dict[Gap, list[Definition]] = {}
    kept = 0
    for hunk in change.hunks:
        again = before[hunk.old_definitions]
        new = list(islice(items, hunk.definitions))
        named = list(numbered(new).items())
        if named[: len(again)] != again:
            raise CannotUpdateError
        ahead = [name for name, _ in before[: hunk.old_definitions.stop]]
        at = sum(name.startswith("document ") for name in ahead)
        gap = between(places, change.span, slice(at, at))
        added.setdefault(gap, []).extend(new[len(again) :])
        now += [*before[kept : hunk.old_definitions.start], *named]
        kept = hunk.old_definitions.stop
    now += before[kept:]
    for gap, some in added.items():
        documents = [it for it in some if isinstance(it, Document)]
        writer.define_documents(zip(documents, _room(gap, len(documents)), strict=False))
    header = reading.headers.get(change.file, {}) if change.is_whole else change.was.header
    return Entry(header, dict(now), reading.contents[change.file].blocks)


def _add(indexer: Indexer, writer: Writer, gap: Gap, facts: Sequence[Fact]) -> None:
    """Make the rows of facts that come into a gap."""
    serials, room = writer.serials(len(facts)), _room(gap, len(facts))
    for fact, serial, place in zip(facts, serials, room, strict=False):
        indexer.add(fact, serial, place)


def _room(gap: Gap, many: int) -> range:
    """Places in a gap for so many. Raises CannotUpdateError if there are not enough."""
    places = room(*gap, many)
    if len(places) < many:
        raise CannotUpdateError
    return places


def _span(places: Mapping[str, int], file: str) -> Gap:
    """Where what a file says has its place: before that of the next file."""
    place = places[file]
    later = [it for it in places.values() if it > place]
    return Gap(place, min(later, default=place + PLACES_A_FILE))


def _place_for(connection: sqlite3.Connection, places: Mapping[str, int], file: str) -> int:
    """A place for a new file: behind all that its neighbour by name says, before the next one."""
    before = max((place for path, place in places.items() if path < file), default=0)
    after = min(
        (place for path, place in places.items() if path > file), default=before + 2 * PLACES_A_FILE
    )
    for table in ("facts", "documents"):
        sql = f"SELECT max(place) FROM {table} WHERE place < ?"
        before = max(before, connection.execute(sql, (after,)).fetchone()[0] or 0)
    if after - before < 2 * _ROOM_FOR_A_FILE:
        raise CannotUpdateError
    return (before + after) // 2
