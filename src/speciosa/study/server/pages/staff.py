"""Who is what in a study: roles given and ended, and links for those who have no password."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from speciosa.knowledge import load_knowledge
from speciosa.study.server import seats
from speciosa.study.server.models import Member, Site
from speciosa.study.server.page import render
from speciosa.study.server.roles import STAFF, Right, Role
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError
from speciosa.values.timeline import format_moment

DOES = {
    Role.PACKER: "packs what is taken; learns arms",
    Role.CLINICIAN: "looks after people; opens one arm in an emergency",
    Role.INVESTIGATOR: "runs the study without knowing arms",
    Role.STATISTICIAN: "reveals the arms at the end; at all sites",
    Role.AUDITOR: "reads the trail",
    Role.ADMINISTRATOR: "sites, roles, protocol, opening and closing; at all sites",
}
"""What each role is for, in the order of the list."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What stands on the page beside the list. `link`: shown once, for `whom`."""

    typed: Mapping[str, object] = field(default_factory=dict)
    problem: EntryError | None = None
    link: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A role on the page."""

    row: Member
    since: str
    ended: str
    is_own: bool


@needs(Right.GIVE_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Who is what, and the form that gives a role."""
    if request.method != "POST":
        return _page(request, seat, _Shown())
    said = request.POST
    try:
        row, link = seats.give(seat, said.get("email", ""), _role(said.get("role", "")), _site(seat, said))
    except EntryError as problem:
        return _page(request, seat, _Shown(said, problem))
    if not link:
        return HttpResponseRedirect(request.path)
    return _page(request, seat, _Shown(link=_whole(request, link), whom=row.person.get_username()))


@needs(Right.GIVE_ROLES)
@require_POST
def end(request: HttpRequest, seat: Seat, member: int) -> HttpResponse:
    """End a role."""
    try:
        seats.end(seat, _member(seat, member), request.POST.get("reason", ""))
    except EntryError as problem:
        return _page(request, seat, _Shown(problem=problem))
    assert seat.study is not None
    return HttpResponseRedirect(f"/study/{seat.study.slug}/staff/")


@needs(Right.GIVE_ROLES)
@require_POST
def link(request: HttpRequest, seat: Seat, member: int) -> HttpResponse:
    """A new link for somebody of the staff."""
    account = User.objects.get(pk=_member(seat, member).person_id)
    lost = request.POST.get("lost") == "yes"
    try:
        made = seats.link_for(seat, account, request.POST.get("reason", ""), without_factors=lost)
    except EntryError as problem:
        return _page(request, seat, _Shown(problem=problem))
    return _page(request, seat, _Shown(link=_whole(request, made), whom=account.username))


def _page(request: HttpRequest, seat: Seat, shown: _Shown) -> HttpResponse:
    rows = Member.objects.filter(study=seat.study).select_related("person", "site").order_by("person__username", "pk")
    if seat.sites is not None:
        rows = rows.filter(site__in=seat.sites)
    listed = [
        _Row(each, format_moment(each.since_s, 0)[:10], _day(each.ended_s), each.person_id == seat.account)
        for each in rows
    ]  # fmt: skip
    return render(
        request, "staff.html.j2", status=400 if shown.problem else 200, does=DOES, shown=shown,
        sites=seat.own_sites().order_by("name", "pk"), hours=int(load_knowledge().choice("study_link_most_h")),
        now=[each for each in listed if not each.ended], past=[each for each in listed if each.ended],
    )  # fmt: skip


def _day(at_s: int | None) -> str:
    return "" if at_s is None else format_moment(at_s, 0)[:10]


def _role(name: str) -> Role:
    if name not in STAFF:
        raise EntryError("no role was chosen", todo="choose one of the list")
    return Role(name)


def _site(seat: Seat, said: Mapping[str, str]) -> Site | None:
    slug = said.get("site", "")
    if not slug:
        return None
    found = seat.own_sites().filter(slug=slug).first()
    if found is None:
        raise EntryError("there is no such site", todo="choose one of the list")
    return found


def _member(seat: Seat, key: int) -> Member:
    rows = Member.objects.filter(study=seat.study, pk=key).select_related("site")
    found = (rows if seat.sites is None else rows.filter(site__in=seat.sites)).first()
    if found is None:
        raise Http404
    return found


def _whole(request: HttpRequest, link: str) -> str:
    return request.build_absolute_uri(link)


paths = [
    path("study/<slug:study>/staff/", staff, name="staff"),
    path("study/<slug:study>/staff/<int:member>/end/", end, name="staff_end"),
    path("study/<slug:study>/staff/<int:member>/link/", link, name="staff_link"),
]
