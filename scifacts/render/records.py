"""Answers as JSON: an array of records, or a record a line."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scifacts.hits import Hit
    from scifacts.render import Screen


def as_json(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """One array, a record a line."""
    return array_of(hit.record for hit in hits)


def as_jsonl(hits: "Iterable[Hit]", _screen: "Screen") -> Iterator[str]:
    """A record a line (https://jsonlines.org)."""
    for hit in hits:
        yield f"{hit.record}\n"


def array_of(records: Iterable[str]) -> Iterator[str]:
    """Records of any sort as one array, a record a line."""
    opening = "["
    for record in records:
        yield f"{opening}{record}"
        opening = ",\n"
    yield "[]\n" if opening == "[" else "]\n"
