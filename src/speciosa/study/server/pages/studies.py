"""The list of studies, a new one, and a study's first page: its state, its people in numbers, what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from speciosa.study.server import gate, study_life
from speciosa.study.server.models import Member, Site, Study
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right, Role
from speciosa.study.server.seat import Seat, seat_for
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError

STATES = {
    "draft": "A draft: nobody can join yet.", "open": "Open: people can join and write.",
    "closed": "Closed: nobody new, and nothing more is written.",
    "revealed": "Closed, and its arms are revealed.",
}  # fmt: skip
PEOPLE = ("joined", "allocated", "completed", "withdrawn")
"""States of those who take part, in the order of a study."""


@dataclass(frozen=True, slots=True)
class _Own:
    """A study in somebody's list."""

    study: Study
    roles: str


@dataclass(frozen=True, slots=True)
class _AtSite:
    """People at one site, by state, in the order of `PEOPLE`."""

    name: str
    counts: tuple[int, ...]

    @property
    def all(self) -> int:
        return sum(self.counts)


@needs(Right.SEE_STUDY)
@require_safe
def own_list(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The studies that this account has a role in."""
    rows = Member.objects.filter(person=seat.account, ended_s=None).select_related("study", "site")
    held: dict[int, list[Member]] = {}
    for row in rows.order_by("study__title", "study__slug", "pk"):
        held.setdefault(row.study_id, []).append(row)
    found = [_Own(each[0].study, ", ".join(dict.fromkeys(_role(row) for row in each))) for each in held.values()]
    return render(request, "studies.html.j2", found=found, states=STATES)


@needs(Right.MAKE_STUDY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The form for a new study, and its making."""
    if request.method != "POST":
        return render(request, "study_new.html.j2", typed={}, problem=None)
    said = request.POST
    try:
        made = study_life.make(
            seat.account, slug=said.get("slug", ""), title=said.get("title", ""), masked=said.get("masked") != "open",
            asks_suicide=said.get("asks_suicide") == "yes",
        )  # fmt: skip
    except EntryError as problem:
        return render(request, "study_new.html.j2", status=400, typed=said, problem=problem)
    return HttpResponseRedirect(f"/study/{made.slug}/")


@needs(Right.SEE_STUDY)
@require_safe
def overview(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A study's first page."""
    return _overview(request, seat)


@needs(Right.EDIT_STUDY)
@require_POST
def move(request: HttpRequest, seat: Seat, state: str) -> HttpResponse:
    """Open or close the study, with a reason."""
    assert seat.study is not None
    try:
        study_life.move(seat, {"open": "open", "close": "closed"}[state], request.POST.get("reason", ""))
    except EntryError as problem:
        return _overview(request, seat, problem, request.POST.get("reason", ""))
    return HttpResponseRedirect(f"/study/{seat.study.slug}/")


def _overview(request: HttpRequest, seat: Seat, problem: EntryError | None = None, typed: str = "") -> HttpResponse:
    study = seat.study
    assert study is not None
    lacks = study_life.missing_to_open(study) if study.state == "draft" else []
    editing = seat_for(request.user, study, Right.EDIT_STUDY) is not None
    return render(
        request, "study.html.j2", status=400 if problem else 200, study=study, says=STATES[study.state],
        sites=_people(seat), states=PEOPLE, lacks=lacks, shut=gate.missing(study), editing=editing, problem=problem,
        typed=typed, next={"draft": "open", "open": "close", "closed": "open"}.get(study.state, "") if editing else "",
    )  # fmt: skip


def _people(seat: Seat) -> list[_AtSite]:
    counted = seat.participants().values_list("site", "state").annotate(n=Count("pk")).order_by()
    counts = {(site, state): n for site, state, n in counted}
    return [
        _AtSite(site.name, tuple(counts.get((site.pk, state), 0) for state in PEOPLE))
        for site in _sites(seat)
    ]  # fmt: skip


def _sites(seat: Seat) -> list[Site]:
    return list(seat.own_sites().order_by("name", "pk"))


def _role(row: Member) -> str:
    return f"{Role(row.role)} ({row.site.name})" if row.site else str(Role(row.role))


paths = [
    path("study/", own_list, name="studies"),
    path("study/new/", new, name="study_new"),
    path("study/<slug:study>/", overview, name="study"),
    path("study/<slug:study>/open/", move, {"state": "open"}, name="study_open"),
    path("study/<slug:study>/close/", move, {"state": "close"}, name="study_close"),
]
