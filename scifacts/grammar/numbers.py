"""Numbers as texts write them: digits, separators, number words, ordinals, fractions.

The one reading of numbers there is: coverage counts them, quantities are made of them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import Enum, auto
from math import inf
from typing import NamedTuple

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CARDINALS = {
    **dict(zip(["zero", *_ONES, *_TEENS], range(20), strict=True)),
    **dict(zip(_TENS, range(20, 100, 10), strict=True)),
}
ORDINALS = dict(
    zip(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
        "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(),
        (*range(1, 20), *range(20, 100, 10)),
        strict=True,
    )
)
SCALES = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "mn": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
# As the bottom of a fraction; a third is more often an ordinal, and a second always.
_PARTS = {"half": 2, "quarter": 4, **{word: n for word, n in ORDINALS.items() if n in range(3, 11)}}
# What makes "half" a side or a stretch of time.
_SIDES = "first second other latter former last top bottom this each better".split()
# Alone they are more often words than numbers.
_AMBIGUOUS = frozenset(("one", "first"))
_LARGEST_EXACT = 2**53


class Form(Enum):
    """What sort of number it is."""

    CARDINAL = auto()
    ORDINAL = auto()
    FRACTION = auto()
    VAGUE = auto()


class Numeral(NamedTuple):
    """A number in a text: its value, and where it stands.

    A fraction's value lies between 0 and 1. A vague one ("dozens", "hundreds of thousands",
    "several million") has the least it can mean: two of its scale.
    """

    value: float
    start: int
    end: int
    form: Form


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


VULGAR = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_DIGITS = (
    r"(?<!\d)(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,6}(?!\d)(?:\.\d+)?"
    rf"|\d{{1,16}}(?!\d)(?:\.\d+)?[{VULGAR}]?|[{VULGAR}])"
)
_TEEN = rf"(?:{any_of(_TENS)})[ -](?:{any_of([*_ONES, *list(ORDINALS)[:9]])})"
_WORD = rf"\b(?:{_TEEN}|{any_of([*CARDINALS, *ORDINALS])})\b"
_COUNTING = rf"\b(?:(?:{any_of(_TENS)})[ -](?:{any_of(_ONES)})|{any_of(CARDINALS)})\b"
# A number by itself, without its scale.
COUNT = rf"(?:{_COUNTING}|{_DIGITS})"
_SCALE = rf"(?:{any_of(SCALES)})s?\b"
_PLURAL = rf"\b(?:tens|(?:{any_of(SCALES)})s)\b"
_PART = any_of(_PARTS)
_NO_SIDE = "".join(rf"(?<!{side}[ -])" for side in _SIDES)

# One row a form, in the order in which they are tried at each place.
_FORMS = {
    "several": rf"\b(?:several|many|an?\s+few)\s+(?:{any_of(SCALES)})\b",
    "plurals": rf"{_PLURAL}(?:\s+of\s+{_PLURAL})*",
    "part_of_scale": rf"\b(?:(?:an?|one)\s+)?(?:half|quarter)(?:\s+of)?(?:\s+an?\s+|[\s-]){_SCALE}",
    "and_part": (
        rf"{COUNT}\s+and\s+a\s+(?:half|quarter|third)\b"
        rf"(?:[\s-]{_SCALE})?"
    ),
    "one_in": (
        rf"\bone\s+in\s+(?:every\s+)?(?!(?:19|20)\d\d\b)(?:{_COUNTING}|{_DIGITS}\b)"
        rf"|\b(?:{any_of(_ONES)})\s+in\s+(?:{any_of(_ONES)}|ten|twenty)\b"
        rf"|{COUNT}\s+out\s+of\s+(?:every\s+)?(?:{_COUNTING}|{_DIGITS}\b)"
    ),
    "parts": (
        rf"\b(?:{any_of(_ONES[1:])})[\s-](?:{_PART})s\b|\bone-(?:{_PART})\b"
        rf"|\b(?:an?|one)\s+(?:{_PART})(?=\s+of\b)"
        rf"|(?<![\w-])(?:an?\s+)?{_NO_SIDE}half(?![\w-])"
    ),
    "scaled": (
        rf"(?:\ban?[\s-]|{_COUNTING}[\s-])?\b{_SCALE}(?:[\s-]{_SCALE})*"
        rf"(?:\s(?:and\s)?{_WORD}(?:[\s-]{_SCALE})*)*"
    ),
    "digits": rf"{_DIGITS}(?:(?:st|nd|rd|th|s)\b)?(?:[\s-]?{_SCALE})*",
    "word": _WORD,
}
# Most places hold no number, which one look at a letter tells.
_MAYBE = rf"(?=[\d{VULGAR}]|\b[abcdefhlmnoqstz])"
_NUMERAL = re.compile(
    rf"{_MAYBE}(?:{'|'.join(f'(?P<{form}>{it})' for form, it in _FORMS.items())})", re.IGNORECASE
)
_PIECE = re.compile(
    rf"{_DIGITS}|\b(?:tens?|{any_of([*CARDINALS, *ORDINALS])}|(?:{_PART})s?)\b|{_SCALE}",
    re.IGNORECASE,
)
_ORDINAL = re.compile(rf"(?:\d(?:st|nd|rd|th)|\b(?:{any_of(ORDINALS)}))$", re.IGNORECASE)


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in `text`, in order: `55,000`, `1.5 million`, `twenty-five`, `second`, `a third`.

    "One" and "first" count only inside a larger number: alone they are mostly no numbers.
    """
    return (it for it in every_numeral(text) if text[it.start : it.end].lower() not in _AMBIGUOUS)


def every_numeral(text: str) -> Iterator[Numeral]:
    """The numbers in `text`, and each "one" and "first"."""
    for match in _NUMERAL.finditer(text):
        read, form = _READINGS[match.lastgroup or "word"]
        if form is Form.CARDINAL and _ORDINAL.search(match[0]):
            form = Form.ORDINAL
        value = plain(read(_PIECE.findall(match[0].lower())))
        if value != inf:  # "hundred" two hundred times
            yield Numeral(value, *match.span(), form)


def plain(value: Decimal) -> float:
    """A whole number as int, any other as float."""
    if value == value.to_integral_value() and abs(value) < _LARGEST_EXACT:
        return int(value)
    return float(value)


def _sum(pieces: Iterable[str]) -> Decimal:
    """What the pieces of a numeral come to: smaller scales add up under the next larger one."""
    total = group = Decimal(0)
    for piece in pieces:
        scale = SCALES.get(piece) or SCALES.get(piece.removesuffix("s"))
        if scale is None:
            group += _piece(piece)
        elif scale <= 100:  # noqa: PLR2004 - a hundred, a dozen: more may follow in the group
            group = max(group, Decimal(1)) * scale
        else:
            total += max(group, Decimal(1)) * scale
            group = Decimal(0)
    return total + group


def _piece(piece: str) -> Decimal:
    """The value of a run of digits, or of a word that is no scale."""
    word = CARDINALS.get(piece, ORDINALS.get(piece))
    if word is not None:
        return Decimal(word)
    part = Decimal(0)
    if piece[-1] in VULGAR:
        piece, part = piece[:-1], Decimal(repr(unicodedata.numeric(piece[-1])))
    return Decimal(re.sub(r"[,\u00a0\u202f]", "", piece) or 0) + part


def _least(pieces: list[str]) -> Decimal:
    """Two of a scale, or of a scale of scales."""
    least = Decimal(2)
    for piece in pieces:
        least *= Decimal(10) if piece == "tens" else _sum([piece])
    return least


def _share(pieces: list[str]) -> Decimal:
    """Two thirds, a half."""
    top, bottom = _sum(pieces[:-1]) or Decimal(1), _PARTS[pieces[-1].removesuffix("s")]
    return top / Decimal(bottom)


def _ratio(pieces: list[str]) -> Decimal:
    """One in five, three out of ten."""
    return _sum(pieces[:1]) / (_sum(pieces[1:]) or Decimal(1))


def _part_of_scale(pieces: list[str]) -> Decimal:
    at = next(at for at, it in enumerate(pieces) if it in _PARTS)
    return _share(pieces[: at + 1]) * _sum(pieces[at + 1 :])


def _and_part(pieces: list[str]) -> Decimal:
    at = next(at for at, it in enumerate(pieces) if it in ("half", "quarter", "third"))
    return (_sum(pieces[:at]) + _share(pieces[at : at + 1])) * (
        _sum(pieces[at + 1 :]) or Decimal(1)
    )


_READINGS: dict[str, tuple[Callable[[list[str]], Decimal], Form]] = {
    "several": (_least, Form.VAGUE),
    "plurals": (_least, Form.VAGUE),
    "part_of_scale": (_part_of_scale, Form.CARDINAL),
    "and_part": (_and_part, Form.CARDINAL),
    "one_in": (_ratio, Form.FRACTION),
    "parts": (_share, Form.FRACTION),
    "scaled": (_sum, Form.CARDINAL),
    "digits": (_sum, Form.CARDINAL),
    "word": (_sum, Form.CARDINAL),
}
