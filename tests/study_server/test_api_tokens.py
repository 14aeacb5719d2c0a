"""Tokens: made for no more than one may do, shown once, ended at any time, checked at every call."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.study_server.api_world import Program, program, staff_seat
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError


def test_only_its_hash_is_kept(world: World) -> None:
    from django.forms.models import model_to_dict

    from speciosa.study.server.models import Link, Token

    words = program(world, "P0001").words
    kept = [model_to_dict(each) for each in (*Token.objects.all(), *Link.objects.all())]
    assert len(words) > 40
    assert words not in str(kept)
    assert words[5:] not in str(kept)


@pytest.mark.parametrize("end", ["expired", "revoked", "inactive"])
def test_a_token_that_ended_is_as_one_that_never_was(world: World, end: str) -> None:
    from django.contrib.auth.models import User

    from speciosa.study.server.api.tokens import revoke_of_participant
    from speciosa.study.server.models import Token

    me = program(world, "P0001")
    assert me.get("entries").status_code == 200
    if end == "expired":
        Token.objects.update(expires_s=1_000)
    elif end == "revoked":
        revoke_of_participant(world.people["P0001"], Token.objects.get())
    else:
        User.objects.filter(pk=world.people["P0001"].person_id).update(is_active=False)
    ended, never = me.get("entries"), Program("spst_" + "x" * 43).get("entries")
    assert ended.status_code == never.status_code == 401
    assert ended.content == never.content
    assert ended["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("words", ["", "x", "Bearer", "spst_", "spst_" + "y" * 5_000, "spst_\x00", "spst_\u00e9"])
def test_nonsense_is_no_token(world: World, words: str) -> None:
    assert Program(words.encode().decode("latin-1")).get("entries").status_code == 401


def test_it_does_what_it_was_made_for_alone(world: World) -> None:
    from speciosa.study.server.api.scopes import Scope

    me = program(world, "P0001", Scope.ENTRIES_READ)
    assert me.get("entries").status_code == 200
    assert me.get("schedule").status_code == 403
    assert me.post("entries", {"entries": [{}]}).status_code == 403


def test_it_does_no_more_than_its_owner_may_at_this_moment(world: World) -> None:
    from allauth.mfa.models import Authenticator

    from speciosa.study.server.models import Member

    reader = program(world, "statistician")
    assert reader.get("participants/P0001/entries").status_code == 200
    account: Any = world.accounts["statistician"]
    Member.objects.filter(person=account).update(role="auditor")
    assert reader.get("participants/P0001/entries").status_code == 403
    assert reader.get("participants").status_code == 200
    Member.objects.filter(person=account).update(ended_s=1)
    assert reader.get("participants").status_code == 403
    Member.objects.filter(person=account).update(ended_s=None, role="statistician")
    Authenticator.objects.filter(user=account).delete()
    assert reader.get("participants").status_code == 403


def test_a_participants_token_opens_nothing_of_the_staffs(world: World) -> None:
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.scopes import Scope
    from speciosa.study.server.models import Token

    someone = world.people["P0001"]
    forged = tokens._made(
        Token(study=world.leaf, person=someone.person, participant=someone), tokens.Asked("all", tuple(Scope))
    )
    staffs: Any = world.accounts["statistician"]
    other = tokens._made(Token(study=world.leaf, person=staffs), tokens.Asked("all", tuple(Scope)))
    program(world, "P0002")  # refills
    for address in ("participants", "flow", "export/csv", "participants/P0001/entries"):
        assert Program(forged.words).get(address).status_code == 403
    for address in ("entries", "schedule", "due"):
        assert Program(other.words).get(address).status_code == 403


def test_nobody_gets_one_for_more_than_they_may_do(world: World) -> None:
    from speciosa.study.server.api import tokens
    from speciosa.study.server.api.scopes import Scope

    refused = [
        tokens.Asked("all", tuple(Scope)), tokens.Asked("nothing", ()), tokens.Asked("", (Scope.FLOW_READ,)),
        tokens.Asked("long", (Scope.FLOW_READ,), 100_000), tokens.Asked("never", (Scope.FLOW_READ,), 0),
        tokens.Asked("entries", (Scope.RECORDS_READ,)),
    ]  # fmt: skip
    for each in refused:
        with pytest.raises(EntryError):
            tokens.make_for_staff(staff_seat(world, "administrator"), each)
    with pytest.raises(EntryError):
        tokens.make_for_participant(world.people["P0001"], tokens.Asked("staff", (Scope.FLOW_READ,)))


def test_whoever_leaves_leaves_no_token_behind(world: World) -> None:
    from speciosa.study.server.api.tokens import own_tokens, revoke_all
    from speciosa.study.server.models import Written

    me = program(world, "P0001")
    me.post(
        "entries",
        {"entries": [{"time": "2026-03-01T08:05Z", "kind": "rating", "name": "pain", "value": 1}]},
        key="call-0001",
    )
    assert Written.objects.count() == 1
    revoke_all(world.people["P0001"])
    assert me.get("entries").status_code == 401
    assert own_tokens(world.people["P0001"]) == []
    assert not Written.objects.exists()


def test_old_answers_are_forgotten_and_new_ones_are_not(world: World) -> None:
    from speciosa.study.server.api import repeats
    from speciosa.study.server.models import Token, Written

    program(world, "P0001")
    token = Token.objects.get()
    for at_s in (0, 10**9):
        Written.objects.create(token=token, key=f"call-{at_s}", asked="", status=200, body="{}", at_s=at_s)
    repeats.forget_old(token, now_s=10**9)
    assert [each.at_s for each in Written.objects.all()] == [10**9]


def test_the_page_shows_a_new_token_once_and_the_trail_tells_of_it(world: World) -> None:
    from speciosa.study.server.models import Link, Token

    browser = world.client("statistician")
    asked = {"name": "weekly table", "scope": ["export:read", "flow:read"], "days": "30"}
    page = browser.post("/study/leaf/tokens/", asked).content.decode()
    (words,) = re.findall(r"spst_[\w-]{43}", page)
    assert "spst_" not in browser.get("/study/leaf/tokens/").content.decode()
    program(world, "P0001")  # refills
    assert Program(words).get("flow").status_code == 200
    assert Program(words).get("participants").status_code == 403
    token = Token.objects.get(name="weekly table")
    assert browser.post("/study/leaf/tokens/revoke", {"token": token.pk, "reason": ""}).status_code == 400
    assert Program(words).get("flow").status_code == 200
    assert (
        browser.post("/study/leaf/tokens/revoke", {"token": token.pk, "reason": "no longer needed"}).status_code == 302
    )
    assert Program(words).get("flow").status_code == 401
    told = Link.objects.filter(chain__name="study leaf", subject=f"token {token.pk}").order_by("number")
    assert [(each.action, each.reason) for each in told] == [("token made", ""), ("token revoked", "no longer needed")]


@pytest.mark.parametrize("asked", [
    {"name": "", "scope": ["flow:read"], "days": "30"}, {"name": "x", "days": "30"}, {"name": "x", "scope": ["flow:read"], "days": "\u0663"},
    {"name": "x", "scope": ["entries:write"], "days": "30"}, {"name": "x", "scope": ["flow:read"], "days": "9999999999"},
])  # fmt: skip
def test_a_form_that_does_not_fit_comes_back_as_it_was_typed(world: World, asked: dict[str, Any]) -> None:
    from speciosa.study.server.models import Token

    answer = world.client("statistician").post("/study/leaf/tokens/", asked)
    assert answer.status_code == 400
    assert f'value="{asked["name"]}"' in answer.content.decode()
    assert not Token.objects.exists()


def test_tokens_of_another_study_are_not_there(world: World) -> None:
    from speciosa.study.server.models import Token

    program(world, "statistician@tablets")
    browser = world.client("statistician")
    token = Token.objects.get()
    assert token.name not in re.findall(r"<h3>(.*)</h3>", browser.get("/study/leaf/tokens/").content.decode())
    for said in (str(token.pk), "0", "x", "9" * 30):
        assert browser.post("/study/leaf/tokens/revoke", {"token": said, "reason": "mine"}).status_code == 404
    assert browser.get("/study/tablets/tokens/").status_code == 404
    for who in ("auditor", "packer", "clinician"):
        assert world.client(who).get("/study/leaf/tokens/").status_code == 404
    assert Token.objects.get().revoked_s is None
