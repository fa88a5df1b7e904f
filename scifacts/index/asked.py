"""What the first words of a question ask for: a figure, a date, a place, a person, a speaker."""

import sqlite3

from scifacts.query import Query
from scifacts.text import stems

_ABOUT = (
    "EXISTS (SELECT 1 FROM about JOIN entities ON number = entity"
    " WHERE fact = facts.rowid AND type IN ({}))"
)
# A date counts twice if the claim tells the year.
_DATE = (
    "((first_day IS NOT NULL) + EXISTS (SELECT 1 FROM texts_content WHERE id = facts.rowid"
    " AND instr(' ' || c0 || ' ', ' ' || substr(first_day, 1, 4) || ' ')))"
)
_SPEAKER = "(speakers > 0)"
_PERSON = "((kind = 'role') + (speakers > 0 OR " + _ABOUT.format("'person'") + "))"
# SQL that counts how well a fact has what the word asks for.
_ASKED = {
    "when": _DATE,
    "where": _ABOUT.format("'place', 'country'"),
    "who": _PERSON,
    "whom": _PERSON,
    "whose": _PERSON,
    "say": _SPEAKER,
    "says": _SPEAKER,
    "said": _SPEAKER,
}


def having(connection: sqlite3.Connection, query: Query, rowids: str) -> dict[int, int]:
    """How well each of the facts has what a question asks for; facts that do not are left out.

    `rowids` is a JSON array. A figure counts twice if its unit is what "how many" asks for.
    """
    counts_things = bool(query.asks & {"many", "much"})
    asked = sorted({_ASKED[word] for word in query.asks if word in _ASKED})
    if not asked and not counts_things:
        return {}
    rows = connection.execute(
        f"SELECT facts.rowid, {' + '.join(asked) or '0'}, unit FROM facts"
        " WHERE facts.rowid IN (SELECT value FROM json_each(?))",
        (rowids,),
    )
    words = {stem for term in query.terms for stem in term.stems}
    found = {}
    for rowid, had, unit in rows:
        if counts_things and unit is not None:
            had += 1 + (not words.isdisjoint(stems(unit)))  # noqa: PLW2901
        if had:
            found[rowid] = had
    return found
