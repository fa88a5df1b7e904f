"""Prove citations: whether each quote stands in the document and paragraph that it names."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz

from scifacts.errors import SourceError
from scifacts.grammar.spans import Span
from scifacts.kinds import State
from scifacts.model import Citation, Document
from scifacts.sources import Source, Unreadable, fold, read_source

# A quote this similar (0 to 100, by rapidfuzz's partial ratio) to a stretch of the text is "close".
_CLOSE = 80


class Proof(NamedTuple):
    """What the text at hand says about a citation.

    `looked_up` tells how the quote was found, `span` where in the source, `paragraph` in which;
    `nearest` is the nearest text to a close one. If the text is not the one that was cited
    (`is_changed`), none of it proves anything.
    """

    looked_up: State
    paragraph: int | None = None
    span: Span | None = None
    nearest: str | None = None
    is_changed: bool = False

    @property
    def state(self) -> State:
        """What is known of the citation."""
        return State.CHANGED if self.is_changed else self.looked_up


class Texts(NamedTuple):
    """The texts of documents, by document id, as far as they are at hand and can be read."""

    sources: Mapping[str, Source]
    unreadable: Mapping[str, Unreadable] = {}

    def proof(self, citation: Citation) -> Proof:
        """Look a citation up in the text of its document."""
        source = self.sources.get(citation.document.id)
        if source is None:
            return Proof(State.NOT_AT_HAND)
        is_changed = citation.document.sha256 not in (None, source.digest)
        return _looked_up(citation, source)._replace(is_changed=is_changed)

    def proving(self, document: Document) -> Source:
        """The text of a document that quotes can be proven against. Raises SourceError."""
        subject = f"the text of {document.id!r}"
        unreadable = self.unreadable.get(document.id)
        if unreadable is not None:
            raise SourceError(
                f"{subject} cannot be read: {unreadable.reason} ({unreadable.remedy})"
            )
        source = self.sources.get(document.id)
        if source is None:
            where = "is not at hand" if document.file else "is in no file"
            raise SourceError(f"{subject} {where}; name the folder that holds it with --sources")
        if document.sha256 not in (None, source.digest):
            remedy = "run `scifacts check --sources` and mend its citations first"
            raise SourceError(f"{subject} is not the one cited so far; {remedy}")
        return source


def read_texts(folder: Path, documents: Iterable[Document], *, follow_links: bool = False) -> Texts:
    """The texts in a folder of sources, and if told to those that links lead to elsewhere.

    Raises SourceError if there is no such folder.
    """
    if not os.path.isdir(folder):
        raise SourceError(
            f"no folder {str(folder)!r}; name the one that holds the documents' texts"
        )
    sources: dict[str, Source] = {}
    unreadable: dict[str, Unreadable] = {}
    for document in documents:
        match read_source(folder, document, follow_links=follow_links):
            case Source() as source:
                sources[document.id] = source
            case Unreadable() as why:
                unreadable[document.id] = why
            case None:
                pass
    return Texts(sources, unreadable)


def _looked_up(citation: Citation, source: Source) -> Proof:
    places = list(source.places(citation.quote))
    for span in places:
        if _is_cited(citation, source, span):
            return Proof(State.FOUND, citation.paragraph, span)
    if places:
        return Proof(State.ELSEWHERE, source.paragraph_at(places[0].start), places[0])
    return nearest(citation.quote, source)


def _is_cited(citation: Citation, source: Source, span: Span) -> bool:
    """Whether a stretch of text begins, and if need be ends, in the paragraphs cited."""
    if source.paragraph_at(span.start) != citation.paragraph:
        return False
    last = citation.to_paragraph
    return last is None or source.paragraph_at(span.end - 1) == last


def nearest(quote: str, source: Source, least: float = _CLOSE) -> Proof:
    """The text nearest to a quote that is not there, if it is like it at `least` so much."""
    wanted = fold(quote).text
    alignment = fuzz.partial_ratio_alignment(wanted, source.folded.text, score_cutoff=least)
    if alignment is None or alignment.dest_end <= alignment.dest_start:
        return Proof(State.NOT_FOUND)
    text = source.folded.text
    start = text.rfind(" ", 0, alignment.dest_start + 1) + 1
    end = text.find(" ", alignment.dest_end - 1)
    span = source.original(start, len(text) if end < 0 else end)
    nearest = " ".join(source.text[span.start : span.end].split())
    return Proof(State.CLOSE, source.paragraph_at(span.start), nearest=nearest)
