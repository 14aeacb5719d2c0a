"""A phone joins: the certificate that it trusts, a QR code, a code that works once; and it can be removed again."""

from __future__ import annotations

import segno
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_GET, require_POST
from markupsafe import Markup

from speciosa.store import entries, lock
from speciosa.store.models import Device
from speciosa.web import devices, pairing_code, served
from speciosa.web.certificate import der, fingerprint
from speciosa.web.marks import open_to_strangers
from speciosa.web.page import render
from speciosa.web.phone_door import Door, door_of

_LONGEST_NAME = 40


def phone(request: HttpRequest) -> HttpResponse:
    """Your phone: how it joins, and which have joined."""
    door, code = door_of(served.folder()), pairing_code.standing_code()
    by_phone = devices.came_by_phone(request)
    here = devices.device_of(request) if by_phone else None
    return render(
        request, "phone.html.j2", door=door, here=here, by_phone=by_phone, inbox=served.folder().inbox,
        fingerprint=_fingerprint(door), trust_qr=_drawn(door.plain_url) if door else "",
        code=None if by_phone else code,
        join_qr=_drawn(f"{door.url}/pair/{code.text}") if door and code and not by_phone else "",
        joined=Device.objects.filter(record=entries.own_record()).order_by("-seen_s"),
    )  # fmt: skip


@require_POST
def new_code(request: HttpRequest) -> HttpResponse:
    """A code for joining: only on the computer itself."""
    if not devices.came_by_phone(request):
        pairing_code.new_code()
    return HttpResponseRedirect("/phone#join")


@open_to_strangers
@require_GET
def trust(request: HttpRequest) -> HttpResponse:
    """Where a phone begins: the certificate, and what to tap."""
    door = door_of(served.folder())
    if door is None:
        raise Http404
    return render(request, "trust.html.j2", door=door, fingerprint=_fingerprint(door))


@open_to_strangers
@require_GET
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate that a phone installs."""
    del request
    door = door_of(served.folder())
    if door is None:
        raise Http404
    headers = {"Content-Disposition": 'attachment; filename="home.crt"'}
    return HttpResponse(der(door.certificate.authority), content_type="application/x-x509-ca-cert", headers=headers)


@open_to_strangers
def pair(request: HttpRequest, code: str = "") -> HttpResponse:
    """A phone with a code joins; looking at the page uses nothing up."""
    if not devices.came_by_phone(request):
        return HttpResponseRedirect("/phone")
    if request.method != "POST" or lock.open_now() is None:
        return _ask(request, code=code)
    if not pairing_code.use(request.POST.get("code", "")):
        return _ask(request, wrong=True, status=403)
    response = HttpResponseRedirect("/phone")
    name = " ".join(request.POST.get("name", "").split())[:_LONGEST_NAME]
    devices.join(response, name or _kind_of(request))
    request.session.cycle_key()
    return response


@require_POST
def remove(request: HttpRequest, device: int) -> HttpResponseBase:
    """A phone's access ends; the phone itself forgets what it keeps when it asks next."""
    found = get_object_or_404(Device, pk=device, record=entries.own_record())
    is_here = devices.device_of(request) == found
    devices.remove(found)
    if not is_here:
        return HttpResponseRedirect("/phone#joined")
    request.session.flush()
    return devices.forget_here(_ask(request))


def stranger(request: HttpRequest, *, may_see: bool) -> HttpResponseBase | None:
    """What a phone gets that has not joined: never a page of the record, nor a try at the passphrase. Else None."""
    if not devices.came_by_phone(request) or request.path.startswith("/static/"):
        return None
    if devices.was_removed(request):
        request.session.flush()
        return devices.forget_here(_ask(request, status=410))
    if may_see or devices.has_joined(request):
        return None
    return _ask(request, status=403)


def _ask(request: HttpRequest, *, code: str = "", wrong: bool = False, status: int = 200) -> HttpResponse:
    return render(
        request, "pair.html.j2", status=status, code=code, wrong=wrong, locked=lock.open_now() is None,
        kind=_kind_of(request),
    )  # fmt: skip


def _kind_of(request: HttpRequest) -> str:
    said = request.headers.get("User-Agent", "")
    return next((kind for kind in ("iPhone", "iPad", "Android") if kind in said), "Phone")


def _fingerprint(door: Door | None) -> str:
    return fingerprint(door.certificate.authority) if door else ""


def _drawn(text: str) -> Markup:
    """A QR code as SVG without any style, dark on light in either theme: a camera needs that."""
    drawn = segno.make(text, error="m").svg_inline(scale=6, border=3, dark="#000", light="#fff", omitsize=True)
    return Markup(drawn)  # noqa: S704  a drawing of our own address


paths = [
    path("phone", phone, name="phone"),
    path("phone/code", new_code, name="phone_code"),
    path("phone/trust", trust, name="phone_trust"),
    path("phone/ca.crt", authority, name="phone_authority"),
    path("phone/devices/<int:device>/remove", remove, name="phone_remove"),
    path("pair", pair, name="pair"),
    path("pair/<str:code>", pair, name="pair_code"),
]
