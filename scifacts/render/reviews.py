"""A review as a compiler would have it, as JSON, as SARIF, or as the text with footnotes."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from scifacts.model import Fact
from scifacts.render import Screen
from scifacts.review.values import Outcome, Part, Reviewed, State
from scifacts.text import safe


class ReviewForm(StrEnum):
    """How a review can be written."""

    LINES = "lines"
    JSON = "json"
    MARKDOWN = "markdown"
    SARIF = "sarif"


class Manuscript(NamedTuple):
    """A text that is reviewed, and what its file is called."""

    name: str
    text: str


# What needs a library or is long loads with the form that is asked for.
_MODULES = {
    ReviewForm.JSON: "review_records",
    ReviewForm.MARKDOWN: "footnotes",
    ReviewForm.SARIF: "sarif",
}


def reviewed(
    form: ReviewForm, of: Manuscript, found: Iterable[Reviewed], screen: Screen
) -> Iterator[str]:
    """A review in a form, a piece of text at a time."""
    if form is ReviewForm.LINES:
        if screen.styled:
            pieces: Iterator[str] = _module("remarks").drawn(of, found, screen)
            return pieces
        return ("".join(f"{line}\n" for line in lines(of, it)) for it in found)
    made: Iterator[str] = getattr(_module(_MODULES[form]), f"as_{form}")(of, found)
    return made


def lines(of: Manuscript, it: Reviewed) -> Iterator[str]:
    """A sentence as a compiler would tell of it, and under it what the verdict rests on."""
    yield f"{heading(of, it)} {it.state}: {safe(it.text)}"
    yield from (f"  {line}" for line in details(it))


def heading(of: Manuscript, it: Reviewed) -> str:
    """Where a sentence stands: `article.md:12:5:`."""
    return f"{safe(of.name)}:{it.place.line}:{it.place.column}:"


def details(it: Reviewed) -> Iterator[str]:
    """Why, what was compared, and the facts with figure, document and reference."""
    if it.state is not State.DIFFERS:  # whose parts tell it themselves
        yield it.reason
    if it.assumed:
        yield f"taken to speak of {safe(it.assumed)}"
    for match in it.matches:
        yield from (f"{compared(part)}" for part in match.parts if _is_shown(it.state, part))
        yield reference(match.fact)
    for hit in it.nearest:
        yield f"nearest: {reference(hit.fact)}"


def _is_shown(state: State, part: Part) -> bool:
    return part.outcome is Outcome.DIFFERS or state is not State.DIFFERS


def compared(part: Part) -> str:
    """A part of a sentence beside what a fact says."""
    said = f"“{safe(part.said)}”" if part.said else "nothing"
    known = f"“{safe(part.known)}”" if part.known else "nothing"
    if part.outcome is Outcome.AGREES:
        same = "" if part.said == part.known else f", known as {known}"
        return f"{part.what}: {said} agrees{same}"
    return f"{part.what}: {said} here, {known} by the base"


def reference(fact: Fact) -> str:
    """A fact in one line: id, figure, claim, and where it was read."""
    figure = f"{fact.figure}; " if fact.figure else ""
    found = (
        ", ".join(filter(None, (it.document.name, it.document.published, it.locator)))
        for it in fact.citations
    )
    places = "; ".join(dict.fromkeys(found))
    return f"{fact.id}: {safe(figure)}{safe(fact.claim)} [{safe(places)}]"


def _module(name: str) -> ModuleType:
    return import_module(f"scifacts.render.{name}")
