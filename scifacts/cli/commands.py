"""The table of commands, and the group that imports only the one that is run."""

from importlib import import_module
from typing import Annotated, Any, NamedTuple, cast

import typer
from typer.core import TyperCommand, TyperGroup

from scifacts.errors import ScifactsError, nearest_of
from scifacts.version import VERSION


class Command(NamedTuple):
    """The module of a command, whose function `run` it is, and what it is for."""

    module: str
    summary: str


COMMANDS = {
    "search": Command("search", "Find facts by words, best first."),
    "filter": Command("filter", "List facts by subject, kind, value, date or source."),
    "show": Command("show", "Show facts in full, with citations and neighbours."),
    "cite": Command("cite", "Write references: BibTeX, CSL, RIS, text, footnotes, Wikipedia."),
    "stats": Command("stats", "Count facts and tabulate their figures."),
    "compare": Command("compare", "Compare the readings of a measure; tell who differs."),
    "timeline": Command("timeline", "Show facts in the order of time."),
    "review": Command("review", "Hold a text against the base, sentence by sentence."),
    "documents": Command("documents", "List the documents that facts were read in."),
    "entities": Command("entities", "List what facts are about, with aliases."),
    "check": Command("check", "Report every problem of a base; prove its quotes."),
    "coverage": Command("coverage", "Show which sentences of the documents no fact cites."),
    "init": Command("init", "Make a base to start from."),
    "read": Command("read", "Read documents into a base, from files or the web."),
    "draft": Command("draft", "Propose facts from what a document says."),
    "add": Command("add", "Add a fact, its quote proven first."),
    "where": Command("where", "Print file:line of a fact, a document or an entity."),
    "edit": Command("edit", "Open an editor where something is defined."),
    "export": Command("export", "Write facts, or their documents, for use elsewhere."),
    "verify": Command("verify", "Prove the quotes in JSON of this program, without the base."),
    "schema": Command("schema", "Print the JSON Schema of a record or of a base."),
    "info": Command("info", "Tell which base is asked, why, and how large it is."),
    "help": Command("help_topics", "Explain the query language and more."),
}

_HELP = """Look up cited facts, each with the document it was read in.

\b
Examples:
  scifacts search SKA
  scifacts search how many joint labs --program BRI
  scifacts filter --kind statistic --value '>=100' --format csv
  scifacts stats --program BRI
  scifacts show joint-labs-number
  scifacts help query
"""
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class LazyGroup(TyperGroup):
    """Shows its commands from the table, and imports the one that is run."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """The names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> TyperCommand | None:  # noqa: ARG002
        """What help shows of a command."""
        command = COMMANDS.get(cmd_name)
        return TyperCommand(cmd_name, help=command.summary) if command else None

    def resolve_command(
        self, ctx: Any, args: list[str]
    ) -> tuple[str, TyperCommand | None, list[str]]:
        """The command that is run. Raises ScifactsError."""
        name, *rest = args
        if ctx.resilient_parsing and name not in COMMANDS:  # a shell that completes
            return name, None, rest
        return name, loaded(name), rest


def loaded(name: str) -> TyperCommand:
    """The command of this name, imported. Raises ScifactsError."""
    if name not in COMMANDS:
        near = nearest_of(name, COMMANDS, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"to look it up: scifacts search {name}"
        raise ScifactsError(f"no command {name!r}; {hint}")
    run = import_module(f"scifacts.cli.{COMMANDS[name].module}").run
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=getattr(run, "command_class", None), context_settings=_SETTINGS)(run)
    return cast("TyperCommand", typer.main.get_command(app))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scifacts {VERSION}")
        raise typer.Exit


def _callback(
    ctx: typer.Context,
    _version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())


def application() -> TyperGroup:
    """The whole command line; calling it with `standalone_mode=False` returns the exit status."""
    app = typer.Typer(cls=LazyGroup, rich_markup_mode=None, context_settings=_SETTINGS)
    app.callback(invoke_without_command=True, help=_HELP)(_callback)
    return cast("TyperGroup", typer.main.get_command(app))
