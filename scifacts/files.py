"""Read whole files: regular ones only, up to a limit of size, and standard input.

What was opened is what is looked at and read, so nothing can be put in its place in between.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from scifacts.errors import STANDARD_INPUT

MOST_OF_A_BASE = 500_000_000  # bytes in one file
MOST_OF_A_TEXT = 10_000_000

# Windows has only some of these, and needs only the last. Without waiting, a FIFO opens at once.
_READ = os.O_RDONLY | sum(getattr(os, it, 0) for it in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY"))
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_MORE_BYTES = 1 << 20


class LeadsOutError(OSError):
    """A link leads out of the folder that a file is to be read from."""


def content(path: str, most: int) -> bytes:
    """All that the file at `path` holds, or STANDARD_INPUT.

    Raises OSError, also if it is no regular file or holds more than `most` bytes.
    """
    if path == STANDARD_INPUT:
        return _all(_standard_input(most), most)
    return _whole([(path, _READ)], most)


def content_inside(folder: str, name: str, most: int) -> bytes:
    """All that a file in `folder` holds; of links only those are followed that stay inside.

    Raises OSError as `content` does, and LeadsOutError.
    """
    top = os.path.realpath(folder)
    real = os.path.realpath(os.path.join(top, name))
    try:
        *folders, file = Path(real).relative_to(top).parts or (".",)
    except ValueError:
        raise LeadsOutError(errno.EXDEV, "a link leads out of the folder") from None
    if os.open not in os.supports_dir_fd:
        return _whole([(real, _READ)], most)
    # Step by step, so that no link can be put in the way meanwhile.
    steps = [(it, _FOLDER | _NO_LINK) for it in folders]
    return _whole([(top, _FOLDER), *steps, (file, _READ | _NO_LINK)], most)


def _whole(steps: list[tuple[str, int]], most: int) -> bytes:
    """What the last of several files holds, each opened inside the one before."""
    descriptor = None
    with ExitStack() as opened:
        for name, flags in steps:
            descriptor = os.open(name, flags, dir_fd=descriptor)
            opened.callback(os.close, descriptor)
        assert descriptor is not None
        status = os.fstat(descriptor)
        kind = _KINDS.get(stat.S_IFMT(status.st_mode))
        if kind is not None:
            raise OSError(errno.EINVAL, f"{kind} is no regular file")
        _check_size(status.st_size, most)
        return _all(_parts(descriptor, status.st_size + 1, most), most)


def _all(parts: Sequence[bytes], most: int) -> bytes:
    _check_size(sum(map(len, parts)), most)
    return b"".join(parts)


@cache  # what was read there once cannot be read again
def _standard_input(most: int) -> Sequence[bytes]:
    if sys.stdin is None:  # it was closed before we were started
        raise OSError(errno.EBADF, "it is closed")
    return _parts(sys.stdin.fileno(), _MORE_BYTES, most)


def _parts(descriptor: int, size: int, most: int) -> Sequence[bytes]:
    """What is read up to the end, `size` bytes first, or until it is more than `most`."""
    parts: list[bytes] = []
    held = 0
    while held <= most and (part := os.read(descriptor, size)):
        parts.append(part)
        held += len(part)
        size = _MORE_BYTES  # it grows, or is a pipe
    return parts


def _check_size(held: int, most: int) -> None:
    if held > most:
        raise OSError(errno.EFBIG, f"it holds more than {most // 1_000_000} MB")


@contextmanager
def replaced(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, which takes its place once it is whole.

    Where `path` is a link, it is what that leads to. Raises OSError.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is no regular file")
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield unfinished
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
