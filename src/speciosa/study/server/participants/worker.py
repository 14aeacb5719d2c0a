"""A process beside the server that works out what waits: it opens the database itself, and ends with the server."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection

from speciosa.store.way_in import WayIn

SETTINGS = "speciosa.study.server.settings"
NICER = 10
"""Whoever taps on a button goes before."""


def work(way: WayIn, name: str, pipe: Connection, look_s: float) -> None:
    """Answer what waits until the pipe ends.

    Parameters
    ----------
    name : the worker's, in the queue. look_s : seconds between two looks at an empty queue.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the server, which ends this process itself
    with suppress(AttributeError, OSError):
        os.nice(NICER)
    _open(way)
    from speciosa.study.server.participants.answering import answer_next  # noqa: PLC0415  Django has started now

    while not _ended(pipe, 0.0):
        if not answer_next(name) and _ended(pipe, look_s):
            return


def _open(way: WayIn) -> None:
    """Start Django with the server's settings, and open the encrypted file where there is one."""
    from speciosa.store import lock, opening  # noqa: PLC0415
    from speciosa.store.store_folder import StoreFolder  # noqa: PLC0415

    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    opening.start_django(SETTINGS)
    if way.path is not None:
        lock.unlock(StoreFolder(way.path).database, way.key)


def _ended(pipe: Connection, wait_s: float) -> bool:
    """Whether the server has ended, or wants no more."""
    try:
        return pipe.poll(wait_s)
    except (EOFError, OSError):
        return True
