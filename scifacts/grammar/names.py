"""Numbers that count nothing: in names, times, telephone numbers, addresses, lists."""

import re
from collections.abc import Iterator

from scifacts.grammar.numbers import CARDINALS, SCALES, VULGAR, any_of
from scifacts.grammar.spans import Span
from scifacts.grammar.units import MONEY, SMALL_WORDS, UNITS

# Nouns that a number after them tells apart, rather than counts.
_NUMBERED = """
    annex appendix article category chapter channel class figure fig flight gate grade item level
    line lot mark model no nos number page paragraph part phase pp protocol resolution room route
    rule scenario season section stage step table tier type version volume vol
""".split()
_WORDED = any_of([*CARDINALS, *SCALES])
_MONEY = any_of(MONEY)
_ATTACHED = any_of(
    [*(it for it in UNITS if " " not in it), *SCALES, "plus", "st", "nd", "rd", "th", "s"]
)
_TITLE = any_of(it.title() for it in (*CARDINALS, *SCALES))

_PATTERNS = {
    "address": r"(?:https?://|www\.)\S+|(?<!\S)\S{1,64}@\S+",
    "time": (
        r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|(?<!\d)\d+:\d+"
        rf"|\b(?:\d{{1,2}}\s?(?:-|–|to)\s?)?(?:\d{{1,2}}(?:\.\d{{2}})?|{_WORDED})"
        r"\s?(?:[ap]\.m\.|[ap]m\b)"
        rf"|\b(?:\d{{1,2}}|{_WORDED})\s+o['’]clock|\b\d{{4}}\s?(?:GMT|UTC)\b"
    ),
    "telephone": (
        r"\+\d[\d\s().-]{5,20}\d|(?<![\w.,])\d+(?:[-.]\d+){2,}"
        r"|\b(?:tel|phone|call|fax|hotline|dial)\b[.:]?\s+[\d(][\d\s()-]{4,20}\d"
    ),
    "slashed": r"(?<!\d)\d+/\d+(?:/\d+)?",
    "listed": r"^[ \t]*\(?\d{1,3}[.)](?=\s)|\(\d{1,3}\)|\[\d[\d,;\s–-]{0,40}\]|[#№]\s?\d+",
    "numbered": rf"\b(?:{any_of(_NUMBERED)})\.?[\s-](?:\d[\d.]*[a-z]?\b|(?:{_WORDED})\b)",
}
_ANY_CASE = re.compile("|".join(_PATTERNS.values()), re.IGNORECASE | re.MULTILINE)
_CASED = re.compile(
    # Letters and digits in one: C919, Chang'e-6, COVID-19; mid-1990s is none.
    rf"(?<![\w$'’-])(?!(?:{_MONEY})\s?\d|(?:[Mm]id|[Pp]re|[Pp]ost|[Ee]arly|[Ll]ate|[Ee]nd)-\d)"
    r"[^\W\d_][\w&'’-]*?\d[\w.-]*"
    # Digits and letters that are no unit: 5G, 3D, 4x4.
    rf"|(?<![\w.,$€£¥-])\d[\d.,]*(?!(?:{_ATTACHED})(?![^\W_]))[^\W\d_{VULGAR}]\w*"
    r"|\bLong\s+March[\s-]\d+\w*"
    # Number words in names: Group of Seven, the Five-Year Plan.
    rf"|(?<=[\w,] )(?:{_TITLE})(?:-\w+)*\b|\b(?:{_TITLE})-[A-Z]\w*"
)
_CAPITALISED = re.compile(r"(?<![\w.'’-])([A-Z][\w'’-]*)\s(\d[\d.]*\w*)")
_NO_NAMES = SMALL_WORDS | frozenset(
    "almost another circa estimated just least march minus past sept total upwards".split()
)
# As sentences begin: "Founded 12 years ago".
_VERBAL = ("ed", "ing", "ly")


def names(text: str) -> Iterator[Span]:
    """Where numbers stand that belong to names (`C919`, `Apollo 11`) or are no amounts (`9:30`)."""
    for pattern in (_ANY_CASE, _CASED):
        yield from (Span(*match.span()) for match in pattern.finditer(text))
    for match in _CAPITALISED.finditer(text):
        word = match[1].lower()
        is_verb = word.endswith(_VERBAL) and not text[: match.start()].strip()
        if not (word in _NO_NAMES or is_verb or match[1] in MONEY):
            yield Span(*match.span())
