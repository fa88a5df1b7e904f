"""Find what changed in a file since an index read it, block by block.

What stands before the first block that changed, and behind the last, is left alone. A file that
cannot be cut into blocks changed as a whole.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from operator import eq
from typing import NamedTuple

from scifacts.compiler import register
from scifacts.compiler.register import Entry
from scifacts.factfile.blocks import ARRAYS
from scifacts.factfile.tables import TableReader

ALL = slice(None)


class Gap(NamedTuple):
    """Whatever has its place between two others that stay."""

    before: int
    behind: int


class Edit(NamedTuple):
    """What changed in a file: some of its `blocks` are new.

    They take the place of some of the `definitions` that the file had, and of the facts in a gap.
    All its facts, and so all its documents, have their place in its `span`.
    """

    file: str
    was: Entry
    span: Gap
    blocks: slice
    definitions: slice
    facts: Gap


def edit(connection: sqlite3.Connection, reader: TableReader, file: str, span: Gap) -> Edit:
    """What changed in a file whose facts lie in `span`.

    Raises MalformedError, BaseNotFoundError, FileChangedError.
    """
    was = register.entry(connection, file)
    roots = [block.root for block in reader.blocks(file)]
    old, new = array("Q", was.blocks), array("Q", reader.contents[file].blocks)
    ahead = _in_common(old, new)
    behind = _in_common(old[ahead:][::-1], new[ahead:][::-1])
    blocks = slice(ahead, len(roots) - behind)
    before, after = Counter(roots[:ahead]), Counter(roots[blocks.stop :])
    definitions = slice(_defined(before), len(was.definitions) - _defined(after))
    facts = slice(before["facts"], facts_in(connection, span) - after["facts"])
    items = definitions.stop - definitions.start + facts.stop - facts.start
    if set(roots[blocks]) <= set(ARRAYS) and items == len(old) - ahead - behind:
        return Edit(file, was, span, blocks, definitions, between(connection, "facts", span, facts))
    return Edit(file, was, span, ALL, slice(0, len(was.definitions)), span)


def size(change: Edit, reader: TableReader) -> int:
    """How many characters are to be read again."""
    return sum(block.end - block.start for block in reader.blocks(change.file)[change.blocks])


def facts_in(connection: sqlite3.Connection, gap: Gap) -> int:
    """How many facts lie in a gap."""
    sql = "SELECT count(*) FROM facts WHERE place > ? AND place < ?"
    (found,) = connection.execute(sql, gap).fetchone()
    return int(found)


def between(connection: sqlite3.Connection, table: str, span: Gap, items: slice) -> Gap:
    """The gap that some items of a span have their place in, counted from its first."""

    def place(number: int) -> int | None:
        row = connection.execute(
            f"SELECT place FROM {table} WHERE place > ? AND place < ?"
            " ORDER BY place LIMIT 1 OFFSET ?",
            (*span, number),
        ).fetchone()
        return row and int(row[0])

    before = place(items.start - 1) if items.start else None
    return Gap(before or span.before, place(items.stop) or span.behind)


def _in_common(some: Sequence[int], others: Sequence[int]) -> int:
    """How many numbers two series have in common from their start on."""
    return sum(takewhile(bool, map(eq, some, others)))


def _defined(roots: Counter[str]) -> int:
    return roots["documents"] + roots["entities"]
