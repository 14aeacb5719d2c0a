"""The packer's pages: whom to pack for, a code for each sheet, and a word when it is done. Numbers, nothing else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from speciosa.study.server.allocation import envelopes, pack_keys, packing
from speciosa.study.server.models import Allocated, Participant
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import moment
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.web.own_policy import with_own_policy


@require_safe
@needs(Right.PACK)
def to_pack(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Numbers of those to pack for, and of those that are packed."""
    rows = [
        (each.participant.number, moment(each.packed_s) if each.packed_s is not None else "")
        for each in packing.to_pack(seat)
    ]
    return render(request, "allocation/packing.html.j2", study=seat.study, rows=rows)


@require_http_methods(["GET", "POST"])
@needs(Right.PACK)
def sheet(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """Asks for the code; the answer to it is the sheet itself, which nothing keeps."""
    allocated, problem = _allocated(seat, participant), None
    if request.method == "POST":
        try:
            return with_own_policy(packing.sheet(seat, allocated, request.POST.get("code", "")))
        except EntryError as slip:
            problem = slip
    envelope = envelopes.of(allocated, pack_keys.PACKER)
    return render(
        request, "allocation/sheet_door.html.j2", status=403 if problem else 200, participant=participant,
        problem=problem, fingerprint=pack_keys.fingerprint(envelope.key) if envelope else "",
        packed=moment(allocated.packed_s) if allocated.packed_s is not None else "",
    )  # fmt: skip


@require_POST
@needs(Right.PACK)
def packed(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """The packer says that it is packed."""
    del request
    packing.say_packed(seat, _allocated(seat, participant))
    return HttpResponseRedirect(f"/study/{participant.study.slug}/packing/")


def _allocated(seat: Seat, participant: Participant) -> Allocated:
    found = packing.to_pack(seat).filter(participant=participant).first()
    if found is None:
        raise Http404
    return found


_TOP = "study/<slug:study>/packing/"
paths = [
    path(_TOP, to_pack, name="to_pack"),
    path(f"{_TOP}<str:number>/", sheet, name="sheet_to_pack"),
    path(f"{_TOP}<str:number>/packed/", packed, name="packed"),
]
