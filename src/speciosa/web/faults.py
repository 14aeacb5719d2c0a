"""When something goes wrong: one plain page, and one line on the terminal that holds nothing of the record."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from speciosa import __version__
from speciosa.store.lock import Locked
from speciosa.values.errors import EntryError
from speciosa.web.page import render

logging.getLogger("django").addHandler(logging.NullHandler())
logging.getLogger("django").propagate = False


class Faults:
    """Turns what a page raises into a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._next(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The page for a mistake that can be mended, for what is not there, and for our own fault."""
        if isinstance(problem, Http404):
            return not_found(request)
        if isinstance(problem, Locked):
            from speciosa.web.unlock import unlock  # noqa: PLC0415  which renders pages, too

            return unlock(request)
        if isinstance(problem, EntryError):
            return render(request, "mend.html.j2", status=400, problem=problem)
        if isinstance(problem, SuspiciousOperation | BadRequest):
            problem = EntryError("this was too much at once, or not what this page sends", todo="go back and try again")
            return render(request, "mend.html.j2", status=400, problem=problem)
        frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
        place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
        fault = f"{type(problem).__name__} in {place}, version {__version__}"
        print(f"speciosa: a fault of speciosa itself ({fault})", file=sys.stderr)  # noqa: T201
        return render(request, "fault.html.j2", status=500, fault=fault)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No page stands at this address."""
    del exception
    return render(request, "not_found.html.j2", status=404)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before the app was locked or restarted."""
    del reason
    problem = EntryError("this page was open from before the app was locked", todo="go back, load it again, and repeat")
    return render(request, "mend.html.j2", status=403, problem=problem)
