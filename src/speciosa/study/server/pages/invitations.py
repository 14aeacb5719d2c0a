"""Invitations: made for a site, shown once as slips to print, and ended where nobody used them."""

from __future__ import annotations

import secrets

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_POST
from markupsafe import Markup

from speciosa.knowledge import load_knowledge
from speciosa.store.opening import arrived_s
from speciosa.study.server import invitations as codes
from speciosa.study.server.models import Invitation
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import day
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError

_ONCE = "invitations_once"


@needs(Right.INVITE)
def invitations(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Those that were made, and a form for more."""
    assert seat.study is not None
    return _listed(request, seat)


@needs(Right.INVITE)
@require_POST
def make(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Make some, and show them this one time: they are kept nowhere, so the answer is the sheet itself."""
    assert seat.study is not None
    if request.session.pop(_ONCE, "") != request.POST.get("once", "-"):
        return HttpResponseRedirect(f"/study/{seat.study.slug}/invitations/")
    site = seat.own_sites().filter(slug=request.POST.get("site", "")).first()
    if site is None:
        raise Http404
    try:
        slips = codes.make(seat, site, _count(request.POST.get("count", "")))
    except EntryError as problem:
        return _listed(request, seat, problem)
    door = request.build_absolute_uri("/join/")
    drawn = Markup(  # noqa: S704  a drawing of our own address
        segno.make(door, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff", omitsize=True)
    )
    answer = render(
        request, "invitation_slips.html.j2", slips=slips, site=site, door=door, drawn=drawn,
        until=day(slips[0].expires_s),
    )  # fmt: skip
    answer.headers["Cache-Control"] = "no-store"
    return answer


@needs(Right.INVITE)
@require_POST
def end(request: HttpRequest, seat: Seat, invitation: int) -> HttpResponse:
    """End one that nobody used, with a reason.

    Raises
    ------
    Http404 : there is none that this seat may know of.
    EntryError : it was used, or there is no reason.
    """
    assert seat.study is not None
    found = Invitation.objects.filter(pk=invitation, study=seat.study, site__in=seat.own_sites()).first()
    if found is None:
        raise Http404
    codes.revoke(seat, found, reason=request.POST.get("reason", ""))
    return HttpResponseRedirect(f"/study/{seat.study.slug}/invitations/")


def _listed(request: HttpRequest, seat: Seat, problem: EntryError | None = None) -> HttpResponse:
    assert seat.study is not None
    once = request.session[_ONCE] = secrets.token_hex(8)
    rows = Invitation.objects.filter(study=seat.study, site__in=seat.own_sites()).select_related("site")
    now_s, choice = arrived_s(), load_knowledge().choice
    listed = [(each, _state(each, now_s), day(each.made_s), day(each.expires_s)) for each in rows.order_by("-pk")]
    return render(
        request, "invitations.html.j2", status=400 if problem else 200, problem=problem, listed=listed, once=once,
        sites=seat.own_sites().order_by("name"), most=int(choice("study_invitations_most")),
        days=int(choice("study_invitation_days")), is_over=seat.study.is_over,
        count=request.POST.get("count", "1"), chosen=request.POST.get("site", ""),
    )  # fmt: skip


def _state(invitation: Invitation, now_s: int) -> str:
    if invitation.used_s is not None:
        return "used"
    return "open" if invitation.expires_s > now_s else "ended"


def _count(text: str) -> int:
    return int(text) if text.strip().isdecimal() else 0


paths = [
    path("study/<slug:study>/invitations/", invitations, name="study_invitations"),
    path("study/<slug:study>/invitations/make/", make, name="study_invitations_make"),
    path("study/<slug:study>/invitations/<int:invitation>/end/", end, name="study_invitation_end"),
]
