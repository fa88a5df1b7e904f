"""`scifacts check`: every problem of a base at once, and the proof of its quotes."""

from pathlib import Path
from typing import Annotated

import typer

from scifacts.check import Report, check
from scifacts.cli.options import BaseOption, JsonOption
from scifacts.cli.terminal import say, write
from scifacts.errors import QueryError
from scifacts.evidence.verify import State, read_library
from scifacts.library import base_files, located
from scifacts.records import dumps
from scifacts.text import safe

PathArgument = Annotated[
    str | None, typer.Argument(metavar="[PATH]", help="The base: a TOML file or a folder.")
]
SourcesOption = Annotated[
    Path | None, typer.Option("--sources", metavar="DIR", help="The folder of documents' texts.")
]


def run(
    path: PathArgument = None,
    sources: SourcesOption = None,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Report every problem of a fact base, one a line: file:line: CODE message (what to do).

    \b
    Examples:
      scifacts check
      scifacts check facts.toml --sources texts/

    With --sources every quote is looked up in the text of the document it names. The exit status
    is 0 without findings, 1 with some. The codes: scifacts help codes
    """
    if path is not None and base is not None:
        raise QueryError("PATH and --base name two bases; choose one")
    files = [_shown(file) for file in base_files(located(path or base).path)]
    texts = None if sources is None else lambda it: read_library(sources, it.documents.values())
    report = check(files, texts)
    write(
        [_as_json(report)] if json else (f"{safe(str(finding))}\n" for finding in report.findings)
    )
    say(_summary(report))
    return 1 if report.findings else 0


def _shown(file: str) -> str:
    """A path as a person would write it from here."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except ValueError:
        return file


def _summary(report: Report) -> str:
    parts = [f"{report.facts} facts", f"{len(report.findings)} findings"]
    if report.states:
        counts = ", ".join(f"{report.states.get(state, 0)} {_words(state)}" for state in State)
        parts.append(f"{sum(report.states.values())} quotes: {counts}")
    return "; ".join(parts)


def _words(state: State) -> str:
    return state.replace("-", " ")


def _as_json(report: Report) -> str:
    quotes = {state: report.states.get(state, 0) for state in State} if report.states else None
    findings = [finding._asdict() for finding in report.findings]
    return f"{dumps({'facts': report.facts, 'findings': findings, 'quotes': quotes})}\n"
