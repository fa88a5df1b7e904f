"""How well a fact answers a question: the score of a candidate against weighted terms.

BM25 over fields: weights of the fields count inside the term frequency, and the length is that of
the claim alone, so that many aliases are no burden (Robertson and Zaragoza, 2009). Neighbouring
words of the question that are neighbours in a field too count as a term of small weight (the
sequential dependence model, Metzler and Croft, 2005). A term weighs its inverse document frequency
times its average elite frequency, squashed (Paik, 2013): a word that returns within the facts that
hold it says more about them than one that passes by.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from scifacts.hits import Reason

K1 = 1.2
B = 0.6
NAMES = 2.0
REST = 0.5
SQUASH = 1.5
PAIR = 0.1
FEW = 5.0  # so many times more does a pair weigh that is alone, besides


class Candidate(NamedTuple):
    """A fact's number and its three texts, as stems with one blank between."""

    number: int
    claim: str
    names: str
    rest: str


class Wanted(NamedTuple):
    """A term of the question: the runs of stems that count as it, and its weight."""

    runs: tuple[str, ...]
    weight: float


class Scored(NamedTuple):
    """The score of a candidate, and the share of the question's weight that it holds."""

    number: int
    score: float
    share: float
    has_all: bool


def weight(all_facts: int, facts: int, occurrences: int) -> float:
    """What a term weighs that stands in `facts` of `all_facts`, `occurrences` times.

    A term that the base does not have weighs more than any that it has.
    """
    rarity = log(1.0 + (all_facts - facts + 0.5) / (facts + 0.5))
    if not facts:
        return rarity
    frequency = occurrences / facts
    return rarity * float((frequency / (1.0 + frequency)) ** SQUASH)


def pairs(terms: Sequence[Wanted]) -> list[Wanted]:
    """Neighbouring terms of a question, as terms of a small weight.

    The fewer words, the likelier they are one name, and the more their neighbourhood counts.
    """
    neighbours = list(dict.fromkeys(pairwise(terms)))
    pair = PAIR * (1.0 + FEW / max(len(neighbours), 1))
    return [
        Wanted(
            tuple(f"{a} {b}" for a in first.runs for b in second.runs),
            pair * (first.weight + second.weight),
        )
        for first, second in neighbours
    ]


def scores(
    terms: Sequence[Wanted], candidates: Iterable[Candidate], average_claim: float
) -> Iterator[Scored]:
    """The score of each candidate. `average_claim` is the mean length of the claims, in stems."""
    fixed, slope = K1 * (1.0 - B), K1 * B / max(average_claim, 1.0)
    singles = [_padded(term) for term in dict.fromkeys(terms)]
    neighbours = [_padded(term) for term in pairs(terms)]
    total = sum(weight for _, weight in singles) or 1.0
    for number, claim, names, rest in candidates:
        texts = (_doubled(claim), _doubled(names), _doubled(rest))
        norm = fixed + slope * (claim.count(" ") + 1)
        score = held = 0.0
        missed = 0
        for runs, weight in singles:
            frequency = _frequency(runs, texts)
            if frequency:
                held += weight
                score += weight * frequency / (frequency + norm)
            else:
                missed += 1
        for runs, weight in neighbours:
            frequency = _frequency(runs, texts)
            if frequency:
                score += weight * frequency / (frequency + norm)
        yield Scored(number, score, held / total, missed == 0)


def reasons(
    terms: Sequence[Wanted], candidate: Candidate, average_claim: float
) -> tuple[Reason, ...]:
    """What each term, and each pair of neighbours, that a candidate holds gave to its score."""
    norm = K1 * (1.0 - B) + K1 * B / max(average_claim, 1.0) * (candidate.claim.count(" ") + 1)
    texts = tuple(map(_doubled, candidate[1:]))
    found = []
    for term in (*dict.fromkeys(terms), *pairs(terms)):
        runs, weight = _padded(term)
        claim, names, rest = (sum(text.count(run) for run in runs) for text in texts)
        frequency = claim + NAMES * names + REST * rest
        if frequency:
            points = weight * frequency / (frequency + norm)
            found.append(Reason("|".join(term.runs), claim, names, rest, points))
    return tuple(found)


def _frequency(runs: Sequence[str], texts: tuple[str, str, str]) -> float:
    claim, names, rest = texts
    found = 0.0
    for run in runs:  # most candidates miss most terms, and `in` is the cheapest way to know
        if run in claim:
            found += claim.count(run)
        if run in names:
            found += NAMES * names.count(run)
        if run in rest:
            found += REST * rest.count(run)
    return found


def _padded(term: Wanted) -> tuple[tuple[str, ...], float]:
    return tuple(f" {_double(run)} " for run in term.runs), term.weight


def _doubled(text: str) -> str:
    """With two blanks between words, `str.count` counts whole words that follow each other too."""
    return f" {_double(text)} "


def _double(text: str) -> str:
    return text.replace(" ", "  ")
