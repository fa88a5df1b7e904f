"""Texts of originals: text, Markdown, HTML, DOCX, PDF and EPUB. One module a format.

Each has a function `read(content, progress)` that gives an `Original`.
"""

import io
import zipfile
from importlib import import_module

from scifacts.authoring.originals.original import (
    Metadata,
    Original,
    Progress,
    UnreadableError,
)
from scifacts.errors import MissingExtraError

__all__ = ["SUFFIXES", "Metadata", "Original", "UnreadableError", "format_of", "read"]

SUFFIXES = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "docx": ".docx",
    "pdf": ".pdf",
    "epub": ".epub",
}
_ENDINGS = {suffix: name for name, suffix in SUFFIXES.items()} | {
    ".text": "text",
    ".markdown": "markdown",
    ".htm": "html",
    ".xhtml": "html",
}
_MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "text/plain": "text",
}
_EPUB = b"application/epub+zip"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also of Word files with a password
_MOST_UNPACKED = 500_000_000
_BEGINNING = 1024


def read(content: bytes, name: str, progress: Progress, media_type: str = "") -> Original:
    """The text of a file and what it says of itself.

    `progress` is told how much of how much is done. Raises UnreadableError for what is broken,
    protected or has no text, and MissingExtraError.
    """
    if not content.strip():
        raise UnreadableError("is empty")
    form = format_of(content, name, media_type)
    try:
        reader = import_module(f"scifacts.authoring.originals.{form}")
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"reading {form} needs {error.name}; install it with: pip install 'scifacts[read]'"
        ) from error
    original: Original = reader.read(content, progress)
    if not original.paragraphs:
        raise UnreadableError("has no text in it")
    return original


def format_of(content: bytes, name: str, media_type: str = "") -> str:
    """The format of a file: as its bytes say, or a server, or its name. Raises UnreadableError."""
    beginning = content[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"%pdf-" in beginning:
        return "pdf"
    if content.startswith(b"PK"):
        return _packed(content)
    if content.startswith(_OLD_WORD):
        remedy = "save it as DOCX without one"
        raise UnreadableError(f"is an old Office file, or one with a password; {remedy}")
    if media_type in _MEDIA_TYPES and media_type != "text/plain":
        return _MEDIA_TYPES[media_type]
    if beginning.startswith((b"<!doctype html", b"<html")) or b"<html" in beginning:
        return "html"
    ending = next((it for it in _ENDINGS if name.lower().endswith(it)), ".txt")
    form = _ENDINGS[ending]
    return form if form in {"text", "markdown", "html"} else "text"


def _packed(content: bytes) -> str:
    """The format of what is packed as a ZIP file. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = {it.filename: it for it in packed.infolist()}
            if sum(it.file_size for it in names.values()) > _MOST_UNPACKED:
                limit = f"{_MOST_UNPACKED // 1_000_000} MB"
                raise UnreadableError(f"holds more than {limit} once unpacked; split it")
            if "word/document.xml" in names:
                return "docx"
            if "META-INF/container.xml" in names or packed.read("mimetype").strip() == _EPUB:
                return "epub"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
        raise UnreadableError("is broken: it cannot be unpacked; get it once more") from None
    except KeyError:
        pass
    raise UnreadableError("is a ZIP file, but neither DOCX nor EPUB; unpack it first")
