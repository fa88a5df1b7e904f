"""Counting facts by one field and by two, and how large their figures are."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import scifacts
from scifacts.fields import COUNTED
from scifacts.index.counting import MOST_COLUMNS
from scifacts.render import Screen, statistics
from tests.support import SHIPPED, Runner, base_of, fact, records, written

PLACES = 12
HEADER = "\n".join(
    [
        '[base]\nformat = 1\n\n[[documents]]\nid = "paper"\n',
        '[[entities]]\nid = "one"\ntype = "program"\nname = "Programme One"\n',
        '[[entities]]\nid = "two"\ntype = "program"\nname = "Programme Two"\n',
        *(
            f'[[entities]]\nid = "place-{at:02}"\ntype = "place"\nname = "Place {at:02}"\n'
            for at in range(PLACES)
        ),
    ]
)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A base whose programme `one` speaks of twelve places; its last fact of four at once."""
    each = [fact(f"at-{it:02}", about=f'["one", "place-{it:02}"]') for it in range(PLACES)]
    several = fact("several", about='["one", "place-00", "place-09", "place-10", "place-11"]')
    rest = [fact("elsewhere", about='["two"]'), fact("nowhere", about='["place-00"]')]
    return written(tmp_path / "facts.toml", base_of(*each, several, *rest, header=HEADER))


@pytest.fixture
def base(many: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(many)) as opened:
        yield opened


def _figures(path: Path, *values: str) -> Path:
    facts = [
        fact(
            f"fact-{at}",
            figure=f'{{ value = {it}, bound = "exactly", unit = "things", measure = "things" }}',
        )
        for at, it in enumerate(values)
    ]
    return written(path, base_of(*facts))


def _told(run: Runner, base: Path, *arguments: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("stats", *arguments, "--json", base=base).out)
    return told


def test_a_cross_table_counts_each_fact_once_a_cell(base: scifacts.Base) -> None:
    stats = base.stats(by="program,place")
    one, two = stats.groups
    assert (one.id, one.facts, len(one.by)) == ("one", 13, PLACES)
    assert [(it.id, it.facts) for it in one.by[:5]] == [
        ("place-00", 2),
        ("place-09", 2),
        ("place-10", 2),
        ("place-11", 2),
        ("place-01", 1),
    ]
    assert (two.id, two.facts, two.by) == ("two", 1, ())
    assert [it.id for it in stats.columns] == [it.id for it in one.by[:MOST_COLUMNS]]


def test_a_fact_with_several_values_beyond_the_columns_is_one_other_fact(
    base: scifacts.Base,
) -> None:
    one, two = base.stats(by="program,place").groups
    assert one.beyond == (13, 12, 11, 10, 8, 7, 6, 5, 4)
    assert set(two.beyond) == {0}


@pytest.mark.parametrize("first", [it for it in COUNTED if it != "kind"])
def test_two_fields_count_what_the_records_say(first: str, harbour: Path, run: Runner) -> None:
    path = harbour / "facts.toml"
    told = _told(run, path, "--by", f"{first},kind")
    assert told["by"] == f"{first},kind"
    alone = _told(run, path, "--by", first)["groups"]
    assert [{key: it[key] for key in ("id", "name", "facts")} for it in told["groups"]] == alone
    for group in told["groups"]:  # a fact has one kind
        assert sum(it["facts"] for it in group["by"]) == group["facts"]


def test_programs_by_country_agree_with_the_records_of_the_shipped_base(run: Runner) -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for record in records(run("filter", "--json", base=SHIPPED)):
        about = [(it["type"], it["id"]) for it in record["about"]]
        programs = [it for of_type, it in about if of_type == "program"]
        countries = [it for of_type, it in about if of_type == "country"]
        expected.update((program, country) for program in programs for country in countries)
    told = _told(run, SHIPPED, "--by", "program,country")
    found = {(row["id"], it["id"]): it["facts"] for row in told["groups"] for it in row["by"]}
    assert found == dict(expected)


@pytest.mark.parametrize(
    ("by", "told"),
    [
        ("colour", "unknown grouping 'colour'"),
        ("kind,colour", "unknown grouping 'colour'"),
        ("kind,", "unknown grouping ''"),
        ("kind,kind", "not by 'kind,kind'"),
        ("kind,year,unit", "not by 'kind,year,unit'"),
        ("kind'; --", "unknown grouping"),
    ],
)
def test_what_cannot_be_counted_by_is_an_error(
    by: str, told: str, harbour: Path, run: Runner
) -> None:
    ran = run("stats", "--by", by, base=harbour / "facts.toml")
    assert (ran.status, ran.out) == (2, "")
    assert told in ran.err


def test_dates_bounds_and_all_entities_can_be_counted_by(harbour: Path, run: Runner) -> None:
    def groups(by: str) -> dict[str, int]:
        told = _told(run, harbour / "facts.toml", "--by", by)
        return {it["id"]: it["facts"] for it in told["groups"]}

    assert groups("bound") == {
        "exactly": 4,
        "about": 2,
        "at-most": 2,
        "at-least": 1,
        "nearly": 1,
        "over": 1,
    }
    assert groups("date")["2019/2024"] == 1
    assert groups("about")["deep-sea-observatory"] >= 3


def test_csv_is_the_cross_table_with_others(many: Path, run: Runner) -> None:
    ran = run("stats", "--by", "program,place", "--format", "csv", base=many)
    rows = list(csv.reader(io.StringIO(ran.out)))
    shown = ["00", "09", "10", "11", "01", "02", "03", "04"]
    assert rows == [
        ["id", "name", "facts", *(f"place-{it}" for it in shown), "other"],
        ["one", "Programme One", "13", *"22221111", "4"],
        ["two", "Programme Two", "1", *"00000000", "0"],
    ]


def test_markdown_is_a_table_and_its_signs_are_text(tmp_path: Path, run: Runner) -> None:
    path = written(
        tmp_path / "facts.toml",
        base_of(
            fact("one", about='["thing"]'),
            header='[base]\nformat = 1\n[[documents]]\nid = "paper"\n'
            '[[entities]]\nid = "thing"\ntype = "topic"\nname = "A | *B*"\n',
        ),
    )
    ran = run("stats", "--by", "topic", "--format", "markdown", base=path)
    assert ran.out == "| topic | facts |\n| --- | --: |\n| A \\| \\*B\\* | 1 |\n"
    crossed = run("stats", "--by", "kind,topic", "--format", "markdown", base=path)
    assert crossed.out == (
        "| kind | facts | A \\| \\*B\\* | other |\n| --- | --: | --: | --: |\n"
        "| finding | 1 | 1 | 0 |\n"
    )


def test_format_json_is_json_and_two_forms_are_an_error(harbour: Path, run: Runner) -> None:
    path = harbour / "facts.toml"
    assert run("stats", "--format", "json", base=path) == run("stats", "--json", base=path)
    ran = run("stats", "--json", "--format", "csv", base=path)
    assert (ran.status, ran.out) == (2, "")


def test_figures_are_counted_by_order_of_magnitude(tmp_path: Path, run: Runner) -> None:
    values = ("-3", "0", "0.5", "1", "9.99", "10", "999", "1000", "25000000")
    bins = _told(run, _figures(tmp_path / "facts.toml", *values))["histogram"]
    assert [(it["from"], it["to"], it["facts"]) for it in bins] == [
        (None, 0, 1),
        (0, 1, 2),
        (1, 10, 2),
        (10, 100, 1),
        (100, 1000, 1),
        (1000, 10_000, 1),
        (10_000, 100_000, 0),
        (100_000, 1_000_000, 0),
        (1_000_000, 10_000_000, 0),
        (10_000_000, 100_000_000, 1),
    ]


def test_powers_of_ten_begin_a_bin_and_do_not_end_one(tmp_path: Path, run: Runner) -> None:
    path = _figures(tmp_path / "facts.toml", *(f"1{'0' * power}" for power in range(16)))
    assert {it["facts"] for it in _told(run, path)["histogram"]} == {1}


def test_few_figures_have_no_histogram(tmp_path: Path, run: Runner) -> None:
    assert _told(run, _figures(tmp_path / "facts.toml", *"1234"))["histogram"] == []


def test_a_histogram_is_drawn_on_a_terminal_alone(tmp_path: Path, run: Runner) -> None:
    path = _figures(tmp_path / "facts.toml", *"1234", "50", "60", "7000")
    assert "Figures by size" not in run("stats", base=path).out
    with scifacts.open(str(path)) as base:
        text = "".join(statistics(base.stats(), Screen(80, is_terminal=True)))
    assert text.partition("each up to the next\n")[2].splitlines()[:3] == [
        "████ ▄▄▄▄      ▂▂▂▂",
        "4    2    0    1",
        "1    10   100  1k",
    ]


@pytest.mark.parametrize("width", [12, 20, 40, 69, 70, 80, 120])
@pytest.mark.parametrize("by", ["kind", "program,place", "place,program", "kind,document"])
def test_no_line_is_wider_than_the_screen(base: scifacts.Base, by: str, width: int) -> None:
    text = "".join(statistics(base.stats(by=by), Screen(width, is_terminal=True)))
    assert max(map(len, text.splitlines())) <= width


@pytest.mark.parametrize("width", [12, 40, 80])
def test_a_histogram_of_any_figures_fits_the_screen(tmp_path: Path, width: int) -> None:
    values = ["-1", "0.1", *(f"1e{power}" for power in range(16))]
    with scifacts.open(str(_figures(tmp_path / "facts.toml", *values))) as base:
        text = "".join(statistics(base.stats(limit=1), Screen(width, is_terminal=True)))
    assert max(map(len, text.splitlines())) <= width
