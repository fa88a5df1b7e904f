"""On which line of a TOML text each value stands."""

import re
from collections.abc import Iterator
from functools import lru_cache

Path = tuple[str | int, ...]

_SKIP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|'
    r"'''.*?'{3,5}(?!')|"
    r'"(?:[^"\\\n]|\\.)*"|'
    r"'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}#\n]*")


def line_of(text: str, path: Path) -> int:
    r"""The line, counted from 0, of the value at `path` in valid TOML, or of the nearest above it.

    >>> line_of('[[facts]]\nid = "a"\n[[facts]]\nid = "b"', ("facts", 1, "id"))
    3
    """
    positions = _positions(text)
    while path and path not in positions:
        path = path[:-1]
    return text.count("\n", 0, positions.get(path, 0))


@lru_cache(maxsize=2)
def _positions(text: str) -> dict[Path, int]:
    positions: dict[Path, int] = {}
    for path, position in _Scanner(text).places():
        positions.setdefault(path, position)
    return positions


class _Scanner:
    """Walks valid TOML once, naming every table and value it meets."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lengths: dict[Path, int] = {}

    def places(self) -> Iterator[tuple[Path, int]]:
        table: Path = ()
        while self._skip(_SKIP) < len(self._text):
            start = self._at
            if self._text[start] == "[":
                table = self._header()
                yield table, start
                yield table[:-1], start
            else:
                yield from self._pair(table)

    def _skip(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return self._at

    def _keys(self) -> Path:
        keys = []
        while True:
            self._skip(_BLANK)
            start = self._at
            keys.append(self._text[start : self._skip(_KEY)].strip("\"'"))
            self._skip(_BLANK)
            if self._text[self._at : self._at + 1] != ".":
                return tuple(keys)
            self._at += 1

    def _header(self) -> Path:
        brackets = 2 if self._text.startswith("[[", self._at) else 1
        self._at += brackets
        *parents, last = self._keys()
        self._at += brackets
        table: Path = ()
        for key in parents:
            table = self._latest((*table, key))
        table = (*table, last)
        if brackets == 1:
            return self._latest(table)
        self._lengths[table] = self._lengths.get(table, 0) + 1
        return self._latest(table)

    def _latest(self, table: Path) -> Path:
        """The element that a header speaks of where an array of tables has this name."""
        return (*table, self._lengths[table] - 1) if table in self._lengths else table

    def _pair(self, table: Path) -> Iterator[tuple[Path, int]]:
        start = self._at
        path = table + self._keys()
        self._at += 1  # the equals sign
        self._skip(_BLANK)
        yield path, start
        yield from self._value(path)

    def _value(self, path: Path) -> Iterator[tuple[Path, int]]:
        match self._text[self._at : self._at + 1]:
            case "[":
                yield from self._items(path, "]")
            case "{":
                yield from self._items(path, "}")
            case '"' | "'":
                self._skip(_STRING)
            case _:
                self._skip(_BARE)

    def _items(self, path: Path, closing: str) -> Iterator[tuple[Path, int]]:
        self._at += 1
        index = 0
        while self._text[self._skip(_SKIP)] != closing:
            if closing == "}":
                yield from self._pair(path)
            else:
                yield (*path, index), self._at
                yield from self._value((*path, index))
                index += 1
            if self._text[self._skip(_SKIP)] == ",":
                self._at += 1
        self._at += 1
