"""Turn facts, or TOML texts with facts, into rows for the tables of an index."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scifacts import dates
from scifacts.asking import marks
from scifacts.dialects.layout import PLACES_A_FACT, number_of
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import TableReader
from scifacts.index.proofs import fingerprint
from scifacts.model import Document, Entity, Fact
from scifacts.records import Recorder
from scifacts.text import Analyzer, as_number

Row = tuple[Any, ...]
# The rows of each table, their values in the order of its columns.
Rows = dict[str, list[Row]]
TABLES = ("facts", "texts", "repeated", "about", "said", "cited", "citations", "vocabulary")


class CannotIndexError(Exception):
    """A text has a fault, or the process pool failed. Reading all files again shows which."""


class Stretch(NamedTuple):
    """A part of a file. Its facts get serials from `serial` on, and places after `place`."""

    text: str
    serial: int
    place: int


class Indexer:
    """Makes the rows of facts.

    `documents` and `entities` map ids to the numbers in the index; `defined` holds the entities.
    """

    def __init__(
        self,
        documents: Mapping[str, int],
        entities: Mapping[str, int],
        defined: Mapping[str, Entity],
    ) -> None:
        self._documents = documents
        self._entities = entities
        self._defined = defined
        self._analyzer = Analyzer()
        self._recorder = Recorder()
        self._names: dict[str, tuple[str, ...]] = {}
        self._rows: Rows = {table: [] for table in TABLES}

    def add(self, fact: Fact, serial: int, place: int) -> None:
        """Make the rows of a fact. The serial makes its number unique among equally long claims."""
        claim = self._analyzer.stemmed(fact.claim)
        stems = claim.split(" ")
        is_derived = all(it.document.derived_from for it in fact.citations)
        number = number_of(len(stems), serial, is_derived=is_derived)
        rows = self._rows
        rows["facts"].append(self._fact_row(fact, number, place))
        rest = self._other_stems(fact, claim)
        rows["texts"].append((number, claim, self._name_stems(fact), rest))
        if len(set(stems)) < len(stems):
            rows["repeated"] += repeated(claim, number)
        rows["about"] += [
            (self._entities[entity.id], number, position)
            for position, entity in enumerate(fact.about)
        ]
        rows["said"] += [(self._entities[speaker.id], number) for speaker in fact.said_by]
        rows["cited"] += [(self._documents[it.document.id], number) for it in fact.citations]
        rows["citations"] += [
            (number, position, fingerprint(it)) for position, it in enumerate(fact.citations)
        ]

    def taken(self) -> Rows:
        """The rows made since the last call, with those of the words met since then."""
        rows, self._rows = self._rows, {table: [] for table in TABLES}
        vocabulary = self._analyzer.vocabulary
        rows["vocabulary"] = [
            (word, word[::-1], stem) for word, stem in vocabulary.items() if not word.isdigit()
        ]
        vocabulary.clear()
        return rows

    def _fact_row(self, fact: Fact, number: int, place: int) -> Row:
        figure = fact.figure
        days = dates.span(fact.date) if fact.date else (None, None)
        numbers = (figure.value, *figure.interval, figure.unit, figure.measure) if figure else ()
        return (
            *(number, place, fact.id, fact.kind.value, len(fact.said_by)),
            *(numbers or (None,) * 7),
            *(*days, *_known(fact), fact.supersedes, self._recorder.fact(fact)),
        )

    def _name_stems(self, fact: Fact) -> str:
        """The stems of the names of what a fact is about and of its speakers."""
        named = (*fact.about, *fact.said_by)
        return " ".join(name for entity in named for name in self._names_of(entity))

    def _names_of(self, entity: Entity) -> tuple[str, ...]:
        """The names of an entity, each in stems."""
        found = self._names.get(entity.id)
        if found is None:
            stemmed = map(self._analyzer.stemmed, (entity.name, *entity.aliases))
            found = self._names[entity.id] = tuple(filter(None, stemmed))
        return found

    def _other_stems(self, fact: Fact, claim: str) -> str:
        """A fact's marks, and the stems of its quotes, figure, year and of its entities' wholes."""
        texts = [citation.quote for citation in fact.citations]
        if fact.figure:
            texts += as_number(fact.figure.value), fact.figure.unit
        if fact.date:
            texts += [day[:4] for day in fact.date.split("/")]
        found = [*marks(fact, claim, [self._names_of(entity) for entity in fact.about])]
        found.append(self._analyzer.stemmed(" ".join(texts)))
        for entity in fact.about:
            if entity.part_of:
                wholes = all_wholes(entity.id, self._defined)[1:]
                found += [name for it in wholes for name in self._names_of(self._defined[it])]
        return " ".join(found)


class TextIndexer:
    """Makes the rows of the facts in TOML texts.

    The facts may name these documents and entities, which come in the order of their numbers.
    """

    def __init__(self, documents: Sequence[Document], entities: Sequence[Entity]) -> None:
        self._reader = TableReader()
        self._reading = Reading(documents, entities, self._reader)
        self._indexer = Indexer(
            {it.id: number for number, it in enumerate(documents)},
            {it.id: number for number, it in enumerate(entities)},
            self._reading.entities,
        )

    def rows(self, stretch: Stretch) -> Rows:
        """The rows of the facts in a text. Raises CannotIndexError if it has a fault."""
        self._reader.give("", stretch.text)
        for number, placed in enumerate(self._reading.facts("")):
            place = stretch.place + (number + 1) * PLACES_A_FACT
            self._indexer.add(placed.fact, stretch.serial + number, place)
        if self._reader.findings:
            raise CannotIndexError
        return self._indexer.taken()


def all_wholes(entity_id: str, defined: Mapping[str, Entity]) -> Sequence[str]:
    """An entity's id, and the ids of all it is part of, nearest first."""
    found = [entity_id]
    for whole in found:
        found += [it for it in defined[whole].part_of if it not in found]
    return found


def repeated(claim: str, number: int) -> list[Row]:
    """The stems that a claim says more than once."""
    return [(stem, number) for stem, times in Counter(claim.split()).items() if times > 1]


def _known(fact: Fact) -> tuple[str | None, str | None]:
    """The first day a fact can have been known, and the day by which it certainly was.

    They come from its date, or else from the earliest publication of its documents.
    """
    if fact.date:
        days = dates.span(fact.date)
        return days.first, days.first if days.last == dates.FUTURE else days.last
    published = [it.document.published for it in fact.citations if it.document.published]
    return min(map(dates.span, published), default=(None, None))
