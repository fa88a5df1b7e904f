"""What a check found out about citations is in later answers, and never more than that."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import scifacts
from tests.support import Runner, copied


def states(base: Path) -> dict[str, list[str]]:
    with scifacts.open(str(base)) as opened:
        return {
            hit.fact.id: [str(it.state) for it in hit.fact.citations] for hit in opened.filter()
        }


def edited(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_before_a_check_nothing_is_claimed(tmp_path: Path, run: Runner) -> None:
    base = copied("harbour", tmp_path / "harbour") / "facts.toml"
    assert {state for found in states(base).values() for state in found} == {"unchecked"}
    ran = run("filter", "--verified", base=base)
    assert (ran.status, ran.out) == (1, "")


def test_after_a_check_answers_carry_what_it_found(tmp_path: Path, run: Runner) -> None:
    folder = copied("harbour", tmp_path / "harbour")
    base = folder / "facts.toml"
    run("check", str(base), "--sources", str(folder / "texts"))
    found = states(base)
    assert {"found"} <= {state for each in found.values() for state in each}
    proven = [key for key, each in found.items() if set(each) == {"found"}]
    assert run("filter", "--verified", "--format", "ids", base=base).out.split() == proven
    (record,) = json.loads(run("show", proven[0], "--json", base=base).out)
    assert {it["state"] for it in record["citations"]} == {"found"}


def test_a_proof_outlives_an_edit_of_something_else_and_not_of_its_quote(
    tmp_path: Path, run: Runner
) -> None:
    folder = copied("harbour", tmp_path / "harbour")
    base = folder / "facts.toml"
    run("check", str(base), "--sources", str(folder / "texts"))
    before = states(base)
    with scifacts.open(str(base)) as opened:
        cited = next(hit.fact for hit in opened.filter() if before[hit.fact.id] == ["found"])
    edited(base, 'title = "', 'title = "Another ')
    assert states(base)[cited.id] == before[cited.id]
    edited(base, f'quote = "{cited.citations[0].quote}"', 'quote = "other words"')
    assert states(base)[cited.id] == ["unchecked"]


def test_a_text_with_other_bytes_proves_nothing(tmp_path: Path, run: Runner) -> None:
    folder = copied("harbour", tmp_path / "harbour")
    base = folder / "facts.toml"
    for text in (folder / "texts").iterdir():
        text.write_bytes(text.read_bytes() + b"\n")
    run("check", str(base), "--sources", str(folder / "texts"))
    with scifacts.open(str(base)) as opened:
        hashed = {it.document.id for it in opened.documents() if it.document.sha256}
        of_hashed = [
            citation.state
            for hit in opened.filter()
            for citation in hit.fact.citations
            if citation.document.id in hashed
        ]
    assert hashed
    assert set(of_hashed) == {"changed"}


def test_explain_tells_what_matched_where(harbour: Path, run: Runner) -> None:
    base = harbour / "facts.toml"
    (record,) = json.loads(
        run("search", "tide stations", "--limit", "1", "--explain", "--json", base=base).out
    )
    words = [reason["words"] for reason in record["why"]]
    assert words[:2] == ["tide", "station"]
    assert sum(reason["points"] for reason in record["why"]) > 0
    (plain,) = json.loads(run("search", "tide stations", "--limit", "1", "--json", base=base).out)
    assert plain["why"] is None


def test_a_record_is_a_receipt(tmp_path: Path, run: Runner) -> None:
    folder = copied("harbour", tmp_path / "harbour")
    base = folder / "facts.toml"
    (before,) = json.loads(run("show", "engineers-trained", "--json", base=base).out)
    assert before["citations"][0]["checked"] is None
    run("check", str(base), "--sources", str(folder / "texts"))
    edited(base, 'title = "', 'title = "Another ')  # what a check found out is kept with its day
    (after,) = json.loads(run("show", "engineers-trained", "--json", base=base).out)
    citation, _ = after["citations"]
    text = (folder / "texts" / citation["document"]["file"]).read_bytes()
    assert citation["document"]["sha256"] == sha256(text).hexdigest()
    assert citation["state"] == "found"
    assert date.fromisoformat(citation["checked"]) >= date(2025, 1, 1)
    assert after["scifacts"] == scifacts.__version__
