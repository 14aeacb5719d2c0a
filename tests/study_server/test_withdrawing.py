"""Leaving: two taps, no reason needed, what was promised about the entries, and only a farewell after it."""

from __future__ import annotations

import json

import pytest
from tests.study_server.conftest import World
from tests.study_server.participant_walk import with_text, wrote


def rows_of(world: World, number: str = "P0001") -> int:
    from speciosa.store.models import Entry

    return Entry.objects.filter(record=world.people[number].record).count()


@pytest.fixture
def asked(world: World) -> World:
    """A study whose text lets people choose what becomes of their entries; one has written two of them."""
    with_text(world.leaf, after="asked")
    wrote(world.people["P0001"], "4")
    wrote(world.people["P0001"], "5", note="a secret")
    return world


def test_the_first_tap_shows_what_it_means_and_changes_nothing(asked: World) -> None:
    client = asked.client("P0001")
    assert "/participation/withdraw/" in client.get("/participation/").content.decode()
    page = client.get("/participation/withdraw/").content.decode()
    assert "/take-along" in page
    assert "It is erased for good" in page
    assert "stop suddenly" in page
    asked.people["P0001"].refresh_from_db()
    assert asked.people["P0001"].state == "joined"


@pytest.mark.parametrize(("choice", "left"), [("kept", 2), ("erased", 0)])
def test_what_they_choose_is_done_and_stands_in_the_trail(asked: World, choice: str, left: int) -> None:
    from speciosa.study.server.models import Consent, Link

    client, one = asked.client("P0001"), asked.people["P0001"]
    answer = client.post("/participation/withdraw/", {"entries": choice})
    assert answer.headers["Location"] == "/farewell/"
    one.refresh_from_db()
    assert (one.state, one.erased, one.withdrawn_s is not None) == ("withdrawn", choice == "erased", True)
    assert rows_of(asked) == left
    assert Consent.objects.filter(participant=one, withdrawn_s=None).count() == 0
    link = Link.objects.filter(chain__name="participant leaf P0001").latest("number")
    assert (link.action, link.actor, link.reason) == ("withdrawn", "participant P0001", "")
    assert json.loads(link.new)["entries"] == choice
    assert "secret" not in "".join(Link.objects.values_list("new", flat=True))
    assert rows_of(asked, "P0002") == 0
    asked.people["P0002"].refresh_from_db()
    assert asked.people["P0002"].state == "joined"


def test_after_it_there_is_a_farewell_and_somebody_to_call_and_nothing_else(asked: World) -> None:
    client = asked.client("P0001")
    client.post("/participation/withdraw/", {"entries": "kept", "reason": "I move away."})
    page = client.get("/farewell/", headers={"Accept-Language": "de-DE"}).content.decode()
    assert "tel:" in page
    assert 'class="places"' not in page
    for address in ("/", "/entries", "/help", "/watch", "/take-along", "/settings", "/participation/", "/consent/"):
        assert client.get(address).headers["Location"] == "/farewell/", address
    before = rows_of(asked)
    for address in ("/log/score", "/log/none", "/participation/withdraw/"):
        assert client.post(address, {"value": "5", "id": "form-0001"}).headers["Location"] == "/farewell/"
    assert rows_of(asked) == before
    assert client.post("/sync", "{}", content_type="application/json", headers={"X-Sync": "1"}).status_code == 423
    for address in ("/card", "/help-now"):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize(("promise", "left"), [("kept", 2), ("erased", 0)])
def test_a_promise_of_the_text_holds_whatever_is_sent(world: World, promise: str, left: int) -> None:
    with_text(world.leaf, after=promise)
    wrote(world.people["P0001"], "4")
    wrote(world.people["P0001"], "5")
    client = world.client("P0001")
    assert 'type="radio"' not in client.get("/participation/withdraw/").content.decode()
    client.post("/participation/withdraw/", {"entries": "kept" if promise == "erased" else "erased"})
    assert rows_of(world) == left


def test_whoever_has_not_agreed_to_a_new_text_can_leave_all_the_same(asked: World) -> None:
    with_text(asked.leaf, version=2, after="kept")
    client = asked.client("P0001")
    assert client.get("/").headers["Location"] == "/consent/"
    assert 'type="radio"' in client.get("/participation/withdraw/").content.decode()  # as agreed, not as the new one
    assert client.post("/participation/withdraw/", {"entries": "erased"}).headers["Location"] == "/farewell/"
    assert rows_of(asked) == 0


def test_what_was_agreed_to_is_readable_by_the_one_who_agreed(asked: World) -> None:
    from speciosa.study.server.models import Consent

    mine = Consent.objects.get(participant=asked.people["P0001"])
    its = Consent.objects.get(participant=asked.people["P0002"])
    client = asked.client("P0001")
    page = client.get("/participation/").content.decode()
    assert "P0001" in page
    assert "Study of leaf" in page
    assert f"/participation/agreed/{mine.pk}/" in page
    text = client.get(f"/participation/agreed/{mine.pk}/").content.decode()
    assert "First." in text
    assert "Photos of my skin" in text
    assert client.get(f"/participation/agreed/{its.pk}/").status_code == 404
