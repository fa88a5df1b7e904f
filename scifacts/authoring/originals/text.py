"""Plain text: paragraphs with blank lines between, or one a line; form feeds begin pages.

No library is needed: what is not UTF-8 or marked as UTF-16 is read as Windows-1252, as browsers do
(https://encoding.spec.whatwg.org).
"""

import codecs
from collections.abc import Iterator

from scifacts.authoring.originals.original import Original, Progress, UnreadableError, line

_SHORTEST_LINE, _LONGEST_LINE = 45, 100  # characters: of texts whose lines are broken by hand
_EVEN = 0.75  # of a paragraph's lines but the last: how many are about as long as the longest
_LONG_WORD = 15
_PAGE = "\f"


def read(content: bytes, _progress: Progress) -> Original:
    """The paragraphs of a text. Raises UnreadableError."""
    paragraphs: list[str] = []
    pages: list[int] = []
    for page in decoded(content).split(_PAGE):
        pages.append(len(paragraphs) + 1)
        paragraphs += _paragraphs(page)
    return Original(paragraphs, pages=pages if len(pages) > 1 else ())


def decoded(content: bytes) -> str:
    """The text that bytes stand for. Raises UnreadableError for what is no text."""
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableError("is neither text nor a format that is known; save it as one")


def _paragraphs(text: str) -> Iterator[str]:
    block: list[str] = []
    for it in (*text.split("\n"), ""):
        if it.strip():
            block.append(it)
        elif block:
            yield from map(line, [" ".join(block)] if _is_wrapped(block) else block)
            block = []


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were broken to a width, wherever a sentence was, and are one paragraph."""
    full = [line(it) for it in lines[:-1]]
    widest = max(map(len, full), default=0)
    even = sum(len(it) > widest - _LONG_WORD for it in full)
    ended = sum(it.endswith((".", "!", "?", ":", ".”", '."')) for it in full)
    is_even = _SHORTEST_LINE <= widest <= _LONGEST_LINE and even >= _EVEN * len(full)
    return is_even and 2 * ended <= len(full)
