"""What is typed and what is seen: each file in `transcripts/` is a conversation at a prompt.

`$ scifacts ...` is a command line, run in a copy of `bases/harbour`; the other bases lie beside it,
and the one that is shipped, as `shipped.toml`. What the command writes follows, lines
on standard error marked with `! `, then its exit status. `pytest --rewrite` writes what is seen.
"""

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from scifacts import __version__
from scifacts.cli.commands import COMMANDS
from scifacts.render import Form
from tests.support import (
    SHIPPED,
    TESTS,
    Ran,
    age,
    compared_with_golden,
    copied,
    in_words,
    run_here,
)

TRANSCRIPTS = sorted((TESTS / "transcripts").glob("*.txt"))
_INDEX = re.compile(r"-[0-9a-f]{8}\.index")


def _replayed(text: str, names: dict[str, str]) -> Iterator[str]:
    """The transcript again, with what is seen now."""
    for line in text.splitlines():
        if line.startswith("$ "):
            yield f"{line}\n"
            yield from _seen(_typed(line[2:]), names)
        elif line.startswith("#"):
            yield f"{line}\n"


def _typed(line: str) -> Ran:
    *environment, arguments = re.split(r"(?:^|\s)scifacts(?:\s|$)", line, maxsplit=1)
    with pytest.MonkeyPatch.context() as patch:
        for setting in shlex.split("".join(environment)):
            patch.setenv(*setting.split("=", 1))
        return run_here(*shlex.split(arguments))


def _seen(ran: Ran, names: dict[str, str]) -> Iterator[str]:
    for mark, stream in (("", ran.out), ("! ", ran.err)):
        for line in stream.splitlines():
            yield f"{mark}{_INDEX.sub('-0.index', in_words(line, names))}".rstrip() + "\n"
    yield f"[status {ran.status}]\n\n"


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: path.stem)
def test_what_is_typed_shows_what_the_transcript_shows(
    path: Path,
    tmp_path: Path,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    rewrite: bool,
) -> None:
    for base in ("harbour", "atlas", "hostile", "island"):
        copied(base, tmp_path / base)
    shutil.copy2(SHIPPED, tmp_path / "shipped.toml")
    age(tmp_path / "shipped.toml")
    monkeypatch.chdir(tmp_path / "harbour")
    names = {str(tmp_path): "", os.path.realpath(tmp_path): "", __version__: "VERSION"}
    seen = "".join(_replayed(path.read_text(encoding="utf-8"), names))
    compared_with_golden(path, seen.rstrip("\n") + "\n", rewrite=rewrite)


def _command_lines() -> list[str]:
    lines = [line for path in TRANSCRIPTS for line in path.read_text("utf-8").splitlines()]
    return [line for line in lines if line.startswith("$ ")]


def test_there_are_transcripts() -> None:
    assert len(_command_lines()) >= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_its_help_stand_in_a_transcript(command: str) -> None:
    lines = _command_lines()
    assert f"$ scifacts {command} --help" in lines
    assert any(f"scifacts {command}" in line and "--help" not in line for line in lines)


@pytest.mark.parametrize("form", Form)
def test_every_form_stands_in_a_transcript(form: Form) -> None:
    assert any(f"--format {form}" in line for line in _command_lines())
