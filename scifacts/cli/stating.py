"""The options that state a fact: one for each key that format 1 has for it."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Annotated, Any, cast

import typer

from scifacts import keys
from scifacts.cli.options import completes, parameter
from scifacts.errors import QueryError
from scifacts.fields import FIELDS
from scifacts.keys import Array, Choice, Key, Reference, Sort, Table

Stated = dict[str, Any]
_SPELT = {"document": "ID", "supersedes": "ID", "id": "ID", "reviewed": "ID:REASON"}
_COMPLETED = {"supersedes": "fact", **{it.replace("-", "_"): it for it in FIELDS}}


def stating(command: Callable[..., int]) -> Callable[..., int]:
    """Give a command the options of a fact, which it receives as `stated`, as far as given.

    The command's own parameters follow.
    """
    own = inspect.signature(command, eval_str=True).parameters.values()
    names = [key.name for key in _keys(keys.FACT)]
    parameters = [
        *map(_option, _keys(keys.FACT)),
        *(it.replace(kind=inspect.Parameter.KEYWORD_ONLY) for it in own if it.name != "stated"),
    ]

    @wraps(command)
    def run(**values: Any) -> int:
        given = {name: values.pop(name) for name in names}
        return command(stated={k: it for k, it in given.items() if it not in (None, [])}, **values)

    run.__annotations__ = {it.name: it.annotation for it in parameters}
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return cast("Callable[..., int]", run)


def _keys(of: Table) -> Iterator[Key]:
    """The keys of a fact in one row: those of its citations first, its figure's in their place."""
    written = [key for key in of.keys if not key.is_derived]
    for key in written:
        inner = key.sort.of if isinstance(key.sort, Array) else key.sort
        if isinstance(inner, Table) and inner is not keys.REVIEW:
            is_several = isinstance(key.sort, Array)
            for it in _keys(inner):
                yield it._replace(sort=Array(it.sort)) if is_several else it
        else:
            yield key


def _option(key: Key) -> inspect.Parameter:
    sort = key.sort.of if isinstance(key.sort, Array) else key.sort
    kind: Any = int if sort is keys.PARAGRAPH else str
    option = typer.Option(
        f"--{key.name.replace('_', '-')}",
        metavar=_SPELT.get(key.name) or _metavar(sort),
        help=f"{key.meaning}.",
        autocompletion=_completion(key.name, sort),
    )
    several = Annotated[list[kind] | None, option]
    return parameter(
        key.name, several if isinstance(key.sort, Array) else Annotated[kind | None, option]
    )


def _metavar(sort: Sort) -> str:
    match sort:
        case Reference():
            return "NAME"
        case Choice():
            return "WORD"
        case keys.PARAGRAPH | keys.NUMBER:
            return "N"
        case keys.DATE:
            return "DATE"
        case _:
            return "TEXT"


def _completion(name: str, sort: Sort) -> Callable[..., list[str]] | None:
    if isinstance(sort, Choice):
        choices = [str(it) for it in sort.of]
        return lambda incomplete: [it for it in choices if it.startswith(incomplete)]
    return completes(_COMPLETED[name]) if name in _COMPLETED else None


def shaped(stated: Mapping[str, Any]) -> Stated:
    """The values of a fact as TOML has them, from options. Raises QueryError for what lacks."""
    rest = dict(stated)
    lacking = [it for it in ("claim", "kind", "about", "document", "quote") if not rest.get(it)]
    if lacking:
        options = ", ".join(f"--{it}" for it in lacking)
        raise QueryError(f"a fact needs {options} too; on a terminal, `scifacts add` alone asks")
    citation = {key.name: rest.pop(key.name, []) for key in _keys(keys.CITATION)}
    figure = {key.name: rest.pop(key.name) for key in _keys(keys.FIGURE) if key.name in rest}
    if "value" in figure:
        figure["value"] = _number(figure["value"])
    elif figure:
        raise QueryError(f"--{next(iter(figure))} belongs to a number; give it with --value")
    if "reviewed" in rest:
        rest["reviewed"] = [_review(it) for it in rest["reviewed"]]
    return {**rest, "figure": figure, "citations": list(_citations(citation))}


def _citations(of: Mapping[str, list[Any]]) -> Iterator[Stated]:
    """One citation a quote; a document named once is that of all. Raises QueryError."""
    number = len(of["quote"])
    for key, values in of.items():
        least = 1 if key == "document" else 0
        if len(values) not in (least, number):
            message = f"{number} quotes and {len(values)} of --{key.replace('_', '-')}"
            raise QueryError(f"{message}; give one for each quote")
    for at in range(number):
        yield {key: values[at if len(values) > 1 else 0] for key, values in of.items() if values}


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "").replace("_", ""))
    except ValueError:
        raise QueryError(f"--value {text!r} is no number; write it like 70, 1,250 or 2.5") from None


def _review(text: str) -> Stated:
    fact, colon, reason = text.partition(":")
    if not colon:
        raise QueryError(f"--reviewed {text!r} has no reason; write ID:REASON")
    return {"fact": fact.strip(), "reason": reason.strip()}
