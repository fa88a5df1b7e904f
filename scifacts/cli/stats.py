"""`scifacts stats`: what a selection of facts says in numbers."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from scifacts import render
from scifacts.cli.options import BaseOption, JsonOption, SafeCsvOption, asking, only, opened
from scifacts.cli.terminal import say, screen, write
from scifacts.fields import COUNTED
from scifacts.query import Query
from scifacts.render import statistics
from scifacts.render.counts import statistics_csv, statistics_markdown, statistics_record

_LIMIT = 40


class StatisticsForm(StrEnum):
    """How counts can be written."""

    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def _fields(incomplete: str) -> list[str]:
    """What completes a field, or the second of two."""
    first, comma, begun = incomplete.rpartition(",")
    return [f"{first}{comma}{field}" for field in COUNTED if field.startswith(begun)]


ByOption = Annotated[
    str,
    typer.Option(
        metavar="FIELD[,FIELD]",
        help="Count by program, ..., kind, publisher, year, ...; by two fields: program,country.",
        autocompletion=_fields,
    ),
]
StatisticsFormOption = Annotated[
    StatisticsForm | None,
    typer.Option("--format", help="How to write it; csv and markdown hold the groups alone."),
]
PlotOption = Annotated[
    Path | None,
    typer.Option("--plot", metavar="FILE", help="Draw the figures into an .svg or .png file."),
]


@asking()
def run(
    question: Query,
    by: ByOption = "kind",
    plot: PlotOption = None,
    form: StatisticsFormOption = None,
    json: JsonOption = False,
    safe_csv: SafeCsvOption = False,
    base: BaseOption = None,
) -> int:
    """Count facts, tabulate their figures with hedge and source, and draw counts by a field.

    \b
    Examples:
      scifacts stats
      scifacts stats --program BRI
      scifacts stats --program BRI --by country --json
      scifacts stats --by program,country --format csv
      scifacts stats --program BRI --plot bri.svg

    Fields to count by: those of the query language and year, date, bound; not value, since, until.
    """
    if json:
        only("--json", form, (StatisticsForm.JSON,))
        form = StatisticsForm.JSON
    elif safe_csv:
        only("--safe-csv", form, (StatisticsForm.CSV,))
        form = StatisticsForm.CSV
    if question.limit is None:
        question = question._replace(limit=_LIMIT)
    source = opened(base)
    stats = source.stats(question, by)
    if plot is not None:
        render.plot(stats, _title(question) or source.info().title or "Figures", plot)
        say(f"the figures are drawn in {str(plot)!r}")
        return 0
    match form:
        case StatisticsForm.JSON:
            write([statistics_record(stats)])
        case StatisticsForm.CSV:
            write(statistics_csv(stats, is_safe=safe_csv))
        case StatisticsForm.MARKDOWN:
            write(statistics_markdown(stats))
        case None:
            write(statistics(stats, screen()))
    return 0 if stats.totals.facts else 1


def _title(question: Query) -> str:
    """What was asked for, as a heading."""
    values = [value for condition in question.conditions for value in condition.values]
    return ", ".join(filter(None, (question.text.strip(), *values)))
