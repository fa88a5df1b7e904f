"""The README is a test: every console block of it runs, and prints what it shows.

Blocks run one after the other in one folder, with the shipped base. `...` on a line of its own
stands for any lines. Only `scifacts` is run; other commands of a block are skipped.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from scifacts.fields import FIELDS
from tests.support import ROOT, SHIPPED, run_here

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)
BLOCKS = _BLOCK.findall(TEXT)


def _commands() -> list[tuple[str, str]]:
    """Every command line of ours with the output shown under it."""
    found = []
    for block in BLOCKS:
        for part in _PROMPT.split(block)[1:]:
            line, _, shown = part.partition("\n")
            if line.startswith("scifacts ") and not set("|><;&") & set(_unquoted(line)):
                found.append((line, shown))
    return found


def _unquoted(line: str) -> str:
    return re.sub(r"'[^']*'|\"[^\"]*\"", "", line)


def _pattern(shown: str) -> str:
    lines = [
        "(?:.*\n)*" if line.strip() in {"...", "…"} else f"{re.escape(line.rstrip())}\n"
        for line in shown.splitlines()
    ]
    return "".join(lines)


def test_a_readme_of_some_length_shows_the_program_at_work() -> None:
    if len(TEXT.splitlines()) > 50:
        assert _commands()


@pytest.mark.parametrize(("line", "shown"), _commands(), ids=[line for line, _ in _commands()])
def test_what_the_readme_shows_is_what_is_printed(
    line: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCIFACTS_BASE", str(SHIPPED))
    monkeypatch.chdir(ROOT)
    arguments = shlex.split(line)[1:]
    if "../shared" in line and not (ROOT.parent / "shared").is_dir():
        pytest.skip("the texts are not at hand")
    ran = run_here(*arguments)
    printed = "".join(f"{it.rstrip()}\n" for it in (ran.out + ran.err).splitlines())
    printed = printed.replace(f"{ROOT}{os.sep}", "")
    assert re.fullmatch(_pattern(shown), printed), printed


def test_links_to_files_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", TEXT)
    assert [it for it in links if not (ROOT / it).exists()] == []


def test_a_path_is_not_that_of_one_machine() -> None:
    assert not re.search(r"/(?:home|root|work|Users)/", TEXT)
    assert Path(README).name == "README.md"


def test_the_list_of_fields_is_that_of_the_table() -> None:
    rows = [f"| `{field.name}` | {field.meaning} |" for field in FIELDS.values()]
    assert "\n".join(["| field | finds facts |", "| --- | --- |", *rows, ""]) in TEXT
