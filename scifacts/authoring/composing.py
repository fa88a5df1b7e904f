"""What a new fact needs to know of a base: its names, its texts, and proof of each quote."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from scifacts.authoring.ids import id_from
from scifacts.base import Base
from scifacts.errors import QueryError, RefusedError, UnknownNameError, nearest_of
from scifacts.evidence.verify import Texts, nearest, read_texts
from scifacts.factfile.reader import SPEAKERS
from scifacts.fields import ENTITY_TYPES
from scifacts.grammar.dates import dates
from scifacts.grammar.quantities import quantities
from scifacts.kinds import State
from scifacts.model import Citation, Document, Entity
from scifacts.sources import Source
from scifacts.text import name_key, words

MAX_QUOTE_WORDS = 20
_NEAR = 50  # of 100: how like a quote a text is that is shown as the nearest
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")

Values = dict[str, Any]


class Composer:
    """Makes the values of new facts for a base; texts are in a folder of sources.

    `entities` are tables of entities that the base does not have yet, by id.
    """

    def __init__(
        self, base: Base, sources: Path, entities: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        self._base = base
        self._folder = sources
        self._sources: dict[str, Source] = {}
        ids = {it.id for it in self.known}
        self.entities = {it["id"]: dict(it) for it in entities if it["id"] not in ids}

    @cached_property
    def documents(self) -> list[str]:
        """The ids of the documents that there are."""
        return [it.document.id for it in self._base.documents()]

    @cached_property
    def known(self) -> list[Entity]:
        """The entities of the base."""
        return [it.entity for it in self._base.entities()]

    def measures(self, beginning: str) -> list[str]:
        """The measures that begin as typed."""
        return self._base.completions("measure", beginning)

    def document(self, document_id: str) -> Document:
        """The document with this id. Raises UnknownNameError."""
        return self._base.document(document_id)

    def source(self, document_id: str) -> Source:
        """The text of a document. Raises UnknownNameError, and SourceError if it proves nothing."""
        if document_id not in self._sources:
            document = self.document(document_id)
            self._sources[document_id] = read_texts(self._folder, [document]).proving(document)
        return self._sources[document_id]

    def proven(self, fact: Mapping[str, Any]) -> Values:
        """The values of a fact with names made ids, an id of its own, and its quotes proven.

        Raises QueryError, UnknownNameError for names, and as `citation` does.
        """
        values = {**fact, "citations": [self.citation(**it) for it in fact["citations"]]}
        about = [self.entity_id(it) for it in fact.get("about") or ()]
        speakers = [self.entity_id(it, SPEAKERS) for it in _listed(fact.get("said_by"))]
        values["about"] = list(dict.fromkeys(about))
        values["said_by"] = speakers if len(speakers) > 1 else "".join(speakers)
        values["figure"] = self._hedged(fact.get("figure") or {}, values["citations"])
        values["id"] = fact.get("id") or self.fact_id(fact["claim"])
        return values

    def _hedged(self, figure: Values, citations: Iterable[Values]) -> Values:
        """A figure whose bound, if not given, is how a quote hedges its number."""
        if figure and not figure.get("bound"):
            for it in citations:
                read = proposed_figure(it["quote"], figure["value"])
                if read is not None:
                    return {**figure, "bound": read.bound}
            raise QueryError(f"no quote holds {figure['value']:,}; say how it is hedged: --bound")
        return figure

    def citation(
        self,
        document: str,
        quote: str,
        paragraph: int | None = None,
        to_paragraph: int | None = None,
    ) -> Values:
        """The values of a citation whose quote stands in its document; tells where if not told.

        Raises RefusedError with the nearest text, and as `source` does.
        """
        source = self.source(document)
        spans = list(source.places(quote))
        found = dict.fromkeys(source.paragraph_at(it.start) for it in spans)
        if not found:
            near = nearest(quote, source, _NEAR)
            hint = f"the nearest is ¶{near.paragraph}: {near.nearest!r}" if near.nearest else ""
            raise RefusedError(_refusal(quote, f"is not in {document!r}", hint))
        places = ", ".join(f"¶{it}" for it in found)
        if paragraph is None and len(found) > 1:
            hint = "name the paragraph, or quote more words"
            raise RefusedError(_refusal(quote, f"stands in {document!r} at {places}", hint))
        begins = next(iter(found)) if paragraph is None else paragraph
        if begins not in found:
            where = f"stands in {document!r} at {places}, not ¶{begins}"
            raise RefusedError(_refusal(quote, where))
        span = next(it for it in spans if source.paragraph_at(it.start) == begins)
        ends = source.paragraph_at(span.end - 1)
        values = {"document": document, "paragraph": begins, "quote": quote}
        if to_paragraph is not None or ends != begins:
            values["to_paragraph"] = to_paragraph or ends
        self._prove(values)
        return values

    def _prove(self, values: Values) -> None:
        document = self.document(values["document"])
        texts = Texts({document.id: self.source(document.id)})
        proof = texts.proof(Citation(**{**values, "document": document}))
        if proof.state is not State.FOUND:
            where = f"is not in {document.id!r} from ¶{values['paragraph']}"
            raise RefusedError(_refusal(values["quote"], f"{where} to ¶{values['to_paragraph']}"))

    def entity_id(self, name: str, of_types: Sequence[str] = ENTITY_TYPES) -> str:
        """The id of what a name, an alias or an id names. Raises UnknownNameError, QueryError."""
        if name in self.entities:
            return name
        found = self._by_name.get(name) or self._by_name.get(name_key(name), [])
        fitting = [it for it in found if it.type in of_types]
        if len(fitting) == 1:
            return fitting[0].id
        if fitting:
            raise QueryError(f"{name!r} names {' and '.join(it.id for it in fitting)}; give the id")
        if found:
            raise QueryError(f"{name!r} is a {found[0].type}, none of {', '.join(of_types)}")
        names = {it: it for entity in self.known for it in (entity.id, entity.name)}
        raise UnknownNameError("entity", name, nearest_of(name, names), "add it: --new TYPE:NAME")

    @cached_property
    def _by_name(self) -> Mapping[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity in self.known:
            keys = [name_key(it) for it in (entity.name, *entity.aliases)]
            for key in dict.fromkeys([entity.id, *keys]):
                found.setdefault(key, []).append(entity)
        return found

    def new_entity(self, of_type: str, name: str) -> str:
        """Keep an entity that is to be added with the fact; tells its id. Raises QueryError."""
        if of_type not in ENTITY_TYPES:
            raise QueryError(f"{of_type!r} is no type; one of {', '.join(ENTITY_TYPES)}")
        taken = {*self.entities, *(it.id for it in self.known)}
        item_id = id_from(name, taken.__contains__, of_type)
        self.entities[item_id] = {"id": item_id, "type": of_type, "name": name}
        return item_id

    def mentioned(self, text: str) -> list[str]:
        """The entities whose name or alias stands in a text, in its order; longer names first."""
        found: dict[str, tuple[int, int]] = {}
        padded = f" {' '.join(words(text))} "
        for entity in self.known:
            for name in (entity.name, *entity.aliases):
                at = padded.find(f" {' '.join(words(name))} ")
                if at >= 0 and entity.id not in found:
                    found[entity.id] = (at, -len(name))
        return sorted(found, key=lambda it: found[it])

    def needed(self, fact: Mapping[str, Any]) -> list[Values]:
        """The new entities that a fact speaks of."""
        spoken = dict.fromkeys([*fact["about"], *_listed(fact.get("said_by"))])
        return [self.entities[it] for it in spoken if it in self.entities]

    def fact_id(self, claim: str) -> str:
        """An id for a fact that the base does not have yet."""
        return id_from(claim, self._is_fact)

    def _is_fact(self, fact_id: str) -> bool:
        return fact_id in self._base.completions("fact", fact_id)


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    """What may be one or several, as several."""
    return [value] if isinstance(value, str) else value or []


def _refusal(quote: str, where: str, hint: str = "") -> str:
    return "; ".join(filter(None, (f"the quote {quote!r} {where}", hint, "nothing was written")))


class ProposedFigure(NamedTuple):
    """The number in a quote as a figure, but for its measure."""

    value: float
    bound: str
    unit: str


def proposed_figure(quote: str, value: float | None = None) -> ProposedFigure | None:
    """The first quantity in a quote, or the one of this value."""
    for it in quantities(quote):
        if value is None or it.value == value:
            return ProposedFigure(it.value, str(it.bound), it.unit)
    return None


def proposed_date(text: str, published: str | None) -> str:
    """The first date in a text; what it leaves open is told from when it was published."""
    return next((it.text for it in dates(text, published)), "")


def quote_from(typed: str, source: Source, paragraph: int) -> str:
    """The words of a paragraph that were typed, in full or only the first and last of them.

    Given `over 70 … laboratories`, or `over laboratories` if it does not stand there so, it is the
    shortest stretch that begins and ends like this; what is not found is given back as typed.
    """
    parts = _ELLIPSIS.split(typed.strip())
    if len(parts) == 1 and any(source.places(typed)):
        return typed
    listed = typed.split()
    cuts = [(" ".join(listed[:at]), " ".join(listed[at:])) for at in range(len(listed) - 1, 0, -1)]
    if len(parts) > 1:
        cuts = [it for it in pairwise((parts[0], parts[-1])) if all(it)]
    stretches = [
        " ".join(source.text[first.start : last.end].split())
        for beginning, ending in cuts
        for first in source.places(beginning)
        if source.paragraph_at(first.start) == paragraph
        for last in source.places(ending)
        if last.start >= first.end
    ]
    short = [it for it in stretches if len(it.split()) <= MAX_QUOTE_WORDS]
    return min(short, key=len, default=typed)
