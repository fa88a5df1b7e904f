"""Streams: writing out a whole base as JSON Lines, beside `jq` copying the same lines.

    python benchmarks/streams.py [--full]

With --full the base has 1,000,000 facts and not 100,000.
"""

import shutil
import subprocess
import time
from pathlib import Path
from typing import NamedTuple

import measure
from measure import Command, Run


class Stream(NamedTuple):
    """A process that writes lines: how it ran, and seconds until its first line came."""

    run: Run
    first_line: float


def _started(command: Command) -> subprocess.Popen[bytes]:
    environment = measure.environment()
    return subprocess.Popen(command.arguments, stdout=subprocess.PIPE, env=environment)


def stream(command: Command) -> Stream:
    """Run a process to its end, reading all it writes."""
    started = time.perf_counter()
    with _started(command) as process:
        assert process.stdout
        process.stdout.readline()
        first_line = time.perf_counter() - started
        while process.stdout.read(1 << 16):
            pass
        run = measure.waited(process, started)
    return Stream(run, first_line)


def head(command: Command) -> float:
    """Seconds until `command | head -1` ends."""
    started = time.perf_counter()
    with _started(command) as writer:
        subprocess.run(("head", "-1"), stdin=writer.stdout, stdout=subprocess.DEVNULL, check=True)
        assert writer.stdout
        writer.stdout.close()
        writer.wait()
    return time.perf_counter() - started


def commands(facts: int, path: Path) -> dict[str, Command]:
    """What is measured: scifacts on the base, then what there is to compare with."""
    lines = str(measure.records(facts, path))
    found = {
        "scifacts filter --format jsonl": Command(
            measure.scifacts("filter", "--format", "jsonl", "--base", str(path))
        ),
        "cat": Command(("cat", lines)),
    }
    if shutil.which("jq"):
        found["jq -c ."] = Command(("jq", "-c", ".", lines))
    else:
        measure.say("jq is left out: it is not installed")
    return found


def main() -> None:
    """Print the table."""
    chosen = measure.parser(__doc__).parse_args()
    facts = 1_000_000 if chosen.full else 100_000
    path = measure.base(facts, in_folder=chosen.full)
    rows = []
    for name, command in commands(facts, path).items():
        head(command)
        measured = sorted(stream(command) for _ in range(3))[1]
        rows.append(
            (
                name,
                f"{measured.run.wall:.2f}",
                f"{facts / measured.run.wall:,.0f}",
                f"{measured.run.peak:.0f}",
                measure.ms(measured.first_line),
                measure.ms(head(command)),
            )
        )
    size = measure.records(facts, path).stat().st_size / 1e6
    measure.print_table(
        f"Streams of {facts:,} facts, {size:,.0f} MB as JSON Lines",
        ("command", "s", "facts/s", "peak, MB", "first line, ms", "`| head -1`, ms"),
        rows,
    )


if __name__ == "__main__":
    main()
