"""Where a text names what a base knows."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from scifacts.countries import DEMONYMS
from scifacts.dialects.sqlite import LISTED, array
from scifacts.index.reader import IndexReader
from scifacts.text import analyzer, name_key

if TYPE_CHECKING:
    from scifacts.model import Entity

_CHUNK = re.compile(r"[^\s\u2010-\u2015/()\[\]\"“”]+")
_POSSESSIVE = re.compile(r"['’]s?$")
_LONGEST_NAME = 12  # stems
# A word that more facts have is looked for only where there are fewer others than that.
_COMMON, _ALWAYS_KEPT = 24, 4


class Mention(NamedTuple):
    """A name in a text, and the entities that bear it."""

    start: int
    end: int
    entities: "tuple[Entity, ...]"


class _Word(NamedTuple):
    stem: str
    start: int
    end: int


def mentions(reader: IndexReader, text: str) -> list[Mention]:
    """The names and aliases in `text`, in order and disjoint: the longest at each place.

    "Chinese" names China. An acronym counts in capitals alone, and a name if it has one.
    """
    words = list(_words(text))
    runs: dict[str, list[tuple[int, int]]] = {}
    for first in range(len(words)):
        key = ""
        for last in range(first, min(first + _LONGEST_NAME, len(words))):
            key += f" {words[last].stem}" if key else words[last].stem
            runs.setdefault(key, []).append((first, last))
    rows = reader.connection.execute(
        "SELECT key, id FROM names JOIN entities ON number = names.entity"
        f" WHERE key IN {LISTED} ORDER BY id",
        (array(runs),),
    )
    found: dict[tuple[int, int], list[Entity]] = {}
    for key, entity_id in rows:
        entity = reader.entity(entity_id)
        for first, last in runs[key]:
            said = text[words[first].start : words[last].end]
            if _names(said, key, entity):
                found.setdefault((first, last), []).append(entity)
    return [
        Mention(words[first].start, words[last].end, tuple(found[first, last]))
        for first, last in _longest(found)
    ]


def _words(text: str) -> Iterable[_Word]:
    """The stems of a text, each with where its run of non-blanks stands."""
    for match in _CHUNK.finditer(text):
        bare = match[0].strip(".,;:!?'’‘")
        start = match.start() + match[0].find(bare)
        bare = _POSSESSIVE.sub("", bare)
        country = DEMONYMS.get(bare)
        for stem in (name_key(country) if country else analyzer.stemmed(bare)).split():
            yield _Word(stem, start, start + len(bare))


def _names(said: str, key: str, entity: "Entity") -> bool:
    """Whether words that sound like a name are one: "fast" is not FAST."""
    written = [it for it in (entity.name, *entity.aliases) if name_key(it) == key]
    if any(it.isupper() for it in written) and " " not in said:
        return said.isupper() or any(not it.isupper() for it in written)
    return bool(written) and (said.lower() != said or any(it.lower() == it for it in written))


def _longest(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of runs that meet, the longest."""
    kept: list[tuple[int, int]] = []
    for first, last in sorted(found, key=lambda it: (it[0] - it[1], it)):
        if all(last < start or end < first for start, end in kept):
            kept.append((first, last))
    return sorted(kept)


def telling(reader: IndexReader, text: str, most: int) -> str:
    """Up to so many words of a text that the fewest facts have, in their order."""
    stems = {chunk: analyzer.stemmed(chunk).split() for chunk in dict.fromkeys(text.split())}
    rows = reader.connection.execute(
        f"SELECT stem, facts FROM stems WHERE facts > 0 AND stem IN {LISTED}",
        (array({it for found in stems.values() for it in found}),),
    )
    facts = dict(rows.fetchall())
    rarity = {
        chunk: min(facts[it] for it in found if it in facts)
        for chunk, found in stems.items()
        if any(it in facts for it in found)
    }
    rarest = sorted(rarity, key=lambda it: (rarity[it], it))[:most]
    kept = {it for at, it in enumerate(rarest) if at < _ALWAYS_KEPT or rarity[it] <= _COMMON}
    return " ".join(it for it in stems if it in kept)
