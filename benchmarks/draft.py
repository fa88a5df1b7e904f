"""How much of a base `scifacts draft` would have proposed.

    python benchmarks/draft.py facts.toml SOURCES

The base is drafted with its facts taken out: once with its entities, as for a base that knows its
subject, and once without them, as for a document that was just read; both without the paragraphs
that it declares to be furniture. What is proposed is compared with the facts, sentence by sentence.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import scifacts
from scifacts import dates as calendar
from scifacts.authoring.draft import Draft, Proposal, draft
from scifacts.authoring.draftnames import Names
from scifacts.check import MAX_QUOTE_WORDS
from scifacts.evidence.coverage import Sentence, coverage
from scifacts.evidence.verify import Texts, read_texts
from scifacts.grammar.quantities import holds, quantities
from scifacts.grammar.spans import Span
from scifacts.kinds import State
from scifacts.model import Citation, Document, Entity, Fact, Figure
from scifacts.text import stems


class Drafted(NamedTuple):
    """A draft, and the sentences of its document that were open to it."""

    draft: Draft
    sentences: tuple[Sentence, ...]


class Judge:
    """Compares the facts of a base with drafts of its documents."""

    def __init__(self, facts: Iterable[Fact], texts: Texts, drafts: Iterable[Drafted]) -> None:
        self.facts = list(facts)
        self.texts = texts
        self.drafts = {it.draft.document.id: it for it in drafts}
        self.names = Names({it.id: it for fact in self.facts for it in fact.about}.values())

    def beside(self, citation: Citation) -> list[Proposal]:
        """The proposals from the sentences that a citation stands in."""
        drafted = self.drafts[citation.document.id]
        span = self.texts.proof(citation).span
        read = {it.text for it in drafted.sentences if span is not None and _meet(it.span, span)}
        return [it for it in drafted.draft.proposals if it.sentence in read]

    def gives(self, fact: Fact, is_right: Callable[[Proposal], bool]) -> bool:
        """Whether a proposal from the sentences of a fact is right."""
        return any(is_right(it) for cited in fact.citations for it in self.beside(cited))

    def figure(self, fact: Fact, are_alike: Callable[[Figure, Figure], bool]) -> bool:
        """Whether the figure of a fact is proposed."""
        figure = fact.figure
        return figure is not None and self.gives(
            fact, lambda it: it.figure is not None and are_alike(it.figure, figure)
        )

    def date(self, fact: Fact) -> bool:
        """Whether the date of a fact is proposed."""
        when = fact.date
        return when is not None and self.gives(
            fact, lambda it: it.date is not None and calendar.span(it.date) == calendar.span(when)
        )

    def told(self, citation: Citation) -> tuple[list[float], set[str]]:
        """The numbers that a quote holds, and the ids of what it names."""
        numbers = [it.value for it in quantities(citation.quote)]
        return numbers, {it.entity.id for it in self.names.mentions(citation.quote)}

    def proves(self, fact: Fact, citation: Citation) -> bool:
        """Whether a proposed quote proves what a quote of a fact does.

        That is the number of the fact; if the quote has none, a name of what the fact is about; if
        it has none of these either, any name or number that it holds.
        """
        numbers, named = self.told(citation)
        quotes = [it.citation.quote for it in self.beside(citation)]
        if fact.figure is not None and holds(citation.quote, fact.figure.value):
            return any(holds(it, fact.figure.value) for it in quotes)
        wanted = named & {it.id for it in fact.about} or named
        if wanted:
            return any(wanted & {it.entity.id for it in self.names.mentions(of)} for of in quotes)
        return any(holds(it, number) for number in numbers for it in quotes)


def has_bound(one: Figure, other: Figure) -> bool:
    """Whether both say the same number, hedged the same way."""
    return (one.value, one.bound) == (other.value, other.bound)


def has_unit(one: Figure, other: Figure) -> bool:
    """Whether one unit has all words of the other, too."""
    first, second = set(stems(one.unit)), set(stems(other.unit))
    is_part = bool(first and second) and (first <= second or second <= first)
    return has_bound(one, other) and is_part


def is_same(one: Figure, other: Figure) -> bool:
    """Whether the units are the same to the letter."""
    return has_bound(one, other) and one.unit == other.unit


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def empty(judge: Judge, documents: Iterable[Document]) -> tuple[list[str], list[str]]:
    """Sentences that no fact cites, and those of them that something is proposed for."""
    silent: list[str] = []
    for document in documents:
        drafted = judge.drafts[document.id]
        quoted = [
            span
            for fact in judge.facts
            for it in fact.citations
            if it.document.id == document.id and (span := judge.texts.proof(it).span) is not None
        ]
        silent += [
            it.text for it in drafted.sentences if not any(_meet(it.span, one) for one in quoted)
        ]
    proposed = {it.sentence for drafted in judge.drafts.values() for it in drafted.draft.proposals}
    return silent, [it for it in silent if it in proposed]


def stands(judge: Judge, citation: Citation) -> bool:
    """Whether a proposed quote is found in its paragraph, and no longer than a quote may be."""
    is_short = len(citation.quote.split()) <= MAX_QUOTE_WORDS
    return is_short and judge.texts.proof(citation).state is State.FOUND


class Row(NamedTuple):
    """What is measured: how many of how many, and what is missed."""

    name: str
    right: int
    total: int
    missed: list[str]


def _row(name: str, facts: Iterable[Fact], is_right: Callable[[Fact], bool]) -> Row:
    listed = list(facts)
    missed = [it.id for it in listed if not is_right(it)]
    return Row(name, len(listed) - len(missed), len(listed), missed)


def rows(judge: Judge, documents: Iterable[Document]) -> Iterator[Row]:
    """What there is to measure."""
    figures = [it for it in judge.facts if it.figure]
    yield _row("figures: value and bound", figures, lambda it: judge.figure(it, has_bound))
    yield _row("figures: value, bound, unit", figures, lambda it: judge.figure(it, has_unit))
    yield _row(
        "figures: the same, unit to the letter", figures, lambda it: judge.figure(it, is_same)
    )
    dated = [it for it in judge.facts if it.date]
    told = [it for it in dated if "date" not in it.inferred]
    yield _row("dates told", told, judge.date)
    yield _row("dates, also those a curator inferred", dated, judge.date)
    cited = [(fact, it) for fact in judge.facts for it in fact.citations]
    provable = [(fact, it) for fact, it in cited if any(judge.told(it))]
    missed = [f"{fact.id}: {it.quote}" for fact, it in provable if not judge.proves(fact, it)]
    yield Row("citations", len(provable) - len(missed), len(provable), missed)
    every = [it.citation for drafted in judge.drafts.values() for it in drafted.draft.proposals]
    lost = [it.quote for it in every if not stands(judge, it)]
    yield Row("proposed quotes that stand where they say", len(every) - len(lost), len(every), lost)
    silent, proposed = empty(judge, documents)
    yield Row("sentences that no fact cites, proposed", len(proposed), len(silent), proposed)


def drafted(document: Document, texts: Texts, known: Iterable[Entity]) -> Drafted:
    """The draft of a document of which nothing is cited, nor declared to be furniture."""
    source = texts.sources[document.id]
    bare = document._replace(furniture=())
    found = coverage(bare, source, ()).uncovered
    return Drafted(draft(bare, source, found, known), found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base")
    parser.add_argument("sources", type=Path)
    parser.add_argument("--missed", action="store_true", help="list what is missed")
    asked = parser.parse_args()
    with scifacts.open(asked.base) as base:
        facts = [hit.fact for hit in base.filter()]
        documents = [it.document for it in base.documents()]
        entities = [it.entity for it in base.entities()]
    texts = read_texts(asked.sources, documents)
    tables = [
        list(rows(Judge(facts, texts, [drafted(it, texts, known) for it in documents]), documents))
        for known in (entities, [])
    ]
    print("| measured | entities known | just read |\n| --- | ---: | ---: |")
    for columns in zip(*tables, strict=True):
        cells = (f"{it.right}/{it.total} ({it.right / it.total:.0%})" for it in columns)
        print(f"| {columns[0].name} | {' | '.join(cells)} |")
    for row in (row for table in tables for row in table if asked.missed):
        print(f"\n{row.name}", *row.missed, sep="\n    ")


if __name__ == "__main__":
    main()
