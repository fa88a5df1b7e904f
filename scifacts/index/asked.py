"""How well facts have what a question asks for: a figure, a date, a place, a person, a speaker."""

import sqlite3

from scifacts.asking import FIGURE, unit_mark
from scifacts.query import Query


def having(connection: sqlite3.Connection, query: Query, rowids: str) -> dict[int, int]:
    """How well each of the facts has what a question asks for; facts that do not are left out.

    `rowids` is a JSON array. A figure counts twice if its unit is what "how many" asks for, and a
    claim that says the very word that asks counts too.
    """
    rows = connection.execute(
        "SELECT id, c0 || ' ' || c2 FROM texts_content"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (rowids,),
    )
    more = {stem for term in query.terms if term.asks for stem in term.stems}
    if FIGURE in query.asks:
        more |= {unit_mark(stem) for term in query.terms for stem in term.stems}
    found = {}
    for rowid, text in rows:
        words = text.split()
        had = sum(map(words.count, query.asks)) + (not more.isdisjoint(words))
        if had:
            found[rowid] = had
    return found
