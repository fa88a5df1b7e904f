"""Index the texts of a large base in several processes, with the standard library's pool."""

import gc
import marshal
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_start_method, parent_process, set_start_method
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Lock, Thread
from typing import Any

from scifacts.compiler.indexer import CannotIndexError, Rows, Stretch, TextIndexer
from scifacts.model import Document, Entity

# So many texts are handed out ahead, so that the pool has work while this process writes rows.
_AHEAD = 256
_STARTING = Lock()

_indexer: TextIndexer  # that of a process of the pool


def indexed(
    stretches: Iterable[Stretch],
    definitions: tuple[Sequence[Document], Sequence[Entity]],
    processes: int,
) -> Generator[tuple[int, Rows]]:
    """The serial of each stretch, in order, and the rows of its facts.

    Raises CannotIndexError if a text has a fault, or if there can be no pool here.
    """
    waiting = deque[tuple[int, Future[bytes]]]()
    with _errors():
        pool = ProcessPoolExecutor(processes, _Context(), _prepare, definitions)
    try:
        for stretch in stretches:
            with _errors(), _blocked_interrupt():
                waiting.append((stretch.serial, pool.submit(_marshalled_rows, stretch)))
            if len(waiting) > _AHEAD:
                yield _next(waiting)
        while waiting:
            yield _next(waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _next(waiting: deque[tuple[int, Future[bytes]]]) -> tuple[int, Rows]:
    serial, future = waiting.popleft()
    with _errors():
        return serial, marshal.loads(future.result())  # noqa: S302 - from a process of our own


@contextmanager
def _errors() -> Iterator[None]:
    """Turn whatever goes wrong in a pool into CannotIndexError."""
    try:
        yield
    except Exception as error:
        raise CannotIndexError from error


class _Process(SpawnProcess):
    """A process that does not run the user's script again, and never outlives its parent's exit."""

    def start(self) -> None:
        self.daemon = True
        with _STARTING, _hidden_main(), _kept_method():
            super().start()


class _Context(SpawnContext):
    Process = _Process


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Hide where the main module comes from: a new process would run it, if it has no guard."""
    main = vars(sys.modules["__main__"])
    hidden: dict[str, Any] = {it: main.pop(it) for it in ("__file__", "__spec__") if it in main}
    main["__spec__"] = None
    try:
        yield
    finally:
        main.update(hidden)


@contextmanager
def _kept_method() -> Iterator[None]:
    """Keep the user's choice of a start method open: to start a process would fix it."""
    method = get_start_method(allow_none=True)
    try:
        yield
    finally:
        set_start_method(method, force=True)


@contextmanager
def _blocked_interrupt() -> Iterator[None]:
    """Put Ctrl-C off, where the system can; processes that are started meanwhile never get it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(documents: Sequence[Document], entities: Sequence[Entity]) -> None:
    """Set up a process of the pool."""
    global _indexer  # noqa: PLW0603 - a process of a pool has no other place to keep it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    Thread(target=_end_with_parent, daemon=True).start()
    _indexer = TextIndexer(documents, entities)


def _end_with_parent() -> None:
    """Exit when the parent process is gone: if it was killed, the pool would wait for ever."""
    parent = parent_process()
    assert parent
    parent.join()
    os._exit(1)


def _marshalled_rows(stretch: Stretch) -> bytes:
    """The rows of the facts in a text; to marshal them takes less time than to pickle them."""
    return marshal.dumps(_indexer.rows(stretch))
