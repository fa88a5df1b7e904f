"""Questions to a person at a terminal, with completion by the Tab key."""

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from scifacts.text import safe

try:
    import readline
except ImportError:  # on Windows; there, lines are edited as the console does it
    readline = None  # type: ignore[assignment]

Complete = Callable[[str], Iterable[str]]
_WIDEST = 100


def ask(label: str, default: str = "", complete: Complete | Sequence[str] = ()) -> str:
    """What a person types after a label, or the default for an empty line, without outer blanks.

    `complete` are the words to choose from, or what tells those that begin as typed; of several
    with commas between, the last is completed. Raises EOFError at the end of input (^D).
    """
    shown = f" [{safe(default)}]" if default else ""
    with _completing(complete if callable(complete) else _choosing(complete)):
        typed = input(f"{label}{shown}: ")
    return typed.encode(errors="replace").decode().strip() or default


def _choosing(choices: Sequence[str]) -> Complete:
    return lambda typed: [it for it in choices if it.casefold().startswith(typed.casefold())]


@contextmanager
def _completing(complete: Complete) -> Iterator[None]:
    if readline is None:
        yield
        return
    found: list[str] = []

    def offer(typed: str, number: int) -> str | None:
        nonlocal found
        if number == 0:
            bare = typed.lstrip()
            lead = typed[: len(typed) - len(bare)]
            found = [f"{lead}{it}" for it in complete(bare)]
        return found[number] if number < len(found) else None

    is_libedit = "libedit" in (readline.__doc__ or "")
    readline.parse_and_bind("bind ^I rl_complete" if is_libedit else "tab: complete")
    readline.set_completer_delims(",")
    readline.set_completer(offer)
    try:
        yield
    finally:
        readline.set_completer(None)


def choose(label: str, choices: Sequence[str], default: str = "") -> str:
    """One of some words, by its beginning too; asks again until it is one."""
    while True:
        typed = ask(label, default, choices).lower()
        found = [it for it in choices if it == typed] or [
            it for it in choices if typed and it.startswith(typed)
        ]
        if len(found) == 1:
            return found[0]
        tell(f"One of: {', '.join(choices)}")


def confirmed(label: str, *, default: bool = True) -> bool:
    """Whether a person says yes."""
    while True:
        typed = ask(f"{label} [{'Y/n' if default else 'y/N'}]").lower()
        if typed in ("", "y", "yes", "n", "no"):
            return default if not typed else typed.startswith("y")


def tell(text: str) -> None:
    """Text of ours or of somebody else, each line wrapped to the terminal and harmless to it."""
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        wrapped = textwrap.wrap(safe(line), width, subsequent_indent=indent) or [""]
        sys.stdout.write("\n".join([*wrapped, ""]))
