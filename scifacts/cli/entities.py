"""`scifacts entities`: what facts are about."""

from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, JsonOption, opened
from scifacts.cli.terminal import screen, write
from scifacts.fields import ENTITY_TYPES
from scifacts.render import table
from scifacts.render.counts import entity_line
from scifacts.render.records import array_of


def _types(incomplete: str) -> list[str]:
    return [it for it in ENTITY_TYPES if it.startswith(incomplete)]


TypeOption = Annotated[
    str | None,
    typer.Option(
        "--type",
        metavar="TYPE",
        help=f"{', '.join(ENTITY_TYPES[:-1])} or {ENTITY_TYPES[-1]}.",
        autocompletion=_types,
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
