"""References as footnotes for Markdown (GitHub, pandoc), named by the id of the document."""

import re
from collections.abc import Iterable, Iterator

from scifacts.exchange.prose import Marks, sentences
from scifacts.exchange.references import Reference
from scifacts.text import safe

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$@^&]")
# What would begin a list, or rule off a heading.
_BEGINNING = re.compile(r"^(\d*)([-+=:.)])")


def written(references: Iterable[Reference]) -> Iterator[str]:
    """A footnote a document, to be called with `[^id]`."""
    for reference in references:
        body = _BEGINNING.sub(r"\1\\\2", sentences(reference, _MARKS))
        yield f"[^{reference.document.id}]: {body}\n"


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(safe(text).split()))


_MARKS = Marks(
    _escaped, lambda title: f"*{title}*", lambda words, address: f"[{words}](<{address}>)"
)
