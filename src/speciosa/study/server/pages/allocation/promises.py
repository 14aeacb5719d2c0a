"""The promises of day 0, and whether each was kept: a page that everybody of the staff may read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from speciosa.study.server.allocation import proofs
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs


@require_safe
@needs(Right.SEE_PARTICIPANTS)
def promises(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The hashes of the lists and of each schedule; after the reveal, what opened and what did not, and why."""
    assert seat.study is not None
    return render(
        request, "allocation/promises.html.j2", study=seat.study, lists=proofs.of_lists(seat),
        found=proofs.of_participants(seat), is_revealed=seat.study.state == "revealed",
        may_take=seat_for(request.user, seat.study, Right.REVEAL) is not None,
    )  # fmt: skip


paths = [path("study/<slug:study>/promises/", promises, name="promises")]
