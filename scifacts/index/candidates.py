"""Gather the facts that may answer a question: all of them, or if they are many the likeliest."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import nlargest
from itertools import combinations, pairwise
from typing import NamedTuple

from scifacts.dialects.sqlite import (
    LISTED,
    TEXTS,
    Connection,
    all_found,
    any_found,
    any_of,
    array,
    but_not,
    in_names_and_claim,
    numbers_found,
)
from scifacts.index.conditions import Where
from scifacts.index.listing import expression as expression_of
from scifacts.index.ranking import Candidate, Wanted
from scifacts.query import Query

# A question that no more facts than this could answer has all of them scored. Of a larger one's
# common words, and of their conjunctions, the shortest claims stand for the rest: one in so many,
# within bounds.
_SCORE_ALL = 2_000
_ONE_IN = 16
_LEAST_SHORTEST = 1_000
_LEAST_SCORED = 300
# A question of more common words than this is too long for their conjunctions. Of its facts, so
# many are counted, one for each word that they hold.
_MOST_COMBINED = 4
_MOST_COUNTED = 120_000
# The most facts about what is named, or that repeat a word, that are looked at for their own sake.
_MOST_AMONG = 20_000


class Known(NamedTuple):
    """A term as the index knows it: what finds it, in how many facts, and how it scores."""

    expression: str
    facts: int
    wanted: Wanted


class Among(NamedTuple):
    """Facts that candidates are looked for among: a table, and SQL parameters."""

    facts: str
    parameters: tuple[object, ...]


class Candidates:
    """The candidates of one question."""

    def __init__(self, connection: Connection, query: Query, where: Where) -> None:
        self._connection = connection
        self._query = query
        self._where = where
        self._excluded = [expression_of(connection, term) for term in query.excluded]

    def holding_all(self, known: Sequence[Known], named: Mapping[int, int]) -> set[int]:
        """Facts that hold all terms; of many, the shortest and those about what is named."""
        expression = all_found(dict.fromkeys(term.expression for term in known))
        fewest = min(term.facts for term in known)
        limit = self._query.limit
        if fewest <= _SCORE_ALL or not limit or self._query.sort not in (None, "relevance"):
            return set(self._numbers(expression, -1))
        shortest = min(max(_LEAST_SHORTEST, fewest // _ONE_IN), _SCORE_ALL)
        cut = max(shortest, 10 * limit)
        numbers = set(self._numbers(expression, cut))
        if len(numbers) == cut:
            numbers.update(self._numbers(expression, cut, _repeating(known)))
            if named:
                numbers.update(self._numbers(expression, cut, _about(named)))
            for term in known:
                both = in_names_and_claim(term.expression)
                numbers.update(self._numbers(all_found([both, expression]), cut))
        return numbers

    def holding_some(self, known: Sequence[Known], named: Mapping[int, int]) -> set[int]:
        """Facts that hold some terms; of many, those of rare terms and the likeliest of others.

        Those of a long question hold the most of its weight.
        """
        present = {term.expression: term.facts for term in known if term.facts}
        if not present:
            return set()
        if sum(present.values()) <= _SCORE_ALL:
            return set(self._numbers(any_found(present), -1))
        rarest = sorted(present, key=lambda expression: present[expression])
        common = sum(facts > _LEAST_SCORED for facts in present.values())
        cut = max(_LEAST_SCORED, _SCORE_ALL // (2 * max(common, 1)), 10 * (self._query.limit or 0))
        cut_off = [expression for expression in rarest if present[expression] > cut]
        if len(cut_off) > _MOST_COMBINED:
            return self._holding_most(known)
        expressions = [
            *rarest,
            *map(all_found, combinations(cut_off, 2)),
            *map(in_names_and_claim, cut_off[:2]),
        ]
        for first, second in pairwise(term.wanted.runs for term in known):
            if len(first) == len(second) == 1:
                expressions.append(any_of([f"{first[0]} {second[0]}"]))
        numbers = {number for it in expressions for number in self._numbers(it, cut)}
        if named:
            numbers.update(self._numbers(any_found(present), cut, _about(named)))
        return numbers

    def _holding_most(self, known: Iterable[Known]) -> set[int]:
        """The facts that hold the most of a question's weight, the commonest terms cut short."""
        held: dict[int, float] = {}
        terms = dict.fromkeys(term for term in known if term.facts)
        left = _MOST_COUNTED
        for at, term in enumerate(sorted(terms, key=lambda term: term.facts)):
            found = list(self._numbers(term.expression, left // (len(terms) - at)))
            left -= len(found)
            for number in found:
                held[number] = held.get(number, 0.0) + term.wanted.weight
        most = max(_SCORE_ALL, 10 * (self._query.limit or 0))
        return set(nlargest(most, held, key=held.__getitem__))

    def read(self, numbers: Iterable[int]) -> Iterator[Candidate]:
        """The texts of facts, to be scored."""
        rows = self._connection.execute(TEXTS, (array(sorted(numbers)),))
        return map(Candidate._make, rows)

    def _numbers(self, expression: str, most: int, among: Among | None = None) -> Iterable[int]:
        """The facts found that meet the question's conditions, originals and short claims first."""
        conditions = [] if self._where.sql == "1" else [self._where.sql]
        facts = ""
        more: tuple[object, ...] = ()
        if among is not None:
            facts = f"SELECT fact FROM {among.facts} ORDER BY fact LIMIT {_MOST_AMONG}"
            more = among.parameters
        expression = but_not(expression, self._excluded)
        rows = self._connection.execute(
            numbers_found(conditions, facts, most), (expression, *self._where.parameters, *more)
        )
        return (number for (number,) in rows)


def _about(entities: Collection[int]) -> Among:
    """The facts about some entities."""
    return Among(f"about WHERE entity IN {LISTED}", (array(entities),))


def _repeating(known: Iterable[Known]) -> Among:
    """The facts whose claim says a word of the question more than once."""
    stems = (run for term in known for run in term.wanted.runs)
    return Among(f"repeated WHERE stem IN {LISTED}", (array(stems),))
