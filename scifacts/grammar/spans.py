"""Stretches of a text, and which of its characters are spoken for."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a text: `start` to `end`, without the end."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Its words, one blank between."""
        return " ".join(text[self.start : self.end].split())


class Cover:
    """The characters of a text that some stretches hold."""

    def __init__(self, text: str, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._held = bytearray(len(text))
        for start, end in spans:
            self.hold(start, end)

    def hold(self, start: int, end: int) -> None:
        """Add a stretch."""
        self._held[start:end] = b"\1" * (end - start)

    def meets(self, start: int, end: int) -> bool:
        """Whether any of these characters is held."""
        return self._held.find(1, start, end) >= 0


def ahead_of(text: str, at: int, reach: int) -> str:
    """The last characters in front of a place, as many as `reach`."""
    return text[max(0, at - reach) : at]
