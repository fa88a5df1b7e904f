"""Where things are: the fact base that is asked, its files, and its index in the cache folder."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from scifacts.errors import STANDARD_INPUT, BaseNotFoundError

BASE_VARIABLE = "SCIFACTS_BASE"
CACHE_VARIABLE = "SCIFACTS_CACHE"
FILE_NAME = "facts.toml"
_HIGHEST_INTEGER = (1 << 63) - 1  # that SQLite keeps


class Location(NamedTuple):
    """A fact base and why it is this one."""

    path: str
    reason: str


class Stamp(NamedTuple):
    """What the file system tells about a file without reading it."""

    size: int
    mtime_ns: int
    inode: int


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


def base_files(path: str) -> dict[str, Stamp]:
    """The files of the base at `path`, with their stamps: itself, or all `*.toml` below it by name.

    Hidden ones do not count. Raises BaseNotFoundError.
    """
    if path == STANDARD_INPUT:
        return stamps([path])
    try:
        if not stat.S_ISDIR(os.stat(path).st_mode):
            return stamps([path])
        found = sorted(_below(path))
    except OSError as error:
        if isinstance(error, FileNotFoundError) and error.filename == path:
            remedy = "name a TOML file or a folder of them"
            raise BaseNotFoundError(f"no fact base at {path!r}; {remedy}") from None
        raise BaseNotFoundError(f"cannot read {error.filename!r}: {error.strerror}") from None
    if not found:
        raise BaseNotFoundError(f"no TOML file in the folder {path!r}; name another with --base")
    return dict(found)


def _below(folder: str) -> Iterator[tuple[str, Stamp]]:
    """The TOML files in a folder and those below it, without hidden ones, as an editor's locks."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _below(entry.path)
            elif entry.name.endswith(".toml"):
                yield entry.path, stamp(entry.path)


def stamps(files: Iterable[str]) -> dict[str, Stamp]:
    """The stamp of every file."""
    return {file: stamp(file) for file in files}


def stamp(path: str) -> Stamp:
    """The stamp of a file. If there is none it is nothing but zeros: reading the file will tell."""
    try:
        status = os.stat(path)
    except OSError:
        return Stamp(0, 0, 0)
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino & _HIGHEST_INTEGER)


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
