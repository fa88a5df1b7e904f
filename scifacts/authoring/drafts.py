"""A draft: facts proposed and not yet put into words, and what became of each."""

import os
import re
from typing import Any, NamedTuple

from scifacts.authoring.saving import locked, replace
from scifacts.errors import QueryError
from scifacts.factfile.blocks import MalformedError, blocks, pieces
from scifacts.files import MOST_OF_A_TEXT, content

TAKEN, SKIPPED = "taken", "skipped"
_HEADER = re.compile(r"(\[\[[^\n#]*\]\])[ \t]*(?:#[ \t]*([^\r\n]*))?")


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
        problem = f"line {error.line} is not TOML: {error}"
    raise QueryError(f"cannot read the draft {path!r}: {problem}")


def _draft(path: str, text: str) -> Draft:
    proposals: list[Proposal] = []
    entities: list[dict[str, Any]] = []
    decided = 0
    for block in blocks(text):
        part = text[block.start : block.end]
        tables = {key: value for piece in pieces(part) for key, value in piece.tables.items()}
        entities += _tables(tables.get("entities"))
        for values in _tables(tables.get("facts")):
            if _is_decided(part):
                decided += 1
            else:
                proposals.append(Proposal(values, part))
    return Draft(path, tuple(proposals), tuple(entities), decided)


def _tables(value: object) -> list[dict[str, Any]]:
    return [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []


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
