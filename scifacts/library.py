"""Which fact base is asked, and a fresh index of it."""

import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from scifacts.errors import STANDARD_INPUT, BaseNotFoundError
from scifacts.index import store
from scifacts.index.reader import IndexReader

if TYPE_CHECKING:
    from sqlite3 import Connection

    from scifacts.kinds import State
    from scifacts.model import Citation

BASE_VARIABLE = "SCIFACTS_BASE"
CACHE_VARIABLE = "SCIFACTS_CACHE"
FILE_NAME = "facts.toml"
_ATTEMPTS = 5


class Location(NamedTuple):
    """A fact base and why it is this one."""

    path: str
    reason: str


def located(path: str | None = None, folder: str | None = None) -> Location:
    """The base at `path`, or else in $SCIFACTS_BASE, in `folder` or above, or the one shipped.

    A path `-` is standard input. Raises BaseNotFoundError.
    """
    if path is not None:
        return Location(_absolute(path), "named")
    from_environment = os.environ.get(BASE_VARIABLE)
    if from_environment:
        return Location(_absolute(from_environment), f"named by ${BASE_VARIABLE}")
    here = Path(_absolute(folder or "."))
    for above in (here, *here.parents):
        # A link that leads nowhere, say, is no reason to ask another base: reading it will tell.
        if os.path.lexists(above / FILE_NAME) and not os.path.isdir(above / FILE_NAME):
            where = "in the current folder" if above == here else "in a folder above"
            return Location(str(above / FILE_NAME), where)
    return Location(shipped(), "shipped with scifacts")


def _absolute(path: str) -> str:
    if path == "-":
        return STANDARD_INPUT
    try:
        return os.path.abspath(os.path.expanduser(path))
    except FileNotFoundError:
        raise BaseNotFoundError("the current folder is gone; go to another one") from None


def shipped() -> str:
    """The base that comes with the program."""
    package = Path(__file__).parent
    for folder in (package, package.parent):
        if (folder / FILE_NAME).is_file():
            return str(folder / FILE_NAME)
    raise BaseNotFoundError(f"no {FILE_NAME} was shipped; name a base with --base")


def base_files(path: str) -> dict[str, store.Stamp]:
    """The files of the base at `path`, with their stamps: itself, or all `*.toml` below it by name.

    Hidden ones do not count. Raises BaseNotFoundError.
    """
    if path == STANDARD_INPUT:
        return store.stamps([path])
    try:
        if not stat.S_ISDIR(os.stat(path).st_mode):
            return store.stamps([path])
        found = sorted(_below(path))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and error.filename == path:
            remedy = "name a TOML file or a folder of them"
            raise BaseNotFoundError(f"no fact base at {path!r}; {remedy}") from None
        raise BaseNotFoundError(f"cannot read {error.filename!r}: {error.strerror}") from None
    if not found:
        raise BaseNotFoundError(f"no TOML file in the folder {path!r}; name another with --base")
    return dict(found)


def _below(folder: str) -> Iterator[tuple[str, store.Stamp]]:
    """The TOML files in a folder and those below it, without hidden ones, as an editor's locks."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            elif entry.name.endswith(".toml"):
                yield entry.path, store.stamp(entry.path)


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
    except (OSError, store.DatabaseError) as error:
        problem = getattr(error, "strerror", None) or str(error)
    folder = os.path.dirname(target)
    warning = f"no index can be kept in {folder!r} ({problem}); answering from memory"
    return IndexReader(_in_memory(path, progress), None, "built", warning)


def _in_memory(path: str, progress: Callable[[int, int], None]) -> "Connection":
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
    stamps: Mapping[str, store.Stamp],
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


def remember(path: str, proofs: Iterable[tuple["Citation", "State"]]) -> bool:
    """Keep what a check found out about the citations of the base at `path`, for later answers.

    Tells whether it could be kept. Raises as `open_index` does.
    """
    from scifacts.index.proofs import remember as keep  # noqa: PLC0415 - only a check gets here

    if path == STANDARD_INPUT:
        return False
    index = open_index(path)
    index.close()
    return index.file is not None and keep(index.file, path, proofs)


def cache_file(path: str) -> str:
    """Where the index of the base at `path` is kept."""
    name = Path(path).stem[:40] or "base"
    return os.path.join(cache_folder(), f"{name}-{crc32(os.fsencode(path)):08x}.index")


def cache_folder() -> str:
    """The user's folder for what can be made again: $SCIFACTS_CACHE, or the platform's."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return os.path.abspath(os.path.expanduser(chosen))
    if sys.platform == "win32":
        parent = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        parent = os.path.expanduser("~/Library/Caches")
    else:
        parent = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(parent, "scifacts")
