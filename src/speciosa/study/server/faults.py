"""When something goes wrong on the server: one plain page, and a line on the terminal that holds nothing of anybody."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from speciosa import __version__
from speciosa.study.server.page import render
from speciosa.values.errors import EntryError
from speciosa.web.page import render as render_for_participant

_FOR_PARTICIPANTS = ("/join/", "/enter/", "/leave/")


class Faults:
    """Turns what a page raises into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse:
        """The page for a mistake that can be mended, for what is not there, and for our own fault."""
        if isinstance(problem, Http404):
            return not_found(request)
        if isinstance(problem, SuspiciousOperation | BadRequest | PermissionDenied):
            problem = EntryError("this was too much at once, or not what this page sends", todo="go back and try again")
        if isinstance(problem, EntryError):
            return _page(request, "mend.html.j2", status=400, problem=problem)
        frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
        place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
        fault = f"{type(problem).__name__} in {place}, version {__version__}"
        print(f"speciosa: a fault of speciosa itself ({fault})", file=sys.stderr)  # noqa: T201
        return _page(request, "fault.html.j2", status=500, fault=fault)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing stands at this address, or nothing that whoever asks may know of: the two look the same."""
    del exception
    return _page(request, "not_found.html.j2", status=404, seat=None)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the session ended."""
    del reason
    problem = EntryError("this page is too old to be sent", todo="go back, load it again, and repeat")
    return _page(request, "mend.html.j2", status=403, problem=problem)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody, or a program, tries again and again."""
    problem = EntryError("these were too many tries", todo="wait a few minutes, then try again")
    return _page(request, "mend.html.j2", status=429, problem=problem)


def _page(request: HttpRequest, template: str, *, status: int, **values: Any) -> HttpResponse:
    """The app's own page for whoever takes part or is about to, in their language; else the staff's."""
    if getattr(request, "participant", None) is not None or request.path.startswith(_FOR_PARTICIPANTS):
        return render_for_participant(request, template, status=status, **values)
    return render(request, template, status=status, **values)
