"""`scifacts draft`: what could be said of a document."""

from pathlib import Path
from typing import Annotated

import typer

from scifacts.authoring import texts
from scifacts.authoring.draft import Draft, draft
from scifacts.authoring.draftforms import as_json, as_toml
from scifacts.base import Base
from scifacts.cli.options import BaseOption, FollowLinksOption, JsonOption, completes, opened
from scifacts.cli.terminal import say, write
from scifacts.errors import QueryError
from scifacts.evidence.coverage import coverages
from scifacts.evidence.verify import Texts, read_texts
from scifacts.location import located
from scifacts.model import Document

DocumentArgument = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT", help="The id of a document.", autocompletion=completes("document")
    ),
]
SourcesOption = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="DIR",
        help="The folder of texts; `sources` beside the base if left out.",
    ),
]
TomlOption = Annotated[bool, typer.Option("--toml", help="Write TOML, as without --json.")]


def run(
    document: DocumentArgument,
    sources: SourcesOption = None,
    follow_links: FollowLinksOption = False,
    toml: TomlOption = False,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Propose facts: for each sentence no fact cites that holds a number, a date or a name.

    \b
    Examples:
      scifacts draft report-2025 > draft.toml
      scifacts draft report-2025 --sources texts/ --json

    Each has a quote that proves it, its paragraph, the figure with hedge and unit, the date, who
    said it, and what it is about; names that the base does not know are proposed as new entities.
    The claim stays empty: it is a sentence of yours, and nothing is in a base without one.
    """
    if toml and json:
        raise QueryError("--toml and --json ask for two forms; choose one")
    source = opened(base)
    folder = texts.folder(located(base).path, sources)
    chosen = source.document(document)
    drafted = _drafted(source, chosen, read_texts(folder, [chosen], follow_links=follow_links))
    if json:
        write([as_json(drafted)])
    elif drafted.proposals:
        write(as_toml(drafted))
    _tell(drafted)
    return 0 if drafted.proposals else 1


def _drafted(base: Base, document: Document, found: Texts) -> Draft:
    """The draft of a document whose text is at hand. Raises SourceError if it proves nothing."""
    source = found.proving(document)
    facts = (hit.fact for hit in base.filter(document=[document.id]))
    (covered,) = coverages([document], facts, found, ())
    known = [it.entity for it in base.entities()]
    return draft(document, source, covered.uncovered, known)


def _tell(drafted: Draft) -> None:
    facts, new = len(drafted.proposals), len(drafted.entities)
    if not facts:
        say(f"nothing left to propose in {drafted.document.id!r}")
    else:
        numbers = sum(it.figure is not None for it in drafted.proposals)
        say(f"{facts} facts proposed, {numbers} with a number, and {new} new entities")
