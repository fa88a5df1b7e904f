"""The dates of sentences: told in them, or the day of the occasion that they are told of."""

import re
from typing import NamedTuple

from scifacts.grammar.attributions import attributions
from scifacts.grammar.dates import Date, dates
from scifacts.grammar.sentences import sentences
from scifacts.model import Document
from scifacts.sources import Source

# What is told of "the ceremony" or "this meeting" happened on its day.
_OCCASION = re.compile(
    r"\b(?:the|this|its|an?)\s+(?:\w+\s+)?(?:ceremony|conference|event|forum|meeting|opening|speech"
    r"|summit|workshop)\b",
    re.IGNORECASE,
)
# "Since its launch in 2021" tells of the launch, too.
_SINCE = re.compile(
    r"(?:ever\s+)?since\s+(?:its|their|his|her|our|the)\s.*\s(?:in|on)\s", re.IGNORECASE
)
_OPEN = "/.."
_IN_A_NAME = re.compile(r"\s[A-Z]")  # behind a year: the 2024 Harbour Week
_A_DAY, _A_YEAR = len("2025-06-12"), len("2025")


class Day(NamedTuple):
    """A day that a document tells, and the paragraph it does so in."""

    text: str
    paragraph: int


class Setting(NamedTuple):
    """What a sentence is read by: the day told last before it, and the date to reckon from.

    `is_spoken` tells that somebody says something in its paragraph.
    """

    day: Day | None
    reference: str | None
    is_spoken: bool

    def dates(self, text: str) -> list[Date]:
        """The dates that a sentence tells; not the years in names."""
        return [
            it
            for it in dates(text, self.reference)
            if not (len(it.text) == _A_YEAR and _IN_A_NAME.match(text, it.span.end))
        ]

    def occasion(self, text: str) -> Day | None:
        """The day on which a sentence without a date was said, or what it tells of happened."""
        return self.day if self.is_spoken or _OCCASION.search(text) else None


def settings(source: Source, document: Document) -> dict[int, Setting]:
    """The setting of each sentence of a text, by where that begins."""
    spans = list(sentences(source.text))
    spoken = {source.paragraph_at(it.start) for it in spans if _has_speaker(it.of(source.text))}
    found: dict[int, Setting] = {}
    last = None
    for span in spans:
        paragraph = source.paragraph_at(span.start)
        setting = Setting(last, _reference(document, last), paragraph in spoken)
        found[span.start] = setting
        told = [it.text for it in setting.dates(span.of(source.text))]
        days = [it for it in told if len(it) == _A_DAY and "/" not in it]
        last = Day(days[-1], paragraph) if days else last
    return found


def beginning(date: Date, text: str) -> Date | None:
    """When that happened which an open date is reckoned from; None if it is from a mere date."""
    if not _SINCE.match(date.span.of(text)):
        return None
    return date._replace(text=date.text.removesuffix(_OPEN))


def _has_speaker(text: str) -> bool:
    return any(True for _ in attributions(text))


def _reference(document: Document, day: Day | None) -> str | None:
    """The day of publication, or else one told before."""
    published = document.published
    return day.text if day is not None and len(published or "") < _A_DAY else published
