"""Who may see what, asked of every address there is: made from the address book, so that no new page is forgotten."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import pytest
from tests.study_server.addresses import FILLINGS, Address, every_address, filled
from tests.study_server.conftest import ROLES, World

from speciosa.study.server.roles import MAY, Right, Role

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

OPEN = {Right.ANYBODY, Right.ACCOUNT}
CANARY = "canary-in-the-other-record"


@cache
def everywhere() -> list[Address]:
    return [each for each in every_address() if "^" not in each.route]


def of_a_study() -> list[Address]:
    return [each for each in everywhere() if each.needs_seat]


def path_of(address: Address, **fillings: str) -> str:
    """The address with something in each place: what is named, else objects of ``leaf``, else what is nowhere."""
    nowhere = {name: "999999" if f"int:{name}" in address.route else "nowhere" for name in address.takes}
    path = filled(address, {**nowhere, **FILLINGS, **fillings})
    assert path is not None
    return path


def settled(body: bytes) -> bytes:
    """A page without what is drawn anew each time: the token of its forms."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", body)


def ask(world: World, who: str, path: str, method: str = "get") -> HttpResponse:
    """One answer. A participant's browser is a new one each time: some of their pages end the session."""
    kept = _browsers.setdefault(world, {}).get(who)
    client = kept or world.client(who)
    if who in world.accounts:
        _browsers[world][who] = client
    found: HttpResponse = getattr(client, method)(path)
    return found


_browsers: WeakKeyDictionary[World, dict[str, Client]] = WeakKeyDictionary()


def test_every_address_names_its_right() -> None:
    without = [each.route for each in everywhere() if each.right is None]
    assert without == []
    assert len(of_a_study()) > 20


def test_the_table_of_rights_names_them_all() -> None:
    assert set(MAY) == set(Right)
    unused = set(Right) - {each.right for each in everywhere()}
    assert unused == set()


def nowhere(world: World, who: str) -> HttpResponse:
    return ask(world, who, "/study/leaf/no-such-page/")


@pytest.mark.parametrize("who", [*ROLES, "P0001", ""])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_role_gets_what_the_table_gives_it_and_else_what_is_nowhere(world: World, who: str, method: str) -> None:
    role = Role(who) if who in ROLES else Role.PARTICIPANT
    missing = nowhere(world, who)
    for each in everywhere():
        right = each.right
        assert right is not None
        if right in OPEN or right is Right.MAKE_STUDY or each.route.startswith(("/accounts/", "/api/")):
            continue
        answer = ask(world, who, path_of(each), method)
        place = f"{method} {path_of(each)} as {who or 'nobody'}"
        assert answer.status_code < 500, place
        if not who:
            door = "/join/" if right is Right.OWN_RECORD else "/accounts/login/"
            assert (answer.status_code, answer.headers.get("Location", "").startswith(door)) == (302, True), place
        elif right is Right.OWN_RECORD and role is not Role.PARTICIPANT:
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/study/"), place
        elif right is Right.OWN_RECORD:
            assert "Location" not in answer.headers or not answer.headers["Location"].startswith("/study"), place
        elif role not in MAY[right]:
            assert (answer.status_code, settled(answer.content)) == (404, settled(missing.content)), place


@pytest.mark.parametrize("who", ROLES)
def test_nobody_reaches_into_another_study(world: World, who: str) -> None:
    missing = nowhere(world, f"{who}@tablets")
    for each in of_a_study():
        for method in ("get", "post"):
            answer = ask(world, f"{who}@tablets", path_of(each), method)
            assert (answer.status_code, settled(answer.content)) == (404, settled(missing.content)), (
                f"{method} {path_of(each)} as {who}"
            )


@pytest.mark.parametrize("who", [each for each in ROLES if each != "administrator"])
def test_a_seat_at_one_site_knows_of_nobody_at_another(world: World, who: str) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(person=world.accounts[who]).update(site=world.north)
    for each in of_a_study():
        if "number" in each.takes:
            for method in ("get", "post"):
                answer = ask(world, who, path_of(each, number="P0002"), method)
                assert answer.status_code == 404, f"{method} {path_of(each, number='P0002')} as {who}"
        else:
            assert b"P0002" not in ask(world, who, path_of(each)).content, path_of(each)


@pytest.mark.parametrize("who", [*ROLES, "P0001"])
def test_an_object_of_another_study_under_one_s_own_address_is_nowhere(world: World, who: str) -> None:
    from speciosa.study.server.models import Participant

    theirs = Participant.objects.get(pk=world.people["P0002@tablets"].pk)
    Participant.objects.filter(pk=theirs.pk).update(number="P0009")
    for each in of_a_study():
        if "number" in each.takes:
            assert ask(world, who, path_of(each, number="P0009")).status_code == 404, path_of(each, number="P0009")


def test_no_page_of_a_participant_shows_a_word_of_another(world: World) -> None:
    from speciosa.knowledge import load_knowledge
    from speciosa.record.row import Row
    from speciosa.store import entries

    row = Row("2026-03-01T08:00+01:00", "event", "note", CANARY, note=CANARY, id="theirs")
    entries.add_row(world.people["P0002"].record, row, load_knowledge())
    for each in everywhere():
        if each.right is Right.OWN_RECORD:
            for value in ("theirs", str(world.people["P0002"].pk)) if each.takes else ("",):
                path = path_of(each, **dict.fromkeys(each.takes, value)) if _fits(each, value) else path_of(each)
                answer = ask(world, "P0001", path)
                body = b"".join(answer) if answer.streaming else answer.content
                assert CANARY.encode() not in body, path


def _fits(address: Address, value: str) -> bool:
    return value.isdigit() or "<int:" not in address.route


@pytest.mark.parametrize("who", ROLES)
def test_a_role_that_was_ended_has_no_right_left(world: World, who: str) -> None:
    from speciosa.study.server.models import Member

    Member.objects.filter(person=world.accounts[who]).update(ended_s=1)
    for each in of_a_study():
        assert ask(world, who, path_of(each)).status_code == 404, path_of(each)


@pytest.mark.parametrize("who", ROLES)
def test_without_a_second_factor_there_is_no_page_of_a_study(world: World, who: str) -> None:
    from allauth.mfa.models import Authenticator

    Authenticator.objects.filter(user=world.accounts[who]).delete()
    for each in of_a_study():
        answer = ask(world, who, path_of(each))
        assert (answer.status_code, answer.headers.get("Location", "")[:14]) == (302, "/accounts/2fa/"), path_of(each)


@pytest.mark.parametrize("right", [each for each in Right if each not in OPEN | {Right.OWN_RECORD}])
def test_an_address_without_a_study_is_there_for_the_list_and_for_the_whole_server_alone(
    world: World, right: Right
) -> None:
    from django.http import Http404
    from django.test import RequestFactory

    from speciosa.study.server import who

    asked = RequestFactory().get("/somewhere/")
    asked.user = world.accounts["administrator"]
    if right is Right.SEE_STUDY:
        who._take_seat(asked, right, {})
        return
    with pytest.raises(Http404):
        who._take_seat(asked, right, {})
