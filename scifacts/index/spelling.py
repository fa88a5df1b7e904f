"""The nearest words of an index to a word it does not have."""

import sqlite3

from rapidfuzz.distance import OSA

_SHORTEST, _TWO_SLIPS_FROM = 3, 8  # letters
_MOST_CANDIDATES = 20_000


def nearest_words(connection: sqlite3.Connection, word: str, most: int = 3) -> list[str]:
    """Up to `most` words of the index that are one slip from `word`, or two if it is long.

    A slip is a letter too many, too few, wrong, or swapped with the next (optimal string alignment,
    Damerau, 1964). Best first: fewest slips, then the same first letter, then the commonest.
    Only words that begin or end as `word` does are looked at, so a large vocabulary costs little.
    """
    slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
    if len(word) < _SHORTEST or word.isdigit():
        return []
    # One slip, a swap at worst, leaves a half without its inmost letter; two mostly a quarter.
    end = max(1, (len(word) - 1) // 2 if slips == 1 else len(word) // 4)
    rows = connection.execute(
        """
        SELECT word, facts FROM (
            SELECT word, stem FROM vocabulary WHERE word >= :head AND word < :head_end
            UNION
            SELECT word, stem FROM vocabulary WHERE backward >= :tail AND backward < :tail_end
        ) JOIN stems USING (stem)
        WHERE facts > 0 AND length(word) BETWEEN :shortest AND :longest LIMIT :most
        """,
        {
            "head": word[:end],
            "head_end": word[:end] + "\U0010ffff",
            "tail": word[::-1][:end],
            "tail_end": word[::-1][:end] + "\U0010ffff",
            "shortest": len(word) - slips,
            "longest": len(word) + slips,
            "most": _MOST_CANDIDATES,
        },
    )
    near = []
    for candidate, facts in rows:
        distance = OSA.distance(word, candidate, score_cutoff=slips)
        if distance <= slips:
            near.append((distance, candidate[0] != word[0], -facts, candidate))
    return [candidate for *_, candidate in sorted(near)[:most]]
