"""What a fact base is made of.

Values are named tuples: they never change, and a class of them is defined in a tenth of the time a
frozen dataclass takes, which every lookup would pay at start-up.
"""

import re
from bisect import bisect_right
from math import inf
from typing import NamedTuple

from scifacts.kinds import Bound, EntityType, Kind, State
from scifacts.text import as_number

# "About" and "nearly" reach this far from the number they hedge.
BAND = 0.1
_ENCODED = r"[^A-Za-z0-9._~/;:()-]"  # signs of a DOI that stand for themselves in no address


class Interval(NamedTuple):
    """The numbers between `low` and `high`; an end that is open does not belong to it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


class Figure(NamedTuple):
    """The number in a fact: a reading of `measure`, in `unit`."""

    value: float
    bound: Bound
    unit: str
    measure: str

    @property
    def interval(self) -> Interval:
        """The values the source's wording allows."""
        value, reach = self.value, abs(self.value) * BAND
        match self.bound:
            case Bound.EXACTLY:
                return Interval(value, value)
            case Bound.ABOUT:
                return Interval(value - reach, value + reach)
            case Bound.OVER:
                return Interval(value, inf, low_open=True)
            case Bound.AT_LEAST:
                return Interval(value, inf)
            case Bound.NEARLY:
                return Interval(value - reach, value, high_open=True)
            case Bound.AT_MOST:
                return Interval(-inf, value)

    @property
    def amount(self) -> str:
        """The value with its hedge: `over 55,000`."""
        hedge = "" if self.bound is Bound.EXACTLY else f"{self.bound.replace('-', ' ')} "
        return f"{hedge}{as_number(self.value)}"

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class Furniture(NamedTuple):
    """Paragraphs of a document that hold nothing to claim, and why."""

    paragraphs: tuple[int, ...]
    reason: str


class Document(NamedTuple):
    """One article; `paragraphs` are those of its file that belong to it, in reading order.

    `pages` are the paragraphs that the pages of its original begin at.
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    published: str | None = None
    type: str | None = None
    language: str | None = None
    url: str | None = None
    doi: str | None = None
    accessed: str | None = None
    archived: str | None = None
    file: str | None = None
    paragraphs: tuple[int, ...] = ()
    sha256: str | None = None
    original: str | None = None
    original_sha256: str | None = None
    pages: tuple[int, ...] = ()
    derived_from: str | None = None
    furniture: tuple[Furniture, ...] = ()
    inferred: tuple[str, ...] = ()
    note: str | None = None

    @property
    def name(self) -> str:
        """What to call it: its title, or else its id."""
        return self.title or self.id

    @property
    def address(self) -> str | None:
        """Where it can be read: its address on the web, or that of its DOI."""
        doi = self.doi and re.sub(_ENCODED, lambda sign: f"%{ord(sign[0]):02X}", self.doi)
        return self.url or (f"https://doi.org/{doi}" if doi else None)


class Entity(NamedTuple):
    """A named thing facts are about."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    note: str | None = None


class Citation(NamedTuple):
    """Where a fact was read; a quote that runs on ends in `to_paragraph`.

    `state` is what `scifacts check --sources` last found out about it on this machine, and
    `checked` the day on which it did.
    """

    document: Document
    paragraph: int
    quote: str
    to_paragraph: int | None = None
    state: State = State.UNCHECKED
    checked: str | None = None

    @property
    def place(self) -> str:
        """The paragraph or paragraphs: `¶8`, `¶19-20`."""
        return f"¶{self.paragraph}" + (f"-{self.to_paragraph}" if self.to_paragraph else "")

    @property
    def page(self) -> int | None:
        """The page of the original that the quote begins on, if it is known where pages begin."""
        return bisect_right(self.document.pages, self.paragraph) or None

    @property
    def locator(self) -> str:
        """The place, with its page if that is known: `¶19, p. 4`."""
        return self.place if self.page is None else f"{self.place}, p. {self.page}"


class Review(NamedTuple):
    """That a curator has looked at how a fact differs from another, and why it stands."""

    fact: str
    reason: str


class Fact(NamedTuple):
    """One atomic claim, what it is about and where it was read.

    `supersedes` is the id of an older reading that it closes.
    """

    id: str
    claim: str
    kind: Kind
    about: tuple[Entity, ...]
    citations: tuple[Citation, ...]
    figure: Figure | None = None
    date: str | None = None
    said_by: tuple[Entity, ...] = ()
    supersedes: str | None = None
    reviewed: tuple[Review, ...] = ()
    inferred: tuple[str, ...] = ()
    note: str | None = None

    @property
    def speakers(self) -> str:
        """The names of those who said it."""
        return ", ".join(speaker.name for speaker in self.said_by)

    @property
    def places(self) -> tuple[str, ...]:
        """Where it was read, each place once: `report-2025¶8`."""
        return tuple(dict.fromkeys(f"{it.document.id}{it.place}" for it in self.citations))
