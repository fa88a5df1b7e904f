"""Index files: open one that is complete, and tell what changed in the base since it was built.

A finished index is sealed: it stores the modification time that its writer gave to the file. When
anything else writes to the file, or does not finish writing, the time differs, and the index is
not used.
"""

import os
import time
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from itertools import chain
from typing import NamedTuple

from scifacts.dialects import sqlite
from scifacts.dialects.layout import is_ours
from scifacts.dialects.sqlite import Connection, closed_on_error
from scifacts.location import Stamp

# A file changed within this time before it was read may have changed again under the same stamp.
_GRAIN_NS = 2_000_000_000
_LOOK_AGAIN_SECONDS = 0.02
_STUCK_SECONDS = 30.0


class Changes(NamedTuple):
    """How the files of a base differ from those an index was built from.

    Files in `settled` have a new stamp and the same content. Once their stamps are stored, nobody
    need read them again.
    """

    changed: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    settled: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether the index is out of date. Settled files do not count."""
        return bool(self.changed or self.added or self.removed)


def opened(target: str, base: str, *, mode: str = "ro") -> Connection | None:
    """The index file, in a transaction, if it is a sealed index of `base`; else None."""
    with suppress(OSError, sqlite.Error):
        modified = os.stat(target).st_mtime_ns
        connection = sqlite.connect(target, mode=mode)
        with closed_on_error(connection):
            connection.execute("BEGIN" if mode == "ro" else "BEGIN IMMEDIATE")
            if is_ours(connection):
                identity = dict(connection.execute("SELECT key, value FROM identity"))
                if identity.get("sealed") == modified and identity.get("base") == base:
                    return connection
        connection.close()
    return None


def is_believed(target: str, base: str) -> bool:
    """Whether the index file is a sealed index of `base`, fresh or not."""
    connection = opened(target, base)
    if connection is not None:
        connection.close()
    return connection is not None


@contextmanager
def locked(target: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of an index, so that one process at a time changes or builds it.

    Calls `waiting` now and then until the lock is free, or its holder seems to be stuck. The lock
    only saves work: where none can be made, nobody waits.
    """
    started = time.time()
    with closing(sqlite.lock_file(f"{target}.lock")) as lock:
        while not sqlite.is_taken(lock):
            if time.time() - max(started, _last_written(target)) > _STUCK_SECONDS:
                break
            waiting()
            time.sleep(_LOOK_AGAIN_SECONDS)
        yield


def _last_written(target: str) -> float:
    """When a build of this index last wrote to its file."""
    found = 0.0
    folder, name = os.path.split(target)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(name) and entry.name.endswith(".tmp"):
                with suppress(OSError):
                    found = max(found, entry.stat().st_mtime)
    return found


def seal(connection: Connection, target: str) -> None:
    """Commit the changes, and give the file the modification time that is stored in it."""
    row = connection.execute("SELECT value FROM identity WHERE key = 'sealed'").fetchone()
    earlier = row[0] if row else 0
    # Whole even seconds: every file system can keep them, and no write stamps them by chance.
    now = time.time_ns() // _GRAIN_NS * _GRAIN_NS
    sealed = now if now > earlier else earlier + _GRAIN_NS
    connection.execute("REPLACE INTO identity VALUES ('sealed', ?)", (sealed,))
    connection.execute("COMMIT")
    os.utime(target, ns=(sealed, sealed))


def compared(
    target: str, base: str, now: Mapping[str, Stamp]
) -> tuple[Connection, Changes] | tuple[None, None]:
    """The index file, if it is sealed, and how the base has changed since it was built."""
    connection = opened(target, base)
    if connection is None:
        return None, None
    with suppress(sqlite.DatabaseError), closed_on_error(connection):
        return connection, changes(connection, now)
    return None, None


def changes(connection: Connection, now: Mapping[str, Stamp]) -> Changes:
    """What changed since the files were read.

    As in git, an equal stamp means equal content, unless the file was written just before it was
    read: then its content decides.
    """
    if connection.execute("SELECT 1 FROM settled WHERE stamps = ?", (_packed(now),)).fetchone():
        return Changes((), (), (), ())
    changed: list[str] = []
    settled: list[str] = []
    known = set[str]()
    for path, *stamp, digest, read_ns in connection.execute(
        "SELECT path, size, mtime_ns, inode, digest, read_ns FROM files"
    ):
        known.add(path)
        then, today = Stamp(*stamp), now.get(path)
        if today is None or (today == then and _can_be_believed(then, read_ns)):
            continue
        if today.size != then.size or _digest(path) != digest:
            changed.append(path)
        elif _can_be_believed(today, time.time_ns()):
            settled.append(path)
    return Changes(
        tuple(changed),
        tuple(path for path in now if path not in known),
        tuple(path for path in known if path not in now),
        tuple(settled),
    )


def settle(connection: Connection, now: Mapping[str, Stamp], read_ns: int) -> None:
    """Store the stamps of all files as one, if no file can change and keep its stamp."""
    connection.execute("DELETE FROM settled")
    if all(_can_be_believed(stamp, read_ns) for stamp in now.values()):
        connection.execute("INSERT INTO settled VALUES (?)", (_packed(now),))


def _can_be_believed(stamp: Stamp, read_ns: int) -> bool:
    """Whether a file that was read at this time must get a new stamp when it changes."""
    return stamp.mtime_ns < read_ns - _GRAIN_NS


def _packed(now: Mapping[str, Stamp]) -> bytes:
    """The names and stamps of files as one value, which is compared in one step."""
    return b"\0".join([*map(os.fsencode, now), array("q", chain(*now.values())).tobytes()])


def _digest(path: str) -> bytes:
    from scifacts.digest import digest  # noqa: PLC0415 - hardly any lookup needs one
    from scifacts.files import MOST_OF_A_BASE, content  # noqa: PLC0415 - likewise

    try:
        return digest(content(path, MOST_OF_A_BASE))
    except OSError:  # reading it again will tell
        return b""
