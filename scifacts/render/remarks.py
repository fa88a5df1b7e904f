"""A review for a terminal: where, the verdict in colour, the sentence, and what it rests on."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from scifacts.render import Screen
from scifacts.render.canvas import QUIET, Canvas, indented, plain
from scifacts.render.reviews import Manuscript, details, heading
from scifacts.review.values import Outcome, State

if TYPE_CHECKING:
    from scifacts.review.values import Reviewed

_STYLES = {
    State.SUPPORTED: "bold green",
    State.DIFFERS: "bold red",
    State.SAID: "bold yellow",
    State.UNKNOWN: "bold",
}


def drawn(of: Manuscript, found: "Iterable[Reviewed]", screen: Screen) -> Iterator[str]:
    """A few lines a sentence; what differs is marked where it stands."""
    canvas = Canvas(screen)
    for it in found:
        head = Text.assemble(
            (f"{heading(of, it)} ", QUIET), (it.state, _STYLES[it.state]), ": ", _marked(it)
        )
        rest = (indented(plain(line, QUIET)) for line in details(it))
        yield canvas.drawn(head, *rest)


def _marked(it: "Reviewed") -> Text:
    """The sentence, with the parts that differ marked."""
    text = plain(it.text)
    if len(text.plain) == len(it.text):
        for match in it.matches:
            for part in match.parts:
                if part.outcome is Outcome.DIFFERS and part.end > part.start:
                    text.stylize("bold underline", part.start, part.end)
    return text
