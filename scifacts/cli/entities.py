"""`scifacts entities`: what facts are about."""

from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, JsonOption, completes, opened
from scifacts.cli.terminal import screen, write
from scifacts.render import table
from scifacts.render.counts import entity_line
from scifacts.render.records import array_of

TypeOption = Annotated[
    str | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help="program, facility, organization, person, country, place, event or topic.",
        autocompletion=completes("type"),
    ),
]
_HEADINGS = ("id", "type", "name", "aliases", "part of", "facts#")


def run(of_type: TypeOption = None, json: JsonOption = False, base: BaseOption = None) -> int:
    """List what facts are about, with aliases and how many facts are about each.

    \b
    Examples:
      scifacts entities --type program
      scifacts entities --type person --json
    """
    counted = opened(base).entities(of_type)
    if json:
        write(array_of(entity_line(it) for it in counted))
    else:
        rows = [
            (
                it.entity.id,
                it.entity.type,
                it.entity.name,
                ", ".join(it.entity.aliases),
                ", ".join(it.entity.part_of),
                str(it.facts),
            )
            for it in counted
        ]
        write(table(_HEADINGS, rows, screen()))
    return 0 if counted else 1
