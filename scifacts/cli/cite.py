"""`scifacts cite`: references to the documents that facts were read in."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, FactsArgument, FollowLinksOption, opened
from scifacts.cli.terminal import say, write
from scifacts.exchange import Style, cited, processed
from scifacts.exchange.links import deep_link
from scifacts.exchange.references import Reference, references
from scifacts.model import Citation, Fact

StyleOption = Annotated[Style, typer.Option("--style", help="How to write the references.")]
CslOption = Annotated[
    str | None,
    typer.Option(
        "--csl",
        metavar="NAME",
        help="A style of CSL for text or html: apa, or a path to a .csl file.",
    ),
]
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources", metavar="DIR", help="The documents' texts, so that links lead to one place."
    ),
]


def run(
    ids: FactsArgument,
    style: StyleOption = Style.TEXT,
    csl: CslOption = None,
    sources: SourcesOption = None,
    follow_links: FollowLinksOption = False,
    base: BaseOption = None,
) -> int:
    """Write references to the documents that facts were read in, each document once.

    \b
    Examples:
      scifacts cite joint-labs-number
      scifacts cite joint-labs-number scio-joint-labs-number --style bibtex
      scifacts cite joint-labs-number --csl apa
      scifacts search SKA --format csl-json > references.json

    A reference tells the pages that were cited if they are known, else the paragraphs. What the
    base does not know of a document is left out. Where a document is on the web, markdown, html
    and csl-json lead to the very words that are quoted.
    """
    source = opened(base)
    facts = [source.get(fact_id) for fact_id in ids]
    found = references(facts, _linker(sources, facts, follow_links=follow_links))
    if csl is None:
        write(cited(style, found))
    else:
        _write_processed(style, csl, found)
    return 0


def _linker(
    sources: Path | None, facts: list[Fact], *, follow_links: bool
) -> Callable[[Citation], str | None]:
    """What makes deep links, with the texts that are at hand."""
    if sources is None:
        return deep_link
    from scifacts.evidence.verify import read_texts  # noqa: PLC0415 - only texts need its readers

    documents = {it.document.id: it.document for fact in facts for it in fact.citations}
    library = read_texts(sources, documents.values(), follow_links=follow_links)
    for document in documents.values():
        if document.url and document.id not in library.sources:
            say(f"the text of {document.id!r} is not at hand; its links hold the quotes alone")
    return lambda citation: deep_link(citation, library.sources.get(citation.document.id))


def _write_processed(style: Style, csl: str, found: list[Reference]) -> None:
    """The citation, and below it the bibliography."""
    result = processed(style, csl, found)
    if style is Style.HTML:
        entries = (f'<div class="csl-entry">{it}</div>\n' for it in result.entries)
        citation = f'<p class="csl-citation">{result.citation}</p>\n'
        write([citation, '<div class="csl-bib-body">\n', *entries, "</div>\n"])
    else:
        write([f"{result.citation}\n\n", *(f"{entry}\n" for entry in result.entries)])
    if result.without:
        say(f"the style {csl!r} has no entry for {', '.join(result.without)}")
