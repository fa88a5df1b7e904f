"""Names in a sentence: those that a base knows, and those that look like names of something new."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile
from typing import NamedTuple

from scifacts.countries import NAMES as COUNTRIES
from scifacts.grammar.attributions import attributions
from scifacts.grammar.datewords import date_words
from scifacts.grammar.numbers import any_of
from scifacts.grammar.spans import Span
from scifacts.grammar.units import SMALL_WORDS
from scifacts.kinds import EntityType
from scifacts.model import Entity
from scifacts.text import analyzer


class Mention(NamedTuple):
    """Where an entity is named."""

    span: Span
    entity: Entity


class NewName(NamedTuple):
    """What looks like a name, the acronym in brackets behind it, and what it may be the name of."""

    name: str
    acronym: str
    type: EntityType


class _Stem(NamedTuple):
    """A stem, and the run of non-blanks it is of if it is the first or the last one of that."""

    stem: str
    starts: int | None
    ends: int | None


_CHUNK = re.compile(r"[^\s()\[\]{}\"“”,;:!?/|—–]+")
_POSSESSIVE = re.compile(r"['’]s?$")
# The noun that a name turns on tells what it is the name of; of several the first listed here.
_NOUNS = {
    EntityType.EVENT: """conference forum summit congress symposium workshop festival exhibition
        expo olympics fair week month""",
    EntityType.ORGANIZATION: """academy agency association authority bank board bureau center centre
        college commission committee company corporation council court department embassy
        federation foundation fund government group hospital institute institution ministry museum
        office organisation organization parliament party school society trust union university""",
    EntityType.FACILITY: """airport array bridge garden harbor harbour laboratory lab lighthouse
        observatory park plant port reactor reserve station telescope""",
    EntityType.PROGRAM: """agreement campaign convention initiative mission plan program programme
        project protocol scheme treaty""",
    EntityType.PLACE: """bay city coast county desert district gulf island islands lake mountain
        mountains ocean peninsula province region river sea valley village""",
}
_TYPES = {noun: kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
_TITLES = """
    ambassador captain chair chairman chairperson chairwoman chancellor chief director doctor dr
    engineer general governor king lady lord madam mayor minister mr mrs ms president prime
    prof professor queen researcher secretary senator sir vice
""".split()
_CAPITAL = r"[^\W\d_a-z][\w&.]*(?:-[\w&]+)*(?:['’][^\W\d_a-z]\w+)?(?<!\.)"
_RUN = re.compile(
    rf"(?<![\w.'’-]){_CAPITAL}(?:\s(?:(?:of|for)\s(?:the\s)?|and\s)?{_CAPITAL})*(?![\w-])"
)
_JOINTS = ("of", "for", "and")
_ACRONYM = re.compile(r"\s\((?:the\s)?([^\W\d_a-z][\w&-]*[^\W\d_a-z][\w&-]*)\)")
_COUNTRY = re.compile(rf"(?<![\w-]){any_of(COUNTRIES)}(?![\w-])")
_LEAST_WORDS, _MOST_OF_A_PERSON = 2, 4


class Names:
    """The names and aliases of entities, to be found in sentences."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities = tuple(entities)
        self._owners: dict[tuple[str, ...], list[tuple[str, Entity]]] = {}
        self._lengths: dict[str, set[int]] = {}
        self._bearers: dict[str, list[Entity]] = {}  # by each word of the names of persons
        for entity in self.entities:
            for word in entity.name.split() if entity.type is EntityType.PERSON else ():
                self._bearers.setdefault(word, []).append(entity)
            for name in (entity.name, *entity.aliases):
                key = tuple(analyzer.stemmed(name).split())
                if key:
                    self._owners.setdefault(key, []).append((name, entity))
                    self._lengths.setdefault(key[0], set()).add(len(key))

    def mentions(self, text: str) -> list[Mention]:
        """What `text` names, in order and disjoint; the longest name wins."""
        stems = list(_stems(text))
        found: list[Mention] = []
        at = 0
        while at < len(stems):
            lengths = sorted(self._lengths.get(stems[at].stem, ()), reverse=True)
            runs = (self._named(text, stems[at : at + it]) for it in lengths)
            mention = next(filter(None, runs), None)
            if mention is not None:
                found.append(mention)
                while at < len(stems) and (stems[at].starts or 0) < mention.span.end:
                    at += 1
            else:
                at += 1
        return found

    def _named(self, text: str, run: Sequence[_Stem]) -> Mention | None:
        start, end = run[0].starts, run[-1].ends
        if start is None or end is None:
            return None
        words = text[start:end]
        for name, entity in self._owners.get(tuple(it.stem for it in run), ()):
            if _is_spelt(name, words, entity.type):
                return Mention(Span(start, end), entity)
        return None

    def speaker(self, text: str, mentions: Iterable[Mention]) -> Entity | None:
        """Who says what `text` tells, if it names one that is known: in full, or by a surname."""
        for told in attributions(text):
            for it in mentions:
                is_inside = told.speaker.start <= it.span.start < told.speaker.end
                if is_inside and it.entity.type in (EntityType.PERSON, EntityType.ORGANIZATION):
                    return it.entity
            bearers = self._bearers.get(told.speaker.of(text), ())
            if len(bearers) == 1:
                return bearers[0]
        return None


def _stems(text: str) -> Iterator[_Stem]:
    for match in _CHUNK.finditer(text):
        stems = analyzer[match[0]].split()
        bare = match[0].rstrip(".'’")
        end = match.start() + len(_POSSESSIVE.sub("", bare))
        for number, stem in enumerate(stems):
            is_last = number == len(stems) - 1
            yield _Stem(stem, None if number else match.start(), end if is_last else None)


def _is_spelt(name: str, words: str, of: EntityType) -> bool:
    """Whether words are this name, not other words of the same stem: FAST is not "fast"."""
    if " " in words or "-" in words:
        return True
    if name.isupper() or not (of is EntityType.TOPIC or name.islower()):
        return words == name
    return words.islower() or words.istitle()


def new_names(text: str, mentions: Iterable[Mention]) -> Iterator[NewName]:
    """What looks like a name in `text` and is none of `mentions`.

    That are countries, runs of capitalised words, and with acronyms in brackets behind them.
    """
    known = [it.span for it in mentions]
    dates = [it.span for it in date_words(text)]
    speakers = [it.speaker for it in attributions(text)]
    for match in _COUNTRY.finditer(text):
        if not _lies_in(Span(*match.span()), known):
            yield NewName(match[0], "", EntityType.COUNTRY)
    for span in _runs(text):
        if _lies_in(span, known) or any(
            it.start < span.end and span.start < it.end for it in dates
        ):
            continue
        name = text[span.start : span.end]
        acronym = _ACRONYM.match(text, span.end)
        if name not in COUNTRIES and (" " in name or acronym):
            kind = _type(name, is_speaker=_is_met(span, speakers))
            yield NewName(name, acronym[1] if acronym else "", kind)


def _runs(text: str) -> Iterator[Span]:
    """Runs of capitalised words, without titles, and without small words that begin a sentence."""
    for run in _RUN.finditer(text):
        words = [
            (it[0], Span(run.start() + it.start(), run.start() + it.end()))
            for it in re.finditer(r"\S+", run[0])
        ]
        for part in _parts(words):
            named = list(dropwhile(lambda it: _is_no_name(it[0]), part))
            if named:
                yield Span(named[0][1].start, named[-1][1].end)


def _is_no_name(word: str) -> bool:
    bare = word.lower().rstrip(".")
    return bare in _TITLES or (bare in SMALL_WORDS and not (len(word) > 1 and word.isupper()))


def _parts(words: Iterable[tuple[str, Span]]) -> Iterator[list[tuple[str, Span]]]:
    """The names in a run: "of" joins what turns on a noun, "and" joins only behind an "of"."""
    part: list[tuple[str, Span]] = []
    is_joined = False
    for word, span in words:
        if word in _JOINTS:
            is_of = word != "and"
            is_joined = is_joined or (is_of and bool(part) and part[-1][0].lower() in _TYPES)
            if not is_joined:
                yield part
                part = []
                continue
        if part or word not in (*_JOINTS, "the"):
            part.append((word, span))
    yield part


def _type(name: str, *, is_speaker: bool) -> EntityType:
    """What a name is that of, as its nouns tell, the one before an "of" first."""
    words = [it.lower() for it in name.split()]
    head = next((at for at, word in enumerate(words) if word in ("of", "for")), len(words))
    for word in (*words[:head][::-1], *words[head:][::-1]):
        if word in _TYPES:
            return _TYPES[word]
    if is_speaker and _LEAST_WORDS <= len(words) <= _MOST_OF_A_PERSON:
        return EntityType.PERSON
    return EntityType.TOPIC


def _lies_in(span: Span, others: Iterable[Span]) -> bool:
    return any(it.start <= span.start and span.end <= it.end for it in others)


def _is_met(span: Span, others: Iterable[Span]) -> bool:
    return any(it.start <= span.start < it.end for it in others)
