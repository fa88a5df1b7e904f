"""Receipts: what lets anybody verify a fact without its base; and the proof of them.

A receipt is a citation as every record has it, with the fact that it is of. Whatever holds `quote`,
`paragraph` and a `document` with `id`, anywhere in a JSON value, is one.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from scifacts.errors import QueryError
from scifacts.files import MOST_OF_A_BASE, content
from scifacts.keys import HIGHEST_PARAGRAPH
from scifacts.model import Citation, Document, Fact
from scifacts.version import VERSION

_KEYS = {"quote", "paragraph", "document"}


class Receipt(NamedTuple):
    """A citation, and the id of the fact it is of if that is told."""

    citation: Citation
    fact: str | None = None


def receipt(fact: Fact, citation: Citation) -> dict[str, Any]:
    """The receipt of a citation of a fact, as JSON has it."""
    document = citation.document
    told = {
        "id": document.id,
        "file": document.file,
        "paragraphs": document.paragraphs,
        "sha256": document.sha256,
    }
    return {
        "fact": fact.id,
        "document": {key: value for key, value in told.items() if value},
        "paragraph": citation.paragraph,
        "to_paragraph": citation.to_paragraph,
        "quote": citation.quote,
        "state": citation.state,
        "checked": citation.checked,
        "scifacts": VERSION,
    }


def receipts(path: str) -> Iterator[Receipt]:
    """The receipts in a file of JSON or JSON Lines, or on standard input as `-`, in order.

    Raises QueryError for a file that cannot be read, is neither, or whose receipts are misshapen.
    """
    for value in _values(path):
        yield from _inside(value, None)


def _values(path: str) -> Iterator[object]:
    """The JSON values of a file: one, or one a line."""
    try:
        text = content(path, MOST_OF_A_BASE).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise QueryError(f"cannot read {path!r}: {reason}; name a file of JSON") from None
    try:
        yield json.loads(text)
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise _no_json(f"{path}:{error.lineno}") from None
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield _line(line, f"{path}:{number}")


def _line(text: str, place: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        raise _no_json(place) from None


def _no_json(place: str) -> QueryError:
    return QueryError(f"{place}: no JSON; give what a command of scifacts wrote")


def _inside(value: object, fact: str | None) -> Iterator[Receipt]:
    """The receipts in a value, which is part of the record of a fact or of something else."""
    if isinstance(value, list):
        for item in value:
            yield from _inside(item, fact)
    elif isinstance(value, dict):
        if value.keys() >= _KEYS and isinstance(value["document"], dict):
            yield _receipt(value, fact)
            return
        known = value["id"] if "citations" in value and isinstance(value.get("id"), str) else fact
        for item in value.values():
            yield from _inside(item, known)


def _receipt(found: Mapping[str, Any], fact: str | None) -> Receipt:
    document = found["document"]
    last = found.get("to_paragraph")
    paragraphs = document.get("paragraphs") or []
    told = found.get("fact", fact)
    texts = (found["quote"], document.get("id"))
    maybe = (document.get("file"), document.get("sha256"), told)
    if not (
        all(isinstance(it, str) for it in texts)
        and all(it is None or isinstance(it, str) for it in maybe)
        and _is_paragraph(found["paragraph"])
        and (last is None or _is_paragraph(last))
        and isinstance(paragraphs, list)
        and all(map(_is_paragraph, paragraphs))
    ):
        raise QueryError(f"a receipt of {str(told)[:80]!r} is not as scifacts writes them")
    known = Document(
        document["id"],
        file=document.get("file"),
        paragraphs=tuple(paragraphs),
        sha256=document.get("sha256"),
    )
    return Receipt(Citation(known, found["paragraph"], found["quote"], last), told)


def _is_paragraph(value: object) -> bool:
    return type(value) is int and 0 < value <= HIGHEST_PARAGRAPH


def sources_beside(path: str) -> Path:
    """Where the texts are looked for if nobody says: `sources` beside a file, or where it is."""
    folder = Path() if path == "-" else Path(path).parent
    return folder / "sources" if (folder / "sources").is_dir() else folder
