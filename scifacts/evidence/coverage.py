"""Coverage: how much of a document's text the quotes of facts speak for.

As a tool for code coverage shows lines that no test runs, this shows sentences, and numbers, that
no fact cites.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from scifacts.evidence.verify import Texts
from scifacts.grammar.numbers import numerals
from scifacts.grammar.sentences import sentences
from scifacts.grammar.spans import Span
from scifacts.model import Document, Fact
from scifacts.sources import Source

# Who made a picture is told in brackets, or by courtesy of somebody; it is nothing to claim.
_PICTURE = r"(?:photo|picture|image|graphic|illustration|video)"
_CREDIT = re.compile(
    rf"[\[(]{_PICTURE}s?\b[^\])]*[\])]\W*|{_PICTURE}s?(?: credit)?:? courtesy\b.*", re.IGNORECASE
)
_TERMINAL = re.compile(r"[.!?…:][\"'”’)\]]*\s*$")


class Sentence(NamedTuple):
    """A sentence of a source: where it stands, the paragraph it begins in, whether it is cited."""

    span: Span
    paragraph: int
    text: str
    is_covered: bool
    has_number: bool
    has_name: bool


class OpenNumber(NamedTuple):
    """A number that no quote holds, and the paragraph it stands in."""

    text: str
    paragraph: int


class Share(NamedTuple):
    """How many of how many."""

    covered: int
    total: int

    @property
    def percent(self) -> float:
        """From 0 to 100; of nothing, all is covered."""
        return 100.0 * self.covered / self.total if self.total else 100.0

    def __str__(self) -> str:
        return f"{self.covered}/{self.total}"


class Extent(NamedTuple):
    """How much is covered, counted in three ways."""

    paragraphs: Share
    sentences: Share
    numbers: Share


class Coverage(NamedTuple):
    """How much of a document is spoken for, apart from its furniture.

    `quoted` are the stretches of `source` that found quotes stand in; `uncovered` sentences with a
    number or a name come first; `furniture` counts the paragraphs declared as such.
    """

    document: Document
    source: Source
    quoted: tuple[Span, ...]
    paragraphs: Share
    sentences: Share
    numbers: Share
    uncovered: tuple[Sentence, ...]
    uncovered_numbers: tuple[OpenNumber, ...]
    furniture: int


def coverages(
    documents: Iterable[Document], facts: Iterable[Fact], texts: Texts, names: Collection[str]
) -> list[Coverage]:
    """The coverage of each document whose text is at hand, by the citations of `facts`.

    `names` are those of the entities, which make an uncovered sentence worth a look.
    """
    quoted: dict[str, list[Span]] = {}
    for fact in facts:
        for citation in fact.citations:
            proof = texts.proof(citation)
            if proof.span is not None and not proof.is_changed:
                quoted.setdefault(citation.document.id, []).append(proof.span)
    return [
        coverage(document, texts.sources[document.id], quoted.get(document.id, ()), names)
        for document in documents
        if document.id in texts.sources
    ]


def coverage(
    document: Document, source: Source, quoted: Sequence[Span], names: Collection[str] = ()
) -> Coverage:
    """The coverage of one document by the stretches of its text that quotes stand in."""
    declared = {number for item in document.furniture for number in item.paragraphs}
    found = list(_sentences(source, quoted, names))
    silent = [it.span for it in found if _says_nothing(it, source)]
    bodies = {
        number: span
        for number, span in source.paragraphs()
        if number not in declared and not _is_inside(span, silent)
    }
    sentences = [it for it in found if it.paragraph in bodies and it.span not in silent]
    uncovered = [it for it in sentences if not it.is_covered]
    uncovered.sort(key=lambda it: (not (it.has_number or it.has_name), it.span.start))
    numbers = [
        span
        for span in (Span(it.start, it.end) for it in numerals(source.text))
        if source.paragraph_at(span.start) in bodies and not _is_inside(span, silent)
    ]
    open_numbers = [span for span in numbers if not _is_inside(span, quoted)]
    covered = sum(any(_overlap(span, it) for it in quoted) for span in bodies.values())
    return Coverage(
        document,
        source,
        tuple(quoted),
        Share(covered, len(bodies)),
        Share(len(sentences) - len(uncovered), len(sentences)),
        Share(len(numbers) - len(open_numbers), len(numbers)),
        tuple(uncovered),
        tuple(
            OpenNumber(source.text[span.start : span.end], source.paragraph_at(span.start))
            for span in open_numbers
        ),
        len(source.numbers) - len(bodies),
    )


def total(shares: Iterable[Share]) -> Share:
    """Shares of several documents together."""
    listed = list(shares)
    return Share(sum(it.covered for it in listed), sum(it.total for it in listed))


def _sentences(
    source: Source, quoted: Sequence[Span], names: Collection[str]
) -> Iterator[Sentence]:
    for span in sentences(source.text):
        text = span.of(source.text)
        if any(character.isalnum() for character in text):
            yield Sentence(
                span,
                source.paragraph_at(span.start),
                text,
                any(_overlap(span, it) for it in quoted),
                any(True for _ in numerals(text)),
                any(name in text for name in names),
            )


def _says_nothing(sentence: Sentence, source: Source) -> bool:
    """Whether a sentence is a picture's credit, or but the first words of one that breaks off."""
    if _CREDIT.fullmatch(sentence.text):
        return True
    is_whole = sentence.span.start in source.starts or _TERMINAL.search(sentence.text)
    is_last = sentence.span.end == len(source.text)
    return is_last and not (is_whole or sentence.has_number or sentence.has_name)


def _overlap(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end


def _is_inside(span: Span, others: Iterable[Span]) -> bool:
    return any(it.start <= span.start and span.end <= it.end for it in others)
