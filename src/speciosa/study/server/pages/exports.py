"""Exports: masked tables of everybody and FHIR bundles, each a step in the trail before the first byte leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from speciosa.store.opening import arrived_s
from speciosa.study.server import completing, masked_export
from speciosa.study.server.exported import are_too_many, note_export
from speciosa.study.server.models import Participant
from speciosa.study.server.page import render
from speciosa.study.server.pages.instants import day
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import Seat
from speciosa.study.server.who import needs
from speciosa.values.errors import EntryError


@needs(Right.EXPORT)
def exports(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What can leave, what is in it, and who is not in it."""
    assert seat.study is not None
    people, now_s = _people(seat), arrived_s()
    out = [(each.number, why) for each in people if (why := masked_export.left_out(each, now_s))]
    return render(
        request, "exports.html.j2", people=people, out=out, sites=seat.own_sites().order_by("name"),
        going=[each for each in people if each.number not in {number for number, _ in out}],
    )  # fmt: skip


@needs(Right.EXPORT)
@require_POST
def tables(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """The entries of everybody at the seat's sites as CSV with a data dictionary, one ZIP."""
    del request
    return _streamed(seat, "tables", masked_export.tables_zip)


@needs(Right.EXPORT)
@require_POST
def bundles(request: HttpRequest, seat: Seat) -> HttpResponseBase:
    """A FHIR bundle a participant, one ZIP."""
    del request
    return _streamed(seat, "fhir", masked_export.bundles_zip)


@needs(Right.EXPORT)
@require_POST
def bundle(request: HttpRequest, seat: Seat, participant: Participant) -> HttpResponse:
    """One participant's FHIR bundle.

    Raises
    ------
    EntryError : they are left out of what is handed out.
    """
    del request
    now_s = arrived_s()
    if why := masked_export.left_out(participant, now_s):
        raise EntryError(f"this participant is not handed out: {why}", todo="see who is in the exports")
    body = masked_export.bundle(participant, now_s=now_s)
    note_export(seat, "fhir", [participant])
    return HttpResponse(body, content_type="application/fhir+json", headers=_headers(f"{participant.number}.json"))


@needs(Right.EXPORT)
@require_POST
def flow(request: HttpRequest, seat: Seat) -> HttpResponse:
    """How many came how far, as a file for the study's report; who came to the end is written down before."""
    del request
    assert seat.study is not None
    now_s = arrived_s()
    completing.settle(seat, now_s)
    note_export(seat, "flow", _people(seat))
    headers = _headers(f"{seat.study.slug}-flow.json")
    return JsonResponse(completing.flow(seat, now_s), json_dumps_params={"indent": 1}, headers=headers)


def _streamed(seat: Seat, form: str, made: Callable[..., Iterator[bytes]]) -> StreamingHttpResponse:
    assert seat.study is not None
    people, now_s = _people(seat), arrived_s()
    if are_too_many(people):
        raise EntryError(
            "these are too many entries for one file", todo="fetch the participants one by one, by program"
        )
    note_export(seat, form, people)
    name = f"{seat.study.slug}-{form}-{day(now_s)}.zip"
    return StreamingHttpResponse(made(people, now_s=now_s), content_type="application/zip", headers=_headers(name))


def _people(seat: Seat) -> list[Participant]:
    return list(seat.participants().select_related("site", "study", "record").order_by("number"))


def _headers(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


paths = [
    path("study/<slug:study>/exports/", exports, name="study_exports"),
    path("study/<slug:study>/exports/tables/", tables, name="study_export_tables"),
    path("study/<slug:study>/exports/flow/", flow, name="study_export_flow"),
    path("study/<slug:study>/exports/fhir/", bundles, name="study_export_fhir"),
    path("study/<slug:study>/exports/participants/<str:number>/fhir/", bundle, name="study_export_bundle"),
]
