"""Deep links: addresses that lead to the very words quoted, and mark them.

They are text fragments (https://wicg.github.io/scroll-to-text-fragment/): browsers look for their
words in the text of the page, inside one block of it. What runs over several is told by where it
begins and where it ends.
"""

import re
from collections.abc import Sequence
from string import ascii_letters, digits
from typing import NamedTuple

from scifacts.grammar.spans import Span
from scifacts.model import Citation
from scifacts.sources import Source, fold

_PLAIN = frozenset(f"{ascii_letters}{digits}._~")  # `-`, `,` and `&` mean something in a fragment
_BROKEN = r"\s+\S*[^\W\d_]-\s*$"  # a word at the end of a line
_MOST_CONTEXT = 12  # words on either side


class Around(NamedTuple):
    """The words before and behind a place in a text."""

    before: Sequence[str]
    behind: Sequence[str]

    def nearest(self, count: int) -> tuple[str, str]:
        """So many of them on either side; signs alone are none."""
        sides = (" ".join(self.before[-count:]), " ".join(self.behind[:count]))
        before, behind = (it if any(map(str.isalnum, it)) else "" for it in sides)
        return before, behind


def deep_link(citation: Citation, source: Source | None = None) -> str | None:
    """The address of a citation's quote in its document; None if the document has no `url`.

    With the document's text at hand, the words are those of the text, with what stands before and
    behind them if the text holds them more than once.
    """
    url = citation.document.url
    if url is None:
        return None
    span = source and _place(citation, source)
    fragment = _in_text(source, span) if source and span else _without_text(citation)
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"


def _place(citation: Citation, source: Source) -> Span | None:
    """Where the quote stands in the paragraph cited."""
    places = source.places(citation.quote)
    return next((it for it in places if source.paragraph_at(it.start) == citation.paragraph), None)


def _without_text(citation: Citation) -> str:
    """The fragment of a quote as it is.

    One that runs over two paragraphs is linked by halves: the break is in one, and the browser
    finds the other.
    """
    words = citation.quote.split()
    middle = len(words) // 2 if citation.to_paragraph else 0
    halves = (" ".join(words[:middle]), " ".join(words[middle:]))
    return "&text=".join(_fragment(half) for half in halves if half)


def _in_text(source: Source, span: Span) -> str:
    """The fragment of a stretch of a text; of a word that is broken, neither half is looked for."""
    first, *others = source.text[span.start : span.end].split("\n")
    last = others[-1] if others else ""
    before, behind = _context(source, Span(span.start, span.start + len(first)), span)
    if others and re.search(_BROKEN, first):
        first, last = re.sub(_BROKEN, "", first), re.sub(r"^\s*\S+", "", last)
    return _fragment(first, last, before, behind)


def _context(source: Source, beginning: Span, span: Span) -> tuple[str, str]:
    """What tells this place from others where the text goes on like it does here."""
    wanted = source.text[beginning.start : beginning.end]
    others = [it for it in source.places(wanted) if it.start != beginning.start]
    if not others:
        return "", ""
    here = Around(_before(source, beginning), _behind(source, span))
    there = [Around(_before(source, it), _behind(source, it)) for it in others]
    for count in range(1, _MOST_CONTEXT):
        wanted_around = _folded(here.nearest(count))
        if all(_folded(it.nearest(count)) != wanted_around for it in there):
            return here.nearest(count)
    return here.nearest(_MOST_CONTEXT)


def _folded(context: tuple[str, str]) -> list[str]:
    return [fold(words).text for words in context]


def _before(source: Source, span: Span) -> list[str]:
    """The words before a place in its paragraph, or else those of the one before."""
    lines = source.text[: span.start].split("\n")
    return (lines[-1].split() or " ".join(lines[-2:-1]).split())[-_MOST_CONTEXT:]


def _behind(source: Source, span: Span) -> list[str]:
    """The words behind a place in its paragraph, or else those of the next."""
    lines = source.text[span.end :].split("\n", 2)
    return (lines[0].split() or " ".join(lines[1:2]).split())[:_MOST_CONTEXT]


def _fragment(start: str, end: str = "", before: str = "", behind: str = "") -> str:
    parts = (f"{_encoded(before)}-", _encoded(start), _encoded(end), f"-{_encoded(behind)}")
    return ",".join(part for part in parts if part.strip("-"))


def _encoded(text: str) -> str:
    """Text with all percent-encoded that is no plain letter or digit, its blanks made one."""
    encoded = " ".join(text.split()).encode()
    return "".join(chr(it) if chr(it) in _PLAIN else f"%{it:02X}" for it in encoded)
