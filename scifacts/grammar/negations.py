"""Negation: where a text says that something is not so."""

import re
from collections.abc import Iterator

from scifacts.grammar.spans import Span

# What looks like one and denies nothing: hedges, set phrases.
_NOT_ONES = r"""
    not\s+only | not\s+just | not\s+merely | not\s+simply | not\s+least | not\s+to\s+mention
    | (?:no|not)\s+(?:more|less|fewer|later|earlier|longer|sooner)\s+than | not\s+over
    | no\s+doubt | without\s+(?:a\s+)?doubt | without\s+question | no\s+wonder | no\s+matter
    | whether\s+or\s+not | or\s+not\b | if\s+not\b | (?:can|could)(?:not|\s+not|n['’]t)\s+but
    | nothing\s+(?:less|short)\s+(?:than|of) | no\s+(?:small|mean)\s+\w+
    | why\s+not | not\s+for\s+profit | not-for-profit | no\.\s*\d+
"""
_CUES = r"""
    no\s+longer | not\s+yet | not | cannot | never | neither | nor | none | nobody | nothing
    | nowhere | no\s+one | no | without | hardly | scarcely | \w+n['’]t
    | (?:has|have|had|is|are|was|were)\s+yet\s+to | yet\s+to\s+be
    | (?:fail|fails|failed|failing)\s+to
    | (?:refuse|refuses|refused|decline|declines|declined)\s+to
    | unable\s+to
    | lack(?!\s+of) | lacks | lacked | lacking
    | (?:stop|stops|stopped|cease|ceases|ceased)(?=\s+\w+ing\b) | instead\s+of | rather\s+than
    | (?:rule|rules|ruled|ruling)\s+out | den(?:y|ies|ied|ying)
"""
_PATTERN = re.compile(
    rf"(?<![\w'’-])(?:(?P<none>{_NOT_ONES})|(?:{_CUES}))(?![\w'’-])", re.IGNORECASE | re.VERBOSE
)


def negations(text: str) -> Iterator[Span]:
    """Where `text` denies: `not`, `no longer`, `never`, `has yet to`, `isn't`, `fails to`.

    "Not only", "no fewer than" and their like deny nothing.
    """
    for match in _PATTERN.finditer(text):
        if match["none"] is None:
            yield Span(*match.span())
