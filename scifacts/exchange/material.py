"""What exports are written from: facts one at a time, and what they speak of.

What is named elsewhere gets an IRI: a prefix, what it is, and its id. The prefix that stands for
itself is of no registered name space; whoever publishes names an address of their own.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from scifacts.dates import FUTURE, PAST, span
from scifacts.model import Document, Entity, Fact
from scifacts.sources import Source, read_source

IRI = "urn:scifacts:"
TERMS = "urn:scifacts:term:"
_TEXTS_HELD = 16  # a folded text takes a hundred times its bytes

Text = Callable[[Document], Source | None]


class Material(NamedTuple):
    """Facts, where their documents and entities are looked up by id, and the texts at hand.

    `iri` is the prefix of names, `title` that of the base.
    """

    facts: Iterable[Fact]
    document: Callable[[str], Document]
    entity: Callable[[str], Entity]
    text: Text = lambda _: None
    iri: str = IRI
    title: str | None = None

    def name(self, what: str, of: str) -> str:
        """The IRI of a fact, document, entity or measure."""
        return f"{self.iri}{what}/{of}"


class Newcomers:
    """The documents and entities that facts name, each once: when first named."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._met = set[tuple[type, str]]()

    def of(self, fact: Fact) -> Iterator[Document | Entity]:
        """Those that no fact before has named, each followed by what it names in turn."""
        for entity in (*fact.about, *fact.said_by):
            yield from self._named(entity)
        for citation in fact.citations:
            yield from self._named(citation.document)

    def _named(self, item: Document | Entity) -> Iterator[Document | Entity]:
        key = (type(item), item.id)
        if key in self._met:
            return
        self._met.add(key)
        yield item
        if isinstance(item, Entity):
            for whole in item.part_of:
                yield from self._named(self._material.entity(whole))
        elif item.derived_from:
            yield from self._named(self._material.document(item.derived_from))


def known_days(fact: Fact) -> tuple[str | None, str | None]:
    """The first and the last day of when a fact happened or held, as far as there are such."""
    if fact.date is None:
        return None, None
    first, last = span(fact.date)
    return None if first == PAST else first, None if last == FUTURE else last


def texts(folder: Path, *, follow_links: bool = False) -> Text:
    """Looks up texts in a folder of sources; those read last are kept.

    What is not at hand or cannot be read is None.
    """

    @lru_cache(_TEXTS_HELD)
    def text(document: Document) -> Source | None:
        found = read_source(folder, document, follow_links=follow_links)
        return found if isinstance(found, Source) else None

    return text
