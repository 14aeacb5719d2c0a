"""Every address of the server, each with the one right that it needs. One that names none is not there."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from speciosa.study.server.api import address as api_address
from speciosa.study.server.api import token_pages
from speciosa.study.server.health import health
from speciosa.study.server.pages import accounts as account_pages
from speciosa.study.server.pages import allocation as allocation_pages
from speciosa.study.server.pages import (
    consent,
    exports,
    gate,
    invitations,
    participant_record,
    protocol,
    server_page,
    sites,
    staff,
    static,
    studies,
)
from speciosa.study.server.pages import participants as participant_pages
from speciosa.study.server.pages import trail as trail_pages
from speciosa.study.server.participants import own_pages
from speciosa.study.server.roles import Right
from speciosa.study.server.who import guard
from speciosa.web import static_files

urlpatterns: list[URLPattern | URLResolver] = [
    *guard(Right.ANYBODY, api_address.paths),
    *guard(Right.ANYBODY, [path("health", health, name="health"), *static_files.paths, *static.paths]),
    *account_pages.paths,
    *server_page.paths,
    *studies.paths,
    *sites.paths,
    *protocol.paths,
    *gate.paths,
    *consent.paths,
    *invitations.paths,
    *participant_pages.paths,
    *participant_record.paths,
    *exports.paths,
    *staff.paths,
    *allocation_pages.paths,
    *own_pages.paths,
    *trail_pages.paths,
    *token_pages.paths,
]
handler404 = "speciosa.study.server.faults.not_found"
handler429 = "speciosa.study.server.faults.too_many"  # the library of accounts looks for it
