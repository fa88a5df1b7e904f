"""Numbers as texts write them: digits, separators, number words, ordinals."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_WORDS = {
    word: float(value)
    for start, step, names in (
        (0, 1, "zero one two three four five six seven eight nine ten eleven twelve thirteen"),
        (14, 1, "fourteen fifteen sixteen seventeen eighteen nineteen"),
        (20, 10, "twenty thirty forty fifty sixty seventy eighty ninety"),
        (1, 1, "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"),
    )
    for value, word in zip(range(start, 1000, step), names.split(), strict=False)
}
_SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
}
# Alone they are more often words than numbers.
_AMBIGUOUS = frozenset(("one", "first"))
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_WORDED = rf"\b(?:(?:{_TENS})[ -](?:{_WORD})|(?:{_WORD}))\b"
_SCALE = rf"\b(?:{'|'.join(_SCALES)})s?\b"
# "Two hundred and six" is one number, "two and three" are two.
_NUMERAL = re.compile(
    rf"{_WORDED}(?:[ -]{_SCALE})+(?:\s(?:and\s)?{_WORDED}(?:[ -]{_SCALE})*)*"
    rf"|(?:{_DIGITS})(?:st|nd|rd|th|s)?\b(?:[ -]{_SCALE})*|{_WORDED}|{_SCALE}",
    re.IGNORECASE,
)
_PARTS = re.compile(rf"(?:{_DIGITS})(?:st|nd|rd|th)?|{_SCALE}|\b(?:{_WORD})\b", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:st|nd|rd|th)$|[,\u00a0\u202f]")


class Numeral(NamedTuple):
    """A number in a text: its value, and where it stands."""

    value: float
    start: int
    end: int


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers in `text`, in order: `55,000`, `1.5 million`, `twenty-five`, `second`, `14th`.

    "One" and "first" count only inside a larger number: alone they are mostly no numbers.
    """
    for match in _NUMERAL.finditer(text):
        if match[0].lower() not in _AMBIGUOUS:
            yield Numeral(_value(match[0]), *match.span())


def holds(text: str, value: float) -> bool:
    """Whether `text` says this number; "one" and "first" may do so."""
    return any(
        abs(_value(match[0]) - value) <= 1e-9 * max(1.0, abs(value))
        for match in _NUMERAL.finditer(text)
    )


def _value(numeral: str) -> float:
    """What the parts of a numeral come to: smaller scales add up under the next larger one."""
    total = group = 0.0
    for part in _PARTS.findall(numeral.lower()):
        scale = _SCALES.get(part) or _SCALES.get(part.removesuffix("s"))
        if scale is None:
            word = _WORDS.get(part, _WORDS.get(part.removesuffix("s")))
            group += float(_SUFFIX.sub("", part)) if word is None else word
        elif scale <= 100:  # noqa: PLR2004 - a hundred, a dozen: more may follow in the group
            group = max(group, 1.0) * scale
        else:
            total += max(group, 1.0) * scale
            group = 0.0
    return total + group
