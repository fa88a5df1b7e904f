"""A document's text to read along, what quotes stand for marked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text

from scifacts.render import Screen
from scifacts.render.canvas import QUIET, Canvas, plain

if TYPE_CHECKING:
    from scifacts.evidence.coverage import Coverage

_COVERED = "green"
_OPEN, _CLOSE = "⟦", "⟧"


def marked_text(result: "Coverage", screen: Screen) -> Iterator[str]:
    """Each paragraph with its number; covered stretches in colour, or else in brackets.

    Furniture is set back, with the reason why nothing in it is to be cited.
    """
    canvas = Canvas(screen)
    reasons = {
        number: item.reason for item in result.document.furniture for number in item.paragraphs
    }
    yield canvas.drawn(plain(result.document.name, "bold"))
    for number, (start, end) in result.source.paragraphs():
        label = Text(f"¶{number} ", style=QUIET)
        if number in reasons:
            body = plain(f"{result.source.text[start:end]} [{reasons[number]}]", QUIET)
        else:
            body = _marked(result, start, end, screen)
        yield "\n" + canvas.drawn(Text.assemble(label, body))


def _marked(result: "Coverage", start: int, end: int, screen: Screen) -> Text:
    body = Text()
    at = start
    for first, last in _merged(result, start, end):
        body.append(plain(result.source.text[at:first]))
        covered = plain(result.source.text[first:last])
        if screen.colored:
            covered.stylize(_COVERED)
            body.append(covered)
        else:
            body.append_text(Text.assemble(_OPEN, covered, _CLOSE))
        at = last
    return body.append(plain(result.source.text[at:end]))


def _merged(result: "Coverage", start: int, end: int) -> list[tuple[int, int]]:
    """The covered stretches of a paragraph, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for span in sorted(result.quoted):
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
