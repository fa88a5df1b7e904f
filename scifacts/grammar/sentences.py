"""Sentences: where they begin and end."""

import re
from collections.abc import Iterator

from scifacts.grammar.spans import Span

# Before a name or a number: a full stop after these ends no sentence.
_TITLES = """
    Mr Mrs Ms Dr Prof Profs Rev Hon Gen Col Maj Capt Lt Sgt Adm Gov Sen Rep Pres St Mt Ft Fig Figs
    Eq Eqs Sec Vol Ed Eds Ref Refs pp p cf ca vs al approx
""".split()
# These may end one: it does so if the next word is one that begins sentences.
_SHORT = """
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec No Nos
    Inc Ltd Co Corp Bros Jr Sr etc Univ Dept Assn Ave
""".split()
_OPENERS = """
    A After All Also An And Another As At Both But By During Each For From He Her His However How
    If In It Its Many Meanwhile Most No Not Of On One Only Other Our She Since So Some Such That The
    Their Then There These They This Those Though To Two Under Until We What When Where While Who
    With Yet You
""".split()
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[▲]*(\w+))")
_TITLE = re.compile(rf"(?:\b(?:{'|'.join(_TITLES)}))\.$")
_SHORTENED = re.compile(rf"(?:\b(?:{'|'.join(_SHORT)}|[A-Z]|Ph\.D)|\b(?:[A-Za-z]\.)+[A-Za-z])\.$")
_LATIN = re.compile(r"\b(?:e\.g|i\.e)\.$")
# In a list: at the beginning of a line or sentence.
_NUMBERED = re.compile(r"(?:^|[.!?]\s)\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivx]+)\.$", re.MULTILINE)
# "Why?" Li asked: the sentence goes on.
_ASKED = re.compile(
    r"\s+(?:[A-Z][\w'’-]*\s+){1,4}(?:said|says|asked|asks|added|wrote|replied|told)\b"
)
_TERMINAL = re.compile(r"[.!?…:][\"'”’)\]]*\s*$")
_REACH = 16


def sentences(text: str) -> Iterator[Span]:
    """The sentences of `text`, in order; each line is a paragraph.

    One that a paragraph breaks off runs on in the next: after a comma or hyphen, or before a small
    letter.
    """
    start = 0
    for end in (*_ends(text), len(text)):
        words = text[start:end]
        if words.strip():
            yield Span(start + len(words) - len(words.lstrip()), end)
        start = end


def _ends(text: str) -> list[int]:
    ends = {match.end() for match in _END.finditer(text) if _is_end(text, match)}
    at = text.find("\n")
    start = 0
    while 0 <= at < len(text) - 1:
        if not _runs_on(text[start:at], text[at + 1]):
            ends.add(at)
        start, at = at + 1, text.find("\n", at + 1)
    return sorted(ends)


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence, not an abbreviation, an initial or a list's number."""
    opener = match[1]
    if not (opener[0].isupper() or opener[0].isdigit()):
        return False
    if match[0][0] in "!?":
        return not (match[0][-1] in "\"'”’" and _ASKED.match(text, match.end()))
    before = text[max(0, match.start() - _REACH) : match.start() + 1]
    if _TITLE.search(before) or _LATIN.search(before) or _NUMBERED.search(before):
        return False
    is_opener = opener in _OPENERS and not text.startswith(".", match.end(1))
    return is_opener or not _SHORTENED.search(before)


def _runs_on(paragraph: str, following: str) -> bool:
    """Whether a sentence of a paragraph goes on in the one that follows it."""
    if _TERMINAL.search(paragraph):
        return False
    return paragraph.rstrip().endswith(("-", ",")) or following.islower()
