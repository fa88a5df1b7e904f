"""`scifacts add`: a fact, its quote proven before it is written; by options, or step by step."""

import sys
from typing import Annotated, Any

import typer

from scifacts.authoring import drafts
from scifacts.authoring.composing import Composer
from scifacts.authoring.desk import Desk, own_base
from scifacts.cli import adding
from scifacts.cli.options import BaseOption, DryRunOption, TextsOption
from scifacts.cli.stating import shaped, stating
from scifacts.errors import QueryError

NewOption = Annotated[
    list[str] | None,
    typer.Option("--new", metavar="TYPE:NAME", help="An entity to add, which it is about too."),
]
FromOption = Annotated[
    str | None,
    typer.Option("--from", metavar="FILE", help="Go through the proposals of a draft."),
]


@stating
def run(
    stated: dict[str, Any],
    new: NewOption = None,
    draft: FromOption = None,
    sources: TextsOption = None,
    dry_run: DryRunOption = False,
    base: BaseOption = None,
) -> int:
    """Add a fact to a base, near its neighbours, once its quote is proven.

    \b
    Examples:
      scifacts add
      scifacts add --document report --quote 'over 40 tide stations' --kind statistic \\
        --claim 'There are more than 40 tide stations.' --about 'tide stations' \\
        --value 40 --unit stations --measure tide-stations
      scifacts add --from draft.toml

    On a terminal it asks step by step; with more than a document and a paragraph given it asks
    nothing. The id, the paragraph and the bound are found if they are left out. A quote that is not
    in its document is not written, and neither is what check would reject.
    """
    is_asked = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if draft is not None and (stated or new):
        raise QueryError("--from takes facts from a draft, the other options state one; choose one")
    read = None if draft is None else drafts.read(draft)
    with Desk(own_base(base), sources, read.entities if read else (), is_dry=dry_run) as desk:
        if read is not None:
            return adding.from_draft(desk, read) if is_asked else adding.all_of(desk, read)
        if is_asked and not new and stated.keys() <= {"document", "paragraph"}:
            return adding.step_by_step(desk, stated)
        about = [_new(desk.composer, it) for it in new or ()]
        stated["about"] = [*stated.get("about", ()), *about]
        adding.told(desk.add(shaped(stated)), is_dry=dry_run)
    return 0


def _new(composer: Composer, spelt: str) -> str:
    """The id of an entity to be added. Raises QueryError."""
    kind, colon, name = spelt.partition(":")
    if not colon or not name.strip():
        raise QueryError(f"--new {spelt!r} is not TYPE:NAME, as in 'person:Ana Sørensen'")
    return composer.new_entity(kind.strip(), name.strip())
