"""Review a text: hold each of its sentences against the facts of a base."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from scifacts.hits import Answer, Hit
from scifacts.model import Entity
from scifacts.review.compare import Known, comparison, known, sentence
from scifacts.review.passages import Passage, passages
from scifacts.review.reading import Named, reading
from scifacts.review.subjects import Subjects
from scifacts.review.values import Reviewed
from scifacts.review.verdicts import RULES, verdict

_CANDIDATES = 12
_TELLING = 9  # words
_FAR_BEHIND = 0.5  # of the best score
_NEAREST = 2
_MOST_KEPT = 5000


class Source(Protocol):
    """What a text is held against."""

    def related(self, text: str, /, **options: Any) -> Answer:
        """The facts nearest to a text."""
        ...

    def mentions(self, text: str) -> Sequence[Named]:
        """The names in a text."""
        ...

    def telling(self, text: str, most: int) -> str:
        """The most telling words of a text."""
        ...

    def entity(self, entity_id: str) -> Entity:
        """The entity with this id."""
        ...


class Reviewer:
    """Holds sentences against a base; facts it has met are not taken apart again."""

    def __init__(self, source: Source, reference: str | None = None) -> None:
        self._source = source
        self._reference = reference
        self._known: dict[str, Known] = {}

    def reviewed(self, text: str) -> Iterator[Reviewed]:
        """The sentences of a text that claim something, in order, each with its verdict."""
        subjects = Subjects()
        for passage in passages(text):
            if passage.is_heading:
                subjects.forget()
            else:
                found = self._judged(passage, subjects)
                if passage.claims:
                    yield found

    def _judged(self, passage: Passage, subjects: Subjects) -> Reviewed:
        named = self._source.mentions(passage.text)
        read = reading(passage.text, named, self._reference)
        assumed = subjects.assumed(read)
        subjects.heard(read, assumed)
        said = sentence(read, assumed, self._source.entity)
        asked = " ".join([passage.text, *(it.name for it in assumed)])
        hits = self._nearest(asked)
        comparisons = [comparison(said, self._taken_apart(it)) for it in hits]
        found = verdict(said, comparisons)
        near = sorted(comparisons, key=lambda it: -it.explained)  # equal ones as they were found
        return Reviewed(
            passage.text,
            passage.place,
            passage.offset,
            passage.end,
            found.state,
            RULES[found.why][1],
            found.matches,
            () if found.matches else tuple(it.known.hit for it in near[:_NEAREST]),
            ", ".join(it.name for it in assumed) or None,
        )

    def _nearest(self, text: str) -> tuple[Hit, ...]:
        """The facts nearest to a sentence by its most telling words, without those far behind."""
        words = self._source.telling(text, _TELLING)
        hits = self._source.related(words, limit=_CANDIDATES).hits
        least = _FAR_BEHIND * (hits[0].score or 0.0) if hits else 0.0
        return tuple(it for it in hits if (it.score or 0.0) >= least)

    def _taken_apart(self, hit: Hit) -> Known:
        if hit.id not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            fact = hit.fact
            read = reading(fact.claim, self._source.mentions(fact.claim))
            self._known[hit.id] = known(hit, fact, read, self._source.entity)
        return self._known[hit.id]
