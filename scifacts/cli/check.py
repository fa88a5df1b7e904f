"""`scifacts check`: every problem of a base at once, and the proof of its quotes."""

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from scifacts.cache import remember
from scifacts.check import Report, check
from scifacts.cli.options import BaseOption, FollowLinksOption, JsonOption
from scifacts.cli.terminal import say, shown, write
from scifacts.errors import InvalidBaseError, QueryError
from scifacts.evidence.verify import read_texts
from scifacts.kinds import State
from scifacts.location import base_files, located
from scifacts.records import dumps
from scifacts.text import safe

PathArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[PATH]", help="The base: a TOML file, a folder, or - (standard input)."
    ),
]
SourcesOption = Annotated[
    Path | None, typer.Option("--sources", metavar="DIR", help="The folder of documents' texts.")
]


_LOOKED_UP = [state for state in State if state is not State.UNCHECKED]


def run(
    path: PathArgument = None,
    sources: SourcesOption = None,
    follow_links: FollowLinksOption = False,
    json: JsonOption = False,
    base: BaseOption = None,
) -> int:
    """Report every problem of a fact base, one a line: file:line: CODE message (what to do).

    \b
    Examples:
      scifacts check
      scifacts check facts.toml --sources texts/

    With --sources every quote is looked up in the text of the document it names. The exit status
    is 0 if there are none but warnings, else 1. The codes: scifacts help codes
    """
    if path is not None and base is not None:
        raise QueryError("PATH and --base name two bases; choose one")
    location = located(path or base)
    files = [shown(file) for file in base_files(location.path)]
    texts = (
        None
        if sources is None
        else lambda it: read_texts(sources, it.documents.values(), follow_links=follow_links)
    )
    report = check(files, texts)
    with suppress(InvalidBaseError):  # which the findings tell
        if report.proofs:
            remember(location.path, report.proofs, datetime.now(UTC).date().isoformat())
    write(
        [_as_json(report)] if json else (f"{safe(str(finding))}\n" for finding in report.findings)
    )
    say(_summary(report))
    return 0 if report.is_sound else 1


def _summary(report: Report) -> str:
    parts = [f"{report.facts} facts", f"{len(report.findings)} findings"]
    if report.proofs:
        counts = ", ".join(f"{report.states[state]} {_words(state)}" for state in _LOOKED_UP)
        parts.append(f"{len(report.proofs)} quotes: {counts}")
    return "; ".join(parts)


def _words(state: State) -> str:
    return state.replace("-", " ")


def _as_json(report: Report) -> str:
    states = report.states
    quotes = {state: states[state] for state in _LOOKED_UP} if report.proofs else None
    findings = [finding._asdict() for finding in report.findings]
    return f"{dumps({'facts': report.facts, 'findings': findings, 'quotes': quotes})}\n"
