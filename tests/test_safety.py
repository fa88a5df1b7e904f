"""Text in a base is somebody else's: it never steers a terminal, a table or a spreadsheet."""

import csv
import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

import scifacts
from scifacts.render import Form, Screen, full_card, rendered, statistics, table
from scifacts.render.canvas import Canvas, plain
from tests.support import BASES, ProcessRunner, Runner, base_of, fact, written

HOSTILE = BASES / "hostile" / "facts.toml"
_STYLES = re.compile(r"\x1b\[[\d;]*m")
_UNSAFE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_COMMANDS = [
    *(("filter", "--format", str(form)) for form in Form),
    ("search", "red bell"),
    ("search", "red bell", "--json"),
    *(("show", it) for it in ("escape", "reversed", "null", "markup", "formula", "markdown")),
    ("stats",),
    ("stats", "--json"),
    ("stats", "--by", "program"),
    ("stats", "--by", "publisher"),
    ("documents",),
    ("documents", "--json"),
    ("entities",),
    ("entities", "--json"),
    ("info",),
    ("info", "--json"),
    ("check", str(HOSTILE)),
    ("check", str(HOSTILE), "--json"),
]


@pytest.mark.parametrize("line", _COMMANDS, ids=" ".join)
def test_nothing_unsafe_reaches_standard_output(line: tuple[str, ...], run: Runner) -> None:
    ran = run(*line) if line[0] == "check" else run(*line, base=HOSTILE)
    assert ran.status in {0, 1}
    assert ran.out
    assert _UNSAFE.findall(ran.out) == []
    assert _UNSAFE.findall(ran.err) == []


@pytest.mark.parametrize("line", _COMMANDS, ids=" ".join)
def test_in_colour_nothing_but_styles_reaches_standard_output(
    line: tuple[str, ...], run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    ran = run(*line) if line[0] == "check" else run(*line, base=HOSTILE)
    assert _UNSAFE.findall(_STYLES.sub("", ran.out)) == []


@pytest.mark.parametrize("text", ["\x1b[31m", "\u202ex", "\x07", "\x9b1m"])
@pytest.mark.parametrize(
    "line",
    [
        ("search",),
        ("search", "--program"),
        ("filter", "--kind"),
        ("filter", "--value"),
        ("filter", "--since"),
        ("filter", "--unit"),
        ("filter", "--publisher"),
        ("filter", "--document"),
        ("filter", "--sort"),
        ("filter", "--format"),
        ("filter", "--limit"),
        ("stats", "--by"),
        ("entities", "--type"),
        ("show",),
        ("documents",),
        ("info", "--base"),
        ("check",),
        ("check", "--sources"),
        ("help",),
        ("schema",),
        (),
    ],
    ids=" ".join,
)
def test_what_is_typed_is_safe_in_what_is_said_of_it(
    line: tuple[str, ...], text: str, run: Runner
) -> None:
    ran = (
        run(*line, text)
        if line[:1] in {("info",), ("check",), ()}
        else run(*line, text, base=HOSTILE)
    )
    assert ran.status in {0, 1, 2}
    assert _UNSAFE.findall(ran.out + ran.err) == []


def test_keys_and_names_of_files_are_safe_in_findings(tmp_path: Path, run: Runner) -> None:
    text = '"\\u001b[31m\\u202e" = 1\n' + base_of(fact("x", **{'"k\\u0007"': "1"}))
    base = written(tmp_path / "a\x1b[1m\n.toml", text)
    for arguments in (("check", str(base)), ("check", str(base), "--json")):
        ran = run(*arguments)
        assert ran.status == 1
        assert _UNSAFE.findall(ran.out + ran.err) == []
    lines = run("check", str(base)).out.splitlines()
    assert len(lines) == len(json.loads(run("check", str(base), "--json").out)["findings"])


@pytest.mark.parametrize("styled", [False, True])
@pytest.mark.parametrize("width", [20, 80])
def test_markup_of_rich_is_text(*, styled: bool, width: int) -> None:
    screen = Screen(width, is_terminal=True, styled=styled, colored=styled)
    with scifacts.open(str(HOSTILE)) as base:
        hit = base.hit("markup")
        texts = [
            "".join(rendered(form, [hit], screen)) for form in (Form.CARDS, Form.TABLE, Form.LINES)
        ]
        texts.append("".join(full_card(hit, base.neighbours("markup"), screen)))
        texts.append("".join(statistics(base.stats(), screen)))
        rows = [[it.entity.name, *it.entity.aliases] for it in base.entities()]
        texts.append("".join(table(("name", "a", "b"), [[*it, "", ""][:3] for it in rows], screen)))
    joined = re.sub(r"\s", "", _STYLES.sub("", "".join(texts)))
    assert _UNSAFE.findall(joined) == []
    for part in ("[bold]Notbold[/bold]", "[/]closes", "[link=http://example.org]", ":bomb:"):
        assert joined.count(part) >= 2 or width < 80
    assert "[blink]loud[/blink]" in joined or width < 80


def test_csv_is_plain_data(run: Runner) -> None:
    rows = list(csv.reader(io.StringIO(run("filter", "--format", "csv", base=HOSTILE).out)))
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("=1+1") for cell in cells)
    assert any(cell.startswith("@units") for cell in cells)


def test_no_cell_of_safe_csv_begins_as_a_formula_does(run: Runner) -> None:
    rows = list(csv.reader(io.StringIO(run("filter", "--safe-csv", base=HOSTILE).out)))
    cells = [cell for row in rows for cell in row]
    risky = [cell for cell in cells if re.match(r"[=+@\t\r-]", cell)]
    assert all(re.fullmatch(r"[+-][\d.]+", cell) for cell in risky)
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert any(cell.startswith("'@units") for cell in cells)
    assert len({len(row) for row in rows}) == 1
    counted = run("stats", "--by", "unit", "--safe-csv", base=HOSTILE).out
    assert "'@units" in counted
    assert "'@units" not in run("stats", "--by", "unit", "--format", "csv", base=HOSTILE).out


@pytest.mark.parametrize("line", ["filter", "search x", "show formula", "stats"])
def test_safe_csv_is_a_form_of_its_own(line: str, run: Runner) -> None:
    ran = run(*line.split(), "--safe-csv", "--format", "markdown", base=HOSTILE)
    assert (ran.status, ran.out) == (2, "")
    assert "choose one" in ran.err


def test_every_row_of_lines_and_tsv_has_the_same_columns(run: Runner) -> None:
    for form in ("lines", "tsv"):
        rows = run("filter", "--format", form, base=HOSTILE).out.splitlines()
        assert len({row.count("\t") for row in rows}) == 1


def test_markdown_shows_claims_as_they_are(run: Runner) -> None:
    shown = MarkdownIt().render(run("filter", "--format", "markdown", base=HOSTILE).out)
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<img" not in shown
    assert "<a " not in shown
    assert "*Not* _emphasis_, `code`," in shown


def test_json_means_what_the_base_says(run: Runner) -> None:
    found = {it["id"]: it for it in json.loads(run("filter", "--json", base=HOSTILE).out)}
    assert found["escape"]["claim"].startswith("\x1b[31mRed\x1b[0m")
    assert found["null"]["claim"] == "A null\x00stands in the middle."
    assert found["reversed"]["claim"].startswith("\u202e")


def test_a_null_in_a_claim_does_not_hide_what_follows(run: Runner) -> None:
    assert "null" in run("search", "middle stands", "--format", "ids", base=HOSTILE).out


def test_a_closed_pipe_is_not_an_error(tmp_path: Path, process: ProcessRunner) -> None:
    facts = [fact(f"number-{number}", f"Claim number {number}.") for number in range(3000)]
    base = written(tmp_path / "facts.toml", base_of(*facts))
    process("info", base=base)
    for form in ("lines", "jsonl", "json", "csv", "ids"):
        asked = subprocess.Popen(
            [sys.executable, "-m", "scifacts", "filter", "--format", form, "--base", str(base)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert asked.stdout is not None
        assert asked.stdout.readline()
        asked.stdout.close()
        assert asked.stderr is not None
        assert asked.stderr.read() == b""
        asked.stderr.close()
        assert asked.wait() == 0


def test_an_output_that_was_closed_before_is_not_an_error_with_a_traceback(harbour: Path) -> None:
    line = f"{sys.executable} -m scifacts search tide --base {harbour / 'facts.toml'} >&-"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_told_in_one_line(harbour: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    line = f"{sys.executable} -m scifacts search tide --base {harbour / 'facts.toml'} >/dev/full"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert done.returncode not in {0, 1}
    assert done.stderr.count(b"\n") == 1


def test_an_interrupt_ends_with_status_130_and_says_nothing() -> None:
    asked = subprocess.Popen(
        [sys.executable, "-m", "scifacts", "check", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert asked.stdin is not None
    asked.stdin.write(b"#" * 1_000_000)  # more than a pipe holds: it is surely being read
    asked.send_signal(signal.SIGINT)
    out, err = asked.communicate()
    assert (asked.returncode, out) == (130, b"")
    assert err.strip() == b""


_INTERRUPTED_WHILE_IMPORTING = """
import sys
class Interrupts:
    def find_spec(self, name, *_):
        if name == "typer":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupts())
from scifacts.__main__ import main
main()
"""


def test_an_interrupt_while_starting_says_nothing_either() -> None:
    line = [sys.executable, "-c", _INTERRUPTED_WHILE_IMPORTING]
    ran = subprocess.run(line, capture_output=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, b"", b"")


_START = ("-m", "scifacts")
_SLOWLY = """
from scifacts.cli import terminal
terminal._SLOW_SECONDS = -1
from scifacts.__main__ import main
main()
"""


def _on_a_terminal(*arguments: str, start: Sequence[str] = _START, **environment: str) -> str:
    """What a command line writes to a terminal of 60 columns."""
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [sys.executable, *start, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "COLUMNS": "60", "LINES": "50", **environment},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    asked.wait()
    return seen.decode().replace("\r\n", "\n")


def test_a_terminal_gets_cards_in_colour_as_wide_as_it_is(harbour: Path) -> None:
    seen = _on_a_terminal("search", "charter", "--base", str(harbour / "facts.toml"))
    assert "\x1b[" in seen
    assert "3" in {code for it in _STYLES.findall(seen) for code in re.findall(r"\d", it)}
    plain = "".join(f"{line.rstrip()}\n" for line in _STYLES.sub("", seen).splitlines())
    assert max(map(len, plain.splitlines())) <= 60
    assert plain.startswith("Twelve countries signed the Tide Charter at a conference in\n")


@pytest.mark.parametrize(
    ("environment", "has_styles", "has_colours"),
    [
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "0"}, True, True),
    ],
)
def test_a_terminal_gets_the_colours_it_is_said_to_want(
    harbour: Path, environment: dict[str, str], *, has_styles: bool, has_colours: bool
) -> None:
    seen = _on_a_terminal("search", "charter", "--base", str(harbour / "facts.toml"), **environment)
    codes = {code for it in _STYLES.findall(seen) for code in it[2:-1].split(";")}
    assert bool(codes) == has_styles
    assert any(re.fullmatch("3[0-7]", code) for code in codes) == has_colours


@pytest.mark.parametrize(
    ("environment", "is_styled"),
    [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False)],
)
def test_a_pipe_gets_colours_only_if_they_are_forced(
    harbour: Path, process: ProcessRunner, environment: dict[str, str], *, is_styled: bool
) -> None:
    line = ("search", "charter", "--format", "cards")
    ran = process(*line, base=harbour / "facts.toml", **environment)
    assert ("\x1b[" in ran.out) == is_styled


@pytest.mark.parametrize(
    ("environment", "has_links"),
    [
        ({}, False),
        ({"TERM_PROGRAM": "WezTerm"}, True),
        ({"TERM_PROGRAM": "Apple_Terminal"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "dumb", "WT_SESSION": "1"}, False),
        ({"VTE_VERSION": "7600"}, True),
        ({"VTE_VERSION": "4600"}, False),
        ({"WT_SESSION": "1"}, True),
        ({"WT_SESSION": "1", "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
    ],
)
def test_a_terminal_gets_links_if_it_knows_them(
    harbour: Path, environment: dict[str, str], *, has_links: bool
) -> None:
    seen = _on_a_terminal("show", "homes-lit", "--base", str(harbour / "facts.toml"), **environment)
    assert ("\x1b]8;" in seen) == has_links


def test_a_title_leads_to_where_its_document_is(harbour: Path) -> None:
    screen = Screen(200, is_terminal=True, styled=True, linked=True)
    with scifacts.open(str(harbour / "facts.toml")) as base:
        shown = [
            "".join(rendered(Form.CARDS, [base.hit(it)], screen))
            for it in ("homes-lit", "women-trained", "tide-stations-lecture")
        ]
    links = [re.findall(r"\x1b]8;id=\d+;([^\x1b]*)\x1b\\", it) for it in shown]
    assert links == [
        ["https://gazette.example/tide-power?page=2"],
        ["https://doi.org/10.1000/harbour%3C2024%3E"],
        [],
    ]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "file:///etc/passwd", "https://a/\x1b]8;;\x07", "https://a b"],
)
def test_nothing_but_an_address_of_the_web_becomes_a_link(address: str) -> None:
    canvas = Canvas(Screen(80, is_terminal=True, styled=True, linked=True))
    assert "\x1b]8" not in canvas.drawn(canvas.linked(plain("A title"), address))


@pytest.mark.parametrize(("terminal", "is_drawn"), [("xterm", True), ("dumb", False)])
def test_a_build_that_takes_long_is_drawn_and_wiped_out(
    harbour: Path, cache: Path, terminal: str, *, is_drawn: bool
) -> None:
    line = ("search", "charter", "--format", "ids", "--base", str(harbour / "facts.toml"))
    seen = _on_a_terminal(*line, start=("-c", _SLOWLY), TERM=terminal)
    drawn, _, left = seen.rpartition("\x1b[2K")
    assert ("indexing" in drawn) == is_drawn
    assert ("\x1b[?25h" in drawn) == is_drawn  # the cursor is shown again
    assert left.startswith("charter-signed\n")


def test_a_terminal_that_knows_no_unicode_gets_an_answer(harbour: Path) -> None:
    base = str(harbour / "facts.toml")
    seen = _on_a_terminal("search", "sigma-lab", "--base", base, PYTHONIOENCODING="ascii")
    assert "Traceback" not in seen
    assert "sorensen-role" in seen


def test_hostile_text_does_not_reach_a_terminal() -> None:
    seen = _STYLES.sub("", _on_a_terminal("filter", "--base", str(HOSTILE)))
    assert _UNSAFE.findall(seen) == []
