"""Measure whole processes side by side, and print tables of ratios."""

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import sysconfig
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import NamedTuple

import bases

_LOOK_EVERY_SECONDS = 0.1
_SCREEN = struct.pack("HHHH", 1000, 100, 0, 0)  # so tall that nothing is paged


class Run(NamedTuple):
    """What a process took: seconds of the clock, seconds of CPU, MB of memory at its peak."""

    wall: float
    cpu: float
    peak: float
    status: int


class Command(NamedTuple):
    """A process to run: what it adds to the environment, and whether it sees a terminal.

    `with_family` counts the memory of the processes that it starts too, where `/proc` tells.
    """

    arguments: Sequence[str]
    environment: Mapping[str, str] = {}
    on_terminal: bool = False
    with_family: bool = False


def run(command: Command) -> Run:
    """Run a process to its end, its output thrown away."""
    if command.on_terminal:
        return _run_on_terminal(command)
    with open(os.devnull, "r+b") as nowhere:
        return _run(command, nowhere.fileno())


def interleaved(
    commands: Mapping[str, Command], rounds: int, between: Callable[[str], None] = lambda _: None
) -> dict[str, list[Run]]:
    """Run all commands in turn, `rounds` times after once unmeasured: A B C A B C.

    `between` is called with the name of a command before each run of it.
    """
    found: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            between(name)
            measured = run(command)
            if measured.status:
                raise SystemExit(f"{name}: status {measured.status}")
            if turn:
                found[name].append(measured)
    return found


def cpu(runs: Iterable[Run]) -> float:
    """The median CPU time."""
    return median(it.cpu for it in runs)


def wall(runs: Iterable[Run]) -> float:
    """The median time by the clock."""
    return median(it.wall for it in runs)


def peak(runs: Iterable[Run]) -> float:
    """The median of the peaks of memory."""
    return median(it.peak for it in runs)


def cpu_ratio(runs: Sequence[Run], floor: Sequence[Run]) -> float:
    """The median of the ratios of CPU time, pair by pair."""
    return median(a.cpu / b.cpu for a, b in zip(runs, floor, strict=True))


def wall_ratio(runs: Sequence[Run], floor: Sequence[Run]) -> float:
    """The median of the ratios of time by the clock, pair by pair."""
    return median(a.wall / b.wall for a, b in zip(runs, floor, strict=True))


def ms(seconds: float) -> str:
    """Milliseconds, as a table shows them."""
    return f"{seconds * 1000:,.0f}" if seconds >= 0.1 else f"{seconds * 1000:.1f}"


def print_table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    lines = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    print(f"\n{title}\n")
    for number, line in enumerate(lines):
        cells = [cell.ljust(width) for cell, width in zip(line, widths, strict=True)]
        print(f"| {' | '.join(cells)} |")
        if number == 0:
            print(f"| {' | '.join('-' * width for width in widths)} |")
    sys.stdout.flush()


def say(message: str) -> None:
    """One line of talk, on standard error."""
    print(message, file=sys.stderr, flush=True)


def scifacts(*arguments: str) -> list[str]:
    """The command line of the scifacts that belongs to this interpreter."""
    script = Path(sysconfig.get_path("scripts")) / "scifacts"
    start = [str(script)] if script.exists() else [sys.executable, "-m", "scifacts"]
    return [*start, *arguments]


def environment() -> dict[str, str]:
    """The environment of what is measured: as installed programs run, with compiled modules.

    Python's own settings are left out, for some keep it from storing what it compiles, and then
    every run would compile the program again, but not its libraries.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PYTHON") or name == "PYTHONPATH"
    }
    return {**kept, "PYTHONPYCACHEPREFIX": str(work_folder() / "compiled")}


def parser(doc: str | None) -> argparse.ArgumentParser:
    """The command line of a benchmark."""
    made = argparse.ArgumentParser(description=(doc or "").partition("\n")[0])
    made.add_argument("--full", action="store_true", help="the complete measurement, which is long")
    return made


def work_folder() -> Path:
    """Where bases are kept between benchmarks; the children's index cache is in there too."""
    folder = Path(tempfile.gettempdir()) / "scifacts-benchmarks"
    folder.mkdir(exist_ok=True)
    os.environ.setdefault("SCIFACTS_CACHE", str(folder / "cache"))
    return folder


def base(facts: int, *, in_folder: bool = False) -> Path:
    """A synthetic base, made by a process of its own if it is not there yet."""
    name = f"facts-{facts}-{bases.GENERATION}"
    path = work_folder() / (name if in_folder else f"{name}.toml")
    if not path.exists():
        say(f"making {path}")
        beside = path.with_name(f"new-{path.name}")
        options = ["--folder"] if in_folder else []
        arguments = [sys.executable, bases.__file__, str(facts), str(beside), *options]
        subprocess.run(arguments, check=True)
        beside.rename(path)
    return path


def records(facts: int, path: Path) -> Path:
    """The facts of the synthetic base at `path` as JSON Lines, as scifacts writes them."""
    lines = work_folder() / f"facts-{facts}-{bases.GENERATION}.jsonl"
    if not lines.exists():
        say(f"making {lines}")
        beside = lines.with_name(f"new-{lines.name}")
        arguments = scifacts("filter", "--format", "jsonl", "--base", str(path))
        with beside.open("wb") as file:
            subprocess.run(arguments, check=True, stdout=file)
        beside.rename(lines)
    return lines


def waited(process: subprocess.Popen[bytes], started: float) -> Run:
    """Wait for a process that was started at a time of `perf_counter`."""
    _, status, usage = os.wait4(process.pid, 0)
    taken = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    cpu_time = usage.ru_utime + usage.ru_stime
    return Run(taken, cpu_time, usage.ru_maxrss / unit, process.returncode)


def _run(command: Command, stream: int) -> Run:
    started = time.perf_counter()
    process = subprocess.Popen(
        command.arguments,
        stdin=stream,
        stdout=stream,
        stderr=stream,
        env={**environment(), **command.environment},
        start_new_session=command.with_family,
    )
    if not command.with_family:
        return waited(process, started)
    sums = [0.0]
    is_over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, sums, is_over))
    watcher.start()
    found = waited(process, started)
    is_over.set()
    watcher.join()
    return found._replace(peak=max(found.peak, *sums))


def _watch(session: int, sums: list[float], is_over: threading.Event) -> None:
    """Gather what the processes of a session hold in memory together, in MB, now and then."""
    while not is_over.wait(_LOOK_EVERY_SECONDS):
        pages = 0
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if os.getsid(int(folder.name)) == session:
                    pages += int((folder / "statm").read_text().split()[1])
        sums.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def _run_on_terminal(command: Command) -> Run:
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, _SCREEN)
    reader = threading.Thread(target=_drain, args=(ours,))
    reader.start()
    try:
        return _run(command, theirs)
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)


def _drain(terminal: int) -> None:
    with suppress(OSError):
        while os.read(terminal, 65536):
            pass
