"""Read files into tables of a known shape, noting on which line every fault stands."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from scifacts.digest import digest
from scifacts.errors import Finding
from scifacts.factfile import shape
from scifacts.factfile.blocks import (
    ALL,
    Block,
    MalformedError,
    Piece,
    blocks,
    digests,
    pieces,
    stretches,
)
from scifacts.factfile.places import Path, line_of
from scifacts.files import MOST_OF_A_BASE, content

_READABLE = f"put a file of at most {MOST_OF_A_BASE // 1_000_000} MB there, or pipe it to --base -"


class FileChangedError(Exception):
    """A file changed between two readings of it."""


class UnreadableError(MalformedError):
    """A file that cannot be read at all, and why."""


class Place(NamedTuple):
    """Where a table was read: enough to find the line of any value in it, once one is wanted."""

    file: str
    piece: Piece
    path: Path

    def line(self, path: Path = ()) -> int:
        """The line, from 1, of the value at `path` inside this table."""
        return self.piece.first_line + line_of(self.piece.text, self.path + path)


class Table(NamedTuple):
    """A table: the root key it stands under, its values, where it was read.

    If it `is_faulty`, its values are as TOML has them; an id is among them, but all else may lack.
    """

    root: str
    values: dict[str, Any]
    place: Place
    is_faulty: bool = False


class Content(NamedTuple):
    """What tells a file from what it was: its size, its digest, and those of its blocks."""

    size: int
    digest: bytes
    blocks: bytes


def file_content(file: str) -> bytes:
    """All that a file of a base holds. Raises OSError."""
    return content(file, MOST_OF_A_BASE)


class TableReader:
    """Reads the tables of a base's files; what is wrong with them stands in `findings`.

    Of a file in `within` only these blocks are read. `read` tells what a file holds.
    """

    def __init__(self, read: Callable[[str], bytes] = file_content) -> None:
        self._content = read
        self.is_cut_off = False  # a file is not TOML, so what it defines is not known
        self._findings: dict[Finding, None] = {}  # a set in order
        self.contents: dict[str, Content] = {}
        self.within: dict[str, Sequence[slice]] = {}
        self._latest = ("", "")  # a file and its text

    @property
    def findings(self) -> list[Finding]:
        """Every problem met so far, once."""
        return list(self._findings)

    def tables(self, file: str, wanted: Sequence[str]) -> Iterator[Table]:
        """The tables of one file that stand under a `wanted` root key, in order.

        Raises FileChangedError if the file differs from its last reading.
        """
        try:
            for piece in pieces(self.text(file), wanted, self.within.get(file, ALL)):
                for root, value in piece.tables.items():
                    yield from self._under(root, value, Place(file, piece, (root,)), wanted)
        except UnreadableError as error:
            self.add(Finding(file, error.line, "S108", f"cannot be read: {error}", _READABLE))
        except MalformedError as error:
            self.is_cut_off = True
            # What was found before the fault may come from it.
            self._findings = {it: None for it in self._findings if it.file != file}
            self.add(Finding(file, error.line, "S101", f"not TOML: {error}", "mend it there"))

    def give(self, file: str, text: str) -> None:
        """Read this text, and not the file's, from now on until another file is read."""
        self._latest = (file, text)

    def blocks(self, file: str) -> Sequence[Block]:
        """The blocks a file consists of. Raises MalformedError, and as `tables` does."""
        return blocks(self.text(file))

    def stretches(self, file: str, wanted: Sequence[str]) -> Iterator[tuple[int, str]]:
        """The texts that `tables` would parse, and where in the file each starts.

        Raises as `tables` does, and MalformedError.
        """
        text = self.text(file)
        for _, start, end in stretches(text, wanted):
            if start < end:
                yield start, text[start:end]

    def report(self, place: Place, fault: shape.Fault) -> None:
        """Add a finding about a value of the table at `place`, once."""
        line = place.line(fault.path)
        self.add(Finding(place.file, line, fault.code, fault.message, fault.remedy))

    def add(self, finding: Finding) -> None:
        """Add a finding, once."""
        self._findings[finding] = None

    def text(self, file: str) -> str:
        """The text of a file, without its mark. Raises as `blocks` does."""
        if self._latest[0] != file:
            self._latest = (file, self._read(file))
        return self._latest[1]

    def _read(self, file: str) -> str:
        try:
            read = self._content(file)
        except OSError as error:
            raise UnreadableError(1, str(error.strerror)) from None
        now, then = digest(read), self.contents.get(file)
        if then is not None and then.digest != now:
            raise FileChangedError(file)
        try:
            text = read.removeprefix(b"\xef\xbb\xbf").decode()
        except UnicodeDecodeError as error:
            line = read.count(b"\n", 0, error.start) + 1
            raise MalformedError(line, f"byte {read[error.start]:#04x} is not UTF-8") from None
        if then is None:
            self.contents[file] = Content(len(read), now, digests(text))
        return text

    def _under(
        self, root: str, value: object, place: Place, wanted: Sequence[str]
    ) -> Iterator[Table]:
        if root not in shape.READERS:
            fault = _with_subject(shape.unknown_key(root, shape.READERS), "base", value)
            self.report(place._replace(path=()), fault)
        elif root not in wanted:
            return
        elif root == "base":
            yield from self._shaped(root, value, place)
        elif isinstance(value, list):
            for index, element in enumerate(value):
                yield from self._shaped(root, element, place._replace(path=(root, index)))
        else:
            fault = shape.Fault((), "S104", f"{root} is not an array", f"write [[{root}]]")
            self.report(place, fault)

    def _shaped(self, root: str, value: object, place: Place) -> Iterator[Table]:
        try:
            yield Table(root, shape.READERS[root](value), place)
        except shape.FaultyError as error:
            for fault in error.faults:
                self.report(place, _with_subject(fault, root, value))
            if root != "base" and isinstance(value, dict) and isinstance(value.get("id"), str):
                yield Table(root, value, place, is_faulty=True)


def _with_subject(fault: shape.Fault, root: str, value: object) -> shape.Fault:
    """The fault, its message naming the item and the key it is about."""
    item = value.get("id") if isinstance(value, dict) else None
    owner = f"{root} {item!r}:" if isinstance(item, str) else f"{root}:"
    key = ".".join(str(part) for part in fault.path if isinstance(part, str))
    return fault._replace(message=" ".join(filter(None, (owner, key, fault.message))))
