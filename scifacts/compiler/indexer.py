"""What an index keeps of facts: rows for its tables, made of facts or of texts that hold them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from scifacts import dates
from scifacts.asking import marks
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import TableReader
from scifacts.index.proofs import fingerprint
from scifacts.index.schema import PLACES_A_FACT, rowid
from scifacts.model import Document, Entity, Fact
from scifacts.records import Recorder
from scifacts.text import Analyzer, as_number

Row = tuple[Any, ...]
# By table, in the order of its columns.
Rows = dict[str, list[Row]]
TABLES = ("facts", "texts", "repeated", "about", "said", "cited", "citations", "vocabulary")


class CannotIndexError(Exception):
    """Something is wrong with a text, or with who reads it: reading all texts anew tells."""


class Stretch(NamedTuple):
    """A text to index: the serial of its first fact, and the place that its facts come behind."""

    text: str
    serial: int
    place: int


class Indexer:
    """Makes the rows of facts. They may speak of the `documents` and `entities` that it is given.

    The numbers are those that the index has for them, by id.
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
        """Make the rows of a fact. Serials tell facts apart whose claims are of one length."""
        claim = self._analyzer.stemmed(fact.claim)
        stems = claim.split(" ")
        is_derived = all(it.document.derived_from for it in fact.citations)
        number = rowid(len(stems), serial, is_derived=is_derived)
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
        """Hand over the rows made since the last time, and those of the words met since."""
        rows, self._rows = self._rows, {table: [] for table in TABLES}
        vocabulary = self._analyzer.vocabulary
        rows["vocabulary"] = [
            (word, word[::-1], stem) for word, stem in vocabulary.items() if not word.isdigit()
        ]
        vocabulary.clear()
        return rows

    def _fact_row(self, fact: Fact, rowid: int, place: int) -> Row:
        figure = fact.figure
        days = dates.span(fact.date) if fact.date else (None, None)
        numbers = (figure.value, *figure.interval, figure.unit, figure.measure) if figure else ()
        return (
            *(rowid, place, fact.id, fact.kind.value, len(fact.said_by)),
            *(numbers or (None,) * 7),
            *(*days, *_known(fact), fact.supersedes, self._recorder.fact(fact)),
        )

    def _name_stems(self, fact: Fact) -> str:
        """The names of what a fact is about and of who said it."""
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
        """What else a fact may be found by: its marks, quotes, figure, year, and greater wholes."""
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
    """Makes the rows of texts' facts, which may speak of these documents and entities.

    The documents and entities come in the order of the numbers that the index has for them.
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
        """The rows of a text's facts. Raises CannotIndexError if something is wrong with one."""
        self._reader.give("", stretch.text)
        for number, placed in enumerate(self._reading.facts("")):
            place = stretch.place + (number + 1) * PLACES_A_FACT
            self._indexer.add(placed.fact, stretch.serial + number, place)
        if self._reader.findings:
            raise CannotIndexError
        return self._indexer.taken()


def all_wholes(entity_id: str, defined: Mapping[str, Entity]) -> Sequence[str]:
    """An entity's id, and the ids of all that it is a part of, nearest first."""
    found = [entity_id]
    for whole in found:
        found += [it for it in defined[whole].part_of if it not in found]
    return found


def repeated(claim: str, rowid: int) -> list[Row]:
    """The stems that a claim says more than once."""
    return [(stem, rowid) for stem, times in Counter(claim.split()).items() if times > 1]


def _known(fact: Fact) -> tuple[str | None, str | None]:
    """The first day on which a fact may have been known, and the day by which it surely was.

    That is its own date or, failing that, the publication of the earliest of its documents.
    """
    if fact.date:
        days = dates.span(fact.date)
        return days.first, days.first if days.last == dates.FUTURE else days.last
    published = [it.document.published for it in fact.citations if it.document.published]
    return min(map(dates.span, published), default=(None, None))
