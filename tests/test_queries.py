"""How questions are read: `queries/cases.txt` holds them with their parts, or with what is wrong.

`pytest --rewrite` writes the parts. A question is a line `== question`.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from scifacts.errors import QueryError, UnknownNameError
from scifacts.fields import FIELDS, Field
from scifacts.query import Comparison, Query, Term, comparison, query
from tests.support import TESTS, blocks, compared_with_golden

PATH = TESTS / "queries" / "cases.txt"
CASES = list(blocks(PATH))


def _read(question: str) -> str:
    try:
        return "\n".join(_parts(query(question)))
    except QueryError as error:
        return f"{type(error).__name__}: {error}"


def _parts(asked: Query) -> Iterator[str]:
    for name, terms in (
        ("term", asked.terms),
        ("common", asked.common),
        ("without", asked.excluded),
    ):
        yield from (f"{name} {_shown(term)}" for term in terms)
    yield from (f"where {condition}" for condition in asked.conditions)
    if asked.asks:
        yield f"asks {' '.join(sorted(asked.asks))}"


def _shown(term: Term) -> str:
    words, stems = " ".join(term.words), " ".join(term.stems)
    parts = " ".join(word for part in term.parts for word in part.words)
    end = "*" if term.is_prefix else f" or {term.asks}" if term.asks else ""
    stemmed = f" ({stems})" if stems != words else ""
    return f"{words}{end}{stemmed}" + (f" or {parts}" if parts else "")


@pytest.mark.parametrize(("question", "parts"), CASES, ids=[question for question, _ in CASES])
def test_a_question_is_read_as_its_parts(question: str, parts: str) -> None:
    assert _read(question) == parts


def test_the_cases_are_written_as_they_are_read(*, rewrite: bool) -> None:
    head = PATH.read_text(encoding="utf-8").partition("\n== ")[0] + "\n"
    cases = "".join(f"== {question}\n{_read(question)}\n\n" for question, _ in CASES)
    compared_with_golden(PATH, head + cases.replace("\n\n\n", "\n\n"), rewrite=rewrite)


def test_there_are_cases_and_errors_among_them() -> None:
    assert len(CASES) >= 70
    assert sum("Error: " in parts for _, parts in CASES) >= 15


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("program:bri", {"program": "bri"}),
        ("program:bri program:cas", {"program": ["bri", "cas"]}),
        ("kind:statistic value:>=50", {"kind": "statistic", "value": ">=50"}),
        ("value:>=50 value:<10", {"value": [">=50", "<10"]}),
        ('said-by:"yin hejun" since:2025', {"said_by": "yin hejun", "since": "2025"}),
        (
            "unit:labs publisher:scio document:a",
            {"unit": "labs", "publisher": "scio", "document": "a"},
        ),
        ("until:2024-02 about:x event:y", {"until": "2024-02", "about": "x", "event": "y"}),
    ],
)
def test_options_mean_the_same_as_fields_in_the_words(text: str, options: dict[str, Any]) -> None:
    typed, chosen = query(text), query(**options)
    assert set(typed.conditions) == set(chosen.conditions)
    assert typed.terms == chosen.terms == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (">=100", Comparison(">=", 100)),
        (" > 1,000 ", Comparison(">", 1000)),
        ("<2.5", Comparison("<", 2.5)),
        ("=<7", Comparison("<=", 7)),
        ("==7", Comparison("=", 7)),
        ("119", Comparison("=", 119)),
        ("-5", Comparison("=", -5)),
        ("≤50", Comparison("<=", 50)),
        ("50..100", Comparison("..", 50, 100)),
        ("0.5..1.5", Comparison("..", 0.5, 1.5)),
        ("-10..10", Comparison("..", -10, 10)),
        ("1,000..2,000", Comparison("..", 1000, 2000)),
    ],
)
def test_a_comparison_is_read(text: str, expected: Comparison) -> None:
    assert comparison(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ">",
        "many",
        ">=five",
        "50..",
        "..50",
        "100..50",
        ">=1..2",
        "1.2.3",
        "5%",
        "nan",
        "inf",
    ],
)
def test_what_is_no_comparison_is_an_error(text: str) -> None:
    with pytest.raises(QueryError, match="is not a comparison"):
        comparison(text)


def test_a_number_beyond_all_numbers_is_no_comparison() -> None:
    with pytest.raises(QueryError):
        comparison(">=" + "9" * 400)


def test_the_name_of_a_field_asks_for_nothing() -> None:
    assert query("said-by:yin").asks == frozenset()


@pytest.mark.parametrize("field", FIELDS.values(), ids=lambda field: field.name)
def test_every_field_can_be_asked_by_in_python(field: Field) -> None:
    value = {"choice": field.choices[:1], "comparison": ("7",)}.get(field.values, ("2025",))
    (condition,) = query(**{field.option: list(value)}).conditions
    assert (condition.field, condition.values) == (field.name, value)


def test_an_option_that_is_none_gets_the_nearest_that_is() -> None:
    with pytest.raises(UnknownNameError, match="unknown option 'programm'; did you mean 'program'"):
        query(programm="bri")
