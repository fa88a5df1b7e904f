"""A large base is read by several processes, and nobody can tell from the answers."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import process
from contextlib import closing
from multiprocessing import spawn
from pathlib import Path

import pytest

import scifacts
from scifacts.compiler import build, pool
from scifacts.compiler.indexer import Rows
from scifacts.errors import InvalidBaseError
from tests.support import HEADER, base_of, fact, run_here, written

MANY = 300
WAIT_SECONDS = 60


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two processes read even a small base; what is given tells when they have done so."""
    done = []
    indexed = pool.indexed

    def noted(*given: object) -> Iterator[tuple[int, Rows]]:
        yield from indexed(*given)  # type: ignore[arg-type]
        done.append("done")

    monkeypatch.setattr(pool, "indexed", noted)
    monkeypatch.setattr(build, "_processes", lambda _: 2)
    return done


def _claim(number: int) -> str:
    return f"The lamp {number} burns {'brightly ' * (number % 3)}near tower {number % 7}."


@pytest.fixture
def base(tmp_path: Path) -> Path:
    facts = (fact(f"lamp-{number}", _claim(number)) for number in range(MANY))
    return written(tmp_path / "facts.toml", base_of(*facts))


def _content(base: Path, cache: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that an index holds, but for when it was written."""
    scifacts.open(str(base)).close()
    (index,) = cache.glob("*.index")
    with closing(sqlite3.connect(index)) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name not in {"identity", "files", "settled"} and not name.startswith("texts_")
        ]
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in tables}


def test_an_index_is_the_same_whoever_made_it(
    base: Path, cache: Path, shared: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = _content(base, cache)
    assert shared == ["done"]
    assert len(together["facts"]) == len(together["texts"]) == MANY
    next(cache.glob("*.index")).unlink()
    monkeypatch.setattr(build, "_processes", lambda _: 1)
    assert _content(base, cache) == together
    assert shared == ["done"]


def test_a_folder_and_files_that_cannot_be_cut_are_shared_too(
    tmp_path: Path, cache: Path, shared: list[str]
) -> None:
    folder = tmp_path / "base"
    written(folder / "a.toml", HEADER)
    written(folder / "b.toml", fact("one", "A lamp.").replace("[[facts]]", "[[ facts ]]"))
    written(folder / "c.toml", fact("two", "A bell."))
    content = _content(folder, cache)
    assert shared == ["done"]
    assert {row[2] for row in content["facts"]} == {"one", "two"}


FAULTS = {
    "a key that is none": 'colour = "red"\n',
    "an entity that is not there": fact("other").replace('"thing"', '"nothing"'),
    "an id that was used before": fact("lamp-3", "Another."),
    "no TOML": "= 3\n",
    "an array that was closed": "[facts.x]\n[facts.x]\n",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_is_told_as_if_one_had_read_all(
    base: Path, shared: list[str], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(base, base.read_text("utf-8") + fault)
    together = run_here("filter", base=base)
    monkeypatch.setattr(build, "_processes", lambda _: 1)
    assert run_here("filter", base=base) == together
    assert together.status == 2
    assert "facts.toml:" in together.err
    with pytest.raises(InvalidBaseError):
        scifacts.open(str(base))


def _refuse() -> None:
    raise NotImplementedError


def _die(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


NO_POOL = {
    "no interpreter is known": (spawn, "_python_exe", b""),
    "the interpreter is gone": (spawn, "_python_exe", b"/nowhere/python"),
    "what is called the interpreter is none": (spawn, "_python_exe", b"/bin/false"),
    "the system has no semaphores": (process, "_check_system_limits", _refuse),
    "a daemon may have no children": (multiprocessing.current_process(), "_config", {"daemon": 1}),
    "a process of the pool fails": (pool, "_marshalled_rows", len),
    "a process of the pool is killed": (pool, "_marshalled_rows", _die),
}


@pytest.mark.parametrize("reason", NO_POOL)
def test_without_a_pool_one_reads_alone(
    base: Path, shared: list[str], reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*NO_POOL[reason])
    with scifacts.open(str(base)) as opened:
        assert opened.info().facts == MANY
    assert shared == []


# No guard: whoever imports this as a new process imports a main module does it all again.
SCRIPT = """
import multiprocessing, os, signal, sys
import scifacts
from scifacts.compiler import build, pool

def noted(*given):
    for number, answer in enumerate(indexed(*given)):
        if number == 0:
            {action}
        yield answer
    print("done together")

print("begun")
indexed, pool.indexed = pool.indexed, noted
build._processes = lambda size: 2
print(scifacts.open(sys.argv[1]).info().facts)
print(multiprocessing.get_start_method(allow_none=True))
"""


def _run(base: Path, action: str) -> subprocess.CompletedProcess[str]:
    """Run the script to the end of the last process that can write to what is captured."""
    script = written(base.parent / "script.py", SCRIPT.format(action=action))
    return subprocess.run(
        [sys.executable, str(script), str(base)],
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=WAIT_SECONDS,
    )


def test_a_script_needs_no_main_guard_and_keeps_its_start_method(base: Path, cache: Path) -> None:
    done = _run(base, "pass")
    assert (done.stdout, done.stderr) == (f"begun\ndone together\n{MANY}\nNone\n", "")


def test_an_interrupt_ends_all_processes_and_leaves_nothing_behind(base: Path, cache: Path) -> None:
    done = _run(base, "os.killpg(0, signal.SIGINT)")
    assert done.returncode == -signal.SIGINT
    assert done.stderr.count("Traceback") == 1  # that of the script
    assert not list(cache.glob("*.tmp"))


def test_a_killed_build_takes_its_processes_along(base: Path, cache: Path) -> None:
    done = _run(base, "os.kill(os.getpid(), signal.SIGKILL)")
    assert done.returncode == -signal.SIGKILL
    assert "Traceback" not in done.stderr


def test_an_update_after_a_shared_build_finds_room(base: Path, shared: list[str]) -> None:
    assert run_here("filter", "--format", "ids", base=base).status == 0
    text = base.read_text("utf-8").replace(fact("lamp-5", _claim(5)), fact("new", "A bell."))
    written(base, text)
    found = run_here("filter", "--format", "ids", base=base).out.split()
    assert found[4:7] == ["lamp-4", "new", "lamp-6"]
    assert shared == ["done"]
