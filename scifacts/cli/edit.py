"""`scifacts edit`: open an editor where a fact, a document or an entity is defined."""

import os
import shlex
import subprocess

from scifacts.authoring.places import definitions
from scifacts.cli.options import BaseOption
from scifacts.cli.where import IdArgument
from scifacts.errors import STANDARD_INPUT, QueryError
from scifacts.location import base_files, located

_AT_LINE = frozenset("vi vim nvim gvim view nano emacs emacsclient micro joe jed kak pico".split())
_WITH_COLON = frozenset("subl hx helix zed atom".split())
_GO_TO = frozenset("code codium code-insiders vscodium cursor windsurf".split())


def run(item: IdArgument, base: BaseOption = None) -> int:
    """Open $VISUAL or $EDITOR at the line of a fact, a document or an entity.

    \b
    Examples:
      scifacts edit joint-labs-number
      EDITOR='code --wait' scifacts edit bri
    """
    path = located(base).path
    if path == STANDARD_INPUT:
        raise QueryError("a base on standard input cannot be edited; name a file")
    place = definitions(list(base_files(path)), item)[0]
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        command = shlex.split(chosen)
        done = subprocess.run([*command, *_at(command[0], place.file, place.line)], check=False)  # noqa: S603
    except (OSError, ValueError, IndexError):
        raise QueryError(f"no editor {chosen!r} can be started; set $EDITOR") from None
    if done.returncode:
        raise QueryError(f"the editor {chosen!r} ended with status {done.returncode}")
    return 0


def _at(editor: str, file: str, line: int) -> list[str]:
    """The arguments that lead an editor to a line; one that is not known gets the file alone."""
    name = os.path.basename(editor).removesuffix(".exe")
    if name in _AT_LINE:
        return [f"+{line}", file]
    if name in _GO_TO:
        return ["--goto", f"{file}:{line}"]
    return [f"{file}:{line}"] if name in _WITH_COLON else [file]
