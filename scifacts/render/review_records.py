"""A review as JSON: a record a sentence (`scifacts schema review`)."""

import json
from collections.abc import Iterable, Iterator

from scifacts.records import dumps
from scifacts.render.records import array_of
from scifacts.render.reviews import Manuscript
from scifacts.review.values import Match, Reviewed


def as_json(of: Manuscript, found: Iterable[Reviewed]) -> Iterator[str]:
    """One array, a record a line."""
    return array_of(dumps(record(of, it)) for it in found)


def record(of: Manuscript, it: Reviewed) -> dict[str, object]:
    """What is said of a sentence, with the facts it rests on inside."""
    return {
        "file": of.name,
        "line": it.place.line,
        "column": it.place.column,
        "end_line": it.place.end_line,
        "end_column": it.place.end_column,
        "text": it.text,
        "state": it.state,
        "reason": it.reason,
        "assumed": it.assumed,
        "matches": [_match(one) for one in it.matches],
        "nearest": [json.loads(hit.record) for hit in it.nearest],
    }


def _match(it: Match) -> dict[str, object]:
    parts = [
        {"what": one.what, "said": one.said, "known": one.known, "outcome": one.outcome}
        for one in it.parts
    ]
    return {"likeness": it.likeness, "parts": parts, "fact": json.loads(it.hit.record)}
