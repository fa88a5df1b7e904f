"""`scifacts schema`: the published shapes."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from scifacts.cli.terminal import write
from scifacts.schemas import base_schema, record_schema


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
    schema = record_schema() if shape is Shape.RECORD else base_schema()
    write([f"{json.dumps(schema, indent=2)}\n"], paged=False)
    return 0
