"""A page of the staff: the app's own look, another frame."""

from __future__ import annotations

from typing import Any

import jinja2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render

from speciosa.study.server.accounts.script_data import FILTERS
from speciosa.study.server.roles import Right
from speciosa.study.server.seat import seat_for
from speciosa.study.server.who import seat_of
from speciosa.web.page import environment as app_environment


def environment(**options: Any) -> jinja2.Environment:
    """The app's templates, and those of the staff under ``study/``."""
    made = app_environment(**options)
    assert made.loader is not None
    staff = jinja2.PrefixLoader({"study": jinja2.PackageLoader("speciosa.study.server")})
    accounts = jinja2.PackageLoader("speciosa.study.server", "accounts/templates")
    beside = jinja2.PackageLoader("speciosa.study.server", "templates/app")  # what the app's own pages include
    made.loader = jinja2.ChoiceLoader([staff, accounts, made.loader, beside])
    made.filters |= FILTERS
    made.globals |= {"seat": None, "places": places}  # pages of the library of accounts have no seat
    return made


def render(request: HttpRequest, template: str, *, status: int = 200, **values: Any) -> HttpResponse:
    """A page of the staff.

    Parameters
    ----------
    template : in `server/templates`. values: beside `seat`, the seat of whoever asks (None: nobody).
    """
    carried = {"seat": seat_of(request), "places": places}
    return django_render(request, f"study/{template}", {**carried, **values}, status=status)


def places(request: HttpRequest) -> list[tuple[str, str]]:
    """The places of a study that this account may go to: name and address."""
    seat = seat_of(request)
    if seat is None or seat.study is None:
        return []
    top = f"/study/{seat.study.slug}/"
    return [
        (name, f"{top}{tail}") for name, tail, right in _PLACES if seat_for(request.user, seat.study, right) is not None
    ]


_PLACES = (
    ("Study", "", Right.SEE_STUDY), ("Protocol", "protocol/", Right.SEE_STUDY), ("Gate", "gate/", Right.SEE_STUDY),
    ("Consent", "consent/", Right.SEE_STUDY), ("Sites", "sites/", Right.EDIT_STUDY),
    ("Roles", "staff/", Right.GIVE_ROLES),
    ("Participants", "participants/", Right.SEE_PARTICIPANTS), ("Invitations", "invitations/", Right.INVITE),
    ("Opened in an emergency", "unblindings/", Right.SEE_PARTICIPANTS),
    ("Promises", "promises/", Right.SEE_PARTICIPANTS),
    ("Keys", "keys/", Right.MAKE_KEYS), ("Packing", "packing/", Right.PACK), ("Reveal", "reveal/", Right.REVEAL),
    ("Exports", "exports/", Right.EXPORT), ("Tokens", "tokens/", Right.MAKE_TOKENS),
    ("Trail", "trail/", Right.READ_TRAIL),
)  # fmt: skip
