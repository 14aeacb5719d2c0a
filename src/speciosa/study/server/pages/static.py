"""The staff's own style sheet, and scripts that come with the library of accounts, read from where it is installed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

_SCRIPT = "text/javascript; charset=utf-8"
_FILES = {
    "staff.css": ("speciosa.study.server", "static/staff.css", "text/css; charset=utf-8"),
    "webauthn-json.js": ("allauth.mfa", "static/mfa/js/webauthn-json.js", _SCRIPT),
    "webauthn.js": ("allauth.mfa", "static/mfa/js/webauthn.js", _SCRIPT),
    "onload.js": ("allauth.account", "static/account/js/onload.js", _SCRIPT),
}
"""Name in the address: package, place in it, and what it is."""


def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """One of these files.

    Raises
    ------
    Http404 : there is none of this name.
    """
    if name not in _FILES:
        raise Http404
    body, mark = _file(name)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304)
    return HttpResponse(body, content_type=_FILES[name][2], headers={"ETag": mark, "Cache-Control": "no-cache"})


@cache
def _file(name: str) -> tuple[bytes, str]:
    package, place, _ = _FILES[name]
    body = resources.files(package).joinpath(place).read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


paths = [path("study/static/<str:name>", static_file, name="study_static")]
