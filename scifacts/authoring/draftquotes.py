"""The few words of a sentence that prove something: clauses, cut to the length of a quote."""

import re
from collections.abc import Iterable, Sequence

from scifacts.check import MAX_QUOTE_WORDS
from scifacts.grammar.spans import Span

_CLAUSE = re.compile(r"[,;:](?=\s)|\s[—–-](?=\s)|—|[.!?]+[\"'”’)\]]*\s*$")
_EDGES = " ,;:—–▲"
_MARKS = ('"', "“", "”")


def quote(text: str, wanted: Sequence[Span]) -> Span | None:
    """The clauses of `text` that hold all spans wanted, or of these only what may be quoted.

    None if even that is longer than a quote may be.
    """
    start, end = min(it.start for it in wanted), max(it.end for it in wanted)
    ends = [0, *(it.end() for it in _CLAUSE.finditer(text)), len(text)]
    first = max((it for it in ends if it <= start), default=0)
    last = min((it for it in ends if it >= end), default=len(text))
    for span in ((first, last), (first, end), (start, last), (start, end)):
        found = _trimmed(text, *_whole_words(text, *span))
        if _is_short(text, found):
            return found
    return None


def groups(text: str, spans: Iterable[Span]) -> list[tuple[list[Span], Span]]:
    """Spans gathered from left to right into as few quotes as hold them, each with its quote."""
    found: list[tuple[list[Span], Span]] = []
    for span in sorted(spans):
        gathered = [*found[-1][0], span] if found else []
        together = quote(text, gathered) if gathered else None
        if together is not None:
            found[-1] = (gathered, together)
            continue
        alone = quote(text, [span])
        if alone is not None:
            found.append(([span], alone))
    return found


def _is_short(text: str, span: Span) -> bool:
    return 0 < len(span.of(text).split()) <= MAX_QUOTE_WORDS


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _trimmed(text: str, start: int, end: int) -> Span:
    """A stretch without punctuation at its ends, and without a quotation mark that is alone."""
    while start < end and (text[start] in _EDGES or _is_alone(text, start, end, start)):
        start += 1
    while start < end and (text[end - 1] in f"{_EDGES}." or _is_alone(text, start, end, end - 1)):
        end -= 1
    return Span(start, end)


def _is_alone(text: str, start: int, end: int, at: int) -> bool:
    """Whether what stands at an end of a stretch has no counterpart inside."""
    match text[at]:
        case "(":
            return ")" not in text[start:end]
        case ")":
            return "(" not in text[start:end]
        case sign if sign in _MARKS:
            return sum(text.count(it, start, end) for it in _MARKS) % 2 == 1
        case _:
            return False
