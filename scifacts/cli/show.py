"""`scifacts show`: facts in full."""

from typing import Annotated

import typer

from scifacts.base import Base
from scifacts.cli.options import (
    BaseOption,
    FactsArgument,
    FormOption,
    JsonOption,
    SafeCsvOption,
    chosen_form,
    opened,
)
from scifacts.cli.terminal import screen, write
from scifacts.errors import QueryError
from scifacts.exchange import Style, cited_facts
from scifacts.hits import Hit
from scifacts.render import full_card, rendered

CiteOption = Annotated[bool, typer.Option("--cite", help="Also show how to cite its documents.")]


def run(
    ids: FactsArgument,
    cite: CiteOption = False,
    form: FormOption = None,
    json: JsonOption = False,
    safe_csv: SafeCsvOption = False,
    base: BaseOption = None,
) -> int:
    """Show facts in full: claim, figure, date, speaker, every citation, note and neighbours.

    \b
    Examples:
      scifacts show joint-labs-number
      scifacts show joint-labs-number --cite
      scifacts search SKA --format ids | xargs scifacts show
    """
    if cite and (json or form or safe_csv):
        raise QueryError("--cite adds to a card; for references alone: scifacts cite ID...")
    source = opened(base)
    hits = [source.hit(fact_id) for fact_id in ids]
    if json or form or safe_csv:
        write(rendered(chosen_form(form, json=json, safe_csv=safe_csv), hits, screen()))
    else:
        write(["\n".join(_card(source, hit, cite=cite) for hit in hits)])
    return 0


def _card(source: Base, hit: Hit, *, cite: bool) -> str:
    references = cited_facts(Style.TEXT, [hit.fact]) if cite else ()
    return "".join(full_card(hit, source.neighbours(hit.id), screen(), references))
