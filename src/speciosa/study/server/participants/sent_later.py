"""Entries that a phone kept while it had no connection: taken in for whoever is signed in on it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from speciosa.study.server.standing import Kind, comes_before
from speciosa.web import sync

_HTTP_LOCKED = 423


@csrf_exempt
@require_POST
def sent_later(request: HttpRequest) -> HttpResponseBase:
    """As `sync.sync`; where nobody is signed in, or something comes first, the phone keeps what it has."""
    participant = getattr(request, "participant", None)
    if participant is None or comes_before(participant, Kind.WRITE):
        says = {"state": "locked", "verdicts": {}, "says": "", "clock": ""}
        return JsonResponse(says, status=_HTTP_LOCKED)
    return sync.sync(request)


paths = [path("sync", sent_later, name="sync")]
