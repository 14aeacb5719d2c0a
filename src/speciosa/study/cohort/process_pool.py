"""Workers as processes of this machine."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import TYPE_CHECKING, Self

from speciosa.study.cohort.executor import Done
from speciosa.values.errors import EntryError

if TYPE_CHECKING:  # a process that only waits for work loads nothing else
    from speciosa.study.cohort.task import Batch, Task

_GONE = (EOFError, ConnectionError)  # what a pipe says whose other end died
_SOON_S = 5.0
_ONE_CORE = ("OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""Each process keeps to one core: its libraries ask when they are loaded."""


@dataclass(slots=True)
class _Worker:
    """A process, the pipe to it, and the batch that it works on.

    Not `concurrent.futures`: there, one process that dies takes the work of all others with it.
    """

    process: SpawnProcess
    pipe: Connection
    batch: Batch = ()


class ProcessPool:
    """As many processes as asked for, each fresh (spawned), with one batch at a time.

    Parameters
    ----------
    workers : 1 or more.

    Raises
    ------
    EntryError : fewer.

    A worker that dies costs its own batch, and another takes its place.
    """

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise EntryError("nobody would do the work", where="--workers", todo="ask for 1 or more")
        self.workers = workers
        self._all: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._all:
            each.pipe.close()
            each.process.terminate()
        for each in self._all:
            each.process.join(_SOON_S)
        self._all.clear()

    def run(self, task: Task, batches: Sequence[Batch]) -> Iterator[Done]:
        """Each batch once, in whatever order they are done.

        Raises
        ------
        EntryError : what the task raised in a worker.
        """
        left = deque(batches)
        while len(self._all) < min(self.workers, len(left)):
            self._all.append(_started(task))
        for each in self._all:
            _next(each, left)
        while busy := [each for each in self._all if each.batch]:
            ready = wait([each.pipe for each in busy])
            for each in (each for each in busy if each.pipe in ready):
                batch, rows = each.batch, None
                try:
                    rows = each.pipe.recv()
                except _GONE:
                    self._replace(each, task)
                if isinstance(rows, Exception):
                    raise rows
                _next(each, left)  # before the rows are looked at: nobody waits for a disk
                yield Done(batch, rows)

    def _replace(self, dead: _Worker, task: Task) -> None:
        dead.pipe.close()
        dead.process.join(_SOON_S)
        fresh = _started(task)
        dead.process, dead.pipe = fresh.process, fresh.pipe


def _started(task: Task) -> _Worker:
    for each in _ONE_CORE:
        os.environ.setdefault(each, "1")
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(task, theirs), daemon=True)
    process.start()
    theirs.close()  # so that its death is the pipe's end
    return _Worker(process, ours)


def _next(worker: _Worker, left: deque[Batch]) -> None:
    worker.batch = left.popleft() if left else ()
    if worker.batch:
        with suppress(*_GONE):  # it died while it had nothing to do: the pipe's end says so to whoever waits
            worker.pipe.send(worker.batch)


def _serve(task: Task, pipe: Connection) -> None:
    """A worker's life: batches in, rows out, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program that asks
    with suppress(*_GONE):
        while True:
            batch: Batch = pipe.recv()
            try:
                pipe.send(task(batch))
            except EntryError as problem:
                pipe.send(EntryError(problem.what, where=problem.where, why=problem.why, todo=problem.todo))
