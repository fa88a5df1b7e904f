"""`scifacts show`: facts in full."""

from typing import Annotated

import typer

from scifacts.cli.options import (
    BaseOption,
    FormOption,
    JsonOption,
    chosen_form,
    completes,
    opened,
)
from scifacts.cli.terminal import screen, write
from scifacts.render import full_card, rendered

IdsArgument = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids of facts.", autocompletion=completes("fact")),
]


def run(
    ids: IdsArgument, form: FormOption = None, json: JsonOption = False, base: BaseOption = None
) -> int:
    """Show facts in full: claim, figure, date, speaker, every citation, note and neighbours.

    \b
    Examples:
      scifacts show joint-labs-number
      scifacts search SKA --format ids | xargs scifacts show
    """
    source = opened(base)
    hits = [source.hit(fact_id) for fact_id in ids]
    if json or form:
        write(rendered(chosen_form(form, json=json), hits, screen()))
    else:
        cards = ["".join(full_card(hit, source.neighbours(hit.fact.id), screen())) for hit in hits]
        write(["\n".join(cards)])
    return 0
