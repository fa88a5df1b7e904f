"""Words of everyday English, which nobody misspelt, and which tell little of what is looked for."""

from collections.abc import Set
from functools import cache
from pathlib import Path

from scifacts.asking import asked
from scifacts.text import analyzer

_WORDS = Path(__file__).with_name("basic-english.txt")


def is_everyday(word: str) -> bool:
    """Whether a word asks for something, or is of Basic English (Ogden, 1930) by its stem."""
    return bool(asked([word])) or analyzer.stem(word) in _stems()


@cache
def _stems() -> Set[str]:
    _, *lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(analyzer.stem(word) for line in lines for word in line.split())
