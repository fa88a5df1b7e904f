"""A process that makes the rows of facts for another one, which sends it texts.

What is sent is a mark, a length in eight bytes and a value as `marshal` writes it: both ends run on
the same interpreter. Everything is answered: the definitions, which come first, by `ready`, a text
by rows, `None` by the words that were met; a text with anything wrong in it by `None`.
"""

import gc
import json
import marshal
import signal
import sys
from collections.abc import Sequence
from typing import IO, Any, NamedTuple

from scifacts.compiler.indexer import Indexer, Rows
from scifacts.factfile.reader import Reading
from scifacts.factfile.tables import TableReader
from scifacts.index.schema import PLACES_A_FACT
from scifacts.records import document_of, entity_of

_MARK = b"scifacts"
_LENGTH_BYTES = 8


class CrewError(Exception):
    """Something is wrong with a text, or with a worker; who reads it alone will see what."""


class Job(NamedTuple):
    """A text to read: its facts have serials from the first on, and places behind the last."""

    text: str
    serial: int
    place: int


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value of built-in types."""
    content = marshal.dumps(value)
    stream.write(_MARK + len(content).to_bytes(_LENGTH_BYTES))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value that was sent. Raises EOFError if none comes any more, or something else."""
    if stream.read(len(_MARK)) != _MARK:
        raise EOFError
    length = int.from_bytes(stream.read(_LENGTH_BYTES))
    return marshal.loads(stream.read(length))  # noqa: S302 - the other end is our own


class Worker:
    """Makes rows of what it is sent; documents and entities are records, by their numbers."""

    def __init__(self, documents: Sequence[str], entities: Sequence[str]) -> None:
        read_documents = [document_of(json.loads(record)) for record in documents]
        read_entities = [entity_of(json.loads(record)) for record in entities]
        self._reader = TableReader()
        self._reading = Reading(read_documents, read_entities, self._reader)
        self.indexer = Indexer(
            {it.id: number for number, it in enumerate(read_documents)},
            {it.id: number for number, it in enumerate(read_entities)},
            self._reading.entities,
        )

    def rows(self, job: Job) -> Rows | None:
        """The rows of the facts of a text, or None if something is wrong with it."""
        self._reader.give("", job.text)
        for number, placed in enumerate(self._reading.facts("")):
            self.indexer.add(placed.fact, job.serial + number, job.place + number * PLACES_A_FACT)
        return None if self._reader.findings else self.indexer.taken()


def main() -> None:
    """Work until nothing is sent any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who sends the jobs tells when to stop
    gc.disable()
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    worker = Worker(*receive(jobs))
    send(answers, "ready")
    while True:
        job = receive(jobs)
        send(answers, worker.rows(Job(*job)) if job else dict(worker.indexer.vocabulary))
