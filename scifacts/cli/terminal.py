"""Standard input, standard output, standard error and the screen behind them."""

import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from scifacts.errors import QueryError
from scifacts.render import Form, Screen
from scifacts.text import safe

if TYPE_CHECKING:
    from rich.progress import Progress

_SLOW_SECONDS = 0.7
_LONGEST_TEXT = 1_000_000
_UNWRAPPED = 10_000  # columns: what is piped is never wrapped
# Terminals that show links (OSC 8), by what they set.
_LINKING_VARIABLES = {"WT_SESSION", "KONSOLE_VERSION", "DOMTERM"}
_LINKING_PROGRAMS = {"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "mintty", "zed", "rio"}
_LINKING_TERMINALS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour")
_VTE_WITHOUT_LINKS = 5000


class ReaderLeftError(Exception):
    """Whoever read standard output, as `head` does, has what it came for."""


def say(message: str) -> None:
    """One line of talk, on standard error."""
    sys.stderr.write(f"scifacts: {safe(message)}\n")


def shown(file: str) -> str:
    """A path as a person would write it from here."""
    try:
        return str(Path(file).relative_to(Path.cwd()))
    except (ValueError, FileNotFoundError):  # it is elsewhere, or the current folder is gone
        return file


def pasted() -> str:
    """The text on standard input; what is no UTF-8 in it is no word. Raises QueryError."""
    text = sys.stdin.buffer.read(_LONGEST_TEXT + 1) if sys.stdin else b""
    if len(text) > _LONGEST_TEXT:
        raise QueryError(f"the text is longer than {_LONGEST_TEXT:,} bytes; ask with a part of it")
    return text.decode(errors="replace")


def relaxed(counts: Mapping[str, int]) -> list[str]:
    """How many facts there would be without each condition of a question, in words."""
    return [
        f"without {condition}: {count} fact{'s' * (count != 1)}"
        for condition, count in counts.items()
    ]


def screen(stems: frozenset[str] = frozenset()) -> Screen:
    """What standard output writes to (https://no-color.org, https://force-color.org)."""
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else _UNWRAPPED
    forced = os.environ.get("FORCE_COLOR", "") not in ("", "0")
    is_dumb = os.environ.get("TERM") == "dumb"
    styled = forced or (is_terminal and not is_dumb)
    colored = styled and not os.environ.get("NO_COLOR")
    linked = styled and _knows_links(os.environ, is_terminal=is_terminal)
    return Screen(width, is_terminal, styled, colored, stems, linked)


def _knows_links(settings: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Whether a terminal says that it knows links, or its user does."""
    forced = settings.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced not in ("", "0")
    vte = settings.get("VTE_VERSION", "")
    return is_terminal and (
        not settings.keys().isdisjoint(_LINKING_VARIABLES)
        or settings.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or settings.get("TERM", "").startswith(_LINKING_TERMINALS)
        or (vte.isdecimal() and int(vte) > _VTE_WITHOUT_LINKS)
    )


def form_for(form: Form | None) -> Form:
    """The form asked for, or the one that suits a terminal or a pipe."""
    return form or (Form.CARDS if sys.stdout.isatty() else Form.LINES)


def write(pieces: Iterable[str], *, paged: bool = True) -> None:
    """Write pieces of text as they come; on a terminal, page what is taller than the screen.

    Raises ReaderLeftError when nobody reads any more.
    """
    is_terminal = sys.stdout.isatty()
    # What a terminal cannot show is no reason to fail; a pipe gets the same bytes everywhere.
    if isinstance(sys.stdout, TextIOWrapper):
        encoding = None if is_terminal else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="replace", newline="\n")
    if is_terminal and paged:
        _page("".join(pieces))
        return
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderLeftError from None


@contextmanager
def progress(doing: str = "indexing") -> Iterator[Callable[[int, int], None]]:
    """What draws how much of how much is done, on a terminal and if it takes long."""
    started, is_terminal = time.monotonic(), sys.stderr.isatty()
    bar: Progress | None = None

    def draw(done: int, total: int) -> None:
        nonlocal bar
        if bar is None and is_terminal and time.monotonic() - started > _SLOW_SECONDS:
            bar = stack.enter_context(_bar(doing))
        if bar is not None:
            bar.update(bar.task_ids[0], completed=done, total=total)

    with ExitStack() as stack:
        yield draw


def _bar(doing: str) -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - only what takes long is drawn
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    bar = Progress(console=console, transient=True, disable=console.is_dumb_terminal)
    bar.add_task(doing)
    return bar


def _page(text: str) -> None:
    if text.count("\n") < shutil.get_terminal_size().lines or not _has_pager():
        sys.stdout.write(text)
        return
    from pydoc import pager  # noqa: PLC0415 - only long answers are paged

    os.environ.setdefault("LESS", "FRX")
    pager(text)


def _has_pager() -> bool:
    """Whether there is a keyboard to page with, and the program that was chosen for it, if any."""
    if sys.stdin is None or not sys.stdin.isatty():
        return False
    chosen = os.environ.get("MANPAGER") or os.environ.get("PAGER")
    return not chosen or shutil.which(" ".join(chosen.split()[:1])) is not None
