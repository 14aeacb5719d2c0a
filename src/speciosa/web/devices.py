"""Phones that have joined: each holds a secret in a cookie, and only the secret's hash is kept.

Who has joined, and who was removed, also stands in STORE/phone/devices.json (hashes of random secrets, nothing else):
so a phone can be told from a stranger while the store is locked, and an older backup can't let a removed phone in.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading

from django.http import HttpRequest, HttpResponseBase

from speciosa.store import entries, lock
from speciosa.store.models import Device
from speciosa.store.own_files import own_folder
from speciosa.web import served
from speciosa.web.clock import now_s
from speciosa.web.phone_server import DOOR_MARK

COOKIE = "__Host-device"
"""Its name makes the browser refuse it without TLS, and for any other host."""

PAIRED, REMOVED = "paired", "removed"
CLEAR = '"cache", "cookies", "storage"'
"""What a removed phone is told to forget (header ``Clear-Site-Data``)."""

_KEPT_S = 390 * 86_400  # browsers keep a cookie for 400 days at most
_SEEN_EVERY_S = 60
_guard = threading.Lock()


def came_by_phone(request: HttpRequest) -> bool:
    """Whether the request came through the phone's door."""
    return DOOR_MARK in request.META


def device_of(request: HttpRequest) -> Device | None:
    """The phone that asks, if it has joined and the store is open."""
    mark = _mark(request)
    if not mark or lock.open_now() is None or _listed().get(mark) != PAIRED:
        return None
    found = Device.objects.filter(secret_hash=mark).first()
    if found is not None and now_s() - found.seen_s >= _SEEN_EVERY_S:
        Device.objects.filter(pk=found.pk).update(seen_s=now_s())
    return found


def has_joined(request: HttpRequest) -> bool:
    """Whether the phone that asks has joined: while the store is locked, too."""
    if lock.open_now() is not None:
        return device_of(request) is not None
    return _listed().get(_mark(request)) == PAIRED


def was_removed(request: HttpRequest) -> bool:
    """Whether the phone that asks had joined and was removed."""
    return bool(_mark(request)) and _listed().get(_mark(request)) == REMOVED


def join(response: HttpResponseBase, name: str) -> Device:
    """Let a phone in for good: its secret goes out with this answer and stands nowhere else."""
    secret = secrets.token_urlsafe(32)
    mark = _hash(secret)
    device = Device.objects.create(
        record=entries.own_record(), secret_hash=mark, name=name, paired_s=now_s(), seen_s=now_s()
    )
    _list(mark, PAIRED)
    response.set_cookie(COOKIE, secret, max_age=_KEPT_S, secure=True, httponly=True, samesite="Strict")
    return device


def remove(device: Device) -> None:
    """End a phone's access at once."""
    _list(device.secret_hash, REMOVED)
    device.delete()


def forget_here(response: HttpResponseBase) -> HttpResponseBase:
    """Tell the phone to forget what it keeps."""
    response.headers["Clear-Site-Data"] = CLEAR
    return response


def _mark(request: HttpRequest) -> str:
    secret = request.COOKIES.get(COOKIE, "")
    return _hash(secret) if secret else ""


def _hash(secret: str) -> str:
    """Of 256 random bits: nothing slower than SHA-256 is needed, there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _listed() -> dict[str, str]:
    try:
        said = json.loads((served.folder().phone / "devices.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _list(mark: str, state: str) -> None:
    """Note it before anything else: the file is replaced whole."""
    with _guard:
        folder = served.folder().phone
        own_folder(folder)
        beside = folder / "devices.json.new"
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(_listed() | {mark: state}, file)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(folder / "devices.json")
