"""Build the index of a base from all its files."""

import os
import sqlite3
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from glob import escape, glob

from scifacts.compiler import registry
from scifacts.compiler.gaps import room, span_of
from scifacts.compiler.indexer import CannotIndexError, Rows, Stretch, TextIndexer
from scifacts.compiler.registry import Entry, State
from scifacts.compiler.write import Writer
from scifacts.dialects import layout, sqlite
from scifacts.dialects.layout import PLACES_A_FACT, PLACES_A_FILE
from scifacts.errors import BaseNotFoundError
from scifacts.factfile.blocks import MalformedError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError
from scifacts.index import store
from scifacts.index.proofs import inherit
from scifacts.location import Stamp, stamps
from scifacts.model import Document

# Called with the number of bytes read so far, and of all.
Progress = Callable[[int, int], None]

_ABANDONED_SECONDS = 300
_ATTEMPTS = 5
_LEAST_SHARED = 2_000_000  # bytes
_MOST_PROCESSES = 4


def build(target: str, base: str, files: Sequence[str], progress: Progress) -> None:
    """Build the index of `base` in a new file, and move it to `target`.

    Raises InvalidBaseError, BaseNotFoundError; OSError or sqlite3.Error if it cannot be written.
    """
    _remove_abandoned(target)
    beside = f"{target}.{os.getpid()}-{time.monotonic_ns()}.tmp"

    def empty() -> sqlite3.Connection:
        with suppress(FileNotFoundError):
            os.unlink(beside)
        return sqlite.connect(beside, mode="rwc")

    try:
        with closing(_filled(empty, base, files, progress)) as connection:
            inherit(connection, target)
            store.seal(connection, beside)
        os.replace(beside, target)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def build_in_memory(base: str, files: Sequence[str], progress: Progress) -> sqlite3.Connection:
    """Build the index of `base` in memory. Raises InvalidBaseError, BaseNotFoundError."""

    def empty() -> sqlite3.Connection:
        return sqlite.in_memory()

    connection = _filled(empty, base, files, progress)
    with sqlite.closed_on_error(connection):
        connection.execute("COMMIT")
    return connection


def _filled(
    empty: Callable[[], sqlite3.Connection], base: str, files: Sequence[str], progress: Progress
) -> sqlite3.Connection:
    """The database that `empty` makes, filled; its transaction is still open.

    Raises InvalidBaseError, BaseNotFoundError.
    """
    processes = _processes(sum(it.size for it in stamps(files).values()))
    for _ in range(_ATTEMPTS):
        connection = empty()
        try:
            with sqlite.closed_on_error(connection):
                connection.execute("PRAGMA journal_mode = OFF")
                connection.execute("BEGIN")
                _fill(connection, base, files, processes, progress)
                return connection
        except FileChangedError:
            continue
        except (CannotIndexError, MalformedError, sqlite3.IntegrityError):
            _raise_findings(files)
            processes = 1
    raise BaseNotFoundError(f"{base!r} keeps changing while it is read; try again")


def _raise_findings(files: Sequence[str]) -> None:
    """Read all files for everything that is wrong with them.

    Raises InvalidBaseError, BaseNotFoundError, FileChangedError.
    """
    reading = Reading()
    reading.define(files)
    for file in files:
        deque(reading.facts(file), maxlen=0)
    reading.raise_findings()


def _processes(size: int) -> int:
    """How many processes should read so many bytes: only many are worth starting some."""
    if size < _LEAST_SHARED or getattr(sys, "frozen", False):  # there is no interpreter to start
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_PROCESSES)
    return min(os.cpu_count() or 1, _MOST_PROCESSES)


def _fill(
    connection: sqlite3.Connection,
    base: str,
    files: Sequence[str],
    processes: int,
    progress: Progress,
) -> None:
    """Create the tables of an index and fill them.

    Raises BaseNotFoundError; FileChangedError; CannotIndexError, MalformedError or IntegrityError
    if something is wrong with the files.
    """
    read_ns, found = time.time_ns(), stamps(files)
    reading = Reading()
    reading.define(files)
    if reading.findings:
        raise CannotIndexError
    layout.create(connection)
    connection.execute("INSERT INTO identity VALUES ('base', ?)", (base,))
    places = {file: number * PLACES_A_FILE for number, file in enumerate(files, 1)}
    writer = Writer(connection)
    _define(writer, reading, places)
    total = sum(content.size for content in reading.contents.values())
    first = writer.serials(total).start
    with closing(_indexed(reading, _stretches(reading, places, first), processes)) as indexed:
        for serial, rows in indexed:
            progress(serial - first, total)
            writer.add(rows)
    writer.finish()
    _note_files(connection, reading, places, found, read_ns)
    layout.add_indexes(connection)
    progress(total, total)


def _stretches(reading: Reading, places: Mapping[str, int], serial: int) -> Iterator[Stretch]:
    """All parts of the files that hold facts, with serials from this one on."""
    for file, place in places.items():
        for start, text in reading.stretches(file):
            yield Stretch(text, serial + start, place + start * PLACES_A_FACT)
        serial += reading.contents[file].size


def _indexed(
    reading: Reading, stretches: Iterator[Stretch], processes: int
) -> Generator[tuple[int, Rows]]:
    """The serial of each stretch, in order, and the rows of its facts."""
    definitions = list(reading.documents.values()), list(reading.entities.values())
    if processes > 1:
        from scifacts.compiler.pool import indexed  # noqa: PLC0415 - small bases need none

        yield from indexed(stretches, definitions, processes)
    else:
        indexer = TextIndexer(*definitions)
        yield from ((stretch.serial, indexer.rows(stretch)) for stretch in stretches)


def _define(writer: Writer, reading: Reading, places: Mapping[str, int]) -> None:
    """Add all documents and entities."""
    for file, items in reading.definitions().items():
        documents = [item for item in items if isinstance(item, Document)]
        writer.define_documents(documents, room(span_of(file, places), len(documents)))
    writer.define_entities(list(reading.entities.values()), reading.entities)


def _note_files(
    connection: sqlite3.Connection,
    reading: Reading,
    places: Mapping[str, int],
    stamps: Mapping[str, Stamp],
    read_ns: int,
) -> None:
    """Store the state of the files, what they say, and the title of the base."""
    definitions = reading.definitions()
    for file, (_, digest, blocks) in reading.contents.items():
        defined = registry.digests(definitions.get(file, ()))
        state = State(file, stamps[file], read_ns, digest, places[file])
        entry = Entry(reading.headers.get(file, {}), defined, blocks)
        registry.note(connection, state, entry)
    registry.name_base(connection)
    store.settle(connection, stamps, read_ns)


def _remove_abandoned(target: str) -> None:
    """Remove the files of builds that were killed some time ago."""
    for path in glob(f"{escape(target)}.*.tmp"):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _ABANDONED_SECONDS:
                os.unlink(path)
