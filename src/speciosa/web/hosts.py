"""Who may speak to the app: the names it was started under, and pages that it made itself.

A page of another site that lets its name point to this machine (DNS rebinding) asks with its own name: refused.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase

HOSTS = "SPECIOSA_HOSTS"
"""Environment of the server process: ``name:port`` with commas; without it the loopback names at any port."""

_LOOPBACK = {"127.0.0.1", "localhost", "[::1]"}


class Hosts:
    """Refuses a request for another name, or a change that another site's page asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request.META.get("HTTP_HOST", "")
        if not _is_ours(host):
            return HttpResponse("This address is not this app's.", status=421, content_type="text/plain")
        origin = request.META.get("HTTP_ORIGIN", "")
        if request.method not in {"GET", "HEAD"} and origin and _place_of(origin) != host:
            return HttpResponse("Another page asked for this. It was not done.", status=403, content_type="text/plain")
        return self._next(request)


def _place_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _is_ours(host: str) -> bool:
    named = os.environ.get(HOSTS, "")
    if named:
        return host in named.split(",")
    return host.rpartition(":")[0] in _LOOPBACK or host in _LOOPBACK
