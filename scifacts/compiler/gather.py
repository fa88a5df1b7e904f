"""Gather the facts of a base's files into an index: alone, or with a crew if there are many."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from scifacts.compiler.indexer import Indexer
from scifacts.compiler.worker import Job
from scifacts.compiler.write import Writer
from scifacts.factfile.reader import Placed, Reading
from scifacts.index.schema import PLACES_A_FACT

_LEAST_SHARED = 2_000_000
_MOST_PROCESSORS = 4


class Source(NamedTuple):
    """A file whose facts are to be read: their serials and places begin at these."""

    file: str
    serial: int
    place: int


Gather = Callable[[Reading, Writer, Sequence[Source], Callable[[int], None]], None]


def pays(size: int) -> bool:
    """Whether a crew reads so many bytes in less time than it takes to start one."""
    return size >= _LEAST_SHARED and _processors() > 1


def alone(
    reading: Reading, writer: Writer, sources: Sequence[Source], tell: Callable[[int], None]
) -> None:
    """Read and write the facts of files, in order; once there are findings, write nothing.

    `tell` is called with the serials up to which all is done.
    """
    indexer = Indexer(writer.documents, writer.entities, reading.entities)
    for source in sources:
        for start, some in groupby(reading.facts(source.file), key=_start):
            tell(source.serial + start)
            for number, placed in enumerate(some):
                indexer.add(placed.fact, *position(source, start + number))
            rows = indexer.taken()
            if not reading.findings:
                writer.add(rows)
    writer.learn(indexer.vocabulary)


def shared(
    reading: Reading, writer: Writer, sources: Sequence[Source], tell: Callable[[int], None]
) -> None:
    """Do the same with a crew. Raises CrewError if something is wrong with a fact, or the crew."""
    from scifacts.compiler.crew import Crew  # noqa: PLC0415 - small bases are read alone

    definitions = writer.records("documents"), writer.records("entities")
    sent = deque[int]()

    def jobs() -> Iterator[Job]:
        for source in sources:
            for start, text in reading.stretches(source.file):
                sent.append(source.serial + start)
                yield Job(text, *position(source, start))

    with Crew(definitions, _processors()) as crew:
        for rows in crew.rows(jobs()):
            tell(sent.popleft())
            writer.add(rows)
        writer.learn(crew.vocabulary())


def position(source: Source, offset: int) -> tuple[int, int]:
    """The serial and the place of a fact that stands at an offset in its file, or behind it."""
    return source.serial + offset, source.place + (offset + 1) * PLACES_A_FACT


def _start(placed: Placed) -> int:
    return placed.place.piece.start


def _processors() -> int:
    """How many processors this process may use, but not too many."""
    if getattr(sys, "frozen", False):  # there is no interpreter to start
        return 1
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_PROCESSORS)
    return min(os.cpu_count() or 1, _MOST_PROCESSORS)
