"""Find the facts that answer a question, best first, in tiers that are never mixed."""

from collections.abc import Iterable, Sequence
from heapq import nlargest

from scifacts.dialects.sqlite import LISTED, any_of, array
from scifacts.errors import QueryError
from scifacts.hits import Answer, Hit
from scifacts.index.candidates import Candidates, Known
from scifacts.index.conditions import where
from scifacts.index.everyday import is_everyday
from scifacts.index.listing import facts, in_unit, nothing_to_look_for, relaxed, runs
from scifacts.index.names import named_in
from scifacts.index.ordering import LEAST_SHARE, Ordering
from scifacts.index.ranking import Wanted, scores, weight
from scifacts.index.reader import IndexReader
from scifacts.kinds import Match
from scifacts.query import Query, Term
from scifacts.text import analyzer

_MOST_HELD = 6  # words of a long question
_MOST_WORDS = 100  # of a plain text, the most telling ones
_NEAREST = 3
_LIGHT = 0.25  # a word that asks, or is too plain to be in the base, tells less than others


def answer(reader: IndexReader, query: Query) -> Answer:
    """The answer to a question: ranked if it has words, else in the base's order.

    Raises QueryError.
    """
    if query.plain or query.has_words or not query.has_conditions:
        found = Search(reader, query).answer()
    else:
        found = _listed(reader, query)
    if query.plain:
        return found
    if any(word[0].isdecimal() for word in found.unknown) or not found.hits:
        found = found._replace(figures=in_unit(reader, query))
    return found if found.hits else found._replace(relaxed=relaxed(reader, query))


def _listed(reader: IndexReader, query: Query) -> Answer:
    """The answer to a question without words."""
    if not query.limit:
        return Answer(tuple(facts(reader, query)))
    hits = tuple(facts(reader, query._replace(limit=query.limit + 1)))
    return Answer(hits[: query.limit], has_more=len(hits) > query.limit)


class Search:
    """One question put to one index."""

    def __init__(self, reader: IndexReader, query: Query) -> None:
        self._reader = reader
        self._connection = connection = reader.connection
        self._query = query
        self._where = where(connection, query)
        counts = dict(connection.execute("SELECT key, value FROM counts"))
        self._facts: int = counts["facts"]
        self._average_claim = counts["claim_stems"] / max(self._facts, 1)
        self._candidates = Candidates(connection, query, self._where)
        self._ordering = Ordering(reader, query, self._where, self._candidates, self._average_claim)

    def answer(self) -> Answer:
        """The best tier that is not empty; a loose question gets weaker partial matches behind it.

        Plain text gets what holds any of its words. Raises QueryError if there is nothing to look
        for.
        """
        terms = self._whole_or_parts()
        known = [self._known(term) for term in terms]
        if self._query.plain:
            return self._holding_some(terms, known, 0.0)
        found = self._in_tiers(terms, known)
        return found if found.hits else found._replace(nearest=self._nearest(found))

    def _in_tiers(self, terms: Sequence[Term], known: Sequence[Known]) -> Answer:
        if not terms:
            terms, known = self._known_common()
        is_exact = self._query.exact
        if all(term.facts for term in known) and not self._query.loose:
            found = self._ranked(terms, known, Match.ALL)
            if found.hits:
                return found
        unknown = self._unknown_words(terms)
        least = self._least_share(known)
        if not is_exact:
            found = self._holding_some(terms, known, least)
            if found.hits:
                return found._replace(unknown=dict.fromkeys(unknown, ()))
        is_page = len(unknown) > _MOST_WORDS
        corrected = self._corrected(terms, unknown) if unknown and not is_page else Answer()
        if corrected.hits or is_exact:
            return corrected
        last = self._ranked(terms, known, Match.PARTIAL, least_share=least, is_last=True)
        return last._replace(unknown=corrected.unknown)

    def _holding_some(
        self, terms: Sequence[Term], known: Sequence[Known], least_share: float
    ) -> Answer:
        """The facts that hold enough of the words, or of the most telling ones if they are many."""
        weights = {it.wanted: it.wanted.weight for it in known if it.facts}
        if len(weights) <= _MOST_WORDS:
            return self._ranked(terms, known, Match.PARTIAL, least_share=least_share)
        telling = set(nlargest(_MOST_WORDS, weights, key=weights.__getitem__))
        kept = [pair for pair in zip(terms, known, strict=True) if pair[1].wanted in telling]
        terms, known = [term for term, _ in kept], [it for _, it in kept]
        found = self._ranked(terms, known, Match.PARTIAL, least_share=least_share)
        return _relabelled(found, Match.PARTIAL)

    def _nearest(self, found: Answer) -> tuple[Hit, ...]:
        """The facts that come nearest to a question without an answer."""
        words = [word for term in self._query.terms if not term.is_prefix for word in term.words]
        words += (near[0] for near in found.unknown.values() if near)
        terms = tuple(Term((word,), (analyzer.stem(word),)) for word in words)
        plain = self._query._replace(
            plain=True, terms=terms, asks=frozenset(), sort=None, limit=_NEAREST
        )
        return Search(self._reader, plain).answer().hits

    def _least_share(self, known: Sequence[Known]) -> float:
        """The share of a question's weight that a fact must hold to be a partial match.

        No claim holds as many words as a text: more than `_MOST_HELD` of those that the base has
        are not asked for.
        """
        wanted = {term.wanted: term.facts for term in known}
        present = [term.weight for term, facts in wanted.items() if facts]
        if not present:
            return 0.0
        most = _MOST_HELD * sum(present) / len(present)
        return LEAST_SHARE * min(1.0, most / sum(term.weight for term in wanted))

    def _whole_or_parts(self) -> list[Term]:
        """The question's terms; of those that a text writes as one word, that or its parts."""
        return [
            part
            for term in self._query.terms
            for part in (term.parts if term.parts and not self._known(term).facts else [term])
        ]

    def _known_common(self) -> tuple[Sequence[Term], Sequence[Known]]:
        """Those of the question's common words that are names here. Raises QueryError."""
        known = [(term, self._known(term)) for term in self._query.common]
        names = [(term, found) for term, found in known if found.facts]
        if not names:
            raise QueryError(nothing_to_look_for(self._query))
        return [term for term, _ in names], [found for _, found in names]

    def _corrected(self, terms: Sequence[Term], unknown: Sequence[str]) -> Answer:
        """What is found with unknown words respelt; what they are near to, if nothing is."""
        # Only misspelt questions pay for the library that spelling needs.
        from scifacts.index.spelling import respelt  # noqa: PLC0415

        respelling = respelt(self._connection, terms, unknown)
        nothing = Answer(unknown=respelling.nearest)
        if self._query.exact or not respelling.corrections:
            return nothing
        known = [self._known(term) for term in respelling.terms]
        found = Answer()
        if all(term.facts for term in known) and not self._query.loose:
            found = self._ranked(respelling.terms, known, Match.ALL)
        if not found.hits:
            least = self._least_share(known)
            found = self._ranked(respelling.terms, known, Match.PARTIAL, least_share=least)
        if not found.hits:
            return nothing
        return _relabelled(found, Match.CORRECTED)._replace(
            corrections=respelling.corrections,
            unknown=respelling.nearest,
        )

    def _known(self, term: Term) -> Known:
        """What the index knows of a term; a phrase is as common as its rarest word at most."""
        alternatives = runs(self._connection, term)
        is_any = term.is_prefix or bool(term.asks)
        stems = tuple(alternatives) if is_any else term.stems
        counts = {
            stem: (facts, occurrences)
            for stem, facts, occurrences in self._connection.execute(
                "SELECT stem, facts, occurrences FROM stems"
                f" WHERE facts > 0 AND stem IN ({', '.join('?' * len(stems))})",
                stems,
            )
        }
        if is_any:
            facts = min(sum(facts for facts, _ in counts.values()), self._facts)
            occurrences = sum(occurrences for _, occurrences in counts.values())
            weighed = weight(self._facts, facts, max(occurrences, facts))
        else:
            weighed = sum(weight(self._facts, *counts.get(stem, (0, 0))) for stem in stems)
            facts = min(counts[stem][0] for stem in stems) if len(counts) == len(set(stems)) else 0
        if term.asks or (not facts and not term.is_prefix and all(map(is_everyday, term.words))):
            weighed *= _LIGHT
        return Known(any_of(alternatives), facts, Wanted(tuple(alternatives), weighed))

    def _ranked(
        self,
        terms: Sequence[Term],
        known: Sequence[Known],
        match: Match,
        *,
        least_share: float = 0.0,
        is_last: bool = False,
    ) -> Answer:
        """The facts of a tier by score; of equal ones, the one with the lower id first.

        Partial matches hold enough of the words or, in the last tier, are about what these name. A
        loose question gets those that hold any beside those that hold enough, or at last alone.
        """
        stems = [stem for term in terms if not term.is_prefix for stem in term.stems]
        named = named_in(self._connection, stems, {it.stems[0] for it in terms if it.asks})
        gather = (
            self._candidates.holding_all if match is Match.ALL else self._candidates.holding_some
        )
        numbers = gather(known, named.entities)
        if not numbers:
            return Answer()
        candidates = self._candidates.read(numbers)
        wanted = [term.wanted for term in known]
        scored = list(scores(wanted, candidates, self._average_claim))
        if match is Match.PARTIAL:
            about = self._ordering.about(scored, named) if is_last else {}
            enough = [it for it in scored if it.number in about or it.share >= least_share]
            scored = scored if self._query.loose and (enough or is_last) else enough
        looked_for = frozenset(stem for term in wanted for run in term.runs for stem in run.split())
        about = self._ordering.about(scored, named) if named.is_all else {}
        return self._ordering.best(scored, about, match, wanted)._replace(
            stems=looked_for - self._query.asks
        )

    def _unknown_words(self, terms: Iterable[Term]) -> list[str]:
        """The words of the question that no fact holds."""
        words: dict[str, str] = {}
        for term in terms:
            if not (term.is_prefix or term.asks):
                words |= dict(zip(term.words, term.stems, strict=True))
        rows = self._connection.execute(
            f"SELECT stem FROM stems WHERE facts > 0 AND stem IN {LISTED}",
            (array(words.values()),),
        )
        present = {stem for (stem,) in rows}
        return [word for word, stem in words.items() if stem not in present]


def _relabelled(found: Answer, match: Match) -> Answer:
    """The same facts as of another tier."""
    hits = (hit._replace(match=match) for hit in found.hits)
    return found._replace(hits=tuple(hits), match=match if found.hits else None)
