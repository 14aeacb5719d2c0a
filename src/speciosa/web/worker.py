"""The process beside the app that works things out: it waits for a job, answers it, and tells how far it is.

It begins anew where a newer job comes in between: nobody waits for an answer that is old already.
"""

from __future__ import annotations

import os
import signal
import threading
from multiprocessing.connection import Connection

from speciosa.web.job import Job, Said, place_of

REST_S = 900.0
"""After so long without a job the process ends: its memory is the machine's again."""


class _Superseded(Exception):  # noqa: N818  no fault
    """A newer job has come in."""


def work(pipe: Connection) -> None:
    """Answer jobs until the pipe ends, or nobody has asked for long."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the app, which ends this process itself
    os.environ["DJANGO_SETTINGS_MODULE"] = "speciosa.store.settings"
    while (job := _newest(pipe)) is not None:
        try:
            _do(job, pipe)
            pipe.send(Said(job.number, "done"))
        except _Superseded:
            continue
        except (BrokenPipeError, EOFError):
            return
        except Exception as problem:  # noqa: BLE001  the app says so; nothing of the record crosses
            pipe.send(Said(job.number, "failed", place_of(problem)))


def _do(job: Job, pipe: Connection) -> None:
    from speciosa.web import answering  # noqa: PLC0415  a second of imports that the app itself is spared

    speaking = threading.Lock()  # photos are looked at two at a time

    def step(name: str, done: int = 0, of: int = 0) -> None:
        with speaking:
            if pipe.poll():
                raise _Superseded
            pipe.send(Said(job.number, "step", name, done, of))

    if job.store is None:
        answering.warm_up()
    else:
        answering.answer(job, step)


def _newest(pipe: Connection) -> Job | None:
    """The newest job of those that wait; None: there will be none."""
    try:
        if not pipe.poll(REST_S):
            return None
        job: Job = pipe.recv()
        while pipe.poll():
            job = pipe.recv()
    except (EOFError, OSError):
        return None
    return job
