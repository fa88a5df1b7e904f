"""Put the facts that answer a question in order: what comes first, and how it is told."""

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from typing import NamedTuple

from scifacts.asking import FIGURE, unit_mark
from scifacts.dialects.layout import DERIVED
from scifacts.dialects.sqlite import LISTED, TEXTS, Connection, array
from scifacts.hits import Answer, Hit, Reason
from scifacts.index.candidates import Candidates
from scifacts.index.conditions import Where
from scifacts.index.listing import order
from scifacts.index.names import Named
from scifacts.index.ranking import Scored, Wanted, reasons
from scifacts.index.reader import IndexReader
from scifacts.kinds import Match
from scifacts.query import Query

LEAST_SHARE = 0.6
_ASKED_BONUS = 0.25
_ASKED = 2_000  # so many of the best are looked at for what the question asks for


class _Rank(NamedTuple):
    """What facts are ordered by, lowest first.

    What only derived documents say comes behind what originals say, unless it was asked for; what
    has not what the question asks for, behind what has it.
    """

    is_partial: bool
    is_derived: bool
    lacks_asked: bool
    about: int
    score: float


class Ordering:
    """The order of one question's answers."""

    def __init__(
        self,
        reader: IndexReader,
        query: Query,
        where: Where,
        candidates: Candidates,
        average_claim: float,
    ) -> None:
        self._reader = reader
        self._connection = reader.connection
        self._query = query
        self._where = where
        self._candidates = candidates
        self._average_claim = average_claim

    def best(
        self,
        scored: Sequence[Scored],
        about: Mapping[int, int],
        match: Match,
        wanted: Sequence[Wanted],
    ) -> Answer:
        """The first facts in the order asked for; ties go by id."""
        if not scored:
            return Answer()
        if self._query.sort not in (None, "relevance"):
            return self._sorted(scored, match, wanted)
        limit = self._query.limit or len(scored)
        ranks = self._ranks(scored, about)
        cut = nsmallest(limit, ranks.values())[-1]
        leading = {number: rank for number, rank in ranks.items() if rank <= cut}
        rows = self._connection.execute(
            f"SELECT facts.id, facts.number, record, {self._where.certain}"
            f" FROM facts WHERE facts.number IN {LISTED}",
            (array(leading),),
        )
        ordered = sorted((*leading[row[1]], *row) for row in rows)
        shown = ordered[:limit]
        why = self._reasons([number for *_, number, _, _ in shown], wanted)
        hits = tuple(
            self._hit(record, match if is_part else Match.ALL, -score, certain, why.get(number))
            for is_part, *_, score, _, number, record, certain in shown
        )
        best = Match.ALL if hits[0].match is Match.ALL else match
        return Answer(hits, best, has_more=len(ranks) > limit)

    def _sorted(self, scored: Sequence[Scored], match: Match, wanted: Sequence[Wanted]) -> Answer:
        """The facts of a tier in another order than the best first."""
        values = {it.number: it.score for it in scored}
        rows = self._connection.execute(
            f"SELECT facts.number, record, {self._where.certain} FROM facts"
            f" WHERE facts.number IN {LISTED} ORDER BY {order(self._query.sort)} LIMIT ?",
            (array(values), self._query.limit or -1),
        ).fetchall()
        why = self._reasons([number for number, *_ in rows], wanted)
        hits = tuple(
            self._hit(record, match, values[number], certain, why.get(number))
            for number, record, certain in rows
        )
        return Answer(hits, match, has_more=len(values) > len(hits))

    def _reasons(
        self, numbers: Sequence[int], wanted: Sequence[Wanted]
    ) -> dict[int, tuple[Reason, ...]]:
        """Why facts were found, if that was asked."""
        if not self._query.explain:
            return {}
        return {
            it.number: reasons(wanted, it, self._average_claim)
            for it in self._candidates.read(numbers)
        }

    def _hit(
        self,
        record: str,
        match: Match,
        score: float,
        certain: int | None,
        why: tuple[Reason, ...] | None,
    ) -> Hit:
        return self._reader.hit(record, certain)._replace(match=match, score=score, why=why)

    def about(self, scored: Sequence[Scored], named: Named) -> dict[int, int]:
        """How much of what the question names each fact is about; a main subject counts twice."""
        about: dict[int, int] = {}
        if named.entities:
            rows = self._connection.execute(
                f"SELECT entity, fact, position FROM about WHERE fact IN {LISTED}"
                f" AND entity IN ({', '.join(map(str, named.entities))})",
                (array(it.number for it in scored),),
            )
            for entity, number, position in rows:
                emphasis = 1 if position else 2
                about[number] = about.get(number, 0) + named.entities[entity] * emphasis
        return about

    def _ranks(self, scored: Sequence[Scored], about: Mapping[int, int]) -> dict[int, _Rank]:
        """What facts are ordered by. Only the leading ones are asked what they have."""
        asks = self._query.asks
        derived = 0 if self._query.asks_for_documents else DERIVED
        ranks = {
            it.number: _Rank(
                not it.has_all,
                bool(it.number & derived),
                bool(asks),
                -about.get(it.number, 0),
                -it.score,
            )
            for it in scored
        }
        if asks:
            weak = {it.number for it in scored if it.share < LEAST_SHARE}
            leading = array(nsmallest(_ASKED, ranks, key=ranks.__getitem__))
            for number, had in _having(self._connection, self._query, leading).items():
                score = ranks[number].score * (1.0 + _ASKED_BONUS * had)
                ranks[number] = ranks[number]._replace(lacks_asked=number in weak, score=score)
        return ranks


def _having(connection: Connection, query: Query, numbers: str) -> dict[int, int]:
    """How well each of the facts has what a question asks for; facts that do not are left out.

    `numbers` is a JSON array. A figure counts twice if its unit is what "how many" asks for, and a
    claim that says the very word that asks counts too.
    """
    rows = connection.execute(TEXTS, (numbers,))
    more = {stem for term in query.terms if term.asks for stem in term.stems}
    if FIGURE in query.asks:
        more |= {unit_mark(stem) for term in query.terms for stem in term.stems}
    found = {}
    for number, claim, _, rest in rows:
        words = f"{claim} {rest}".split()
        had = sum(map(words.count, query.asks)) + (not more.isdisjoint(words))
        if had:
            found[number] = had
    return found
