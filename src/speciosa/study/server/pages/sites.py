"""The sites of a study: a list, and one more."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.views.decorators.http import require_http_methods

from speciosa.study.server import study_life
from speciosa.study.server.page import render
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError


@needs(Right.EDIT_STUDY)
@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The sites, and the form for one more."""
    if request.method != "POST":
        return _page(request, seat, {}, None)
    said = request.POST
    try:
        study_life.add_site(seat, slug=said.get("slug", ""), name=said.get("name", ""))
    except EntryError as problem:
        return _page(request, seat, said, problem)
    return HttpResponseRedirect(request.path)


def _page(request: HttpRequest, seat: Seat, typed: Mapping[str, object], problem: EntryError | None) -> HttpResponse:
    rows = seat.own_sites().order_by("name", "pk")
    status = 400 if problem else 200
    return render(request, "sites.html.j2", status=status, sites=rows, typed=typed, problem=problem)


paths = [path("study/<slug:study>/sites/", sites, name="sites")]
