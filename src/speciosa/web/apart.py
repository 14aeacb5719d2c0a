"""Work in a process of its own: a hostile or a huge file can't slow the app down, nor take it along when it falls."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from speciosa.store import lock
from speciosa.values.errors import EntryError
from speciosa.web.job import place_of

Step = Callable[[str, int, int], None]
"""Told how far it is: a word for the step, how many parts are done, and of how many (0: nobody knows)."""
_LOOK_S = 0.5
LONGEST_S = 3_600
"""No file that a person brings, and nothing that they take along, takes an hour."""
_MOST_BYTES = 4 << 30
may_go_on: ContextVar[Callable[[], None]] = ContextVar("may_go_on", default=lambda: None)
"""Asked twice a second while a thread waits here: it raises where somebody stopped the work."""


class Stopped(EntryError):  # noqa: N818  somebody wanted it so
    """Somebody stopped it while they waited."""


class Fell(Exception):  # noqa: N818  it fell, and that is our own fault
    """The work fell over; the text says where, and nothing of the record."""


def run_apart(task: Callable[..., Any], *said: object, step: Step, folder: Path) -> Any:
    """What `task` makes of this in another process; it ends at once when the store is locked meanwhile.

    Parameters
    ----------
    task : a function of a module; called with `said` and a `Step`. What it gives back has to cross a pipe.
    folder : where files that it makes for a moment lie.

    Raises
    ------
    EntryError : the task raised it, or it took too long or too much memory.
    Stopped : somebody stopped it.
    Locked : the store was locked meanwhile.
    Fell : it fell over something else.
    """
    unlocked = lock.open_now()
    generation = unlocked.generation if unlocked is not None else 0
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, task, said, str(folder)), daemon=True, name="speciosa apart")
    process.start()
    theirs.close()
    until_s = time.monotonic() + LONGEST_S
    try:
        while True:
            may_go_on.get()()
            if time.monotonic() > until_s:
                raise EntryError("this took too long, so it was ended", todo="take less of it at once")
            if generation and not lock.is_current(generation):
                raise lock.Locked("the store was locked meanwhile", todo="open it, and begin again")
            if not ours.poll(_LOOK_S):
                continue
            kind, told = ours.recv()
            if kind == "done":
                return told
            if kind == "refused":
                raise EntryError(told[0], where=told[1], why=told[2], todo=told[3])
            if kind == "fell":
                raise Fell(told)
            step(*told)
    except (EOFError, OSError):
        raise Fell("the process ended") from None
    finally:
        process.kill()
        process.join()
        ours.close()


def _work(pipe: Connection, task: Callable[..., Any], said: tuple[object, ...], folder: str) -> None:
    tempfile.tempdir = folder  # a reader that unpacks does so there
    _limit()
    try:
        made = task(*said, lambda name, done=0, of=0: pipe.send(("step", (name, done, of))))
        pipe.send(("done", made))
    except EntryError as problem:
        pipe.send(("refused", (problem.what, problem.where, problem.why, problem.todo)))
    except MemoryError:
        pipe.send(("refused", ("this needs more memory than one file may take", "", "", "take less of it at once")))
    except (BrokenPipeError, EOFError):
        return
    except Exception as problem:  # noqa: BLE001  the app says so; nothing of the record crosses
        pipe.send(("fell", place_of(problem)))


def _limit() -> None:
    """Where the system knows limits, keep this process from filling the machine, also when nobody waits any more."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  POSIX alone has it

        for what, most in ((resource.RLIMIT_DATA, _MOST_BYTES), (resource.RLIMIT_CPU, LONGEST_S)):
            hard = resource.getrlimit(what)[1]
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
