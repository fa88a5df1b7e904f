"""Replace a file as a whole, one process at a time: others see the old one or the new one."""

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

try:
    import fcntl
except ImportError:  # on Windows; there, that nothing changed meanwhile is all that is known
    fcntl = None  # type: ignore[assignment]

_SUFFIX = ".scifacts.tmp"


@contextmanager
def locked(folder: str) -> Iterator[None]:
    """Let one process at a time write in a folder, while the others wait.

    The lock is on the folder itself, so nothing is left behind, and it ends with the process. What
    one who was killed left there is taken away.
    """
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems know no locks on folders
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            _tidy(folder)
        yield
    finally:
        os.close(descriptor)


def _tidy(folder: str) -> None:
    for name in os.listdir(folder):
        if name.endswith(_SUFFIX):
            os.unlink(os.path.join(folder, name))


def replace(path: str, content: bytes, verify: Callable[[], None] = lambda: None) -> None:
    """Put `content` in the place of the file at `path`, which keeps its mode and the links to it.

    `verify` is called at the last moment; what it raises leaves everything as it was. Raises
    OSError, also if the file may not be written to.
    """
    target = os.path.realpath(path)
    os.close(os.open(target, os.O_WRONLY | getattr(os, "O_NOCTTY", 0)))
    mode = stat.S_IMODE(os.stat(target).st_mode)
    folder, name = os.path.split(target)
    descriptor, beside = tempfile.mkstemp(_SUFFIX, f".{name}.", folder)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.chmod(beside, mode)
            os.fsync(stream.fileno())
        verify()
        os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise
    _sync(folder)


def _sync(folder: str) -> None:
    """Have the folder's new entry on the disk too, where that can be asked for."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
