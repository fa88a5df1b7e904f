"""Answers for a person at a terminal: a card a fact, its documents under the claim."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from scifacts.kinds import State
from scifacts.render import Screen
from scifacts.render.canvas import ACCENT, FIGURE, QUIET, Canvas, indented, joined, plain

if TYPE_CHECKING:
    from scifacts.hits import Hit
    from scifacts.model import Citation, Document, Fact
    from scifacts.summaries import Neighbours


def as_cards(hits: "Iterable[Hit]", screen: Screen) -> Iterator[str]:
    """A card a fact, with a blank line between."""
    canvas = Canvas(screen)
    gap = ""
    for hit in hits:
        yield gap + canvas.drawn(*_card(hit.fact, canvas, is_certain=hit.is_certain), *_why(hit))
        gap = "\n"


def full_card(
    hit: "Hit", neighbours: "Neighbours", screen: Screen, references: Iterable[str] = ()
) -> Iterator[str]:
    """One fact with all that is known of it, references in text if wanted, and its neighbours."""
    canvas = Canvas(screen)
    fact = hit.fact
    yield canvas.drawn(*_card(fact, canvas))
    rows = {
        "about": ", ".join(f"{entity.name} ({entity.type})" for entity in fact.about),
        "measure": fact.figure.measure if fact.figure else "",
        "inferred": ", ".join(fact.inferred),
        "note": fact.note or "",
    }
    yield canvas.drawn(
        *(
            indented(Text.assemble((f"{label}: ", QUIET), plain(value)))
            for label, value in rows.items()
            if value
        )
    )
    sections = {
        "Cite as": [plain(line.rstrip()) for line in references],
        "Same measure": [_neighbour(other.fact) for other in neighbours.same_measure],
        "Same document": [_neighbour(other.fact) for other in neighbours.same_document],
    }
    for title, lines in sections.items():
        if lines:
            yield "\n" + canvas.drawn(Text(title, style="bold"), *map(indented, lines))


def _card(
    fact: "Fact", canvas: Canvas, *, is_certain: bool | None = None
) -> Iterator[RenderableType]:
    yield canvas.claim(fact.claim, "bold")
    figure = plain(str(fact.figure), FIGURE) if fact.figure else Text()
    speaker = plain(f"said by {fact.speakers}") if fact.said_by else Text()
    yield indented(
        joined(
            [
                figure,
                Text("possibly", style="italic") if is_certain is False else Text(),
                plain(fact.date or ""),
                Text(fact.kind),
                speaker,
                Text(fact.id, style=QUIET),
            ]
        )
    )
    for citation in fact.citations:
        yield indented(_citation(citation, canvas))


def _why(hit: "Hit") -> Iterator[RenderableType]:
    if hit.why is not None:
        yield indented(Text(f"score {hit.score or 0.0:.2f}", style=QUIET))
        for words, claim, names, rest, points in hit.why:
            where = f"claim {claim}, names {names}, rest {rest}"
            yield indented(Text(f"  {points:5.2f}  {words}: {where}", style=QUIET))


def _citation(citation: "Citation", canvas: Canvas) -> Text:
    quote = Text.assemble("“", canvas.claim(citation.quote, "italic"), "”")
    state = Text("" if citation.state is State.UNCHECKED else f" [{citation.state}]", style=QUIET)
    return Text.assemble(
        quote, " ", source(citation.document, canvas), f" {citation.locator}", state
    )


def source(document: "Document", canvas: Canvas) -> Text:
    """What a document is called, who published it, when, and its id."""
    parts = [
        canvas.linked(plain(document.name, ACCENT), document.address),
        plain(document.publisher or ""),
        plain(document.published or ""),
    ]
    if document.title:
        parts.append(Text(document.id, style=QUIET))
    return joined(parts)


def _neighbour(fact: "Fact") -> Text:
    figure = plain(str(fact.figure), FIGURE) if fact.figure else Text()
    return joined([figure, plain(fact.claim), Text(fact.id, style=QUIET)])
