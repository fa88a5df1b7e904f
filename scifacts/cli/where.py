"""`scifacts where`: the file and line of a fact, a document or an entity."""

from typing import Annotated

import typer

from scifacts.authoring.places import definitions
from scifacts.cli.options import BaseOption, completes
from scifacts.cli.terminal import shown, write
from scifacts.location import base_files, located
from scifacts.text import safe

IdArgument = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="The id of a fact, a document or an entity.",
        autocompletion=completes("fact"),
    ),
]


def run(item: IdArgument, base: BaseOption = None) -> int:
    """Print file:line of a fact, a document or an entity.

    \b
    Examples:
      scifacts where joint-labs-number
      vim $(scifacts where bri | sed 's/:/ +/')
    """
    found = definitions(list(base_files(located(base).path)), item)
    write([f"{safe(shown(it.file))}:{it.line}\n" for it in found])
    return 0
