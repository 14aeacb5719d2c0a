"""Allocating a participant: what stands in the way, the questions that nobody answered yet, and then the promise."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from speciosa.report.trial_paper import participant_sheet_html
from speciosa.store import trial_papers
from speciosa.study.server.allocation import allocating, planning
from speciosa.study.server.models import Allocated, Participant
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import moment
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s
from speciosa.web.own_policy import with_own_policy

_QUESTION = "q-"


@require_http_methods(["GET", "POST"])
@needs(Right.ALLOCATE)
def allocate(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """What stands in the way; or the form, and with it the allocation."""
    made = Allocated.objects.filter(participant=participant).first()
    if made is not None:
        return render(
            request, "allocation/allocated.html.j2", participant=participant, made=made, made_at=moment(made.made_s),
            packed_at=moment(made.packed_s) if made.packed_s is not None else "",
        )  # fmt: skip
    said, problem = _said(request), None
    if request.method == "POST":
        try:
            allocating.allocate(seat, participant, said, now_s=now_s())
        except EntryError as slip:
            problem = slip
        else:
            return HttpResponseRedirect(request.path)
    look = planning.look(participant, said, now_s())
    asked = planning.look(participant, planning.Said(said.starts, {}, said.clinician_agreed), now_s()).questions
    return render(
        request, "allocation/allocate.html.j2", status=400 if problem else 200, participant=participant, look=look,
        asked=[(code, says, _shown(said, code)) for code, says in asked], said=said,
        problem=None if look.reasons else problem,
    )  # fmt: skip


@require_safe
@needs(Right.ALLOCATE)
def trial_sheet(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """The participant's own sheet, to print: what to take from which container. It tells no arm."""
    del request, seat
    made = Allocated.objects.filter(participant=participant).first()
    if made is None or not made.body:
        raise Http404  # they are not allocated, or their entries were erased
    return with_own_policy(participant_sheet_html(trial_papers.paper_of_json(json.loads(made.paper), language="en")))


def _said(request: HttpRequest) -> planning.Said:
    """What the form says; an answer is yes or no, and anything else is none."""
    answers = {
        key.removeprefix(_QUESTION): value == "yes"
        for key, value in request.POST.items()
        if key.startswith(_QUESTION) and value in {"yes", "no"}
    }
    return planning.Said(request.POST.get("starts", "").strip(), answers, request.POST.get("agreed") == "1")


def _shown(said: planning.Said, code: str) -> str:
    given = (said.answers or {}).get(code)
    return "" if given is None else "yes" if given else "no"


_TOP = "study/<slug:study>/participants/<str:number>/"
paths = [
    path(f"{_TOP}allocate/", allocate, name="allocate"),
    path(f"{_TOP}trial-sheet/", trial_sheet, name="trial_sheet_of"),
]
