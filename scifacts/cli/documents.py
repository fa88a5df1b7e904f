"""`scifacts documents`: the documents that facts were read in."""

from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, JsonOption, completes, opened
from scifacts.cli.terminal import screen, write
from scifacts.render import table
from scifacts.render.counts import document_line
from scifacts.render.records import array_of

IdsArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[ID]...", help="Only these.", autocompletion=completes("document")),
]
_HEADINGS = ("id", "title", "publisher", "published", "derived from", "facts#")


def run(ids: IdsArgument = None, json: JsonOption = False, base: BaseOption = None) -> int:
    """List the documents that facts were read in, with how many facts cite each.

    \b
    Examples:
      scifacts documents
      scifacts documents bri-progress --json
    """
    source = opened(base)
    wanted = {source.document(document_id).id for document_id in ids or ()}
    counted = [it for it in source.documents() if not wanted or it.document.id in wanted]
    if json:
        write(array_of(document_line(it) for it in counted))
    else:
        rows = [
            (
                it.document.id,
                it.document.title or "",
                it.document.publisher or "",
                it.document.published or "",
                it.document.derived_from or "",
                str(it.facts),
            )
            for it in counted
        ]
        write(table(_HEADINGS, rows, screen()))
    return 0 if counted else 1
