"""A text held against a base: verdicts, what they rest on, and how they are written.

The tables in `reviews/` are sentences as journalists write them, with the state each is in.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import scifacts
from scifacts.base import Base
from scifacts.grammar.negations import negations
from scifacts.grammar.quantities import quantities
from scifacts.model import Fact
from scifacts.review.passages import passages
from scifacts.review.times import outcome
from scifacts.review.values import Reviewed, State
from scifacts.schemas import review_schema
from tests.support import BASES, SHIPPED, TESTS, Runner, blocks, run_piped, written

TABLES = sorted((TESTS / "reviews").glob("*.tsv"))
ISLAND = BASES / "island"
AIMS = {
    State.SUPPORTED: 0.85,
    State.DIFFERS: 0.9,
    State.SAID: 0.8,
    State.UNKNOWN: 0.95,
}
LEAST_ROWS = 200


class Row(NamedTuple):
    """A sentence, what comes before it, its state, and the fact it rests on."""

    state: State
    fact: str
    text: str


def _rows(table: Path) -> Iterator[Row]:
    for line in table.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            state, fact, text = line.split("\t")
            yield Row(State(state), fact, text.replace(" | ", " "))


def _base_of(table: Path) -> str:
    return str(ISLAND if table.stem.startswith("island") else SHIPPED)


@pytest.fixture(scope="module")
def judged() -> dict[str, list[tuple[Row, Reviewed]]]:
    """Every row of the tables with the verdict on its last sentence."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SCIFACTS_CACHE", raising=False)
        for path, tables in groupby(sorted(TABLES, key=_base_of), key=_base_of):
            with scifacts.open(path) as base:
                for table in tables:
                    found[table.stem] = [(row, _last(base, row.text)) for row in _rows(table)]
    return found


def _last(base: Base, text: str) -> Reviewed:
    return list(base.review(text))[-1]


def test_the_tables_are_as_large_as_promised() -> None:
    rows = [row for table in TABLES for row in _rows(table)]
    counts = Counter(row.state for row in rows)
    assert len(rows) >= LEAST_ROWS
    assert all(counts[state] >= LEAST_ROWS / 4 for state in State if state is not State.SAID)
    assert len({row.text for row in rows}) == len(rows)


def test_no_sentence_that_differs_is_called_supported(
    judged: dict[str, list[tuple[Row, Reviewed]]],
) -> None:
    wrong = [
        row.text
        for rows in judged.values()
        for row, found in rows
        if row.state is State.DIFFERS and found.state is State.SUPPORTED
    ]
    assert wrong == []


@pytest.mark.parametrize("state", AIMS)
def test_most_sentences_are_told_for_what_they_are(
    state: State, judged: dict[str, list[tuple[Row, Reviewed]]]
) -> None:
    rows = [it for those in judged.values() for it in those if it[0].state is state]
    missed = [row.text for row, found in rows if found.state is not state]
    assert 1 - len(missed) / len(rows) >= AIMS[state], missed


def test_a_verdict_rests_on_the_fact_it_should(
    judged: dict[str, list[tuple[Row, Reviewed]]],
) -> None:
    told = [it for rows in judged.values() for it in rows if it[0].fact and it[1].matches]
    elsewhere = [
        row.text for row, found in told if row.fact not in [it.fact.id for it in found.matches]
    ]
    assert len(elsewhere) <= len(told) / 20, elsewhere


def test_nothing_is_supported_or_differs_without_a_part_that_was_compared(
    judged: dict[str, list[tuple[Row, Reviewed]]],
) -> None:
    for rows in judged.values():
        for _, found in rows:
            if found.state in (State.SUPPORTED, State.SAID):
                assert all(match.likeness > 0.5 for match in found.matches)
                assert found.matches
            if found.state is State.DIFFERS:
                assert all(
                    any(part.outcome == "differs" for part in match.parts)
                    for match in found.matches
                )


def test_what_is_unknown_names_the_nearest_facts() -> None:
    with scifacts.open(str(SHIPPED)) as base:
        found = _last(base, "The SKA will cost more than two billion euros to build.")
    assert found.state is State.UNKNOWN
    assert all("SKA" in hit.fact.claim for hit in found.nearest)
    assert len(found.nearest) == 2


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("More than 160 countries and regions", "supported"),
        ("Over 150 countries and regions", "supported"),
        ("At least 150 countries and regions", "supported"),
        ("160 countries and regions", "differs"),
        ("At least 161 countries and regions", "differs"),
        ("About 160 countries and regions", "differs"),
        ("Nearly 160 countries and regions", "differs"),
        ("Over 170 countries and regions", "differs"),
        ("Up to 160 countries and regions", "differs"),
    ],
)
def test_a_hedge_is_part_of_a_number(said: str, state: str) -> None:
    with scifacts.open(str(SHIPPED)) as base:
        assert _last(base, f"{said} have sci-tech cooperation ties with China.").state == state


@pytest.mark.parametrize(
    ("said", "known", "expected"),
    [
        ("2025", "2025-06-12", "agrees"),
        ("2025-06", "2025-06-10/2025-06-12", "agrees"),
        ("2025-06-12", "2025-06-12", "agrees"),
        ("2025-06-13", "2025-06-12", "differs"),
        ("2025-06-12", "2025-06", "open"),
        ("2021/2025", "2021/2025", "agrees"),
        ("2020/2024", "2021/2025", "differs"),
        ("2019/..", "2019/..", "agrees"),
        ("2009/..", "2019/..", "differs"),
        ("2019", "2019-03/..", "agrees"),
        ("2021/..", "2023-05-03", "differs"),
        ("../2023", "2022-05", "agrees"),
        ("../2022", "2023", "differs"),
        ("2021/2025", "../2030", "open"),
        ("2031", "../2030", "differs"),
        ("../2030", "../2030", "agrees"),
        ("../2022", "../2023", "differs"),
    ],
)
def test_dates_agree_if_they_are_the_same_or_less_exact(
    said: str, known: str, expected: str
) -> None:
    assert outcome(said, known) == expected


def test_a_pronoun_is_taken_for_the_last_name_and_the_answer_says_so() -> None:
    text = "Ines Holt chairs the Island Council. St. Brid Hospital is near. It has 64 beds."
    with scifacts.open(str(ISLAND)) as base:
        found = _last(base, text)
    assert (found.state, found.assumed) == (State.SUPPORTED, "St. Brid Hospital")


def test_last_year_is_known_from_the_day_of_the_text() -> None:
    text = "The MV Aurora entered service last year."
    with scifacts.open(str(ISLAND)) as base:
        (told,) = base.review(text, "2024-05-01")
        (otherwise,) = base.review(text, "2023-05-01")
    assert (told.state, otherwise.state) == (State.SUPPORTED, State.DIFFERS)


def _manuscripts() -> list[tuple[str, str]]:
    return [it for path in sorted((TESTS / "manuscripts").glob("*.txt")) for it in blocks(path)]


@pytest.mark.parametrize(("title", "case"), _manuscripts(), ids=[it[0] for it in _manuscripts()])
def test_a_manuscript_is_read_as_its_case_says(title: str, case: str) -> None:
    text, _, expected = case.partition("\n->\n")
    found = [
        f"{it.place.line}:{it.place.column}-{it.place.end_line}:{it.place.end_column} {it.text}"
        for it in passages(text + "\n")
        if it.claims
    ]
    assert found == expected.splitlines()


@pytest.mark.parametrize("text", [SHIPPED.read_text(encoding="utf-8")[:20_000], "a\n\n" * 50])
def test_a_sentence_stands_where_its_place_says(text: str) -> None:
    lines = text.split("\n")
    for it in passages(text):
        assert text[it.offset] == it.text[0]
        assert lines[it.place.line - 1][it.place.column - 1] == it.text[0]
        assert text[it.end - 1] == it.text[-1]


def _article(run: Runner, *options: str) -> Any:
    return run("review", str(ISLAND / "article.md"), *options, base=ISLAND)


def test_a_review_in_json_is_what_its_schema_says(run: Runner) -> None:
    ran = _article(run, "--json")
    found = json.loads(ran.out)
    validator = Draft202012Validator(review_schema())
    assert [error.message for it in found for error in validator.iter_errors(it)] == []
    assert [(it["line"], it["state"]) for it in found] == [
        (8, "supported"),
        (9, "differs"),
        (12, "supported"),
        (13, "said"),
        (14, "unknown"),
    ]
    assert ran.status == 1


def test_the_schema_of_a_review_is_printed(run: Runner) -> None:
    assert json.loads(run("schema", "review").out) == review_schema()
    Draft202012Validator.check_schema(review_schema())


def test_a_review_in_sarif_places_each_result(run: Runner) -> None:
    log = json.loads(_article(run, "--format", "sarif").out)
    (made,) = log["runs"]
    assert log["version"] == "2.1.0"
    rules = [it["id"] for it in made["tool"]["driver"]["rules"]]
    regions = [it["locations"][0]["physicalLocation"]["region"] for it in made["results"]]
    assert [rules[it["ruleIndex"]] for it in made["results"]] == [
        it["ruleId"] for it in made["results"]
    ]
    assert [it["level"] for it in made["results"]] == ["none", "error", "none", "warning", "none"]
    assert regions[0] == {"startLine": 8, "startColumn": 1, "endLine": 9, "endColumn": 13}


def test_the_text_with_footnotes_is_the_text_but_for_them(run: Runner) -> None:
    ran = _article(run, "--format", "markdown")
    text = (ISLAND / "article.md").read_text(encoding="utf-8")
    body, _, notes = ran.out.partition("\n[^")
    for fact in ("aurora-launch", "reef-species"):
        body = body.replace(f"[^{fact}]", "")
    assert body.rstrip() == text.rstrip()
    assert notes.count("The Marlo Courier") == 2


def test_footnotes_that_are_there_are_not_set_again(run: Runner, tmp_path: Path) -> None:
    once = _article(run, "--format", "markdown").out
    again = run(
        "review", str(written(tmp_path / "a.md", once)), "--format", "markdown", base=ISLAND
    )
    assert again.out == once


def test_a_text_may_come_from_standard_input() -> None:
    ran = run_piped(b"St. Brid Hospital has 46 beds.\n", "review", "-", base=ISLAND)
    assert ran.out.startswith("<stdin>:1:1: differs: ")
    assert ran.status == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"One\0two.", "is no plain text"),
        (b"fine\n\xff\xfe", "is no UTF-8 in line 2"),
        (b"", "no sentence claims anything"),
        (b"\xef\xbb\xbfSt. Brid Hospital has 64 beds.", "1 supported"),
    ],
)
def test_what_is_no_text_is_told_in_one_line(
    raw: bytes, told: str, run: Runner, tmp_path: Path
) -> None:
    path = tmp_path / "text.md"
    path.write_bytes(raw)
    ran = run("review", str(path), base=ISLAND)
    assert told in ran.err
    assert ran.err.count("\n") == 1


def test_what_could_steer_a_terminal_is_shown_as_no_such_thing(run: Runner, tmp_path: Path) -> None:
    path = written(tmp_path / "text.md", "St. Brid Hospital has \x1b[31m64\u202e beds there.\n")
    for form in ("lines", "markdown", "json", "sarif"):
        ran = run("review", str(path), "--format", form, base=ISLAND)
        assert not {"\x1b", "\u202e"} & set(ran.out)


@pytest.mark.parametrize("make", [str.upper, str.swapcase, lambda it: it * 40], ids=["a", "b", "c"])
def test_any_text_is_reviewed(make: Callable[[str], str], run: Runner, tmp_path: Path) -> None:
    text = (ISLAND / "article.md").read_text(encoding="utf-8")
    ran = run("review", str(written(tmp_path / "a.md", make(text))), base=ISLAND)
    assert ran.status in (0, 1)


PLANTED = {
    11: "129 intergovernmental agreements",
    21: "Germany's Max Planck",
    28: "2018",
    29: "70 joint labs",
    33: "over 400 advanced",
    37: "more than 4,000",
    42: "Shanghai",
    52: "2009",
    55: "Feng Shenhong called",
    57: "takes specific policy positions",
}


def test_all_errors_planted_in_a_page_are_found_and_nothing_else_is_called_wrong() -> None:
    text = (TESTS / "reviews" / "page.md").read_text(encoding="utf-8")
    with scifacts.open(str(SHIPPED)) as base:
        wrong = {it.place.line: it.text for it in base.review(text) if it.state is State.DIFFERS}
    assert wrong.keys() == PLANTED.keys()
    assert all(PLANTED[line] in text for line, text in wrong.items())


def _facts(base: Base) -> list[Fact]:
    return [hit.fact for hit in base.filter()]


def _with_another_number(claim: str) -> Iterator[str]:
    for it in quantities(claim)[:1]:
        yield f"{claim[: it.number.start]}{it.value * 3 + 1:.0f}{claim[it.number.end :]}"


def _with_another_year(claim: str) -> Iterator[str]:
    year = re.search(r"\b(?:19|20)\d\d\b", claim)
    if year:
        yield f"{claim[: year.start()]}{int(year[0]) - 7}{claim[year.end() :]}"


def _denied(claim: str) -> Iterator[str]:
    verb = re.search(r"\b(?:is|was|are|has|have|will)\b", claim)
    if verb and not any(negations(claim)):
        yield f"{claim[: verb.end()]} not{claim[verb.end() :]}"


@pytest.mark.parametrize("path", [SHIPPED, ISLAND], ids=["shipped", "island"])
@pytest.mark.parametrize("changed", [_with_another_number, _with_another_year, _denied])
def test_no_claim_is_supported_once_a_part_of_it_is_changed(
    changed: Callable[[str], Iterator[str]], path: Path
) -> None:
    with scifacts.open(str(path)) as base:
        texts = [text for fact in _facts(base) for text in changed(fact.claim)]
        states = {text: _last(base, text).state for text in texts}
    assert len(texts) >= 8
    assert [it for it, state in states.items() if state in (State.SUPPORTED, State.SAID)] == []
    assert sum(state is State.DIFFERS for state in states.values()) >= 0.85 * len(texts)


@pytest.mark.parametrize("path", [SHIPPED, ISLAND], ids=["shipped", "island"])
def test_every_claim_is_supported_by_its_own_fact(path: Path) -> None:
    with scifacts.open(str(path)) as base:
        found = {fact.id: _last(base, fact.claim) for fact in _facts(base)}
    assert [key for key, it in found.items() if it.state in (State.DIFFERS, State.UNKNOWN)] == []


def test_a_page_is_reviewed_by_its_paragraphs(run: Runner, harbour: Path, tmp_path: Path) -> None:
    claim = "More than 90 stations turn tides into power."
    page = written(tmp_path / "page.html", f"<html><body><p>Hello.</p><p>{claim}</p></body></html>")
    ran = run("review", str(page), base=harbour / "facts.toml")
    assert f": differs: {claim}" in ran.out
    assert ran.status == 1


def test_a_broken_original_is_told_in_one_line(run: Runner, harbour: Path, tmp_path: Path) -> None:
    page = written(tmp_path / "thesis.pdf", "%PDF-1.7 and nothing")
    ran = run("review", str(page), base=harbour / "facts.toml")
    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert "is broken" in ran.err
