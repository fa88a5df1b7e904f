"""Where in the files of a base an id is defined."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from re import escape, finditer
from typing import NamedTuple

from scifacts.errors import InvalidBaseError, UnknownNameError, nearest_of
from scifacts.factfile.blocks import ALL, MalformedError
from scifacts.factfile.tables import TableReader, UnreadableError

_ROOTS = ("facts", "documents", "entities")
_REMEDY = "see `scifacts documents`, `scifacts entities`, or search"


class Definition(NamedTuple):
    """Where a table begins: its file, its line, and the root key it stands under."""

    file: str
    line: int
    root: str


def definitions(files: Sequence[str], item_id: str) -> list[Definition]:
    """Where a fact, document or entity is defined; an id may be that of one of each.

    Raises UnknownNameError with the nearest ids, and InvalidBaseError for what is no TOML.
    """
    reader = TableReader()
    found = [it for file in files for it in _defined_in(reader, file, item_id)]
    if reader.is_cut_off and not found:
        raise InvalidBaseError(reader.findings)
    if not found:
        known = [it.values["id"] for file in files for it in reader.tables(file, _ROOTS)]
        raise UnknownNameError("id", item_id, nearest_of(item_id, known), _REMEDY)
    return sorted(found, key=lambda it: _ROOTS.index(it.root))


def _defined_in(reader: TableReader, file: str, item_id: str) -> Iterator[Definition]:
    reader.within[file] = _holding(reader, file, item_id)
    for table in reader.tables(file, _ROOTS):
        if table.values["id"] == item_id:
            yield Definition(file, table.place.line(), table.root)
    del reader.within[file]


def _holding(reader: TableReader, file: str, item_id: str) -> Sequence[slice]:
    """The blocks of a file that hold an id, so that others need not be read."""
    try:
        blocks = reader.blocks(file)
    except (MalformedError, UnreadableError):
        return ALL
    if len(blocks) == 1:
        return ALL
    starts = [block.start for block in blocks]
    places = finditer(rf"""["']{escape(item_id)}["']""", reader.text(file))
    numbers = sorted({bisect_right(starts, it.start()) - 1 for it in places})
    return [slice(it, it + 1) for it in numbers]
