"""Write new tables into a base: checked before, whole or not at all.

    written = write(path, Additions(documents=[{"id": "report", "title": "..."}]), dry_run=True)

`path` is that of a base as `located` tells it, a file or a folder. The tables are plain values as
TOML would give them, in any order of keys; what is None or empty is left out. All of one call go
into one file, so that a base is never seen with some of them: the file whose facts cite the same
documents, or which defines these, or holds the last table of the kind.
"""

import os
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from scifacts.authoring.saving import locked, replace
from scifacts.authoring.splice import Additions, Insertion, Spliced, citing, spliced
from scifacts.check import check
from scifacts.errors import STANDARD_INPUT, Finding, InvalidBaseError, RefusedError
from scifacts.factfile.blocks import MalformedError, blocks
from scifacts.factfile.tables import file_content
from scifacts.location import base_files

__all__ = ["Additions", "Insertion", "Written", "write"]

_BOM = b"\xef\xbb\xbf"

Contents = Mapping[str, bytes]


class Written(NamedTuple):
    """What was written, or would be: the file, and each new table with its line."""

    file: str
    insertions: tuple[Insertion, ...]


def write(path: str, additions: Additions, *, dry_run: bool = False) -> Written:
    """Add tables to the base at `path`, if `check` finds nothing wrong that was not wrong before.

    Raises RefusedError, also if the base changes meanwhile, InvalidBaseError for a base that cannot
    be read, BaseNotFoundError, and OSError for what cannot be written.
    """
    if path == STANDARD_INPUT:
        raise RefusedError("a base on standard input cannot be written to; name a file")
    with locked(_folder(path)):
        stamps = base_files(path)
        before = {file: file_content(file) for file in stamps}
        file = _file_for(before, additions)
        new = _spliced(before, file, additions)
        is_marked = before[file].startswith(_BOM)
        after = (_BOM if is_marked else b"") + new.text.encode()
        _refuse_faults(before, {**before, file: after})

        def verify() -> None:
            if base_files(path) != stamps or file_content(file) != before[file]:
                raise RefusedError("the base was changed meanwhile; nothing was written, try again")

        if not dry_run:
            replace(file, after, verify)
    return Written(file, new.insertions)


def _folder(path: str) -> str:
    real = os.path.realpath(path)
    return real if os.path.isdir(real) else os.path.dirname(real)


def _spliced(contents: Contents, file: str, additions: Additions) -> Spliced:
    try:
        return spliced(_text(contents[file]), additions)
    except (UnicodeDecodeError, MalformedError):
        raise InvalidBaseError(_findings(contents)) from None


def _text(of: bytes) -> str:
    return of.removeprefix(_BOM).decode()


def _file_for(contents: Contents, additions: Additions) -> str:
    """The file that holds most of the neighbours of new tables; of several, the last.

    Raises InvalidBaseError.
    """
    if len(contents) == 1:
        return next(iter(contents))
    try:
        return max(
            reversed(list(contents)), key=lambda it: _nearness(_text(contents[it]), additions)
        )
    except (UnicodeDecodeError, MalformedError):
        raise InvalidBaseError(_findings(contents)) from None


def _nearness(text: str, additions: Additions) -> tuple[int, ...]:
    """How near the tables in a text are to new ones; what weighs most comes first."""
    documents = additions.cited()
    roots = [block.root for block in blocks(text)]
    defined = sum(f'id = "{it}"' in text for it in documents)
    kind = "facts" if additions.facts else "documents" if additions.documents else "entities"
    last = next((rank for rank, root in enumerate((kind, "base")) if root in roots), 2)
    return sum(1 for _ in citing(text, documents)), defined, -last


def _refuse_faults(before: Contents, after: Contents) -> None:
    """Raise RefusedError for findings that were not there, InvalidBaseError for a faulty base."""
    found = _findings(after)
    if not found:
        return
    earlier = _findings(before)
    unreadable = [it for it in earlier if it.code[0] in "SR"]
    if unreadable:
        raise InvalidBaseError(unreadable)
    known = Counter((it.code, it.message) for it in earlier)
    new = [it for it in found if not _is_taken(known, it)]
    if new:
        raise RefusedError(f"nothing was written: {'; '.join(map(_words, new))}", new)


def _findings(contents: Contents) -> tuple[Finding, ...]:
    found = check(list(contents), read=contents.__getitem__).findings
    return tuple(it for it in found if not it.is_warning)


def _is_taken(known: Counter[tuple[str, str]], finding: Finding) -> bool:
    """Whether a finding is among those known, each of which counts once."""
    known[finding.code, finding.message] -= 1
    return known[finding.code, finding.message] >= 0


def _words(finding: Finding) -> str:
    return f"{finding.message} ({finding.remedy})"
