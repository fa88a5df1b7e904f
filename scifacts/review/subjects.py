"""What "it", "she" or "the laboratory" refers back to: the last name of a fitting type."""

import re

from scifacts.kinds import EntityType
from scifacts.model import Entity
from scifacts.review.reading import Reading, name_stems
from scifacts.text import analyzer

_MOST = 8  # names that are remembered
_PRONOUN = re.compile(
    r"^\W*(?:(?:But|And|Yet|So|Also|Today|Now|Since then|In all|In total|Overall)\W+)?"
    r"(?P<word>he|she|his|her|it|its|they|their)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(r",\s+(?P<word>he|she|it|they)\b", re.IGNORECASE)
_THE_NOUN = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir)\s+(?:\w+\s+)?([a-z]{4,})\b")
_OF_PEOPLE = frozenset("he she his her".split())
_PLACES = (EntityType.COUNTRY, EntityType.PLACE)


class Subjects:
    """The names that a text has lately spoken of, the main one of the last sentence first."""

    def __init__(self) -> None:
        self._recent: list[Entity] = []

    def forget(self) -> None:
        """A new heading begins a new subject."""
        self._recent.clear()

    def heard(self, read: Reading, assumed: tuple[Entity, ...]) -> None:
        """Remember what a sentence names: its subject, the first name, before the others."""
        named = [one for it in (*read.speakers, *read.names) for one in it.entities[:1]]
        inside = [*assumed, *named]
        if inside:
            ordered = sorted(inside, key=lambda it: it.type in _PLACES)
            self._recent = list(dict.fromkeys([*ordered, *self._recent]))[:_MOST]

    def assumed(self, read: Reading) -> tuple[Entity, ...]:
        """What a sentence speaks of without naming it."""
        pronoun = _PRONOUN.match(read.text) or (None if read.names else _INSIDE.search(read.text))
        if pronoun is not None:
            return self._of_type(pronoun["word"].lower() in _OF_PEOPLE, read)
        return self._of_noun(read)

    def _of_type(self, is_person: bool, read: Reading) -> tuple[Entity, ...]:
        named = {one for it in read.names for one in it.ids}
        fitting = (it for it in self._recent if (it.type is EntityType.PERSON) == is_person)
        found = next((it for it in fitting if it.id not in named), None)
        return (found,) if found else ()

    def _of_noun(self, read: Reading) -> tuple[Entity, ...]:
        """The name that "the laboratory" is short for."""
        named = {one for it in read.names for one in it.ids}
        for match in _THE_NOUN.finditer(read.text):
            stem = analyzer.stem(match[1])
            for it in self._recent:
                if it.id not in named and stem in name_stems([it]):
                    return (it,)
        return ()
