"""The app's side of the worker: asked after each change, told how far it is, ended when the app locks."""

from __future__ import annotations

import signal
import threading
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.report import Wording
from speciosa.store import entries, lock
from speciosa.store.models import Record
from speciosa.web import chore, opened, served
from speciosa.web.basis import Basis, basis_now, kept_basis
from speciosa.web.clock import now_s
from speciosa.web.job import STEPS, Job, Said
from speciosa.web.kept_form import own_address
from speciosa.web.page import words_for
from speciosa.web.worker import work

_TRIES = 2  # a process that ended in the middle (memory was short, say) is begun once more


@dataclass(frozen=True, slots=True)
class State:
    """How far the worker is. `step`: of `STEPS`, or empty; `done` of `of` parts (0: nobody counts them).

    `kept`: how many times it has put something new where pages find it.
    `failed`: where it fell, or empty; nothing of the record.
    """

    running: bool = False
    step: str = ""
    done: int = 0
    of: int = 0
    kept: int = 0
    failed: str = ""

    @property
    def share(self) -> float:
        """About how much is done, 0 to 1: steps, not seconds."""
        if self.step not in STEPS:
            return 0.0
        return (STEPS.index(self.step) + (self.done / self.of if self.of else 0.0)) / len(STEPS)


class Elsewhere(Protocol):
    """Who works things out where many records lie beside each other, in the place of the one process here."""

    def ask(self, record: Record, language: str, *, again: bool = False) -> None:
        """Have everything worked out anew; `again`: also where it fell over just this."""

    def state(self, record: Record) -> State:
        """How far it is with this record."""

    def asked_s(self, record: Record) -> int:
        """When what is being worked out now was asked for, UTC seconds."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The newest job, what it was asked from, and how often it was begun."""

    job: Job
    basis: Basis | None
    tries: int = 1


_guard = threading.Lock()
_state = State()
_asked: _Asked | None = None
_process: BaseProcess | None = None
_pipe: Connection | None = None
_elsewhere: Elsewhere | None = None


def done_by(other: Elsewhere) -> None:
    """From now on somebody else works things out."""
    global _elsewhere  # noqa: PLW0603  one app, one of them
    _elsewhere = other


def ask(request: HttpRequest) -> None:
    """Have everything worked out anew, where anything changed since it was last; else have the worker warmed up."""
    record, words = entries.own_record(), words_for(request)
    if _elsewhere is not None:
        _elsewhere.ask(record, words.language)
        return
    basis = basis_now(record, now_s())
    if kept_basis(record, words.language) == basis:
        _send(None, words.language)
    else:
        _send(basis, words.language)


def ask_again(request: HttpRequest) -> None:
    """The same after it fell: whatever it fell over may be gone."""
    global _asked  # noqa: PLW0603  one app, one worker
    if _elsewhere is not None:
        _elsewhere.ask(entries.own_record(), words_for(request).language, again=True)
        return
    with _guard:
        if not _state.running:
            _asked = None
    ask(request)


def ask_power(request: HttpRequest) -> None:
    """Have it worked out what a trial could find out, once nothing else is: the page that waits for it asks again."""
    global _asked  # noqa: PLW0603  one app, one worker
    record, words = entries.own_record(), words_for(request)
    basis = basis_now(record, now_s())
    if kept_basis(record, words.language) != basis:
        ask(request)
        return
    with _guard:
        fell = _asked is not None and _asked.job.power and _asked.basis == basis and _state.failed
        if _state.running or fell or chore.is_renewing():
            return
        number = _asked.job.number + 1 if _asked else 1
        place, key = served.folder().path, lock.current().key
        _asked = _Asked(Job(number, place, key, words.language, now_s(), power=True), basis)
        _begin()


def state() -> State:
    """How far the worker is."""
    return _state if _elsewhere is None else _elsewhere.state(entries.own_record())


def asked_s() -> int:
    """When the newest job was asked for, UTC seconds: an answer that was made later is that job's."""
    if _elsewhere is not None:
        return _elsewhere.asked_s(entries.own_record())
    return _asked.job.now_s if _asked else 0


def stop() -> None:
    """End the worker: nothing of the record stays in its memory."""
    global _process, _pipe, _state, _asked
    with _guard:
        process, pipe = _process, _pipe
        _process, _pipe, _asked, _state = None, None, None, State()
    if pipe is not None:
        pipe.close()
    if process is not None and process.is_alive():
        process.kill()
        process.join()


def is_current(request: HttpRequest, upto: int) -> bool:
    """Whether an answer that knows entries up to that key knows all of them."""
    del request
    return upto >= entries.newest_key(entries.own_record())


def step_says(words: Wording, now: State) -> str:
    """What the worker is doing, in words."""
    if now.step == "photos" and now.of:
        return words.say("Measuring your photos: {done} of {n}.", done=words.number(now.done), n=words.number(now.of))
    return words.say({
        "urgent": "Looking first at what can't wait.", "exposure": "Working out how much was in your blood, and when.",
        "effect": "Comparing times with and without.", "skin": "Looking at your photos.",
        "safety": "Looking for what to watch.", "report": "Writing it down.", "pictures": "Drawing the pictures.",
        "power": "Working out what a trial could find out.",
    }.get(now.step, "Reading your record."))  # fmt: skip


def _send(basis: Basis | None, language: str) -> None:
    """Send a job, unless it is asked for already, fell over just this, or may not be begun now; None: warm up."""
    global _asked  # noqa: PLW0603  one app, one worker
    with _guard:
        if chore.is_renewing():  # what the worker read now might be erased a moment later
            return
        same = _asked is not None and (_asked.basis, _asked.job.language) == (basis, language)
        if (same and (_state.running or _state.failed)) or (basis is None and (_state.running or _is_alive())):
            return
        number = _asked.job.number + 1 if _asked else 1
        place = served.folder().path if basis else None
        _asked = _Asked(Job(number, place, lock.current().key if basis else b"", language, now_s()), basis)
        _begin()


def _begin() -> None:
    """Hand the newest job over. Call it with the guard held."""
    global _state, _process, _pipe  # noqa: PLW0603  one app, one worker
    assert _asked is not None
    if not _is_alive():
        context = get_context("spawn")
        _pipe, theirs = context.Pipe()
        _process = context.Process(target=work, args=(theirs,), daemon=True, name="speciosa worker")
        before = (
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
        )
        _process.start()  # with the mask: Ctrl+C is for the app, which ends this process itself
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        threading.Thread(target=_listen, args=(_pipe,), daemon=True, name="worker's answers").start()
    assert _pipe is not None
    _state = State(running=_asked.basis is not None)
    try:
        _pipe.send(_asked.job)
    except OSError:  # it ended this very moment: the listener sees that, too, and begins it once more
        return


def _is_alive() -> bool:
    return _process is not None and _process.is_alive()


def _listen(pipe: Connection) -> None:
    """Follow one worker to its end."""
    while True:
        try:
            said: Said = pipe.recv()
        except (EOFError, OSError):
            _ended(pipe)
            return
        _heard(pipe, said)


def _heard(pipe: Connection, said: Said) -> None:
    global _state  # noqa: PLW0603  one app, one worker
    with _guard:
        if pipe is not _pipe or _asked is None or said.number != _asked.job.number or _asked.basis is None:
            return  # of a job that nobody waits for any more
        if said.kind == "step" and said.text == "kept":
            _state = replace(_state, kept=_state.kept + 1)
        elif said.kind == "step":
            _state = replace(_state, step=said.text, done=said.done, of=said.of)
        else:
            _state = State(failed=said.text)


def _ended(pipe: Connection) -> None:
    """The process is gone: begin the job that it had once more, then say so."""
    global _process, _pipe, _state, _asked  # noqa: PLW0603  one app, one worker
    with _guard:
        if pipe is not _pipe:  # it was stopped
            return
        _process, _pipe = None, None
        if not _state.running or _asked is None:
            return
        if _asked.tries < _TRIES:
            _asked = replace(_asked, tries=_asked.tries + 1)
            _begin()
        else:
            _state = State(failed="the worker ended")


def working_state(request: HttpRequest) -> HttpResponse:
    """How far the worker is, for a page that waits for it; ``look`` counts up when there is something new to see."""
    now = state()
    return JsonResponse({
        "running": now.running, "step": now.step, "share": round(now.share, 2), "failed": bool(now.failed),
        "look": now.kept,
        "says": step_says(words_for(request), now) if now.running else "",
    })  # fmt: skip


@require_POST
def work_again(request: HttpRequest) -> HttpResponse:
    """Try once more."""
    ask_again(request)
    return HttpResponseRedirect(own_address(request.POST.get("to", "/")))


paths = [
    path("working", working_state, name="working"),
    path("working/again", work_again, name="work_again"),
]

opened.follow(lambda request: ask(request), stop)  # noqa: PLW0108  a test puts another `ask` in its place
