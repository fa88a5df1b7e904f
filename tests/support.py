"""What tests share: running the command line, and fact bases of a test's own making."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from scifacts.cli.main import status_of

TESTS = Path(__file__).parent
ROOT = TESTS.parent
BASES = TESTS / "bases"
SHIPPED = ROOT / "facts.toml"
SCHEMA = ROOT / "base.json"

# Files this old are what their stamp says: nobody writes them within the grain of the clock.
LONG_AGO_NS = 1_600_000_000 * 10**9


class Ran(NamedTuple):
    """What a command line wrote, and its exit status."""

    status: int
    out: str
    err: str


class Runner(Protocol):
    """Runs a command line on a base."""

    def __call__(self, *arguments: str, base: Path | None = None) -> Ran: ...


class ProcessRunner(Protocol):
    """Runs a command line in a process of its own."""

    def __call__(
        self, *arguments: str | bytes, base: Path | None = None, **environment: str
    ) -> Ran: ...


def run_here(*arguments: str, base: Path | None = None) -> Ran:
    """Run a command line in this process, its output piped."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = status_of([*arguments, *based(base)])
    return Ran(status, *map(_written, (out, err)))


def run_process(*arguments: str | bytes, base: Path | None = None, **environment: str) -> Ran:
    """Run a command line in a process of its own, its output piped."""
    return run_piped(b"", *arguments, base=base, **environment)


def run_piped(
    typed: bytes, *arguments: str | bytes, base: Path | None = None, **environment: str
) -> Ran:
    """Do the same with something on standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "scifacts", *arguments, *based(base)],
        capture_output=True,
        input=typed,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def based(base: Path | None) -> list[str]:
    return [] if base is None else ["--base", str(base)]


def records(ran: Ran) -> list[dict[str, Any]]:
    """The records of an answer in JSON."""
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found


def ids(ran: Ran) -> list[str]:
    """The ids of an answer in JSON."""
    return [record["id"] for record in records(ran)]


def copied(base: str, target: Path) -> Path:
    """A copy of one of the small bases, written long ago."""
    shutil.copytree(BASES / base, target)
    for path in target.rglob("*"):
        age(path)
    return target


def age(path: Path, ns: int = LONG_AGO_NS) -> None:
    """Give a file an old time of modification."""
    os.utime(path, ns=(ns, ns))


HEADER = """\
[base]
format = 1

[[documents]]
id = "paper"

[[entities]]
id = "thing"
type = "topic"
name = "Thing"
"""


def fact(fact_id: str, claim: str = "A claim.", **keys: str) -> str:
    """A fact as TOML; `keys` are TOML too, and may replace what every fact has."""
    values = {
        "kind": '"finding"',
        "about": '["thing"]',
        "citations": '[{ document = "paper", paragraph = 1, quote = "some words" }]',
        **keys,
    }
    lines = [f"id = {quoted(fact_id)}", f"claim = {quoted(claim)}"]
    lines += [f"{key} = {value}" for key, value in values.items()]
    return "\n".join(["[[facts]]", *lines, ""])


def base_of(*facts: str, header: str = HEADER) -> str:
    """A small base as TOML."""
    return "\n".join([header, *facts])


def quoted(text: str) -> str:
    """A TOML string of one line."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def written(path: Path, text: str) -> Path:
    """A file with this text, its line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def blocks(path: Path) -> Iterable[tuple[str, str]]:
    """A case file's cases: a line `== title`, and the lines under it."""
    title, lines = "", list[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            if title:
                yield title, "\n".join(lines).strip("\n")
            title, lines = line[3:], []
        elif not line.startswith("#") or title:
            lines.append(line)
    if title:
        yield title, "\n".join(lines).strip("\n")


def compared_with_golden(path: Path, text: str, *, rewrite: bool) -> None:
    """Assert that a golden file holds this text, or write it there."""
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def in_words(text: str, names: Mapping[str, str]) -> str:
    """Text with what differs from run to run replaced, longest first."""
    for found, name in sorted(names.items(), key=lambda it: -len(it[0])):
        text = text.replace(found, name)
    return text.replace("\x1b", "␛")


Edit = Callable[[Path], None]
