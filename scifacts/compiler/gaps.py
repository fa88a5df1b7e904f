"""Places of facts and documents: numbers that tell their order, with gaps for what comes later."""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scifacts.dialects.layout import PLACES_A_FACT, PLACES_A_FILE

_LEAST_FOR_A_FILE = 1 << 32


class NoRoomError(Exception):
    """There are not enough places between two others."""


class Gap(NamedTuple):
    """The places between two others, these left out."""

    before: int
    behind: int


def room(gap: Gap, many: int) -> range:
    """So many places in a gap, or some more, as far apart as it allows. Raises NoRoomError."""
    step = min(PLACES_A_FACT, (gap.behind - gap.before - 1) // (many + 1))
    if step:
        return range(gap.before + step, gap.behind, step)
    if many:
        raise NoRoomError
    return range(0)


def places_in(connection: sqlite3.Connection, table: str, gap: Gap) -> Sequence[int]:
    """The places of the documents or facts in a gap, in order."""
    sql = f"SELECT place FROM {table} WHERE place > ? AND place < ? ORDER BY place"
    return [place for (place,) in connection.execute(sql, gap)]


def around(places: Sequence[int], span: Gap, items: slice) -> Gap:
    """The gap that is left if these items are taken out; `places` are those of all in the span."""
    before = places[items.start - 1] if items.start else span.before
    behind = places[items.stop] if items.stop < len(places) else span.behind
    return Gap(before, behind)


def span_of(file: str, places: Mapping[str, int]) -> Gap:
    """The gap for all that a file says: from its place to that of the next file."""
    place = places[file]
    later = [it for it in places.values() if it > place]
    return Gap(place, min(later, default=place + PLACES_A_FILE))


def place_for(connection: sqlite3.Connection, file: str, places: Mapping[str, int]) -> int:
    """A place for a new file: between what the file before it by name says, and the next file.

    Raises NoRoomError.
    """
    before = max((place for path, place in places.items() if path < file), default=0)
    behind = min(
        (place for path, place in places.items() if path > file), default=before + 2 * PLACES_A_FILE
    )
    for table in ("facts", "documents"):
        sql = f"SELECT max(place) FROM {table} WHERE place < ?"
        before = max(before, connection.execute(sql, (behind,)).fetchone()[0] or 0)
    if behind - before < 2 * _LEAST_FOR_A_FILE:
        raise NoRoomError
    return (before + behind) // 2
