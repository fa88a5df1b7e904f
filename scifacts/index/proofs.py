"""What checks on this machine have found out about citations.

A proof is kept by the fingerprint of its citation, so it outlives a new index, and not a change of
the quote, of the paragraph, or of the bytes that the document is said to have.
"""

from collections.abc import Iterable
from contextlib import closing, suppress

from scifacts.dialects import sqlite
from scifacts.dialects.sqlite import Connection, Error
from scifacts.digest import digest
from scifacts.index import store
from scifacts.kinds import State
from scifacts.model import Citation


def fingerprint(citation: Citation) -> int:
    """A number for what a citation says, below 2**63."""
    document, paragraph, quote, to_paragraph, *_ = citation
    text = repr((document.id, document.file, document.sha256, paragraph, to_paragraph, quote))
    return int.from_bytes(digest(text.encode(), 8), "big") >> 1


def remember(target: str, base: str, proofs: Iterable[tuple[Citation, State]], day: str) -> bool:
    """Keep what a check found out on a day; tell whether the index could be written."""
    connection = store.opened(target, base, mode="rw")
    if connection is None:
        return False
    with closing(connection), suppress(Error, OSError):
        connection.execute("DELETE FROM proofs")
        connection.executemany(
            "INSERT OR REPLACE INTO proofs VALUES (?, ?, ?)",
            [(fingerprint(citation), state, day) for citation, state in proofs],
        )
        store.seal(connection, target)
        return True
    return False


def inherit(connection: Connection, older: str) -> None:
    """Take over what an older index of the same base knows, if it can be read."""
    with suppress(Error), closing(sqlite.connect(older)) as index:
        proofs = index.execute("SELECT fingerprint, state, day FROM proofs").fetchall()
        connection.executemany("INSERT OR IGNORE INTO proofs VALUES (?, ?, ?)", proofs)
