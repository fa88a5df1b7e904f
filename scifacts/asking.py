"""What words of a question ask for, and which facts have it.

What a fact has is told by marks, which stand among its words in the index. A mark begins with a
dot, as no word does.
"""

from collections.abc import Iterator, Sequence, Set
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from scifacts.text import analyzer, stems

if TYPE_CHECKING:
    from scifacts.model import Fact, Figure

DATE, FIGURE, MONEY, EXTENT, RHYTHM = ".date", ".figure", ".money", ".extent", ".rhythm"
NAME, PLACE, PERSON, SPEAKER = ".name", ".place", ".person", ".speaker"

# What asks for what, in the singular.
_ASKING = {
    DATE: ("when", "date", "year"),
    FIGURE: ("how many", "how much", "number", "total", "amount"),
    MONEY: ("cost", "price"),
    EXTENT: ("how long",),
    RHYTHM: ("how often",),
    NAME: ("name", "title"),
    PLACE: ("where", "location"),
    PERSON: ("who", "whom", "whose"),
    SPEAKER: ("say", "said"),
}
_ASKED = {words: mark for mark, several in _ASKING.items() for words in several}

_CURRENCY_SIGNS = frozenset("$€£¥₹")
_CURRENCIES = "dollar euro pound sterling yen yuan renminbi rmb rupee franc ruble won peso real"
_EXTENTS = (
    "second minute hour day week month year decade century millennium"
    " metre meter kilometre kilometer mile foot feet inch yard"
)
_RHYTHMS = (
    "hourly daily weekly monthly quarterly yearly annual annually biennial every regularly twice"
)


def asked(words: Sequence[str]) -> dict[str, str]:
    """The mark of what each word asks for, by word; `how` asks together with the next word."""
    found = {}
    for before, word in pairwise(("", *words)):
        key = f"how {word}" if before == "how" else word.removesuffix("s")
        if key in _ASKED:
            found[word] = _ASKED[key]
    return found


def unit_mark(stem: str) -> str:
    """The mark of facts whose figure has a unit with this stem."""
    return f".in.{stem}"


def marks(fact: "Fact", claim: str, names: Sequence[Sequence[str]]) -> Iterator[str]:
    """The marks of a fact, twice where it has something twice over.

    `claim` is the claim in stems, and `names` are the names of each thing it is about, in stems.
    """
    if fact.date:
        yield DATE
        if _holds(claim, fact.date[:4]):
            yield DATE
    if fact.figure:
        yield from _marks_of_figure(fact.figure)
    if not _stems_of(_RHYTHMS).isdisjoint(claim.split()):
        yield RHYTHM
    if any(_tells_names(claim, several) for several in names):
        yield from (NAME, NAME)
    types = {entity.type.value for entity in fact.about}
    if not types.isdisjoint(("place", "country")):
        yield PLACE
    if fact.kind.value == "role":
        yield from (NAME, PERSON)
    if fact.said_by or "person" in types:
        yield PERSON
    if fact.said_by:
        yield SPEAKER


def _marks_of_figure(figure: "Figure") -> Iterator[str]:
    unit = set(stems(figure.unit))
    yield FIGURE
    yield from map(unit_mark, sorted(unit))
    if not (unit.isdisjoint(_stems_of(_CURRENCIES)) and _CURRENCY_SIGNS.isdisjoint(figure.unit)):
        yield MONEY
    if not unit.isdisjoint(_stems_of(_EXTENTS)):
        yield EXTENT


def _tells_names(claim: str, names: Sequence[str]) -> bool:
    """Whether a claim says two names of one thing, neither of them a part of the other."""
    said = [name for name in names if _holds(claim, name)]
    return any(not (_holds(a, b) or _holds(b, a)) for a in said for b in said)


def _holds(text: str, run: str) -> bool:
    return f" {run} " in f" {text} "


@cache
def _stems_of(words: str) -> Set[str]:
    return frozenset(map(analyzer.stem, words.split()))
