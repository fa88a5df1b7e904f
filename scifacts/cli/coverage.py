"""`scifacts coverage`: how much of the documents' texts the quotes of facts speak for."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, FollowLinksOption, JsonOption, completes, opened
from scifacts.cli.terminal import say, screen, write
from scifacts.errors import QueryError
from scifacts.evidence.coverage import Coverage, Extent, coverages, total
from scifacts.evidence.verify import Texts, read_texts
from scifacts.model import Document
from scifacts.records import dumps
from scifacts.render import marked_text, table
from scifacts.text import safe

_HEADINGS = (
    *("document", "paragraphs#", "sentences#", "sentences %#"),
    *("numbers#", "numbers %#", "furniture#"),
)

SourcesOption = Annotated[
    Path, typer.Option("--sources", metavar="DIR", help="The folder of the documents' texts.")
]
DocumentsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[DOCUMENT]...", help="Only these.", autocompletion=completes("document")
    ),
]
FailUnderOption = Annotated[
    float | None,
    typer.Option(metavar="PERCENT", help="Exit with 1 if sentences or numbers are covered less."),
]
TextOption = Annotated[
    bool, typer.Option("--text", help="Show the text itself, what is quoted marked.")
]


def run(
    sources: SourcesOption,
    documents: DocumentsArgument = None,
    text: TextOption = False,
    fail_under: FailUnderOption = None,
    follow_links: FollowLinksOption = False,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Show how much of each document its facts speak for, and which sentences none does.

    \b
    Examples:
      scifacts coverage --sources texts/
      scifacts coverage --sources texts/ bri-progress --text
      scifacts coverage --sources texts/ --fail-under 95

    A sentence is covered if a found quote stands in it, a number if one holds it. Paragraphs that a
    document declares to be furniture do not count.
    """
    source = opened(base)
    chosen = [source.document(it) for it in documents or ()] or [
        counted.document for counted in source.documents()
    ]
    texts = read_texts(sources, chosen, follow_links=follow_links)
    facts = (hit.fact for hit in source.filter())
    names = {counted.entity.name for counted in source.entities()}
    results = coverages(chosen, facts, texts, names)
    if not results:
        remarks = _remarks(chosen, texts) if texts.unreadable else ()
        raise QueryError(
            "; ".join([f"none of the documents' texts is in {str(sources)!r}", *remarks])
        )
    if json:
        write([f"{dumps([_record(it) for it in results])}\n"])
    elif text:
        write(it for result in results for it in marked_text(result, screen()))
    else:
        write(_overview(results))
    for remark in _remarks(chosen, texts):
        say(remark)
    lowest = min(share.percent for it in results for share in (it.sentences, it.numbers))
    return 1 if fail_under is not None and lowest < fail_under else 0


def _remarks(documents: Iterable[Document], texts: Texts) -> Iterator[str]:
    """Which texts are missing, and why."""
    for document in documents:
        unreadable = texts.unreadable.get(document.id)
        if unreadable is not None:
            why = f"{unreadable.reason} ({unreadable.remedy})"
            yield f"the text of {document.id!r} cannot be read: {why}"
        elif document.id not in texts.sources:
            yield f"the text of {document.id!r} is not at hand"


def _overview(results: Sequence[Coverage]) -> Iterator[str]:
    """A row a document with totals, then what is not covered."""
    rows = [_row(it.document.id, it, it.furniture) for it in results]
    everything = Extent(*(total(getattr(it, part) for it in results) for part in Extent._fields))
    rows.append(_row("total", everything, sum(it.furniture for it in results)))
    yield from table(_HEADINGS, rows, screen())
    for result in results:
        for sentence in result.uncovered:
            yield f"{result.document.id}¶{sentence.paragraph}: {safe(sentence.text)}\n"
        for number in result.uncovered_numbers:
            yield f"{result.document.id}¶{number.paragraph}: the number {safe(number.text)}\n"


def _row(name: str, extent: Coverage | Extent, furniture: int) -> tuple[str, ...]:
    return (
        name,
        str(extent.paragraphs),
        str(extent.sentences),
        f"{extent.sentences.percent:.0f}",
        str(extent.numbers),
        f"{extent.numbers.percent:.0f}",
        str(furniture),
    )


def _record(result: Coverage) -> dict[str, object]:
    return {
        "document": result.document.id,
        **{part: getattr(result, part)._asdict() for part in Extent._fields},
        "uncovered": [{"paragraph": it.paragraph, "sentence": it.text} for it in result.uncovered],
        "uncovered_numbers": [it._asdict() for it in result.uncovered_numbers],
        "furniture": [
            {"paragraphs": item.paragraphs, "reason": item.reason}
            for item in result.document.furniture
        ],
    }
