"""The texts of documents, folded so that a quote can be found in them."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from scifacts.errors import SourceError
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


class Span(NamedTuple):
    """A stretch of a source's text: `start` to `end`, without the end."""

    start: int
    end: int


class Source(NamedTuple):
    """A document's text: its paragraphs in reading order with line ends between.

    `starts` are where in `text` they begin, `numbers` how they count in their file; `folded` is
    the text as quotes are compared with it.
    """

    text: str
    starts: tuple[int, ...]
    numbers: tuple[int, ...]
    folded: Folded
    digest: str

    def paragraph_at(self, position: int) -> int:
        """The number of the paragraph that holds a position of `text`."""
        return self.numbers[bisect_right(self.starts, position) - 1]

    def paragraphs(self) -> Iterator[tuple[int, Span]]:
        """Each paragraph's number and where it stands, in reading order."""
        ends = (*(start - 1 for start in self.starts[1:]), len(self.text))
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


def read_source(folder: Path, document: Document) -> Source | None:
    """The text of a document from a folder of sources; None if it is not at hand.

    Raises SourceError for a file that is no UTF-8 text or cannot be read.
    """
    if document.file is None:
        return None
    path = folder / document.file
    try:
        content = path.read_bytes()
        lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(f"cannot read {str(path)!r}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SourceError(f"{str(path)!r} is not UTF-8 at byte {error.start}") from None
    paragraphs = [unicodedata.normalize("NFC", line) for line in lines if line.strip()]
    numbers = [
        number
        for number in document.paragraphs or range(1, len(paragraphs) + 1)
        if number <= len(paragraphs)
    ]
    starts = []
    position = 0
    for number in numbers:
        starts.append(position)
        position += len(paragraphs[number - 1]) + 1
    text = "\n".join(paragraphs[number - 1] for number in numbers)
    return Source(text, tuple(starts), tuple(numbers), fold(text), sha256(content).hexdigest())
