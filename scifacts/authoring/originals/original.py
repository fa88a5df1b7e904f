"""What was taken from a file: its text as a reader sees it, and what it says of itself."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple
from unicodedata import normalize

from scifacts.errors import ScifactsError
from scifacts.keys import DOI_PATTERN, LANGUAGE_PATTERN
from scifacts.text import is_web_address, safe

Progress = Callable[[int, int], None]

_DAY = re.compile(r"(\d{4})(?:[-/]?(\d{1,2})(?:[-/]?(\d{1,2}))?)?(?!\d)")
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u00ad\u200b\u200e\u200f\u2060\u061c"))
_INVISIBLE |= dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_INVISIBLE |= dict.fromkeys(
    (*range(0x09), *range(0x0E, 0x1C), *range(0x7F, 0x85), *range(0x86, 0xA0))
)


class UnreadableError(ScifactsError):
    """No text can be taken from a file; the message says why, and what to do."""


class Metadata(NamedTuple):
    """What a document says of itself, by the keys of a document; what it leaves out is absent."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    url: str | None = None
    doi: str | None = None
    type: str | None = None

    def completed(self, other: "Metadata") -> "Metadata":
        """This one, with what it leaves out taken from another."""
        return other._replace(**{key: value for key, value in self._asdict().items() if value})


class Original(NamedTuple):
    """A file's text, one paragraph a string, and what it says of itself.

    `pages` are the numbers of the paragraphs, from 1, that its pages begin at, in their order.
    """

    paragraphs: Sequence[str]
    metadata: Metadata = Metadata()
    pages: Sequence[int] = ()


def line(text: str) -> str:
    """A text on one line, without what nobody sees."""
    return normalize("NFC", " ".join(text.translate(_INVISIBLE).split()))


def metadata(**found: Any) -> Metadata:
    """What was found, in the forms that a base asks for; what has another form is left out."""
    authors = (_words(it) for it in found.get("authors", ()))
    return Metadata(
        title=_words(found.get("title")),
        authors=tuple(dict.fromkeys(it for it in authors if it)),
        publisher=_words(found.get("publisher")),
        published=day(found.get("published")),
        language=_matching(LANGUAGE_PATTERN, (found.get("language") or "").replace("_", "-")),
        url=_address(found.get("url")),
        doi=doi(found.get("doi")),
        type=found.get("type"),
    )


def first(found: Iterable[str | None]) -> str | None:
    """The first that says something."""
    return next((it for it in found if it and it.strip()), None)


def day(text: str | None) -> str | None:
    """The day, month or year that a time begins with, written from the year down, if it is one.

    >>> day("2024-06-12T08:30:00Z"), day("20240612"), day("2024/6"), day("2024-13"), day("June")
    ('2024-06-12', '2024-06-12', '2024-06', None, None)
    """
    match = _DAY.match((text or "").strip())
    if match is None:
        return None
    found = "-".join(it.zfill(2) for it in match.groups() if it)
    try:
        date.fromisoformat(f"{found}-01-01"[:10])
    except ValueError:
        return None
    return found


def doi(text: str | None) -> str | None:
    """A DOI without its resolver.

    >>> doi("https://doi.org/10.1000/182"), doi("doi:10.1000/182"), doi("978-3")
    ('10.1000/182', '10.1000/182', None)
    """
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|(?:urn:)?doi:\s*)", "", (text or "").strip())
    return _matching(DOI_PATTERN, bare)


def _words(text: str | None) -> str | None:
    return safe(line(text)) or None if text else None


def _address(text: str | None) -> str | None:
    return text if text and is_web_address(text) else None


def _matching(pattern: str, text: str) -> str | None:
    return text if re.fullmatch(pattern, text) else None
