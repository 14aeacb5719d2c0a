"""A new version of what people agree to: it is asked before anything else is written or worked out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.study.server import consent_texts
from speciosa.study.server.participants.taking_part import agree
from speciosa.study.server.standing import FAREWELL, WITHDRAWN, participant_of
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for


def consent(request: HttpRequest) -> HttpResponse:
    """The new text; whoever agreed to it already goes on."""
    participant = participant_of(request)
    if participant.state == WITHDRAWN:
        return HttpResponseRedirect(FAREWELL)
    if consent_texts.needs_consent(participant) is None:
        return HttpResponseRedirect("/")
    asked = consent_texts.current(participant.study, words_for(request).language)
    assert asked is not None
    problem, parts = None, consent_texts.parts_of(asked)
    if request.method == "POST":
        if request.POST.get("agreed") == str(asked.pk):
            ticked = tuple(each.key for each in parts if each.key in request.POST.getlist("part"))
            agree(participant, asked, ticked, now_s=now_s())
            return HttpResponseRedirect("/")
        problem = EntryError("the tick below the text is missing", todo="tick it if you want to go on")
    return render(
        request, "study/own/text.html.j2", status=400 if problem else 200, problem=problem, text=asked, parts=parts,
        ticked=request.POST.getlist("part"), study=participant.study, anew=True,
    )  # fmt: skip


paths = [path("consent/", consent, name="agree")]
