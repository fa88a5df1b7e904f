"""From a file or an address to a document of a base: its text, its original, and its table.

The text goes into the folder of sources as `ID.txt`, one paragraph a line, and the original beside
it. A file that is in that folder already stays where it is.
"""

import os
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from scifacts.authoring import originals, texts
from scifacts.authoring.ids import id_from
from scifacts.authoring.originals import Original, UnreadableError
from scifacts.authoring.writer import Additions, Written, write
from scifacts.errors import QueryError, RefusedError, SourceError
from scifacts.files import MOST_OF_A_TEXT, content
from scifacts.keys import HIGHEST_PARAGRAPH, ID_PATTERN
from scifacts.model import Document

MOST_OF_AN_ORIGINAL = 500_000_000  # bytes
Progress = Callable[[int, int], None]


class Found(NamedTuple):
    """A file that a document is to be taken from; `url` and `accessed` if it is from the web."""

    name: str
    content: bytes
    media_type: str = ""
    url: str | None = None
    accessed: str | None = None
    path: str | None = None


class Entry(NamedTuple):
    """A document that is new: its table, and the files that go with it into the folder."""

    values: dict[str, Any]
    files: dict[str, bytes]


class Known(NamedTuple):
    """A document that the base has already, and by what it was recognised."""

    id: str
    by: str


def from_file(path: str) -> Found:
    """A file of this machine. Raises SourceError."""
    try:
        return Found(os.path.basename(path), content(path, MOST_OF_AN_ORIGINAL), path=path)
    except FileNotFoundError:
        raise SourceError(f"there is no file {path!r}; check its name") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SourceError(f"cannot read {path!r}: {reason}") from None


def from_web(
    url: str, told: Callable[[str], None], progress: Progress, *, allow_http: bool
) -> Found:
    """What is at an address, read today. Raises FetchError and MissingExtraError."""
    from scifacts.authoring.fetching import fetch  # noqa: PLC0415 - a file needs no network

    fetched = fetch(url, told, progress, allow_http=allow_http)
    name = os.path.basename(fetched.url.partition("?")[0])
    today = datetime.now().astimezone().date().isoformat()
    return Found(name, fetched.content, fetched.media_type, fetched.url, today)


def is_address(given: str) -> bool:
    """Whether something is an address and not the name of a file."""
    return given.lower().startswith(("http://", "https://")) or (
        "://" in given and not os.path.exists(given)
    )


def entry(
    found: Found,
    known: Iterable[Document],
    folder: Path,
    progress: Progress,
    chosen_id: str | None = None,
) -> Entry | Known:
    """The document that a file holds, for a base that has those that are `known`.

    Raises SourceError for what cannot be read, RefusedError, QueryError and MissingExtraError.
    """
    documents = list(known)
    digest = sha256(found.content).hexdigest()
    for it in documents:
        if digest in (it.original_sha256, it.sha256):
            return Known(it.id, "the same bytes")
    original = _original(found, progress)
    inside = _inside(found.path, folder)
    is_source = inside is not None and _is_source(found.content, original)
    text = found.content if is_source else _text(found, original)
    text_digest = sha256(text).hexdigest()
    for it in documents:
        if text_digest == it.sha256:
            return Known(it.id, "the same text")
    said = original.metadata._replace(url=found.url or original.metadata.url)
    if chosen_id is None:
        for it in documents:
            if same := _same_place(it, said.url, said.doi):
                return Known(it.id, same)
    document_id = _id(chosen_id, said.title or Path(found.name).stem, documents)
    form = originals.format_of(found.content, found.name, found.media_type)
    names, files = _files(document_id, found.content, text, form, inside)
    kind = said.type or ("webpage" if found.url and form == "html" else None)
    values = {
        "id": document_id,
        **said._asdict(),
        "authors": list(said.authors),
        "type": kind,
        "accessed": found.accessed,
        **names,
        "sha256": text_digest,
        "original_sha256": digest if "original" in names else None,
        "pages": ",".join(map(str, original.pages)),
    }
    return Entry(values, files)


def _original(found: Found, progress: Progress) -> Original:
    try:
        return originals.read(found.content, found.name, progress, found.media_type)
    except UnreadableError as error:
        raise SourceError(f"{found.url or found.path or found.name!r} {error}") from None


def _text(found: Found, original: Original) -> bytes:
    """The source text. Raises SourceError if it is longer than a base can cite."""
    text = "".join(f"{it}\n" for it in original.paragraphs).encode(errors="replace")
    name = found.url or found.path or found.name
    if len(original.paragraphs) > HIGHEST_PARAGRAPH or len(text) > MOST_OF_A_TEXT:
        limit = f"{HIGHEST_PARAGRAPH:,} paragraphs or {MOST_OF_A_TEXT // 1_000_000} MB of text"
        raise SourceError(f"{name!r} has more than {limit}; split it")
    return text


def _is_source(content: bytes, original: Original) -> bool:
    """Whether each line of a file that is not empty is one of the paragraphs taken from it."""
    try:
        lines = content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        return False
    return [" ".join(it.split()) for it in lines if it.strip()] == list(original.paragraphs)


def _same_place(document: Document, url: str | None, doi: str | None) -> str:
    if doi is not None and document.doi is not None and doi.lower() == document.doi.lower():
        return "the same DOI"
    return "the same address" if url is not None and url == document.url else ""


def _id(chosen: str | None, title: str, documents: Iterable[Document]) -> str:
    """The id chosen, or one made of the title. Raises QueryError, RefusedError."""
    taken = {it.id for it in documents}
    if chosen is None:
        return id_from(title, taken.__contains__, "document")
    if not re.fullmatch(ID_PATTERN, chosen):
        raise QueryError(f"--id {chosen!r} is no id; write lower-case letters, digits and hyphens")
    if chosen in taken:
        raise RefusedError(f"there is a document {chosen!r} already; choose another --id")
    return chosen


def _files(
    document_id: str, content: bytes, text: bytes, form: str, inside: str | None
) -> tuple[dict[str, str], dict[str, bytes]]:
    """The names of text and original in the folder, and what is to be written there.

    `inside` is the name of a file that is there already.
    """
    name = f"{document_id}.txt"
    if text == content:
        return {"file": inside or name}, {} if inside else {name: text}
    if inside is not None:
        return {"file": name, "original": inside}, {name: text}
    suffix = originals.SUFFIXES[form]
    kept = f"{document_id}{'.original' * (suffix == '.txt')}{suffix}"
    return {"file": name, "original": kept}, {name: text, kept: content}


def _inside(path: str | None, folder: Path) -> str | None:
    """The name of a file in the folder of sources, if it is there."""
    if path is None:
        return None
    with suppress(ValueError):
        return Path(os.path.realpath(path)).relative_to(os.path.realpath(folder)).as_posix()
    return None


def save(base: str, new: Entry, folder: Path, *, dry_run: bool = False) -> Written:
    """Put the files of a document into the folder, and its table into the base.

    If the base refuses it no file stays. Raises as `write` does, RefusedError if a file with other
    content is there, and OSError.
    """
    made: list[Path] = []
    try:
        for name, data in new.files.items():
            if _is_missing(folder / name, data) and not dry_run:
                made.append(folder / name)
                _write(folder / name, data)
        return write(base, Additions(documents=[new.values]), dry_run=dry_run)
    except BaseException:
        for path in made:
            path.unlink(missing_ok=True)
        raise


def _is_missing(path: Path, data: bytes) -> bool:
    """Whether a file is to be made. Raises RefusedError if another one is there."""
    if not os.path.lexists(path):
        return True
    if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
        return False
    raise RefusedError(f"there is another {str(path)!r} already; choose another --id")


def _write(path: Path, data: bytes) -> None:
    """A new file, there with all its bytes or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(beside, "xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(beside, path)  # unlike a rename it takes no other's place
    finally:
        beside.unlink(missing_ok=True)


def sources_of(base: str, chosen: Path | None) -> Path:
    """The folder of sources. Raises SourceError if something else is there."""
    folder = texts.folder(base, chosen)
    if os.path.lexists(folder) and not os.path.isdir(folder):
        raise SourceError(f"{str(folder)!r} is no folder; name another with --sources")
    return folder
