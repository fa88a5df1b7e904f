"""References as sentences, in the one order that text, Markdown and HTML share."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from scifacts.exchange.references import Locator, Reference
from scifacts.grammar.datewords import MONTHS

_STOPS = (".", "?", "!", "…")


class Marks(NamedTuple):
    """How a form writes what stands in a reference.

    `escaped` makes text stand for itself; `title` marks an escaped title; `link` leads from escaped
    words to an address, or `shows_addresses` beside them.
    """

    escaped: Callable[[str], str]
    title: Callable[[str], str]
    link: Callable[[str, str], str]
    shows_addresses: bool = False


def sentences(reference: Reference, marks: Marks) -> str:
    """Who wrote it; its title; who published it, when, and where in it; where it can be read.

    What was inferred stands in brackets; what is not known is left out.
    """
    document = reference.document
    address = document.address
    name = _name(reference, marks)
    found = [
        _stopped(marks.escaped("; ".join(map(str, reference.authors)))),
        _stopped(marks.link(name, address) if name and address else name, document.title or ""),
        _stopped(", ".join(filter(None, _circumstances(reference, marks)))),
    ]
    if address and marks.shows_addresses:
        found.append(address)
    if document.accessed:
        found.append(f"Accessed {in_words(document.accessed)}.")
    if document.archived:
        found.append(f"Archived: {marks.link(document.archived, document.archived)}")
    return " ".join(filter(None, found))


def capitalized(text: str) -> str:
    """Text with its first letter large."""
    return text[:1].upper() + text[1:]


def in_words(date: str) -> str:
    """A date for people: `12 June 2025`, `June 2025`, `2021–2025`, `since 2018`."""
    first, between, last = date.partition("/")
    if not between:
        return _point(first)
    if first == "..":
        return f"until {_point(last)}"
    return f"since {_point(first)}" if last == ".." else f"{_point(first)}–{_point(last)}"


def _point(date: str) -> str:
    year, month, day = [*date.split("-"), "", ""][:3]
    parts = (day.lstrip("0"), MONTHS[int(month) - 1] if month else "", year)
    return " ".join(filter(None, parts))


def _name(reference: Reference, marks: Marks) -> str:
    """The title, or for what has nothing else to be told by, its id in brackets."""
    document = reference.document
    if document.title:
        return marks.title(marks.escaped(document.title))
    return "" if document.authors or document.publisher else marks.escaped(f"[{document.id}]")


def _circumstances(reference: Reference, marks: Marks) -> Iterator[str]:
    """Publisher, date, and where in it."""
    document = reference.document
    published = document.published and in_words(document.published)
    for key, value in (("publisher", document.publisher), ("published", published)):
        if value:
            yield marks.escaped(f"[{value}]" if key in document.inferred else value)
    place = _linked(reference, marks)
    yield place if document.publisher or published else capitalized(place)


def _linked(reference: Reference, marks: Marks) -> str:
    """The places, each leading to the first quote there if the document is on the web."""
    if marks.shows_addresses or all(it.link is None for it in reference.locators):
        return marks.escaped(reference.place)
    label = reference.place.partition(" ")[0]
    return f"{label} {', '.join(_place(it, marks) for it in reference.places)}"


def _place(locator: Locator, marks: Marks) -> str:
    value = marks.escaped(locator.value)
    return marks.link(value, locator.link) if locator.link else value


def _stopped(sentence: str, ending: str = "") -> str:
    """A sentence with its full stop, unless it, or its `ending`, has one."""
    return sentence if not sentence or (ending or sentence).endswith(_STOPS) else f"{sentence}."
