"""Write a fact base into an index, and take facts out of it again."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from scifacts import dates
from scifacts.index.proofs import fingerprint
from scifacts.index.schema import LENGTH_SHIFT
from scifacts.model import Document, Entity, Fact
from scifacts.records import Recorder, document_record, entity_record
from scifacts.text import Analyzer, as_number, name_key

# Full-text search writes what it has gathered whenever a smaller rowid comes: so many facts are
# gathered, and sorted, before they are written.
_BATCH = 25_000
_GATHERED_BYTES = 64 << 20
_Row = tuple[Any, ...]
_INSERTS = {
    "facts": f"INSERT INTO facts VALUES ({', '.join('?' * 18)})",
    "texts": "INSERT INTO texts (rowid, claim, names, rest) VALUES (?, ?, ?, ?)",
    "about": "INSERT OR IGNORE INTO about VALUES (?, ?, ?)",
    "cited": "INSERT OR IGNORE INTO cited VALUES (?, ?)",
    "citations": "INSERT INTO citations VALUES (?, ?, ?)",
}


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
        self._names: dict[str, str] = {}
        self._wholes: dict[str, list[str]] = {}
        self._rows: dict[str, list[_Row]] = {table: [] for table in _INSERTS}
        self._recorder = Recorder()
        self._changed_stems: set[str] = set()
        connection.execute(
            "INSERT INTO texts (texts, rank) VALUES ('hashsize', ?)", (_GATHERED_BYTES,)
        )
        self._counts = Counter[str](facts=0, claim_stems=0, serial=0)
        self._counts.update(dict(connection.execute("SELECT key, value FROM counts")))
        self._is_new = self._counts["serial"] == 0

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
        claim = self._analyzer.stemmed(fact.claim)
        length = claim.count(" ") + 1
        self._counts["serial"] += 1
        self._counts["facts"] += 1
        self._counts["claim_stems"] += length
        rowid = length << LENGTH_SHIFT | self._counts["serial"]
        self._rows["texts"].append((rowid, claim, self._name_stems(fact), self._other_stems(fact)))
        self._rows["facts"].append(self._fact_row(fact, rowid, place))
        entities, documents = self._numbers["entities"], self._numbers["documents"]
        self._rows["about"] += [
            (entities[entity.id], rowid, position) for position, entity in enumerate(fact.about)
        ]
        self._rows["cited"] += [(documents[it.document.id], rowid) for it in fact.citations]
        self._rows["citations"] += [
            (rowid, position, fingerprint(it)) for position, it in enumerate(fact.citations)
        ]
        if len(self._rows["facts"]) >= _BATCH:
            self._flush()

    def remove(self, before: int, behind: int) -> None:
        """Take out the facts that have their place between two others."""
        removed = self._connection.execute(
            "SELECT facts.rowid, record, claim, names, rest"
            " FROM facts JOIN texts ON texts.rowid = facts.rowid WHERE place > ? AND place < ?",
            (before, behind),
        ).fetchall()
        rowids = [(rowid,) for rowid, *_ in removed]
        entities, documents = self._numbers["entities"], self._numbers["documents"]
        about, cited, lost = [], [], Counter[str]()
        for rowid, record, claim, names, rest in removed:
            fact = json.loads(record)
            about += [(entities[entity["id"]], rowid) for entity in fact["about"]]
            cited += [(documents[it["document"]["id"]], rowid) for it in fact["citations"]]
            lost.update(f"{claim} {names} {rest}".split())
            self._counts["facts"] -= 1
            self._counts["claim_stems"] -= claim.count(" ") + 1
        self._changed_stems |= lost.keys()
        run = self._connection.executemany
        run("DELETE FROM about WHERE entity = ? AND fact = ?", about)
        run("DELETE FROM cited WHERE document = ? AND fact = ?", cited)
        run("DELETE FROM citations WHERE fact = ?", rowids)
        run("DELETE FROM texts WHERE rowid = ?", rowids)
        run("DELETE FROM facts WHERE rowid = ?", rowids)

    def finish(self) -> None:
        """Write what is still in memory, and count what was written."""
        self._flush()
        run = self._connection.executemany
        run(
            "INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?)",
            [
                (word, word[::-1], stem)
                for word, stem in sorted(self._analyzer.vocabulary.items())
                if not word.isdigit()
            ],
        )
        self._count_stems()
        run("REPLACE INTO counts VALUES (?, ?)", list(self._counts.items()))

    def _count_stems(self) -> None:
        """In how many facts each stem stands, and how often."""
        self._connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (texts, row)")
        if self._is_new:
            self._connection.execute("INSERT INTO stems SELECT term, doc, cnt FROM terms")
        else:
            self._connection.executemany(
                "REPLACE INTO stems SELECT ?1, coalesce(sum(doc), 0), coalesce(sum(cnt), 0)"
                " FROM terms WHERE term = ?1",
                [(stem,) for stem in sorted(self._changed_stems)],
            )
        self._connection.execute("DROP TABLE terms")

    def _flush(self) -> None:
        if not self._is_new:
            for _, *texts in self._rows["texts"]:
                self._changed_stems.update(" ".join(texts).split())
        for table, rows in self._rows.items():
            rows.sort()
            self._connection.executemany(_INSERTS[table], rows)
            rows.clear()

    def _fact_row(self, fact: Fact, rowid: int, place: int) -> _Row:
        figure = fact.figure
        speaker = self._numbers["entities"][fact.said_by.id] if fact.said_by else None
        days = dates.span(fact.date) if fact.date else (None, None)
        numbers = (figure.value, *figure.interval, figure.unit, figure.measure) if figure else ()
        return (
            *(rowid, place, fact.id, fact.kind, speaker),
            *(numbers or (None,) * 7),
            *(*days, *_known(fact), fact.supersedes, self._recorder.fact(fact)),
        )

    def _name_stems(self, fact: Fact) -> str:
        """The names of what a fact is about and of who said it."""
        names = [self._stems_of_names(entity) for entity in fact.about]
        if fact.said_by:
            names.append(self._stems_of_names(fact.said_by))
        return " ".join(names)

    def _stems_of_names(self, entity: Entity) -> str:
        found = self._names.get(entity.id)
        if found is None:
            names = " ".join((entity.name, *entity.aliases))
            found = self._names[entity.id] = self._analyzer.stemmed(names)
        return found

    def _other_stems(self, fact: Fact) -> str:
        """What else a fact may be remembered by: its quotes, figure, year, and greater wholes."""
        texts = [citation.quote for citation in fact.citations]
        if fact.figure:
            texts += as_number(fact.figure.value), fact.figure.unit
        if fact.date:
            texts += [day[:4] for day in fact.date.split("/")]
        found = [self._analyzer.stemmed(" ".join(texts))]
        for entity in fact.about:
            if entity.part_of:
                wholes = self._all_wholes(entity.id)[1:]
                found += [self._stems_of_names(self._entities[whole]) for whole in wholes]
        return " ".join(found)

    def _all_wholes(self, entity_id: str) -> list[str]:
        found = self._wholes.get(entity_id)
        if found is None:
            found = [entity_id]
            for whole in found:
                found += [it for it in self._entities[whole].part_of if it not in found]
            self._wholes[entity_id] = found
        return found


def _known(fact: Fact) -> tuple[str | None, str | None]:
    """The first day on which a fact may have been known, and the day by which it surely was.

    That is its own date or, failing that, the publication of the earliest of its documents.
    """
    if fact.date:
        days = dates.span(fact.date)
        return days.first, days.first if days.last == dates.FUTURE else days.last
    published = [it.document.published for it in fact.citations if it.document.published]
    return min(map(dates.span, published), default=(None, None))
