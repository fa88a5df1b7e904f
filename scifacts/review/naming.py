"""Hold the names of a sentence against those of a fact: which are missing, which are others."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from scifacts.kinds import EntityType
from scifacts.model import Entity
from scifacts.review.reading import Name
from scifacts.text import stems

# Names of one group may stand in for each other in a sentence.
_GROUPS = (
    {EntityType.PERSON},
    {EntityType.COUNTRY, EntityType.PLACE},
    {EntityType.ORGANIZATION, EntityType.FACILITY, EntityType.PROGRAM, EntityType.EVENT},
)


class Names(NamedTuple):
    """The names of a sentence beside those of a fact.

    `extra` are those that the fact has not, `missing` those of its claim that the sentence has not.
    """

    shared: tuple[Name, ...]
    extra: tuple[Name, ...]
    missing: tuple[Name, ...]


class Side(NamedTuple):
    """The names of a sentence or a fact, and the stems of its words."""

    names: Sequence[Name]
    stems: frozenset[str]


def wholes(entities: Iterable[Entity], entity: Callable[[str], Entity]) -> frozenset[str]:
    """The ids of entities and of all that they are part of."""
    found: set[str] = set()
    waiting = [it.id for it in entities]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += entity(one).part_of
    return frozenset(found)


def compared(
    said: Side,
    known: Side,
    known_wholes: frozenset[str],
    wholes_of: Callable[[Iterable[Name]], frozenset[str]],
) -> Names:
    """Compare names: by entity, or a part for its whole; by their words if no entity is known.

    A name of the sentence that the fact has itself stands for no other: "the Kunshan office in
    Beijing" is not in Suzhou, though Kunshan is.
    """
    shared: list[Name] = []
    extra: list[Name] = []
    for it in said.names:
        is_known = (
            not it.ids.isdisjoint(known_wholes) if it.ids else set(stems(it.text)) <= known.stems
        )
        (shared if is_known else extra).append(it)
    ids = frozenset(one for it in said.names for one in it.ids)
    own = frozenset(one for it in known.names for one in it.ids)
    spare = wholes_of(it for it in shared if it.ids.isdisjoint(own))
    missing = [
        it
        for it in known.names
        if it.ids.isdisjoint(ids)
        and it.ids.isdisjoint(spare)
        and not set(stems(it.text)) <= said.stems
    ]
    return Names(tuple(shared), tuple(extra), tuple(missing))


def swapped(names: Names) -> list[tuple[Name, Name]]:
    """Pairs of a sentence's name and the fact's in whose place it is, if all can be paired."""
    pairs = []
    left = list(names.missing)
    for it in names.extra:
        other = next((one for one in left if may_stand_for(it, one)), None)
        if other is None:
            return []
        left.remove(other)
        pairs.append((it, other))
    return pairs


def may_stand_for(one: Name, other: Name) -> bool:
    """Whether two names are of one sort; what the base does not know may be of any."""
    types, others = ({it.type for it in name.entities} for name in (one, other))
    return not types or not others or any(types & group and others & group for group in _GROUPS)
