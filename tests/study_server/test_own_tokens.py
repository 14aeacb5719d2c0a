"""A participant's keys for other programs: made and shown once, listed, ended; each for their own record alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.study_server.api_world import Program, program, row
from tests.study_server.conftest import World

PAGE = "/participation/tokens/"
KEY = re.compile(r"spst_[\w-]{43}")


def made(world: World, *scopes: str, who: str = "P0001") -> str:
    from speciosa.study.server.api.caller import buckets

    buckets.refill()
    page = world.client(who).post(PAGE, {"name": "my diary program", "scope": scopes}).content.decode()
    (words,) = KEY.findall(page)
    return str(words)


def test_it_is_shown_once_and_does_what_was_ticked_and_no_more(world: World) -> None:
    me = Program(made(world, "entries:write"))
    again = world.client("P0001").get(PAGE).content.decode()
    assert "my diary program" in again
    assert KEY.findall(again) == []
    assert me.post("entries", {"entries": [row()]}).status_code == 200
    assert me.get("entries").status_code == 403


def test_the_page_of_one_s_part_leads_to_it(world: World) -> None:
    assert f'href="{PAGE}"' in world.client("P0001").get("/participation/").content.decode()


def test_it_ends_with_one_tap_and_the_trail_tells_of_both(world: World) -> None:
    from speciosa.study.server.models import Link, Token

    me = Program(made(world, "entries:read"))
    assert me.get("entries").status_code == 200
    assert world.client("P0001").post(f"{PAGE}end", {"token": Token.objects.get().pk}).status_code == 302
    assert me.get("entries").status_code == 401
    assert "my diary program" not in world.client("P0001").get(PAGE).content.decode()
    told = Link.objects.filter(chain__name="participant leaf P0001", subject__startswith="token ").order_by("number")
    assert [each.action for each in told] == ["token made", "token revoked"]


@pytest.mark.parametrize("said", ["", "0", "x", "9" * 30, "\u0663"])
def test_nobody_ends_what_is_not_theirs(world: World, said: str) -> None:
    from speciosa.study.server.models import Token

    program(world, "P0002")
    for number in (said, str(Token.objects.get().pk)):
        assert world.client("P0001").post(f"{PAGE}end", {"token": number}).status_code == 302
    assert Token.objects.get().revoked_s is None


@pytest.mark.parametrize("asked", [
    {"name": "", "scope": ["entries:read"]}, {"name": "x"}, {"name": "x", "scope": ["export:read"]}, {"name": "x" * 81, "scope": ["entries:read"]},
])  # fmt: skip
def test_a_form_that_does_not_fit_comes_back_with_why(world: World, asked: dict[str, Any]) -> None:
    from speciosa.study.server.models import Token

    answer = world.client("P0001").post(PAGE, asked)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not Token.objects.exists()


def test_whoever_left_makes_none(world: World) -> None:
    from speciosa.study.server.models import Token
    from speciosa.study.server.withdrawal import withdraw

    withdraw(world.people["P0001"], erase=False, reason="", actor="participant P0001", role="participant")
    for method in ("get", "post"):
        answer = getattr(world.client("P0001"), method)(PAGE, {"name": "x", "scope": ["entries:read"]})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/farewell/")
    assert not Token.objects.exists()


def test_it_speaks_german_to_whoever_reads_german(world: World) -> None:
    from speciosa.store.details import save_setting

    save_setting(world.people["P0001"].record, "language", "de")
    page = world.client("P0001").get(PAGE).content.decode()
    assert "Schl\u00fcssel" in page
    assert not re.findall(r">(Keys|A new key|What it may do|Read your|Write your)", page)
