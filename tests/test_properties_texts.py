"""What holds for numbers in texts, for quotes, and for text made safe."""

import json
import re
import unicodedata
from hashlib import sha256

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from scifacts import dates
from scifacts.evidence.verify import Texts
from scifacts.grammar.numbers import numerals
from scifacts.grammar.quantities import holds
from scifacts.grammar.sentences import sentences
from scifacts.kinds import State
from scifacts.model import Citation, Document
from scifacts.records import dumps
from scifacts.sources import Source, fold
from scifacts.text import analyzer, name_key, safe, stems, unify, words
from scifacts.text import fold as fold_words
from tests.strategies import ANY_TEXT, DATES, HOSTILE

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_UNSAFE_CATEGORIES = {"Cc"}
_DIRECTIONS = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def in_words(number: int, *, joint: str = " ", hyphen: str = "-") -> str:
    """A number as English writes it, said anew: `one hundred and twenty-five thousand`."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens - 2] + (f"{hyphen}{_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        tail = f"{joint}{in_words(rest, joint=joint, hyphen=hyphen)}" if rest else ""
        return f"{_ONES[hundreds]} hundred{tail}"
    scale, name = next((value, name) for value, name in _SCALES if number >= value)
    count, rest = divmod(number, scale)
    tail = f" {in_words(rest, joint=joint, hyphen=hyphen)}" if rest else ""
    return f"{in_words(count, joint=joint, hyphen=hyphen)} {name}{tail}"


@given(
    st.one_of(st.integers(2, 130), st.integers(2, 10**12 - 1)),
    st.sampled_from([" ", " and "]),
    st.sampled_from(["-", " "]),
    st.sampled_from([str, str.title, str.upper]),
)
@example(100, " ", "-", str)
@example(1_000_000, " ", "-", str)
@example(115_000, " and ", "-", str)
def test_a_number_in_words_is_read_back(
    number: int, joint: str, hyphen: str, case: type[str]
) -> None:
    text = f"They counted {case(in_words(number, joint=joint, hyphen=hyphen))} lamps."
    assert [it.value for it in numerals(text)] == [number]
    assert holds(text, number)


@given(st.integers(0, 10**15), st.sampled_from([",", "\u00a0", "\u202f", ""]))
def test_a_number_in_digits_is_read_back_with_any_separator(number: int, separator: str) -> None:
    text = f"about {number:,} lamps".replace(",", separator)
    (found,) = numerals(text)
    assert found.value == number
    assert text[found.start : found.end] == f"{number:,}".replace(",", separator)


@given(st.integers(1, 999), st.integers(0, 99), st.sampled_from(_SCALES))
def test_digits_before_a_scale_are_read_together(
    whole: int, part: int, scale: tuple[int, str]
) -> None:
    value, name = scale
    text = f"{whole}.{part:02} {name}"
    (found,) = numerals(text)
    assert found.value == pytest.approx(float(f"{whole}.{part:02}") * value)
    assert holds(text, found.value)


@given(st.integers(1, 10**6))
def test_an_ordinal_in_digits_is_a_number(number: int) -> None:
    last, teen = number % 10, number % 100 in {11, 12, 13}
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    assert [it.value for it in numerals(f"the {number}{suffix} lamp")] == [number]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("two decades", [2]),
        ("twenty-first century", [21]),
        ("one lamp, the first", []),
        ("one hundred lamps", [100]),
        ("a hundred lamps", [100]),
        ("a dozen lamps", [12]),
        ("two dozen lamps", [24]),
        ("a hundred and fifty lamps", [150]),
        ("hundreds of thousands", [200_000]),
        ("millions of lamps", [2e6]),
        ("half a million lamps", [500_000]),
        ("two-thirds of the lamps", [2 / 3]),
        ("5 or 6", [5, 6]),
        ("two and three", [2, 3]),
        ("In 2024, 12 lamps", [2024, 12]),
        ("COVID-19 and C-14", [19, 14]),
        ("1,25 and 1,2500", [1, 25, 1, 2500]),
        ("someone, tenacious, attention", []),
    ],
)
def test_numbers_are_what_a_reader_takes_for_numbers(text: str, values: list[float]) -> None:
    assert [it.value for it in numerals(text)] == values


def test_one_and_first_count_when_they_are_asked_for() -> None:
    assert holds("the first of them", 1)
    assert holds("one lamp", 1)
    assert not holds("21 lamps", 1)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("for two decades", 2),
        ("for two decades", 20),
        ("hundreds of lamps", 100),
        ("hundreds of lamps", 200),
        ("half a million lamps", 500_000),
        ("half of the lamps", 50),
        ("$1.2bn", 1_200_000_000),
        ("from 50 to 60 lamps", 60),
        ("50 to 60 lamps", 60),
        ("in 2025", 2025),
    ],
)
def test_a_number_is_held_in_every_way_it_can_be_read(text: str, value: float) -> None:
    assert holds(text, value)
    assert not holds(text, value + 1)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_text_with_another_number_does_not_hold_a_number(one: int, other: int) -> None:
    assume(one != other)
    assert not holds(f"exactly {one:,} lamps", other)


@given(ANY_TEXT)
def test_numerals_lie_inside_the_text_in_order(text: str) -> None:
    end = 0
    for found in numerals(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


# Texts a printer could have set: words, numbers, typographic signs, and paragraphs.
_TOKENS = st.one_of(
    st.sampled_from(
        "The lamp “burned” for 31 years, 1,250 ships; ‘seen’ (twice) — it’s über Öresund σ-Lab "
        "well-known 2.5 % café ﬁne № Ⅻ straße İstanbul 深海 C-14 … U.N. 10–12 e\u0301tude".split()
    ),
    st.from_regex(r"[A-Za-z]{1,8}[,.;]?", fullmatch=True),
    st.integers(0, 99_999).map(str),
)
_PARAGRAPHS = st.lists(st.lists(_TOKENS, min_size=1, max_size=8), min_size=1, max_size=4)


def _source(paragraphs: list[list[str]]) -> Source:
    lines = [unicodedata.normalize("NFC", " ".join(tokens)) for tokens in paragraphs]
    text = "\n".join(lines)
    starts = [0]
    for line in lines[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    numbers = tuple(range(1, len(lines) + 1))
    return Source(text, tuple(starts), numbers, fold(text), sha256(text.encode()).hexdigest())


def _state(source: Source, quote: str, paragraph: int) -> State:
    texts = Texts({"paper": source})
    return texts.proof(Citation(Document("paper"), paragraph, quote)).state


@st.composite
def cuts(draw: st.DrawFn) -> tuple[Source, int, int]:
    """A source, and a stretch of it at the bounds of words."""
    source = _source(draw(_PARAGRAPHS))
    bounds = [0, *(it.end() for it in re.finditer(r"\s", source.text)), len(source.text) + 1]
    first = draw(st.integers(0, len(bounds) - 2))
    last = draw(st.integers(first + 1, len(bounds) - 1))
    return source, bounds[first], bounds[last] - 1


@given(cuts())
def test_a_quote_cut_out_of_a_text_is_found_where_it_was_cut(cut: tuple[Source, int, int]) -> None:
    source, start, end = cut
    quote = source.text[start:end].replace("\n", " ")
    assume(any(character.isalnum() for character in quote))
    assert (start, end) in [tuple(span) for span in source.places(quote)]
    first = source.places(quote).__next__()
    assert _state(source, quote, source.paragraph_at(first.start)) is State.FOUND


@given(
    cuts(),
    st.sampled_from(
        [
            str.upper,
            lambda text: text.replace("“", '"').replace("”", '"').replace("’", "'"),
            lambda text: text.replace("—", "-").replace("–", "-"),
            lambda text: text.replace(" ", "  "),
        ]
    ),
)
def test_a_quote_in_other_typography_is_found_all_the_same(
    cut: tuple[Source, int, int], change: object
) -> None:
    source, start, end = cut
    quote = source.text[start:end].replace("\n", " ")
    assume(any(character.isalnum() for character in quote) and "İ" not in quote)
    assert callable(change)
    assert (start, end) in [tuple(span) for span in source.places(change(quote))]


def test_a_quote_in_decomposed_letters_is_found_all_the_same() -> None:
    source = _source([["über", "alles"]])
    assert list(source.places(unicodedata.normalize("NFD", "über alles")))


@given(cuts(), st.data())
def test_a_quote_with_one_digit_changed_is_not_found(
    cut: tuple[Source, int, int], data: st.DataObject
) -> None:
    source, start, end = cut
    quote = source.text[start:end].replace("\n", " ")
    places = [at for at, character in enumerate(quote) if character in "0123456789"]
    assume(places)
    at = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([it for it in "0123456789" if it != quote[at]]))
    changed = quote[:at] + digit + quote[at + 1 :]
    flat = unicodedata.normalize("NFKC", source.text.replace("\n", " ")).casefold()
    assume(unicodedata.normalize("NFKC", changed).casefold() not in flat)
    assert list(source.places(changed)) == []
    assert _state(source, changed, 1) in {State.CLOSE, State.NOT_FOUND}


@given(cuts(), st.data())
def test_part_of_a_word_or_number_is_not_found(
    cut: tuple[Source, int, int], data: st.DataObject
) -> None:
    source, start, end = cut
    word = data.draw(st.sampled_from(source.text[start:end].split()))
    assume(word.isascii() and word.isalnum() and len(word) > 1)
    part = word[:-1]
    alone = re.search(rf"(?<!\w){re.escape(part)}(?!\w)", source.text, re.IGNORECASE)
    assume(alone is None and "-" not in source.text and "–" not in source.text)
    assert list(source.places(part)) == []


@given(_PARAGRAPHS)
def test_sentences_lie_in_order_and_leave_out_nothing_but_blanks(
    paragraphs: list[list[str]],
) -> None:
    source = _source(paragraphs)
    end = 0
    for span in sentences(source.text):
        assert source.text[end : span.start].strip() == ""
        assert span.start < span.end
        end = span.end
    assert source.text[end:].strip() == ""


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_safe_text_has_nothing_that_steers_a_terminal(text: str) -> None:
    shown = safe(text)
    assert not any(unicodedata.category(it) in _UNSAFE_CATEGORIES for it in shown)
    assert not _DIRECTIONS & set(shown)
    assert len(shown.splitlines()) <= 1
    assert safe(shown) == shown


@given(st.one_of(ANY_TEXT, HOSTILE))
def test_json_is_safe_text_and_means_the_same(text: str) -> None:
    encoded = dumps({"text": text})
    assert json.loads(encoded) == {"text": text}
    assert safe(encoded) == encoded


@example(" 0-I")
@given(st.one_of(ANY_TEXT, HOSTILE))
def test_words_are_letters_and_digits_and_folding_twice_changes_nothing(text: str) -> None:
    for word in words(text):
        assert word
        assert not any(it.isspace() or it in "\"'*-^():" for it in word)
    once = fold_words(text)
    assert words(once) == words(text)
    assert name_key(text) == name_key(text.strip())


@given(st.from_regex(r"[a-z]{2,12}", fullmatch=True))
def test_a_word_has_one_stem_in_any_case(word: str) -> None:
    assert analyzer.stem(word) == analyzer.stem(unify(word))
    assert stems(word) == stems(word.title())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pi-hub", "π-HuB"),
        ("cafe", "Café"),
        ("organisations", "organization"),
        ("centres", "center"),
        ("programmes", "program"),
        ("labour", "labor"),
        ("55000", "55,000"),
        ("seven", "7"),
        ("UN", "U.N."),
        ("Belt and Road", "Belt & Road"),
        ("country's", "countries"),
        ("Sørensen", "sorensen"),
        ("Łódź", "lodz"),
        ("ＳＫＡ", "SKA"),
    ],
)
def test_two_spellings_of_a_word_meet(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@given(DATES)
def test_a_date_is_a_span_of_days_that_exist(text: str) -> None:
    span = dates.span(text)
    assert span.first <= span.last
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in span)
    assert span.is_open == (".." in text)


@given(st.text("0123456789-/. ", max_size=12))
def test_any_other_date_is_refusedin_words(text: str) -> None:
    said = _refused(text)
    assert said is None or re.search("not a date like|not exist|ends before|open at both", said)


def _refused(text: str) -> str | None:
    try:
        span = dates.span(text)
    except ValueError as error:
        return str(error)
    assert span.first <= span.last
    return None
