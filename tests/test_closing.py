"""Whatever is opened is closed, however a command or a question ends."""

import os
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

import scifacts
from scifacts.cli.commands import COMMANDS
from tests.support import ROOT, base_of, fact, run_here, written


class Watched(sqlite3.Connection):
    """A connection that is known to be open until it is closed."""

    made: ClassVar[list["Watched"]] = []

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.is_open = True
        self.made.append(self)

    def close(self) -> None:
        super().close()
        self.is_open = False


@pytest.fixture(autouse=True)
def watched(monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    """Every connection that the test makes."""
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *some, **more: connect(*some, **more, factory=Watched)
    )
    monkeypatch.setattr(Watched, "made", [])
    return Watched.made


def _assert_all_closed() -> None:
    assert Watched.made
    assert [it for it in Watched.made if it.is_open] == []


LINES = {
    "search": ["tide", "xyzzy", "obzervatory --limit 1", "tide --format csv", "--program nobody"],
    "filter": ["--limit 2", "--kind plan --program nobody", "zebra", "--unit nothing"],
    "show": ["homes-lit", "homes-lit --json", "nothing"],
    "stats": ["", "--by colour", "--by kind,year --json"],
    "compare": ["--limit 1", "nothing"],
    "timeline": ["", "zebra"],
    "documents": ["", "nothing"],
    "entities": ["", "--type nothing"],
    "check": ["--sources texts"],
    "coverage": ["--sources texts", "--sources nowhere", "--sources texts nothing"],
    "draft": ["gazette-brief --sources texts", "gazette-brief", "nothing"],
    "info": ["", "--json"],
    "export": ["bibtex --limit 2", "jsonld --kind plan --program nobody"],
    "cite": ["homes-lit", "nothing", "homes-lit --style text --csl nothing"],
    "read": ["--dry-run --sources texts texts/page.txt"],
    "review": ["texts/report.txt", "texts/report.txt --json"],
    "add": [
        (
            "--dry-run --sources texts --document annual-report --quote drilled --claim Drilled."
            " --kind event --about dating"
        ),
        "--sources nowhere --document annual-report --quote drilled --claim X. --kind event",
    ],
}
NEVER_ASK = {"init", "where", "edit", "verify", "schema", "help"}


def test_every_command_that_asks_is_watched() -> None:
    assert set(LINES) | NEVER_ASK == set(COMMANDS)


@pytest.mark.parametrize(
    "line", [f"{name} {rest}".strip() for name, lines in LINES.items() for rest in lines]
)
def test_a_command_closes_what_it_opens(
    line: str, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    run_here(*line.split())
    _assert_all_closed()


def _no_folder(cache: Path, base: Path) -> None:
    written(cache, "a file is in its place")


def _no_index(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    (index,) = cache.glob("*.index")
    index.write_bytes(b"no index" * 1000)


def _damaged_inside(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    (index,) = cache.glob("*.index")
    status = index.stat()
    content = bytearray(index.read_bytes())
    content[4096:-4096] = b"\xa5" * (len(content) - 8192)
    index.write_bytes(content)
    os.utime(index, ns=(status.st_atime_ns, status.st_mtime_ns))


def _edited(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    written(base, base.read_text("utf-8") + fact("new", "Something new."))


def _spoilt(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    written(base, base.read_text("utf-8") + "= no TOML\n")


def _two_of_an_id(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    written(base, base.read_text("utf-8") + fact("one", "Again."))


def _gone(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    base.unlink()


def _emptied(cache: Path, base: Path) -> None:
    run_here("info", base=base)
    written(base, "")


@pytest.mark.parametrize(
    "spoil",
    [_no_folder, _no_index, _damaged_inside, _edited, _spoilt, _two_of_an_id, _gone, _emptied],
    ids=lambda it: it.__name__.strip("_"),
)
def test_whatever_happened_to_base_and_index_all_is_closed(
    spoil: Callable[[Path, Path], None], tmp_path: Path, cache: Path
) -> None:
    facts = [fact(f"number-{number}", f"Claim {number}.") for number in range(40)]
    base = written(tmp_path / "facts.toml", base_of(fact("one", "A lamp."), *facts))
    spoil(cache, base)
    run_here("search", "lamp", base=base)
    run_here("filter", base=base)
    try:
        with scifacts.open(str(base)) as opened:
            opened.search("lamp")
    except scifacts.ScifactsError:
        pass
    if base.exists():
        _assert_all_closed()


def test_a_file_that_vanishes_while_it_is_compared_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = written(tmp_path / "facts.toml", base_of(fact("one", "A lamp.")))
    run_here("info", base=base)
    monkeypatch.setattr("scifacts.files.content", _raise_not_found)
    with scifacts.open(str(base)) as opened:
        assert opened.warning
        assert opened.get("one").claim == "A lamp."
    _assert_all_closed()


def _raise_not_found(path: str, _most: int) -> bytes:
    raise FileNotFoundError(2, "No such file or directory", path)


def test_completion_closes_the_base(harbour: Path) -> None:
    with scifacts.open(str(harbour / "facts.toml")) as base:
        base.completions("program", "bl")
    _assert_all_closed()


def test_parameters_of_sql_have_names_or_question_marks_alone() -> None:
    """From Python 3.14 on numbered ones are refused where values come in a sequence."""
    numbered = [
        f"{path.name}:{number}"
        for path in sorted((ROOT / "scifacts").rglob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\?[0-9]", line)
    ]
    assert numbered == []
