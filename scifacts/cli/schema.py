"""`scifacts schema`: the published shapes."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from scifacts.cli.terminal import write
from scifacts.schemas import base_schema, record_schema, review_schema


class Shape(StrEnum):
    """What has a published JSON Schema."""

    RECORD = "record"
    BASE = "base"
    REVIEW = "review"


_SCHEMAS = {
    Shape.RECORD: record_schema,
    Shape.BASE: base_schema,
    Shape.REVIEW: review_schema,
}


def run(
    shape: Annotated[
        Shape, typer.Argument(help="`record` of an answer, fact `base`, or `review`.")
    ],
) -> int:
    """Print the JSON Schema (2020-12) of a record, of a file of a fact base, or of a review.

    \b
    Examples:
      scifacts schema record
      scifacts schema base > base.json

    Editors with TOML support complete and check a base whose first line names the schema:
    #:schema ./base.json
    """
    schema = _SCHEMAS[shape]()
    write([f"{json.dumps(schema, indent=2)}\n"], paged=False)
    return 0
