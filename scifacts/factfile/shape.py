"""Read values as format 1 has them: the keys and their sorts stand in `scifacts.keys`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, Never, assert_never

from scifacts import dates, keys
from scifacts.errors import suggestion
from scifacts.factfile.meanings import meanings
from scifacts.factfile.places import Path
from scifacts.keys import Array, Choice, Maybe, Reference, Scalar, Sort, Table
from scifacts.model import Figure, Furniture, Review
from scifacts.text import is_web_address

_HIGHEST_NUMBER = 10**15
_ID, _SHA256 = re.compile(keys.ID_PATTERN), re.compile(keys.SHA256_PATTERN)
_DOI, _LANGUAGE = re.compile(keys.DOI_PATTERN), re.compile(keys.LANGUAGE_PATTERN)
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")
_PAGE = re.compile(r"\s*\d{1,6}\s*")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/|$)")
_DAY_LENGTH = len("2025-06-12")
# The classes of tables inside others; those of the others need their links first.
_CLASSES: Mapping[str, Callable[..., Any]] = {
    "furniture": Furniture,
    "figure": Figure,
    "reviewed": Review,
}

# Reads a value, or raises FaultyError.
Read = Callable[[Any], Any]


class Fault(NamedTuple):
    """What is wrong with the value at `path`; which line that is, only its text can tell."""

    path: Path
    code: str
    message: str
    remedy: str


class FaultyError(Exception):
    """A value that breaks its rule, or a table or array that holds such values."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def under(self, key: str | int) -> Iterator[Fault]:
        """The same faults, seen from the table or array that holds this value as `key`."""
        for fault in self.faults:
            yield fault._replace(path=(key, *fault.path))


def _wrong(message: str, remedy: str, code: str = "S104") -> Never:
    raise FaultyError([Fault((), code, message, remedy)])


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        _wrong("is not a string", "put it in quotes")
    if not value.strip():
        _wrong("is empty", "write it or leave the key out")
    return value


def _read_sentence(value: object) -> str:
    if isinstance(value, str) and not value.strip():
        _wrong("is not written yet", "say in your own words what the quote proves", "S109")
    return _read_text(value)


def _read_id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        _wrong(f"is {value!r}", "ids are lower-case words joined by hyphens", "S105")
    return value


def _read_number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        _wrong("is not a number", "write it without quotes or units")
    if not abs(value) <= _HIGHEST_NUMBER:
        _wrong("is not a number that can be kept", f"it may go up to {_HIGHEST_NUMBER:.0e}")
    return value


def _read_paragraph(value: object) -> int:
    if (
        isinstance(value, bool)
        or not isinstance(value, int)
        or not 0 < value <= keys.HIGHEST_PARAGRAPH
    ):
        _wrong("is not the number of a paragraph", "count the non-empty lines, from 1")
    return value


def _read_paragraphs(value: object) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in value.split(",") if isinstance(value, str) else ():
        bounds = _RANGE.fullmatch(part.strip())
        first, last = (int(bounds[1]), int(bounds[2] or bounds[1])) if bounds else (0, 0)
        if not 0 < first <= last <= keys.HIGHEST_PARAGRAPH:
            numbers.clear()
            break
        numbers.extend(range(first, last + 1))
    if not numbers:
        _wrong("is not a list of paragraphs", f"write {keys.PARAGRAPHS.example}")
    return tuple(numbers)


def _read_date(value: object) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):  # a date without quotes
        return value.isoformat()
    if not isinstance(value, str):
        _wrong("is not a date", f"write {keys.DATE.example}", "S106")
    try:
        dates.span(value)
    except ValueError as error:
        _wrong(f"is wrong: {error}", "write a date that exists, or leave the key out", "S106")
    return value


def _read_day(value: object) -> str:
    day = _read_date(value)
    if len(day) != _DAY_LENGTH:
        _wrong("is not a day", f"write {keys.DAY.example}", "S106")
    return day


def _read_pages(value: object) -> tuple[int, ...]:
    parts = value.split(",") if isinstance(value, str) else [""]
    starts = [int(it) if _PAGE.fullmatch(it) else 0 for it in parts]
    if starts[0] != 1 or starts != sorted(starts) or starts[-1] > keys.HIGHEST_PARAGRAPH:
        remedy = f"write in which paragraph each page begins, from 1 upwards: {keys.PAGES.example}"
        _wrong("is not a list of where pages begin", remedy)
    return tuple(starts)


def _read_url(value: object) -> str:
    if not isinstance(value, str) or not is_web_address(value):
        remedy = f"write one of https or http, as a browser copies it: {keys.URL.example}"
        whole = f"https://{value}" if _HOST.match(str(value)) else ""
        _wrong(
            "is not a web address", f"did you mean {whole!r}?" if is_web_address(whole) else remedy
        )
    return value


def _read_doi(value: object) -> str:
    if not isinstance(value, str) or not _DOI.fullmatch(value):
        inside = _DOI.search(value) if isinstance(value, str) else None
        remedy = f"did you mean {inside[0]!r}?" if inside else f"write {keys.DOI.example}"
        _wrong("is not a DOI", remedy)
    return value


def _read_language(value: object) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        other = str(value).replace("_", "-")
        tag = f"did you mean {other!r}?" if _LANGUAGE.fullmatch(other) else ""
        _wrong("is not a tag of BCP 47", tag or f"write {keys.LANGUAGE.example}")
    return value


def _read_hash(value: object) -> str:
    if not isinstance(value, str) or not _SHA256.fullmatch(value):
        _wrong("is not a SHA-256 in hexadecimal", "run `sha256sum FILE`")
    return value


def _read_file(value: object) -> str:
    name = _read_text(value)
    if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or "\0" in name:
        _wrong("leaves the folder of sources", "name a file inside the folder given by --sources")
    return name


def _read_format(value: object) -> int:
    if value != keys.FORMAT:
        _wrong(f"is {value!r}", f"this scifacts reads format {keys.FORMAT}", "S107")
    return keys.FORMAT


# By the names of sorts. An id that names something else need not be looked at: nothing has an id
# of another shape.
_SCALARS: Mapping[str, Read] = {
    "text": _read_text,
    "sentence": _read_sentence,
    "id": _read_id,
    "number": _read_number,
    "date": _read_date,
    "day": _read_day,
    "url": _read_url,
    "doi": _read_doi,
    "language": _read_language,
    "pages": _read_pages,
    "file": _read_file,
    "SHA-256": _read_hash,
    "paragraph": _read_paragraph,
    "paragraphs": _read_paragraphs,
    "format": _read_format,
}


def _reader(sort: Sort) -> Read:
    """What reads values of a sort."""
    match sort:
        case Scalar():
            return _SCALARS[sort.name]
        case Choice():
            return _choice(sort.of)
        case Reference():
            return _read_text
        case Array():
            return _array(_reader(sort.of), is_filled=sort.is_filled, is_bare=sort.is_bare)
        case Table():
            return _table(sort)
        case Maybe():
            raise TypeError("nothing in a base is null")
        case _:
            assert_never(sort)


def _choice(of: Iterable[str]) -> Read:
    members = {str(member): member for member in of}
    words = meanings(of)

    def read(value: object) -> str:
        member = members.get(value) if isinstance(value, str) else None
        if member is None:
            remedy = suggestion(str(value), words, f"one of {', '.join(members)}")
            _wrong(f"{value!r} is unknown", remedy)
        return member

    return read


def _array(read_item: Read, *, is_filled: bool, is_bare: bool) -> Read:
    def read(value: object) -> tuple[Any, ...]:
        if is_bare and not isinstance(value, list):
            return (read_item(value),)
        if not isinstance(value, list):
            _wrong("is not an array", "put it in brackets: [ ... ]")
        found: list[Any] = []
        faults: list[Fault] = []
        for index, element in enumerate(value):
            try:
                found.append(read_item(element))
            except FaultyError as error:
                faults += error.under(index)
        if faults:
            raise FaultyError(faults)
        if is_filled and not found:
            _wrong("is empty", "name at least one")
        return tuple(found)

    return read


def _table(table: Table) -> Read:
    written = [key for key in table.keys if not key.is_derived]
    readers = {key.name: _reader(key.sort) for key in written}
    required = frozenset(key.name for key in written if key.is_required)
    made = _CLASSES.get(table.name)

    def read(value: object) -> Any:
        if not isinstance(value, dict):
            _wrong("is not a table", "write { key = value, ... }")
        found: dict[str, Any] = {}
        faults: list[Fault] = []
        for key, inner in value.items():
            if key not in readers:
                faults.append(unknown_key(key, readers))
                continue
            try:
                found[key] = readers[key](inner)
            except FaultyError as error:
                faults += error.under(key)
        if not required <= found.keys():
            faults += [
                Fault((), "S103", f"has no {key}", f"add {key} = ...")
                for key in sorted(required - value.keys())
            ]
        if faults:
            raise FaultyError(faults)
        return made(**found) if made else found

    return read


def unknown_key(key: str, known: Iterable[str]) -> Fault:
    """The fault of a key that is none."""
    remedy = suggestion(key, {it: it for it in known}, f"known keys: {', '.join(known)}")
    return Fault((key,), "S102", "is not a key of format 1", remedy)


# What reads the values under each root key.
READERS = {root: _reader(table) for root, table in keys.ROOTS.items()}
