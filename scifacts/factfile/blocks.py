"""Cut a TOML text at its top-level headers and parse it piece by piece.

A piece at a time, a base of any size is read in little memory, and every item's line is known.
Outside of multi-line strings each line that looks like one of the four headers is one, so the
pieces together mean what the whole means. A text with headers written in another way, or that speak
of an earlier block, is one piece.
"""

import re
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import tomli

from scifacts.digest import digest

ARRAYS = ("documents", "entities", "facts")
_ROOTS = ("", "base", *ARRAYS)
_ROOT_BITS = 7
# What may hold quotes or brackets that are none: long strings (as group 1), others, and remarks.
_TOKEN = re.compile(
    r'("""(?:[^\\]|\\.)*?"{3,5}(?!")|'
    r"'''.*?'{3,5}(?!'))|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'|"
    r"#[^\n]*",
    re.DOTALL,
)
_BRACKET = re.compile(r"\n[ \t]*\[[^\n]*")
_PLAIN_HEADER = re.compile(rf"\n\[(?:\[({'|'.join(ARRAYS)})\]|(base))\][ \t]*(?:#.*)?\r?")
_HEADER = re.compile(rf"""\s*\[\[?[ \t]*["']?(base|{"|".join(ARRAYS)})["']?[ \t]*([.\]])""")
_BLOCKS_A_STRETCH = 64
ALL = (slice(None),)


class Block(NamedTuple):
    """A header's name and where the text under it starts and ends; "" is before any header."""

    root: str
    start: int
    end: int


class Piece(NamedTuple):
    """A parsed stretch of a file: its tables and text, where it starts, and on which line."""

    tables: Mapping[str, Any]
    text: str
    start: int
    first_line: int


class MalformedError(Exception):
    """A text that is not TOML: `line` (from 1) and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@lru_cache(maxsize=1)  # definitions and facts of a file are read one after the other
def blocks(text: str) -> Sequence[Block]:
    """The blocks that `text` consists of, in order; only one if it cannot be cut."""
    starts = [("", 0)]
    strings = _long_strings(text)
    begin, end = next(strings)
    for line in _BRACKET.finditer(f"\n{text}"):
        while end <= line.start():
            begin, end = next(strings)
        if begin < line.start():
            continue
        if header := _PLAIN_HEADER.fullmatch(line[0]):
            starts.append((header[1] or header[2], line.start()))
        elif not _is_inside(line[0], starts[-1][0]):
            return [Block("", 0, len(text))]
    return [
        Block(root, start, end) for (root, start), (_, end) in pairwise([*starts, ("", len(text))])
    ]


def _long_strings(text: str) -> Iterator[tuple[int, int]]:
    """Where the strings of several lines begin and end, in order; then one behind the text."""
    if '"""' in text or "'''" in text:
        yield from (token.span() for token in _TOKEN.finditer(text) if token[1])
    yield len(text), len(text) + 1


def _is_inside(line: str, root: str) -> bool:
    """Whether a line in brackets is no header, or heads a table inside the block it stands in."""
    header = _HEADER.match(line)
    return "\\" not in line and (header is None or header.groups() == (root, "."))


def digests(text: str) -> bytes:
    """A number for each block, which changes when it does; none for a text that cannot be cut.

    They are as `array("Q")` packs them, and `root_of` tells the header of each.
    """
    cut = blocks(text)
    if len(cut) == 1:
        return b""
    numbers = array("Q", b"".join([digest(text[it.start : it.end].encode(), 8) for it in cut]))
    return array(
        "Q",
        [
            number & ~_ROOT_BITS | _ROOTS.index(block.root)
            for number, block in zip(numbers, cut, strict=True)
        ],
    ).tobytes()


def root_of(number: int) -> str:
    """The header of the block that a number was given for."""
    return _ROOTS[number & _ROOT_BITS]


def pieces(
    text: str, wanted: Collection[str] = ("base", *ARRAYS), within: Sequence[slice] = ALL
) -> Iterator[Piece]:
    """What stands under a `wanted` header or before any, of the blocks `within`, in order.

    Raises MalformedError; the pieces before the faulty one may have been yielded by then.
    """
    taken = {block.root for block in blocks(text)} & set(ARRAYS)
    line, counted = 1, 0
    for root, start, end in stretches(text, wanted, within):
        stretch = text[start:end]
        line, counted = line + text.count("\n", counted, start), start
        try:
            tables = tomli.loads(stretch)
        except (tomli.TOMLDecodeError, RecursionError):
            raise _fault(text) from None
        yield Piece(tables, stretch, start, line)
        keys = tables.keys() - {root} if root in ARRAYS else tables.keys()
        if not keys.isdisjoint(taken):
            raise _fault(text)
        taken |= keys


def stretches(text: str, wanted: Collection[str], within: Sequence[slice] = ALL) -> Iterator[Block]:
    """Neighbouring blocks under `wanted` headers of one name as one, but not too many, in order.

    What stands before any header is wanted too.
    """
    cut = blocks(text)
    for part in within:
        for root, alike in groupby(cut[part], key=attrgetter("root")):
            while some := list(islice(alike, _BLOCKS_A_STRETCH)):
                if not root or root in wanted:
                    yield Block(root, some[0].start, some[-1].end)


def _fault(text: str) -> MalformedError:
    """Why `text` as a whole is not TOML."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return MalformedError(error.lineno, f"{error.msg} at column {error.colno}")
    except RecursionError:
        return MalformedError(1, "arrays or tables nested too deeply")
    return MalformedError(1, "a table is defined in two places")
