"""`scifacts stats`: what a selection of facts says in numbers."""

from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, JsonOption, asking, completes, opened
from scifacts.cli.terminal import screen, write
from scifacts.query import Query
from scifacts.render import statistics
from scifacts.render.counts import statistics_record

_LIMIT = 40

ByOption = Annotated[
    str,
    typer.Option(
        metavar="FIELD",
        help="Count by program, ..., kind, document, publisher, said-by, unit, measure or year.",
        autocompletion=completes("by"),
    ),
]


@asking()
def run(
    question: Query, by: ByOption = "kind", json: JsonOption = False, base: BaseOption = None
) -> int:
    """Count facts, tabulate their figures with hedge and source, and draw counts by a field.

    \b
    Examples:
      scifacts stats
      scifacts stats --program BRI
      scifacts stats --program BRI --by country --json
    """
    if question.limit is None:
        question = question._replace(limit=_LIMIT)
    stats = opened(base).statistics(question, by)
    write([statistics_record(stats)] if json else statistics(stats, screen()))
    return 0 if stats.totals.facts else 1
