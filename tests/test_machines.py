"""Nothing is assumed of the machine: its locale, a home, a cache that can be written, odd names."""

import os
import pwd
from pathlib import Path
from typing import Never

import pytest

import scifacts
from tests.support import ProcessRunner, Runner, base_of, copied, fact, run_process, written

# Python helps itself to UTF-8 where a locale has none, unless it is told not to.
LOCALES = {
    "C": {"LC_ALL": "C"},
    "LANG=C": {"LC_ALL": "", "LANG": "C"},
    "C without UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
LINES = [
    "search Sørensen",
    "search Sørensen --format cards",
    "filter Sørensen --format csv",
    "search σ-lab --json",
    "timeline",
    "check --sources texts",
    "help query",
]


@pytest.mark.parametrize("line", LINES)
def test_every_locale_gets_the_same_bytes(
    line: str, harbour: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    expected = run_process(*line.split())
    assert expected.status in {0, 1}
    for locale in LOCALES.values():
        ran = run_process(*line.split(), base=None, **locale)
        assert (ran.status, ran.out) == (expected.status, expected.out)
        assert "Traceback" not in ran.err


NAMES = {
    "of SQLite's URIs": "100% #1?mode=memory&x=%41;.toml",
    "of blanks and signs": " a'b\"c$ [*]{d}.toml",
    "of many letters": "深海-é-𝛔.toml",
    "of a line end": "a\nb.toml",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_base_and_its_cache_may_have_any_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / name.removesuffix(".toml")
    base = written(folder / name, base_of(fact("one", "A lamp.")))
    monkeypatch.setenv("SCIFACTS_CACHE", str(folder / "cache"))
    for state in ("built", "fresh"):
        with scifacts.open(str(base)) as opened:
            assert opened.warning is None
            assert opened.info().state == state
            assert [hit.fact.id for hit in opened.search("lamp").hits] == ["one"]
    assert {path.suffix for path in (folder / "cache").iterdir()} == {".index", ".lock"}


def _bytes_in(folder: Path, name: bytes) -> Path:
    return Path(os.fsdecode(os.fsencode(folder) + b"/" + name))


def test_a_name_that_is_no_text_is_told_in_one_line(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copied("harbour", _bytes_in(tmp_path, b"\xff"))
    monkeypatch.chdir(folder)  # named by nobody, found where one is
    for line in ("info", "check"):
        ran = run_process(line)
        assert (ran.status, ran.out) == (2, "")
        assert "is no name in UTF-8; rename it" in ran.err
        assert ran.err.count("\n") == 1
    with pytest.raises(scifacts.BaseNotFoundError):
        scifacts.open(str(folder / "facts.toml"))


def test_a_file_in_the_folder_of_a_base_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    written(tmp_path / "base" / "a.toml", base_of(fact("one")))
    written(_bytes_in(tmp_path / "base", b"\xfe.toml"), fact("two"))
    with pytest.raises(scifacts.BaseNotFoundError, match="is no name in UTF-8"):
        scifacts.open(str(tmp_path / "base"))


@pytest.mark.parametrize(
    "line", ["info --base é", "check é", "check --sources é", "coverage --sources é"]
)
def test_a_name_that_a_locale_cannot_say_is_told_in_one_line(
    line: str, harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(harbour)
    ran = run_process(*line.split(), base=None, **LOCALES["C without UTF-8"])
    assert ran.status in {1, 2}
    assert "Traceback" not in ran.err
    assert ran.err


def test_without_a_home_the_answer_comes_from_memory(
    harbour: Path, tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SCIFACTS_CACHE", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", _no_such_user)
    ran = run("search", "tide", "--limit", "1", base=harbour / "facts.toml")
    assert ran.status == 0
    assert "answering from memory" in ran.err
    assert list(tmp_path.iterdir()) == []


def _no_such_user(_number: int) -> Never:
    raise KeyError


@pytest.mark.parametrize("where", ["XDG_CACHE_HOME", "HOME", "SCIFACTS_CACHE"])
def test_a_folder_named_from_where_one_is_holds_no_cache_by_chance(
    where: str, harbour: Path, tmp_path: Path, process: ProcessRunner
) -> None:
    """The XDG specification has relative names ignored; ours counts from the current folder."""
    settings = {"SCIFACTS_CACHE": "", "XDG_CACHE_HOME": "", "HOME": str(tmp_path / "home")}
    settings[where] = "near"
    ran = process("info", "--json", base=harbour / "facts.toml", **settings)
    kept = sorted(str(it.relative_to(tmp_path)) for it in tmp_path.rglob("*.index"))
    assert ran.status == 0
    assert len(kept) == (where != "HOME")
    assert all(
        it.startswith("near/" if where == "SCIFACTS_CACHE" else "home/.cache/scifacts/")
        for it in kept
    )
