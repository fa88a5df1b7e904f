"""Read plain text and Markdown as sentences, each with its place in the file."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from scifacts.grammar.sentences import sentences
from scifacts.review.values import Place


class Passage(NamedTuple):
    """A sentence or heading: its words on one line, and where it stands in the file."""

    text: str
    place: Place
    offset: int
    end: int
    is_heading: bool
    claims: bool


class _Block(NamedTuple):
    """A paragraph, list item, table cell or heading: its lines as spans of the file."""

    lines: tuple[tuple[int, int], ...]
    is_heading: bool


_FRONT = re.compile(r"\A(?:---|\+\+\+)[ \t]*\n.*?\n(?:---|\+\+\+|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_CODE = re.compile(r"(?: {4}|\t)\S")
_LEAD = re.compile(r"[ \t]*(?:>[ \t]?)*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?")
_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:[-*_=~][ \t]*){3,}$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*$")
_DEFINED = re.compile(r"[ \t]{0,3}\[[^\]\n]+\]:[ \t]")
# What Markdown writes and nobody reads: the first group is shown, if there is one.
_MARKUP = re.compile(
    r"`[^`\n]*`"  # code
    r"|!\[([^\]\n]*)\]\([^)\n]*\)|\[\^[^\]\n]*\]"  # an image, the sign of a footnote
    r"|(?<!\\)\[([^\]\n]+)\](?:\([^)\n]*\)|\[[^\]\n]*\])"  # a link
    r"|<(?:https?://|mailto:)[^>\s]*>|</?[A-Za-z][^>\n]*>|<!--.*?-->|https?://[^\s)>\]]+"
    r"|\*\*|__|(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])|~~|\\(?=[^\w\s])",
    re.DOTALL,
)
_VERB = re.compile(r"[a-z]{2,}")
_ADDRESSED = re.compile(
    r"^\W*(?:dear|hello|hi|hey|welcome|thanks|thank\s+you|good\s+(?:morning|evening|afternoon|day)"
    r"|see|click|read|subscribe|photo|photos|image|source|sources|credit|figure|table|note|contact"
    r"|best\s+wishes|kind\s+regards|yours|sincerely|let\s+us|please)\b(?!.*\b(?:is|are|was|were|has"
    r"|have|had|will)\b)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_MOST_OF_A_HEADING = 12


def passages(text: str) -> Iterator[Passage]:
    """The sentences of a text and its headings, in order; code, rules and addresses left out."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    for block in _blocks(text):
        yield from _sentences(text, block, starts)


def _blocks(text: str) -> Iterator[_Block]:
    """The paragraphs of a text, by blank lines and by what Markdown begins a new one with."""
    front = _FRONT.match(text)
    at = front.end() if front else 0
    held: list[tuple[int, int]] = []
    fence = ""
    for line in text[at:].splitlines(keepends=True):
        start, end = at, at + len(line.rstrip())
        at += len(line)
        bare = line.rstrip()
        opening = _FENCE.match(bare)
        if fence or opening:
            if opening and (
                not fence or (opening[1].startswith(fence) and not bare.strip("`~ \t"))
            ):
                fence = "" if fence else opening[1]
            yield from _closed(held)
        elif held and _UNDERLINE.match(bare) and bare.strip():
            yield _Block(tuple(held), is_heading=True)
            held.clear()
        elif not bare.strip() or _RULE.match(bare) or _DEFINED.match(bare):
            yield from _closed(held)
        elif _HEADING.match(bare):
            yield from _closed(held)
            yield _Block(((start + len(bare) - len(bare.lstrip(" \t#")), end),), is_heading=True)
        elif bare.lstrip().startswith("|") or _TABLE_RULE.match(bare):
            yield from _closed(held)
            yield from _cells(bare, start)
        elif not held and _CODE.match(line):
            continue
        else:
            lead = _LEAD.match(bare)
            assert lead is not None
            if lead[0].strip(" \t>") and held:
                yield from _closed(held)
            held.append((start + lead.end(), end))
    yield from _closed(held)


def _closed(held: list[tuple[int, int]]) -> Iterator[_Block]:
    if held:
        yield _Block(tuple(held), is_heading=False)
        held.clear()


def _cells(line: str, start: int) -> Iterator[_Block]:
    """The cells of a row of a table; a rule below its head has none."""
    if _TABLE_RULE.match(line):
        return
    for match in re.finditer(r"(?:\\\||[^|])+", line):
        if match[0].strip():
            yield _Block(((start + match.start(), start + match.end()),), is_heading=False)


def _sentences(text: str, block: _Block, starts: list[int]) -> Iterator[Passage]:
    """The sentences of a block; what its markup hides takes no part in them."""
    shown, offsets = _shown(text, block)
    is_heading = block.is_heading or _looks_like_heading(shown)
    for span in sentences(shown):
        words = shown[span.start : span.end].rstrip()
        if not words:
            continue
        first, last = offsets[span.start], offsets[span.start + len(words) - 1] + 1
        place = Place(*_position(first, starts), *_position(last, starts))
        claims = not is_heading and _claims(words)
        yield Passage(words, place, first, last, is_heading, claims)


def _shown(text: str, block: _Block) -> tuple[str, list[int]]:
    """What a reader of a block sees, on one line, and where each character of it stands."""
    raw: list[int] = []
    for start, end in block.lines:
        if raw:
            raw.append(start - 1)
        raw.extend(range(start, end))
    joined = "".join(" " if text[it] in "\n\r\t" else text[it] for it in raw)
    if len(block.lines) > 1:
        joined = _unwrapped(joined, raw, block)
    kept: list[int] = []
    at = 0
    for match in _MARKUP.finditer(joined):
        kept.extend(range(at, match.start()))
        group = next((n for n in (1, 2) if match[n]), 0)
        kept.extend(range(*match.span(group)) if group else ())
        at = match.end()
    kept.extend(range(at, len(joined)))
    return "".join(joined[it] for it in kept), [raw[it] for it in kept]


def _unwrapped(joined: str, raw: list[int], block: _Block) -> str:
    """The blank that stands for a line end, since an indented block has begun before it."""
    ends = {start - 1 for start, _ in block.lines[1:]}
    return "".join(" " if raw[n] in ends else sign for n, sign in enumerate(joined))


def _position(offset: int, starts: list[int]) -> tuple[int, int]:
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def _looks_like_heading(text: str) -> bool:
    """Whether a paragraph is a title: short, and no stop ends it."""
    words = text.split()
    return len(words) <= _MOST_OF_A_HEADING and not re.search(r"[.!?:;,…][\"'”’)\]*_]*\s*$", text)


def _claims(words: str) -> bool:
    """Whether a sentence says something: it is no question, no greeting and no mere fragment."""
    if words.rstrip("\"'”’)] ").endswith("?") or _ADDRESSED.match(words):
        return False
    return len(words.split()) >= _FEWEST_WORDS and _VERB.search(words) is not None
