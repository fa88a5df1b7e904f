"""`scifacts compare`: the readings of a measure side by side, with a verdict."""

from itertools import islice
from typing import Annotated

import typer

from scifacts.cli.options import BaseOption, JsonOption, asking, opened
from scifacts.cli.terminal import say, screen, write
from scifacts.query import Query
from scifacts.render import compared
from scifacts.render.counts import comparison_record
from scifacts.render.records import array_of

_LIMIT = 20


DifferOption = Annotated[
    bool, typer.Option("--differ", help="Only measures whose readings differ.")
]


@asking()
def run(
    question: Query,
    differ: DifferOption = False,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Compare the readings of measures: value with hedge, as of when, whose, from where.

    \b
    Examples:
      scifacts compare bri-joint-labs
      scifacts compare --about SKA
      scifacts compare --differ

    The verdict: differ, changed, single, refine or agree. How it is found: scifacts help verdicts
    """
    limit = _LIMIT if question.limit is None else question.limit
    found = opened(base).compare(question, differ=differ)
    shown = list(islice(found, limit + 1 if limit else None))
    comparisons = shown[: limit or None]
    write(
        array_of(map(comparison_record, comparisons)) if json else compared(comparisons, screen())
    )
    if not comparisons:
        say("nothing to compare: no measure meets the conditions")
    if len(shown) > len(comparisons):
        say("more measures match; --limit 0 shows all")
    return 0 if comparisons else 1
