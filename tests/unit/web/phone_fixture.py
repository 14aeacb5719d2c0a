"""A phone for a test: a client that comes through the phone's door, a stranger or one that has joined."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.test import Client

from speciosa.web import devices
from speciosa.web.phone_server import DOOR_MARK


class Phone(Client):
    """A client whose every request comes over TLS through the phone's door."""

    def generic(self, *said: Any, **extra: Any) -> Any:
        return super().generic(*said, **extra | {"secure": True, DOOR_MARK: "tls"})


def stranger(*, enforce_csrf_checks: bool = False) -> Client:
    """A phone that nobody knows."""
    return Phone(enforce_csrf_checks, headers={"host": "127.0.0.1:8137"})


def joined(name: str = "My phone") -> Client:
    """A phone that has joined."""
    phone, given = stranger(), HttpResponse()
    devices.join(given, name)
    phone.cookies[devices.COOKIE] = given.cookies[devices.COOKIE].value
    return phone


def page(answer: Any) -> str:
    """An answer's text."""
    text: str = answer.content.decode(errors="replace")
    return text
