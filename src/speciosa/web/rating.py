"""A score with one tap."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from speciosa.record import Kind
from speciosa.record.row import Row
from speciosa.values.errors import EntryError
from speciosa.web.saving import back, moment_of, number_of, save


def score(request: HttpRequest) -> HttpResponse:
    """Pain now, 0 to 10.

    Raises
    ------
    EntryError : there is no such score.
    """
    if request.method != "POST":
        return back()
    value = number_of(request.POST.get("value", ""))
    if not value:
        raise EntryError("no number was chosen", todo="choose one from 0 to 10")
    time, recorded = moment_of(request)
    row = Row(time, Kind.RATING.value, "pain", value, recorded=recorded, note=request.POST.get("note", ""))
    save(request, [row], "Pain {n} is in.", n=value)
    return back()


paths = [path("log/score", score, name="score")]
