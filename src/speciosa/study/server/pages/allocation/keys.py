"""The keys of a study: who has one, and making a new one, whose code is shown once."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.study.server.allocation import pack_keys
from speciosa.study.server.models import PackKey
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import moment
from speciosa.study.server.roles import Right, Role
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError

_SAYS = {
    pack_keys.PACKER: ("The packer's key", "It opens the packing sheets."),
    pack_keys.EMERGENCY: ("The key for emergencies", "It opens one person's running period, with a reason."),
    pack_keys.STATISTICIAN: ("The statistician's key", "It opens everything when the study is closed."),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as the page shows it. `sealed`: how many schedules lie in an envelope to it. `retired`: when, or empty."""

    fingerprint: str
    made: str
    retired: str
    sealed: int


@dataclass(frozen=True, slots=True)
class Purpose:
    """One of the three: its keys, the newest first, and whether this account makes it."""

    name: str
    title: str
    says: str
    keys: tuple[Kept, ...]
    by: Role
    is_own: bool

    @property
    def in_use(self) -> Kept | None:
        """The one that new schedules are sealed to."""
        return next((each for each in self.keys if not each.retired), None)


@require_http_methods(["GET", "POST"])
@needs(Right.MAKE_KEYS)
def keys(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The keys; a new one is made by a form, and its code stands on the answer alone."""
    problem = None
    if request.method == "POST":
        try:
            made, code = pack_keys.make(seat, request.POST.get("purpose", ""), reason=request.POST.get("reason", ""))
        except EntryError as slip:
            problem = slip
        else:
            title, says = _SAYS[made.purpose]
            return render(
                request, "allocation/key_made.html.j2", study=seat.study, title=title, says=says, code=code,
                fingerprint=pack_keys.fingerprint(made), made=moment(made.made_s),
            )  # fmt: skip
    status = 400 if problem else 200
    return render(
        request, "allocation/keys.html.j2", status=status, study=seat.study, problem=problem, purposes=_purposes(seat),
        typed=request.POST.get("reason", ""), chosen=request.POST.get("purpose", ""), whole=seat.sites is None,
    )  # fmt: skip


def _purposes(seat: Seat) -> list[Purpose]:
    rows = PackKey.objects.filter(study=seat.study).annotate(sealed=Count("envelopes")).order_by("-pk")
    kept: dict[str, list[Kept]] = {each: [] for each in pack_keys.MADE_BY}
    for row in rows:
        retired = moment(row.retired_s) if row.retired_s is not None else ""
        kept[row.purpose].append(Kept(pack_keys.fingerprint(row), moment(row.made_s), retired, row.sealed))
    return [
        Purpose(each, *_SAYS[each], tuple(kept[each]), role, role in seat.roles)
        for each, role in pack_keys.MADE_BY.items()
    ]


paths = [path("study/<slug:study>/keys/", keys, name="keys")]
