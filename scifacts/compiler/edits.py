"""Find what changed in a file since an index read it, block by block."""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scifacts.compiler import registry
from scifacts.compiler.gaps import Gap, around, places_in
from scifacts.compiler.registry import Entry
from scifacts.factfile.blocks import ALL, ARRAYS, root_of
from scifacts.factfile.tables import TableReader


class Hunk(NamedTuple):
    """Neighbouring blocks of a file that are new, with so many definitions and facts (None: all).

    They take the place of some of the definitions that the file had, and of so many facts in a gap.
    """

    blocks: slice
    definitions: int | None
    facts: int | None
    old_definitions: slice
    gap: Gap


class Edit(NamedTuple):
    """What changed in a file. All its facts and documents have their place in its `span`."""

    file: str
    was: Entry
    span: Gap
    hunks: tuple[Hunk, ...]

    @property
    def is_whole(self) -> bool:
        """Whether all of the file is new, as it could not be cut into blocks, or its header is."""
        return self.blocks == ALL

    @property
    def blocks(self) -> tuple[slice, ...]:
        """The blocks to be read again."""
        return tuple(hunk.blocks for hunk in self.hunks)


def edit(connection: sqlite3.Connection, reader: TableReader, file: str, span: Gap) -> Edit:
    """What changed in a file whose facts lie in `span`.

    Raises MalformedError, BaseNotFoundError, FileChangedError.
    """
    was = registry.entry(connection, file)
    reader.blocks(file)
    places = places_in(connection, "facts", span)
    old, new = array("Q", was.blocks), array("Q", reader.contents[file].blocks)
    parts = list(_apart(_differences(old, new), old)) if old and new else []
    roots = {root_of(it) for before, now in parts for it in (*old[before], *new[now])}
    if old and new and roots <= set(ARRAYS):
        return Edit(file, was, span, tuple(_hunks(places, span, (old, new), parts)))
    everything = Hunk(ALL[0], None, None, slice(0, len(was.definitions)), span)
    return Edit(file, was, span, (everything,))


def _hunks(
    places: Sequence[int],
    span: Gap,
    blocks: tuple[Sequence[int], Sequence[int]],
    parts: Iterable[tuple[slice, slice]],
) -> Iterator[Hunk]:
    """The parts in which the blocks of a file differ, with what is counted before and in them."""
    old, new = blocks
    facts = definitions = counted = 0
    for before, now in parts:
        kept, gone, come = (
            Counter(map(root_of, some))
            for some in (old[counted : before.start], old[before], new[now])
        )
        facts, definitions = facts + kept["facts"], definitions + _defined(kept)
        old_definitions = slice(definitions, definitions + _defined(gone))
        gap = around(places, span, slice(facts, facts + gone["facts"]))
        yield Hunk(now, _defined(come), come["facts"], old_definitions, gap)
        facts, definitions = facts + gone["facts"], definitions + _defined(gone)
        counted = before.stop


def size(change: Edit, reader: TableReader) -> int:
    """How many characters are to be read again."""
    cut = reader.blocks(change.file)
    return sum(block.end - block.start for part in change.blocks for block in cut[part])


def _apart(
    differences: Iterable[tuple[slice, slice]], old: Sequence[int]
) -> Iterator[tuple[slice, slice]]:
    """Differences as they are, but those as one that no fact stays between."""
    waiting: tuple[slice, slice] | None = None
    for old_part, new_part in differences:
        if waiting is None:
            waiting = old_part, new_part
        elif "facts" in map(root_of, old[waiting[0].stop : old_part.start]):
            yield waiting
            waiting = old_part, new_part
        else:
            first_old, first_new = waiting
            waiting = slice(first_old.start, old_part.stop), slice(first_new.start, new_part.stop)
    if waiting is not None:
        yield waiting


def _differences(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[slice, slice]]:
    """Where two series differ, from what they have in common to what they have in common.

    Of two numbers that stand further on in the other series, the one nearer by is waited for.
    """
    last_old, last_new = ({it: at for at, it in enumerate(some)} for some in (old, new))
    i = j = 0
    while i < len(old) or j < len(new):
        start = i, j
        while i < len(old) and j < len(new) and old[i] != new[j]:
            to_new, to_old = last_old.get(new[j], -1) - i, last_new.get(old[i], -1) - j
            if to_new < 0 or 0 <= to_old <= to_new:
                j += 1
            else:
                i += 1
        if i == len(old) or j == len(new):
            i, j = len(old), len(new)
        if start != (i, j):
            yield slice(start[0], i), slice(start[1], j)
        while i < len(old) and j < len(new) and old[i] == new[j]:
            i, j = i + 1, j + 1


def _defined(roots: Counter[str]) -> int:
    return roots["documents"] + roots["entities"]
