"""A base to start from, the places in a base, and an editor that opens there."""

import json
import os
import stat
from pathlib import Path

import pytest

from scifacts.schemas import base_schema
from tests.support import TESTS, Runner, copied, written

EDITOR = '#!/bin/sh\nprintf "%s\\n" "$@" > "$EDITED"\n'


def test_a_new_base_is_one_that_check_accepts(run: Runner, tmp_path: Path) -> None:
    ran = run("init", "deep/lamps")
    folder = tmp_path / "deep" / "lamps"
    assert ran.status == 0
    assert sorted(os.listdir(folder)) == ["base.json", "facts.toml", "sources"]
    assert json.loads((folder / "base.json").read_text()) == base_schema()
    assert 'title = "lamps"' in (folder / "facts.toml").read_text()
    assert (
        run("check", str(folder / "facts.toml"), "--sources", str(folder / "sources")).status == 0
    )


@pytest.mark.parametrize("there", ["facts.toml", "base.json", "sources"])
def test_nothing_that_is_there_is_changed(there: str, run: Runner, tmp_path: Path) -> None:
    written(tmp_path / there, "mine")
    ran = run("init")
    assert ran.status == 2
    assert "nothing was written" in ran.err
    assert (tmp_path / there).read_text() == "mine"
    assert not {"facts.toml", "base.json"} & set(os.listdir(tmp_path)) - {there}


def test_a_folder_with_texts_gets_a_base_beside_them(run: Runner, tmp_path: Path) -> None:
    text = written(tmp_path / "sources" / "page.txt", "A page.\n")
    assert run("init").status == 0
    assert text.read_text() == "A page.\n"


@pytest.mark.parametrize("title", ['say "it"', "back\\slash", "x" * 200, "深海\n[facts]"])
def test_any_title_can_be_given(title: str, run: Runner) -> None:
    assert run("init", "--title", title).status == 0
    assert run("check", "facts.toml").status == 0


def test_where_names_the_line_of_the_header(run: Runner, harbour: Path) -> None:
    path, _, line = run("where", "tide-charter", base=harbour / "facts.toml").out.partition(":")
    lines = Path(path).read_text().splitlines()
    assert lines[int(line) - 1 : int(line) + 1] == ["[[entities]]", 'id = "tide-charter"']


def test_where_tells_all_that_bear_an_id(run: Runner, tmp_path: Path) -> None:
    case = TESTS / "findings" / "tidy.toml"
    text = case.read_text() + '\n[[entities]]\nid = "paper"\ntype = "topic"\nname = "Paper"\n'
    base = written(tmp_path / "base.toml", text)
    assert len(run("where", "paper", base=base).out.splitlines()) == text.count('id = "paper"') == 2


def test_where_finds_what_stands_in_a_faulty_base(run: Runner, tmp_path: Path) -> None:
    base = written(tmp_path / "base.toml", '[[facts]]\nid = "a"\n[[facts]]\nid = "b"\nclaim = 7\n')
    assert run("where", "b", base=base).out.endswith("base.toml:3\n")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("vim", "+{line}\n{file}\n"),
        ("nano", "+{line}\n{file}\n"),
        ("code", "--goto\n{file}:{line}\n"),
        ("hx", "{file}:{line}\n"),
        ("my-editor", "{file}\n"),
        ("code --wait", "--wait\n--goto\n{file}:{line}\n"),
    ],
)
def test_an_editor_opens_at_the_line(
    name: str, arguments: str, run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = copied("harbour", tmp_path / "harbour") / "facts.toml"
    program = written(tmp_path / "bin" / name.split(maxsplit=1)[0], EDITOR)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("EDITED", str(tmp_path / "edited"))
    monkeypatch.setenv("VISUAL", f"{tmp_path}/bin/{name}")
    assert run("edit", "homes-lit", base=base).status == 0
    line = run("where", "homes-lit", base=base).out.rstrip("\n").rpartition(":")[2]
    assert (tmp_path / "edited").read_text() == arguments.format(line=line, file=base)
