"""Write definitions and the rows of facts into an index, and remove facts from it."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from scifacts.compiler.indexer import TABLES, Row, Rows, all_wholes, repeated
from scifacts.dialects.layout import DOCUMENT_TEXTS
from scifacts.model import Document, Entity
from scifacts.records import document_record, entity_record
from scifacts.text import name_key

# FTS5 writes what it holds in memory when a rowid is smaller than the one before. So rows are
# collected and sorted, and written when there are this many facts.
_BATCH = 25_000
_FTS_BYTES = 64 << 20  # that FTS5 may hold in memory
_INSERTS = {
    "facts": f"INSERT INTO facts VALUES ({', '.join('?' * 18)})",
    "texts": "INSERT INTO texts (rowid, claim, names, rest) VALUES (?, ?, ?, ?)",
    "repeated": "INSERT INTO repeated VALUES (?, ?)",
    "about": "INSERT OR IGNORE INTO about VALUES (?, ?, ?)",
    "said": "INSERT OR IGNORE INTO said VALUES (?, ?)",
    "cited": "INSERT OR IGNORE INTO cited VALUES (?, ?)",
    "citations": "INSERT INTO citations VALUES (?, ?, ?)",
    "vocabulary": "INSERT OR IGNORE INTO vocabulary VALUES (?, ?, ?)",
}


class Writer:
    """Changes an index, in a transaction that the caller begins and ends.

    `documents` and `entities` map the ids of those in the index to their numbers.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.documents, self.entities = (
            dict(connection.execute(f"SELECT id, number FROM {table}"))
            for table in ("documents", "entities")
        )
        self._rows: Rows = {table: [] for table in TABLES}
        self._changed_stems: set[str] = set()
        connection.execute("INSERT INTO texts (texts, rank) VALUES ('hashsize', ?)", (_FTS_BYTES,))
        self._counts = Counter[str](facts=0, claim_stems=0, serial=0)
        self._counts.update(dict(connection.execute("SELECT key, value FROM counts")))
        self._is_new = self._counts["serial"] == 0

    def define_documents(self, documents: Iterable[Document], places: Iterable[int]) -> None:
        """Add documents, each with its place."""
        for document, place in zip(documents, places, strict=False):
            number = self.documents[document.id] = len(self.documents)
            texts = [getattr(document, column) for column in DOCUMENT_TEXTS.split(", ")]
            row = (number, place, document.id, document_record(document), *texts)
            marks = ", ".join("?" * len(row))
            self._connection.execute(f"INSERT INTO documents VALUES ({marks})", row)

    def define_entities(self, entities: Sequence[Entity], defined: Mapping[str, Entity]) -> None:
        """Add entities and their names. `defined` holds, by id, all they may be part of."""
        run, number = self._connection.executemany, self.entities
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
                for whole in all_wholes(it.id, defined)
            ],
        )

    @property
    def facts(self) -> int:
        """How many facts there are."""
        return self._counts["facts"]

    def records(self, table: str) -> list[str]:
        """The records of all documents or entities, by their numbers."""
        rows = self._connection.execute(f"SELECT record FROM {table} ORDER BY number")
        return [record for (record,) in rows]

    def serials(self, many: int) -> range:
        """Serials for so many new facts."""
        first = self._counts["serial"] + 1
        self._counts["serial"] += many
        return range(first, first + many)

    def add(self, rows: Rows) -> None:
        """Add the rows of facts. They wait in memory until there are many, or for `finish`."""
        self._counts["facts"] += len(rows["facts"])
        self._counts["claim_stems"] += sum(claim.count(" ") + 1 for _, claim, *_ in rows["texts"])
        for table, some in rows.items():
            self._rows[table] += some
        if len(self._rows["facts"]) >= _BATCH:
            self._flush()

    def remove(self, gaps: Iterable[tuple[int, int]]) -> None:
        """Remove the facts whose places lie in these gaps."""
        sql = (
            "SELECT facts.number, record, claim, names, rest"
            " FROM facts JOIN texts ON texts.rowid = facts.number WHERE place > ? AND place < ?"
        )
        removed = sorted(row for gap in gaps for row in self._connection.execute(sql, gap))
        rowids = [(number,) for number, *_ in removed]
        about: list[Row] = []
        said: list[Row] = []
        cited: list[Row] = []
        twice: list[Row] = []
        for number, record, claim, names, rest in removed:
            fact = json.loads(record)
            about += [(self.entities[entity["id"]], number) for entity in fact["about"]]
            said += [(self.entities[entity["id"]], number) for entity in fact["said_by"]]
            cited += [(self.documents[it["document"]["id"]], number) for it in fact["citations"]]
            twice += repeated(claim, number)
            self._changed_stems.update(f"{claim} {names} {rest}".split())
            self._counts["claim_stems"] -= claim.count(" ") + 1
        self._counts["facts"] -= len(removed)
        run = self._connection.executemany
        run("DELETE FROM about WHERE entity = ? AND fact = ?", about)
        run("DELETE FROM said WHERE entity = ? AND fact = ?", said)
        run("DELETE FROM cited WHERE document = ? AND fact = ?", cited)
        run("DELETE FROM repeated WHERE stem = ? AND fact = ?", twice)
        run("DELETE FROM citations WHERE fact = ?", rowids)
        run("DELETE FROM texts WHERE rowid = ?", rowids)
        run("DELETE FROM facts WHERE number = ?", rowids)

    def finish(self) -> None:
        """Write what still waits in memory, and update the counts."""
        self._flush()
        self._count_stems()
        self._connection.executemany(
            "REPLACE INTO counts VALUES (?, ?)", list(self._counts.items())
        )

    def _count_stems(self) -> None:
        """Store in how many facts each stem stands, and how often in all."""
        self._connection.execute("CREATE VIRTUAL TABLE terms USING fts5vocab (texts, row)")
        if self._is_new:
            self._connection.execute("INSERT INTO stems SELECT term, doc, cnt FROM terms")
        else:
            self._connection.executemany(
                "REPLACE INTO stems SELECT :stem, coalesce(sum(doc), 0), coalesce(sum(cnt), 0)"
                " FROM terms WHERE term = :stem",
                [{"stem": stem} for stem in sorted(self._changed_stems)],
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
