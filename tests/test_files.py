"""Files that are no files: what cannot be read is said where it stands, and hides nothing else.

FIFOs, devices, folders, links to nowhere and in a circle, files without end; and standard input.
"""

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import pytest

from scifacts.files import MOST_OF_A_BASE, MOST_OF_A_TEXT, content, content_inside
from tests.support import (
    HEADER,
    Ran,
    Runner,
    base_of,
    copied,
    fact,
    ids,
    run_here,
    run_piped,
    run_process,
    written,
)

Make = Callable[[Path], object]


@pytest.fixture(autouse=True)
def _waiting_ends(cache: Path) -> Iterator[None]:
    """Whoever waits for the other end of a FIFO gets a TimeoutError."""

    def end(*_: object) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def _sparse(size: int) -> Make:
    """Makes a file that holds more than it takes."""

    def make(path: Path) -> None:
        path.touch()
        os.truncate(path, size)

    return make


def _locked(path: Path) -> None:
    path.touch(mode=0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")


NO_FILES: Mapping[str, tuple[Make, str]] = {
    "a FIFO": (os.mkfifo, "a FIFO is no regular file"),
    "a folder": (Path.mkdir, "a folder is no regular file"),
    "a link in a circle": (lambda it: it.symlink_to(it.name), "Too many levels of symbolic links"),
    "a file without permission": (_locked, "Permission denied"),
}
NO_TEXTS: Mapping[str, tuple[Make, str]] = {
    **NO_FILES,
    "a large file": (_sparse(MOST_OF_A_TEXT + 1), "it holds more than 10 MB"),
    "a link to nowhere": (lambda it: it.symlink_to("nowhere"), "its link leads nowhere"),
    "a link to a device": (
        lambda it: it.symlink_to("/dev/zero"),
        "a link leads out of the folder (to follow it all the same: --follow-links)",
    ),
    "no text": (lambda it: it.write_bytes(b"caf\xe9"), "it is not UTF-8 at byte 3"),
    "UTF-16": (lambda it: it.write_bytes("text".encode("utf-16")), "it is not UTF-8 at byte 0"),
}
NO_BASES: Mapping[str, tuple[Make, str]] = {
    "a FIFO": NO_FILES["a FIFO"],
    "a file without permission": NO_FILES["a file without permission"],
    "a link to a device": (lambda it: it.symlink_to("/dev/zero"), "a device is no regular file"),
    "a large file": (_sparse(MOST_OF_A_BASE + 1), "it holds more than 500 MB"),
}
# What is wrong with these is told before they are read, unless they are one of many in a folder.
NO_BASES_IN_A_FOLDER: Mapping[str, tuple[Make, str]] = {
    **NO_BASES,
    "a link in a circle": NO_FILES["a link in a circle"],
    "a link to a folder": (lambda it: it.symlink_to("."), "a folder is no regular file"),
    "a link to nowhere": (lambda it: it.symlink_to("nowhere"), "No such file or directory"),
}


@pytest.fixture
def sources(harbour: Path, tmp_path: Path) -> Path:
    """A folder with one text of the small base; `report.txt`, its other one, is to be made."""
    folder = tmp_path / "sources"
    written(folder / "page.txt", (harbour / "texts" / "page.txt").read_text("utf-8"))
    return folder


@pytest.mark.parametrize("name", NO_TEXTS)
def test_a_source_that_cannot_be_read_is_a_finding_and_the_rest_is_proven(
    name: str, harbour: Path, sources: Path
) -> None:
    make, reason = NO_TEXTS[name]
    make(sources / "report.txt")
    ran = run_here("check", str(harbour / "facts.toml"), "--sources", str(sources))
    (line,) = ran.out.splitlines()
    assert f": Q407 documents 'annual-report': 'report.txt' cannot be read: {reason}" in line
    assert "8 found, 0 elsewhere, 0 close, 0 not found, 0 changed, 9 not at hand" in ran.err
    assert ran.status == 1


@pytest.mark.parametrize("name", NO_TEXTS)
def test_coverage_tells_of_a_source_that_cannot_be_read_and_goes_on(
    name: str, harbour: Path, sources: Path
) -> None:
    make, reason = NO_TEXTS[name]
    make(sources / "report.txt")
    line = ("coverage", "--sources", str(sources))
    ran = run_here(*line, "--json", base=harbour / "facts.toml")
    assert [it["document"] for it in json.loads(ran.out)] == ["tide-power", "gazette-brief"]
    assert f"scifacts: the text of 'annual-report' cannot be read: {reason}" in ran.err
    assert ran.status == 0
    ran = run_here(*line, "annual-report", base=harbour / "facts.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"cannot be read: {reason}" in ran.err


def test_a_source_whose_name_the_system_cannot_have_is_a_finding_too(
    sources: Path, tmp_path: Path
) -> None:
    header = HEADER.replace('id = "paper"', 'id = "paper"\nfile = "café.txt"')
    base = written(tmp_path / "facts.toml", base_of(fact("x"), header=header))
    ran = run_process(
        *("check", str(base), "--sources", str(sources)),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )
    assert re.search(r"Q40[57] documents 'paper': 'café\.txt' ", ran.out)
    assert ran.status == 1


@pytest.mark.parametrize("name", NO_BASES)
def test_a_base_that_cannot_be_read_is_told_in_one_line(name: str, tmp_path: Path) -> None:
    make, reason = NO_BASES[name]
    make(tmp_path / "facts.toml")
    ran = run_here("search", "tide", base=tmp_path / "facts.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"facts.toml:1: S108 cannot be read: {reason} (" in ran.err
    ran = run_here("check", "facts.toml")
    assert ran.out.startswith(f"facts.toml:1: S108 cannot be read: {reason} (")
    assert ran.status == 1


@pytest.mark.parametrize("name", NO_BASES_IN_A_FOLDER)
def test_a_file_of_a_base_that_cannot_be_read_hides_no_other_finding(
    name: str, tmp_path: Path
) -> None:
    make, reason = NO_BASES_IN_A_FOLDER[name]
    written(tmp_path / "base" / "facts.toml", base_of(fact("x", "It has no end")))
    make(tmp_path / "base" / "more.toml")
    ran = run_here("check", "base")
    assert [line.split(" ")[:2] for line in ran.out.splitlines()] == [
        ["base/facts.toml:14:", "C302"],
        ["base/more.toml:1:", "S108"],
    ]
    assert reason in ran.out
    ran = run_here("search", "end", base=tmp_path / "base")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert f"more.toml:1: S108 cannot be read: {reason} (" in ran.err


@pytest.mark.parametrize("make", [os.mkfifo, lambda it: it.symlink_to("/dev/zero")])
def test_a_base_whose_file_became_something_else_is_told(make: Make, tmp_path: Path) -> None:
    base = written(tmp_path / "facts.toml", base_of(fact("x", "A lamp.")))
    assert run_here("search", "lamp", base=base).status == 0
    base.unlink()
    make(base)
    assert "S108" in run_here("search", "lamp", base=base).err


def test_an_editors_locks_are_no_part_of_a_base(tmp_path: Path, run: Runner) -> None:
    written(tmp_path / "base" / "facts.toml", base_of(fact("x", "A lamp.")))
    (tmp_path / "base" / ".#facts.toml").symlink_to("somebody@somewhere.1:2")
    assert ids(run("search", "lamp", "--json", base=tmp_path / "base")) == ["x"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (os.mkfifo, "here/facts.toml:1: S108"),
        (lambda it: it.symlink_to("nowhere"), "no fact base at"),
        (lambda it: it.symlink_to(it.name), "Too many levels"),
    ],
)
def test_what_stands_in_the_place_of_the_nearest_base_is_not_passed_over(
    make: Make, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "facts.toml", base_of(fact("x", "A lamp.")))
    here = tmp_path / "here"
    here.mkdir()
    make(here / "facts.toml")
    monkeypatch.chdir(here)
    ran = run_here("search", "lamp")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err


def test_a_folder_called_as_a_base_is_passed_over(
    tmp_path: Path, run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "facts.toml", base_of(fact("x", "A lamp.")))
    (tmp_path / "here" / "facts.toml").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    assert ids(run("search", "lamp", "--json")) == ["x"]


def test_a_current_folder_that_is_gone_is_told(
    harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    for line in (["search", "tide"], ["check", "facts.toml"]):
        ran = run_here(*line)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err == "scifacts: the current folder is gone; go to another one\n"
    assert run_here("check", str(harbour / "facts.toml")).status == 0


@pytest.mark.parametrize("suffix", ["", ".lock"])
@pytest.mark.parametrize(
    "make", [os.mkfifo, lambda it: it.symlink_to("/dev/zero"), lambda it: it.symlink_to("nowhere")]
)
def test_whatever_stands_in_the_place_of_an_index_the_answer_is_right(
    make: Make, suffix: str, harbour: Path, cache: Path
) -> None:
    line = ("search", "charter", "--json")
    expected = run_process(*line, base=harbour / "facts.toml")
    (index,) = cache.glob("*.index")
    index.unlink()
    Path(f"{index}.lock").unlink()
    make(Path(f"{index}{suffix}"))
    assert run_process(*line, base=harbour / "facts.toml").out == expected.out
    assert run_process(*line, base=harbour / "facts.toml").out == expected.out
    assert (index.is_file(), index.is_symlink()) == (True, False)


def _checked(base: Path, sources: Path, *more: str) -> Ran:
    return run_here("check", str(base), "--sources", str(sources), *more)


@pytest.mark.parametrize("name", ["a link", "a link to a link", "a link to its folder"])
def test_a_link_out_of_the_sources_is_followed_only_if_told_to(
    name: str, sources: Path, tmp_path: Path
) -> None:
    header = HEADER.replace('id = "paper"', 'id = "paper"\nfile = "sub/report.txt"')
    base = written(tmp_path / "facts.toml", base_of(fact("x"), header=header))
    outside = written(tmp_path / "outside" / "report.txt", "Some words.\n")
    (sources / "sub").mkdir()
    match name:
        case "a link":
            (sources / "sub" / "report.txt").symlink_to(outside)
        case "a link to a link":
            (sources / "report.txt").symlink_to("../outside/report.txt")
            (sources / "sub" / "report.txt").symlink_to("../report.txt")
        case _:
            (sources / "sub").rmdir()
            (sources / "sub").symlink_to("../outside")
    ran = _checked(base, sources)
    assert "Q407" in ran.out
    assert "1 not at hand" in ran.err
    assert "1 found" in _checked(base, sources, "--follow-links").err
    assert run_here("coverage", "--sources", str(sources), base=base).status == 2
    line = ("coverage", "--sources", str(sources), "--follow-links")
    assert run_here(*line, base=base).status == 0


def test_a_link_that_stays_inside_the_sources_is_followed(harbour: Path, tmp_path: Path) -> None:
    texts = copied("harbour", tmp_path / "copy") / "texts"
    (texts / "real").mkdir()
    (texts / "report.txt").rename(texts / "real" / "there.txt")
    (texts / "linked").symlink_to("real")
    (texts / "report.txt").symlink_to("linked/there.txt")
    (tmp_path / "link").symlink_to(texts)  # the folder itself may be reached by any way
    ran = _checked(harbour / "facts.toml", tmp_path / "link")
    assert (ran.status, ran.out) == (0, "")


def test_no_link_can_be_put_in_the_way_while_a_source_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "outside" / "x.txt", "secret")
    written(tmp_path / "inside" / "sub" / "x.txt", "open")
    resolved = os.path.realpath

    def resolved_before_the_folder_became_a_link(path: str) -> str:
        found = resolved(path)
        if found.endswith("x.txt"):
            (tmp_path / "inside" / "sub").rename(tmp_path / "inside" / "old")
            (tmp_path / "inside" / "sub").symlink_to("../outside")
        return found

    monkeypatch.setattr(os.path, "realpath", resolved_before_the_folder_became_a_link)
    with pytest.raises(OSError, match="Not a directory"):
        content_inside(str(tmp_path / "inside"), "sub/x.txt", MOST_OF_A_TEXT)


def test_a_file_that_grows_while_it_is_read_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = written(tmp_path / "log", "x")
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as stream:
            while not stop.is_set():
                stream.write(b"x" * 1_000_000)
                if stream.tell() > 40_000_000:
                    stream.truncate(1)

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        for _ in range(20):
            with contextlib.suppress(OSError):
                assert len(content(str(path), 5_000_000)) <= 5_000_000
    finally:
        stop.set()
        writer.join()


def test_a_file_that_does_not_tell_its_size_is_read_whole() -> None:
    path = Path("/proc/self/environ")
    if not path.exists():
        pytest.skip("this system has no /proc")
    assert path.stat().st_size == 0
    assert content(str(path), 10_000_000) == path.read_bytes()
    with pytest.raises(OSError, match="more than"):
        content(str(path), 10)


QUESTIONS = {
    "search": ("search", "tide", "--json"),
    "filter": ("filter", "--json"),
    "show": ("show", "charter-signed", "--json"),
    "stats": ("stats", "--json"),
    "compare": ("compare", "--json"),
    "timeline": ("timeline", "--json"),
    "documents": ("documents", "--json"),
    "entities": ("entities", "--json"),
    "coverage": ("coverage", "--sources", "texts", "--json"),
    "check": ("check", "--sources", "texts", "--json"),
}


@pytest.fixture
def in_harbour(harbour: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(harbour)
    return harbour / "facts.toml"


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_base_on_standard_input_answers_as_a_file_does(
    name: str, in_harbour: Path, cache: Path
) -> None:
    line = QUESTIONS[name]
    given = run_piped(in_harbour.read_bytes(), *line, "--base", "-")
    assert list(cache.glob("*")) == []
    assert given == run_process(*line, base=in_harbour)


def test_a_base_on_standard_input_says_what_it_is(in_harbour: Path) -> None:
    typed = in_harbour.read_bytes()
    info = json.loads(run_piped(typed, "info", "--json", "--base", "-").out)
    assert (info["path"], info["reason"], info["facts"]) == ("<stdin>", "named", 15)
    assert (info["index_file"], info["state"]) == (None, "built")
    ran = run_piped(typed, "info", "--json", SCIFACTS_BASE="-")
    assert json.loads(ran.out)["reason"] == "named by $SCIFACTS_BASE"


def test_check_reads_a_base_from_standard_input() -> None:
    typed = base_of(fact("x", "It has no end")).encode()
    ran = run_piped(typed, "check", "-")
    assert ran.out.startswith("<stdin>:14: C302 ")
    assert ran.status == 1


def test_a_large_base_on_standard_input_is_read_as_well() -> None:
    facts = [fact(f"number-{it}", f"Claim number {it}.") for it in range(20_000)]
    typed = base_of(*facts).encode()
    assert len(typed) > 2_000_000  # as much would be shared among processes if it were a file
    ran = run_piped(typed, "search", "19999", "--format", "ids", "--base", "-")
    assert (ran.status, ran.out, ran.err) == (0, "number-19999\n", "")


@pytest.mark.parametrize("typed", [b"", b"x = [", b"\xff\xfe", b"[base]\nformat = 2\n"])
def test_a_bad_base_on_standard_input_is_told_in_one_line(typed: bytes) -> None:
    ran = run_piped(typed, "search", "x", "--base", "-")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith("scifacts: <stdin>:")


def _line_of(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "scifacts", *arguments]


def test_standard_input_without_end_is_read_up_to_the_limit() -> None:
    with Path("/dev/zero").open("rb") as zeros:
        line = _line_of("search", "x", "--base", "-")
        ran = subprocess.run(line, stdin=zeros, capture_output=True, timeout=60, check=False)
    assert ran.returncode == 2
    assert b"<stdin>:1: S108 cannot be read: it holds more than 500 MB (" in ran.stderr


def test_a_standard_input_that_is_closed_is_told_in_one_line() -> None:
    line = f"{sys.executable} -m scifacts search x --base - <&-"
    ran = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"scifacts: <stdin>:1: S108 cannot be read: it is closed (")


def test_completing_does_not_read_what_is_typed_for_the_shell() -> None:
    reading, writing = os.pipe()
    environment = {
        "_SCIFACTS_COMPLETE": "complete_bash",
        "_PYTHON -M SCIFACTS_COMPLETE": "complete_bash",
        "COMP_WORDS": "scifacts search --base - --program b",
        "COMP_CWORD": "5",
    }
    try:
        ran = subprocess.run(
            _line_of(),
            stdin=reading,
            capture_output=True,
            env={**os.environ, **environment},
            timeout=60,
            check=False,
        )
    finally:
        os.close(reading)
        os.close(writing)
    assert ran.stderr == b""


@pytest.fixture
def keyboard() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


@pytest.mark.parametrize("pager", ["no-such-program", "/", "  ", "cat"])
def test_an_answer_is_shown_whatever_the_pager_is(
    pager: str, keyboard: tuple[int, int], harbour: Path
) -> None:
    ours, theirs = keyboard
    asked = subprocess.Popen(
        _line_of("filter", "--base", str(harbour / "facts.toml"), "--format", "lines"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PAGER": pager, "LINES": "5", "COLUMNS": "400"},
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while part := os.read(ours, 4096):
            seen += part
    assert asked.wait() == 0
    assert seen.count(b"\n") == 15
    assert b"charter-signed" in seen
