"""The texts of documents, folded so that a quote can be found in them."""

import os
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from scifacts.files import MOST_OF_A_TEXT, LeadsOutError, content, content_inside
from scifacts.grammar.spans import Span
from scifacts.model import Document

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": None,
    }
)
# A hyphen inside a word, at the end of a line or not, is left out on both sides of a comparison.
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s?(?=[^\W\d_])")


class Folded(NamedTuple):
    """A folded text, and for each of its characters where it came from in the original."""

    text: str
    origins: tuple[int, ...]


class Source(NamedTuple):
    """A document's text: its paragraphs in reading order with line ends between.

    `starts` are where in `text` they begin, `numbers` how they count in their file, `in_file` where
    they begin there in characters, unless some of theirs are composed here; `folded` is the text as
    quotes are compared with it.
    """

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    folded: Folded
    digest: str
    in_file: tuple[int | None, ...] = ()

    def position_in_file(self, position: int) -> int | None:
        """Where a position of `text` is among the characters of its file, if that is known."""
        paragraph = bisect_right(self.starts, position) - 1
        start = self.in_file[paragraph]
        return None if start is None else start + position - self.starts[paragraph]

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph that holds a position of `text`."""
        return self.numbers[bisect_right(self.starts, position) - 1]

    def paragraphs(self) -> Iterator[tuple[int, Span]]:
        """Each paragraph's number and where it stands, in reading order."""
        ends = [*(start - 1 for start in self.starts[1:]), len(self.text)][: len(self.starts)]
        for number, start, end in zip(self.numbers, self.starts, ends, strict=True):
            yield number, Span(start, end)

    def places(self, quote: str) -> Iterator[Span]:
        """Where a quote stands in `text`. Words and numbers are found whole or not at all."""
        wanted = fold(quote).text.strip()
        if not wanted:
            return
        # Looking ahead, since two places may overlap.
        pattern = rf"(?<!\w)(?<!\d[.,])(?=({re.escape(wanted)})(?!\w)(?![.,]\d))"
        for match in re.finditer(pattern, self.folded.text):
            yield self.original(*match.span(1))

    def original(self, start: int, end: int) -> Span:
        """The stretch of `text` that a stretch of the folded text came from."""
        origins = self.folded.origins
        return Span(origins[start], origins[end - 1] + 1)


class Unreadable(NamedTuple):
    """Why the text of a document cannot be read, and what to do."""

    reason: str
    remedy: str = f"put a text of at most {MOST_OF_A_TEXT // 1_000_000} MB there"


def fold(text: str) -> Folded:
    """Text without what typesetting changes: width, case, quotes, dashes, blanks, hyphenation.

    The origins are positions in its composed form (NFC), which that of a source is.
    """
    characters: list[str] = []
    origins: list[int] = []
    for position, original in enumerate(unicodedata.normalize("NFC", text)):
        folded = unicodedata.normalize("NFKC", original.translate(_TYPOGRAPHY)).casefold()
        for character in folded:
            is_blank = character.isspace()
            if is_blank and (not characters or characters[-1] == " "):
                continue
            characters.append(" " if is_blank else character)
            origins.append(position)
    folded_text = "".join(characters)
    dropped = {
        index for hyphen in _INNER_HYPHEN.finditer(folded_text) for index in range(*hyphen.span())
    }
    if not dropped:
        return Folded(folded_text, tuple(origins))
    kept = [index for index in range(len(origins)) if index not in dropped]
    return Folded("".join(characters[it] for it in kept), tuple(origins[it] for it in kept))


def read_source(
    folder: Path, document: Document, *, follow_links: bool = False
) -> Source | Unreadable | None:
    """The text of a document from a folder of sources, or why it cannot be read.

    None if it is not at hand. Links out of the folder are followed only if told to.
    """
    if document.file is None:
        return None
    path = str(folder / document.file)
    try:
        if follow_links:
            read = content(path, MOST_OF_A_TEXT)
        else:
            read = content_inside(str(folder), document.file, MOST_OF_A_TEXT)
        text = read.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        return _reason(error, path)
    return _source(text, document.paragraphs, sha256(read).hexdigest())


def _reason(error: OSError | ValueError, path: str) -> Unreadable | None:
    """Why the file at `path` cannot be read; None if it is not there."""
    match error:
        case FileNotFoundError():
            return Unreadable("its link leads nowhere") if os.path.islink(path) else None
        case LeadsOutError():
            return Unreadable(str(error.strerror), "to follow it all the same: --follow-links")
        case OSError():
            return Unreadable(str(error.strerror))
        case UnicodeDecodeError():
            return Unreadable(f"it is not UTF-8 at byte {error.start}", "save it as UTF-8")
        case _:  # such as an accent where the file system takes none
            return Unreadable("no file can be called so here", "rename it")


def _source(text: str, wanted: Sequence[int], digest: str) -> Source:
    """The `wanted` paragraphs of a file's text, or all of them."""
    lines = text.replace("\r\n", "\n").split("\n")
    begins = accumulate((len(line) + 1 for line in lines), initial=0)
    filled = [it for it in zip(begins, lines, strict=False) if it[1].strip()]
    paragraphs = [unicodedata.normalize("NFC", line) for _, line in filled]
    numbers = [it for it in wanted or range(1, len(paragraphs) + 1) if it <= len(paragraphs)]
    starts, in_file = [], []
    position = 0
    for number in numbers:
        begin, line = filled[number - 1]
        starts.append(position)
        in_file.append(begin if line == paragraphs[number - 1] else None)
        position += len(paragraphs[number - 1]) + 1
    text = "\n".join(paragraphs[number - 1] for number in numbers)
    return Source(text, tuple(starts), tuple(numbers), fold(text), digest, tuple(in_file))
