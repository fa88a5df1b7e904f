"""References as plain text, a line a document."""

from collections.abc import Iterable, Iterator

from scifacts.exchange.prose import Marks, sentences
from scifacts.exchange.references import Reference
from scifacts.text import safe


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A reference a line; the address of its document ends it."""
    for reference in references:
        yield f"{sentences(reference, _MARKS)}\n"


def _escaped(text: str) -> str:
    return " ".join(safe(text).split())


_MARKS = Marks(_escaped, lambda title: f"“{title}”", lambda words, _: words, shows_addresses=True)
