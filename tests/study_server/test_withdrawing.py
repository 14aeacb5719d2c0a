"""Leaving: two taps, no reason needed, what was promised about the entries, and only a farewell after it."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

import pytest
from tests.study_server.api_world import program, row
from tests.study_server.conftest import World
from tests.study_server.participant_walk import with_text, wrote

from speciosa.values.errors import EntryError


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


@pytest.mark.parametrize("what", ["withdrawn", "closed"])
def test_what_is_on_its_way_while_somebody_leaves_or_the_study_closes_is_not_written(asked: World, what: str) -> None:
    from speciosa.store import entries
    from speciosa.study.server.withdrawal import withdraw

    real, one = entries.add_rows, asked.people["P0001"]

    def late(record: Any, rows: Any, *said: Any, **named: Any) -> Any:
        if what == "closed":
            type(one.study).objects.filter(pk=one.study_id).update(state="closed")
        elif type(one).objects.get(pk=one.pk).state != "withdrawn":
            withdraw(type(one).objects.get(pk=one.pk), erase=True, reason="", actor="x", role="participant")
        return real(record, rows, *said, **named)

    client, body = asked.client("P0001"), {"id": "after-000000000001", "time": "2026-03-01T11:00+00:00"}
    body |= {"kind": "rating", "name": "pain", "value": "3", "unit": "nrs"}
    with patch("speciosa.store.entries.add_rows", late):
        answer = client.post(
            "/sync", json.dumps({"entries": [body]}), content_type="application/json", headers={"X-Sync": "1"}
        )  # fmt: skip
    assert answer.json()["verdicts"]["after-000000000001"]["state"] == "refused"
    assert rows_of(asked) == (2 if what == "closed" else 0)


def test_nothing_is_said_of_somebody_who_left_meanwhile(asked: World) -> None:
    from speciosa.record import Person
    from speciosa.store.details import save_person, save_setting
    from speciosa.store.models import Detail
    from speciosa.study.server.withdrawal import withdraw

    one = asked.people["P0001"]
    withdraw(one, erase=True, reason="", actor="participant P0001", role="participant")
    with pytest.raises(EntryError, match="you left this study"):
        save_person(one.record, Person(birth_year=1950))
    with pytest.raises(EntryError, match="you left this study"):
        save_setting(one.record, "theme", "dark")
    assert Detail.objects.filter(record=one.record).count() == 0


@pytest.mark.parametrize("choice", ["kept", "erased"])
def test_programs_are_let_in_no_more_and_what_they_were_told_goes(asked: World, choice: str) -> None:
    from speciosa.study.server.models import Token, Written

    old, now = program(asked, "P0001"), program(asked, "P0001")
    assert old.post("entries", {"entries": [row(id="sent-by-a-program")]}, key="key-of-a-call-0001").status_code == 200
    Token.objects.filter(pk=min(Token.objects.values_list("pk", flat=True))).update(revoked_s=1)  # ended before
    assert now.get("entries").status_code == 200
    asked.client("P0001").post("/participation/withdraw/", {"entries": choice})
    assert now.get("entries").status_code == 401
    assert Token.objects.filter(participant=asked.people["P0001"], revoked_s=None).count() == 0
    assert Written.objects.count() == (1 if choice == "kept" else 0)


@pytest.mark.parametrize(("choice", "kept"), [("kept", "w" * 300), ("erased", "")])
def test_their_own_reason_stands_in_a_row_and_never_in_the_trail(asked: World, choice: str, kept: str) -> None:
    from speciosa.study.server.models import Link

    client = asked.client("P0001")
    assert 'maxlength="300"' in client.get("/participation/withdraw/").content.decode()
    client.post("/participation/withdraw/", {"entries": choice, "reason": "w" * 1000})
    one = asked.people["P0001"]
    one.refresh_from_db()
    assert one.left_because == kept
    link = Link.objects.filter(chain__name="participant leaf P0001", action="withdrawn").get()
    assert ("www" in link.reason + link.new, "why" in json.loads(link.new)) == (False, bool(kept))
