"""Find the facts that answer a question, best first, in tiers that are never mixed."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from heapq import nsmallest
from itertools import combinations, pairwise
from typing import NamedTuple

from scifacts.errors import QueryError
from scifacts.index.asked import having
from scifacts.index.conditions import where
from scifacts.index.listing import Hit, as_fts5, beginning_with, nothing_to_look_for, order, quoted
from scifacts.index.names import Named, named_in
from scifacts.index.ranking import Candidate, Scored, Wanted, reasons, scores, weight
from scifacts.query import Query, Term
from scifacts.standing import Reason, Standing

# A question that no more facts than this could answer has all of them scored. Of a larger one's
# common words, and of their conjunctions, so many of the shortest claims stand for the rest.
_SCORE_ALL = 3_000
_SCORED = 2_000
_LEAST_SCORED = 500
_LEAST_SHARE = 0.6
_ASKED_BONUS = 0.25
_LISTED = "(SELECT value FROM json_each(?))"


class Match(StrEnum):
    """How well facts match a question: the tiers, best first."""

    ALL = "all"
    PARTIAL = "partial"
    CORRECTED = "corrected"


class Found(NamedTuple):
    """The answer to a question; `has_more` tells that the limit cut it off.

    `corrections` maps each word that was respelt to its correction, `unknown` each word that the
    index does not have to the nearest that it has; `stems` are those looked for in the end.
    """

    hits: tuple[Hit, ...] = ()
    match: Match | None = None
    corrections: Mapping[str, str] = {}
    unknown: Mapping[str, Sequence[str]] = {}
    has_more: bool = False
    stems: frozenset[str] = frozenset()


class _Known(NamedTuple):
    """A term as the index knows it: how FTS5 finds it, in how many facts, and how it scores."""

    expression: str
    facts: int
    wanted: Wanted


class Search:
    """One question put to one index."""

    def __init__(self, connection: sqlite3.Connection, query: Query) -> None:
        self._connection = connection
        self._query = query
        self._where = where(connection, query)
        counts = dict(connection.execute("SELECT key, value FROM counts"))
        self._facts: int = counts["facts"]
        self._average_claim = counts["claim_stems"] / max(self._facts, 1)
        self._excluded = [as_fts5(connection, term) for term in query.excluded]

    def found(self) -> Found:
        """The best tier that is not empty; a loose question gets the partial one behind the first.

        Raises QueryError if there is nothing to look for.
        """
        terms: Sequence[Term] = self._query.terms
        known: Sequence[_Known] = [self._known(term) for term in terms]
        if not terms:
            terms, known = self._known_common()
        if all(term.facts for term in known) and not self._query.loose:
            found = self._ranked(terms, known, Match.ALL)
            if found.hits:
                return found
        unknown = self._unknown_words(terms)
        if not self._query.exact:
            found = self._ranked(terms, known, Match.PARTIAL)
            if found.hits:
                return found
        return self._corrected(terms, unknown) if unknown else Found()

    def _known_common(self) -> tuple[Sequence[Term], Sequence[_Known]]:
        """Those of the question's common words that are names here. Raises QueryError."""
        known = [(term, self._known(term)) for term in self._query.common]
        names = [(term, found) for term, found in known if found.facts]
        if not names:
            raise QueryError(nothing_to_look_for(self._query))
        return [term for term, _ in names], [found for _, found in names]

    def _corrected(self, terms: Sequence[Term], unknown: Sequence[str]) -> Found:
        """What is found with unknown words respelt; what they are near to, if nothing is."""
        # Only misspelt questions pay for the library that spelling needs.
        from scifacts.index.spelling import respelt  # noqa: PLC0415

        respelling = respelt(self._connection, terms, unknown)
        nothing = Found(unknown=respelling.nearest)
        if self._query.exact or not respelling.corrections:
            return nothing
        known = [self._known(term) for term in respelling.terms]
        found = Found()
        if all(term.facts for term in known):
            found = self._ranked(respelling.terms, known, Match.ALL)
        if not found.hits:
            found = self._ranked(respelling.terms, known, Match.PARTIAL)
        if not found.hits:
            return nothing
        hits = tuple(
            hit._replace(standing=hit.standing._replace(match=Match.CORRECTED))
            for hit in found.hits
        )
        return found._replace(
            hits=hits,
            match=Match.CORRECTED,
            corrections=respelling.corrections,
            unknown=respelling.nearest,
        )

    def _known(self, term: Term) -> _Known:
        """What the index knows of a term; a phrase is as common as its rarest word at most."""
        stems = term.stems
        if term.is_prefix:
            stems = tuple(beginning_with(self._connection, stems[0]))
        counts = {
            stem: (facts, occurrences)
            for stem, facts, occurrences in self._connection.execute(
                "SELECT stem, facts, occurrences FROM stems"
                f" WHERE facts > 0 AND stem IN ({', '.join('?' * len(stems))})",
                stems,
            )
        }
        if term.is_prefix:
            facts = min(sum(facts for facts, _ in counts.values()), self._facts)
            occurrences = sum(occurrences for _, occurrences in counts.values())
            wanted = Wanted(tuple(counts), weight(self._facts, facts, max(occurrences, facts)))
            return _Known(as_fts5(self._connection, term), facts, wanted)
        weights = [weight(self._facts, *counts.get(stem, (0, 0))) for stem in stems]
        facts = min(counts[stem][0] for stem in stems) if len(counts) == len(set(stems)) else 0
        return _Known(
            as_fts5(self._connection, term), facts, Wanted((" ".join(stems),), sum(weights))
        )

    def _ranked(self, terms: Sequence[Term], known: Sequence[_Known], match: Match) -> Found:
        """The facts of a tier by score; of equal ones, the one with the lower id first."""
        stems = [stem for term in terms if not term.is_prefix for stem in term.stems]
        named = named_in(self._connection, stems)
        rowids = self._all_of(known, named) if match is Match.ALL else self._some_of(known, named)
        if not rowids:
            return Found()
        candidates = self._candidates(rowids)
        wanted = [term.wanted for term in known]
        scored = list(scores(wanted, candidates, self._average_claim))
        if match is Match.PARTIAL and not self._query.loose:
            scored = [it for it in scored if it.share >= _LEAST_SHARE]
        looked_for = frozenset(stem for term in wanted for run in term.runs for stem in run.split())
        about = self._about(scored, named) if named.is_all else {}
        return self._best(scored, about, match, wanted)._replace(stems=looked_for)

    def _all_of(self, known: Sequence[_Known], named: Named) -> set[int]:
        """Facts that hold all terms: every one, or if there may be too many the likeliest."""
        expression = " AND ".join(dict.fromkeys(term.expression for term in known))
        fewest = min(term.facts for term in known)
        limit = self._query.limit
        if fewest <= _SCORED or not limit or self._query.sort not in (None, "relevance"):
            return set(self._rowids(expression, -1))
        cut = max(_SCORED, 10 * limit)
        rowids = set(self._rowids(expression, cut))
        if len(rowids) == cut:
            if named.entities:
                rowids.update(self._rowids(expression, cut, named.entities))
            for term in known:
                both = f"names : {term.expression} AND claim : {term.expression}"
                rowids.update(self._rowids(f"{both} AND {expression}", cut))
        return rowids

    def _some_of(self, known: Sequence[_Known], named: Named) -> set[int]:
        """Facts that hold some terms: every one, or if there may be too many the likeliest."""
        present = {term.expression: term.facts for term in known if term.facts}
        if not present:
            return set()
        if sum(present.values()) <= _SCORE_ALL:
            return set(self._rowids(" OR ".join(present), -1))
        rarest = sorted(present, key=lambda expression: present[expression])
        common = sum(facts > _LEAST_SCORED for facts in present.values())
        cut = max(_LEAST_SCORED, _SCORED // max(common, 1), 10 * (self._query.limit or 0))
        cut_off = [expression for expression in rarest if present[expression] > cut]
        expressions = [
            *rarest,
            *(f"{first} AND {second}" for first, second in combinations(cut_off[:4], 2)),
            *(f"names : {expression} AND claim : {expression}" for expression in cut_off[:2]),
        ]
        for first, second in pairwise(term.wanted.runs for term in known):
            if len(first) == len(second) == 1:
                expressions.append(quoted(f"{first[0]} {second[0]}"))
        rowids = {rowid for it in expressions for rowid in self._rowids(it, cut)}
        if named.entities:
            rowids.update(self._rowids(" OR ".join(present), cut, named.entities))
        return rowids

    def _rowids(
        self, expression: str, most: int, about: Iterable[int] | None = None
    ) -> Iterable[int]:
        """The facts FTS5 finds that meet the question's conditions, shortest claims first."""
        if self._excluded:
            expression = f"({expression}) NOT ({' OR '.join(self._excluded)})"
        sql = "SELECT texts.rowid FROM texts"
        conditions = ["texts MATCH ?"]
        if self._where.sql != "1":
            sql += " JOIN facts ON facts.rowid = texts.rowid"
            conditions.append(self._where.sql)
        if about is not None:
            entities = ", ".join(map(str, about))
            linked = f"SELECT fact FROM about WHERE entity IN ({entities})"
            conditions.append(f"texts.rowid IN ({linked} ORDER BY fact LIMIT {_SCORE_ALL})")
        sql += f" WHERE {' AND '.join(conditions)} ORDER BY texts.rowid LIMIT {most}"
        rows = self._connection.execute(sql, (expression, *self._where.parameters))
        return (rowid for (rowid,) in rows)

    def _candidates(self, rowids: Iterable[int]) -> Iterable[Candidate]:
        rows = self._connection.execute(
            f"SELECT id, c0, c1, c2 FROM texts_content WHERE id IN {_LISTED}",
            (_array(sorted(rowids)),),
        )
        return map(Candidate._make, rows)

    def _best(
        self,
        scored: Sequence[Scored],
        about: Mapping[int, int],
        match: Match,
        wanted: Sequence[Wanted],
    ) -> Found:
        """The first facts in the order asked for; ties go by id."""
        if not scored:
            return Found()
        if self._query.sort not in (None, "relevance"):
            return self._sorted(scored, match, wanted)
        limit = self._query.limit or len(scored)
        ranks = self._ranks(scored, about)
        cut = nsmallest(limit, ranks.values())[-1]
        leading = {rowid: rank for rowid, rank in ranks.items() if rank <= cut}
        rows = self._connection.execute(
            f"SELECT facts.id, facts.rowid, record, {self._where.certain}"
            f" FROM facts WHERE facts.rowid IN {_LISTED}",
            (_array(leading),),
        )
        ordered = sorted((*leading[row[1]], *row) for row in rows)
        shown = ordered[:limit]
        why = self._reasons([rowid for *_, rowid, _, _ in shown], wanted)
        hits = tuple(
            self._hit(record, match if is_part else Match.ALL, -score, certain, why.get(rowid))
            for is_part, _, score, _, rowid, record, certain in shown
        )
        best = Match.ALL if hits[0].standing.match is Match.ALL else match
        return Found(hits, best, has_more=len(ranks) > limit)

    def _sorted(self, scored: Sequence[Scored], match: Match, wanted: Sequence[Wanted]) -> Found:
        """The facts of a tier in another order than the best first."""
        values = {it.rowid: it.score for it in scored}
        rows = self._connection.execute(
            f"SELECT facts.rowid, record, {self._where.certain} FROM facts"
            f" WHERE facts.rowid IN {_LISTED} ORDER BY {order(self._query.sort)} LIMIT ?",
            (_array(values), self._query.limit or -1),
        ).fetchall()
        why = self._reasons([rowid for rowid, *_ in rows], wanted)
        hits = tuple(
            self._hit(record, match, values[rowid], certain, why.get(rowid))
            for rowid, record, certain in rows
        )
        return Found(hits, match, has_more=len(values) > len(hits))

    def _reasons(
        self, rowids: Sequence[int], wanted: Sequence[Wanted]
    ) -> dict[int, tuple[Reason, ...]]:
        """Why facts were found, if that was asked."""
        if not self._query.explain:
            return {}
        return {
            it.rowid: reasons(wanted, it, self._average_claim) for it in self._candidates(rowids)
        }

    def _hit(
        self,
        record: str,
        match: Match,
        score: float,
        certain: int | None,
        why: tuple[Reason, ...] | None,
    ) -> Hit:
        return Hit(record, Standing(match, score, None if certain is None else bool(certain), why))

    def _about(self, scored: Sequence[Scored], named: Named) -> dict[int, int]:
        """How much of what the question names each fact is about; a main subject counts twice."""
        about: dict[int, int] = {}
        if named.entities:
            rows = self._connection.execute(
                f"SELECT entity, fact, position FROM about WHERE fact IN {_LISTED}"
                f" AND entity IN ({', '.join(map(str, named.entities))})",
                (_array(it.rowid for it in scored),),
            )
            for entity, rowid, position in rows:
                emphasis = 1 if position else 2
                about[rowid] = about.get(rowid, 0) + named.entities[entity] * emphasis
        return about

    def _ranks(
        self, scored: Sequence[Scored], about: Mapping[int, int]
    ) -> dict[int, tuple[float, ...]]:
        """What facts are ordered by, lowest first: tier, being about what is named, score."""
        ranks: dict[int, tuple[float, ...]] = {
            it.rowid: (not it.has_all, -float(about.get(it.rowid, 0)), -it.score) for it in scored
        }
        if self._query.asks:
            leading = _array(nsmallest(_SCORED, ranks, key=ranks.__getitem__))
            for rowid, had in having(self._connection, self._query, leading).items():
                *before, score = ranks[rowid]
                ranks[rowid] = (*before, score * (1.0 + _ASKED_BONUS * had))
        return ranks

    def _unknown_words(self, terms: Iterable[Term]) -> list[str]:
        """The words of the question that no fact holds."""
        words: dict[str, str] = {}
        for term in terms:
            if not term.is_prefix:
                words |= dict(zip(term.words, term.stems, strict=True))
        rows = self._connection.execute(
            f"SELECT stem FROM stems WHERE facts > 0 AND stem IN ({', '.join('?' * len(words))})",
            tuple(words.values()),
        )
        present = {stem for (stem,) in rows}
        return [word for word, stem in words.items() if stem not in present]


def _array(rowids: Iterable[int]) -> str:
    """Numbers as the JSON array that `_LISTED` reads."""
    return f"[{','.join(map(str, rowids))}]"
