"""Cut a TOML text at its top-level headers and parse it piece by piece.

A piece at a time, a base of any size is read in little memory, and every item's line is known.
In a text without multi-line strings each line that looks like one of the four headers is one, so
the pieces together mean what the whole means. A text with such strings, or with headers written in
another way, is one piece.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

import tomli

ARRAYS = ("documents", "entities", "facts")
_HEADER = re.compile(
    rf"""^[ \t]*\[\[?[ \t]*["']?(base|{"|".join(ARRAYS)})["']?[ \t]*\].*""", re.MULTILINE
)
_PLAIN_HEADER = re.compile(rf"(?:\[base\]|\[\[(?:{'|'.join(ARRAYS)})\]\])[ \t]*(?:#.*)?\r?")
_HEADERS_A_PIECE = 64


class Piece(NamedTuple):
    """A parsed stretch of a file: its tables, its text and the number of the line it begins on."""

    tables: Mapping[str, Any]
    text: str
    first_line: int


class MalformedError(Exception):
    """A text that is not TOML: `line` (from 1) and what is wrong there."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def pieces(text: str, wanted: Collection[str] = ("base", *ARRAYS)) -> Iterator[Piece]:
    """The pieces of `text` under a `wanted` header, and what stands before any header, in order.

    Raises MalformedError; the pieces before the faulty one may have been yielded by then.
    """
    once = set[str]()
    arrays = set[str]()
    line = 1
    for root, start, end in _stretches(text):
        stretch = text[start:end]
        if not root or root in wanted:
            try:
                tables = tomli.loads(stretch)
            except (tomli.TOMLDecodeError, RecursionError):
                raise _fault(text) from None
            yield Piece(tables, stretch, line)
            keys = tables.keys() - {root} if root in ARRAYS else tables.keys()
            arrays |= tables.keys() - keys
            if not keys.isdisjoint(once | arrays) or not arrays.isdisjoint(once):
                raise _fault(text)
            once |= keys
        line += stretch.count("\n")


@lru_cache(maxsize=1)  # definitions and facts of a file are read one after the other
def _stretches(text: str) -> list[tuple[str, int, int]]:
    """(header name or "", start, end) of runs of text under headers of one name."""
    headers = list(_HEADER.finditer(text))
    is_plain = '"""' not in text and "'''" not in text
    if not is_plain or not all(_PLAIN_HEADER.fullmatch(header[0]) for header in headers):
        return [("", 0, len(text))]
    cuts = [("", 0)]
    since_cut = 0
    for header in headers:
        since_cut = since_cut + 1 if header[1] == cuts[-1][0] else _HEADERS_A_PIECE
        if since_cut >= _HEADERS_A_PIECE:
            cuts.append((header[1], header.start()))
            since_cut = 0
    return [(root, start, end) for (root, start), (_, end) in pairwise([*cuts, ("", len(text))])]


def _fault(text: str) -> MalformedError:
    """Why `text` as a whole is not TOML."""
    try:
        tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        return MalformedError(error.lineno, f"{error.msg} at column {error.colno}")
    except RecursionError:
        return MalformedError(1, "arrays or tables nested too deeply")
    return MalformedError(1, "a table is defined in two places")
