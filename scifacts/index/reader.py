"""An index open for questions, and the values that are read back from it."""

import json
from functools import cached_property
from typing import TYPE_CHECKING

from scifacts.dialects.sqlite import Connection, DatabaseError
from scifacts.errors import DamagedIndexError, UnknownNameError, nearest_of
from scifacts.hits import Hit

if TYPE_CHECKING:
    from scifacts.model import Document, Entity, Fact

_UNCHECKED = '"state":"unchecked","checked":null'
# What a row of a table is called, and what shows its id.
_WHAT = {
    "facts": ("fact", "ids are in the answers of `scifacts search`"),
    "documents": ("document", "see `scifacts documents`"),
    "entities": ("entity", "see `scifacts entities`"),
}


class IndexReader:
    """Reads facts, documents and entities back; each document and entity once.

    `file` is None if the index is in memory, which `warning` then explains; `state` tells how it
    came to be fresh: fresh, updated or built.
    """

    def __init__(
        self,
        connection: Connection,
        file: str | None = None,
        state: str = "built",
        warning: str | None = None,
    ) -> None:
        self.connection = connection
        self.file = file
        self.state = state
        self.warning = warning
        self._documents: dict[str, Document] = {}
        self._entities: dict[str, Entity] = {}

    def close(self) -> None:
        """Let go of the index."""
        self.connection.close()

    def hit(self, record: str, certain: int | None = None) -> Hit:
        """The fact of a stored record as a hit; `certain` is SQL's word for `is_certain`."""
        stored = self._with_states(record) if self._has_proofs else record
        return Hit(stored, self.fact, is_certain=None if certain is None else bool(certain))

    def fact(self, record: str) -> "Fact":
        """The fact that a record was made of. Raises DamagedIndexError."""
        from scifacts.records import fact_of  # noqa: PLC0415 - an answer in JSON needs no values

        try:
            return fact_of(json.loads(record), self.document, self.entity)
        except DatabaseError as error:
            message = f"the index {self.file!r} is damaged; delete it and ask again"
            raise DamagedIndexError(message) from error

    def document(self, document_id: str) -> "Document":
        """The document with this id. Raises UnknownNameError."""
        from scifacts.records import document_of  # noqa: PLC0415 - likewise

        if document_id not in self._documents:
            record = self.record("documents", document_id)
            self._documents[document_id] = document_of(json.loads(record))
        return self._documents[document_id]

    def entity(self, entity_id: str) -> "Entity":
        """The entity with this id. Raises UnknownNameError."""
        from scifacts.records import entity_of  # noqa: PLC0415 - likewise

        if entity_id not in self._entities:
            record = self.record("entities", entity_id)
            self._entities[entity_id] = entity_of(json.loads(record))
        return self._entities[entity_id]

    def record(self, table: str, item_id: str) -> str:
        """The record with this id in `facts`, `documents` or `entities`.

        Raises UnknownNameError.
        """
        sql = f"SELECT record FROM {table} WHERE id = ?"
        row = self.connection.execute(sql, (item_id,)).fetchone()
        if row is None:
            what, remedy = _WHAT[table]
            raise UnknownNameError(what, item_id, self._near_ids(table, item_id), remedy)
        return str(row[0])

    @cached_property
    def _has_proofs(self) -> bool:
        """Whether citations were ever checked on this machine."""
        return self.connection.execute("SELECT 1 FROM proofs LIMIT 1").fetchone() is not None

    def _near_ids(self, table: str, item_id: str) -> list[str]:
        """Ids like one that is not there, looked for among those that begin like it."""
        for length in (len(item_id) // 2, 2, 0):
            rows = self.connection.execute(
                f"SELECT id FROM {table} WHERE id >= ? AND id < ? LIMIT 2000",
                (item_id[:length], item_id[:length] + "\U0010ffff"),
            )
            near = nearest_of(item_id, [known for (known,) in rows])
            if near:
                return near
        return []

    def _with_states(self, record: str) -> str:
        """A record with what checks on this machine have found out about its citations.

        Records are stored with every citation unchecked; in a string that text has backslashes.
        """
        rows = self.connection.execute(
            "SELECT position, state, day FROM facts JOIN citations ON fact = facts.number"
            " JOIN proofs USING (fingerprint) WHERE id = ?",
            (Hit(record, self.fact).id,),
        )
        states = {position: f'"state":"{state}","checked":"{day}"' for position, state, day in rows}
        first, *rest = record.split(_UNCHECKED)
        return first + "".join(
            f"{states.get(at, _UNCHECKED)}{part}" for at, part in enumerate(rest)
        )
