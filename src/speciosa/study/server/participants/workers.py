"""The server's side of its workers: begun with it, begun again after a fall, ended with it."""

from __future__ import annotations

import secrets
import signal
import threading
import time
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from django.db import connection

from speciosa.knowledge import load_knowledge
from speciosa.store.way_in import WayIn, way_in
from speciosa.study.server.participants import queue
from speciosa.study.server.participants.clearing_out import clear_out
from speciosa.study.server.participants.worker import work

_REST_S, _MOST_REST_S, _LIVED_S = 2.0, 60.0, 60.0  # after a fall: longer each time, while none lives for long


@dataclass(frozen=True, slots=True)
class _Worker:
    name: str
    process: BaseProcess
    pipe: Connection
    rest_s: float
    begun_s: float


_guard = threading.Lock()
_running: dict[str, _Worker] = {}
_stopped = threading.Event()


def begin(count: int) -> None:
    """Begin so many workers, in the process that starts the server and has opened its database. Once is enough.

    Parameters
    ----------
    count : 0: somebody else's processes work things out. The queue lies in the database: all processes share it.
    """
    _stopped.clear()
    clear_out()
    way = way_in()
    connection.close()
    for _ in range(count):
        _begin(way)


def stop() -> None:
    """End them: nothing of any record stays in their memory."""
    _stopped.set()
    with _guard:
        ending = list(_running.values())
        _running.clear()
    for each in ending:
        each.pipe.close()
        each.process.kill()
        each.process.join()


def _begin(way: WayIn, rest_s: float = _REST_S) -> None:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    number = secrets.token_hex(8)
    look_s = float(load_knowledge().choice("study_worker_look_s"))
    process = context.Process(target=work, args=(way, number, theirs, look_s), daemon=True, name="speciosa worker")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    process.start()  # with the mask: Ctrl+C is for the server, which ends this process itself
    if before is not None:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    theirs.close()
    one = _Worker(number, process, ours, rest_s, time.monotonic())
    with _guard:
        _running[number] = one
    threading.Thread(target=_follow, args=(one, way), daemon=True, name="end of a worker").start()


def _follow(one: _Worker, way: WayIn) -> None:
    """Wait for its end; what it had goes back into the queue, and another takes its place."""
    one.process.join()
    with _guard:
        if _running.pop(one.name, None) is None:  # it was ended by us
            return
    try:
        queue.leave(one.name)
    finally:
        connection.close()
    lived = time.monotonic() - one.begun_s > _LIVED_S
    if not _stopped.wait(one.rest_s):
        _begin(way, _REST_S if lived else min(_MOST_REST_S, 2 * one.rest_s))
