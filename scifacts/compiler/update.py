"""Bring an index up to date: read only what changed in the base."""

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from itertools import islice

from scifacts.compiler import registry
from scifacts.compiler.edits import Edit, edit, size
from scifacts.compiler.gaps import Gap, NoRoomError, around, place_for, places_in, room, span_of
from scifacts.compiler.indexer import Indexer
from scifacts.compiler.registry import Definition, Entry, State, digests, label
from scifacts.compiler.write import Writer
from scifacts.factfile.blocks import MalformedError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError, TableReader
from scifacts.index import store
from scifacts.index.store import Changes
from scifacts.location import Stamp
from scifacts.model import Document
from scifacts.records import document_of, entity_of

# To change a larger share of an index takes longer than to build it.
_MINOR = 0.15
# A reader does not finish; the file is damaged; another file was put in its place.
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY_DBMOVED)


class CannotUpdateError(Exception):
    """Too much changed, or a change affects other facts: the index must be built again."""


def update(target: str, base: str, stamps: Mapping[str, Stamp]) -> None:
    """Bring the index of `base` at `target` up to date with its files.

    Raises CannotUpdateError, BaseNotFoundError; OSError or sqlite3.Error if it cannot be written.
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
        except (FileChangedError, MalformedError, NoRoomError, sqlite3.IntegrityError):
            # A fault, or an id that is used twice: building the index tells more.
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
    """Write the changes into the index.

    Raises CannotUpdateError, BaseNotFoundError, NoRoomError, MalformedError, FileChangedError,
    IntegrityError.
    """
    reader, places = TableReader(), registry.places(connection)
    for file in changes.added:
        places[file] = place_for(connection, file, places)
    writer = Writer(connection)
    gone = [_forgotten(connection, file, places) for file in changes.removed]
    edits = [
        edit(connection, reader, file, span_of(file, places))
        for file in (*changes.changed, *changes.added)
    ]
    gone += [hunk.gap for it in edits for hunk in it.hunks]
    read, all_bytes = sum(size(it, reader) for it in edits), sum(it.size for it in stamps.values())
    removed = sum(len(places_in(connection, "facts", gap)) for gap in gone)
    if read > _MINOR * all_bytes or removed > _MINOR * writer.facts:
        raise CannotUpdateError
    reading = _read_beside(writer, reader, edits)
    writer.remove(gone)
    entries = [_define(connection, writer, reading, it) for it in edits]
    added = [it for it in reading.entities.values() if it.id not in writer.entities]
    writer.define_entities(added, reading.entities)
    _add_facts(writer, reading, edits)
    if reading.findings:
        raise CannotUpdateError
    writer.finish()
    for it, entry in zip(edits, entries, strict=True):
        digest = reader.contents[it.file].digest
        state = State(it.file, stamps[it.file], read_ns, digest, it.span.before)
        registry.note(connection, state, entry)
    if changes.removed or any(it.is_whole for it in edits):
        registry.name_base(connection)


def _forgotten(connection: sqlite3.Connection, file: str, places: dict[str, int]) -> Gap:
    """Forget a file that is gone; the gap in which its facts lie.

    Raises CannotUpdateError if it defined something, for facts of other files may name it.
    """
    if registry.entry(connection, file).definitions:
        raise CannotUpdateError
    registry.forget(connection, file)
    span = span_of(file, places)
    del places[file]
    return span


def _read_beside(writer: Writer, reader: TableReader, edits: Sequence[Edit]) -> Reading:
    """A reading of the edits that knows the other definitions of the index.

    Raises BaseNotFoundError, FileChangedError.
    """
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
    """Add the new documents of a file; what the file says now.

    Raises NoRoomError, and CannotUpdateError if a definition changed or went: any fact may name it.
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
        named = list(digests(new).items())
        if named[: len(again)] != again:
            raise CannotUpdateError
        ahead = [name for name, _ in before[: hunk.old_definitions.stop]]
        at = sum(name.startswith("document ") for name in ahead)
        gap = around(places, change.span, slice(at, at))
        added.setdefault(gap, []).extend(new[len(again) :])
        now += [*before[kept : hunk.old_definitions.start], *named]
        kept = hunk.old_definitions.stop
    now += before[kept:]
    for gap, some in added.items():
        documents = [it for it in some if isinstance(it, Document)]
        writer.define_documents(documents, room(gap, len(documents)))
    header = reading.headers.get(change.file, {}) if change.is_whole else change.was.header
    return Entry(header, dict(now), reading.contents[change.file].blocks)


def _add_facts(writer: Writer, reading: Reading, edits: Iterable[Edit]) -> None:
    """Add the facts of the new blocks, those of each hunk in its gap. Raises NoRoomError."""
    indexer = Indexer(writer.documents, writer.entities, reading.entities)
    for change in edits:
        facts = (placed.fact for placed in reading.facts(change.file))
        for hunk in change.hunks:
            some = list(islice(facts, hunk.facts))
            numbers = zip(writer.serials(len(some)), room(hunk.gap, len(some)), strict=False)
            for fact, (serial, place) in zip(some, numbers, strict=True):
                indexer.add(fact, serial, place)
    writer.add(indexer.taken())
