"""The app's own style, scripts and icons: few, small, and ours."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from speciosa.report.page import page_style
from speciosa.report.palette import DARK, LIGHT, variables
from speciosa.web.marks import needs_no_opening

_TYPES = {
    "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
    "png": "image/png", "webmanifest": "application/manifest+json",
}  # fmt: skip


@needs_no_opening
def static_file(request: HttpRequest, name: str) -> HttpResponse:
    """One file of `web/static`.

    Raises
    ------
    Http404 : there is none of this name.
    """
    body, mark = _file(name)
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304)
    kind = _TYPES[name.rpartition(".")[2]]
    return HttpResponse(body, content_type=kind, headers={"ETag": mark, "Cache-Control": "no-cache"})


@cache
def _file(name: str) -> tuple[bytes, str]:
    place = resources.files("speciosa.web") / "static"
    known = {each.name for each in place.iterdir() if each.name.rpartition(".")[2] in _TYPES}
    if name not in known:
        raise Http404(name)
    body = (place / name).read_bytes()
    if name == "speciosa.css":
        body = _sheet().encode() + body
    return body, f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _sheet() -> str:
    """The report's own sheet, and the theme that a person chose against their device's."""
    themes = "".join(
        f':root[data-theme="{name}"]{{color-scheme:{name};{variables(colours)}}}'
        for name, colours in (("light", LIGHT), ("dark", DARK))
    )
    return f"{page_style('a4')}\n{themes}\n"


paths = [path("static/<str:name>", static_file, name="static")]
