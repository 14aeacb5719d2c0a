"""The page of whoever looks after the whole server: its own trail, whether all is whole, and links for accounts."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from speciosa.knowledge import load_knowledge
from speciosa.study.server import seats
from speciosa.study.server.models import Link
from speciosa.study.server.page import render
from speciosa.study.server.pages.trail import as_file, earlier_of
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.trail.chain import SERVER
from speciosa.study.server.trail.export import export
from speciosa.study.server.trail.shown import shown
from speciosa.study.server.trail.verify import walk
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError


@needs(Right.MAKE_STUDY)
@require_safe
def server(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The newest links of the server's own chain, and what can be done."""
    del seat
    return _page(request)


@needs(Right.MAKE_STUDY)
@require_POST
def verify(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Walk all chains of all studies."""
    del seat
    earlier = earlier_of(request)
    return render(request, "trail_verified.html.j2", found=walk(Q(), earlier), compared=len(earlier))


@needs(Right.MAKE_STUDY)
@require_POST
def export_all(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The export of all chains."""
    del request
    return as_file(export(seat, Q(), about="the whole server", told_in=SERVER), "trail-server.zip")


@needs(Right.MAKE_STUDY)
@require_POST
def link(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A new link for any account of the staff."""
    email = request.POST.get("email", "").strip().lower()
    lost = request.POST.get("lost") == "yes"
    try:
        made = seats.link_for(seat, _account(email), request.POST.get("reason", ""), without_factors=lost)
    except EntryError as problem:
        return _page(request, problem=problem)
    return _page(request, link=request.build_absolute_uri(made), whom=email)


def _account(email: str) -> User:
    found = User.objects.filter(username=email, participant=None).first()
    if found is None:
        raise EntryError("no account has this address", todo="check it, or give that person a role")
    return found


def _page(request: HttpRequest, *, problem: EntryError | None = None, link: str = "", whom: str = "") -> HttpResponse:
    many = int(load_knowledge().choice("study_trail_page_rows"))
    rows = Link.objects.filter(chain__name=SERVER).select_related("chain").order_by("-pk")[:many]
    return render(
        request, "server.html.j2", status=400 if problem else 200, rows=shown(rows), problem=problem, link=link,
        whom=whom, hours=int(load_knowledge().choice("study_link_most_h")),
    )  # fmt: skip


paths = [
    path("study/server/", server, name="server"),
    path("study/server/verify/", verify, name="server_verify"),
    path("study/server/export/", export_all, name="server_export"),
    path("study/server/link/", link, name="server_link"),
]
