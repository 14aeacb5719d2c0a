"""One's own part in the study: what it is, whom to call, what was agreed to, and the way out of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.store.details import person_of
from speciosa.store.entries import now_offset
from speciosa.study.server import gate, withdrawal
from speciosa.study.server.consent_texts import ASKED, ERASED, parts_of
from speciosa.study.server.gate_items import RESPONSE
from speciosa.study.server.models import Consent, Participant
from speciosa.study.server.standing import FAREWELL, OPEN, WITHDRAWN, participant_of
from speciosa.values.timeline import DAY_S
from speciosa.web import help_lines
from speciosa.web.bystander import country_of
from speciosa.web.clock import now_s
from speciosa.web.page import render, words_for


def participation(request: HttpRequest) -> HttpResponse:
    """The study, the number, whom to call, and what was agreed to."""
    participant = participant_of(request)
    if participant.state == WITHDRAWN:
        return HttpResponseRedirect(FAREWELL)
    return render(
        request, "study/own/participation.html.j2", participant=participant, study=participant.study,
        site=participant.site, agreed=_agreed(request, participant), who=gate.standing(participant.study, RESPONSE),
        closed=participant.study.state not in OPEN,
    )  # fmt: skip


def joined(request: HttpRequest) -> HttpResponse:
    """Right after joining: the number to come back with."""
    participant = participant_of(request)
    return render(request, "study/own/joined.html.j2", participant=participant, name=_name(participant))


def agreed_text(request: HttpRequest, consent: int) -> HttpResponse:
    """A text that was agreed to, whole.

    Raises
    ------
    Http404 : this person agreed to no such text.
    """
    found = Consent.objects.filter(participant=participant_of(request), pk=consent).select_related("text").first()
    if found is None:
        raise Http404
    ticked = [each.says for each in parts_of(found.text) if f'"{each.key}"' in found.parts]
    left = [each.says for each in parts_of(found.text) if f'"{each.key}"' not in found.parts]
    return render(request, "study/own/agreed.html.j2", text=found.text, ticked=ticked, left=left)


def withdraw(request: HttpRequest) -> HttpResponse:
    """The way out: what becomes of the entries, a reason if one likes, and a second tap.

    Raises
    ------
    EntryError : what was chosen is not what the text promises.
    """
    participant = participant_of(request)
    if participant.state == WITHDRAWN:
        return HttpResponseRedirect(FAREWELL)
    promise = withdrawal.promised(participant)
    if request.method == "POST":
        erase = request.POST.get("entries") == ERASED if promise == ASKED else promise == ERASED
        most = int(load_knowledge().choice("study_own_reason_most"))
        actor = f"participant {participant.number}"
        reason = request.POST.get("reason", "")[:most]
        withdrawal.withdraw(participant, erase=erase, reason=reason, actor=actor, role="participant")
        return HttpResponseRedirect(FAREWELL)
    return render(request, "study/own/withdraw.html.j2", promise=promise, study=participant.study)


def farewell(request: HttpRequest) -> HttpResponse:
    """After it: thanks, what became of the entries, and whom to call."""
    participant = participant_of(request)
    if participant.state != WITHDRAWN:
        return HttpResponseRedirect("/participation/")
    words = words_for(request)
    person = person_of(participant.record)
    lines = help_lines.lines_anywhere(person if person.country else Person(country=country_of(request)), words)
    return render(request, "study/own/farewell.html.j2", participant=participant, lines=lines, is_open=False, urgent="")


def _agreed(request: HttpRequest, participant: Participant) -> list[dict[str, Any]]:
    """The texts that were agreed to, the newest first."""
    words, shift = words_for(request), 60 * now_offset(participant.record, now_s(), 0)
    rows = Consent.objects.filter(participant=participant).select_related("text").order_by("-pk")
    return [
        {"pk": each.pk, "title": each.text.title, "version": each.text.version,
         "day": words.date((each.agreed_s + shift) // DAY_S)}
        for each in rows
    ]  # fmt: skip


def _name(participant: Participant) -> str:
    """What they enter with: the number, with the study before it where several have that number."""
    many = Participant.objects.filter(number=participant.number).count() > 1
    return f"{participant.study.slug}-{participant.number}" if many else participant.number


paths = [
    path("joined/", joined, name="joined"),
    path("participation/", participation, name="participation"),
    path("participation/agreed/<int:consent>/", agreed_text, name="agreed_text"),
    path("participation/withdraw/", withdraw, name="participation_withdraw"),
    path("farewell/", farewell, name="farewell"),
]
