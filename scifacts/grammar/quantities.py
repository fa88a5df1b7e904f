"""Quantities: numbers with what hedges them and what they count."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain, zip_longest
from math import inf
from typing import NamedTuple

from scifacts.grammar import hedges
from scifacts.grammar.datewords import date_words
from scifacts.grammar.names import names
from scifacts.grammar.numbers import Form, Numeral, any_of, every_numeral, plain
from scifacts.grammar.spans import Cover, Span, ahead_of
from scifacts.grammar.units import MONEY, UNITS, Unit, comparable, unit_after
from scifacts.kinds import Bound
from scifacts.model import Figure, Interval


class Quantity(NamedTuple):
    """A number in a text with hedge and unit, as the figure of a fact has them.

    `unit` is what is counted, in the words of the text (`percent` for `%`), or empty. `interval`
    holds the values that the words allow, which `value` and `bound` may tell only in part: "fewer
    than 100" leaves out 100; "50 to 60" has the value 50, at least, but ends at 60. `span` reaches
    from the hedge to the unit, `number` holds digits and number words alone.
    """

    value: float
    bound: Bound
    unit: str
    interval: Interval
    span: Span
    number: Span


class _Amount(NamedTuple):
    """A number with what is written at it; `unit` is the money before it, or percent of a share."""

    value: float
    start: int
    end: int
    form: Form
    unit: str = ""


_MONEY = re.compile(rf"(?<![\w$])({any_of(MONEY)})\s?$")
_MINUS = re.compile(r"(?:(?:^|(?<=[\s(]))[-−–]|\bminus\s+)$", re.IGNORECASE)
_LETTER = re.compile(r"([kmb])(?![^\W_])", re.IGNORECASE)
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_PART_OF_WORD = re.compile(r"[^\W\d_]-$")
_TO = re.compile(r"\s*[-–—]\s*|\s+(?:to|or)\s+")
_DASHES = ("-", "–", "—")
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
# A change: "rose from 50 to 60".
_FROM = re.compile(r"(?<!ranging )(?<!range )(?<!ranges )(?<!ranged )\bfrom\s+$", re.IGNORECASE)
# The number before its scale: "3" of "3bn", "three" of "three million".
_FIRST = re.compile(r"\d[\d.,]*|[^\W\d_]+(?:-[^\W\d_]+)?")
_OF_ONE = re.compile(r"(?:\s+of)?\s+an?(?=\s)")
_PERCENT = "percent"
_LONE = ("one", "zero")
_COUNTED = re.compile(r"\b(?:only|just|exactly)\s+$", re.IGNORECASE)
_REACH = 24


def quantities(text: str) -> list[Quantity]:
    """The quantities in `text`, in order and disjoint.

    Ordinals, dates and the numbers of names, times and lists are none, and neither is "one" by
    itself. "Dozens" are at least 24, "hundreds" at least 200: two of the scale.
    """
    numerals = [it for it in every_numeral(text) if it.form is not Form.ORDINAL]
    if not numerals:  # as in most sentences
        return []
    cover = Cover(text, chain(names(text), (it.span for it in date_words(text))))
    amounts = [_amount(text, it) for it in numerals if _counts(text, it, cover)]
    found: list[Quantity] = []
    end = 0
    for one, two in zip_longest(amounts, amounts[1:]):
        if one.start < end:
            continue
        if two is not None and _is_score(text, one, two):
            end = two.end
            continue
        quantity = (two and _range(text, one, two, end)) or _single(text, one, end)
        if quantity is not None:
            found.append(quantity)
            end = quantity.span.end
    return found


def holds(text: str, value: float) -> bool:
    """Whether `text` says this number in any way: "second" 2, "hundreds" 100, "two decades" 20."""
    return value in _values(text)


def _values(text: str) -> Iterator[float]:
    for numeral in every_numeral(text):
        yield numeral.value
        if numeral.form is Form.VAGUE:
            yield numeral.value / 2
    for it in quantities(text):
        yield it.value
        yield comparable(it.value, it.unit)[0]
        if it.interval.high != inf:
            yield it.interval.high


def _counts(text: str, numeral: Numeral, cover: Cover) -> bool:
    """Whether a number is one of things, not of a date or name, or part of a word."""
    before = ahead_of(text, numeral.start, _REACH)
    return not (cover.meets(numeral.start, numeral.end) or _PART_OF_WORD.search(before))


def _amount(text: str, numeral: Numeral) -> _Amount:
    """A number with its sign, or its money and the letter that scales that: `$1.2m`."""
    value, start, end, form = numeral
    before = ahead_of(text, start, _REACH)
    money, minus = _MONEY.search(before), _MINUS.search(before)
    if form is Form.FRACTION:
        return _part(text, numeral)
    if money is not None:
        name = UNITS[money[1]][2]
        return _lettered(text, _Amount(value, start - len(money[0]), end, form, name))
    if minus is not None:
        return _Amount(-value, start - len(minus[0]), end, form)
    return _Amount(value, start, end, form)


def _part(text: str, numeral: Numeral) -> _Amount:
    """A fraction: of one thing ("half an hour"), or else a share in percent."""
    value, start, end, form = numeral
    of_one = _OF_ONE.match(text, end)
    if of_one is not None:
        return _Amount(value, start, of_one.end(), form)
    return _Amount(_times(value, 100), start, end, form, _PERCENT)


def _lettered(text: str, amount: _Amount) -> _Amount:
    letter = _LETTER.match(text, amount.end)
    if letter is None:
        return amount
    value = _times(amount.value, _LETTERS[letter[1].lower()])
    return amount._replace(value=value, end=letter.end())


def _times(value: float, by: float) -> float:
    """A product as one would write it down: 1.1 times a million is a whole number."""
    return plain(Decimal(repr(value)) * Decimal(repr(by)))


def _is_score(text: str, one: _Amount, two: _Amount) -> bool:
    """Whether two numbers are the result of a game or a vote: `3-2`."""
    return one.value >= two.value and text[one.end : two.start] in _DASHES


def _range(text: str, one: _Amount, two: _Amount, after: int) -> Quantity | None:
    """Two numbers that are the ends of one quantity: `50 to 60`, `between $2bn and $3bn`."""
    link = text[one.end : two.start]
    before = text[max(after, one.start - _REACH) : one.start]
    between = _BETWEEN.search(before)
    is_linked = link.strip() == "and" if between else _TO.fullmatch(link)
    if not is_linked or _FROM.search(before):
        return None
    one, two = _lent(text, one, two)
    if one.value >= two.value:
        return None
    unit = _unit(text, two, two.end)
    _, start = hedges.leading(text, one.start - (len(between[0]) if between else 0))
    span, number = Span(max(start, after), unit.end), Span(one.start, two.end)
    interval = Interval(one.value, two.value)
    return Quantity(one.value, Bound.AT_LEAST, unit.text, interval, span, number)


def _lent(text: str, one: _Amount, two: _Amount) -> tuple[_Amount, _Amount]:
    """Both ends of a range with the money of the first, and the scale of the second."""
    if one.unit not in ("", _PERCENT) and not two.unit:
        two = _lettered(text, two._replace(unit=one.unit))
    first = _FIRST.search(text, two.start, two.end)
    count = next(every_numeral(first[0]), None) if first else None
    if count is not None and 0 < one.value < count.value < two.value:
        one = one._replace(value=_times(one.value, two.value / count.value))
    return one, two


def _single(text: str, one: _Amount, after: int) -> Quantity | None:
    before, start = hedges.leading(text, one.start)
    behind, end = hedges.trailing(text, one.end)
    unit = _unit(text, one, end)
    last, end = hedges.trailing(text, unit.end)
    hedge = hedges.strongest([*before, *behind, *last])
    if one.form is Form.VAGUE:
        hedge = hedges.Hedge(Bound.AT_LEAST)
    if _is_pronoun(text, one, unit, hedge):
        return None
    interval = Figure(one.value, hedge.bound, unit.text, "").interval
    if hedge.is_strict:
        interval = interval._replace(high_open=True)
    span = Span(max(start, after), end)
    return Quantity(one.value, hedge.bound, unit.text, interval, span, Span(one.start, one.end))


def _unit(text: str, amount: _Amount, end: int) -> Unit:
    return Unit(amount.unit, end) if amount.unit else unit_after(text, end)


def _is_pronoun(text: str, amount: _Amount, unit: Unit, hedge: hedges.Hedge) -> bool:
    """Whether a "one" or "zero" counts nothing."""
    return (
        text[amount.start : amount.end].lower() in _LONE
        and hedge.bound is Bound.EXACTLY
        and not unit.is_known
        and not _COUNTED.search(ahead_of(text, amount.start, _REACH))
    )
