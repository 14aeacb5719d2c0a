"""Participants: the list, one of them, what they wrote, what the safety screen found, and withdrawing for them."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import followed
from speciosa.study.server import withdrawal as withdrawing
from speciosa.study.server.consent_texts import ASKED, ENTRIES_AFTER, ERASED, parts_of
from speciosa.study.server.models import Allocated, Consent, Participant
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import day, moment
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs
from speciosa.study.server.written import writing_as
from speciosa.values.errors import EntryError

ORDERS = {"number": "Number", "site": "Site", "state": "State", "joined": "Joined"}
"""What the list can be sorted by: none of it follows from an arm, or from what somebody wrote."""
_FIELDS = {"number": "number", "site": "site__name", "state": "state", "joined": "-joined_s"}
STATES = {"joined": "joined", "allocated": "allocated", "completed": "completed", "withdrawn": "withdrew"}
_GOING = {
    "planned": "planned", "running": "running", "over": "over", "ended_early": "ended early", "revealed": "revealed",
}  # fmt: skip


@needs(Right.SEE_PARTICIPANTS)
def participants(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A page of the list."""
    assert seat.study is not None
    order, size = request.GET.get("by", ""), int(load_knowledge().choice("study_participants_page"))
    order = order if order in ORDERS else "number"
    rows = seat.participants().select_related("site", "study", "record").order_by(_FIELDS[order], "number")
    count = rows.count()
    last = max(1, -(-count // size))
    page = min(last, max(1, _whole(request.GET.get("page", ""))))
    now_s = arrived_s()
    sees = seat_for(request.user, seat.study, Right.SEE_ENTRIES)
    seen = set(sees.participants().values_list("pk", flat=True)) if sees else set()
    lines = followed.lines(list(rows[(page - 1) * size : page * size]), now_s)
    going = {each.participant.pk: followed.going(each.participant, now_s) for each in lines
             if each.participant.pk in seen}  # fmt: skip
    return render(
        request, "participants.html.j2", lines=lines, going=going, sees=sees is not None, count=count, page=page,
        last=last, by=order, orders=ORDERS, states=STATES, says=_GOING, day=day,
    )  # fmt: skip


@needs(Right.SEE_PARTICIPANTS)
def one(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """One participant: how they come along, what they agreed to, and where to go from here."""
    assert seat.study is not None
    now_s = arrived_s()
    here = f"/study/{seat.study.slug}/participants/{participant.number}/"
    given = Consent.objects.filter(participant=participant).select_related("text").order_by("-pk")
    sees = _may(request, seat, participant, Right.SEE_ENTRIES)
    allocated = Allocated.objects.filter(participant=participant).only("made_s", "packed_s", "revealed_s").first()
    shut = {Right.UNBLIND_ONE: allocated is None}
    links = [
        (f"{here}{tail}", name) for name, tail, right in _LINKS
        if not shut.get(right) and _may(request, seat, participant, right)
    ]  # fmt: skip
    return render(
        request, "participant.html.j2", who=participant, line=followed.lines([participant], now_s)[0],
        going=followed.going(participant, now_s) if sees else None, sees=sees, states=STATES, says=_GOING,
        consents=[(each, _ticked(each), day(each.agreed_s), day(each.withdrawn_s)) for each in given],
        allocated=allocated, links=links, day=day, moment=moment,
        may_withdraw=participant.state != "withdrawn" and _may(request, seat, participant, Right.WITHDRAW),
    )  # fmt: skip


@needs(Right.WITHDRAW)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """Write down that somebody stops taking part, and do with their entries what was promised."""
    assert seat.study is not None
    here, problem = f"/study/{seat.study.slug}/participants/{participant.number}/", None
    if participant.state == "withdrawn":
        return HttpResponseRedirect(here)
    promise = withdrawing.promised(participant)
    if request.method == "POST":
        chosen = request.POST.get("entries", "") if promise == ASKED else promise
        try:
            _withdraw(seat, participant, chosen, request.POST.get("reason", ""))
        except EntryError as found:
            problem = found
        else:
            return HttpResponseRedirect(here)
    return render(
        request, "participant_withdraw.html.j2", status=400 if problem else 200, problem=problem, who=participant,
        promise=promise, says=ENTRIES_AFTER[promise], reason=request.POST.get("reason", ""),
        chosen=request.POST.get("entries", ""), here=here,
    )  # fmt: skip


def _withdraw(seat: Seat, participant: Participant, chosen: str, reason: str) -> None:
    if len(reason.strip()) < load_knowledge().choice("study_reason_letters_least"):
        raise EntryError("it needs a reason, as far as they gave one", todo="say in a sentence how they told you")
    if chosen not in {"kept", ERASED}:
        raise EntryError("it does not say what becomes of their entries", todo="ask them, and choose one")
    actor = f"account {seat.account}"
    with writing_as(actor, seat.role):
        withdrawing.withdraw(participant, erase=chosen == ERASED, reason=reason, actor=actor, role=seat.role)


def _ticked(consent: Consent) -> list[tuple[str, bool]]:
    ticked = json.loads(consent.parts)
    return [(each.says, bool(ticked.get(each.key))) for each in parts_of(consent.text)]


def _may(request: HttpRequest, seat: Seat, participant: Participant, right: Right) -> bool:
    assert seat.study is not None
    found = seat_for(request.user, seat.study, right)
    return found is not None and (found.sites is None or participant.site_id in found.sites)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 1


_LINKS = (
    ("What they wrote", "entries/", Right.SEE_ENTRIES),
    ("What the safety screen found", "findings/", Right.SEE_FINDINGS),
    ("Allocation", "allocate/", Right.ALLOCATE),
    ("Open one period in an emergency", "unblind/", Right.UNBLIND_ONE),
)

paths = [
    path("study/<slug:study>/participants/", participants, name="study_participants"),
    path("study/<slug:study>/participants/<str:number>/", one, name="study_participant"),
    path("study/<slug:study>/participants/<str:number>/withdraw/", withdraw, name="study_participant_withdraw"),
]
