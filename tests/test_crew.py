"""A large base is read by several processes, and nobody can tell from the answers."""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

import scifacts
from scifacts.compiler import crew, gather
from scifacts.errors import InvalidBaseError
from tests.support import HEADER, base_of, fact, run_here, written

MANY = 300


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two processes read even a small base; what is given tells when they have done so."""
    done = []

    class Noted(crew.Crew):
        def vocabulary(self) -> dict[str, str]:
            done.append("done")
            return super().vocabulary()

    monkeypatch.setattr(crew, "Crew", Noted)
    monkeypatch.setattr(gather, "_LEAST_SHARED", 0)
    monkeypatch.setattr(gather, "_processors", lambda: 2)
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
    monkeypatch.setattr(gather, "_LEAST_SHARED", 1 << 40)
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
    monkeypatch.setattr(gather, "_LEAST_SHARED", 1 << 40)
    assert run_here("filter", base=base) == together
    assert together.status == 2
    assert "facts.toml:" in together.err
    with pytest.raises(InvalidBaseError):
        scifacts.open(str(base))


@pytest.mark.parametrize("interpreter", ["", "/nowhere/python", "/bin/false"])
def test_without_a_crew_one_reads_alone(
    base: Path, shared: list[str], interpreter: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", interpreter)
    with scifacts.open(str(base)) as opened:
        assert opened.info().facts == MANY
    assert shared == []


@pytest.mark.parametrize("said", ["Good morning, everybody!", "scifact, anybody?"])
def test_a_crew_that_talks_nonsense_is_sent_home(
    base: Path, shared: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talker = written(tmp_path / "python", f"#!/bin/sh\nprintf '{said}'\ncat > /dev/null\n")
    talker.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(talker))
    assert run_here("filter", "--format", "ids", base=base).out.count("\n") == MANY
    assert shared == []


def test_an_update_after_a_shared_build_finds_room(base: Path, shared: list[str]) -> None:
    assert run_here("filter", "--format", "ids", base=base).status == 0
    text = base.read_text("utf-8").replace(fact("lamp-5", _claim(5)), fact("new", "A bell."))
    written(base, text)
    found = run_here("filter", "--format", "ids", base=base).out.split()
    assert found[4:7] == ["lamp-4", "new", "lamp-6"]
    assert shared == ["done"]
