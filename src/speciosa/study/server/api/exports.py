"""Exports of a study: diaries with a data dictionary as one ZIP, and one participant as a FHIR bundle. All masked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from ninja import Path, Router

from speciosa.store.opening import arrived_s
from speciosa.study.server.api.caller import Bearer, caller_of
from speciosa.study.server.api.forms import Number
from speciosa.study.server.api.limits import number as limit_of
from speciosa.study.server.api.problems import MAY_COME, Refused
from speciosa.study.server.api.scopes import Scope
from speciosa.study.server.exported import are_too_many, note_export
from speciosa.study.server.masked_export import bundle, left_out, tables_zip
from speciosa.study.server.models import Participant
from speciosa.study.server.seat import Seat

exports = Router(tags=["exports"])
_ZIP, _FHIR = "application/zip", "application/fhir+json"


def _answers(kind: str, schema: dict[str, str]) -> dict[str, object]:
    """How the schema says that an answer is a file."""
    return {"responses": {200: {"description": "The file.", "content": {kind: {"schema": schema}}}}}


_AS_ZIP = _answers(_ZIP, {"type": "string", "format": "binary"})
_AS_FHIR = _answers(_FHIR, {"type": "object"})
_TOKEN = Bearer(Scope.EXPORT_READ, calls=limit_of("export_calls"))


@exports.get("export/csv", auth=_TOKEN, response={200: None, **MAY_COME}, openapi_extra=_AS_ZIP,
             operation_id="export_csv", summary="All diaries with a data dictionary")  # fmt: skip
def export_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A ZIP with a folder for each participant at the sites that the token's owner may know of, and who is left out."""
    seat = caller_of(request).seat
    assert seat is not None
    people = list(seat.participants().select_related("record", "study", "site"))
    return _zip(seat, people)


@exports.get("participants/{number}/csv", auth=_TOKEN, response={200: None, **MAY_COME}, openapi_extra=_AS_ZIP,
             operation_id="export_participants_csv", summary="One diary with a data dictionary")  # fmt: skip
def export_participants_csv(request: HttpRequest, number: Path[Number]) -> StreamingHttpResponse:
    """A ZIP with one folder."""
    caller = caller_of(request)
    assert caller.seat is not None
    return _zip(caller.seat, [caller.one(number)])


@exports.get("participants/{number}/fhir", auth=_TOKEN, response={200: None, **MAY_COME}, openapi_extra=_AS_FHIR,
             operation_id="export_participants_fhir", summary="One record as a FHIR R4 bundle")  # fmt: skip
def export_participants_fhir(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """Doses, medicines, scores, symptoms and laboratory values under a pseudonym; no note, no photo, no assignment."""
    caller = caller_of(request)
    assert caller.seat is not None
    participant, now_s = caller.one(number), arrived_s()
    if why := left_out(participant, now_s):
        raise Refused(409, f"this record is not handed out: {why}")
    body = bundle(participant, now_s=now_s)
    note_export(caller.seat, "fhir", [participant])
    return HttpResponse(body, content_type=_FHIR, headers=_attached(f"{participant.number}.json"))


def _zip(seat: Seat, people: list[Participant]) -> StreamingHttpResponse:
    """The diaries as they are read: one record at a time is held."""
    if are_too_many(people):
        raise Refused(413, "these are too many entries for one file", todo="fetch the participants one by one")
    note_export(seat, "tables", people)
    pieces = tables_zip(people, now_s=arrived_s())
    return StreamingHttpResponse(pieces, content_type=_ZIP, headers=_attached("diaries.zip"))


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
