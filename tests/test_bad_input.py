"""What bad input gets: one line that says what, where and what to do; status 2; no traceback."""

import json
import re
from pathlib import Path

import pytest

from tests.support import HEADER, ProcessRunner, Runner, base_of, fact, ids, written

_FIGURE = '{{ value = {}, bound = "exactly", unit = "lamps", measure = "lamps" }}'

BAD_BASES = {
    "empty": b"",
    "only a comment": b"# nothing\n",
    "no TOML": b"this is no TOML",
    "not UTF-8": b'[base]\nformat = 1\ntitle = "\xe9"\n',
    "UTF-16": "[base]\nformat = 1\n".encode("utf-16"),
    "NUL": b"[base]\nformat = 1\n\x00",
    "a lone carriage return": b"[base]\rformat = 1\r",
    "a binary file": bytes(range(256)),
    "nested brackets": b"[base]\nformat = 1\nx = " + b"[" * 10_000,
    "nested arrays": b"x = " + b"[" * 10_000 + b"]" * 10_000,
    "nested tables": b"x = " + b"{a=" * 10_000 + b"1" + b"}" * 10_000,
    "a deep key": b"x" + b".x" * 10_000 + b" = 1",
    "no claim": HEADER.encode() + b'[[facts]]\nid = "x"\n',
    "a repeated id": base_of(fact("x"), fact("x")).encode(),
    "an unknown document": base_of(fact("x")).replace('id = "paper"', 'id = "other"').encode(),
    "a date and time": base_of(fact("x", date="2025-06-12T10:00:00Z")).encode(),
    "a time": base_of(fact("x", date="10:00:00")).encode(),
    "a number beyond all numbers": base_of(fact("x", figure=_FIGURE.format("9" * 400))).encode(),
    "a number that is none": base_of(fact("x", figure=_FIGURE.format("nan"))).encode(),
    "10 MB that are no TOML": b"x" * 10_000_000,
}


@pytest.mark.parametrize("name", BAD_BASES)
def test_a_bad_base_is_told_in_one_line_with_its_place(
    name: str, tmp_path: Path, run: Runner
) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(BAD_BASES[name])
    ran = run("search", "x", base=path)
    assert (ran.status, ran.out) == (2, "")
    assert re.fullmatch(r"scifacts: [^\n]*facts\.toml:\d+: [SR]\d{3} [^\n]+\n", ran.err)


@pytest.mark.parametrize("name", BAD_BASES)
def test_check_reports_a_bad_base_as_findings(name: str, tmp_path: Path, run: Runner) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(BAD_BASES[name])
    ran = run("check", str(path), "--json")
    assert ran.status == 1
    findings = json.loads(ran.out)["findings"]
    lines = path.read_bytes().count(b"\n") + 1
    assert findings
    assert all(1 <= finding["line"] <= lines for finding in findings)


GOOD_BASES = {
    "a BOM": b"\xef\xbb\xbf" + base_of(fact("x", "A lamp.")).encode(),
    "CRLF": base_of(fact("x", "A lamp.")).replace("\n", "\r\n").encode(),
    "no line end": base_of(fact("x", "A lamp.")).encode().rstrip(),
    "10 MB on one line": base_of(fact("x", "A lamp.", note=f'"{"y" * 10_000_000}"')).encode(),
    "blanks in headers": base_of(fact("x", "A lamp."))
    .replace("[[facts]]", "  [[ facts ]]  # here")
    .encode(),
    "quoted headers": base_of(fact("x", "A lamp.")).replace("[[facts]]", '[["facts"]]').encode(),
    "facts in one array": (
        'facts = [{ id = "x", claim = "A lamp.", kind = "finding", about = ["thing"], citations ='
        ' [{ document = "paper", paragraph = 1, quote = "words" }] }]\n' + HEADER
    ).encode(),
    "a large number": base_of(fact("x", "A lamp.", figure=_FIGURE.format(10**15))).encode(),
    "a date without quotes": base_of(fact("x", "A lamp.", date="2025-06-12")).encode(),
}


@pytest.mark.parametrize("name", GOOD_BASES)
def test_an_odd_base_is_read_like_any_other(name: str, tmp_path: Path, run: Runner) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(GOOD_BASES[name])
    ran = run("search", "lamp", "--json", base=path)
    assert (ran.status, ran.err) == (0, "")
    assert ids(ran) == ["x"]
    assert run("filter", "--format", "ids", base=path).out == "x\n"


@pytest.mark.parametrize("depth", [50, 150, 250, 350, 450])
def test_arrays_of_any_depth_are_findings(depth: int, tmp_path: Path, run: Runner) -> None:
    text = base_of(fact("x"), header=f"x = {'[' * depth}{']' * depth}\n{HEADER}")
    ran = run("check", str(written(tmp_path / "facts.toml", text)), "--json")
    findings = json.loads(ran.out)["findings"]
    assert (findings[0]["line"], findings[0]["code"]) in {(1, "S102"), (1, "S101")}


def test_what_a_file_that_is_no_toml_defines_is_not_said_to_be_undefined(
    tmp_path: Path, run: Runner
) -> None:
    written(tmp_path / "base" / "definitions.toml", HEADER.replace('id = "thing"', "id = thing"))
    written(tmp_path / "base" / "facts.toml", fact("x") + fact("y", kind='"guess"'))
    findings = json.loads(run("check", str(tmp_path / "base"), "--json").out)["findings"]
    assert [it["code"] for it in findings] == ["S101", "S104"]


def test_a_base_without_facts_answers_nothing(tmp_path: Path, run: Runner) -> None:
    base = written(tmp_path / "facts.toml", HEADER)
    for line in (("search", "thing"), ("filter",), ("stats",)):
        ran = run(*line, base=base)
        assert ran.status == 1
    assert run("search", "thing", "--json", base=base).out == "[]\n"
    assert run("entities", base=base).status == 0
    assert run("info", base=base).status == 0


@pytest.mark.parametrize(
    "text",
    [
        *(
            "C-14",
            "2.5",
            "SKA-1",
            "NOT",
            "*",
            "",
            " ",
            "\t",
            "🔭",
            "\x00",
            "a\x00b",
            "AND",
            "NEAR(a)",
        ),
        *(
            "\x1b[31m",
            "[red]",
            "%",
            "_",
            "'",
            '"',
            '""',
            '"a',
            "a:b",
            ":",
            "-",
            "--",
            "-a",
            "(",
            ")",
        ),
        *("the of", "x" * 10_000, "é", "\u202e", "\ufeff", "1e400", "٣", "½", "ﬁ", "ß", "𞤀"),
    ],
)
@pytest.mark.parametrize("command", ["search", "filter", "stats"])
def test_a_strange_question_has_an_answer_or_one_line(
    command: str, text: str, harbour: Path, run: Runner
) -> None:
    ran = run(command, "--base", str(harbour / "facts.toml"), "--", text)
    assert ran.status in {0, 1, 2}
    assert sum("nearest: " not in line for line in ran.err.splitlines()) <= 2
    assert "\x1b" not in ran.err
    if ran.status:
        assert ran.err.startswith("scifacts: ") or command == "stats"


def test_a_question_of_very_many_words_has_an_answer(harbour: Path, run: Runner) -> None:
    words = " ".join(f"word{number}" for number in range(4000))
    for command in ("search", "filter"):
        assert run(command, words, base=harbour / "facts.toml").status == 1
    assert run("search", f"tide {words}", "--loose", base=harbour / "facts.toml").status in {0, 1}


@pytest.mark.parametrize("limit", ["99999999999999999999", str(2**63), "1000000"])
@pytest.mark.parametrize("command", ["search", "filter", "stats"])
def test_any_limit_is_a_limit_or_an_error(
    command: str, limit: str, harbour: Path, run: Runner
) -> None:
    ran = run(command, "tide", "--limit", limit, base=harbour / "facts.toml")
    assert ran.status in {0, 2}
    assert ran.err.count("\n") <= 1


@pytest.mark.parametrize("value", [">=" + "9" * 400, "1e99", "-0", "0.0..0.0", "1,,2", ".", "5."])
def test_any_comparison_is_one_or_an_error(value: str, harbour: Path, run: Runner) -> None:
    assert run("filter", "--value", value, base=harbour / "facts.toml").status in {0, 1, 2}


def test_arguments_that_are_no_text_are_refused_in_one_line(
    harbour: Path, process: ProcessRunner
) -> None:
    for arguments in (("show", b"\xff"), ("search", b"\xff"), ("filter", "--program", b"\xff")):
        ran = process(*arguments, base=harbour / "facts.toml")
        assert ran.status in {1, 2}
        assert ran.err.count("\n") == 1


def test_a_base_under_a_name_that_is_no_text_is_read_or_refused_in_one_line(
    harbour: Path, tmp_path: Path, process: ProcessRunner
) -> None:
    name = bytes(tmp_path) + b"/\xff.toml"
    Path(name.decode(errors="surrogateescape")).write_bytes((harbour / "facts.toml").read_bytes())
    ran = process("search", "tide", "--base", name)
    assert ran.status in {0, 2}
    assert ran.err.count("\n") <= 1
    assert "Traceback" not in ran.err


def test_only_stop_words_are_refused_by_filter_as_by_search(harbour: Path, run: Runner) -> None:
    ran = run("filter", "the", base=harbour / "facts.toml")
    assert (ran.status, ran.out) == (2, "")
    assert "too common" in ran.err


def test_nothing_is_written_next_to_the_base(harbour: Path, run: Runner) -> None:
    before = sorted(path.name for path in harbour.rglob("*"))
    run("search", "tide", base=harbour / "facts.toml")
    run("check", str(harbour / "facts.toml"), "--sources", str(harbour / "texts"))
    assert sorted(path.name for path in harbour.rglob("*")) == before


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/hosts", "a/../../secret.txt", "..\\x"])
def test_no_file_outside_the_folder_of_sources_is_read(
    name: str, tmp_path: Path, run: Runner
) -> None:
    written(tmp_path / "secret.txt", "some words\n")
    header = HEADER.replace('id = "paper"', f"id = \"paper\"\nfile = '{name}'")
    base = written(tmp_path / "base" / "facts.toml", base_of(fact("x"), header=header))
    (tmp_path / "texts").mkdir()
    ran = run("check", str(base), "--sources", str(tmp_path / "texts"))
    assert "S104" in ran.out
