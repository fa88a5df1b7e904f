"""A draft: what could be said of a document, proposed sentence by sentence for a person's words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from scifacts.authoring.draftdates import Setting, beginning, settings
from scifacts.authoring.draftnames import Mention, Names, new_names
from scifacts.authoring.draftquotes import groups, quote
from scifacts.authoring.ids import id_from
from scifacts.evidence.coverage import Sentence
from scifacts.grammar.dates import Date
from scifacts.grammar.quantities import Quantity, quantities
from scifacts.grammar.spans import Span
from scifacts.kinds import Kind
from scifacts.model import Citation, Document, Entity, Figure
from scifacts.sources import Source, fold

_TERMINAL = re.compile(r"[.!?…][\"'”’)\]]*\W*$")
_QUESTION = re.compile(r"\?[\"'”’)\]]*\W*$")
_LABEL = re.compile(
    r"(?:\w+\s)?(?:authors?|contacts?|copyright|credits?|editors?|photos?|sources?|writers?):",
    re.IGNORECASE,
)
_LONGEST_HEADING = 12  # words


class Proposal(NamedTuple):
    """A fact that nobody has put into words yet; `date` and `speaker` may be told or not.

    `inferred` holds "date" if the sentence alone does not tell all of it, and `note` what from.
    `sentence` is what the quote was cut from.
    """

    kind: Kind
    about: tuple[Entity, ...]
    citation: Citation
    sentence: str
    figure: Figure | None = None
    date: str | None = None
    speaker: Entity | None = None
    inferred: tuple[str, ...] = ()
    note: str | None = None


class Draft(NamedTuple):
    """What could be said of a document, in its order, and the entities that are new in that."""

    document: Document
    entities: tuple[Entity, ...]
    proposals: tuple[Proposal, ...]


class _Reading(NamedTuple):
    """What is read in a sentence."""

    sentence: Sentence
    mentions: list[Mention]
    quantities: list[Quantity]
    dates: list[Date]
    setting: Setting

    @property
    def text(self) -> str:
        return self.sentence.text


class _Part(NamedTuple):
    """What one quote of a sentence proves; it stands in the words of the sentence at `span`."""

    span: Span
    quantity: Quantity | None = None
    date: Date | None = None


def draft(
    document: Document, source: Source, open_sentences: Iterable[Sentence], known: Iterable[Entity]
) -> Draft:
    """What could be said of the sentences of a document that no fact cites, `open_sentences`.

    Headings, questions and repetitions are passed over. Entities are `known` by name and alias.
    """
    entities = list(known)
    telling = list(_telling(source, sorted(open_sentences, key=lambda it: it.span)))
    names = Names([*entities, *_new_entities(telling, Names(entities))])
    found = settings(source, document)
    readings = [_read(it, names, found[it.span.start]) for it in telling]
    proposals = [it for reading in readings for it in _proposals(reading, names, document, source)]
    ids = {it.id for it in entities}
    spoken_of = (it for proposal in proposals for it in (*proposal.about, proposal.speaker))
    new = {it.id: it for it in spoken_of if it is not None and it.id not in ids}
    return Draft(document, tuple(new.values()), tuple(proposals))


def _telling(source: Source, sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    """Sentences without headings, bylines, questions, and what was said before."""
    paragraphs = {span.start: span for _, span in source.paragraphs()}
    met: set[str] = set()
    for it in sentences:
        whole = paragraphs.get(it.span.start)
        is_alone = whole is not None and whole.end <= it.span.end
        folded = fold(it.text).text
        if folded not in met and not (_QUESTION.search(it.text) or (is_alone and _is_heading(it))):
            yield it
        met.add(folded)


def _is_heading(sentence: Sentence) -> bool:
    """Whether a paragraph of one sentence is a title, a byline or a credit."""
    is_short = len(sentence.text.split()) <= _LONGEST_HEADING
    return bool(_LABEL.match(sentence.text)) or (is_short and not _TERMINAL.search(sentence.text))


def _new_entities(sentences: Iterable[Sentence], names: Names) -> list[Entity]:
    """Entities for the names that are not known yet, each once, with acronyms as aliases."""
    found: dict[str, Entity] = {}
    taken = {it.id for it in names.entities}
    for sentence in sentences:
        for name, acronym, kind in new_names(sentence.text, names.mentions(sentence.text)):
            entity = found.get(name)
            if entity is None:
                new_id = id_from(name, taken.__contains__, "name")
                taken.add(new_id)
                entity = Entity(new_id, kind, name)
            aliases = tuple(dict.fromkeys(filter(None, (*entity.aliases, acronym))))
            found[name] = entity._replace(aliases=aliases)
    return list(found.values())


def _read(sentence: Sentence, names: Names, setting: Setting) -> _Reading:
    text = sentence.text
    return _Reading(sentence, names.mentions(text), quantities(text), setting.dates(text), setting)


def _proposals(
    reading: _Reading, names: Names, document: Document, source: Source
) -> Iterator[Proposal]:
    """A proposal for each number of a sentence, then for the names and dates left over."""
    speaker = names.speaker(reading.text, reading.mentions)
    parts = [*filter(None, (_of_figure(reading, it) for it in reading.quantities))]
    for part in sorted([*parts, *_of_rest(reading, parts)], key=lambda it: it.span):
        citation = _citation(reading, part.span, document, source)
        yield _proposal(reading, part, citation, speaker)


def _of_figure(reading: _Reading, quantity: Quantity) -> _Part | None:
    """The quote of a number: with its date and what is named last before it, if they fit."""
    date = min(reading.dates, key=lambda it: _distance(it.span, quantity.span), default=None)
    before = [it.span for it in reading.mentions if it.span.end <= quantity.span.start]
    date_spans = [date.span] if date else []
    for more in ([*before[-1:], *date_spans], date_spans, before[-1:], []):
        span = quote(reading.text, [quantity.span, *more])
        if span is not None:
            return _Part(span, quantity, date)
    return None


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _of_rest(reading: _Reading, parts: Sequence[_Part]) -> Iterator[_Part]:
    """The quotes of names and dates that the quotes of numbers leave out."""
    held = [it.span for it in parts]
    told = {it.date.text for it in parts if it.date}
    yield from _beginnings(reading)
    named = {it.entity.id for it in reading.mentions if _is_inside(it.span, held)}
    left = [it.span for it in reading.mentions if it.entity.id not in named]
    left += [it.span for it in reading.dates if it.text not in told]
    for spans, span in groups(reading.text, left):
        inside = (it for it in reading.dates if it.span in spans)
        date = next(inside, reading.dates[0] if len(reading.dates) == 1 else None)
        yield _Part(span, None, date)


def _beginnings(reading: _Reading) -> Iterator[_Part]:
    """The quotes of what other things are dated from: "since its launch in 2021"."""
    for it in reading.dates:
        date, span = beginning(it, reading.text), quote(reading.text, [it.span])
        if date is not None and span is not None:
            yield _Part(span, None, date)


def _is_inside(span: Span, others: Iterable[Span]) -> bool:
    return any(it.start <= span.start and span.end <= it.end for it in others)


def _citation(reading: _Reading, span: Span, document: Document, source: Source) -> Citation:
    """The citation of some words of a sentence."""
    start, end = reading.sentence.span
    words = [start + it.start() for it in re.finditer(r"\S+", source.text[start:end])]
    first, last = (
        source.paragraph_at(words[len(reading.text[:at].split()) - 1])
        for at in (span.start + 1, span.end)
    )
    return Citation(document, first, span.of(reading.text), last if last != first else None)


def _proposal(
    reading: _Reading, part: _Part, citation: Citation, speaker: Entity | None
) -> Proposal:
    inside = [it.entity for it in reading.mentions if _is_inside(it.span, [part.span])]
    every = [*inside, *(it.entity for it in reading.mentions)] or [*filter(None, [speaker])]
    about = tuple({it.id: it for it in (every if part.quantity else inside or every)}.values())
    date, note = _dated(reading, part)
    return Proposal(
        _kind(part, speaker),
        about,
        citation,
        reading.text,
        part.quantity and _figure(part.quantity, about),
        date,
        speaker,
        ("date",) if note else (),
        note,
    )


def _dated(reading: _Reading, part: _Part) -> tuple[str | None, str | None]:
    """The date of what a part of a sentence tells, and what it was read from if not from that."""
    if part.date is not None:
        told = f"The date is reckoned from {reading.setting.reference}."
        return part.date.text, told if part.date.is_completed else None
    day = None if reading.dates else reading.setting.occasion(reading.text)
    if day is None:
        return None, None
    return day.text, f"The day is that of the occasion told of in paragraph {day.paragraph}."


def _kind(part: _Part, speaker: Entity | None) -> Kind:
    if part.quantity is not None:
        return Kind.STATISTIC
    if speaker is not None:
        return Kind.STATEMENT
    return Kind.EVENT if part.date is not None else Kind.DESCRIPTION


def _figure(quantity: Quantity, about: Sequence[Entity]) -> Figure:
    subject = about[0].name if about else ""
    measure = id_from(f"{quantity.unit} {subject}", lambda _: False, "number")
    return Figure(quantity.value, quantity.bound, quantity.unit, measure)
