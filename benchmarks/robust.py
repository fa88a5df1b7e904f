"""Robust: whatever happens to the index, every answer is right.

    python benchmarks/robust.py [--full]

Prints a line for each check; its status is 1 if one fails. With --full the builds are killed a
hundred times and not ten. Read-only and full disks need root, to mount a small tmpfs.
"""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from random import Random
from typing import NamedTuple

import bases
import measure

import scifacts

_FACTS = 8_000  # so many that several processes share the building
_PACKAGE = str(Path(scifacts.__file__).parent)
_AT_ONCE = 20
_MARK = "zirconium"
_PLACE = re.compile(rf'claim = "[^"]*{bases.RARE}[^"]*"', re.IGNORECASE)


class Answer(NamedTuple):
    """What a lookup gave: the ids of facts, its status, and what it said."""

    ids: tuple[str, ...]
    status: int
    said: str


class Ground:
    """A base in one file that can be edited, and the cache its index is kept in."""

    def __init__(self, folder: Path) -> None:
        self.cache = folder / "cache"
        self.base = folder / "facts.toml"
        bases.write_file(self.base, _FACTS)
        self._text = self.base.read_text()
        self._found = _PLACE.search(self._text)
        self.mark = ""

    def edit(self, number: int) -> None:
        """Make one claim hold a word that no other has, and none had before; the size stays."""
        assert self._found
        self.mark = f"{_MARK}{number:06}"
        start, end = self._found.span()
        self.base.write_text(f'{self._text[:start]}claim = "The {self.mark}"{self._text[end:]}')

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.cache, ignore_errors=True)

    @property
    def index(self) -> Path:
        """The index file, built if it is not there."""
        if not list(self.cache.glob("*.index")):
            self.ask()
        (found,) = self.cache.glob("*.index")
        return found

    def start(self, word: str = "") -> subprocess.Popen[str]:
        """Start a lookup of a word, or of the mark of the last edit."""
        arguments = ("search", word or self.mark, "--exact", "--format", "ids")
        return subprocess.Popen(
            measure.scifacts(*arguments, "--base", str(self.base)),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**measure.environment(), "SCIFACTS_CACHE": str(self.cache)},
        )

    def ask(self) -> Answer:
        """Look the mark of the last edit up."""
        return answer(self.start())


def answer(process: subprocess.Popen[str]) -> Answer:
    """What a started lookup gives in the end."""
    said, complaint = process.communicate()
    return Answer(tuple(said.split()), process.returncode, complaint)


def fault(given: Answer) -> str:
    """What is wrong with the answer to a mark, which one fact holds; empty if nothing is."""
    if given.status or len(given.ids) != 1:
        return f"status {given.status}, facts {given.ids}, said {given.said[-200:]!r}"
    if given.said.count("\n") > 1:
        return f"said {given.said!r}"
    return ""


def at_once(ground: Ground) -> Iterator[str]:
    """Twenty processes start on a cold cache, and twenty after an edit."""
    ground.forget()
    for number in range(2):
        ground.edit(number)
        yield from map(fault, map(answer, [ground.start() for _ in range(_AT_ONCE)]))


def same_tick(ground: Ground) -> Iterator[str]:
    """An edit of the same size with the same time of modification, right after a lookup."""
    for number in range(10, 20):
        ground.edit(number)
        status = ground.base.stat()
        yield fault(ground.ask())
        ground.edit(number + 100)
        os.utime(ground.base, ns=(status.st_atime_ns, status.st_mtime_ns))
        yield fault(ground.ask())


def killed(ground: Ground, times: int, *, how: signal.Signals, cold: bool) -> Iterator[str]:
    """A build or an update is killed at a random moment; then somebody asks."""
    random = bases.dice(times)
    ground.edit(1_000)
    ground.forget()
    started = time.monotonic()
    yield fault(ground.ask())
    taken = time.monotonic() - started
    for number in range(1_001, 1_001 + times):
        ground.edit(number)
        if cold:
            ground.forget()
        process = ground.start()
        time.sleep(random.uniform(0.02, taken))
        process.send_signal(how)
        given = answer(process)
        if _PACKAGE in given.said:  # what an interpreter says that still starts is its own
            yield f"said {given.said[-300:]!r}"
        if how is signal.SIGINT and list(ground.cache.glob("*.tmp")):
            yield "left something behind"
        yield fault(ground.ask())
        yield fault(ground.ask())


def damaged(ground: Ground, *, same_time: bool) -> Iterator[str]:
    """The index is cut short, overwritten, of another make; perhaps under its old time."""
    ground.edit(2_000)
    random = bases.dice(7)
    for damage in (_cut, _emptied, _overwritten, _holed, _newer, _foreign):
        for _ in range(3):
            ground.ask()
            index = ground.index
            status = index.stat()
            damage(index, random)
            if same_time:
                os.utime(index, ns=(status.st_atime_ns, status.st_mtime_ns))
            for _ in range(2):
                found = fault(ground.ask())
                yield f"{damage.__name__[1:]}: {found}" if found else ""


def folder_in_the_way(ground: Ground) -> Iterator[str]:
    """There is a folder where the index should be, or a file where the cache should be."""
    ground.edit(3_000)
    index = ground.index
    index.unlink()
    index.mkdir()
    yield fault(ground.ask())
    ground.forget()
    ground.cache.write_text("")
    yield fault(ground.ask())
    ground.cache.unlink()


def read_only(ground: Ground) -> Iterator[str]:
    """The cache is on a read-only disk: with nothing in it, with a fresh index, with an old one."""
    ground.edit(4_000)
    for size, prepared in (("64m", False), ("64m", True)):
        with _mounted(ground.cache, size):
            if prepared:
                ground.ask()
            _run("mount", "-o", "remount,ro", str(ground.cache))
            yield fault(ground.ask())
            ground.edit(4_001 + prepared)
            yield fault(ground.ask())


def full_disk(ground: Ground) -> Iterator[str]:
    """The cache is on a disk too small for the index, or filled up before an update."""
    ground.edit(5_000)
    for size in ("64k", "512k", "2m"):
        with _mounted(ground.cache, size):
            yield fault(ground.ask())
            yield fault(ground.ask())
    with _mounted(ground.cache, "32m"):
        yield fault(ground.ask())
        with suppress(OSError), (ground.cache / "filler").open("wb", buffering=0) as filler:
            while filler.write(bytes(4096)):
                pass
        for number in range(5_001, 5_004):
            ground.edit(number)
            yield fault(ground.ask())


def _cut(index: Path, random: Random) -> None:
    os.truncate(index, random.randrange(index.stat().st_size))


def _emptied(index: Path, _random: Random) -> None:
    index.write_bytes(b"")


def _overwritten(index: Path, random: Random) -> None:
    index.write_bytes(random.randbytes(index.stat().st_size))


def _holed(index: Path, random: Random) -> None:
    """Random bytes in the latter two thirds of the file: its beginning looks fine."""
    with index.open("r+b") as file:
        size = index.stat().st_size
        file.seek(size // 3)
        file.write(random.randbytes(size - size // 3))


def _newer(index: Path, _random: Random) -> None:
    with closing(sqlite3.connect(index)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version + 1}")


def _foreign(index: Path, _random: Random) -> None:
    index.unlink()
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("CREATE TABLE facts (id)")


@contextmanager
def _mounted(folder: Path, size: str) -> Iterator[None]:
    """A small tmpfs at a folder. Raises CalledProcessError, OSError if that is not allowed."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    try:
        yield
    finally:
        _run("umount", str(folder))
        folder.rmdir()


def _run(*arguments: str) -> None:
    subprocess.run(arguments, check=True, capture_output=True)


def _checks(times: int) -> dict[str, Callable[[Ground], Iterator[str]]]:
    def kills(how: signal.Signals, *, cold: bool) -> Callable[[Ground], Iterator[str]]:
        return lambda ground: killed(ground, times, how=how, cold=cold)

    return {
        f"{_AT_ONCE} processes on a cold cache, and after an edit": at_once,
        "an edit of the same size within the same tick": same_tick,
        f"a build killed {times} times": kills(signal.SIGKILL, cold=True),
        f"an update killed {times} times": kills(signal.SIGKILL, cold=False),
        f"a build interrupted {times} times": kills(signal.SIGINT, cold=True),
        "a damaged or foreign index": lambda ground: damaged(ground, same_time=False),
        "the same under its old time": lambda ground: damaged(ground, same_time=True),
        "a folder or file in the way": folder_in_the_way,
        "a read-only disk": read_only,
        "a full disk": full_disk,
    }


def main() -> int:
    """Run all checks; the status is 1 if one fails."""
    chosen = measure.parser(__doc__).parse_args()
    # A job in the background of a shell ignores interrupts, and so would what is interrupted here.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    failed = 0
    for name, check in _checks(100 if chosen.full else 10).items():
        with tempfile.TemporaryDirectory() as folder:
            try:
                faults = list(check(Ground(Path(folder))))
            except subprocess.CalledProcessError as error:
                print(f"skip  {name}: {error.stderr.decode().strip()}", flush=True)
                continue
        wrong = [it for it in faults if it]
        failed += bool(wrong)
        if wrong:
            print(f"FAIL  {name}: {len(wrong)} of {len(faults)}, first: {wrong[0]}", flush=True)
        else:
            print(f"pass  {name}: {len(faults)} answers", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
