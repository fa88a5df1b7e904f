"""Write a fact base into an index, and take facts out of it again."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scifacts import dates
from scifacts.index.schema import LENGTH_SHIFT
from scifacts.model import Document, Entity, Fact
from scifacts.records import document_record, entity_record, fact_record
from scifacts.text import Analyzer, as_number, name_key

_BATCH = 1000
_Row = tuple[Any, ...]
_INSERTS = {
    "facts": f"INSERT INTO facts VALUES ({', '.join('?' * 15)})",
    "texts": "INSERT INTO texts (rowid, claim, names, rest) VALUES (?, ?, ?, ?)",
    "about": "INSERT OR IGNORE INTO about VALUES (?, ?, ?)",
    "cited": "INSERT OR IGNORE INTO cited VALUES (?, ?)",
}
_COUNT_STEM = """
INSERT INTO stems VALUES (?, ?, ?) ON CONFLICT (stem) DO UPDATE
SET facts = facts + excluded.facts, occurrences = occurrences + excluded.occurrences
"""


class Writer:
    """Changes an index inside a transaction that the caller begins and ends.

    `documents` and `entities` are all that the facts may speak of, by id, whether the index has
    them already or `define` adds them.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        documents: Mapping[str, Document],
        entities: Mapping[str, Entity],
    ) -> None:
        self._connection = connection
        self._documents = documents
        self._entities = entities
        self._analyzer = Analyzer()
        self._numbers = {
            table: dict(connection.execute(f"SELECT id, number FROM {table}"))
            for table in ("documents", "entities")
        }
        self._names: dict[str, list[str]] = {}
        self._wholes: dict[str, list[str]] = {}
        self._rows: dict[str, list[_Row]] = {table: [] for table in _INSERTS}
        self._fact_counts = Counter[str]()
        self._occurrences = Counter[str]()
        self._counts = Counter[str](facts=0, claim_stems=0, serial=0)
        self._counts.update(dict(connection.execute("SELECT key, value FROM counts")))

    def define(self, documents: Iterable[tuple[Document, int]], entities: Sequence[Entity]) -> None:
        """Add documents with their places in the base's order, and entities with their names."""
        run = self._connection.executemany
        number = self._numbers["documents"]
        for it, place in documents:
            number[it.id] = len(number)
            row = (number[it.id], place, it.id, it.publisher, document_record(it))
            self._connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", row)
        number = self._numbers["entities"]
        for entity in entities:
            number[entity.id] = len(number)
        run(
            "INSERT INTO entities VALUES (?, ?, ?, ?, ?)",
            [(number[it.id], it.id, it.type, it.name, entity_record(it)) for it in entities],
        )
        run(
            "INSERT OR IGNORE INTO names VALUES (?, ?)",
            [
                (name_key(name), number[it.id])
                for it in entities
                for name in (it.name, *it.aliases, it.id)
            ],
        )
        run(
            "INSERT INTO parts VALUES (?, ?)",
            [
                (number[whole], number[it.id])
                for it in entities
                for whole in self._all_wholes(it.id)
            ],
        )

    def add(self, fact: Fact, place: int) -> None:
        """Add a fact at a place in the base's order."""
        claim = self._analyzer.stems(fact.claim)
        names = self._name_stems(fact)
        rest = self._other_stems(fact)
        self._counts["serial"] += 1
        rowid = len(claim) << LENGTH_SHIFT | self._counts["serial"]
        self._count(claim + names + rest, len(claim), 1)
        self._rows["texts"].append((rowid, " ".join(claim), " ".join(names), " ".join(rest)))
        self._rows["facts"].append(self._fact_row(fact, rowid, place))
        entities, documents = self._numbers["entities"], self._numbers["documents"]
        self._rows["about"] += [
            (entities[entity.id], rowid, position) for position, entity in enumerate(fact.about)
        ]
        self._rows["cited"] += [(documents[it.document.id], rowid) for it in fact.citations]
        if len(self._rows["facts"]) >= _BATCH:
            self._flush()

    def remove(self, first_place: int, end_place: int) -> None:
        """Take out the facts at places from `first_place` up to and without `end_place`."""
        removed = self._connection.execute(
            "SELECT facts.rowid, record, claim, names, rest"
            " FROM facts JOIN texts ON texts.rowid = facts.rowid WHERE place >= ? AND place < ?",
            (first_place, end_place),
        ).fetchall()
        rowids = [(rowid,) for rowid, *_ in removed]
        entities, documents = self._numbers["entities"], self._numbers["documents"]
        about, cited = [], []
        for rowid, record, claim, names, rest in removed:
            fact = json.loads(record)
            about += [(entities[entity["id"]], rowid) for entity in fact["about"]]
            cited += [(documents[it["document"]["id"]], rowid) for it in fact["citations"]]
            self._count(f"{claim} {names} {rest}".split(), len(claim.split()), -1)
        run = self._connection.executemany
        run("DELETE FROM about WHERE entity = ? AND fact = ?", about)
        run("DELETE FROM cited WHERE document = ? AND fact = ?", cited)
        run("DELETE FROM texts WHERE rowid = ?", rowids)
        run("DELETE FROM facts WHERE rowid = ?", rowids)

    def finish(self) -> None:
        """Write what is still in memory."""
        self._flush()
        run = self._connection.executemany
        run(
            _COUNT_STEM,
            [
                (stem, facts, self._occurrences[stem])
                for stem, facts in sorted(self._fact_counts.items())
            ],
        )
        run(
            "INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?)",
            [
                (word, word[::-1], stem)
                for word, stem in sorted(self._analyzer.vocabulary.items())
                if not word.isdigit()
            ],
        )
        run("REPLACE INTO counts VALUES (?, ?)", list(self._counts.items()))

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            self._connection.executemany(_INSERTS[table], rows)
            rows.clear()

    def _count(self, stems: list[str], claim_length: int, sign: int) -> None:
        self._counts["facts"] += sign
        self._counts["claim_stems"] += sign * claim_length
        count = Counter.update if sign > 0 else Counter.subtract
        count(self._occurrences, stems)
        count(self._fact_counts, set(stems))

    def _fact_row(self, fact: Fact, rowid: int, place: int) -> _Row:
        figure = fact.figure
        speaker = self._numbers["entities"][fact.said_by.id] if fact.said_by else None
        days = dates.span(fact.date) if fact.date else (None, None)
        numbers = (figure.value, *figure.interval, figure.unit, figure.measure) if figure else ()
        return (
            *(rowid, place, fact.id, fact.kind, speaker),
            *(numbers or (None,) * 7),
            *(*days, fact_record(fact)),
        )

    def _name_stems(self, fact: Fact) -> list[str]:
        """The names of what a fact is about and of who said it."""
        entities = (*fact.about, fact.said_by) if fact.said_by else fact.about
        return [stem for entity in entities for stem in self._stems_of_names(entity)]

    def _stems_of_names(self, entity: Entity) -> list[str]:
        found = self._names.get(entity.id)
        if found is None:
            names = " ".join((entity.name, *entity.aliases))
            found = self._names[entity.id] = self._analyzer.stems(names)
        return found

    def _other_stems(self, fact: Fact) -> list[str]:
        """What else a fact may be remembered by: its quotes, figure, year, and greater wholes."""
        texts = [citation.quote for citation in fact.citations]
        if fact.figure:
            texts += as_number(fact.figure.value), fact.figure.unit
        if fact.date:
            texts += [day[:4] for day in fact.date.split("/")]
        found = self._analyzer.stems(" ".join(texts))
        for entity in fact.about:
            for whole in self._all_wholes(entity.id):
                if whole != entity.id:
                    found += self._stems_of_names(self._entities[whole])
        return found

    def _all_wholes(self, entity_id: str) -> list[str]:
        found = self._wholes.get(entity_id)
        if found is None:
            found = [entity_id]
            for whole in found:
                found += [it for it in self._entities[whole].part_of if it not in found]
            self._wholes[entity_id] = found
        return found
