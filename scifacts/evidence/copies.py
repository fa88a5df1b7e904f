"""Find texts that are taken from another's: copies are no witnesses of their own."""

from collections.abc import Iterator, Mapping
from itertools import permutations

from scifacts.evidence.verify import Texts
from scifacts.model import Document
from scifacts.text import stems

# The containment of Broder (1997): the share of a text's runs of so many stems that the other has.
# A rewrite in other words still keeps a fifth of them; short texts share as much by names alone.
SHINGLE = 3
CONTAINED = 0.2
LEAST_SHINGLES = 100


def undeclared_copies(
    documents: Mapping[str, Document], texts: Texts
) -> Iterator[tuple[str, str, float]]:
    """Pairs of documents that both declare no origin, the first contained in the second.

    With each comes the containment, from CONTAINED to 1. Of two that contain each other only the
    one that comes later in the base is told.
    """
    shingles = {key: _shingles(source.text) for key, source in texts.sources.items()}
    long = [
        key
        for key, document in documents.items()
        if len(shingles.get(key, ())) >= LEAST_SHINGLES and not document.derived_from
    ]
    told = set[frozenset[str]]()
    for copy, model in permutations(reversed(long), 2):
        pair = frozenset((copy, model))
        if pair in told:
            continue
        share = len(shingles[copy] & shingles[model]) / len(shingles[copy])
        if share >= CONTAINED:
            told.add(pair)
            yield copy, model, share


def _shingles(text: str) -> set[tuple[str, ...]]:
    run = stems(text)
    return {tuple(run[at : at + SHINGLE]) for at in range(len(run) - SHINGLE + 1)}
