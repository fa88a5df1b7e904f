"""Receipts: what was written is proven again without the base."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scifacts.errors import QueryError
from scifacts.exchange.receipts import receipt, receipts
from scifacts.model import Fact
from tests.strategies import FACTS
from tests.support import Ran, Runner

LINES = [
    "filter --json",
    "filter --format jsonl",
    "search tide --json",
    "show homes-lit --json",
    "stats --json",
    "compare --json",
    "timeline --json",
    "export jsonld",
    "export annotations",
]


@pytest.fixture
def alone(harbour: Path, tmp_path: Path) -> Path:
    """The texts of the small base, and nothing else of it."""
    shutil.copytree(harbour / "texts", tmp_path / "sources")
    return tmp_path


def verified(folder: Path, run: Runner, written: str, *options: str) -> Ran:
    (folder / "facts.json").write_text(written, encoding="utf-8")
    return run("verify", str(folder / "facts.json"), *options)


def rows(ran: Ran) -> list[list[str]]:
    return [line.split("\t") for line in ran.out.splitlines()]


@pytest.mark.parametrize("line", LINES)
def test_what_any_command_wrote_is_proven_without_the_base(
    line: str, harbour: Path, alone: Path, run: Runner
) -> None:
    written = run(*line.split(), base=harbour / "facts.toml").out
    ran = verified(alone, run, written)
    states = {state for state, *_ in rows(ran)}
    assert "found" in states
    assert states <= {"found", "not-at-hand"}  # the lecture and the repost have no text
    expected = run("filter", "--json", base=harbour / "facts.toml").out
    if "filter" in line or "export" in line:
        cited = [it for fact in json.loads(expected) for it in fact["citations"]]
        assert len(rows(ran)) == len(cited)
    assert all(row[1] for row in rows(ran))


def test_all_found_is_success_and_anything_else_is_not(
    harbour: Path, alone: Path, run: Runner
) -> None:
    base = harbour / "facts.toml"
    ran = verified(alone, run, run("show", "homes-lit", "--json", base=base).out)
    assert (ran.status, ran.out) == (
        0,
        "found\thomes-lit\ttide-power¶6\tnearly 1.5 million homes\n",
    )
    assert ran.err == "scifacts: 1 receipt: 1 found\n"
    ran = verified(alone, run, run("show", "engineers-trained", "--json", base=base).out)
    assert ran.status == 1
    assert ran.err == "scifacts: 2 receipts: 1 found, 1 not at hand\n"


def edited(record: dict[str, Any], key: str, value: object) -> str:
    record["citations"][0][key] = value
    return json.dumps([record])


@pytest.mark.parametrize(
    ("change", "state"),
    [
        (("quote", "nearly 2.5 million homes"), "close"),
        (("quote", "no such words at all"), "not-found"),
        (("paragraph", 5), "elsewhere"),
        (("to_paragraph", 7), "elsewhere"),
        (("document", {"id": "tide-power", "file": "page.txt", "sha256": "0" * 64}), "changed"),
        (("document", {"id": "tide-power", "file": "../facts.json"}), "not-at-hand"),
        (("document", {"id": "tide-power", "file": "/etc/hosts"}), "not-at-hand"),
        (("document", {"id": "tide-power"}), "not-at-hand"),
    ],
)
def test_a_receipt_that_was_tampered_with_is_not_found(
    change: tuple[str, object], state: str, harbour: Path, alone: Path, run: Runner
) -> None:
    (record,) = json.loads(run("show", "homes-lit", "--json", base=harbour / "facts.toml").out)
    ran = verified(alone, run, edited(record, *change))
    assert [row[0] for row in rows(ran)] == [state]
    assert ran.status == 1


def test_a_text_that_was_changed_proves_nothing(harbour: Path, alone: Path, run: Runner) -> None:
    written = run("export", "jsonld", "document:annual-report", base=harbour / "facts.toml").out
    report = alone / "sources" / "report.txt"
    report.write_bytes(report.read_bytes() + b"\n")
    states = {row[0] for row in rows(verified(alone, run, written)) if "repost" not in row[2]}
    assert states == {"changed"}


def test_json_tells_where_a_quote_is_and_what_comes_near(
    harbour: Path, alone: Path, run: Runner
) -> None:
    (record,) = json.loads(run("show", "homes-lit", "--json", base=harbour / "facts.toml").out)
    ran = verified(alone, run, edited(record, "quote", "nearly 2.5 million homes"), "--json")
    (found,) = json.loads(ran.out)
    assert found["fact"] == "homes-lit"
    assert found["state"] == "close"
    assert "nearly 1.5 million" in found["nearest"]


def test_texts_may_be_elsewhere(harbour: Path, tmp_path: Path, run: Runner) -> None:
    written = run("show", "homes-lit", "--json", base=harbour / "facts.toml").out
    assert verified(tmp_path, run, written).status == 1
    assert verified(tmp_path, run, written, "--sources", str(harbour / "texts")).status == 0
    missing = verified(tmp_path, run, written, "--sources", "nowhere")
    assert missing.status == 2
    assert "no folder 'nowhere'" in missing.err


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", "facts.json:1: no JSON"),
        ("{", "facts.json:1: no JSON"),
        ("[]", "no receipts in"),
        ('{"a": 1}\n{"b"', "facts.json:2: no JSON"),
        ("\N{ZERO WIDTH NO-BREAK SPACE}3", "no receipts in"),
        ('{"quote": 1, "paragraph": 1, "document": {"id": "a"}}', "not as scifacts writes them"),
        ('{"quote": "a", "paragraph": "1", "document": {"id": "a"}}', "not as scifacts"),
        ('{"quote": "a", "paragraph": 1e999, "document": {"id": "a"}}', "not as scifacts"),
        ('{"quote": "a", "paragraph": 1, "document": {"id": "a", "file": 2}}', "not as scifacts"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_holds_no_receipts_is_told(
    written: str, error: str, tmp_path: Path, run: Runner
) -> None:
    ran = verified(tmp_path, run, written)
    assert ran.status == 2
    assert error in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_there_is_told(run: Runner) -> None:
    ran = run("verify", "nothing.json")
    assert (ran.status, ran.out) == (2, "")
    assert "cannot read 'nothing.json'" in ran.err


@given(st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_any_json_is_read_or_refused_in_our_words(value: object) -> None:
    path = Path("any.json")
    path.write_text(json.dumps(value), encoding="utf-8")
    assert list(receipts(str(path))) == []


@given(
    FACTS, st.sampled_from(["quote", "paragraph", "to_paragraph", "document", "fact"]), st.none()
)
def test_any_receipt_is_read_back_or_refused(fact: Fact, key: str, value: None) -> None:
    written = [receipt(fact, it) for it in fact.citations]
    path = Path("any.json")
    path.write_text(json.dumps({"deep": [written]}), encoding="utf-8")
    found = list(receipts(str(path)))
    assert [(it.fact, it.citation.quote, it.citation.paragraph) for it in found] == [
        (fact.id, it.quote, it.paragraph) for it in fact.citations
    ]
    assert [it.citation.document.sha256 for it in found] == [
        it.document.sha256 for it in fact.citations
    ]
    path.write_text(json.dumps([{**written[0], key: value}]), encoding="utf-8")
    with suppress(QueryError):
        assert len(list(receipts(str(path)))) <= 1
