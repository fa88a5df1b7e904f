"""How much of a base its own quotes and sentences give back when they are read.

    python benchmarks/grammar.py facts.toml [SOURCES]

Figures are read from the quotes alone. Given the folder of the documents' texts, dates and
speakers are read from the sentences that the quotes stand in, each with the day its document was
published as reference.
"""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import scifacts
from scifacts import dates as calendar
from scifacts.evidence.verify import Texts, read_texts
from scifacts.grammar.attributions import attributions
from scifacts.grammar.dates import dates
from scifacts.grammar.quantities import Quantity, quantities
from scifacts.grammar.sentences import sentences
from scifacts.model import Fact, Figure
from scifacts.text import stems


class Row(NamedTuple):
    """What is measured: of which facts, and what tells that one is read right."""

    name: str
    facts: Iterable[Fact]
    is_right: Callable[[Fact], bool]


def by_figure(is_alike: Callable[[Quantity, Figure], bool]) -> Callable[[Fact], bool]:
    """Whether some quote of a fact gives a quantity like its figure."""

    def is_right(fact: Fact) -> bool:
        figure = fact.figure
        read = [it for cited in fact.citations for it in quantities(cited.quote)]
        return figure is not None and any(is_alike(it, figure) for it in read)

    return is_right


def has_value(read: Quantity, figure: Figure) -> bool:
    """Whether both say the same number."""
    return read.value == figure.value


def has_bound(read: Quantity, figure: Figure) -> bool:
    """Whether both hedge it the same way."""
    return has_value(read, figure) and read.bound == figure.bound


def shares_a_stem(read: Quantity, figure: Figure) -> bool:
    """Whether their units have a word in common too."""
    return has_bound(read, figure) and bool(set(stems(read.unit)) & set(stems(figure.unit)))


def has_the_unit(read: Quantity, figure: Figure) -> bool:
    """Whether one unit has all words of the other."""
    one, other = set(stems(read.unit)), set(stems(figure.unit))
    return has_bound(read, figure) and bool(one and other) and (one <= other or other <= one)


def around(fact: Fact, texts: Texts) -> Iterator[tuple[str, str | None]]:
    """The sentences that the quotes of a fact stand in, with their document's day."""
    for citation in fact.citations:
        proof = texts.proof(citation)
        source = texts.sources.get(citation.document.id)
        if source is not None and proof.span is not None:
            for it in sentences(source.text):
                if it.start < proof.span.end and proof.span.start < it.end:
                    yield it.of(source.text), citation.document.published


def tells_date(fact: Fact, texts: Texts) -> bool:
    """Whether a sentence of a fact gives its date, or a part of it that it lies in."""
    told = {it.text for text, day in around(fact, texts) for it in dates(text, day)}
    if fact.date is None or fact.date in told:
        return fact.date is not None
    wanted = calendar.span(fact.date)
    return any(calendar.span(it) == wanted for it in told)


def tells_speaker(fact: Fact, texts: Texts) -> bool:
    """Whether a sentence of a fact names a speaker, by any word of the name, or "he" or "she"."""
    names = {word for speaker in fact.said_by for word in speaker.name.split()}
    names |= {"he", "she", "He", "She"} if names else set()
    return any(
        names.intersection(it.speaker.of(text).split())
        for text, _ in around(fact, texts)
        for it in attributions(text)
    )


def rows(facts: Iterable[Fact], texts: Texts | None) -> Iterator[Row]:
    """What there is to measure."""
    every = list(facts)
    figures = [it for it in every if it.figure]
    yield Row("value", figures, by_figure(has_value))
    yield Row("value and bound", figures, by_figure(has_bound))
    yield Row("value, bound, a word of the unit", figures, by_figure(shares_a_stem))
    yield Row("value, bound, unit", figures, by_figure(has_the_unit))
    if texts is not None:
        dated = [it for it in every if it.date and "date" not in it.inferred]
        inferred = [it for it in every if it.date and "date" in it.inferred]
        spoken = [it for it in every if it.said_by]
        yield Row("date, told", dated, lambda fact: tells_date(fact, texts))
        yield Row("date, inferred by the curator", inferred, lambda fact: tells_date(fact, texts))
        yield Row("speaker", spoken, lambda fact: tells_speaker(fact, texts))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("base")
    parser.add_argument("sources", type=Path, nargs="?")
    parser.add_argument("--missed", action="store_true", help="list what is not read right")
    asked = parser.parse_args()
    with scifacts.open(asked.base) as base:
        facts = [hit.fact for hit in base.filter()]
        documents = [it.document for it in base.documents()]
    texts = read_texts(asked.sources, documents) if asked.sources else None
    print("| read | right | of | percent |\n| --- | ---: | ---: | ---: |")
    for row in rows(facts, texts):
        missed = [it.id for it in row.facts if not row.is_right(it)]
        count = len(list(row.facts))
        print(f"| {row.name} | {count - len(missed)} | {count} | {1 - len(missed) / count:.0%} |")
        if asked.missed:
            print(*(f"    {it}" for it in missed), sep="\n")


if __name__ == "__main__":
    main()
