"""Build the index of a base, from all of its files."""

import json
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from glob import escape, glob
from zlib import crc32

from scifacts.errors import BaseNotFoundError
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import FileChangedError
from scifacts.index import schema, store
from scifacts.index.proofs import inherit
from scifacts.index.store import Stamp
from scifacts.index.write import Writer
from scifacts.model import Document, Entity

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


def add_facts(writer: Writer, reading: Reading, file: str, place: int) -> Iterator[int]:
    """Add the facts of a file from a place on, yielding now and then how much has been read.

    Once there are findings, nothing is added any more.
    """
    piece, read = None, 0
    for number, placed in enumerate(reading.facts(file)):
        if placed.place.piece is not piece:
            yield read
            piece = placed.place.piece
            read += len(piece.text)
        if not reading.findings:
            writer.add(placed.fact, place + number)


def placed_documents(reading: Reading, places: Mapping[str, int]) -> Iterator[tuple[Document, int]]:
    """The documents that were read, each with its place in the base's order."""
    for file, items in reading.definitions().items():
        for number, item in enumerate(items):
            if isinstance(item, Document):
                yield item, places[file] + number


def note_files(
    connection: sqlite3.Connection,
    reading: Reading,
    places: Mapping[str, int],
    stamps: Mapping[str, Stamp],
    read_ns: int,
) -> None:
    """Remember in which state files were read, when, what they define, and the base's title."""
    defined = fingerprints(reading)
    connection.executemany(
        "REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(file, *stamps[file], reading.digests[file], read_ns, place),
                json.dumps(reading.headers.get(file, {})),
                json.dumps(defined.get(file, {})),
            )
            for file, place in places.items()
        ],
    )
    connection.executemany(
        "REPLACE INTO identity SELECT ?1, json_extract(header, '$.' || ?1) FROM files"
        " ORDER BY json_extract(header, '$.' || ?1) IS NULL, place LIMIT 1",
        [("title",), ("note",)],
    )


def fingerprints(reading: Reading) -> dict[str, dict[str, int]]:
    """For each file a number for each thing it defines, which changes when the thing does."""
    return {
        file: {label(item): crc32(repr(item).encode()) for item in items}
        for file, items in reading.definitions().items()
    }


def label(item: Document | Entity) -> str:
    """What a definition is called among all definitions."""
    return f"{'document' if isinstance(item, Document) else 'entity'} {item.id}"


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
    writer = Writer(connection, reading.documents, reading.entities)
    writer.define(placed_documents(reading, places), list(reading.entities.values()))
    total, before = sum(stamp.size for stamp in stamps.values()), 0
    for file in files:
        for read in add_facts(writer, reading, file, places[file]):
            progress(before + read, total)
        before += stamps[file].size
    reading.raise_findings()
    writer.finish()
    note_files(connection, reading, places, stamps, read_ns)
    schema.add_indexes(connection)
    progress(total, total)


def _remove_abandoned(target: str) -> None:
    """Remove what builds left behind that were killed long ago."""
    for path in glob(f"{escape(target)}.*.tmp"):
        with suppress(OSError):
            if time.time() - os.stat(path).st_mtime > _ABANDONED_SECONDS:
                os.unlink(path)
