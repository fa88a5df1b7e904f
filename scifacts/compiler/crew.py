"""Share the reading of a large base among several processes."""

import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Self

import scifacts
from scifacts.compiler.indexer import Rows
from scifacts.compiler.worker import CrewError, Job, receive, send

# So many texts may be sent before their rows are wanted: a crew works on while others write.
_AHEAD = 256
_MAIN = "import sys; sys.path.append({!r}); from scifacts.compiler.worker import main; main()"

_Worker = subprocess.Popen[bytes]


class Crew:
    """Processes that make the rows of facts, so many of them.

    `definitions` are the records of all documents and entities, by their numbers.
    """

    def __init__(self, definitions: tuple[list[str], list[str]], size: int) -> None:
        self._definitions = definitions
        self._size = size
        self._workers: list[_Worker] = []
        self._idle = SimpleQueue[_Worker]()
        self._threads = ThreadPoolExecutor(size)

    def __enter__(self) -> Self:
        """Start the processes. Raises CrewError."""
        try:
            self._start()
        except OSError as error:
            self.__exit__()
            raise CrewError from error
        return self

    def _start(self) -> None:
        package = str(Path(scifacts.__file__).parent.parent)
        command = [sys.executable, "-P", "-c", _MAIN.format(package)]
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        for _ in range(self._size):
            worker = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
                command, stdin=pipe, stdout=pipe, stderr=nowhere
            )
            self._workers.append(worker)
            self._threads.submit(self._prepared, worker)

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)
        for worker in self._workers:
            worker.communicate()

    def rows(self, jobs: Iterable[Job]) -> Iterator[Rows]:
        """The rows of the facts of each text, in order. Raises CrewError."""
        answers = deque[Future[Any]]()
        for job in jobs:
            answers.append(self._threads.submit(self._answer, tuple(job)))
            if len(answers) > _AHEAD:
                yield answers.popleft().result()
        for answer in answers:
            yield answer.result()

    def vocabulary(self) -> dict[str, str]:
        """Every word met, and its stem, once nothing else is wanted. Raises CrewError."""
        found: dict[str, str] = {}
        for worker in [self._idle.get() for _ in self._workers]:
            found |= _ask(worker, None)
        return found

    def _prepared(self, worker: _Worker) -> None:
        try:
            _ask(worker, self._definitions)
        finally:  # the next question will tell if it failed
            self._idle.put(worker)

    def _answer(self, job: object) -> Any:
        worker = self._idle.get()
        try:
            return _ask(worker, job)
        finally:
            self._idle.put(worker)


def _ask(worker: _Worker, question: object) -> Any:
    assert worker.stdin is not None
    assert worker.stdout is not None
    try:
        send(worker.stdin, question)
        answer = receive(worker.stdout)
    except (OSError, EOFError) as error:
        raise CrewError from error
    if answer is None:
        raise CrewError
    return answer
