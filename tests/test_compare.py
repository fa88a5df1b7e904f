"""Readings of a measure, compared: verdicts, witnesses, times, reviews."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import scifacts
from tests.support import SHIPPED, Runner

HEAD = """
[base]
format = 1
[[documents]]
id = "paper"
published = "2025-01-10"
[[documents]]
id = "rewrite"
derived_from = "paper"
published = "2025-02-10"
[[documents]]
id = "repost"
derived_from = "rewrite"
[[documents]]
id = "minister"
published = "2025-09-19"
[[entities]]
id = "labs"
type = "program"
name = "Joint labs"
"""


class Reading(NamedTuple):
    """One reading of the measure `labs-number`."""

    bound: str
    value: float
    document: str = "paper"
    date: str | None = None
    more: str = ""


def write_base(path: Path, readings: Sequence[Reading]) -> Path:
    facts = [
        f"""
[[facts]]
id = "reading-{number}"
claim = "There are {it.bound} {it.value} labs."
kind = "statistic"
about = ["labs"]
figure = {{ value = {it.value}, bound = "{it.bound}", unit = "labs", measure = "labs-number" }}
citations = [{{ document = "{it.document}", paragraph = 1, quote = "{it.value} labs" }}]
{f'date = "{it.date}"' if it.date else ""}
{it.more}
"""
        for number, it in enumerate(readings, 1)
    ]
    path.write_text(HEAD + "".join(facts), encoding="utf-8")
    return path


OVER_70 = Reading("over", 70)
CASES = {
    "the same hedge from two witnesses agrees": (
        [OVER_70, Reading("over", 70, "minister")],
        ("agree", 2),
    ),
    "a rewrite is no second witness": ([OVER_70, Reading("over", 70, "rewrite")], ("single", 1)),
    "nor is the repost of a rewrite": ([OVER_70, Reading("over", 70, "repost")], ("single", 1)),
    "a sharper reading refines": ([OVER_70, Reading("exactly", 74, "minister")], ("refine", 2)),
    "over 70 and exactly 70 differ": (
        [OVER_70, Reading("exactly", 70, "minister")],
        ("differ", 2),
    ),
    "a rewrite may differ from what it rewrites": (
        [OVER_70, Reading("exactly", 70, "rewrite")],
        ("differ", 1),
    ),
    "nearly 70 is below 70": (
        [Reading("nearly", 70), Reading("at-least", 70, "minister")],
        ("differ", 2),
    ),
    "at least and at most may meet in a point": (
        [Reading("at-least", 70), Reading("at-most", 70, "minister")],
        ("refine", 2),
    ),
    "about reaches a tenth": (
        [Reading("about", 100), Reading("exactly", 110, "minister")],
        ("refine", 2),
    ),
    "at other times it has changed": (
        [Reading("exactly", 60, date="2020"), Reading("exactly", 70, "minister", "2025")],
        ("changed", 2),
    ),
    "at times that overlap it differs": (
        [Reading("exactly", 60, date="2020/2025"), Reading("exactly", 70, "minister", "2025")],
        ("differ", 2),
    ),
    "a superseded reading is closed": (
        [Reading("exactly", 60), Reading("exactly", 70, "minister", more='supersedes="reading-1"')],
        ("single", 1),
    ),
    "a reviewed pair stays quiet": (
        [
            Reading("exactly", 60),
            Reading(
                "exactly",
                70,
                "minister",
                more='reviewed = [{ fact = "reading-1", reason = "counted otherwise" }]',
            ),
        ],
        ("refine", 2),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_verdict_follows_the_rules(case: str, tmp_path: Path) -> None:
    readings, expected = CASES[case]
    with scifacts.open(str(write_base(tmp_path / "facts.toml", readings))) as base:
        (found,) = base.compare()
        assert (found.verdict, len(found.origins)) == expected
        differing = [it.measure for it in base.compare(differ=True)]
        assert differing == (["labs-number"] if expected[0] == "differ" else [])


def test_the_command_shows_the_readings_side_by_side(tmp_path: Path, run: Runner) -> None:
    readings = [OVER_70, Reading("exactly", 70, "rewrite")]
    path = write_base(tmp_path / "facts.toml", readings)
    ran = run("compare", "labs-number", base=path)
    assert ran.status == 0
    lines = ran.out.splitlines()
    assert lines[0] == "labs-number: differ · 2 documents, 1 origin"
    assert [line.split()[:3] for line in lines[3:]] == [
        ["over", "70", "labs"],
        ["70", "labs", "published"],
    ]
    (record,) = json.loads(run("compare", "--differ", "--json", base=path).out)
    assert (record["verdict"], record["origins"]) == ("differ", ["paper"])
    assert [it["id"] for it in record["readings"]] == ["reading-1", "reading-2"]


def test_nothing_to_compare_is_said(tmp_path: Path, run: Runner) -> None:
    path = write_base(tmp_path / "facts.toml", [OVER_70])
    assert run("compare", "--differ", "--json", base=path).status == 1
    assert run("compare", "--measure", "labs-numbr", base=path).status == 2


def test_the_shipped_base_has_the_cases_it_is_known_for() -> None:
    with scifacts.open(str(SHIPPED)) as base:
        found = {it.measure: it for it in base.compare()}
        differing = [it.measure for it in base.compare(differ=True)]
    ska, labs = found["ska-backing-nations"], found["bri-joint-labs"]
    assert (ska.verdict, len(ska.documents), len(ska.origins)) == ("differ", 2, 1)
    assert (labs.verdict, len(labs.documents), len(labs.origins)) == ("agree", 3, 3)
    ties = found["countries-with-cooperation-ties"]
    assert (ties.verdict, len(ties.documents), len(ties.origins)) == ("single", 2, 1)
    assert differing == ["ska-backing-nations"]


def test_what_was_known_by_a_day_is_asked_by_as_of(tmp_path: Path) -> None:
    readings = [OVER_70, Reading("over", 80, "minister"), Reading("over", 60, date="2020")]
    path = write_base(tmp_path / "facts.toml", readings)

    def known(day: str) -> list[str]:
        return [hit.fact.id for hit in base.filter(as_of=day)]

    with scifacts.open(str(path)) as base:
        assert known("2019") == []
        assert known("2020") == ["reading-3"]
        assert known("2025-01") == ["reading-1", "reading-3"]
        assert known("2025-12") == ["reading-1", "reading-2", "reading-3"]
        assert [hit.fact.id for hit in base.search("labs", as_of="2020").hits] == ["reading-3"]
        assert [hit.fact.id for hit in base.search(as_of="2020").hits] == ["reading-3"]
        with pytest.raises(scifacts.QueryError, match="as-of"):
            base.search("labs", as_of="yesterday")


@pytest.mark.parametrize(
    ("speaker", "eve", "day"),
    [
        pytest.param("yin-hejun", "2025-09-17", "2025-09-18", id="at a press conference"),
        pytest.param("feng-shenhong", "2025-09-03", "2025-09-04", id="at another"),
        pytest.param("michel-blanc", "2025-06-11", "2025-06-12", id="at a forum"),
        pytest.param("li-xin", "2025-09-15", "2025-09-16", id="in an opening speech"),
    ],
)
def test_what_was_said_is_known_from_the_day_it_was_said(speaker: str, eve: str, day: str) -> None:
    with scifacts.open(str(SHIPPED)) as base:
        said = {hit.fact.id for hit in base.filter(said_by=speaker)}
        assert said
        assert {hit.fact.id for hit in base.filter(said_by=speaker, as_of=day)} == said
        assert not list(base.filter(said_by=speaker, as_of=eve))
        readings = [it for each in base.compare() for it in each.readings]
    assert {it.fact.date for it in readings if it.id == "scio-joint-labs-number"} == {"2025-09-18"}


def test_the_latest_reading_is_the_newest_that_nothing_supersedes(tmp_path: Path) -> None:
    readings = [
        Reading("exactly", 60, date="2020"),
        Reading("exactly", 70, date="2025"),
        Reading("exactly", 75, date="2026"),
        Reading("exactly", 72, date="2025-06", more='supersedes = "reading-3"'),
    ]
    path = write_base(tmp_path / "facts.toml", readings)
    with scifacts.open(str(path)) as base:
        assert [hit.fact.id for hit in base.filter(latest=True)] == ["reading-4"]
        assert [hit.fact.id for hit in base.filter(latest=True, as_of="2021")] == ["reading-1"]
