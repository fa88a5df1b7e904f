"""`scifacts init`: a base to start from."""

from typing import Annotated

import typer

from scifacts.authoring.start import start
from scifacts.cli.terminal import say, write


def run(
    folder: Annotated[
        str, typer.Argument(metavar="[DIR]", help="Where; made if it is not there.")
    ] = ".",
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What the base is called.")
    ] = None,
) -> int:
    """Make a base to start from: facts.toml, sources/ for the texts, and the schema beside it.

    \b
    Examples:
      scifacts init
      scifacts init lamps --title 'Lamps of the north'

    Nothing that is there is changed. The base says in a comment what to do next.
    """
    write([f"{path}\n" for path in start(folder, title)])
    say("next: scifacts read FILE, then scifacts add")
    return 0
