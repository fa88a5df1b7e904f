"""A fact is added by options or by answers; its quote is proven, and what check rejects is not."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scifacts.authoring import drafts
from tests.support import Runner, copied, written

fcntl, pty, termios = (pytest.importorskip(name) for name in ("fcntl", "pty", "termios"))

# A fact as options; a test replaces some of them.
OPTIONS = {
    "document": "annual-report",
    "quote": "at most 3 more may join before 2030",
    "claim": "Up to three laboratories may come in later.",
    "kind": "plan",
    "about": "DSO",
}
FIGURE = {"value": "3", "unit": "laboratories", "measure": "laboratories-to-come"}
WRITTEN = """\
[[facts]]
id = "three-laboratories-may-come-later"
claim = "Up to three laboratories may come in later."
kind = "plan"
about = ["deep-sea-observatory"]
figure = { value = 3, bound = "at-most", unit = "laboratories", measure = "laboratories-to-come" }
citations = [
  { document = "annual-report", paragraph = 4, quote = "at most 3 more may join before 2030" },
]
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The small base, with its texts in `sources/` beside it."""
    folder = copied("harbour", tmp_path / "harbour")
    (folder / "texts").rename(folder / "sources")
    return folder / "facts.toml"


def stated(**options: str | None) -> list[str]:
    """Options of `add`; what is None is left out."""
    values = {**OPTIONS, **options}
    return [
        it
        for name, value in values.items()
        if value is not None
        for it in (f"--{name.replace('_', '-')}", value)
    ]


def test_a_fact_of_options_is_written_near_its_neighbours(run: Runner, base: Path) -> None:
    before = base.read_text()
    ran = run("add", *stated(**FIGURE), base=base)
    assert ran.status == 0
    assert ran.out == WRITTEN
    assert re.fullmatch(r"scifacts: added 'three-\S+' at harbour/facts.toml:\d+\n", ran.err)
    assert base.read_text().replace(f"{WRITTEN}\n", "") == before
    above, below = base.read_text().split(WRITTEN)
    assert 'paragraph = 4, quote = "at most 3' in above.split("[[facts]]")[-1]
    assert 'id = "observatory-cost"' in below.split("[[facts]]")[1]
    assert run("check", str(base), "--sources", "harbour/sources").status == 0
    assert "three-laboratories" in run("search", "laboratories later", base=base).out


def test_a_dry_run_shows_it_and_writes_nothing(run: Runner, base: Path) -> None:
    before = base.read_bytes()
    ran = run("add", *stated(**FIGURE), "--dry-run", base=base)
    assert (ran.status, ran.out) == (0, WRITTEN)
    assert ran.err.startswith("scifacts: would add ")
    assert base.read_bytes() == before


def test_every_key_has_an_option(run: Runner, base: Path) -> None:
    more = {
        "id": "late-laboratories",
        "date": "../2030",
        "said_by": "Ana Sørensen",
        "supersedes": "observatory-opened",
        "reviewed": "observatory-cost: it speaks of money",
        "inferred": "date",
        "note": "The report gives no year.",
        "paragraph": "4",
        "bound": "at-most",
        "new": "organization:Lab of Labs",
    }
    ran = run("add", *stated(**FIGURE, **more), base=base)
    assert ran.status == 0
    for part in (
        '[[entities]]\nid = "lab-labs"\ntype = "organization"\nname = "Lab of Labs"\n\n[[facts]]',
        'id = "late-laboratories"',
        'about = ["deep-sea-observatory", "lab-labs"]',
        'date = "../2030"\nsaid_by = "ana-sorensen"\ncitations',
        'supersedes = "observatory-opened"',
        '{ fact = "observatory-cost", reason = "it speaks of money" }',
        'inferred = ["date"]\nnote = "The report gives no year."',
    ):
        assert part in ran.out


def test_several_quotes_are_several_citations(run: Runner, base: Path) -> None:
    second = ["--document", "tide-power", "--quote", "get their light from the sea"]
    ran = run("add", *stated(), *second, base=base)
    assert ran.status == 0
    assert '{ document = "annual-report", paragraph = 4, quote = "at most' in ran.out
    assert '{ document = "tide-power", paragraph = 6, quote = "get their' in ran.out


def test_a_quote_that_runs_on_is_cited_to_its_end(run: Runner, base: Path) -> None:
    options = stated(document="tide-power", quote="at the annual conference in Lisboa")
    assert "paragraph = 7, to_paragraph = 2, quote" in run("add", *options, base=base).out


REFUSED = {
    "a quote that is not there": (
        {"quote": "at most 4 more may join before 2030"},
        "the nearest is ¶4: 'at most 3 more may join before 2030.'",
    ),
    "a quote like nothing there": ({"quote": "zzz qqq xxx"}, "is not in 'annual-report'; nothing"),
    "another paragraph": ({"paragraph": "5"}, "at ¶4, not ¶5"),
    "a quote that is everywhere": ({"quote": "the"}, "quote more words"),
    "a text that is not at hand": ({"document": "lecture"}, "is in no file"),
    "an unknown document": ({"document": "annual-rapport"}, "did you mean 'annual-report'"),
    "an unknown name": ({"about": "Deep Sea Observatry"}, "did you mean 'Deep Sea Observatory'"),
    "a speaker that is a place": ({"said_by": "Lisboa"}, "is a place"),
    "a number the quote does not hold": (
        {**FIGURE, "value": "4", "bound": "exactly"},
        "no quote of it holds the number 4",
    ),
    "a number without its hedge": ({**FIGURE, "value": "4"}, "--bound"),
    "no number": ({**FIGURE, "value": "many"}, "'many' is no number"),
    "a unit without a number": ({"unit": "laboratories"}, "give it with --value"),
    "an unknown kind": ({"kind": "statistics"}, "did you mean 'statistic'"),
    "a claim without an end": ({"claim": "No end"}, "has no end"),
    "an id that is used": ({"id": "observatory-opened"}, "is used again"),
    "a date that does not exist": ({"date": "2025-02-30"}, "does not exist"),
    "a quote that is too long": (
        {
            "document": "tide-power",
            "quote": "The Blue Harbour Programme (BHP) now runs over 40 tide stations in 9 "
            "countries, and nearly 1.5 million homes get their light",
        },
        "the quote has 22 words",
    ),
    "a claim that is the quote": (
        {
            "quote": "Since 2019 the programme has trained 1,250 engineers, at least 300 of them "
            "women",
            "claim": "Since 2019 the programme has trained 1,250 engineers, at least 300 of them "
            "women.",
        },
        "the claim copies",
    ),
    "no claim": ({"claim": None}, "a fact needs --claim"),
    "a new entity of no type": ({"new": "thing:It"}, "'thing' is no type"),
    "a new entity without a name": ({"new": "person"}, "is not TYPE:NAME"),
}


@pytest.mark.parametrize(("options", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_proven_or_sound_is_refused_in_one_line(
    options: dict[str, str | None], reason: str, run: Runner, base: Path
) -> None:
    before = base.read_bytes()
    ran = run("add", *stated(**options), base=base)
    assert (ran.status, ran.out) == (2, "")
    assert reason in ran.err
    assert ran.err.count("\n") == 1
    assert base.read_bytes() == before


def test_a_document_with_other_bytes_proves_nothing(run: Runner, base: Path) -> None:
    text = base.parent / "sources" / "report.txt"
    text.write_text(text.read_text() + "More.\n")
    ran = run("add", *stated(), base=base)
    assert ran.status == 2
    assert "is not the one cited so far" in ran.err


def test_the_base_that_comes_with_the_program_is_not_written_to(run: Runner) -> None:
    ran = run("add", *stated())
    assert ran.status == 2
    assert "there is no base of your own here; make one with `scifacts init`" in ran.err


DRAFT = """\
# Proposed by a machine.

[[entities]]
id = "ferry"
type = "facility"
name = "Öresund ferry"

[[facts]]
claim = ""
kind = "event"
about = ["ferry"]
citations = [{ document = "gazette-brief", paragraph = 9, quote = "ferry was repainted" }]

# A remark.
[[facts]] # a number
claim = ""
kind = "statistic"
about = ["ferry"]
figure = { value = 250, bound = "about", unit = "passengers" }
citations = [{ document = "gazette-brief", paragraph = 9, quote = "About 250 passengers watched" }]

[[facts]]
claim = "Nobody is known to have drilled the oldest core."
kind = "description"
about = ["dating"]
citations = [{ document = "annual-report", paragraph = 6, quote = "Nobody knows who drilled it" }]

[[facts]]
claim = "Something that stands nowhere."
kind = "description"
about = ["dating"]
citations = [{ document = "annual-report", paragraph = 6, quote = "Everybody knows" }]
"""


def test_without_a_terminal_a_draft_gives_the_facts_that_have_a_claim(
    run: Runner, base: Path, tmp_path: Path
) -> None:
    draft = written(tmp_path / "draft.toml", DRAFT)
    bare = 'citations = [{ document = "annual-report", paragraph = 1, quote = "Annual" }]\n'
    draft.write_text(f'{DRAFT}\n[[facts]]\nclaim = "Bare."\n{bare}')
    ran = run("add", "--from", str(draft), base=base)
    assert ran.status == 1
    assert "facts 'bare': has no about" in ran.err
    assert "1 facts added, 2 refused, 2 without a claim" in ran.err
    assert 'id = "nobody-known-drilled-oldest-core"' in base.read_text()
    assert draft.read_text().count("# taken") == 1
    again = run("add", "--from", str(draft), base=base)
    assert "0 facts added, 2 refused, 2 without a claim" in again.err


UNREADABLE = [
    "[[facts]\n",
    "\udcff",
    None,
    "[[facts]]\nclaim = ''\n",
    "[[facts]]\ncitations = [{ document = 'd' }]\n",
    "[[facts]]\ncitations = [3]\n",
    "[[facts]]\nfigure = { value = 'many' }\ncitations = [{ document = 'd', quote = 'q' }]\n",
    "[[facts]]\nfigure = 3\ncitations = [{ document = 'd', paragraph = 1, quote = 'q' }]\n",
    "[[entities]]\nname = 'No id'\n",
    "facts = 3\n",
    "facts = [3]\n",
]


@pytest.mark.parametrize("content", UNREADABLE)
def test_a_draft_that_cannot_be_read_is_told_in_one_line(
    content: str | None, run: Runner, base: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.toml"
    if content is not None:
        draft.write_bytes(content.encode(errors="surrogateescape"))
    ran = run("add", "--from", str(draft), base=base)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("scifacts: cannot read the draft")
    assert ran.err.count("\n") == 1


def test_a_decision_is_noted_beside_the_header_and_nothing_else_changes(tmp_path: Path) -> None:
    draft = written(tmp_path / "draft.toml", DRAFT)
    first, second, *_ = drafts.read(str(draft)).proposals
    assert drafts.remember(str(draft), second, drafts.SKIPPED)
    assert drafts.remember(str(draft), first, drafts.TAKEN)
    expected = DRAFT.replace("[[facts]] # a number", "[[facts]]  # skipped; a number")
    assert draft.read_text() == expected.replace("[[facts]]\n", "[[facts]]  # taken\n", 1)
    assert not drafts.remember(str(draft), first, drafts.TAKEN)
    assert drafts.read(str(draft)).decided == 2


class Terminal:
    """A terminal that a command runs in: wait for what it shows, and type."""

    def __init__(self, master: int) -> None:
        self._master = master
        self.shown = ""
        self._read = 0
        # Typed again while nothing happens: Python's readline can miss an interrupt that comes
        # just before it begins to wait, as a person sees by typing it twice.
        self.again = ""

    def answer(self, prompt: str, typed: str) -> None:
        """Type once a prompt is shown that was not answered yet."""
        self.wait(prompt)
        os.write(self._master, typed.encode())

    def wait(self, text: str) -> None:
        end = time.monotonic() + 60
        while text not in self.shown[self._read :]:
            assert time.monotonic() < end, f"no {text!r} after\n{self.shown}"
            if not self._more():
                assert text in self.shown[self._read :], f"ended before {text!r}\n{self.shown}"
        self._read = self.shown.index(text, self._read) + len(text)

    def rest(self) -> None:
        end = time.monotonic() + 60
        while self._more():
            assert time.monotonic() < end, f"it goes on after\n{self.shown}"

    def _more(self) -> bool:
        ready, _, _ = select.select([self._master], [], [], 1)
        if not ready:
            os.write(self._master, self.again.encode())
            return True
        try:
            read = os.read(self._master, 65536)
        except OSError:  # the command has ended
            return False
        self.shown += re.sub(r"\x1b\[\?2004[hl]|\r", "", read.decode(errors="replace"))
        return bool(read)


@contextmanager
def terminal(*arguments: str, base: Path, status: int = 0) -> Iterator[Terminal]:
    """A command on a terminal; it must end with this status."""
    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "scifacts", *arguments, "--base", str(base)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "COLUMNS": "200", "TERM": "dumb", "INPUTRC": os.devnull},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - ^C interrupts it
    ) as process:
        os.close(slave)
        session = Terminal(master)
        try:
            yield session
            session.rest()
            assert process.wait(timeout=30) == status, session.shown
        finally:
            process.kill()
            os.close(master)


def answers(session: Terminal, *pairs: tuple[str, str]) -> None:
    for prompt, typed in pairs:
        session.answer(prompt, typed)


ENTER = "\n"
LATE = (
    ("Document: ", "annual-rep\t\n"),
    ("Paragraph: ", "4\n"),
    ("Quote", "at most … 2030\n"),
    ("Claim", "Up to three laboratories may come in later.\n"),
    ("Kind [statistic]: ", "plan\n"),
    ("About", "DSO\n"),
    ("Number (- for none) [3]: ", ENTER),
    ("Bound [at-most]: ", ENTER),
    ("Unit", "laboratories\n"),
    ("Measure", "laboratories-to-come\n"),
    ("Date", "-\n"),
    ("Said by: ", ENTER),
    ("Id [three-laboratories-may-come-later]: ", ENTER),
)


def test_step_by_step_a_fact_is_asked_for_proven_and_written(base: Path) -> None:
    with terminal("add", base=base) as session:
        answers(session, *LATE, ("Write it? [Y/n]: ", ENTER), ("Another one?", "n\n"))
    assert "Twenty-five laboratories share its data" in session.shown
    assert "proven, ¶4: “at most 3 more may join before 2030”" in session.shown
    assert WRITTEN in base.read_text()


def test_what_is_wrong_is_told_and_asked_again(base: Path) -> None:
    with terminal("add", base=base) as session:
        answers(
            session,
            ("Document: ", "annual-rapport\n"),
            ("did you mean 'annual-report'", ""),
            ("Document: ", "lecture\n"),
            ("is in no file", ""),
            ("Document: ", "annual-report\n"),
            ("Paragraph: ", "99\n"),
            ("annual-report has the paragraphs 1-7", ""),
            ("Paragraph: ", "2\n"),
            ("Quote", "1,350 engineers\n"),
            ("the nearest is ¶2: '1,250 engineers,'", ""),
            ("Quote", "Since 2019 the programme has trained 1,250 engineers, at least 300\n"),
            ("proven", ""),
            ("Claim", "Engineers were trained, 1,250 of them, they say.\n"),
            ("Kind", "stati\n"),
            ("About", "Engineers\n"),
            ("'Engineers' is not in the base", ""),
            ("Add it?", "y\n"),
            ("What is it", "topic\n"),
            ("Number (- for none) [1,250]: ", "many\n"),
            ("'many' is no number", ""),
            ("Number", ENTER),
            ("Bound", "nope\n"),
            ("One of: exactly, about", ""),
            ("Bound", ENTER),
            ("Unit [engineers]", ENTER),
            ("Measure [engineers-engineers]", "trained-engineers\n"),
            ("Date", "2025-13\n"),
            ("does not exist", ""),
            ("Date", "2019/..\n"),
            ("Said by: ", "Ana Sorensen\n"),
            ("Id", "\n"),
            ("Write it?", "\n"),
            ("added 'engineers' at", ""),
            ("Another one?", "n\n"),
        )
    assert 'about = ["engineers"]' in base.read_text()
    assert 'said_by = "ana-sorensen"' in base.read_text()


def test_a_claim_that_is_too_near_its_quote_is_told_at_once(base: Path) -> None:
    near = "Since 2019 the programme has trained 1,250 engineers, at least 300 of them women"
    with terminal("add", "--document", "annual-report", base=base, status=1) as session:
        answers(
            session,
            ("Document [annual-report]: ", ENTER),
            ("Paragraph: ", "2\n"),
            ("Quote", f"{near}\n"),
            ("Claim", f"{near}.\n"),
            ("too near: 12 words in a row", ""),
            ("Claim", "No end\n"),
            ("it has no end", ""),
            ("Claim, in your own words [No end.]: ", "\x04"),
            ("0 facts added", ""),
        )


def test_what_check_refuses_is_asked_again_with_what_was_typed(base: Path) -> None:
    with terminal("add", base=base) as session:
        answers(session, *LATE[:-1], ("Id", "observatory-opened\n"), ("Write it?", ENTER))
        answers(session, ("is used again", ""), ("Document [annual-report]: ", ENTER))
        answers(session, ("Paragraph [4]: ", ENTER), ("Quote", ENTER), ("Claim", ENTER))
        answers(session, ("Kind [plan]: ", ENTER), ("About", ENTER), ("Number", ENTER))
        answers(session, ("Bound", ENTER), ("Unit", ENTER), ("Date", ENTER), ("Said by", ENTER))
        answers(session, ("Id", "three-laboratories-may-come-later\n"), ("Write it?", ENTER))
        answers(session, ("Another one?", "n\n"))
    assert WRITTEN in base.read_text()


@pytest.mark.parametrize("key", ["\x04", "\x03"], ids=["end of input", "interrupt"])
@pytest.mark.parametrize("after", range(0, len(LATE) + 1, 4))
def test_leaving_at_any_step_writes_nothing(key: str, after: int, base: Path) -> None:
    before = base.read_bytes()
    prompts = [prompt for prompt, _ in LATE] + ["Write it?"]
    with terminal("add", base=base, status=1 if key == "\x04" else 130) as session:
        answers(session, *LATE[:after], (prompts[after], key))
        session.again = key
    assert base.read_bytes() == before
    assert "Traceback" not in session.shown


def test_a_draft_is_gone_through_and_remembered(base: Path, tmp_path: Path) -> None:
    draft = written(tmp_path / "draft.toml", DRAFT)
    with terminal("add", "--from", str(draft), base=base) as session:
        answers(
            session,
            ("Proposal 1 of 4", ""),
            ("The Öresund ferry was repainted.", ""),
            ("Take it, change it, skip it, quit [take]: ", "s\n"),
            ("Proposal 2 of 4", ""),
            ("quit [take]: ", "t\n"),
            ("Claim", "Some 250 people looked on.\n"),
            ("Measure", "onlookers\n"),
            ("added 'ferry'", ""),
            ("quit [take]: ", "c\n"),
            ("Document [annual-report]: ", ENTER),
            ("Paragraph [6]: ", ENTER),
            ("Quote", ENTER),
            ("Claim", "Who drilled the oldest core is unknown.\n"),
            ("Kind [description]: ", ENTER),
            ("About", ENTER),
            ("Number: ", ENTER),
            ("Date: ", ENTER),
            ("Said by: ", ENTER),
            ("Id", ENTER),
            ("added ", ""),
            ("Proposal 4 of 4", ""),
            ("quit [take]: ", "q\n"),
            ("2 taken, 1 skipped, 1 left", ""),
        )
    text = draft.read_text()
    assert re.findall(r"^\[\[facts\]\](.*)", text, re.MULTILINE) == [
        "  # skipped",
        "  # taken; a number",
        "  # taken",
        "",
    ]
    assert 'claim = "Some 250 people looked on."' in base.read_text()
    with terminal("add", "--from", str(draft), base=base, status=1) as session:
        answers(session, ("Proposal 1 of 1", ""), ("[take]: ", "\x04"))


def test_text_of_somebody_else_does_no_harm_to_a_terminal(base: Path) -> None:
    page = base.parent / "sources" / "page.txt"
    page.write_text(page.read_text().replace("The Öresund ferry", "The \x1b[31m\u202eferry"))
    with terminal("add", base=base, status=1) as session:
        answers(session, ("Document: ", "gazette-brief\n"), ("Paragraph: ", "9\n"))
        session.answer("Quote", "\x04")
    assert "\x1b[31m" not in session.shown
    assert "\u202e" not in session.shown
    assert "ferry was repainted" in session.shown
