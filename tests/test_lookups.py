"""What people half remember, looked up in the shipped base: the right fact comes first.

Each file in `lookups/` is a group; its lines are a query, what may come first, and, if that is not
the same, what must be among the first three, parted by tabs. Facts stand there by id; `@ska` means
any fact about that entity or said by it. `unanswerable.txt` holds questions without an answer, and
`known-failures.txt` the ids of the lookups that fail today.
"""

import re
from collections.abc import Iterator, Mapping
from math import log2
from pathlib import Path
from typing import NamedTuple

import pytest

import scifacts

SHIPPED = Path(__file__).parents[1] / "facts.toml"
LOOKUPS = Path(__file__).parent / "lookups"
NAMED_TYPES = ("program", "facility", "event")
ACRONYM = re.compile(r"(?:[A-Z]\.?){2,}")


class Lookup(NamedTuple):
    """A query, what may come first, and what must all be in the first three (or any of `first`)."""

    group: str
    query: str
    first: tuple[str, ...] = ()
    three: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """How tests and the ledger call it."""
        return f"{self.group}: {self.query}"


class Outcome(NamedTuple):
    """The tier and the first three facts of an answer, and whether they are what was wanted."""

    match: str | None
    found: tuple[str, ...]
    is_first: bool
    is_in_three: bool


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _answerable() -> Iterator[Lookup]:
    for path in sorted(LOOKUPS.glob("*.tsv")):
        for line in _lines(path):
            query, *wanted = line.split("\t")
            yield Lookup(path.stem, query, *(tuple(cell.split()) for cell in wanted))


ANSWERABLE = list(_answerable())
UNANSWERABLE = [Lookup("unanswerable", it) for it in _lines(LOOKUPS / "unanswerable.txt")]
KNOWN_FAILURES = _lines(LOOKUPS / "known-failures.txt")

FAILS = pytest.mark.xfail(strict=True, reason="in lookups/known-failures.txt")


def _parameters(lookups: list[Lookup]) -> list[object]:
    return [
        pytest.param(it, id=it.id, marks=[FAILS] if it.id in KNOWN_FAILURES else [])
        for it in lookups
    ]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[scifacts.Base]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCIFACTS_CACHE", str(tmp_path_factory.mktemp("cache")))
        with scifacts.open(str(SHIPPED)) as opened:
            yield opened


@pytest.fixture(scope="module")
def known(base: scifacts.Base) -> Mapping[str, set[str]]:
    """Facts by what stands for them in a lookup: their own id, or `@` and that of an entity."""
    known: dict[str, set[str]] = {}
    for hit in base.filter():
        fact = hit.fact
        known[fact.id] = {fact.id}
        for entity in (*fact.about, *fact.said_by):
            known.setdefault(f"@{entity.id}", set()).add(fact.id)
    return known


@pytest.fixture(scope="module")
def outcomes(base: scifacts.Base, known: Mapping[str, set[str]]) -> Mapping[str, Outcome]:
    return {it.id: _outcome(base, known, it) for it in (*ANSWERABLE, *UNANSWERABLE)}


def _outcome(base: scifacts.Base, known: Mapping[str, set[str]], lookup: Lookup) -> Outcome:
    try:
        answer = base.search(lookup.query, limit=3)
    except scifacts.QueryError:
        answer = scifacts.Answer(())
    found = tuple(hit.fact.id for hit in answer.hits)
    first = set().union(*(known[it] for it in lookup.first))
    three = [known[it] for it in lookup.three] or [first]
    return Outcome(
        answer.match,
        found,
        bool(first.intersection(found[:1])),
        all(not facts.isdisjoint(found) for facts in three),
    )


@pytest.mark.parametrize("lookup", _parameters(ANSWERABLE))
def test_the_right_fact_comes_first(outcomes: Mapping[str, Outcome], lookup: Lookup) -> None:
    outcome = outcomes[lookup.id]
    assert outcome == outcome._replace(is_first=True, is_in_three=True)


@pytest.mark.parametrize("lookup", _parameters(UNANSWERABLE))
def test_what_has_no_answer_gets_none_in_the_first_tier(
    outcomes: Mapping[str, Outcome], lookup: Lookup
) -> None:
    assert outcomes[lookup.id].match != "all", outcomes[lookup.id].found


def test_the_right_fact_is_first_in_95_percent(outcomes: Mapping[str, Outcome]) -> None:
    firsts = [outcomes[it.id].is_first for it in ANSWERABLE]
    assert sum(firsts) >= 0.95 * len(firsts)


def test_the_right_fact_is_in_the_first_three_in_99_percent(
    outcomes: Mapping[str, Outcome],
) -> None:
    missed = [it.id for it in ANSWERABLE if not outcomes[it.id].is_in_three]
    assert len(missed) <= 0.01 * len(ANSWERABLE), missed


def test_no_question_without_an_answer_gets_one_in_the_first_tier_but_those_in_the_ledger(
    outcomes: Mapping[str, Outcome],
) -> None:
    answered = [it.id for it in UNANSWERABLE if outcomes[it.id].match == "all"]
    assert [it for it in answered if it not in KNOWN_FAILURES] == []
    assert len(answered) <= 0.02 * len(UNANSWERABLE)


def _ndcg(base: scifacts.Base, lookup: Lookup, wanted: set[str], *, loose: bool) -> float:
    """The normalised discounted cumulative gain of the first ten facts (Järvelin, 2002)."""
    try:
        hits = base.search(lookup.query, limit=10, loose=loose).hits
    except scifacts.QueryError:
        return 0.0
    gain = sum(1 / log2(rank + 2) for rank, hit in enumerate(hits) if hit.fact.id in wanted)
    return gain / sum(1 / log2(rank + 2) for rank in range(min(10, len(wanted))))


@pytest.mark.parametrize("group", sorted({it.group for it in ANSWERABLE}))
def test_a_loose_question_is_answered_as_well_as_any(
    base: scifacts.Base, known: Mapping[str, set[str]], group: str
) -> None:
    strict, loose = (
        [
            _ndcg(base, it, set().union(*map(known.__getitem__, it.first + it.three)), loose=loose)
            for it in ANSWERABLE
            if it.group == group
        ]
        for loose in (False, True)
    )
    assert sum(loose) >= sum(strict) - 1e-9


def test_the_table_is_as_large_as_promised() -> None:
    assert len(ANSWERABLE) + len(UNANSWERABLE) >= 140
    assert len(UNANSWERABLE) >= 20


def test_every_lookup_stands_in_the_table_once() -> None:
    ids = [it.id for it in (*ANSWERABLE, *UNANSWERABLE)]
    assert sorted(set(ids)) == sorted(ids)


def test_every_known_failure_is_a_lookup_of_the_table() -> None:
    ids = {it.id for it in (*ANSWERABLE, *UNANSWERABLE)}
    assert [it for it in KNOWN_FAILURES if it not in ids] == []
    assert len(set(KNOWN_FAILURES)) == len(KNOWN_FAILURES)


def test_every_program_facility_and_event_is_asked_for_by_name_and_misspelt(
    base: scifacts.Base,
) -> None:
    named = [it.entity for it in base.entities() if it.entity.type in NAMED_TYPES]
    by_name = {it.query: it.first for it in ANSWERABLE if it.group == "names"}
    misspelt = [it for it in ANSWERABLE if it.group == "misspelt-names"]
    assert [it.id for it in named if by_name.get(it.name) != (f"@{it.id}",)] == []
    asked_for = {target for it in misspelt for target in it.first}
    assert [it.id for it in named if f"@{it.id}" not in asked_for] == []
    right = {name.casefold() for it in named for name in (it.name, *it.aliases)}
    assert [it.query for it in misspelt if it.query.casefold() in right] == []


def test_every_acronym_of_an_entity_is_asked_for(base: scifacts.Base) -> None:
    acronyms = {
        alias
        for it in base.entities()
        for alias in (it.entity.name, *it.entity.aliases)
        if ACRONYM.fullmatch(alias)
    }
    asked = {it.query for it in ANSWERABLE if it.group == "acronyms"}
    assert sorted(acronyms - asked) == []
