"""A fresh index of a base: the one in the cache folder if it still fits, else a new one."""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from scifacts.dialects.sqlite import Connection, DatabaseError
from scifacts.errors import STANDARD_INPUT
from scifacts.index import store
from scifacts.index.reader import IndexReader
from scifacts.location import Stamp, base_files, cache_file

if TYPE_CHECKING:
    from scifacts.kinds import State
    from scifacts.model import Citation

_ATTEMPTS = 5


def open_index(path: str, progress: Callable[[int, int], None] = lambda *_: None) -> IndexReader:
    """A fresh index of the base at `path`, from the cache if it can be.

    `progress` is told how many of how many bytes have been read, should it have to be built.
    Raises BaseNotFoundError, InvalidBaseError.
    """
    if path == STANDARD_INPUT:
        return IndexReader(_in_memory(path, progress), None, "built")
    target = cache_file(path)
    state = "fresh"
    try:
        for attempt in range(_ATTEMPTS):  # other processes may replace it meanwhile
            stamps = base_files(path)
            connection, changes = store.compared(target, path, stamps)
            if connection is not None and changes is not None:
                if not changes and (attempt or not changes.settled):
                    return IndexReader(connection, target, state)
                connection.close()
            state = _refresh(target, path, stamps, changes, progress)
        problem = "it changes again and again"
    except (OSError, DatabaseError) as error:
        problem = getattr(error, "strerror", None) or str(error)
    folder = os.path.dirname(target)
    warning = f"no index can be kept in {folder!r} ({problem}); answering from memory"
    return IndexReader(_in_memory(path, progress), None, "built", warning)


def _in_memory(path: str, progress: Callable[[int, int], None]) -> Connection:
    from scifacts.compiler import build  # noqa: PLC0415 - only a base that changed is read

    return build.build_in_memory(path, list(base_files(path)), progress)


def rebuilt(path: str, index: IndexReader) -> IndexReader:
    """A new index in the place of one that turned out to be damaged. Raises as `open_index`."""
    index.close()
    if index.file is not None:
        with suppress(OSError):
            os.unlink(index.file)
    return open_index(path)


def _refresh(
    target: str,
    path: str,
    stamps: Mapping[str, Stamp],
    changes: store.Changes | None,
    progress: Callable[[int, int], None],
) -> str:
    """Bring the index file up to date, or build it; tell which."""
    from scifacts.compiler import build, update  # noqa: PLC0415 - only a base that changed is read

    os.makedirs(os.path.dirname(target), exist_ok=True)
    with store.locked(target, waiting=lambda: progress(0, 1)):
        if changes is None and store.is_believed(target, path):
            progress(1, 1)
            return "fresh"  # since another process built it: the caller will look again
        if changes is not None:
            with suppress(update.CannotUpdateError):
                update.update(target, path, stamps)
                return "updated" if changes else "fresh"
        build.build(target, path, list(stamps), progress)
        return "built"


def remember(path: str, proofs: Iterable[tuple["Citation", "State"]], day: str) -> bool:
    """Keep what a check on a day found out about the citations of the base at `path`.

    Tells whether it could be kept. Raises as `open_index` does.
    """
    from scifacts.index.proofs import remember as keep  # noqa: PLC0415 - only a check gets here

    if path == STANDARD_INPUT:
        return False
    index = open_index(path)
    index.close()
    return index.file is not None and keep(index.file, path, proofs, day)
