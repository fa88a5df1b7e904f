"""Respell what an index does not have: the nearest words, words joined and words split."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from scifacts.dialects.sqlite import LISTED, Connection, Cursor, array
from scifacts.index.everyday import is_everyday
from scifacts.query import Term
from scifacts.text import STOP_WORDS, analyzer

_SHORTEST, _LONG, _LONGEST = 3, 8, 80  # letters
_LAST = "\U0010ffff"
_MOST_CANDIDATES = 20_000


class Respelling(NamedTuple):
    """A question's terms with unknown words respelt.

    `corrections` maps what was written to what was put in its place; `nearest` maps every unknown
    word to the nearest words of the index.
    """

    terms: list[Term]
    corrections: dict[str, str]
    nearest: dict[str, list[str]]


def respelt(connection: Connection, terms: Sequence[Term], unknown: Sequence[str]) -> Respelling:
    """Put words of the index in the place of `unknown` ones.

    Two words that are one word together, or one that is two, are so before letters are changed.
    A misspelt stop word is left out, as it would be if it were spelt well. A word of everyday
    English is none that is misspelt.
    """
    written = [word for term in terms for word in term.words]
    corrections = {
        f"{first} {second}": first + second
        for first, second in _compounds(connection, written)
        if first in unknown or second in unknown
    }
    nearest: dict[str, list[str]] = {word: [] for word in unknown}
    for word in (it for it in unknown if not is_everyday(it)):
        near = nearest[word] = nearest_words(connection, word)
        halves = _halves(connection, word)
        if halves:
            corrections[word] = " ".join(halves)
        elif _is_stop_word(word, near):
            corrections[word] = ""
        elif near:
            corrections[word] = near[0]
    return Respelling(list(_replaced(terms, corrections)), corrections, nearest)


def _replaced(terms: Sequence[Term], corrections: Mapping[str, str]) -> Iterator[Term]:
    at = 0
    while at < len(terms):
        term = terms[at]
        following = terms[at + 1].words if at + 1 < len(terms) else ()
        pair = " ".join((*term.words, *following))
        if following and pair in corrections:
            new = [corrections[pair]]
            at += 2
        else:
            new = [part for word in term.words for part in corrections.get(word, word).split()]
            at += 1
        if term.is_prefix:
            yield term
        elif len(term.words) > 1:
            yield Term(tuple(new), tuple(map(analyzer.stem, new)))
        else:
            yield from (Term((word,), (analyzer.stem(word),)) for word in new)


def _is_stop_word(word: str, near: Sequence[str]) -> bool:
    """Whether a word is rather a misspelt stop word than one of those near to it."""
    if len(word) <= _SHORTEST:
        return False
    meant = [it for it in STOP_WORDS if OSA.distance(word, it) == 1]
    return any(not near or len(it) > len(word) >= len(near[0]) for it in meant)


def nearest_words(connection: Connection, word: str, most: int = 3) -> list[str]:
    """Up to `most` words of the index that are one slip from `word`, or two if it is long.

    A slip is a letter too many, too few, wrong, or swapped with the next (optimal string alignment,
    Damerau, 1964). Fewest slips come first; then, as letters are rather left out than put in, words
    that are no shorter; then the commonest. Few people miss the first letter: only a long word may
    have it wrong. A word of three letters may only have two swapped.
    """
    slips = 2 if len(word) >= _LONG else 1
    if not _SHORTEST <= len(word) <= _LONGEST or word.isdigit():
        return []
    near = []
    for candidate, facts in _candidates(connection, word, slips):
        distance = OSA.distance(word, candidate, score_cutoff=slips)
        is_same_start = candidate[0] == word[0]
        if distance > slips or (distance == slips and not is_same_start and len(word) < _LONG - 1):
            continue
        if len(word) == _SHORTEST and sorted(word) != sorted(candidate):
            continue
        lacks_letters = len(candidate) < len(word)
        near.append((distance, not is_same_start, lacks_letters, -facts, candidate))
    return [candidate for *_, candidate in sorted(near)[:most]]


def _candidates(connection: Connection, word: str, slips: int) -> Cursor:
    """Words that begin or end as `word` does, of about its length, with how many facts hold them.

    One slip, a swap at worst, leaves one half of a word as it was, but for its inmost letter; two
    slips leave a quarter at either end, unless both are hit. So no large vocabulary is scanned.
    """
    end = max(1, (len(word) - 1) // 2 if slips == 1 else len(word) // 4)
    head, tail = word[:end], word[::-1][:end]
    return connection.execute(
        """
        SELECT word, facts FROM (
            SELECT word, stem FROM vocabulary WHERE word >= :head AND word < :head_end
            UNION
            SELECT word, stem FROM vocabulary WHERE backward >= :tail AND backward < :tail_end
        ) JOIN stems USING (stem)
        WHERE facts > 0 AND length(word) BETWEEN :shortest AND :longest LIMIT :most
        """,
        {
            "head": head,
            "head_end": head + _LAST,
            "tail": tail,
            "tail_end": tail + _LAST,
            "shortest": len(word) - slips,
            "longest": len(word) + slips,
            "most": _MOST_CANDIDATES,
        },
    )


def _compounds(connection: Connection, words: Sequence[str]) -> list[tuple[str, str]]:
    """Neighbouring words that are one word of the index when written together."""
    pairs = list(pairwise(words))
    known = _known(connection, {first + second for first, second in pairs})
    return [(first, second) for first, second in pairs if first + second in known]


def _halves(connection: Connection, word: str) -> tuple[str, str] | None:
    """The two words of the index that `word` is written together of, the longest first one."""
    if len(word) > _LONGEST:
        return None
    cuts = range(len(word) - _SHORTEST, _SHORTEST - 1, -1)
    halves = [(word[:at], word[at:]) for at in cuts]
    known = _known(connection, {half for cut in halves for half in cut})
    return next((cut for cut in halves if known.issuperset(cut)), None)


def _known(connection: Connection, words: Collection[str]) -> set[str]:
    rows = connection.execute(
        f"SELECT word FROM vocabulary JOIN stems USING (stem) WHERE facts > 0 AND word IN {LISTED}",
        (array(words),),
    )
    return {word for (word,) in rows}
