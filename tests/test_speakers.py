"""Who said it: nobody, one, or several; each of them is asked for, counted and shown."""

import json
from pathlib import Path

import pytest

import scifacts
from tests.support import HEADER, LONG_AGO_NS, Runner, age, base_of, fact, ids, records, written

_PEOPLE = """
[[entities]]
id = "ada"
type = "person"
name = "Ada Quay"

[[entities]]
id = "office"
type = "organization"
name = "Harbour Office"
aliases = ["The Office"]
"""
_FIGURE = '{ value = 3, bound = "exactly", unit = "lamps", measure = "lamps" }'
_BOTH = fact("both", "Both counted lamps.", said_by='["ada", "office"]', figure=_FIGURE)
_OTHERS = (
    fact("one", "One counted lamps.", said_by='"ada"', figure=_FIGURE),
    fact("listed", "Another counted lamps.", said_by='["office"]'),
    fact("none", "There are lamps."),
)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    path = written(tmp_path / "facts.toml", base_of(_BOTH, *_OTHERS, header=HEADER + _PEOPLE))
    age(path)
    return path


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["--said-by", "ada"], ["both", "one"]),
        (["--said-by", "The Office"], ["both", "listed"]),
        (["--said-by", "ada", "--said-by", "office"], ["both", "one", "listed"]),
        (["-said-by:ada"], ["listed", "none"]),
        (["said-by:ada said-by:office"], ["both", "one", "listed"]),
    ],
    ids=str,
)
def test_a_fact_is_found_by_each_who_said_it(
    asked: list[str], found: list[str], base: Path, run: Runner
) -> None:
    line = asked if asked[0].startswith("--") else ["--", *asked]
    assert ids(run("filter", "--json", "--base", str(base), *line)) == found


@pytest.mark.parametrize(
    ("words", "found"), [("ada quay", {"both", "one"}), ("the office", {"both", "listed"})]
)
def test_a_fact_is_searched_by_the_names_of_all_who_said_it(
    words: str, found: set[str], base: Path, run: Runner
) -> None:
    assert set(ids(run("search", words, "--json", base=base))) == found


def test_a_record_lists_all_who_said_it(base: Path, run: Runner) -> None:
    said = {it["id"]: it["said_by"] for it in records(run("filter", "--json", base=base))}
    ada = {"id": "ada", "type": "person", "name": "Ada Quay"}
    office = {"id": "office", "type": "organization", "name": "Harbour Office"}
    assert said == {"both": [ada, office], "one": [ada], "listed": [office], "none": []}


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("show both", "said by Ada Quay, Harbour Office"),
        ("filter --format csv", ",Ada Quay; Harbour Office,"),
        ("compare lamps", "Ada Quay, Harbour Office"),
        ("stats", "Ada Quay, Harbour Office"),
    ],
)
def test_all_who_said_it_are_shown(line: str, shown: str, base: Path, run: Runner) -> None:
    assert shown in run(*line.split(), base=base).out


def test_a_fact_counts_for_each_who_said_it(base: Path, run: Runner) -> None:
    groups = json.loads(run("stats", "--by", "said-by", "--json", base=base).out)["groups"]
    assert [(it["id"], it["facts"]) for it in groups] == [("ada", 2), ("office", 2)]


def test_who_says_it_no_more_is_not_found_any_more(base: Path, run: Runner) -> None:
    many = "\n".join(fact(f"other-{number}") for number in range(30))
    text = f"{base.read_text(encoding='utf-8')}\n{many}"
    base.write_text(text, encoding="utf-8")
    run("filter", base=base)
    base.write_text(text.replace('["ada", "office"]', '"office"'), encoding="utf-8")
    age(base, LONG_AGO_NS + 10**9)
    with scifacts.open(str(base)) as opened:
        assert opened.info().state == "updated"
    assert ids(run("filter", "--said-by", "ada", "--json", base=base)) == ["one"]
    assert ids(run("filter", "--said-by", "office", "--json", base=base)) == ["both", "listed"]
