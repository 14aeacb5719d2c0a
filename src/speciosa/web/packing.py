"""The helper's pages: their own code, the packing sheet, and giving the device back. They hold nothing of the diary.

While the helper has the device, this browser may look at these pages alone: the person opens the app anew afterwards.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store import entries, helper_code, lock, sealed_trials
from speciosa.store.diary import diary_of
from speciosa.store.sealing import Made
from speciosa.trial import allocate, trial_rows
from speciosa.values.errors import EntryError
from speciosa.web import devices, opened, trial_code
from speciosa.web.clock import now_s
from speciosa.web.marks import needs_no_opening
from speciosa.web.own_policy import with_own_policy
from speciosa.web.page import render, words_for
from speciosa.web.trial_offer import AGREED
from speciosa.web.trial_plan import DRAFT, HELPER, designed

_TYPED = "trial_packing"
"""Of the session, which lives in memory: the opening code, from the helper's code until they say that they are done."""


@needs_no_opening
def packing(request: HttpRequest) -> HttpResponse:
    """The way to the packing sheet: with the helper's code, while the app is open."""
    unlocked = lock.open_now()
    if unlocked is None or devices.came_by_phone(request):
        return render(request, "packing_shut.html.j2", by_phone=unlocked is not None)
    if _is_helpers(request) and _TYPED in request.session:
        return render(request, "packing_sheet_door.html.j2")
    kept = sealed_trials.latest(entries.own_record())
    problem = None
    if request.method == "POST" and kept is not None:
        try:
            code = trial_code.opening_code(kept, request.POST.get("code", ""))
        except EntryError as wrong:
            problem = wrong
        else:
            opened.touch()  # only who has the code keeps the app open
            request.session.flush()
            request.session[HELPER], request.session[_TYPED] = unlocked.generation, code
            return HttpResponseRedirect("/packing")
    status = 403 if problem else 200
    return render(request, "packing.html.j2", status=status, problem=problem, is_sealed=kept is not None)


@needs_no_opening
def new(request: HttpRequest) -> HttpResponse:
    """The helper's own code, typed twice; only then the order is drawn, sealed and promised."""
    if not _is_helpers(request) or DRAFT not in request.session:
        return HttpResponseRedirect("/packing")
    problem = None
    if request.method == "POST":
        opened.touch()
        try:
            _seal(request)
        except EntryError as wrong:
            problem = wrong
        else:
            return HttpResponseRedirect("/packing")
    return render(request, "packing_new.html.j2", status=400 if problem else 200, problem=problem)


@needs_no_opening
def sheet(request: HttpRequest) -> HttpResponse:
    """The packing sheet, to print."""
    kept = sealed_trials.latest(entries.own_record()) if _is_helpers(request) else None
    if kept is None or _TYPED not in request.session:
        return HttpResponseRedirect("/packing")
    opened.touch()
    language = words_for(request).language
    return with_own_policy(sealed_trials.packing_sheet(kept, request.session[_TYPED], language=language))


@needs_no_opening
@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """The helper is done: nothing of the sheet stays here."""
    request.session.flush()
    answer = HttpResponseRedirect("/packing/given-back")
    answer.headers["Clear-Site-Data"] = '"cache"'  # the browser's way back must not show the sheet again
    return answer


@needs_no_opening
def given_back(request: HttpRequest) -> HttpResponse:
    """Give the device back; the person opens the app anew."""
    return render(request, "packing_given.html.j2")


def _seal(request: HttpRequest) -> None:
    """Draw, seal, and write the promise.

    Raises
    ------
    EntryError : the two codes differ or are too short, or the trial isn't offered any more; nothing was written.
    """
    code = request.POST.get("code", "")
    if code != request.POST.get("again", ""):
        raise EntryError("the two codes differ", todo="type it twice the same")
    helper_code.refuse_short(code)
    record, now = entries.own_record(), now_s()
    design, usual, eligible = designed(request, record, now)
    place = trial_rows.Place.of(diary_of(record).as_of(now))
    kept = sealed_trials.plan(
        record, allocate(design, secrets.token_bytes(32)), usual, eligible,
        Made(now, place, by_hand=False, paper="a4", language=words_for(request).language),
        clinician_agreed=bool(request.session.get(AGREED)), code=code,
    )  # fmt: skip
    generation = request.session[HELPER]
    request.session.flush()
    request.session[HELPER], request.session[_TYPED] = generation, sealed_trials.opening_code_of(kept, code)


def _is_helpers(request: HttpRequest) -> bool:
    """Whether this browser was handed to the helper since the store was opened."""
    unlocked = lock.open_now()
    return unlocked is not None and request.session.get(HELPER) == unlocked.generation


paths = [
    path("packing", packing, name="packing"),
    path("packing/new", new, name="packing_new"),
    path("packing/sheet", sheet, name="packing_sheet"),
    path("packing/done", done, name="packing_done"),
    path("packing/given-back", given_back, name="packing_given"),
]
