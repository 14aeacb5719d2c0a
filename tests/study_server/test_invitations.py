"""Codes that let one person join."""

from __future__ import annotations

import re

import pytest
from tests.study_server import paperwork
from tests.study_server.allocation_world import clock_at
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError


def test_a_code_is_kept_as_a_hash_alone_and_found_however_it_is_typed(world: World) -> None:
    from speciosa.study.server import invitations
    from speciosa.study.server.models import Invitation, Link

    slips = invitations.make(paperwork.seat_of(world.leaf), world.north, 3)
    assert [each.number for each in slips] == ["P0003", "P0004", "P0005"]
    assert len({each.code for each in slips}) == 3
    everything = repr([list(Invitation.objects.values()), list(Link.objects.values())])
    for each in slips:
        assert re.fullmatch(r"(?:[A-Z0-9]{4}-){2}[A-Z0-9]{4}", each.code)
        assert each.code not in everything
        assert invitations.plain(each.code) not in everything
    found = invitations.standing(f" {slips[1].code.lower().replace('-', ' ')} ")
    assert found is not None
    assert (found.number, found.site) == ("P0004", world.north)
    assert invitations.standing("AAAA-AAAA-AAAA") is None


def test_numbers_go_on_where_the_last_one_ended_whoever_has_it(world: World) -> None:
    from speciosa.study.server import invitations

    seat = paperwork.seat_of(world.leaf)
    invitations.make(seat, world.north, 2)
    assert invitations.make(seat, world.south, 1)[0].number == "P0005"


def test_an_invitation_ends_by_itself_by_use_and_by_hand(world: World) -> None:
    from speciosa.store.opening import arrived_s
    from speciosa.study.server import invitations
    from speciosa.study.server.models import Invitation

    seat, now_s = paperwork.seat_of(world.leaf), arrived_s()
    used, ended, stands = invitations.make(seat, world.north, 3)
    Invitation.objects.filter(number=used.number, study=world.leaf).update(used_s=now_s)
    row = Invitation.objects.get(number=ended.number, study=world.leaf)
    with pytest.raises(EntryError, match="reason"):
        invitations.revoke(seat, row, reason="")
    invitations.revoke(seat, row, reason="The slip was lost on the way")
    assert [invitations.standing(each.code) is None for each in (used, ended, stands)] == [True, True, False]
    with pytest.raises(EntryError, match="ended already"):
        invitations.revoke(seat, row, reason="The slip was lost on the way")
    with clock_at(now_s + 31 * 86_400):
        assert invitations.standing(stands.code) is None


@pytest.mark.parametrize("count", [0, -1, 101])
def test_nobody_makes_none_or_a_pile(world: World, count: int) -> None:
    from speciosa.study.server import invitations

    with pytest.raises(EntryError):
        invitations.make(paperwork.seat_of(world.leaf), world.north, count)


def test_a_closed_study_invites_nobody(world: World) -> None:
    from speciosa.study.server import invitations

    world.leaf.state = "closed"
    world.leaf.save()
    with pytest.raises(EntryError, match="closed"):
        invitations.make(paperwork.seat_of(world.leaf), world.north, 1)


def test_the_sheet_is_shown_once_and_a_second_sending_makes_no_more(world: World) -> None:
    from speciosa.study.server.models import Invitation

    client = world.client("clinician")
    page = client.get("/study/leaf/invitations/").content.decode()
    once = re.search(r'name="once" value="(\w+)"', page)
    assert once is not None
    said = {"once": once[1], "site": "north", "count": "2"}
    sheet = client.post("/study/leaf/invitations/make/", said)
    assert sheet.status_code == 200
    assert sheet.headers["Cache-Control"] == "no-store"
    codes = re.findall(r'<p class="code">([A-Z0-9-]{14})</p>', sheet.content.decode())
    assert len(codes) == 2
    assert sheet.content.decode().count("<svg") == 2
    assert "http://127.0.0.1/join/" in sheet.content.decode()
    assert client.post("/study/leaf/invitations/make/", said).status_code == 302
    assert Invitation.objects.count() == 2
    after = client.get("/study/leaf/invitations/").content.decode()
    assert not any(code in after for code in codes)


def test_one_site_s_clinician_invites_to_their_own_site_alone(world: World) -> None:
    from speciosa.study.server import invitations
    from speciosa.study.server.models import Invitation, Member

    Member.objects.filter(person=world.accounts["clinician"]).update(site=world.north)
    invitations.make(paperwork.seat_of(world.leaf), world.south, 1)
    client = world.client("clinician")
    page = client.get("/study/leaf/invitations/").content.decode()
    assert "South" not in page
    assert "P0003" not in page
    once = re.search(r'name="once" value="(\w+)"', page)
    assert once is not None
    sent = client.post("/study/leaf/invitations/make/", {"once": once[1], "site": "south", "count": "1"})
    assert sent.status_code == 404
    other = Invitation.objects.get(number="P0003", study=world.leaf)
    gone = client.post(f"/study/leaf/invitations/{other.pk}/end/", {"reason": "a reason that says something"})
    assert gone.status_code == 404


def test_an_unused_one_is_ended_on_the_page(world: World) -> None:
    from speciosa.study.server import invitations
    from speciosa.study.server.models import Invitation

    slip = invitations.make(paperwork.seat_of(world.leaf), world.north, 1)[0]
    row = Invitation.objects.get(number=slip.number, study=world.leaf)
    client = world.client("investigator")
    assert client.post(f"/study/leaf/invitations/{row.pk}/end/", {"reason": "The slip was lost"}).status_code == 302
    assert invitations.standing(slip.code) is None
    assert "ended" in client.get("/study/leaf/invitations/").content.decode()
