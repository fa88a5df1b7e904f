"""The options that commands share, each spelled once, and the question they make together."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from scifacts.base import Base
from scifacts.base import open as open_base
from scifacts.cli import terminal
from scifacts.errors import QueryError, ScifactsError
from scifacts.query import SORTS, Query, query
from scifacts.render import Form


def completes(field: str) -> Callable[[typer.Context, list[str], str], list[str]]:
    """Completion of a field's values from the base that the command line names so far."""

    def complete(ctx: typer.Context, args: list[str], incomplete: str) -> list[str]:  # noqa: ARG001
        try:
            with open_base(ctx.params.get("base")) as base:
                return base.completions(field, incomplete)
        except ScifactsError:  # a shell that completes has no room for errors
            return []

    return complete


def _names(field: str, meaning: str) -> Any:
    """An option that names what facts are linked to; it may be repeated."""
    option = typer.Option(
        f"--{field}", help=meaning, metavar="NAME", autocompletion=completes(field)
    )
    return Annotated[list[str] | None, option]


WordsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[WORDS]...", help="What to look for.")
]
ProgramOption = _names("program", "About this program.")
FacilityOption = _names("facility", "About this facility.")
OrganizationOption = _names("organization", "About this organization.")
PersonOption = _names("person", "About this person.")
CountryOption = _names("country", "About this country.")
PlaceOption = _names("place", "About this place.")
EventOption = _names("event", "About this event.")
TopicOption = _names("topic", "About this topic.")
AboutOption = _names("about", "About this, whatever its type.")
DocumentOption = _names("document", "Read in this document.")
PublisherOption = _names("publisher", "Read in a document of this publisher.")
SaidByOption = _names("said-by", "Said by this person or organization.")
UnitOption = _names("unit", "With a figure in this unit.")
BaseOption = Annotated[
    str | None,
    typer.Option("--base", metavar="PATH", help="The fact base: a TOML file or a folder of them."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON.")]
FormOption = Annotated[
    Form | None, typer.Option("--format", help="How to write the facts.", show_choices=True)
]
PossibleOption = Annotated[
    bool, typer.Option("--possible", help="With --value: also what may meet it.")
]
ValueOption = Annotated[
    list[str] | None,
    typer.Option("--value", metavar="COMPARISON", help="Figures: '>=100', '<50', '50..100'."),
]
KindOption = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="statistic, event, agreement, launch, ...",
                 autocompletion=completes("kind")),
]
SinceOption = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Dated then or later: 2025, 2025-06.")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="Dated then or earlier.")
]
SortOption = Annotated[
    str | None,
    typer.Option("--sort", metavar="KEY", help=f"{', '.join(SORTS)}; -KEY reverses."),
]
LimitOption = Annotated[
    int | None, typer.Option("--limit", metavar="N", help="At most N facts; 0 for all.")
]


def _question(
    words: WordsArgument = None,
    program: ProgramOption = None,
    facility: FacilityOption = None,
    organization: OrganizationOption = None,
    person: PersonOption = None,
    country: CountryOption = None,
    place: PlaceOption = None,
    event: EventOption = None,
    topic: TopicOption = None,
    about: AboutOption = None,
    document: DocumentOption = None,
    publisher: PublisherOption = None,
    said_by: SaidByOption = None,
    unit: UnitOption = None,
    kind: KindOption = None,
    value: ValueOption = None,
    possible: PossibleOption = False,
    since: SinceOption = None,
    until: UntilOption = None,
    sort: SortOption = None,
    limit: LimitOption = None,
) -> None:
    """The parameters that make a question."""


_SHARED = inspect.signature(_question, eval_str=True).parameters


class QuestionCommand(TyperCommand):
    """Lets words begin with a hyphen: `-soybean` excludes a word, and is no option."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:
        """Parse arguments; what could be an excluded word is set apart by a blank."""
        options = {option for parameter in self.params for option in parameter.opts}
        return super().parse_args(
            ctx, [f" {arg}" if _is_excluded(arg) and arg not in options else arg for arg in args]
        )


def _is_excluded(argument: str) -> bool:
    return len(argument) > 2 and argument[0] == "-" and argument[1] != "-"  # noqa: PLR2004


def asking(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of a question, which it receives read, as `question`.

    The command's own parameters follow; `exact` and `loose` are the question's too.
    """
    own = inspect.signature(command, eval_str=True).parameters
    extra = {name for name in ("exact", "loose") if name in own}

    @wraps(command)
    def run(**values: Any) -> int:
        options = {name: values.pop(name) for name in _SHARED}
        options |= {name: values[name] for name in extra}
        words = " ".join(options.pop("words") or ())
        options["sort"] = options["sort"] and options["sort"].strip()
        return command(question=query(words, **options), **values)

    parameters = [*_SHARED.values(), *(it for it in own.values() if it.name != "question")]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {it.name: it.annotation for it in parameters}
    run.command_class = QuestionCommand  # type: ignore[attr-defined]
    return run


def opened(path: str | None) -> Base:
    """The base that a command asks, telling why its index could not be kept."""
    base = open_base(path, terminal.progress())
    if base.warning:
        terminal.say(base.warning)
    return base


def chosen_form(form: Form | None, *, json: bool) -> Form:
    """The form asked for, or the one that suits a terminal or a pipe. Raises QueryError."""
    if json and form not in (None, Form.JSON):
        raise QueryError(f"--json and --format {form} ask for two forms; choose one")
    return Form.JSON if json else terminal.form_for(form)
