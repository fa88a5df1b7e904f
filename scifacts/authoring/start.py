"""A base to start from: `facts.toml`, a folder for the texts, and the schema for editors."""

import json
import os

from scifacts.authoring import texts
from scifacts.authoring.layout import value
from scifacts.errors import RefusedError
from scifacts.location import FILE_NAME
from scifacts.schemas import base_schema

_SCHEMA = "base.json"
_BASE = """\
#:schema ./{schema}

# A fact base of scifacts: documents, what facts are about, and facts, each with the few words it
# was read in. What to do next, in this folder:
#
#   scifacts read FILE    a document: its text into {sources}/, its table into this file
#   scifacts add          a fact, step by step; its quote is proven before it is written
#   scifacts check --sources {sources}
#
# Everything here may be written by hand too: an editor that knows TOML reads the schema above.

[base]
format = 1
title = {title}
"""


def start(folder: str, title: str | None = None) -> list[str]:
    """Make a base in a folder, which is made too if need be; tells what was made.

    Raises RefusedError if something of it is there, and OSError.
    """
    name = title or os.path.basename(os.path.abspath(folder)) or "Facts"
    base, schema = os.path.join(folder, FILE_NAME), os.path.join(folder, _SCHEMA)
    sources = os.path.join(folder, texts.NAME)
    for path in (base, schema):
        if os.path.lexists(path):
            raise RefusedError(f"{path!r} is there already; nothing was written")
    if os.path.lexists(sources) and not os.path.isdir(sources):
        raise RefusedError(f"{sources!r} is there and no folder; nothing was written")
    os.makedirs(sources, exist_ok=True)
    _write(schema, f"{json.dumps(base_schema(), indent=2)}\n")
    _write(base, _BASE.format(schema=_SCHEMA, sources=texts.NAME, title=value(name)))
    return [base, schema, os.path.join(sources, "")]


def _write(path: str, text: str) -> None:
    """A new file with a text. Raises OSError if there is one."""
    with open(path, "x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
