"""The app without its computer: the installed shell, and the page on which entries wait. None of it holds any data."""

from __future__ import annotations

import hashlib
import math
from importlib import resources

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render as django_render
from django.urls import path
from django.views.decorators.http import require_GET

from speciosa.knowledge import load_knowledge
from speciosa.record import Kind
from speciosa.report.palette import LIGHT
from speciosa.store import details, entries
from speciosa.values.timeline import DAY_S
from speciosa.web import devices, opened
from speciosa.web.clock import now_s
from speciosa.web.here import is_own_device
from speciosa.web.marks import open_to_strangers
from speciosa.web.page import words_for

_SHELL = ("offline.js", "phone.js", "queue.js", "service_worker.js", "speciosa.css", "speciosa.js")


@open_to_strangers
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Writing down without the computer. The phone keeps this page, so nothing of the record may stand on it."""
    if is_own_device() and not devices.came_by_phone(request):
        return HttpResponseRedirect("/")
    words = words_for(request)
    is_open = opened.is_admitted(request)
    record = entries.own_record() if is_open else None
    return django_render(request, "offline.html.j2", {
        "words": words, "say": words.say, "count": words.count, "place": "", "urgent": "", "is_open": False,
        "flash": None, "young": False,
        "app_name": details.setting(record, "app_name") if record else words.say("Write it down"),
        "theme": details.setting(record, "theme") if record else "",
    })  # fmt: skip


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:
    """The name that the person chose, and the icons: how the app stands on the phone's screen."""
    name = details.setting(entries.own_record(), "app_name")
    icons = [
        {"src": f"/static/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size, purpose in ((192, "any"), (512, "maskable"))
    ]
    body = {
        "id": "/", "name": name, "short_name": name, "start_url": "/", "scope": "/", "display": "standalone",
        "lang": words_for(request).language, "background_color": LIGHT["paper"], "theme_color": LIGHT["paper"],
        "icons": icons,
    }  # fmt: skip
    return JsonResponse(body, content_type="application/manifest+json")


@open_to_strangers
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the shell; it changes with every file of the shell, so that a phone gets the new one."""
    place = resources.files("speciosa.web")
    parts = [(place / "static" / name).read_bytes() for name in _SHELL]
    parts.extend((place / "templates" / name).read_bytes() for name in ("base.html.j2", "offline.html.j2"))
    version = hashlib.sha256(b"\0".join(parts) + words_for(request).language.encode()).hexdigest()[:16]
    body = (place / "static" / "service_worker.js").read_text(encoding="utf-8").replace("SHELL_VERSION", version)
    return HttpResponse(body, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_GET
def last_dose(request: HttpRequest) -> HttpResponse:
    """The last dose, for a phone whose person ticked that it may be kept there."""
    del request
    since_s = now_s() - int(load_knowledge().choice("phone_dose_days")) * DAY_S
    for each in entries.standing_since(entries.own_record(), since_s):
        if each.kind is Kind.DOSE and not math.isnan(each.value):
            return JsonResponse({"name": each.name, "value": f"{each.value:g}", "unit": each.unit})
    return JsonResponse({})


paths = [
    path("offline", offline, name="offline"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("phone/last-dose", last_dose, name="last_dose"),
]
