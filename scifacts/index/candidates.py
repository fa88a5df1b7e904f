"""Gather the facts that may answer a question: all of them, or if they are many the likeliest."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from scifacts.index.arrays import LISTED, array
from scifacts.index.conditions import Where
from scifacts.index.listing import as_fts5, quoted
from scifacts.index.ranking import Candidate, Wanted
from scifacts.query import Query

# A question that no more facts than this could answer has all of them scored. Of a larger one's
# common words, and of their conjunctions, the shortest claims stand for the rest: one in so many,
# within bounds.
_SCORE_ALL = 2_000
_ONE_IN = 16
_LEAST_SHORTEST = 1_000
_LEAST_SCORED = 300
# The most facts about what is named, or that repeat a word, that are looked at for their own sake.
_MOST_AMONG = 20_000


class Known(NamedTuple):
    """A term as the index knows it: how FTS5 finds it, in how many facts, and how it scores."""

    expression: str
    facts: int
    wanted: Wanted


class Among(NamedTuple):
    """Facts that candidates are looked for among: a table, and SQL parameters."""

    facts: str
    parameters: tuple[object, ...]


class Candidates:
    """The candidates of one question."""

    def __init__(self, connection: sqlite3.Connection, query: Query, where: Where) -> None:
        self._connection = connection
        self._query = query
        self._where = where
        self._excluded = [as_fts5(connection, term) for term in query.excluded]

    def holding_all(self, known: Sequence[Known], named: Mapping[int, int]) -> set[int]:
        """Facts that hold all terms; of many, the shortest and those about what is named."""
        expression = " AND ".join(dict.fromkeys(term.expression for term in known))
        fewest = min(term.facts for term in known)
        limit = self._query.limit
        if fewest <= _SCORE_ALL or not limit or self._query.sort not in (None, "relevance"):
            return set(self._rowids(expression, -1))
        shortest = min(max(_LEAST_SHORTEST, fewest // _ONE_IN), _SCORE_ALL)
        cut = max(shortest, 10 * limit)
        rowids = set(self._rowids(expression, cut))
        if len(rowids) == cut:
            rowids.update(self._rowids(expression, cut, _repeating(known)))
            if named:
                rowids.update(self._rowids(expression, cut, _about(named)))
            for term in known:
                both = f"names : {term.expression} AND claim : {term.expression}"
                rowids.update(self._rowids(f"{both} AND {expression}", cut))
        return rowids

    def holding_some(self, known: Sequence[Known], named: Mapping[int, int]) -> set[int]:
        """Facts that hold some terms; of many, those of rare terms and the likeliest of others."""
        present = {term.expression: term.facts for term in known if term.facts}
        if not present:
            return set()
        if sum(present.values()) <= _SCORE_ALL:
            return set(self._rowids(" OR ".join(present), -1))
        rarest = sorted(present, key=lambda expression: present[expression])
        common = sum(facts > _LEAST_SCORED for facts in present.values())
        cut = max(_LEAST_SCORED, _SCORE_ALL // (2 * max(common, 1)), 10 * (self._query.limit or 0))
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
        if named:
            rowids.update(self._rowids(" OR ".join(present), cut, _about(named)))
        return rowids

    def read(self, rowids: Iterable[int]) -> Iterator[Candidate]:
        """The texts of facts, to be scored."""
        rows = self._connection.execute(
            f"SELECT id, c0, c1, c2 FROM texts_content WHERE id IN {LISTED}",
            (array(sorted(rowids)),),
        )
        return map(Candidate._make, rows)

    def _rowids(self, expression: str, most: int, among: Among | None = None) -> Iterable[int]:
        """The facts FTS5 finds that meet the question's conditions, shortest claims first."""
        if self._excluded:
            expression = f"({expression}) NOT ({' OR '.join(self._excluded)})"
        sql = "SELECT texts.rowid FROM texts"
        conditions = ["texts MATCH ?"]
        parameters: list[object] = [expression]
        if self._where.sql != "1":
            sql += " JOIN facts ON facts.rowid = texts.rowid"
            conditions.append(self._where.sql)
            parameters += self._where.parameters
        if among is not None:
            facts = f"SELECT fact FROM {among.facts} ORDER BY fact LIMIT {_MOST_AMONG}"
            conditions.append(f"+texts.rowid IN ({facts})")  # one by one FTS5 finds them slowly
            parameters += among.parameters
        sql += f" WHERE {' AND '.join(conditions)} ORDER BY texts.rowid LIMIT {most}"
        return (rowid for (rowid,) in self._connection.execute(sql, parameters))


def _about(entities: Collection[int]) -> Among:
    """The facts about some entities."""
    return Among(f"about WHERE entity IN {LISTED}", (array(entities),))


def _repeating(known: Iterable[Known]) -> Among:
    """The facts whose claim says a word of the question more than once."""
    stems = (run for term in known for run in term.wanted.runs)
    return Among(f"repeated WHERE stem IN {LISTED}", (array(stems),))
