"""Coming back with number and password, signing out on this phone, and on all others."""

from __future__ import annotations

import hashlib

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.study.server import trail
from speciosa.study.server.models import Participant
from speciosa.study.server.participants import tries
from speciosa.study.server.participants.joining import BACKEND, let_go
from speciosa.study.server.participants.own_password import checked_password
from speciosa.study.server.standing import participant_of
from speciosa.study.server.trail.chain import Doing
from speciosa.values.errors import EntryError
from speciosa.web.page import render
from speciosa.web.saving import say_so

WHOSE = "study_whose"
"""A cookie that tells one person's phone from another's, by a hash: what waits on it goes to nobody else's record."""
_CLEAR = '"cache", "storage"'
_KEPT_S = 390 * 86_400


def enter(request: HttpRequest) -> HttpResponse:
    """The number and the password; a wrong one of the two looks like the other."""
    problem, number = None, " ".join(request.POST.get("number", "").split())
    if request.method == "POST":
        where, whose = tries.from_where(request, "enter"), tries.Tried("enter", f"for {number.casefold()}")
        try:
            tries.refuse_after_too_many(where, whose)
            person = _person(number, request.POST.get("password", ""))
            if person is None:
                raise EntryError("the number and the password don't fit", todo="look at both again")  # noqa: TRY301
        except EntryError as wrong:
            problem = wrong
        else:
            tries.was_right(where)
            tries.begin_anew(whose)
            let_go(request)
            login(request, person, backend=BACKEND)
            return with_own_mark(request, HttpResponseRedirect("/"), person)
    return render(
        request, "study/own/enter.html.j2", status=400 if problem else 200, problem=problem, number=number
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out here: what the phone keeps of it goes, too."""
    if request.method != "POST":
        return render(request, "study/own/leave.html.j2")
    logout(request)
    answer = HttpResponseRedirect("/enter/")
    answer.headers["Clear-Site-Data"] = _CLEAR
    return answer


def password(request: HttpRequest) -> HttpResponse:
    """Another password, or the same one; either way every other phone is signed out."""
    problem, participant = None, participant_of(request)
    person = User.objects.get(pk=participant.person_id)
    if request.method == "POST":
        tried = tries.Tried("password", f"of {person.pk}")
        try:
            tries.refuse_after_too_many(tried)
            old, new = request.POST.get("old", ""), request.POST.get("password", "")
            if not person.check_password(old):
                raise EntryError("this is not your password", todo="type the one that you enter with")  # noqa: TRY301
            person.set_password(checked_password(new, request.POST.get("again", "")) if new else old)
        except EntryError as wrong:
            problem = wrong
        else:
            tries.begin_anew(tried)
            say = "password changed" if new else "signed out elsewhere"
            actor = f"participant {participant.number}"
            with transaction.atomic():
                person.save(update_fields=["password"])
                doing = Doing(say, actor)
                trail.add(trail.participant_chain(participant), doing, actor=actor, role="participant")
            update_session_auth_hash(request, person)  # this phone stays in
            say_so(request, [], "Every other phone is signed out.")
            return HttpResponseRedirect("/participation/")
    return render(request, "study/own/own_password.html.j2", status=400 if problem else 200, problem=problem)


def with_own_mark(request: HttpRequest, answer: HttpResponse, person: User) -> HttpResponse:
    """The answer with this person's mark; where the phone had somebody else's, with the word to forget what waits."""
    mark = hashlib.sha256(f"whose phone {person.pk} {person.username}".encode()).hexdigest()[:32]
    if request.COOKIES.get(WHOSE, mark) != mark:
        answer.headers["Clear-Site-Data"] = _CLEAR
    answer.set_cookie(WHOSE, mark, max_age=_KEPT_S, secure=request.is_secure(), httponly=True, samesite="Strict")
    return answer


def _person(number: str, password: str) -> User | None:
    """Whose number and password these are; it takes as long where nobody has that number."""
    said = number.casefold()
    study, _, own = said.rpartition("-")
    found = Participant.objects.filter(number__iexact=own).select_related("person", "study")
    fitting = [each for each in found[:2] if not study] or [each for each in found if each.study.slug == study]
    if len(fitting) != 1 or not (person := fitting[0].person).is_active:
        make_password(password)
        return None
    return person if person.check_password(password) else None


door_paths = [path("enter/", enter, name="enter")]
paths = [path("leave/", leave, name="leave"), path("password/", password, name="own_password")]
