"""Cut a question into tokens: those of the query language, or the words of a text.

A pasted text is full of what looks like the query language: quotation marks, dashes, colons. It is
told by its links, mentions and hashtags, by the punctuation of sentences, or by its length, and
then nothing in it is syntax but the fields, which no sentence writes.
"""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from scifacts.errors import QueryError

_TOKEN = re.compile(
    r"""(?P<minus>-(?=[^\s-]))?
        (?:(?P<field>[A-Za-z][A-Za-z_-]*):(?=[^\s:/]))?
        (?: "(?P<phrase>[^"]*)" | (?P<bare>[^\s"]+) )""",
    re.VERBOSE,
)
_TYPOGRAPHIC = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "≥": ">=", "≤": "<="}
)
# What has none of these reads the same either way.
_MARKS = ('"', "*", ":", " -", "@", "#", "/")
# The rarer patterns are compiled when first used: start-up is paid at every lookup.
_LINK = r"(?:https?://|www\.|(?:[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,24}/)\S*"
_PROSE = rf"""(?x)
    {_LINK}
  | (?<!\w) [@#] [^\W\d]                                     # a mention, a hashtag
  | [^\W\d_]{{2}} [.;:!?…]+ [')\]]* \s+ [^\s-]               # a stop inside
  | ^ ["'(]* [A-Z] .* [^\W\d_]{{2}} [.!?…]+ ["')]* $          # a whole sentence
  | [^\W\d_]{{2}} [.,;!?…]+ " | " [.,;!?…]+ (\s+[^\s-] | $)  # a stop where a quotation ends
  | \S \s+ [-–—]+ \s+ \S | [\w"'] \s* [–—] | \w - \s        # a dash
  | \d " (?!\S)                                              # inches
  | \n
"""
_CAMEL = r"(?<![^\W_])[^\W_]*[a-z][A-Z][^\W_]*"
_HUMP = r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"
_MOST_TYPED = 12  # words; nobody types more and means it as a query


class Token(NamedTuple):
    """A part of a question between blanks, or between quotation marks.

    `parts` are the words that a text writes as one: realDonaldTrump.
    """

    value: str
    field: str = ""
    is_excluded: bool = False
    is_phrase: bool = False
    parts: tuple[str, ...] = ()


def typed(text: str, fields: Collection[str]) -> Iterator[Token]:
    """The tokens of a question as it is typed, or pasted. Raises QueryError."""
    text = unified(text).strip()
    is_prose = any(mark in f" {text}" for mark in _MARKS) and _is_prose(text)
    return _pasted(text, fields) if is_prose else _query_language(text)


def plain(text: str) -> Iterator[Token]:
    """The words of a text, without its links."""
    if text.isupper():
        text = text.lower()  # else all its words are acronyms
    text = re.sub(_LINK, " ", text).replace("*", " ")
    for value in re.sub(_CAMEL, r" \g<0> ", text).split():
        parts = re.sub(_HUMP, " ", value).split() if re.fullmatch(_CAMEL, value) else ()
        yield Token(value, parts=tuple(parts))


def unified(text: str) -> str:
    """`text` with the signs of the query language as a keyboard has them."""
    return text.translate(_TYPOGRAPHIC)


def _is_prose(text: str) -> bool:
    words = re.sub(r'"[^"]*"', " ", text).split()
    bare = sum(word[0] != "-" and ":" not in word for word in words)
    return bare > _MOST_TYPED or re.search(_PROSE, text) is not None


def _pasted(text: str, fields: Collection[str]) -> Iterator[Token]:
    field = rf"""(?<!\S)(-?)({"|".join(fields)}):(?:"([^"]*)"|([^\s":/][^\s"]*))"""
    for minus, name, quoted, bare in re.findall(field, text):
        yield Token(quoted or bare, name, is_excluded=bool(minus))
    yield from plain(re.sub(field, " ", text))


def _query_language(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _TOKEN.match(text, at)
        if token is None:
            message = f"the quotation mark at character {text.index(chr(34), at) + 1} is not closed"
            raise QueryError(f"{message}: {text!r}")
        at = token.end()
        is_phrase = token["phrase"] is not None
        value = token["phrase"] if is_phrase else token["bare"]
        yield Token(value, token["field"] or "", bool(token["minus"]), is_phrase)
