"""How well facts have what a question asks for: a figure, a date, a place, a person, a speaker."""

from scifacts.asking import FIGURE, unit_mark
from scifacts.dialects.sqlite import TEXTS, Connection
from scifacts.query import Query


def having(connection: Connection, query: Query, numbers: str) -> dict[int, int]:
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
