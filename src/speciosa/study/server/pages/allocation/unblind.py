"""In an emergency: what one person takes now. It is written down first, and shown once."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from speciosa.study.server.allocation import envelopes, pack_keys, unblinding
from speciosa.study.server.models import Allocated, Participant
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import moment
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.web.clock import now_s


@require_http_methods(["GET", "POST"])
@needs(Right.UNBLIND_ONE)
def unblind(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """What can be said without any code; and with a reason and the code, what the capsules of now hold."""
    allocated = Allocated.objects.filter(participant=participant).select_related("participant__study").first()
    if allocated is None:
        raise Http404
    told, problem, trial, why_not = None, None, None, None
    now, reason = now_s(), request.POST.get("reason", "")
    try:
        trial = unblinding.running(allocated, now)
    except EntryError as shut:
        why_not = shut
    if request.method == "POST":
        try:
            told = unblinding.open_running(
                seat, allocated, reason=reason, typed=request.POST.get("code", ""), now_s=now
            )
        except EntryError as slip:
            problem = slip
    envelope = envelopes.of(allocated, pack_keys.EMERGENCY)
    design = trial.design if trial else None
    return render(
        request, "allocation/unblind.html.j2", status=403 if problem else 200, participant=participant, told=told,
        problem=problem, why_not=why_not, reason=reason,
        capsule_g=design.capsule_amount_g(design.levels[0]) if design else None,
        day_g=design.amount_g(design.levels[0]) if design else None,
        fingerprint=pack_keys.fingerprint(envelope.key) if envelope else "",
    )  # fmt: skip


@require_safe
@needs(Right.SEE_PARTICIPANTS)
def unblindings(request: HttpRequest, seat: Seat) -> HttpResponse:
    """That it happened: for whom, when, in which role, why. Never what was seen."""
    rows = list(unblinding.listed(seat))
    return render(
        request, "allocation/unblindings.html.j2", study=seat.study, opened=sum(each.opened for each in rows),
        rows=[(each, moment(each.at_s)) for each in rows],
    )  # fmt: skip


paths = [
    path("study/<slug:study>/participants/<str:number>/unblind/", unblind, name="unblind"),
    path("study/<slug:study>/unblindings/", unblindings, name="unblindings"),
]
