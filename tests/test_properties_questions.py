"""What holds for any question and any base."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import scifacts
from scifacts.kinds import Bound
from scifacts.model import BAND, Figure
from scifacts.query import Comparison, Query, query
from scifacts.text import analyzer, spans, stems
from tests.strategies import ANY_TEXT, HOSTILE, NUMBERS, SENTENCES, WORDS, bases
from tests.support import age, base_of, fact, ids, quoted, run_here, written

# Command lines take a hundred times as long as calls.
FEW = max(8, settings().max_examples // 5)
OPERATORS = (">=", ">", "<=", "<", "=", "..")


@contextmanager
def opened(toml: str) -> Iterator[scifacts.Base]:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "facts.toml", toml)
        age(path)
        with scifacts.open(str(path)) as base:
            yield base


@pytest.fixture(scope="module")
def harbour_base(harbour: Path) -> Iterator[scifacts.Base]:
    with scifacts.open(str(harbour / "facts.toml")) as base:
        yield base


@given(HOSTILE)
@example('"')
@example("\x00")
@example("-")
@example("NOT")
@example("*")
@example("2.5 C-14 SKA-1")
@example("-the -a*")
def test_any_text_is_a_question_or_an_error_in_our_words(
    harbour_base: scifacts.Base, text: str
) -> None:
    for ask in (harbour_base.search, lambda it: list(harbour_base.filter(it)), harbour_base.stats):
        said = _refusal(ask, text)
        assert said is None or "\n" not in said.replace(text, "")


def _refusal(ask: Callable[[str], object], text: str) -> str | None:
    """What is said to a question that is refused, which must be in our words."""
    try:
        ask(text)
    except scifacts.QueryError as error:
        return str(error)
    return None


@given(HOSTILE)
def test_any_text_on_the_command_line_has_a_status_and_no_traceback(
    harbour: Path, text: str
) -> None:
    ran = run_here("search", "--json", "--", text, base=harbour / "facts.toml")
    assert ran.status in {0, 1, 2}
    assert (ran.status == 0) == bool(ran.out.strip() not in {"", "[]"})
    assert all(line.startswith("scifacts: ") for line in ran.err.splitlines())


@given(ANY_TEXT.filter(str.strip), st.sampled_from(["program", "about", "unit", "document"]))
def test_any_name_is_known_or_an_error_in_our_words(
    harbour_base: scifacts.Base, name: str, field: str
) -> None:
    options: Any = {field: name}
    assert _refusal(lambda _: list(harbour_base.filter(**options)), name) != ""


@given(bases())
def test_every_fact_is_found_by_its_own_claim(toml: str) -> None:
    with opened(toml) as base:
        for hit in list(base.filter()):
            claim = hit.fact.claim
            if query(claim).terms:
                answer = base.search(claim, limit=0)
                assert answer.match == "all"
                assert hit.fact.claim in [it.fact.claim for it in answer.hits]


@given(bases(claims=HOSTILE.filter(str.strip), most=4))
def test_a_fact_is_found_by_a_claim_of_any_text_put_as_words(toml: str) -> None:
    with opened(toml) as base:
        for hit in list(base.filter()):
            words = " ".join(word for word, _ in analyzer.telling(hit.fact.claim) if word.isascii())
            if query(words).terms:
                found = [it.fact.id for it in base.search(words, exact=True, limit=0).hits]
                assert hit.fact.id in found


@given(bases(), st.data())
def test_a_narrower_question_never_gains_facts(toml: str, data: st.DataObject) -> None:
    with opened(toml) as base:
        claims = [hit.fact.claim for hit in base.filter()]
        known = sorted({word.strip(".") for claim in claims for word in claim.split()})
        pieces = st.sampled_from(
            [*known, "kind:statistic", "-kind:plan", "since:1990", f"-{known[0]}"]
        )
        wide = data.draw(st.lists(pieces, min_size=1, max_size=3))
        narrow = [*wide, data.draw(pieces)]
        narrow_terms, wide_terms = query(" ".join(narrow)).terms, query(" ".join(wide)).terms
        assume(narrow_terms and wide_terms)
        fewer, more = " ".join(narrow), " ".join(wide)
        assert _searched(base, fewer) <= _searched(base, more)
        assert _filtered(base, fewer) <= _filtered(base, more)


def _searched(base: scifacts.Base, words: str) -> set[str]:
    return {hit.fact.id for hit in base.search(words, exact=True, limit=0).hits}


def _filtered(base: scifacts.Base, words: str) -> set[str]:
    return {hit.fact.id for hit in base.filter(words)}


@given(bases(), st.data())
def test_search_and_filter_select_the_same_facts(toml: str, data: st.DataObject) -> None:
    with opened(toml) as base:
        words = [w.strip(".") for hit in base.filter() for w in hit.fact.claim.split()]
        chosen = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)))
        assume(query(chosen).terms)
        assert _searched(base, chosen) == _filtered(base, chosen)


@given(bases(), st.data())
def test_a_beginning_of_a_word_finds_what_the_word_finds(toml: str, data: st.DataObject) -> None:
    with opened(toml) as base:
        word = data.draw(
            st.sampled_from([w.strip(".") for it in base.filter() for w in it.fact.claim.split()])
        )
        assume(query(word).terms)
        beginning = word[: data.draw(st.integers(1, len(word)))]
        held = {it.fact.id for it in base.filter() if word in it.fact.claim.strip(".").split()}
        assert held <= {hit.fact.id for hit in base.search(f"{beginning}*", limit=0).hits}
        assert held <= {hit.fact.id for hit in base.filter(f"{beginning}*")}


def test_a_beginning_of_a_word_excludes_what_it_would_find() -> None:
    with opened(base_of(fact("one", "A telescope."), fact("two", "A bell."))) as base:
        assert _filtered(base, "-telesc*") == {"two"}


@given(bases(most=4), st.lists(WORDS, min_size=1, max_size=3).map(" ".join))
@settings(max_examples=FEW)
def test_the_same_question_gets_the_same_bytes(toml: str, words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "facts.toml", toml)
        age(path)
        first, second = (run_here("search", "--json", "--", words, base=path) for _ in range(2))
    assert first == second


@given(bases())
@settings(max_examples=FEW)
def test_every_form_holds_the_same_facts_in_the_same_order(toml: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "facts.toml", toml)
        age(path)
        array = run_here("filter", "--json", base=path)
        by_line = run_here("filter", "--format", "jsonl", base=path)
        listed = run_here("filter", "--format", "ids", base=path).out.splitlines()
        assert ids(array) == listed
        assert [json.loads(line)["id"] for line in by_line.out.splitlines()] == listed
        for form in ("lines", "tsv"):
            rows = run_here("filter", "--format", form, base=path).out.splitlines()
            assert [row.split("\t")[0] for row in rows if not row.startswith("id\t")] == listed


def _holds(comparison: Comparison, value: float) -> bool:
    operator, number, upper = comparison
    return {
        ">=": value >= number,
        ">": value > number,
        "<=": value <= number,
        "<": value < number,
        "=": value == number,
        "..": number <= value <= upper,
    }[operator]


def _allowed(figure: Figure, grid: list[float]) -> list[float]:
    """Those values of a grid that the wording allows, said anew from the meaning of the hedges."""
    value, reach = figure.value, abs(figure.value) * BAND
    meanings: dict[Bound, Callable[[float], bool]] = {
        Bound.EXACTLY: lambda it: it == value,
        Bound.ABOUT: lambda it: value - reach <= it <= value + reach,
        Bound.OVER: lambda it: it > value,
        Bound.AT_LEAST: lambda it: it >= value,
        Bound.NEARLY: lambda it: value - reach <= it < value,
        Bound.AT_MOST: lambda it: it <= value,
    }
    return [it for it in grid if meanings[figure.bound](it)]


@given(
    st.integers(1, 200),
    st.sampled_from(Bound),
    st.sampled_from(OPERATORS),
    st.integers(-20, 240),
    st.integers(0, 60),
)
@example(50, Bound.NEARLY, "<", 50, 0)
@example(160, Bound.OVER, ">", 160, 0)
@example(160, Bound.OVER, "<=", 160, 0)
@example(100, Bound.ABOUT, "..", 90, 20)
def test_a_comparison_holds_surely_or_perhaps_as_counting_shows(
    value: int, bound: Bound, operator: str, number: int, width: int
) -> None:
    comparison = Comparison(operator, number, number + width if operator == ".." else 0)
    text = f"{number}..{number + width}" if operator == ".." else f"{operator}{number}"
    # Every tenth, halfway between them, and beyond anything that is compared with.
    grid = [it / 20 for it in range(-1000, 6000)] + [-1e9, 1e9]
    allowed = _allowed(Figure(value, bound, "things", "m"), grid)
    surely = all(_holds(comparison, it) for it in allowed)
    perhaps = any(_holds(comparison, it) for it in allowed)
    figure = f'{{ value = {value}, bound = "{bound}", unit = "things", measure = "m" }}'
    with opened(base_of(fact("one", figure=figure), fact("none"))) as base:

        def found(*, possible: bool = False) -> list[tuple[str, bool | None]]:
            hits = base.filter(value=text, possible=possible)
            return [(hit.fact.id, hit.is_certain) for hit in hits]

        assert found() == ([("one", True)] if surely else [])
        assert found(possible=True) == ([("one", surely)] if perhaps else [])
        refused = [hit.fact.id for hit in base.filter(f"-value:{text}")]
        assert refused == ([] if perhaps else ["one"])


@given(NUMBERS, st.sampled_from(Bound))
def test_a_figure_meets_its_own_value_as_its_hedge_says(value: float, bound: Bound) -> None:
    figure = f'{{ value = {value!r}, bound = "{bound}", unit = "things", measure = "m" }}'
    with opened(base_of(fact("one", figure=figure))) as base:
        stored = base.get("one").figure
    assert stored == Figure(value, bound, "things", "m")
    low, high, *_ = stored.interval
    assert low <= value <= high


@given(ANY_TEXT, st.lists(ANY_TEXT, max_size=4))
def test_spans_of_words_lie_inside_the_claim_in_order(claim: str, words: list[str]) -> None:
    wanted = {stem for word in words for stem in stems(word)}
    wanted |= set(stems(claim)[::2])
    end = 0
    for start, stop in spans(claim, wanted):
        assert end <= start < stop <= len(claim)
        assert not wanted.isdisjoint(stems(claim[start:stop]))
        end = stop


@given(SENTENCES, st.integers(0, 8))
def test_a_word_looked_for_is_marked_where_it_stands(claim: str, number: int) -> None:
    words = claim.rstrip(".").split()
    word = words[number % len(words)]
    wanted = set(stems(word))
    marked = [claim[start:end] for start, end in spans(claim, wanted)]
    assert not wanted or word in marked


def test_a_query_is_the_same_value_however_often_it_is_read() -> None:
    text = 'tide -"data sharing" program:bri value:>=50'
    assert query(text) == query(text)
    assert isinstance(query(text), Query)
    assert quoted("x") == '"x"'
