"""Build the index of a base, from all of its files."""

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from glob import escape, glob
from itertools import accumulate

from scifacts.compiler import registry
from scifacts.compiler.gather import Gather, Source, alone, pays, shared
from scifacts.compiler.registry import Entry, State
from scifacts.compiler.worker import CrewError
from scifacts.compiler.write import Writer
from scifacts.errors import BaseNotFoundError
from scifacts.factfile.blocks import MalformedError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError
from scifacts.index import schema, store
from scifacts.index.proofs import inherit
from scifacts.index.schema import PLACES_A_FILE
from scifacts.index.store import Stamp
from scifacts.model import Document

# Called with how many of how many bytes have been read.
Progress = Callable[[int, int], None]

_ABANDONED_SECONDS = 300
_ATTEMPTS = 5


def build(target: str, base: str, files: Sequence[str], progress: Progress) -> None:
    """Build the index of `base` beside `target` and move it into place.

    Raises InvalidBaseError, BaseNotFoundError; OSError or sqlite3.Error if it cannot be written.
    """
    _remove_abandoned(target)
    beside = f"{target}.{os.getpid()}-{time.monotonic_ns()}.tmp"

    def empty() -> sqlite3.Connection:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        return store.connect(beside, mode="rwc")

    try:
        with closing(_filled(empty, base, files, progress)) as connection:
            inherit(connection, target)
            store.seal(connection, beside)
        os.replace(beside, target)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def build_in_memory(base: str, files: Sequence[str], progress: Progress) -> sqlite3.Connection:
    """Build the index of `base` for this process alone. Raises as `build` does."""

    def empty() -> sqlite3.Connection:
        return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)

    connection = _filled(empty, base, files, progress)
    with store.closed_on_error(connection):
        connection.execute("COMMIT")
    return connection


def _filled(
    empty: Callable[[], sqlite3.Connection], base: str, files: Sequence[str], progress: Progress
) -> sqlite3.Connection:
    """An empty database, laid out and filled in a transaction that is left open."""
    gather = shared if pays(sum(map(os.path.getsize, files))) else alone
    for _ in range(_ATTEMPTS):
        connection = empty()
        try:
            with store.closed_on_error(connection):
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("BEGIN")
                _fill(connection, base, files, gather, progress)
                return connection
        except FileChangedError:
            continue
        except (CrewError, MalformedError, sqlite3.IntegrityError):
            # Something is wrong with a fact, or two have one id: reading all of them alone tells.
            if gather is alone:
                raise
            gather = alone
    raise BaseNotFoundError(f"{base!r} keeps changing while it is read; try again")


def _fill(
    connection: sqlite3.Connection,
    base: str,
    files: Sequence[str],
    gather: Gather,
    progress: Progress,
) -> None:
    """Lay out an index and fill it.

    Raises InvalidBaseError, BaseNotFoundError, FileChangedError, and what `gather` raises.
    """
    read_ns, stamps = time.time_ns(), store.stamps(files)
    reading = Reading()
    reading.define(files)
    if reading.findings:  # nothing can be built; what else is wrong is told at once
        for file in files:
            deque(reading.facts(file), maxlen=0)
        reading.raise_findings()
    schema.create(connection)
    connection.execute("INSERT INTO identity VALUES ('base', ?)", (base,))
    places = {file: number * PLACES_A_FILE for number, file in enumerate(files, 1)}
    writer = Writer(connection)
    _define(writer, reading, places)
    sizes = [reading.contents[file].size for file in files]
    total, serials = sum(sizes), writer.serials(sum(sizes))
    sources = map(Source, files, accumulate(sizes, initial=serials.start), places.values())
    gather(reading, writer, list(sources), lambda it: progress(it - serials.start, total))
    reading.raise_findings()
    writer.finish()
    _register(connection, reading, places, stamps, read_ns)
    schema.add_indexes(connection)
    progress(total, total)


def _define(writer: Writer, reading: Reading, places: Mapping[str, int]) -> None:
    """Add all documents and entities."""
    for file, items in reading.definitions().items():
        documents = [item for item in items if isinstance(item, Document)]
        room = registry.room(places[file], places[file] + PLACES_A_FILE)
        writer.define_documents(zip(documents, room, strict=False))
    writer.define_entities(list(reading.entities.values()), reading.entities)


def _register(
    connection: sqlite3.Connection,
    reading: Reading,
    places: Mapping[str, int],
    stamps: Mapping[str, Stamp],
    read_ns: int,
) -> None:
    """Remember the files, and the base's title."""
    definitions = reading.definitions()
    for file, (_, digest, blocks) in reading.contents.items():
        registry.note(connection, State(file, stamps[file], read_ns, digest, places[file]))
        defined = registry.numbered(definitions.get(file, ()))
        entry = Entry(reading.headers.get(file, {}), defined, blocks)
        registry.note_entry(connection, file, entry)
    registry.name_base(connection)
    store.settle(connection, stamps, read_ns)


def _remove_abandoned(target: str) -> None:
    """Remove what builds left behind that were killed a while ago."""
    for path in glob(f"{escape(target)}.*.tmp"):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _ABANDONED_SECONDS:
                os.unlink(path)
