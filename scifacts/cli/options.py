"""The options that commands share, each spelled once, and the question they make together."""

import inspect
from collections.abc import Callable, Container
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from typer._click.globals import get_current_context  # it has no public name
from typer.core import TyperCommand
from typer.models import ArgumentInfo

from scifacts.base import Base
from scifacts.base import open as open_base
from scifacts.cli import terminal
from scifacts.errors import STANDARD_INPUT, QueryError, ScifactsError
from scifacts.fields import FIELDS, Field
from scifacts.location import located
from scifacts.query import SORTS, Query, plain_query, query
from scifacts.render import Form


def completes(field: str) -> Callable[[typer.Context, list[str], str], list[str]]:
    """Completion of a field's values from the base that the command line names so far."""

    def complete(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
        try:
            location = located(ctx.params.get("base"))
            if location.path == STANDARD_INPUT:  # what is typed is for the shell
                return []
            with open_base(location.path) as base:
                return base.completions(field, incomplete)
        except ScifactsError:  # a shell that completes has no room for errors
            return []

    return complete


BaseOption = Annotated[
    str | None,
    typer.Option(
        "--base",
        metavar="PATH",
        help="The fact base: a TOML file, a folder, or - (standard input).",
    ),
]
FollowLinksOption = Annotated[
    bool, typer.Option("--follow-links", help="Also read texts that links lead to elsewhere.")
]
FactsArgument = Annotated[
    list[str],
    typer.Argument(metavar="ID...", help="Ids of facts.", autocompletion=completes("fact")),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]
TextsOption = Annotated[
    Path | None,
    typer.Option(
        "--sources", metavar="DIR", help="The folder of texts; else sources/ by the base."
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be written, and write nothing.")
]
SafeCsvOption = Annotated[
    bool, typer.Option("--safe-csv", help="Write CSV in which no cell is a formula.")
]
FormOption = Annotated[Form | None, typer.Option("--format", help="How to write the facts.")]


def parameter(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    """A parameter of a command; Typer reads its annotation."""
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
    )


def text(meaning: str) -> inspect.Parameter:
    """An option that asks with a text in place of words."""
    return parameter("text", _option(str | None, "--text", "TEXT", meaning))


def flag(name: str, meaning: str) -> inspect.Parameter:
    """An option that is set or not."""
    return parameter(name, _option(bool, f"--{name}", None, meaning), default=False)


def _option(kind: Any, flag: str, metavar: str | None, meaning: str) -> Any:
    return Annotated[kind, typer.Option(flag, metavar=metavar, help=meaning)]


def _asking_by(field: Field) -> inspect.Parameter:
    """The option of a field, which may be repeated."""
    option = typer.Option(
        f"--{field.name}",
        help=f"{field.meaning[0].upper()}{field.meaning[1:]}.",
        metavar=field.placeholder,
        autocompletion=completes(field.name) if field.placeholder == "NAME" else None,
    )
    return parameter(field.option, Annotated[list[str] | None, option])


_WORDS = Annotated[list[str] | None, typer.Argument(metavar="[WORDS]...", help="What to look for.")]
_SHARED = (
    parameter("words", _WORDS),
    *map(_asking_by, FIELDS.values()),
    flag("possible", "With --value: also what may meet it."),
    parameter("as_of", _option(str | None, "--as-of", "DATE", "What was known by then.")),
    flag("latest", "Only the newest reading of each measure."),
    flag("verified", "Only facts whose quotes a check on this machine found."),
    parameter("sort", _option(str | None, "--sort", "KEY", f"{', '.join(SORTS)}; -KEY reverses.")),
    parameter("limit", _option(int | None, "--limit", "N", "At most N facts; 0 for all.")),
)


class QuestionCommand(TyperCommand):
    """Lets words begin with a hyphen: `-soybean` excludes a word, `-- a text` is no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse arguments; what could be an excluded word is set apart by a blank."""
        options = {option for parameter in self.params for option in parameter.opts}
        return super().parse_args(
            ctx, [f" {arg}" if _is_excluded(arg) and arg not in options else arg for arg in args]
        )


def _is_excluded(argument: str) -> bool:
    is_long_option = argument[1:2] == "-" and " " not in argument.partition("=")[0]
    return len(argument) > 2 and argument[0] == "-" and not is_long_option  # noqa: PLR2004


def asking(*more: inspect.Parameter) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options of a question, and `more`, which it receives read, as `question`.

    The command's own options follow; its own arguments come before the words.
    """
    asked = (*_SHARED, *more)

    def decorated(command: Callable[..., int]) -> Callable[..., int]:
        signature = inspect.signature(command, eval_str=True).parameters.values()
        own = [it.replace(kind=_SHARED[0].kind) for it in signature if it.name != "question"]
        parameters = sorted([*asked, *own], key=lambda it: not (it in own and _is_argument(it)))

        @wraps(command)
        def run(**values: Any) -> int:
            options = {it.name: values.pop(it.name) for it in asked}
            options["sort"] = options["sort"] and options["sort"].strip()
            return command(question=_question(**options), **values)

        run.__annotations__ = {it.name: it.annotation for it in parameters}
        return cast("Callable[..., int]", _signed(run, inspect.Signature(parameters)))

    return decorated


def _is_argument(parameter: inspect.Parameter) -> bool:
    return any(isinstance(it, ArgumentInfo) for it in parameter.annotation.__metadata__)


def _question(words: list[str] | None, text: str | None = None, **options: Any) -> Query:
    """The question that words or a text ask. Raises QueryError."""
    if text is None:
        return query(" ".join(words or ()), **options)
    if words:
        raise QueryError("words and --text ask two questions; choose one")
    return plain_query(terminal.pasted() if text == "-" else text, **options)


def _signed(run: Any, signature: inspect.Signature) -> Any:
    """A function that Typer reads as having this signature, and as a question's command."""
    run.__signature__ = signature
    run.command_class = QuestionCommand
    return run


def opened(path: str | None) -> Base:
    """The base that a command asks, open until it ends; tells why its index could not be kept."""
    with terminal.progress() as draw:
        base = get_current_context().with_resource(open_base(path, draw))
    if base.warning:
        terminal.say(base.warning)
    return base


def chosen_form(form: Form | None, *, json: bool, safe_csv: bool) -> Form:
    """The form asked for, or the one that suits a terminal or a pipe. Raises QueryError."""
    if json:
        only("--json", form, (Form.JSON,))
        return Form.JSON
    if safe_csv:
        only("--safe-csv", form, (Form.CSV, Form.SAFE_CSV))
        return Form.SAFE_CSV
    return terminal.form_for(form)


def only(flag: str, form: str | None, forms: Container[str]) -> None:
    """Raise QueryError if a flag and --format ask for two forms."""
    if form is not None and form not in forms:
        raise QueryError(f"{flag} and --format {form} ask for two forms; choose one")
