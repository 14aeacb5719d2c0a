"""Joining a study: the code, the year of birth, the text to agree to, a password; then all of it is written at once.

Until the last step nothing is kept but in the browser's own session, so whoever stops on the way leaves nothing behind.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.study.server import consent_texts, invitations
from speciosa.study.server.models import ConsentText, Invitation
from speciosa.study.server.participants import tries
from speciosa.study.server.participants.own_password import checked_password
from speciosa.study.server.participants.taking_part import Agreed, take_part
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for

BACKEND = "django.contrib.auth.backends.ModelBackend"
_HELD = "joining"
_ADULT = 18
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Held:
    """What the browser's session holds on the way."""

    invitation: int
    birth_year: int = 0
    text: int = 0
    parts: tuple[str, ...] = ()


def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """The code, typed or scanned. Looking at the page uses nothing up."""
    problem = None
    if request.method == "POST":
        code = request.POST.get("code", "")
        where = tries.from_where(request, "join")
        try:
            tries.refuse_after_too_many(where)
            found = invitations.standing(code)
            if found is None or found.study.state != "open":
                raise EntryError(  # noqa: TRY301
                    "this code opens nothing", todo="look at it again, or ask the people who gave it to you"
                )
        except EntryError as wrong:
            problem = wrong
        else:
            tries.was_right(where)
            _hold(request, Held(found.pk))
            return HttpResponseRedirect("/join/you/")
    let_go(request)
    return _page(request, "join", problem, code=code)


def you(request: HttpRequest) -> HttpResponse:
    """The year of birth: nobody under 18 takes part, and of whoever is turned away nothing is kept."""
    if (held := _held(request)) is None:
        return HttpResponseRedirect("/join/")
    problem = None
    if request.method == "POST":
        said = request.POST.get("birth_year", "").strip()
        if not _YEAR.fullmatch(said):
            problem = EntryError("this is no year", todo="write it with four digits, like 1980")
        elif Person(birth_year=int(said)).may_be_under(_ADULT, now_s()):
            request.session.flush()
            return _page(request, "too_young")
        else:
            _hold(request, Held(held.invitation, int(said)))
            return HttpResponseRedirect("/join/text/")
    return _page(request, "you", problem)


def text(request: HttpRequest) -> HttpResponse:
    """What somebody agrees to, with a tick for each part that they may leave out."""
    held = _held(request)
    invitation = _invitation(held)
    if held is None or invitation is None or not held.birth_year:
        if invitation is None:
            let_go(request)
        return HttpResponseRedirect("/join/")
    asked = consent_texts.current(invitation.study, words_for(request).language)
    if asked is None:
        raise EntryError("this study has no text to agree to yet", todo="ask the people who gave you the code")
    problem = None
    if request.method == "POST":
        if request.POST.get("agreed") == str(asked.pk):
            parts = tuple(
                each.key for each in consent_texts.parts_of(asked) if each.key in request.POST.getlist("part")
            )
            _hold(request, Held(held.invitation, held.birth_year, asked.pk, parts))
            return HttpResponseRedirect("/join/password/")
        problem = EntryError("the tick below the text is missing", todo="tick it if you want to take part")
    return _page(
        request, "text", problem, text=asked, parts=consent_texts.parts_of(asked),
        ticked=request.POST.getlist("part"), study=invitation.study,
    )  # fmt: skip


def password(request: HttpRequest) -> HttpResponse:
    """The last step: with it everything is written at once."""
    held = _held(request)
    invitation = _invitation(held)
    if held is None or invitation is None or not held.text:
        if invitation is None:
            let_go(request)
        return HttpResponseRedirect("/join/")
    problem = None
    if request.method == "POST":
        try:
            chosen = checked_password(request.POST.get("password", ""), request.POST.get("again", ""))
            agreed = Agreed(ConsentText.objects.get(pk=held.text), held.parts, held.birth_year)
            participant = take_part(invitation.pk, agreed, chosen, now_s=now_s())
        except EntryError as wrong:
            problem = wrong
        else:
            let_go(request)
            login(request, participant.person, backend=BACKEND)
            return HttpResponseRedirect("/joined/")
    return _page(request, "password", problem, name=invitation.number)


def let_go(request: HttpRequest) -> None:
    """Joining is over, or begins anew: nothing of it stays in the session."""
    if _HELD not in request.session:
        return
    if request.user.is_authenticated:
        del request.session[_HELD]
    else:
        request.session.flush()


def _page(request: HttpRequest, page: str, problem: EntryError | None = None, **values: Any) -> HttpResponse:
    return render(request, f"study/own/{page}.html.j2", problem=problem, status=400 if problem else 200, **values)


def _hold(request: HttpRequest, held: Held) -> None:
    """In the browser's session, which ends soon: whoever stops halfway leaves nothing there for long."""
    request.session[_HELD] = asdict(held)
    if not request.user.is_authenticated:
        request.session.set_expiry(int(60 * load_knowledge().choice("study_joining_min")))


def _held(request: HttpRequest) -> Held | None:
    said = request.session.get(_HELD)
    return None if said is None else Held(**{**said, "parts": tuple(said["parts"])})


def _invitation(held: Held | None) -> Invitation | None:
    """The invitation that the session names, if it still stands."""
    if held is None:
        return None
    found = Invitation.objects.filter(pk=held.invitation, used_s=None, expires_s__gt=now_s())
    return found.select_related("study", "site").first()


paths = [
    path("join/", join, name="join"),
    path("join/you/", you, name="join_you"),
    path("join/text/", text, name="join_text"),
    path("join/password/", password, name="join_password"),
    path("join/<str:code>", join, name="join_code"),
]
