"""A long piece of work that somebody waits for: a backup, a restore, an import, an erasure. One at a time a record.

Its page needs nothing of the record: while an erasure or a restore writes the store anew, it can't be read.
"""

from __future__ import annotations

import secrets
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render as django_render
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.knowledge import load_knowledge
from speciosa.report import Wording, wording
from speciosa.store import details, entries, lock
from speciosa.store.whose import acting, holds_many
from speciosa.values.errors import EntryError
from speciosa.web import opened
from speciosa.web.apart import Fell, Step, Stopped, may_go_on
from speciosa.web.clock import now_s
from speciosa.web.job import place_of
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import words_for

Task = Callable[[Step], Any]
_KEPT_S, _LOOK_S = 1_800, 2.0
_SESSION, _LANGUAGE, _YOUNG = "chore", "chore_language", "chore_young"


@dataclass(frozen=True, slots=True)
class Chore:
    """One piece of work.

    Parameters
    ----------
    kind : whose it is, e.g. ``backup``. token : only the browser that began it knows it.
    title : English sentence for its page. then : address to go to when it is done; it shows the result.
    renews : it may open the store under a new key. was_in : the browser that asked was let in before.
    says, named, done, of : how far it is. ended : whether. result : what it made. problem : what a person can mend.
    stopped : who waits does not want it any more. fell : where it fell over a fault of ours. generation : of the open
    store when it ended. over : nobody will fetch the result any more.
    """

    kind: str
    token: str
    title: str
    then: str
    renews: bool = False
    was_in: bool = False
    says: str = ""
    done: int = 0
    of: int = 0
    ended: bool = False
    result: Any = field(default=None, repr=False)
    problem: EntryError | None = None
    stopped: bool = False
    fell: str = ""
    generation: int = 0
    over: threading.Event = field(default_factory=threading.Event, repr=False)


_guard = threading.Lock()
_chores: dict[str, Chore] = {}
_held = False


def begin(
    request: HttpRequest, kind: str, task: Task, *, title: str, then: str, renews: bool = False
) -> HttpResponseRedirect:
    """Begin a piece of work and show how far it is.

    Parameters
    ----------
    task : called in a thread with a `Step`, whose words are English sentences with ``{done}`` and ``{of}``.
    title, then, renews : see `Chore`.

    Raises
    ------
    EntryError : another one goes on.
    """
    language, was_in = words_for(request).language, opened.is_admitted(request)
    request.session[_YOUNG] = was_in and details.person_of(entries.own_record()).may_be_under(18, now_s())
    with _guard:
        refuse_while_busy()
        _refuse_while_many_are()
        if (before := _now()) is not None:
            before.over.set()
        made = _chores[_whose()] = Chore(kind, secrets.token_urlsafe(16), title, then, renews, was_in)
        request.session[_SESSION], request.session[_LANGUAGE] = made.token, language
    if renews:  # the files are about to move: this thread must not hold them
        connections.close_all()
    run = copy_context().run  # the thread is about the same record
    threading.Thread(target=run, args=(_run, made.token, task, made.over), daemon=True, name=f"speciosa {kind}").start()
    return HttpResponseRedirect("/chore")


def result(request: HttpRequest, kind: str) -> Any:
    """What the work of this kind made, for the browser that asked for it; None where there is none, or no more.

    Raises
    ------
    EntryError : it could not be done, and why.
    """
    now = _now()
    if now is None or now.kind != kind or not now.ended or request.session.get(_SESSION) != now.token:
        return None
    if now.problem is not None:
        raise now.problem
    return now.result


def forget() -> None:
    """Throw the result away: it was fetched, or is not wanted."""
    with _guard:
        if (now := _now()) is not None and now.ended:
            _chores.pop(_whose()).over.set()


def is_busy() -> bool:
    """Whether something goes on."""
    now = _now()
    return _held or (now is not None and not now.ended)


def is_renewing() -> bool:
    """Whether something goes on that may open the store under a new key, or put another in its place."""
    now = _now()
    return now is not None and now.renews and not now.ended


def refuse_while_busy() -> None:
    """Refuse what must not come in between.

    Raises
    ------
    EntryError : something goes on.
    """
    if is_busy():
        raise EntryError("something else is still being done", todo="wait until it is over, then try again")


@contextmanager
def held() -> Iterator[bool]:
    """Hold the place of the one piece of work without a page of its own; False: it is taken, so do nothing."""
    global _held  # noqa: PLW0603  one app, one piece of work
    with _guard:
        mine = not is_busy()
        _held = _held or mine
    try:
        yield mine
    finally:
        if mine:
            _held = False


def _whose() -> str:
    """Whose piece of work it is: one for each of many records."""
    record = acting()
    return "" if record is None or not holds_many() else record.key


def _now() -> Chore | None:
    return _chores.get(_whose())


def _refuse_while_many_are() -> None:
    """Of many people not all at once: each piece of work is a process.

    Raises
    ------
    EntryError : so many others wait already.
    """
    if sum(not each.ended for each in _chores.values()) >= load_knowledge().choice("chores_at_once"):
        raise EntryError("many others are making something just now", todo="try again in a minute")


def _run(token: str, task: Task, over: threading.Event) -> None:
    """Do it, then keep what it made until it is fetched, the store is locked, or nobody came for it."""
    made: dict[str, Any] = {}
    may_go_on.set(partial(_refuse_if_stopped, token))
    try:
        made["result"] = task(partial(_step, token))
    except EntryError as problem:
        made["problem"] = problem
    except OSError as problem:
        why = problem.strerror or ""
        made["problem"] = EntryError(
            "the disk did not let this be done", why=why, todo="make room, or look at the folder"
        )
    except Fell as problem:
        made["fell"] = str(problem)
    except Exception as problem:  # noqa: BLE001  one line that holds nothing of the record, as `faults` does
        made["fell"] = place_of(problem)
    finally:
        connections.close_all()
    if "fell" in made:
        print(f"speciosa: a fault of speciosa itself ({made['fell']})", file=sys.stderr)  # noqa: T201
    unlocked = lock.open_now()
    generation = unlocked.generation if unlocked is not None else 0
    _change(token, ended=True, generation=generation, **made)
    for _ in range(int(_KEPT_S / _LOOK_S)):
        if over.wait(_LOOK_S) or (generation and not lock.is_current(generation)):
            break
    _change(token, result=None)


def _step(token: str, says: str, done: int = 0, of: int = 0) -> None:
    _refuse_if_stopped(token)
    opened.touch()  # a store at which somebody waits does not lock itself
    _change(token, says=says, done=done, of=of)


def _refuse_if_stopped(token: str) -> None:
    now = _now()
    if now is not None and now.token == token and now.stopped:
        raise Stopped("this was stopped", todo="begin again whenever you like")


def _change(token: str, **news: Any) -> None:
    with _guard:
        if (now := _now()) is not None and now.token == token:
            _chores[_whose()] = replace(now, **news)


@needs_no_opening
def chore(request: HttpRequest) -> HttpResponse:
    """How far it is; when it is over, on to what it made."""
    now = _now()
    if now is None or request.session.get(_SESSION) != now.token:
        return HttpResponseRedirect("/")
    words = wording(request.session.get(_LANGUAGE, "en"))
    if now.ended and now.renews and _may_look(now) and lock.is_current(now.generation):
        opened.admit(request)
    if now.ended and isinstance(now.problem, Stopped) and opened.is_admitted(request):
        request.session["flash"] = {"says": "Stopped.", "seconds": 0}
        return HttpResponseRedirect("/")
    if now.ended and not now.fell and not (now.problem and not opened.is_admitted(request)):
        return HttpResponseRedirect(now.then)
    return django_render(request, "chore.html.j2", {
        "words": words, "say": words.say, "count": words.count, "app_name": "speciosa", "theme": "", "urgent": "",
        "is_open": _has_places(request, now), "flash": None, "young": request.session.get(_YOUNG, False), "place": "",
        "chore": now, "says": _says(words, now), "share": now.done / now.of if now.of else None,
    })  # fmt: skip


@needs_no_opening
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Who waits does not want it any more. What writes the store anew can't be stopped halfway."""
    now = _now()
    if now is not None and request.session.get(_SESSION) == now.token and not now.renews:
        _change(now.token, stopped=True)
    return HttpResponseRedirect("/chore")


def _has_places(request: HttpRequest, now: Chore) -> bool:
    """Whether the bar with the places stands below: not while the store is written anew and nothing can be read."""
    return not (now.renews and not now.ended) and opened.is_admitted(request)


def _may_look(now: Chore) -> bool:
    """Who was in stays in; who was not has to have said the words of what is open now, as after a restore."""
    return now.was_in or (now.problem is None and not now.fell)


@needs_no_opening
def chore_state(request: HttpRequest) -> HttpResponse:
    """The same for the page that waits."""
    now = _now()
    if now is None or request.session.get(_SESSION) != now.token:
        return JsonResponse({"ended": True, "says": "", "share": None})
    words = wording(request.session.get(_LANGUAGE, "en"))
    share = round(now.done / now.of, 3) if now.of else None
    return JsonResponse({"ended": now.ended, "says": _says(words, now), "share": share})


def _says(words: Wording, now: Chore) -> str:
    if not now.says:
        return words.say("It begins.")
    return words.say(now.says, done=words.number(now.done), of=words.number(now.of))


paths = [
    path("chore", chore, name="chore"),
    path("chore/state", chore_state, name="chore_state"),
    path("chore/stop", stop, name="chore_stop"),
]
