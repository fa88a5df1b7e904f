"""References as an HTML list, an item a document with the document's id in its own."""

from collections.abc import Iterable, Iterator
from html import escape

from scifacts.exchange.prose import Marks, sentences
from scifacts.exchange.references import Reference
from scifacts.text import safe


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A list with an item a reference; titles and places are links where there is an address."""
    opening = '<ul class="references">\n'
    for reference in references:
        item = f'<li id="ref-{reference.document.id}">{sentences(reference, _MARKS)}</li>\n'
        yield f"{opening}{item}"
        opening = ""
    yield "" if opening else "</ul>\n"


def _link(words: str, address: str) -> str:
    return f'<a href="{_escaped(address)}">{words}</a>'


def _escaped(text: str) -> str:
    return escape(" ".join(safe(text).split()))


_MARKS = Marks(_escaped, lambda title: f"<cite>{title}</cite>", _link)
