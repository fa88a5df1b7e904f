"""A draft: facts proposed and not yet put into words, and what became of each."""

import os
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from scifacts.authoring.saving import locked, replace
from scifacts.errors import QueryError
from scifacts.factfile.blocks import MalformedError, blocks, pieces
from scifacts.factfile.shape import READERS, FaultyError
from scifacts.files import MOST_OF_A_TEXT, content

TAKEN, SKIPPED = "taken", "skipped"
_HEADER = re.compile(r"(\[\[[^\n#]*\]\])[ \t]*(?:#[ \t]*([^\r\n]*))?")

_ROOTS = ("entities", "facts")
_UNKNOWN = {"id": "x", "claim": "X.", "kind": "description", "about": ["x"]}
_UNKNOWN_FIGURE = {"bound": "exactly", "unit": "x", "measure": "x"}


class Proposal(NamedTuple):
    """A proposed fact: its values as TOML has them, and its text in the draft."""

    values: dict[str, Any]
    text: str


class Draft(NamedTuple):
    """The proposals of a draft file that nobody has decided on, and the entities it proposes."""

    path: str
    proposals: tuple[Proposal, ...]
    entities: tuple[dict[str, Any], ...]
    decided: int


def read(path: str) -> Draft:
    """The draft in a file. Raises QueryError for what is none."""
    try:
        text = content(path, MOST_OF_A_TEXT).decode("utf-8-sig")
        return _draft(path, text)
    except OSError as error:
        problem = str(error.strerror)
    except UnicodeDecodeError:
        problem = "it is not UTF-8"
    except MalformedError as error:
        problem = f"line {error.line}: {error}"
    raise QueryError(f"cannot read the draft {path!r}: {problem}")


def _draft(path: str, text: str) -> Draft:
    proposals: list[Proposal] = []
    entities: list[dict[str, Any]] = []
    decided = 0
    for block in blocks(text):
        part = text[block.start : block.end]
        tables = {key: value for piece in pieces(part) for key, value in piece.tables.items()}
        line = text.count("\n", 0, block.start) + 1
        for root in _ROOTS:
            for values in _tables(tables, root):
                _check(root, values, line)
        entities += _tables(tables, "entities")
        for values in _tables(tables, "facts"):
            if _is_decided(part):
                decided += 1
            else:
                proposals.append(Proposal(values, part))
    return Draft(path, tuple(proposals), tuple(entities), decided)


def _tables(tables: Mapping[str, Any], root: str) -> list[dict[str, Any]]:
    value = tables.get(root, [])
    return value if isinstance(value, list) else [value]


def _check(root: str, values: Any, line: int) -> None:
    """Raise MalformedError for a table that no value of a person could complete."""
    try:
        READERS[root](_completed(values) if root == "facts" else values)
    except FaultyError as error:
        path, _, message, remedy = error.faults[0]
        place = ".".join(map(str, (root, *path)))
        raise MalformedError(line, f"{place} {message} ({remedy})") from None


def _completed(values: Any) -> Any:
    """A proposal with something in the place of what only a person knows."""
    if not isinstance(values, dict):
        return values
    found = {**_UNKNOWN, **{key: it for key, it in values.items() if it not in ("", [])}}
    if isinstance(found.get("figure"), dict):
        figure = {key: it for key, it in found["figure"].items() if it != ""}
        found["figure"] = {**_UNKNOWN_FIGURE, **figure}
    return found


def _is_decided(text: str) -> bool:
    header = _HEADER.match(text)
    return bool(header and re.match(f"(?:{TAKEN}|{SKIPPED})\\b", header[2] or ""))


def remember(path: str, proposal: Proposal, decision: str) -> bool:
    """Note beside the header of a proposal what became of it; tells whether it still stood there.

    Raises OSError.
    """
    with locked(os.path.dirname(os.path.realpath(path))):
        before = content(path, MOST_OF_A_TEXT)
        old = proposal.text.encode()
        header = _HEADER.match(proposal.text)
        if header is None or before.count(old) != 1:
            return False
        remark = "; ".join(filter(None, (decision, header[2])))
        new = f"{header[1]}  # {remark}{proposal.text[header.end() :]}"
        replace(path, before.replace(old, new.encode()))
        return True
