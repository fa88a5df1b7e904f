"""EPUB 2 and 3, by zipfile and lxml: chapters in reading order are pages of XHTML.

ebooklib, which reads them too, is under the AGPL. Format: https://www.w3.org/TR/epub-33/.
"""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from scifacts.authoring.originals.dublin import dublin_core
from scifacts.authoring.originals.markup import paragraphs, tree, xml
from scifacts.authoring.originals.original import Original, Progress, UnreadableError

_CONTAINER, _ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"
_FONT_TYPES = (".otf", ".ttf", ".woff", ".woff2")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


def read(content: bytes, progress: Progress) -> Original:
    """The paragraphs of a book in reading order, without its table of contents.

    Raises UnreadableError.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _refuse_encrypted(packed)
            place = _named(xml(packed.read(_CONTAINER)), "rootfile")[0].get("full-path")
            package = xml(packed.read(place))
            chapters = list(_chapters(package, posixpath.dirname(place)))
            found: list[str] = []
            for number, chapter in enumerate(chapters, 1):
                found += paragraphs(tree(packed.read(chapter)))
                progress(number, len(chapters))
            return Original(found, dublin_core(_named(package, "metadata")[0], "book"))
    except (KeyError, IndexError, TypeError, zipfile.BadZipFile, RuntimeError):
        raise UnreadableError(
            "is broken: a part of the book is missing; get it once more"
        ) from None


def _refuse_encrypted(packed: zipfile.ZipFile) -> None:
    """Raise UnreadableError if more is encrypted than fonts."""
    if _ENCRYPTION not in packed.namelist():
        return
    hidden = [it.get("URI", "") for it in _named(xml(packed.read(_ENCRYPTION)), "CipherReference")]
    if any(not it.lower().endswith(_FONT_TYPES) for it in hidden):
        raise UnreadableError("is encrypted; get a copy without protection")


def _chapters(package: Any, folder: str) -> Iterator[str]:
    """Where the chapters are, in reading order."""
    items = {it.get("id"): it for it in _named(package, "item")}
    for reference in _named(package, "itemref"):
        item = items[reference.get("idref")]
        is_contents = "nav" in (item.get("properties") or "").split()
        is_page = item.get("media-type") in _PAGES
        if is_page and not is_contents and reference.get("linear") != "no":
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href"))))


def _named(root: Any, name: str) -> list[Any]:
    return [it for it in root.iter() if str(it.tag).rpartition("}")[2] == name]
