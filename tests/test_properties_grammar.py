"""What holds for the reading of any sentence, and of sentences put together from known parts."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scifacts.grammar.attributions import attributions
from scifacts.grammar.dates import dates
from scifacts.grammar.negations import negations
from scifacts.grammar.quantities import holds, quantities
from scifacts.grammar.sentences import sentences
from scifacts.grammar.spans import Span
from scifacts.grammar.units import UNITS, comparable
from scifacts.kinds import Bound
from tests.strategies import ANY_TEXT, HOSTILE
from tests.test_properties_texts import in_words

# Bits that the rules look at, in orders that nobody would write.
_BITS = st.lists(
    st.one_of(
        st.sampled_from(
            "more than about some at least no one two half a third of dozens million bn % $ US$ € "
            "km May March 12 2025 2025-06 1,000 1.5 ½ 5G C919 to - – and between from since by "
            "before in last year Thursday June 10 st th s not n't never without said according "
            'noted that Li Wei , . : ; " “ ” ( ) or plus + over 9:30 a.m. one in five 0 out '
            "quarter".split()
        ),
        st.integers(0, 10**17).map(str),
        ANY_TEXT,
    ),
    max_size=14,
)
SENTENCES = st.one_of(ANY_TEXT, HOSTILE, _BITS.map(" ".join), _BITS.map("".join))

READERS: dict[str, Callable[[str], Iterable[Span]]] = {
    "quantities": lambda text: [it.span for it in quantities(text)],
    "dates": lambda text: [it.span for it in dates(text, "2025-06-12")],
    "dates at the end of time": lambda text: [it.span for it in dates(text, "9999-12-31")],
    "negations": lambda text: list(negations(text)),
    "sentences": lambda text: list(sentences(text)),
}


@pytest.mark.parametrize("reader", READERS)
@given(text=SENTENCES)
def test_spans_lie_inside_any_text_in_order_and_disjoint(reader: str, text: str) -> None:
    spans = list(READERS[reader](text))
    assert all(0 <= it.start < it.end <= len(text) for it in spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(SENTENCES)
def test_a_quantity_holds_its_number_and_allows_its_value_or_what_is_next_to_it(text: str) -> None:
    for it in quantities(text):
        assert it.span.start <= it.number.start < it.number.end <= it.span.end
        assert it.interval.low <= it.value <= it.interval.high
        assert holds(text, it.value)


@given(SENTENCES)
def test_a_speaker_and_a_verb_stand_in_the_text_apart(text: str) -> None:
    for it in attributions(text):
        assert it.speaker.of(text)
        assert it.verb.of(text)
        assert it.speaker.end <= it.verb.start or it.verb.end <= it.speaker.start


_HEDGES = {
    "": Bound.EXACTLY,
    "more than ": Bound.OVER,
    "at least ": Bound.AT_LEAST,
    "no fewer than ": Bound.AT_LEAST,
    "nearly ": Bound.NEARLY,
    "some ": Bound.ABOUT,
    "an estimated ": Bound.ABOUT,
    "up to ": Bound.AT_MOST,
    "fewer than ": Bound.AT_MOST,
}


@given(
    st.integers(2, 10**9),
    st.sampled_from([in_words, "{:,}".format]),
    st.sampled_from(sorted(_HEDGES)),
    st.sampled_from(["blue lamps", "lamps and boats", "percent", "US dollars"]),
)
def test_a_phrase_is_read_back_as_it_was_put_together(
    number: int, write: Callable[[int], str], hedge: str, unit: str
) -> None:
    (read,) = quantities(f"They found {hedge}{write(number)} {unit} in the harbour.")
    assert (read.value, read.bound, read.unit) == (number, _HEDGES[hedge], unit)


@given(st.integers(2, 10**6), st.integers(1, 10**6), st.sampled_from(["{}-{}", "{} to {}"]))
def test_a_range_is_read_back_with_both_ends(low: int, more: int, form: str) -> None:
    (read,) = quantities(f"They need {form.format(f'{low:,}', f'{low + more:,}')} lamps.")
    assert (read.interval.low, read.interval.high) == (low, low + more)


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{:%B} {}, {}", "{1} {0:%B} {2}", "{:%b}. {}, {}"]),
)
def test_a_day_is_read_back_in_every_spelling(day: date, form: str) -> None:
    text = form.format(day, day.day, day.year).replace("May.", "May")
    (read,) = dates(f"The gate was opened on {text} at noon.")
    assert (read.text, read.is_completed) == (day.isoformat(), False)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.dates(date(1900, 2, 1)))
def test_a_day_without_its_year_gets_one_within_half_a_year_or_so(day: date, today: date) -> None:
    for read in dates(f"The gate was opened on {day:%B} {day.day}.", today.isoformat()):
        assert abs((date.fromisoformat(read.text) - today).days) <= 216
        assert read.is_completed


@given(st.sampled_from(sorted(UNITS)), st.floats(0.1, 1e6))
def test_a_value_in_a_comparable_unit_stays_as_it_is(unit: str, value: float) -> None:
    once = comparable(value, unit)
    assert comparable(*once) == once


@pytest.mark.parametrize("reference", ["2025-02-30", "soon", "", "June"])
def test_a_reference_that_is_no_date_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match=r"date|exist"):
        dates("on Thursday", reference)
