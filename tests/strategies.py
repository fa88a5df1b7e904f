"""Fact bases, texts and questions that nobody would think of, for properties."""

import string
from datetime import date

from hypothesis import strategies as st

from scifacts.keys import DOCUMENT_TYPES
from scifacts.kinds import Bound, EntityType, Kind, State
from scifacts.model import Citation, Document, Entity, Fact, Figure, Furniture
from tests.support import base_of, fact, quoted

# Any text that TOML can hold: everything but surrogates.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FILLED_TEXT = ANY_TEXT.filter(str.strip)

# Text that means something to one of the many grammars on the way.
HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *('"', "'", "*", "-", ":", "(", ")", "[", "]", "{", "}", "^", "+", "~", "\\", "%"),
                *("NOT", "AND", "OR", "NEAR", "NEAR(a b, 2)", "claim:", "names : x", "rowid", "--"),
                *(
                    "C-14",
                    "2.5",
                    "SKA-1",
                    "U.N.",
                    "π",
                    "café",
                    "İ",
                    "ß",
                    "ﬁ",
                    "深海",
                    "한국",
                    "ไทย",
                ),
                *("\x00", "\x1b[31m", "\u202e", "\ufeff", "🔭", "👩‍🔬", "e\u0301", "½", "²", "٣"),
                *("program:bri", 'kind:"', "value:>=", "since:2025", "-kind:plan", "'; DROP TABLE"),
                *("tide", "stations", "the", "who", "how many", "telesc*", '"tide charter"'),
            ]
        ),
        ANY_TEXT,
    ),
    max_size=6,
).map(" ".join)

WORDS = st.text(string.ascii_lowercase, min_size=3, max_size=9)
IDS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
SENTENCES = st.lists(WORDS, min_size=2, max_size=9).map(lambda it: " ".join(it) + ".")

DATES = st.one_of(
    st.dates().map(date.isoformat),
    st.dates().map(lambda day: f"{day.year:04}"),
    st.dates().map(lambda day: f"{day.year:04}-{day.month:02}"),
    st.tuples(st.integers(1, 2000), st.integers(2001, 9999)).map(lambda it: f"{it[0]:04}/{it[1]}"),
    st.integers(1, 9999).map(lambda year: f"{year:04}/.."),
    st.integers(1, 9999).map(lambda year: f"../{year:04}"),
)
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**12),
    st.floats(-1e12, 1e12, allow_nan=False, allow_infinity=False),
)
_MAYBE_TEXT = st.none() | FILLED_TEXT
_TEXTS = st.lists(FILLED_TEXT, max_size=3).map(tuple)

DOCUMENTS = st.builds(
    Document,
    id=IDS,
    title=_MAYBE_TEXT,
    publisher=_MAYBE_TEXT,
    authors=_TEXTS,
    credits=_TEXTS,
    published=st.none() | DATES,
    type=st.none() | st.sampled_from(DOCUMENT_TYPES),
    language=st.none() | st.sampled_from(["en", "zh-Hans"]),
    url=st.none() | st.just("https://example.org/a?b#c"),
    doi=st.none() | st.just("10.1000/182"),
    accessed=st.none() | st.dates().map(date.isoformat),
    archived=st.none() | st.just("https://example.net/web"),
    original=_MAYBE_TEXT,
    pages=st.lists(st.integers(2, 99), max_size=4).map(lambda it: (1, *sorted(it))) | st.just(()),
    file=_MAYBE_TEXT,
    paragraphs=st.lists(st.integers(1, 99), max_size=4).map(tuple),
    sha256=st.none() | st.text("0123456789abcdef", min_size=64, max_size=64),
    derived_from=st.none() | IDS,
    furniture=st.lists(
        st.builds(
            Furniture,
            paragraphs=st.lists(st.integers(1, 99), min_size=1, max_size=3).map(tuple),
            reason=FILLED_TEXT,
        ),
        max_size=2,
    ).map(tuple),
    inferred=_TEXTS,
    note=_MAYBE_TEXT,
)
ENTITIES = st.builds(
    Entity,
    id=IDS,
    type=st.sampled_from(EntityType),
    name=FILLED_TEXT,
    aliases=_TEXTS,
    part_of=st.lists(IDS, max_size=2).map(tuple),
    note=_MAYBE_TEXT,
)
FIGURES = st.builds(
    Figure, value=NUMBERS, bound=st.sampled_from(Bound), unit=FILLED_TEXT, measure=IDS
)
CITATIONS = st.builds(
    Citation,
    document=DOCUMENTS,
    paragraph=st.integers(1, 99),
    quote=FILLED_TEXT,
    to_paragraph=st.none() | st.integers(1, 99),
    state=st.just(State.UNCHECKED),  # what a check found out is no part of a stored record
    checked=st.none(),
)
FACTS = st.builds(
    Fact,
    id=IDS,
    claim=FILLED_TEXT,
    kind=st.sampled_from(Kind),
    about=st.lists(ENTITIES, min_size=1, max_size=2).map(tuple),
    citations=st.lists(CITATIONS, min_size=1, max_size=2).map(tuple),
    figure=st.none() | FIGURES,
    date=st.none() | DATES,
    said_by=st.lists(ENTITIES, max_size=2).map(tuple),
    inferred=_TEXTS,
    note=_MAYBE_TEXT,
)


@st.composite
def bases(draw: st.DrawFn, *, claims: st.SearchStrategy[str] = SENTENCES, most: int = 8) -> str:
    """A small base as TOML, without faults of shape or links."""
    found = draw(st.lists(claims, min_size=1, max_size=most))
    facts = []
    for number, claim in enumerate(found):
        keys = {}
        if draw(st.booleans()):
            figure = draw(FIGURES)
            keys["figure"] = (
                f"{{ value = {figure.value!r}, bound = {quoted(figure.bound)}, "
                f'unit = "things", measure = "m" }}'
            )
        if draw(st.booleans()):
            keys["date"] = quoted(draw(DATES))
        keys["kind"] = quoted(draw(st.sampled_from(Kind)))
        facts.append(fact(f"fact-{number}", claim, **keys))
    return base_of(*facts)
