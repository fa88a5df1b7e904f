"""Facts in the order of time: what `scifacts timeline` selects, and how it is drawn."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import scifacts
from scifacts.render import Screen, chronology
from tests.support import Runner, base_of, fact, ids, run_here, written

DATES = {
    "whole-day": "2025-06-12",
    "month": "2025-06",
    "year": "2025",
    "years": "2021/2025",
    "since": "2018/..",
    "until": "../2030",
    "days": "2025-06-10/2025-06-12",
}
IN_ORDER = ["until", "since", "years", "year", "month", "days", "whole-day"]


@pytest.fixture
def dated(tmp_path: Path) -> Path:
    """A base with a fact for each sort of date, and two without one."""
    facts = [fact(name, f"The {name}.", date=f'"{date}"') for name, date in DATES.items()]
    return written(tmp_path / "facts.toml", base_of(*facts, fact("never"), fact("unknown")))


@pytest.fixture
def base(dated: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(dated)) as opened:
        yield opened


def _drawn(base: scifacts.Base, width: int) -> str:
    return "".join(chronology(base.timeline(), Screen(width, is_terminal=True)))


def _base_dated(path: Path, *dates: str) -> scifacts.Base:
    facts = [fact(f"fact-{at}", date=f'"{date}"') for at, date in enumerate(dates)]
    return scifacts.open(str(written(path, base_of(*facts))))


def test_facts_come_by_first_day_then_last_day(base: scifacts.Base) -> None:
    found = base.timeline()
    assert [hit.fact.id for hit in found.hits] == IN_ORDER
    assert found.undated == 2


def test_facts_of_the_same_days_come_in_the_order_of_the_base(tmp_path: Path) -> None:
    with _base_dated(tmp_path / "facts.toml", "2025", "2025-01-01/2025-12-31", "2025") as base:
        assert [hit.fact.id for hit in base.timeline().hits] == ["fact-0", "fact-1", "fact-2"]


def test_a_pipe_gets_date_id_claim_and_documents_with_tabs_between(
    dated: Path, run: Runner
) -> None:
    ran = run("timeline", base=dated)
    assert (ran.status, ran.err) == (0, "scifacts: 2 facts have no date\n")
    assert ran.out == "".join(f"{DATES[it]}\t{it}\tThe {it}.\tpaper¶1\n" for it in IN_ORDER)


def test_json_holds_records_in_the_order_of_time_and_how_many_have_no_date(
    dated: Path, run: Runner
) -> None:
    told = json.loads(run("timeline", "--json", base=dated).out)
    assert told["undated"] == 2
    assert [record["id"] for record in told["facts"]] == IN_ORDER
    listed = {it["id"]: it for it in json.loads(run("filter", "--json", base=dated).out)}
    assert told["facts"] == [listed[fact_id] for fact_id in IN_ORDER]


def test_words_conditions_and_limit_select(dated: Path, run: Runner) -> None:
    def shown(*arguments: str) -> list[str]:
        out = run("timeline", *arguments, base=dated).out
        return [line.split("\t")[1] for line in out.splitlines()]

    assert shown("years") == ["years", "year"]
    assert shown("--since", "2026") == ["until", "since"]
    assert shown("--limit", "3") == IN_ORDER[:3]
    assert shown("--sort", "-date") == IN_ORDER[::-1]


def test_another_order_than_that_of_time_is_an_error(dated: Path, run: Runner) -> None:
    ran = run("timeline", "--sort", "value", base=dated)
    assert (ran.status, ran.out) == (2, "")
    assert "order of time" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("zebra", "no fact with a date found"),
        ("--kind plan", "no fact with a date found; without kind plan: 9 facts"),
        ("claim", "no fact with a date found; 2 facts have no date"),
    ],
)
def test_nothing_to_show_is_told_with_what_there_is(
    dated: Path, run: Runner, arguments: str, told: str
) -> None:
    ran = run("timeline", *arguments.split(), base=dated)
    assert (ran.status, ran.out, ran.err) == (1, "", f"scifacts: {told}\n")
    empty = run("timeline", *arguments.split(), "--json", base=dated)
    assert empty.status == 1
    assert json.loads(empty.out) == {"facts": [], "undated": told.count("2 facts") * 2}


def test_every_fact_is_dated_or_counted(harbour: Path) -> None:
    everything = ids(run_here("filter", "--json", base=harbour / "facts.toml"))
    with scifacts.open(str(harbour / "facts.toml")) as base:
        found = base.timeline()
    assert len(found.hits) + found.undated == len(everything)


def test_open_ends_are_arrows_and_days_are_points(base: scifacts.Base) -> None:
    lines = _drawn(base, 80).splitlines()
    bars = {
        line.split()[-1].strip("."): "".join(it for it in line[13:39] if it in "←→━●")
        for line in lines
        if "The " in line
    }
    assert lines[0].split() == ["2020", "2025", "2030"]
    assert bars["until"] == "←" + "━" * 25
    assert (bars["since"][0], bars["since"][-1]) == ("━", "→")
    assert bars["years"] == "━" * 10
    assert (bars["year"], bars["month"], bars["days"]) == ("━━", "●", "●")
    assert bars["whole-day"] == "●"


def test_a_narrow_screen_shows_dates_and_claims_alone(base: scifacts.Base) -> None:
    text = _drawn(base, 60)
    assert text.splitlines()[:2] == ["../2030      The until.", "             until"]
    assert not set("←→━●") & set(text)


@pytest.mark.parametrize(
    ("dates", "scale"),
    [
        (["2025-02"], "2025  Apr    Jul   Oct"),
        (["2024", "2025"], "2024         2025"),
        (["0001", "9999"], "2000 4000 6000 8000"),
        (["9999-12-31"], "9999  Apr    Jul   Oct"),
        (["../2030"], "2030  Apr    Jul   Oct"),
        (["1959", "2025"], "1960    1980   2000    2020"),
    ],
)
def test_the_axis_has_years_that_do_not_run_into_each_other(
    tmp_path: Path, dates: list[str], scale: str
) -> None:
    with _base_dated(tmp_path / "facts.toml", *dates) as base:
        assert _drawn(base, 80).splitlines()[0].strip() == scale


@pytest.mark.parametrize("width", [1, 12, 20, 40, 69, 70, 80, 120, 200])
def test_no_line_is_wider_than_the_screen(base: scifacts.Base, width: int) -> None:
    assert max(map(len, _drawn(base, width).splitlines())) <= width


def test_what_could_steer_a_terminal_is_made_safe(tmp_path: Path) -> None:
    hostile = fact("red", "A \x1b[31mred\x1b[0m [bold]claim[/bold].", date='"2025"')
    path = written(tmp_path / "facts.toml", base_of(hostile))
    with scifacts.open(str(path)) as base:
        text = _drawn(base, 80)
    assert "\x1b" not in text
    assert "[bold]claim[/bold]" in text
