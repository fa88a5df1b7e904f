"""Build the index of a base, from all of its files."""

import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from glob import escape, glob

from scifacts.errors import BaseNotFoundError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError
from scifacts.index import register, schema, store
from scifacts.index.proofs import inherit
from scifacts.index.register import Content, State
from scifacts.index.write import Writer
from scifacts.model import Document

# Called with how many of how many bytes have been read.
Progress = Callable[[int, int], None]

_ABANDONED_SECONDS = 3600
_ATTEMPTS = 5


def build(target: str, base: str, files: Sequence[str], progress: Progress) -> None:
    """Build the index of `base` beside `target` and move it into place.

    Raises InvalidBaseError, BaseNotFoundError; OSError or sqlite3.Error if it cannot be written.
    """
    _remove_abandoned(target)
    beside = f"{target}.{os.getpid()}-{time.monotonic_ns()}.tmp"
    try:
        with closing(store.connect(beside, mode="rwc")) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            _fill(connection, base, files, progress)
            inherit(connection, target)
            store.seal(connection, beside)
        os.replace(beside, target)
    finally:
        with suppress(OSError):
            os.unlink(beside)


def build_in_memory(base: str, files: Sequence[str], progress: Progress) -> sqlite3.Connection:
    """Build the index of `base` for this process alone. Raises as `build` does."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _fill(connection, base, files, progress)
    connection.execute("COMMIT")
    return connection


def _fill(
    connection: sqlite3.Connection, base: str, files: Sequence[str], progress: Progress
) -> None:
    """Lay out an index and fill it, in a transaction that is left open."""
    for _ in range(_ATTEMPTS):
        connection.execute("BEGIN")
        try:
            _fill_once(connection, base, files, progress)
        except FileChangedError:
            connection.execute("ROLLBACK")
        else:
            return
    raise BaseNotFoundError(f"{base!r} keeps changing while it is read; try again")


def _fill_once(
    connection: sqlite3.Connection, base: str, files: Sequence[str], progress: Progress
) -> None:
    read_ns, stamps = time.time_ns(), store.stamps(files)
    reading = Reading()
    reading.define(files)
    if reading.findings:  # nothing can be built; what else is wrong is told at once
        for file in files:
            deque(reading.facts(file), maxlen=0)
        reading.raise_findings()
    schema.create(connection)
    connection.execute("INSERT INTO identity VALUES ('base', ?)", (base,))
    places = {file: number * schema.PLACES_A_FILE for number, file in enumerate(files, 1)}
    definitions = reading.definitions()
    writer = Writer(connection, reading.documents, reading.entities)
    for file, items in definitions.items():
        documents = [item for item in items if isinstance(item, Document)]
        writer.define(zip(documents, _room(places[file]), strict=False), [])
    writer.define([], list(reading.entities.values()))
    total, before = sum(stamp.size for stamp in stamps.values()), 0
    for file, stamp in stamps.items():
        for read in _add_facts(writer, reading, file, _room(places[file])):
            progress(before + read, total)
        before += stamp.size
    reading.raise_findings()
    writer.finish()
    for file, (digest, blocks) in reading.contents.items():
        state = State(file, stamps[file], read_ns, digest, places[file])
        register.note(connection, state)
        numbers = register.numbered(definitions.get(file, ()))
        content = Content(reading.headers.get(file, {}), numbers, blocks)
        register.note_content(connection, file, content)
    register.name_base(connection)
    store.settle(connection, stamps, read_ns)
    schema.add_indexes(connection)
    progress(total, total)


def _room(place: int) -> range:
    """The places of a file that begins at a place."""
    return register.room(place, place + schema.PLACES_A_FILE)


def _add_facts(writer: Writer, reading: Reading, file: str, room: range) -> Iterator[int]:
    """Add the facts of a file, yielding now and then how much of it has been read.

    Once there are findings, nothing is added any more.
    """
    piece, read = None, 0
    for placed, place in zip(reading.facts(file), room, strict=False):
        if placed.place.piece is not piece:
            yield read
            piece = placed.place.piece
            read += len(piece.text)
        if not reading.findings:
            writer.add(placed.fact, place)


def _remove_abandoned(target: str) -> None:
    """Remove what builds left behind that were killed long ago."""
    for path in glob(f"{escape(target)}.*.tmp"):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _ABANDONED_SECONDS:
                os.unlink(path)
