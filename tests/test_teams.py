"""What a team on git is given: a hook for pre-commit, and commands for continuous integration."""

import re
import shlex
from pathlib import Path

import pytest

from tests.support import ROOT, Runner, copied

HOOKS = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
RECIPE = (ROOT / "docs" / "teams.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"- run: scifacts (.+)", RECIPE)


@pytest.fixture(autouse=True)
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small base, as `scifacts init` lays one out; the current folder is its own."""
    folder = copied("harbour", tmp_path / "harbour")
    (folder / "texts").rename(folder / "sources")
    monkeypatch.chdir(folder)
    return folder / "facts.toml"


def hook_line() -> list[str]:
    """The command line of the hook, with the arguments of the example."""
    (entry,) = re.findall(r"entry: scifacts (.+)", HOOKS)
    (arguments,) = re.findall(r"args: \[(.+)\]", RECIPE)
    return [*shlex.split(entry), *arguments.split(", ")]


def test_the_hook_lets_a_sound_base_pass_and_no_other(run: Runner, base: Path) -> None:
    assert f"- id: {re.findall('- id: (.+)', RECIPE)[0]}\n" in HOOKS
    assert run(*hook_line()).status == 0
    base.write_text(base.read_text().replace("at most 3 more may join", "at most 4 more may join"))
    assert run(*hook_line()).status == 1


def test_the_recipe_runs_check_coverage_and_diff() -> None:
    assert [line.split()[0] for line in COMMANDS] == ["check", "coverage"]
    assert "scifacts diff" in RECIPE


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_of_the_recipe_is_understood(line: str, run: Runner) -> None:
    ran = run(*shlex.split(line))
    assert ran.status in (0, 1)
    assert "No such option" not in ran.err
