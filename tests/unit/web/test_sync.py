"""What a phone kept is written down once, however often and in whatever order it arrives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.store_fixture import NOW_S
from tests.unit.web.phone_fixture import joined, stranger

from speciosa.store import entries
from speciosa.store.models import Device, Entry, Erasure
from speciosa.web import devices, opened, sync

if TYPE_CHECKING:
    from django.test import Client
    from tests.unit.web.conftest import App


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sync, "now_s", lambda: NOW_S)


def said(own_id: str = "one", **changes: str) -> dict[str, str]:
    entry = {"time": "2026-05-28T08:00:00+02:00", "kind": "rating", "name": "pain", "value": "6", "unit": "nrs"}
    return {"id": f"{own_id:-<20}"} | entry | changes


def post(phone: Client, *given: Any, status: int = 200, sent: str = "", mark: str = "1") -> dict[str, Any]:
    body = json.dumps({"sent": sent, "entries": list(given)})
    answer = phone.post("/sync", body, content_type="application/json", headers={"x-sync": mark})
    assert answer.status_code == status
    found: dict[str, Any] = answer.json()
    return found


def states(answer: dict[str, Any]) -> dict[str, str]:
    return {own_id.strip("-"): each["state"] for own_id, each in answer["verdicts"].items()}


def test_an_entry_is_kept_once_and_then_said_to_be_here_already(app: App) -> None:
    phone = joined()
    first = post(phone, said())
    assert (states(first), first["says"]) == ({"one": "kept"}, "1 entry from this phone is in.")
    again = post(phone, said())
    assert (states(again), again["says"]) == ({"one": "already"}, "")
    row = Entry.objects.get()
    assert (row.value, row.offset_min, row.origin) == (6.0, 120, "phone")


def test_the_same_entry_twice_in_one_packet_is_one(app: App) -> None:
    assert states(post(joined(), said(), said())) == {"one": "kept"}
    assert Entry.objects.count() == 1


def test_a_correction_may_come_before_what_it_corrects(app: App) -> None:
    phone = joined()
    correction = said("two", value="3", supersedes=said()["id"])
    assert states(post(phone, correction)) == {"two": "kept"}
    assert states(post(phone, said())) == {"one": "kept"}
    assert [each.value for each in entries.standing_since(app.record, 0)] == [3.0]


def test_what_can_not_be_understood_is_refused_with_its_reason_and_the_rest_is_kept(app: App) -> None:
    answer = post(
        joined(), said("good"), said("value", value="x"), said("time", time="soon"), said("nul", note="a\x00b"),
        said("half", note="\ud800"), said("number") | {"value": 6}, said("long", note="a" * 10_001),
    )  # fmt: skip
    assert states(answer) == {"good": "kept"} | dict.fromkeys(
        ("value", "time", "nul", "half", "number", "long"), "refused"
    )
    assert all(each["why"] for each in answer["verdicts"].values() if each["state"] == "refused")
    assert Entry.objects.count() == 1


def test_what_has_no_id_is_answered_for_by_nobody(app: App) -> None:
    assert post(joined(), said() | {"id": "short"}, said() | {"id": None}, "x", None, 7)["verdicts"] == {}
    assert Entry.objects.count() == 0


def test_an_erased_entry_does_not_come_back(app: App) -> None:
    phone = joined()
    Erasure.objects.create(record=app.record, entry_id=said()["id"], erased_s=0)
    assert states(post(phone, said())) == {"one": "already"}
    assert Entry.objects.count() == 0


def test_while_locked_nothing_is_taken_in_and_nothing_acknowledged(app: App) -> None:
    phone = joined()
    opened.close()
    assert post(phone, said(), status=423) == {"state": "locked", "verdicts": {}, "says": "", "clock": ""}


def test_a_stranger_is_not_heard(app: App) -> None:
    assert post(stranger(), said(), status=403)["state"] == "stranger"
    assert Entry.objects.count() == 0


def test_a_removed_phone_is_not_heard_and_told_to_forget(app: App) -> None:
    phone = joined()
    devices.remove(Device.objects.get())
    answer = phone.post(
        "/sync", json.dumps({"entries": [said()]}), content_type="application/json", headers={"x-sync": "1"}
    )
    assert answer.status_code == 410
    assert "Clear-Site-Data" in answer.headers
    assert Entry.objects.count() == 0


def test_another_sites_page_can_not_send(app: App) -> None:
    phone = joined()
    post(phone, said(), mark="", status=400)
    form = phone.post("/sync", {"entries": "[]"}, headers={"x-sync": "1"})
    foreign = phone.post(
        "/sync", "{}", content_type="application/json", headers={"x-sync": "1", "origin": "https://evil.example"}
    )
    assert (form.status_code, foreign.status_code, Entry.objects.count()) == (400, 403, 0)


@pytest.mark.parametrize("body", ["", "[]", "7", "null", '{"entries": {}}', '{"entries": 3}', "[" * 100_000, "\xff"])
def test_a_body_that_is_none_is_said_to_be_none(app: App, body: str) -> None:
    answer = joined().post("/sync", body, content_type="application/json", headers={"x-sync": "1"})
    assert (answer.status_code, answer.json()["state"]) == (400, "unreadable")


def test_too_many_at_once_are_not_taken(app: App) -> None:
    post(joined(), *[said(f"n{at}") for at in range(sync.MOST_ENTRIES + 1)], status=400)
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(("sent", "asked"), [
    ("2026-05-28T20:26:40+00:00", ""), ("2026-05-28T22:35:00+02:00", ""),
    ("2026-05-27T21:26:40+00:00", "23 hours"), ("2026-05-28T20:56:40+00:00", "30 minutes"), ("soon", ""),
])  # fmt: skip
def test_a_phones_clock_that_is_off_is_asked_about_and_its_entries_stay_as_said(
    app: App, sent: str, asked: str
) -> None:
    answer = post(joined(), said(), sent=sent)
    assert (asked in answer["clock"]) if asked else answer["clock"] == ""
    assert states(answer) == {"one": "kept"}
    assert Entry.objects.get().time_s == 1_779_948_000


def test_the_hour_that_the_clock_showed_twice_is_told_apart(app: App) -> None:
    phone = joined()
    post(phone, said("first", time="2025-10-26T02:30:00+02:00"), said("again", time="2025-10-26T02:30:00+01:00"))
    assert sorted(Entry.objects.values_list("time_s", flat=True)) == [1_761_438_600, 1_761_442_200]


def test_the_computer_itself_may_send_too(app: App) -> None:
    assert states(post(app.client, said())) == {"one": "kept"}


def test_what_cant_wait_stands_on_the_phone_s_next_page(app: App) -> None:
    phone = joined()
    post(phone, said("one", kind="symptom", name="suicidal_thoughts", value="", unit=""))
    page = phone.get("/").content.decode()
    assert 'class="flash-crisis"' in page
    post(phone, said("two", kind="symptom", name="yellow eyes", value="", unit=""))
    assert "finding now alarm" in phone.get("/entries").content.decode()


def test_what_a_careful_reader_would_ask_stands_on_the_phone_s_next_page(app: App) -> None:
    phone = joined()
    post(phone, said())
    post(phone, said(value="7"))
    page = phone.get("/").content.decode()
    assert "was here already with other words" in page
    assert "asks-back" not in phone.get("/").content.decode(), "it is asked once"


def test_a_phones_dose_after_what_slows_the_breath_is_answered_on_the_phones_next_page(app: App) -> None:
    del app
    phone = joined()
    beer = said("beer", kind="medicine", name="beer", value="1", unit="tablet")
    post(phone, beer, said("dose", kind="dose", name="kratom leaf powder", value="3", unit="g"))
    assert "can slow your breathing." in phone.get("/").content.decode()
