"""The way in and the way out: where a command line is run, and where every error ends."""

import atexit
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from typer._click.exceptions import ClickException  # it has no public name

from scifacts.cli.commands import application
from scifacts.cli.terminal import ReaderLeftError, say
from scifacts.errors import ScifactsError

FOUND, WRONG, INTERRUPTED = 0, 2, 130


def status_of(arguments: Sequence[str] | None = None) -> int:
    """Run a command line; tell its exit status: 0 found, 1 nothing found, 2 wrong."""
    given = sys.argv[1:] if arguments is None else arguments
    # What is typed is UTF-8, whatever the locale says.
    readable = [os.fsencode(argument).decode(errors="replace") for argument in given]
    if sys.stdout is None:  # it was closed before we were started
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for the whole run
    try:
        status = application()(readable, prog_name="scifacts", standalone_mode=False)
        sys.stdout.flush()
    except ScifactsError as error:
        say(str(error))
    except ClickException as error:
        say(error.format_message())
    except UnicodeEncodeError as error:
        say(f"this locale cannot name the file {error.object!r}; set PYTHONUTF8=1")
    except KeyboardInterrupt:
        return INTERRUPTED
    except RecursionError:
        say("the question or the base is nested too deeply")
    except (ReaderLeftError, BrokenPipeError):
        _discard_output()
        return FOUND
    except OSError as error:
        say(f"cannot write: {error.strerror}; make room, or write elsewhere")
        _discard_output()
    else:
        return status or FOUND
    return WRONG


def _discard_output() -> None:
    """Send what is still to be written nowhere."""
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def run() -> NoReturn:
    """Run the command line of this process, and end it."""
    status = status_of()
    if status == INTERRUPTED and sys.stderr.isatty():
        sys.stderr.write("\n")  # below the ^C and what was being drawn
    # Taking the interpreter apart costs 14 % of a lookup, and the system frees memory faster.
    atexit._run_exitfuncs()  # noqa: SLF001 - what `sys.exit` would have run
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)
