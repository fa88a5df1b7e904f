"""A review as SARIF 2.1.0 (OASIS, 2020), for editors and code hosts."""

import json
from collections.abc import Iterable, Iterator

from scifacts import __version__
from scifacts.render.reviews import Manuscript, details
from scifacts.review.values import Reviewed, State
from scifacts.text import escape_unsafe

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
# How each state is told: the kind of a result, its level, and what the rule says.
_RULES = {
    State.SUPPORTED: ("pass", "none", "A fact of the base states it."),
    State.DIFFERS: ("fail", "error", "It cannot be right by a fact of the base."),
    State.SAID: ("fail", "warning", "The base only knows that somebody said so."),
    State.UNKNOWN: ("review", "none", "The base says nothing about it."),
}


def as_sarif(of: Manuscript, found: Iterable[Reviewed]) -> Iterator[str]:
    """One log with one run, a result a sentence."""
    driver = {
        "name": "scifacts",
        "version": __version__,
        "rules": [
            {
                "id": str(state),
                "shortDescription": {"text": text},
                "defaultConfiguration": {"level": level},
            }
            for state, (_, level, text) in _RULES.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(of, it) for it in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    for line in json.dumps(log, indent=2, ensure_ascii=False).splitlines():
        yield f"{escape_unsafe(line)}\n"


def _result(of: Manuscript, it: Reviewed) -> dict[str, object]:
    kind, level, _ = _RULES[it.state]
    line, column, end_line, end_column = it.place
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }
    location = {"artifactLocation": {"uri": _uri(of.name)}, "region": region}
    return {
        "ruleId": str(it.state),
        "ruleIndex": list(_RULES).index(it.state),
        "kind": kind,
        "level": level,
        "message": {"text": "\n".join([f"{it.state}: {it.text}", *details(it)])},
        "locations": [{"physicalLocation": location}],
    }


def _uri(name: str) -> str:
    """A file's name as a reference (RFC 3986)."""
    return "".join(
        sign if sign.isascii() and (sign.isalnum() or sign in "-._~/") else _percent(sign)
        for sign in name
    )


def _percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode(errors="replace"))
