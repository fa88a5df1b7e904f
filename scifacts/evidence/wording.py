"""The wording of facts: which claims are copied, and which quotes do not carry their claim."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from scifacts.model import Document, Entity, Fact
from scifacts.text import STOP_WORDS, analyzer, stems, words

COPIED_WORDS = 12
# Of a claim with fewer words than these outside names, the names are what is said.
_TELLING_WORDS = 2


class Wording:
    """Judges the wording of facts, knowing the names in a base, which belong to nobody's wording.

    Names are those of entities, their aliases, and the titles of documents.
    """

    def __init__(self, entities: Iterable[Entity], documents: Iterable[Document]) -> None:
        self._names = set[tuple[str, ...]]()
        self._lengths: dict[str, set[int]] = {}  # of the names that begin with a word
        self._runs: dict[str, set[tuple[str, ...]]] = {}
        names = [name for it in entities for name in (it.name, *it.aliases)]
        for name in (*names, *(it.title for it in documents if it.title)):
            if run := words(name):
                self._names.add(tuple(run))
                self._lengths.setdefault(run[0], set()).add(len(run))

    def add(self, document: str, text: str) -> None:
        """Remember some text of a document, which no claim read there may copy."""
        self._runs.setdefault(document, set()).update(run for _, run in _runs(words(text)))

    def copied(self, fact: Fact) -> str | None:
        """The words that a claim copies from its documents, if they are too many beside names."""
        claim = words(fact.claim)
        known = [self._runs.get(it, set()) for it in {it.document.id for it in fact.citations}]
        starts = [at for at, run in _runs(claim) if any(run in runs for runs in known)]
        if not starts:
            return None
        own = self._own(claim)
        for _, group in groupby(enumerate(starts), lambda it: it[1] - it[0]):
            places = [at for _, at in group]
            stretch = slice(places[0], places[-1] + COPIED_WORDS)
            if sum(own[stretch]) >= COPIED_WORDS:
                return " ".join(claim[stretch])
        return None

    def silent(self, fact: Fact) -> Iterator[int]:
        """Where the citations begin whose quotes hold no telling word of the claim but names.

        The quotes from one document are read together.
        """
        claim = words(fact.claim)
        telling = {
            analyzer.stem(word)
            for word, is_own in zip(claim, self._own(claim), strict=True)
            if is_own and word not in STOP_WORDS
        }
        if len(telling) < _TELLING_WORDS:
            return
        quoted: dict[str, tuple[int, set[str]]] = {}
        for number, citation in enumerate(fact.citations):
            quoted.setdefault(citation.document.id, (number, set()))[1].update(
                stems(citation.quote)
            )
        yield from (first for first, said in quoted.values() if telling.isdisjoint(said))

    def _own(self, run: Sequence[str]) -> list[bool]:
        """For each of the words whether it stands outside names; the longest name wins."""
        own = [True] * len(run)
        at = 0
        while at < len(run):
            lengths = self._lengths.get(run[at], ())
            starts = (tuple(run[at : at + length]) for length in lengths)
            length = max((len(it) for it in starts if it in self._names), default=0)
            own[at : at + length] = [False] * length
            at += length or 1
        return own


def repeats(claim: str, quote: str) -> bool:
    """Whether a claim holds so many words of a quote in a row that it is no claim of one's own."""
    runs = {run for _, run in _runs(words(quote))}
    return any(run in runs for _, run in _runs(words(claim)))


def _runs(of: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Every so many words in a row, with where they start."""
    for at in range(len(of) - COPIED_WORDS + 1):
        yield at, tuple(of[at : at + COPIED_WORDS])
