"""Keys: made by their own role, the code shown once, wrong codes limited, and what a new key means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.study_server.allocation_world import (
    NOW_S,
    Allocating,
    browser,
    cheap_hashing,
    clock_at,
    code_on,
    opened,
    ready,
)
from tests.study_server.conftest import World

from speciosa.values.errors import EntryError


@pytest.fixture
def allocating(world: World) -> Iterator[Allocating]:
    with cheap_hashing(), clock_at(NOW_S):
        yield ready(world)


def test_a_key_is_made_on_its_page_and_its_code_stands_on_the_answer_alone(world: World) -> None:
    from speciosa.study.server.allocation import pack_keys
    from speciosa.study.server.models import AllocationList, Link, PackKey

    with cheap_hashing(), clock_at(NOW_S):
        client = browser(world, "packer")
        answer = client.post("/study/leaf/keys/", {"purpose": "packer"})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        page = answer.content.decode()
        code, key = code_on(page), PackKey.objects.get()
        assert pack_keys.fingerprint(key) in page
        assert pack_keys.private_of(key, code.lower().replace("-", " ")) is not None
        assert code not in client.get("/study/leaf/keys/").content.decode()
        assert code not in str(dict(client.session.items()))
        link = Link.objects.get(action="key made")
        assert (link.subject, link.new) == ("key packer", f'"{pack_keys.fingerprint(key)}"')
        assert not AllocationList.objects.exists()
        browser(world, "statistician").post("/study/leaf/keys/", {"purpose": "statistician"})
        assert AllocationList.objects.filter(study=world.leaf).count() == 2  # promised before anybody takes a place


@pytest.mark.parametrize(
    ("role", "purpose"),
    [("packer", "emergency"), ("packer", "statistician"), ("clinician", "packer"), ("statistician", "emergency")],
)
def test_nobody_makes_another_role_s_key(world: World, role: str, purpose: str) -> None:
    from speciosa.study.server.models import PackKey

    answer = browser(world, role).post("/study/leaf/keys/", {"purpose": purpose})
    assert answer.status_code == 400
    assert "is made by a" in answer.content.decode()
    assert not PackKey.objects.exists()


def test_whoever_holds_a_role_at_one_site_makes_no_key_of_the_study(world: World) -> None:
    from speciosa.study.server.models import Member, PackKey

    Member.objects.filter(study=world.leaf, role="packer").update(site=world.north)
    answer = browser(world, "packer").post("/study/leaf/keys/", {"purpose": "packer"})
    assert answer.status_code == 400
    assert not PackKey.objects.exists()


def test_a_new_key_needs_a_reason_says_what_it_means_and_seals_nothing_anew(allocating: Allocating) -> None:
    from speciosa.study.server.models import Envelope

    made = allocating.allocate()
    first = allocating.codes["packer"]
    client = browser(allocating.world, "packer")
    assert "Nothing is sealed anew</strong>: the 1 schedule" in client.get("/study/leaf/keys/").content.decode()
    assert client.post("/study/leaf/keys/", {"purpose": "packer"}).status_code == 400
    with pytest.raises(EntryError, match="this needs a reason"):
        allocating.key("packer", "packer")
    second = allocating.key("packer", "packer", reason="the printed code was lost")
    assert Envelope.objects.count() == 3
    opened(made, first, "packer")
    with pytest.raises(AssertionError):
        opened(made, second, "packer")
    opened(allocating.allocate("P0002"), second, "packer")


def test_wrong_codes_are_told_and_only_so_many_an_hour_each_account_by_itself(allocating: Allocating) -> None:
    from speciosa.store.recovery_code import make_recovery_code
    from speciosa.study.server.models import Link

    allocating.allocate()
    client = browser(allocating.world, "packer")
    where = "/study/leaf/packing/P0001/"
    for _ in range(5):
        answer = client.post(where, {"code": make_recovery_code()})
        assert answer.status_code == 403
        assert "this code opens nothing" in answer.content.decode()
    assert Link.objects.filter(action="wrong code").count() == 5
    answer = client.post(where, {"code": allocating.codes["packer"]})  # the right one, too
    assert answer.status_code == 403
    assert "too many wrong codes" in answer.content.decode()
    assert Link.objects.filter(action="wrong code").count() == 5
    with clock_at(NOW_S + 3601):
        later = browser(allocating.world, "packer")
        assert later.post(where, {"code": allocating.codes["packer"]}).status_code == 200


def test_the_packer_sees_numbers_then_the_sheet_by_the_code_and_says_that_it_is_packed(allocating: Allocating) -> None:
    from speciosa.study.server.models import Link

    made = allocating.allocate()
    client = browser(allocating.world, "packer")
    listed = client.get("/study/leaf/packing/").content.decode()
    assert "P0001" in listed
    assert "P0002" not in listed  # nobody allocated them
    answer = client.post("/study/leaf/packing/P0001/", {"code": allocating.codes["packer"]})
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    arms = opened(made, allocating.codes["packer"], "packer")
    assert all(code in page for code in arms.codes)
    assert "a quarter less" in page
    held = str(dict(client.session.items()))
    assert not [each for each in (*arms.codes, *allocating.codes.values(), made.trial) if each in held]
    assert client.post("/study/leaf/packing/P0001/packed/").status_code == 302
    made.refresh_from_db()
    assert made.packed_s == NOW_S
    done = list(Link.objects.filter(actor=f"account {allocating.world.accounts['packer'].pk}").values_list("action"))
    assert ("packing sheet shown",) in done
    assert ("packed",) in done
    assert client.get("/study/leaf/packing/P0002/").status_code == 404


def test_nobody_who_withdrew_is_packed_for(allocating: Allocating) -> None:
    from speciosa.study.server.models import Participant

    allocating.allocate()
    Participant.objects.filter(number="P0001", study=allocating.world.leaf).update(state="withdrawn")
    assert browser(allocating.world, "packer").get("/study/leaf/packing/P0001/").status_code == 404


def test_the_allocate_page_asks_draws_and_shows_no_arm(allocating: Allocating) -> None:
    from tests.study_server.allocation_world import said

    client, who = browser(allocating.world, "investigator"), allocating.world.people["P0001"]
    where = "/study/leaf/participants/P0001/allocate/"
    page = client.get(where).content.decode()
    assert "Nothing in the record stands in the way" in page
    assert client.post(where, {"starts": "2026-03-08"}).status_code == 400
    answers = {f"q-{code}": "no" for code in said(who).answers or {}}
    assert client.post(where, {"starts": "2026-03-01", **answers}).status_code == 400
    assert client.post(where, {"starts": "2026-03-08", **answers}).status_code == 302
    page = client.get(where).content.decode()
    assert who.allocated.commitment in page
    assert "-25%" not in page
    sheet = client.get("/study/leaf/participants/P0001/trial-sheet/").content.decode()
    codes = opened(who.allocated, allocating.codes["packer"], "packer").codes
    assert all(each in sheet for each in codes)
    assert client.get("/study/leaf/participants/P0002/trial-sheet/").status_code == 404
