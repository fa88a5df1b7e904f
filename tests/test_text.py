"""Texts as questions: `related` and `search --text` read no syntax, pasted ones are told by eye."""

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given

import scifacts
from tests.strategies import HOSTILE
from tests.support import Ran, Runner, base_of, fact, ids, run_here, written

STATIONS = "tide-stations-number"
CHARTER = "charter-signed"

# What is pasted, and the fact that it is about.
PASTED = {
    'Over "forty" stations - some of them "new" - turn the tides into power.': STATIONS,
    "@TidePower: over 40 stations!! https://t.co/aBc-dE?x=y #TideStations": STATIONS,
    "12 countries “have signed today” the Tide Charter — live from Lisboa": CHARTER,
    "Breaking:Charter signed in Lisboa, 12 countries join. Note:none of them is new": CHARTER,
    "#TideCharter": CHARTER,
    "@SorensenAna leads": "sorensen-role",
}


@pytest.fixture(scope="module")
def base(harbour: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(harbour / "facts.toml")) as opened:
        yield opened


@pytest.fixture
def piped(harbour: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Asks with these bytes on standard input."""

    def ask(text: bytes, *arguments: str) -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
        return run_here("search", "--text", "-", *arguments, base=harbour / "facts.toml")

    return ask


@pytest.mark.parametrize(("text", "wanted"), PASTED.items())
def test_a_pasted_text_is_no_query_language(base: scifacts.Base, text: str, wanted: str) -> None:
    assert base.search(text).hits[0].fact.id == wanted
    assert base.related(text).hits[0].fact.id == wanted


def test_the_words_of_a_long_question_need_not_all_be_in_one_fact(base: scifacts.Base) -> None:
    more = "as a lecture on a conference of engineers and passengers at the observatory in June"
    answer = base.search(f"Over 40 stations turn the tides into power, so much for zebras {more}")
    assert (answer.match, answer.hits[0].fact.id) == ("partial", STATIONS)


@pytest.mark.parametrize("text", ['"power tide"', "-stations tide", "kind:plan tide", "tid*"])
def test_nothing_in_a_text_is_syntax(base: scifacts.Base, text: str) -> None:
    words = text.strip('"-*').replace(":", " ")
    found = [hit.fact.id for hit in base.related(text).hits]
    assert found == [hit.fact.id for hit in base.related(words).hits]
    assert (found == []) == (words == "tid")


def test_a_word_that_the_base_has_is_not_taken_apart(tmp_path: Path) -> None:
    facts = fact("whole", "BeiDou sails."), fact("parts", "A bei and a dou sail.")
    path = written(tmp_path / "facts.toml", base_of(*facts))
    with scifacts.open(str(path)) as base:
        found = base.related("#BeiDou")
        assert [hit.fact.id for hit in found.hits] == ["whole"]
        assert found.match == "all"


def test_a_text_may_be_asked_with_the_options_of_a_search(base: scifacts.Base) -> None:
    found = base.related("The tide stations", kind="statistic", limit=2)
    assert found.has_more
    assert [str(hit.fact.kind) for hit in found.hits] == ["statistic"] * 2
    with pytest.raises(scifacts.QueryError, match="exact"):
        base.related("tide", exact=True)
    with pytest.raises(scifacts.UnknownNameError):
        base.related("tide", program="nothing")


def test_a_text_without_a_word_to_look_for_finds_nothing(base: scifacts.Base) -> None:
    for text in ("", "the of and", "🔭 https://t.co/x", "zebra quagga"):
        answer = base.related(text, program="BHP")
        assert (answer.hits, answer.nearest) == ((), ())


def test_a_question_without_an_answer_is_told_the_nearest_facts(base: scifacts.Base) -> None:
    answer = base.search("ferry zebra quagga okapi")
    assert answer.hits == ()
    assert [hit.fact.id for hit in answer.nearest] == ["ferry-passengers"]
    tide = base.search('"power tide" zebra -lecture', exact=True)
    assert tide.hits == ()
    assert len(tide.nearest) == 3
    assert "tide-stations-lecture" not in {hit.fact.id for hit in tide.nearest}
    assert base.search("zebra").nearest == ()
    assert base.search("tide").nearest == ()
    assert base.search("tide zebra quagga okapi", kind="agreement").nearest[0].fact.id == CHARTER


def test_a_text_comes_from_standard_input(piped: Callable[..., Ran]) -> None:
    text = b'Forty "stations" -turn tides into power.\nMore:here'
    assert ids(piped(text, "--json"))[0] == STATIONS
    assert ids(piped(text, "--json", "--limit", "1")) == [STATIONS]
    nothing = piped(b"", "--json")
    assert (nothing.status, json.loads(nothing.out)) == (1, [])
    assert nothing.err == "scifacts: nothing found; no fact holds a word of the text\n"


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe\x00tide\x80", "tide".encode("utf-16"), b"\x00" * 1000, bytes(range(256)) * 30],
)
def test_any_bytes_are_a_text(piped: Callable[..., Ran], text: bytes) -> None:
    ran = piped(text, "--json")
    assert ran.status in {0, 1}
    assert (ran.status == 0) == bool(json.loads(ran.out))


@given(HOSTILE)
@example("\x00")
@example("\ud800")
def test_any_text_has_related_facts_or_none(base: scifacts.Base, text: str) -> None:
    answer = base.related(text, limit=2)
    assert (answer.match is None) == (answer.hits == ())
    assert not (answer.unknown)
    assert not (answer.corrections)
    assert not answer.nearest


@pytest.mark.parametrize(
    "text",
    [
        *(text * (100_000 // len(text)) for text in ("a", "aB", ".", "\n", "a.", "- ", '"', "a-")),
        *(text * (100_000 // len(text)) for text in ("tide ", "@a ", "1,", "A. ", "a'")),
        " ".join(f"word{number}" for number in range(33_000)),  # SQLite takes 32,766 parameters
    ],
    ids=lambda text: repr(text[:6]),
)
def test_a_very_long_text_is_read_in_time(base: scifacts.Base, text: str) -> None:
    for ask in (base.related, base.search):
        started = time.process_time()
        with contextlib.suppress(scifacts.QueryError):  # of a search: no word, an open quotation
            ask(text)
        assert time.process_time() - started < 20


def test_more_than_a_megabyte_is_refused(piped: Callable[..., Ran]) -> None:
    ran = piped(b"tide " * 200_001)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "scifacts: the text is longer than 1,000,000 bytes; ask with a part of it\n"


def test_words_and_a_text_are_two_questions(run: Runner, harbour: Path) -> None:
    ran = run("search", "tide", "--text", "tide", base=harbour / "facts.toml")
    assert ran.err == "scifacts: words and --text ask two questions; choose one\n"
    assert ran.status == 2


def test_a_text_may_begin_with_dashes(run: Runner, harbour: Path) -> None:
    for line in (
        ["-- tide stations"],
        ["--text", "-- tide stations"],
        ["--text", "-tide stations"],
    ):
        found = ids(run("search", *line, "--json", base=harbour / "facts.toml"))
        assert STATIONS in found[:2]
