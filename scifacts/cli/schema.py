"""`scifacts schema`: the published shapes."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import scifacts
from scifacts.cli.terminal import write


class Shape(StrEnum):
    """What has a published JSON Schema."""

    RECORD = "record"
    BASE = "base"


def run(
    shape: Annotated[Shape, typer.Argument(help="`record` of an answer, or a fact `base`.")],
) -> int:
    """Print the JSON Schema (2020-12) of a record, or of a file of a fact base.

    \b
    Examples:
      scifacts schema record
      scifacts schema base > base.json

    Editors with TOML support complete and check a base whose first line names the schema:
    #:schema ./base.json
    """
    path = Path(scifacts.__file__).parent / "schemas" / f"{shape}.json"
    write([path.read_text(encoding="utf-8")], paged=False)
    return 0
