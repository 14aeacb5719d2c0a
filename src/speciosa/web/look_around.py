"""Look around: the example person's filled pages, without unlocking and without a store."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.report import Wording
from speciosa.web.example import make
from speciosa.web.job import STEPS, Said
from speciosa.web.marks import needs_no_opening
from speciosa.web.page import render, words_for
from speciosa.web.waiting import PAGES, rewired, sources_of
from speciosa.web.working import State, step_says


@dataclass(frozen=True, slots=True)
class Example:
    """The example in one language, as far as it is made. `bodies`: its sections; `times`: how often they came."""

    state: State = field(default_factory=State)
    bodies: Mapping[str, str] = field(default_factory=dict)
    times: int = 0


_guard = threading.Lock()
_examples: dict[str, Example] = {}


def example(language: str) -> Example:
    """The example as far as it is made; the first to ask has it begun."""
    with _guard:
        if language not in _examples:
            _examples[language] = Example(State(running=True))
            _begin(language)
        return _examples[language]


def _begin(language: str) -> None:
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=make, args=(theirs, language), daemon=True, name="speciosa example")
    process.start()
    theirs.close()
    threading.Thread(target=_listen, args=(ours, language), daemon=True, name="the example's answers").start()


def _listen(pipe: Connection, language: str) -> None:
    while True:
        try:
            said: Said | dict[str, str] = pipe.recv()
        except (EOFError, OSError):
            said = Said(0, "failed", "the process ended")
        with _guard:
            known = _examples[language]
            if isinstance(said, dict):
                _examples[language] = replace(known, bodies=said, times=known.times + 1)
            elif said.kind == "step":
                _examples[language] = replace(
                    known, state=State(running=True, step=said.text, done=said.done, of=said.of)
                )
            else:
                _examples[language] = replace(known, state=State(failed=said.text))
                return


@needs_no_opening
def look_around(request: HttpRequest, page: str = "help") -> HttpResponse:
    """One of the example's pages.

    Raises
    ------
    Http404 : there is no such page.
    """
    if page not in PAGES:
        raise Http404(page)
    words = words_for(request)
    made = example(words.language)
    bodies = {name: html for name in PAGES[page] if (html := made.bodies.get(name, "").strip())}
    pages = _pages(words)
    return render(
        request, "look_around.html.j2", page=page, title=dict(pages)[page], pages=pages,
        bodies={name: rewired(html, "/look-around") for name, html in bodies.items()},
        sources=sources_of(made.bodies.get("made", ""), bodies), says=_says(words, made), share=made.state.share,
        fell=bool(made.state.failed), waits=made.state.running and (made.times == 0 or page == "skin"),
    )  # fmt: skip


@needs_no_opening
def how_far(request: HttpRequest) -> HttpResponse:
    """How far the example is, for a page that waits for it."""
    words = words_for(request)
    made = example(words.language)
    return JsonResponse({
        "running": made.state.running, "share": round(made.state.share, 2), "failed": bool(made.state.failed),
        "says": _says(words, made), "look": made.times,
    })  # fmt: skip


@needs_no_opening
@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Make it once more after it fell."""
    language = words_for(request).language
    with _guard:
        if language in _examples and _examples[language].state.failed:
            del _examples[language]
    return HttpResponseRedirect("/look-around")


def _says(words: Wording, made: Example) -> str:
    if not made.state.running:
        return ""
    if made.times and made.state.of:
        done, of = made.state.done, made.state.of
        return words.say("Its photos come last: {done} of {n}.", done=words.number(done), n=words.number(of))
    if made.times:
        return words.say("Its photos come last.")
    return step_says(words, made.state) if made.state.step in STEPS else words.say("A person is being made up.")


def _pages(words: Wording) -> list[tuple[str, str]]:
    return [
        ("help", words.say("Does it help?")), ("course", words.say("What was written down")),
        ("blood", words.say("How much is in the blood")), ("skin", words.say("Skin")), ("watch", words.say("Watch")),
        ("doctor", words.say("For the doctor")),
    ]  # fmt: skip


paths = [
    path("look-around", look_around, name="look_around"),
    path("look-around/working", how_far, name="look_around_working"),
    path("look-around/again", again, name="look_around_again"),
    path("look-around/<str:page>", look_around, name="look_around_page"),
]
