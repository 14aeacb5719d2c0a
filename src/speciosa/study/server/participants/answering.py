"""What a worker does with one row of the queue: first what can't wait, at its next turn everything else."""

from __future__ import annotations

import sys

from django.db import DatabaseError, connections

from speciosa.store.answers import ErasedMeanwhileError
from speciosa.store.models import Record
from speciosa.store.whose import acting_for
from speciosa.study.server.participants import queue
from speciosa.study.server.participants.queue import Taken
from speciosa.web.answering import answer_record, answer_urgent
from speciosa.web.basis import basis_now, kept_basis
from speciosa.web.clock import now_s
from speciosa.web.job import place_of

_LONGEST = 200


class _NotMineError(Exception):
    """The row was given to another worker: this one was silent for too long."""


def answer_next(worker: str) -> bool:
    """Answer what waits longest; False where nothing does.

    Parameters
    ----------
    worker : its name in the queue.
    """
    try:
        taken = queue.take(worker)
        if taken is None:
            return False
        record = Record.objects.get(pk=taken.record)
        with acting_for(record):
            _answer(record, taken, worker)
    except DatabaseError:  # it is away for a moment: look again later
        connections.close_all()
        return False
    return True


def _answer(record: Record, taken: Taken, worker: str) -> None:
    try:
        if taken.urgent:
            answer_urgent(record, taken.language, now_s())
            queue.looked(taken, worker)
        else:
            _work_out(record, taken, worker)
    except (_NotMineError, DatabaseError) as problem:
        if isinstance(problem, DatabaseError):
            raise
    except ErasedMeanwhileError:
        queue.looked(taken, worker)  # it waits again, and knows the newest then
    except Exception as problem:  # noqa: BLE001  pages say so; nothing of the record is told
        fell = place_of(problem)
        sys.stderr.write(f"speciosa: a fault of speciosa itself ({fell})\n")
        queue.settle(taken, worker, fell=fell[:_LONGEST], fell_over=_basis(record))


def _work_out(record: Record, taken: Taken, worker: str) -> None:
    """Everything, unless nothing is new."""
    kept = kept_basis(record, taken.language)
    if kept is None or kept.written().decode() != _basis(record):

        def step(name: str, done: int = 0, of: int = 0) -> None:
            if not queue.step(taken, worker, name, done, of):
                raise _NotMineError

        answer_record(record, taken.language, now_s(), step)
    queue.settle(taken, worker)


def _basis(record: Record) -> str:
    return basis_now(record, now_s()).written().decode()
