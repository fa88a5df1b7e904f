"""New tables go into a base near their neighbours, and nothing else of it changes."""

import os
import stat
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from scifacts.authoring import writer
from scifacts.authoring.layout import table
from scifacts.authoring.splice import spliced
from scifacts.authoring.writer import Additions, write
from scifacts.check import check
from scifacts.errors import InvalidBaseError, RefusedError
from scifacts.location import base_files
from tests.strategies import FILLED_TEXT, bases
from tests.support import HEADER, base_of, fact, run_process, written


def new_fact(fact_id: str = "new", document: str = "paper", paragraph: int = 1) -> dict[str, Any]:
    """A fact as plain values, its keys in no order."""
    return {
        "citations": [{"quote": "some words", "document": document, "paragraph": paragraph}],
        "claim": "Something is new.",
        "about": ["thing"],
        "kind": "finding",
        "id": fact_id,
    }


def citing(fact_id: str, paragraph: int, document: str = "paper") -> str:
    quote = f'{{ document = "{document}", paragraph = {paragraph}, quote = "some words" }}'
    return fact(fact_id, citations=f"[{quote}]")


def ids(text: str) -> list[str]:
    """The ids of the tables of a text, in order."""
    return [line[6:-1] for line in text.split("\n") if line.startswith('id = "')]


def test_a_table_is_written_with_its_keys_in_order_and_its_citations_one_a_line() -> None:
    values = {
        **new_fact(),
        "said_by": "someone",
        "note": "",
        "date": None,
        "figure": {"unit": "lamps", "measure": "lamps", "bound": "over", "value": 70.0},
    }
    assert table("facts", values) == textwrap.dedent("""\
        [[facts]]
        id = "new"
        claim = "Something is new."
        kind = "finding"
        about = ["thing"]
        figure = { value = 70, bound = "over", unit = "lamps", measure = "lamps" }
        said_by = "someone"
        citations = [
          { document = "paper", paragraph = 1, quote = "some words" },
        ]
        """)


@given(text=st.text())
def test_any_text_is_written_so_that_it_is_read_back(text: str) -> None:
    values = {"id": "a", "claim": text, "citations": [{"quote": text}]}
    (read,) = tomli.loads(table("facts", values))["facts"]
    expected = text.encode(errors="replace").decode()
    assert read.get("claim", "") == expected
    assert read["citations"][0].get("quote", "") == expected


NEIGHBOURS = {
    "after the last fact up to its paragraph": (
        [citing("one", 1), citing("three", 3), citing("five", 5)],
        new_fact(paragraph=4),
        ["one", "three", "new", "five"],
    ),
    "after all of its own paragraph": (
        [citing("one", 1), citing("also-one", 1), citing("five", 5)],
        new_fact(paragraph=1),
        ["one", "also-one", "new", "five"],
    ),
    "after the first of its document if all come later": (
        [citing("other", 1, "page"), citing("three", 3), citing("five", 5)],
        new_fact(paragraph=2),
        ["other", "three", "new", "five"],
    ),
    "at the end if nothing else cites its document": (
        [citing("three", 3), citing("five", 5)],
        new_fact(document="page"),
        ["three", "five", "new"],
    ),
}


@pytest.mark.parametrize(("facts", "new", "order"), NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_a_fact_goes_near_its_neighbours(
    facts: list[str], new: dict[str, Any], order: list[str]
) -> None:
    text = "\n".join(facts)
    assert ids(spliced(text, Additions(facts=[new])).text) == order


def test_several_facts_of_a_document_keep_the_order_of_its_paragraphs() -> None:
    new = [new_fact("eight", paragraph=8), new_fact("five", paragraph=5), new_fact("two", "page")]
    text = "\n".join([citing("three", 3), citing("nine", 9)])
    assert ids(spliced(text, Additions(facts=new)).text) == [
        "three",
        "five",
        "eight",
        "nine",
        "two",
    ]


def test_definitions_go_after_those_of_their_kind() -> None:
    new = Additions(
        documents=[{"id": "page"}],
        entities=[
            {"id": "ann", "type": "person", "name": "Ann"},
            {"id": "idea", "type": "topic", "name": "Idea"},
        ],
    )
    text = (
        base_of(citing("one", 1)) + '\n[[entities]]\nid = "hall"\ntype = "place"\nname = "Hall"\n'
    )
    expected = ["paper", "page", "thing", "idea", "one", "hall", "ann"]
    assert ids(spliced(text, new).text) == expected


# What is there, and what is there with one more document; $ stands for it.
LAYOUTS = {
    "nothing": ("", "$"),
    "one table": ("[base]\nformat = 1\n", "[base]\nformat = 1\n\n$"),
    "no line end at the end": ("[base]\nformat = 1", "[base]\nformat = 1\n\n$-"),
    "remarks of the next table": (
        '[[documents]]\nid = "a"\n\n# next\n[[facts]]\n',
        '[[documents]]\nid = "a"\n\n$\n# next\n[[facts]]\n',
    ),
    "remarks of the table itself": (
        '[[documents]]\nid = "a"\n# its own\n\n\n# next\n\n[[facts]]\n',
        '[[documents]]\nid = "a"\n# its own\n\n$\n\n# next\n\n[[facts]]\n',
    ),
    "no blank lines": (
        '[[documents]]\nid = "a"\n[[facts]]\n',
        '[[documents]]\nid = "a"\n\n$\n[[facts]]\n',
    ),
    "remarks at the top": (
        "#:schema ./base.json\n# about\n\n# facts\n[[facts]]\n",
        "#:schema ./base.json\n# about\n\n$\n# facts\n[[facts]]\n",
    ),
    "a long string that looks like remarks": (
        '[[documents]]\nid = "a"\nnote = """\n\n# no remark"""\n\n[[facts]]\n',
        '[[documents]]\nid = "a"\nnote = """\n\n# no remark"""\n\n$\n[[facts]]\n',
    ),
    "a header written in another way": ('[["facts"]]\nid = "a"\n', '[["facts"]]\nid = "a"\n\n$'),
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("text", "expected"), LAYOUTS.values(), ids=LAYOUTS)
def test_all_that_was_there_stays_as_it_was(text: str, expected: str, line_end: str) -> None:
    new = '[[documents]]\nid = "new"\n'
    expected = expected.replace("$-", new.rstrip("\n")).replace("$", new)
    if "\n" not in text:
        line_end = "\n"
    found = spliced(text.replace("\n", line_end), Additions([{"id": "new"}]))
    assert found.text == expected.replace("\n", line_end)
    (insertion,) = found.insertions
    assert found.text.split("\n")[insertion.line - 1].strip() == "[[documents]]"


@given(text=bases(claims=FILLED_TEXT), document=st.sampled_from(["paper", "page"]))
def test_what_any_base_holds_stays_as_it_was(text: str, document: str) -> None:
    found = spliced(text, Additions(facts=[new_fact(document=document)]))
    (insertion,) = found.insertions
    assert found.text.replace(f"\n{insertion.text}", "", 1) == text
    facts = [it for it in tomli.loads(found.text)["facts"] if it["id"] != "new"]
    assert facts == tomli.loads(text)["facts"]


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return written(tmp_path / "base" / "facts.toml", base_of(fact("old")))


def test_what_is_written_is_read_back(base: Path) -> None:
    before = base.read_text()
    told = write(str(base), Additions(facts=[new_fact()]))
    lines = base.read_text().splitlines()
    assert told.file == str(base)
    assert lines[told.insertions[0].line - 1 :][:2] == ["[[facts]]", 'id = "new"']
    assert base.read_text() == before + "\n" + told.insertions[0].text
    assert check([str(base)]).is_sound


def test_a_dry_run_tells_the_same_and_writes_nothing(base: Path) -> None:
    before = base.read_bytes()
    told = write(str(base), Additions(facts=[new_fact()]), dry_run=True)
    assert base.read_bytes() == before
    assert write(str(base), Additions(facts=[new_fact()])) == told


REFUSED = {
    "an id that is used": (Additions(facts=[new_fact("old")]), "the id 'old' is used again"),
    "an unknown entity": (
        Additions(facts=[{**new_fact(), "about": ["thingy"]}]),
        "about 'thingy' is not defined (did you mean 'thing'?)",
    ),
    "an entity nobody speaks of": (
        Additions(entities=[{"id": "x", "type": "topic", "name": "X"}]),
        "no fact is about it",
    ),
    "a key there is none of": (Additions([{"id": "a", "titel": "T"}]), "did you mean 'title'?"),
    "no claim": (Additions(facts=[{**new_fact(), "claim": ""}]), "has no claim"),
}


@pytest.mark.parametrize(("additions", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_check_would_reject_is_not_written(
    additions: Additions, reason: str, base: Path
) -> None:
    before = base.read_bytes()
    with pytest.raises(RefusedError, match=r"^nothing was written: ") as error:
        write(str(base), additions)
    assert reason in str(error.value)
    assert base.read_bytes() == before
    assert os.listdir(base.parent) == ["facts.toml"]


def test_faults_that_were_there_are_no_reason_to_refuse(base: Path) -> None:
    written(base, base_of(fact("old", claim="No end")))
    write(str(base), Additions(facts=[new_fact()]))
    found = check([str(base)]).findings
    assert [it.code for it in found if not it.is_warning] == ["C302"]
    with pytest.raises(RefusedError, match="has no end"):
        write(str(base), Additions(facts=[{**new_fact("other"), "claim": "No end"}]))


@pytest.mark.parametrize("broken", [b"[base\n", b"\xff\n", b"[base]\nformat = 2\n"])
def test_a_base_that_cannot_be_read_is_left_alone(broken: bytes, base: Path) -> None:
    base.write_bytes(broken)
    with pytest.raises(InvalidBaseError, match=r"facts\.toml:\d"):
        write(str(base), Additions(facts=[new_fact()]))
    assert base.read_bytes() == broken


def test_a_byte_order_mark_a_mode_and_a_link_stay(base: Path) -> None:
    base.write_bytes(b"\xef\xbb\xbf" + base.read_bytes().replace(b"\n", b"\r\n"))
    base.chmod(0o640)
    link = base.parent.parent / "linked.toml"
    link.symlink_to(base)
    write(str(link), Additions(facts=[new_fact()]))
    after = base.read_bytes()
    assert link.is_symlink()
    assert stat.S_IMODE(base.stat().st_mode) == 0o640
    assert after.count(b"\xef\xbb\xbf") == 1
    assert after.count(b"\r\n") == after.count(b"\n")
    assert b'id = "new"' in after


FOLDER = {
    "a.toml": HEADER,
    "b/north.toml": citing("north", 1) + '\n[[documents]]\nid = "page"\n',
    "b/south.toml": citing("south", 1, "page"),
    "z.toml": '[[documents]]\nid = "letter"\n',
}
CHOICES = {
    "that of its neighbours": (Additions(facts=[new_fact(document="page")]), "south.toml"),
    "that of its document": (Additions(facts=[new_fact(document="letter")]), "z.toml"),
    "the last with documents": (Additions([{"id": "new"}]), "z.toml"),
    "one for all of a call": (
        Additions(
            entities=[{"id": "hall", "type": "place", "name": "Hall"}],
            facts=[{**new_fact(document="page"), "about": ["hall"]}],
        ),
        "south.toml",
    ),
}


@pytest.mark.parametrize(("additions", "file"), CHOICES.values(), ids=CHOICES)
def test_a_folder_has_one_file_for_it(additions: Additions, file: str, tmp_path: Path) -> None:
    folder = tmp_path / "base"
    for name, text in FOLDER.items():
        written(folder / name, text)
    told = write(str(folder), additions)
    assert os.path.basename(told.file) == file
    for name, text in FOLDER.items():
        assert ((folder / name).read_text() == text) == (os.path.basename(name) != file)
    assert check(list(base_files(str(folder)))).is_sound


def test_a_base_that_changes_meanwhile_is_left_as_it_is(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check_slowly(*arguments: Any, **options: Any) -> Any:
        base.write_text(base.read_text() + "# changed\n")
        return check(*arguments, **options)

    monkeypatch.setattr(writer, "check", check_slowly)
    before = base.read_text()
    with pytest.raises(RefusedError, match="changed meanwhile"):
        write(str(base), Additions(facts=[new_fact()]))
    assert base.read_text() == before + "# changed\n"
    assert os.listdir(base.parent) == ["facts.toml"]


def test_many_who_write_at_once_lose_nothing(base: Path) -> None:
    names = [f"new-{number}" for number in range(12)]
    threads = [
        threading.Thread(target=write, args=(str(base), Additions(facts=[new_fact(name)])))
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ids(base.read_text())) == sorted(["paper", "thing", "old", *names])
    assert check([str(base)]).is_sound


_KILLED = """
import os, signal, sys
from scifacts.authoring import saving, writer
step, path, *_ = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(saving.os, step, die)
fact = {"id": "new", "claim": "Something.", "kind": "finding", "about": ["thing"],
        "citations": [{"document": "paper", "paragraph": 1, "quote": "some words"}]}
writer.write(path, writer.Additions(facts=[fact]))
"""


@pytest.mark.parametrize("step", ["chmod", "fsync", "replace"])
def test_one_who_is_killed_leaves_the_old_base_and_no_lock(step: str, base: Path) -> None:
    before = base.read_bytes()
    done = subprocess.run([sys.executable, "-c", _KILLED, step, str(base)], check=False, timeout=60)
    assert done.returncode == -9
    assert base.read_bytes() == before
    assert run_process("check", str(base.parent)).status == 0
    write(str(base), Additions(facts=[new_fact()]))
    assert 'id = "new"' in base.read_text()
    assert os.listdir(base.parent) == ["facts.toml"]


def test_a_base_that_may_not_be_written_to_is_left_alone(base: Path) -> None:
    base.chmod(0o444)
    if os.access(base, os.W_OK):
        pytest.skip("whoever runs this may write everywhere")
    with pytest.raises(PermissionError):
        write(str(base), Additions(facts=[new_fact()]))
