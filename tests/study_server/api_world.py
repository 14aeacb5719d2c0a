"""Tokens for those of the `world`, and calls with them."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.study_server.conftest import World

if TYPE_CHECKING:
    from speciosa.study.server.api.scopes import Scope

TOP = "/api/v1"


@dataclass(frozen=True, slots=True)
class Program:
    """What calls with one token; `words` empty: with none."""

    words: str

    def get(self, address: str, **asked: Any) -> Any:
        """The answer to a GET below the top."""
        return self.ask("GET", address, params=asked)

    def post(self, address: str, body: Any, *, key: str = "") -> Any:
        """The answer to a POST of JSON below the top."""
        return self.ask("POST", address, body=json.dumps(body), key=key)

    def ask(
        self, method: str, address: str, *, params: Any = None, body: str | bytes = "", key: str = "",
        kind: str = "application/json",
    ) -> Any:  # fmt: skip
        """Any call."""
        from django.test import Client

        headers = {"Authorization": f"Bearer {self.words}"} if self.words else {}
        headers |= {"Idempotency-Key": key} if key else {}
        client = Client(HTTP_HOST="127.0.0.1", headers=headers)
        if method == "GET":
            return client.get(f"{TOP}/{address}", params)
        return client.generic(method, f"{TOP}/{address}", body, content_type=kind)


def program(world: World, who: str, *scopes: Scope, days: int | None = None) -> Program:
    """A program of somebody: a participant's number, or a role. Without scopes: all that they could have."""
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.caller import buckets
    from speciosa.study.server.api.scopes import OWN

    buckets.refill()  # each test's tokens may have the numbers of the last one's
    if who in world.people:
        return Program(tokens.make_for_participant(world.people[who], tokens.Asked("test", scopes or OWN, days)).words)
    seat = staff_seat(world, who)
    assert seat.study is not None
    wanted = scopes or tokens.open_to(seat.account, seat.study)
    return Program(tokens.make_for_staff(seat, tokens.Asked("test", wanted, days)).words)


def staff_seat(world: World, who: str) -> Any:
    """The seat of a role (``role`` or ``role@tablets``) in its study, as if it could make tokens."""
    from speciosa.study.server.roles import Role
    from speciosa.study.server.seat import Seat

    study = world.tablets if who.endswith("@tablets") else world.leaf
    account: Any = world.accounts[who]
    return Seat(account.pk, study, frozenset({Role(who.partition("@")[0])}))


def row(**said: Any) -> dict[str, Any]:
    """An entry as a program sends it; without another id, the same words have the same one."""
    whole = {"time": "2026-03-01T08:05+01:00", "kind": "rating", "name": "pain", "value": 6, **said}
    return {"id": f"row-{zlib.crc32(json.dumps(whole).encode()):08x}", **whole}
