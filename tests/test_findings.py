"""What `check` reports: each file in `findings/` is a base with its findings beside it.

`#! CODE` ends the line a finding is expected on, once for each; a line `#! -2 CODE` speaks of the
line two above, where no comment can stand. Cases whose names begin with Q are checked against
`findings/texts`. The messages stand in `findings/messages.txt`, which `pytest --rewrite` writes.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scifacts.check import CODES
from tests.support import TESTS, Runner, compared_with_golden, run_here

FOLDER = TESTS / "findings"
CASES = sorted(FOLDER.glob("*.toml"))
_MARK = re.compile(r"#! (?:-(\d+) )?((?:[A-Z]\d{3} ?)+)")


def _expected(case: Path) -> Iterator[tuple[int, str]]:
    lines = case.read_bytes().decode(errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        for above, codes in _MARK.findall(line):
            yield from ((number - int(above or 0), code) for code in codes.split())


def _arguments(case: Path) -> list[str]:
    sources = ["--sources", "texts"] if case.name.startswith("Q") else []
    return ["check", case.name, *sources]


@pytest.fixture(autouse=True)
def _in_the_folder(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_every_finding_stands_on_its_line_and_no_other_is_reported(case: Path, run: Runner) -> None:
    ran = run(*_arguments(case), "--json")
    found = [(it["line"], it["code"]) for it in json.loads(ran.out)["findings"]]
    expected = sorted(_expected(case))
    assert sorted(found) == expected
    assert ran.status == (0 if {code[0] for _, code in expected} <= {"W"} else 1)


def test_every_finding_says_what_is_wrong_and_what_to_do(*, rewrite: bool) -> None:
    said = [run_here(*_arguments(case)).out for case in CASES]
    compared_with_golden(FOLDER / "messages.txt", "".join(said), rewrite=rewrite)


def test_every_finding_is_one_line() -> None:
    pattern = re.compile(r"[\w.-]+\.toml:\d+: [SRCQW]\d{3} .+ \(.+\)")
    lines = (FOLDER / "messages.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not pattern.fullmatch(line)] == []


# A file that cannot be read cannot stand among the cases: see test_files.py.
@pytest.mark.parametrize("code", sorted(CODES.keys() - {"S108"}))
def test_every_code_has_a_case(code: str) -> None:
    assert code in {it for case in CASES for _, it in _expected(case)}


def test_every_marked_code_is_one_that_check_has() -> None:
    assert {it for case in CASES for _, it in _expected(case)} <= CODES.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_base_with_faults_of_shape_or_links_answers_no_question(case: Path, run: Runner) -> None:
    ran = run("filter", base=case)
    faulty = any(code[0] in "SR" for _, code in _expected(case))
    assert (ran.status == 2) == faulty
    assert ran.err.count("\n") <= 1


def test_findings_come_in_the_order_of_files_and_lines(run: Runner) -> None:
    for case in CASES:
        found = json.loads(run(*_arguments(case), "--json").out)["findings"]
        assert found == sorted(found, key=lambda it: (it["file"], it["line"], it["code"]))
