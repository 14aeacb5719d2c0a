"""The gate: what is missing before anybody is allocated, what stands, and a form for each thing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import gate as the_gate
from speciosa.study.server.gate_items import ETHICS, KINDS, RESPONSE
from speciosa.study.server.models import Study
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import moment
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError


@needs(Right.SEE_STUDY)
def gate(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What is missing, and all that was entered."""
    assert seat.study is not None
    study = seat.study
    shown = [each for each in KINDS if each != RESPONSE or study.asks_suicide]
    return render(
        request, "gate.html.j2", missing=the_gate.missing(study), soon=_ends_soon(study),
        is_open=the_gate.is_open_for_allocation(study), to_ask=the_gate.missing_to_ask(study),
        items=[(KINDS[kind], the_gate.standing(study, kind), _history(study, kind)) for kind in shown],
        may_enter=seat_for(request.user, study, Right.ENTER_GATE) is not None,
    )  # fmt: skip


@needs(Right.ENTER_GATE)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, seat: Seat, kind: str) -> HttpResponse:
    """A form for one thing; sent, it stands."""
    assert seat.study is not None
    asked, problem = KINDS[kind], None
    stands = the_gate.standing(seat.study, kind)
    said = dict(stands or {})
    if request.method == "POST":
        said = {each.name: request.POST.get(each.name, "") for each in asked.fields}
        try:
            the_gate.enter(seat, kind, said, reason=request.POST.get("reason", ""))
        except EntryError as found:
            problem = found
        else:
            return _back(seat)
    return render(
        request, "gate_enter.html.j2", status=400 if problem else 200, problem=problem, asked=asked, said=said,
        stands=stands, reason=request.POST.get("reason", ""),
    )  # fmt: skip


@needs(Right.ENTER_GATE)
@require_POST
def take_back(request: HttpRequest, seat: Seat, kind: str) -> HttpResponse:
    """Take one thing back, with a reason: what it opened shuts.

    Raises
    ------
    EntryError : nothing stands, or there is no reason.
    """
    the_gate.take_back(seat, kind, reason=request.POST.get("reason", ""))
    return _back(seat)


def _ends_soon(study: Study) -> str:
    """That the ethics approval ends in the next weeks; else empty."""
    stands = the_gate.standing(study, ETHICS)
    if stands is None:
        return ""
    left = (date.fromisoformat(stands["until"]) - datetime.fromtimestamp(arrived_s(), UTC).date()).days
    if not 0 <= left <= load_knowledge().choice("study_ethics_warn_d"):
        return ""
    return f"The ethics approval ends on {stands['until']}, {left} day{'' if left == 1 else 's'} from now."


def _history(study: Study, kind: str) -> list[dict[str, Any]]:
    """What stood before what stands now."""
    rows = the_gate.entered(study, kind)[1:]
    return [{"at": moment(at_s), "body": body, "taken_back": taken_back} for at_s, body, taken_back in rows]


def _back(seat: Seat) -> HttpResponse:
    assert seat.study is not None
    return HttpResponseRedirect(f"/study/{seat.study.slug}/gate/")


paths = [
    path("study/<slug:study>/gate/", gate, name="study_gate"),
    *(path(f"study/<slug:study>/gate/{kind}/", enter, {"kind": kind}, name=f"study_gate_{kind}") for kind in KINDS),
    *(
        path(f"study/<slug:study>/gate/{kind}/take-back/", take_back, {"kind": kind}, name=f"study_gate_back_{kind}")
        for kind in KINDS
    ),
]
