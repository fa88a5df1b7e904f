"""References as footnotes for Markdown (GitHub, pandoc), named by the id of the document."""

import re
from collections.abc import Iterable, Iterator

from scifacts.exchange.prose import Marks, sentences
from scifacts.exchange.references import Reference
from scifacts.text import safe

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$@^&]|^[-+=:](?=\s)|(?<=^\d)[.)](?=\s)")


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A footnote a document, to be called with `[^id]`."""
    for reference in references:
        yield f"[^{reference.document.id}]: {sentences(reference, _MARKS)}\n"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is, also at the beginning of a line."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(safe(text).split()))


_MARKS = Marks(
    _escaped, lambda title: f"*{title}*", lambda words, address: f"[{words}](<{address}>)"
)
