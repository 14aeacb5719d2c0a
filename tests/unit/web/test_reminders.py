"""What is due: seldom, once, and put off with one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.unit.web.phone_fixture import page

from speciosa.knowledge import load_knowledge
from speciosa.record import Person
from speciosa.record.row import Row
from speciosa.store import details, entries
from speciosa.values.timeline import DAY_S, parse_moment
from speciosa.web import due, reminders

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

SUNDAY = "2026-05-31"


def at(text: str) -> int:
    return parse_moment(text + "+02:00", None).time_s


def add(app: App, time: str, kind: str, name: str, value: str = "") -> None:
    entries.add_row(app.record, Row(time + "+02:00", kind, name, value), load_knowledge())


def codes(app: App, now: str) -> list[str]:
    return [each.code for each in due.due_list(app.record, at(now))]


@pytest.fixture(autouse=True)
def in_berlin(app: App) -> None:
    details.save_person(app.record, Person(time_zone="Europe/Berlin"))


def test_who_chose_nothing_is_asked_nothing(app: App) -> None:
    for hour in range(24):
        assert codes(app, f"{SUNDAY}T{hour:02d}:30") == []


def test_a_check_in_is_due_from_the_chosen_time_until_a_score_is_there(app: App) -> None:
    details.save_setting(app.record, "reminders", ["08:00", "20:00"])
    assert codes(app, "2026-05-28T07:59") == []
    assert codes(app, "2026-05-28T08:00") == ["check-in 08:00"]
    add(app, "2026-05-28T07:30", "rating", "pain", "4")  # half an hour before counts for it
    assert codes(app, "2026-05-28T08:00") == []
    assert codes(app, "2026-05-28T20:05") == ["check-in 20:00"]  # one at a time: the morning's is past
    add(app, "2026-05-28T20:04", "rating", "pain", "4")
    assert codes(app, "2026-05-28T23:59") == []


def test_a_score_that_was_taken_back_does_not_count(app: App) -> None:
    details.save_setting(app.record, "reminders", ["08:00"])
    add(app, "2026-05-28T08:01", "rating", "pain", "4")
    kept = entries.standing_since(app.record, 0)[0]
    entries.take_back(app.record, kept.id, load_knowledge(), now_s=at("2026-05-28T08:02"))
    assert codes(app, "2026-05-28T09:00") == ["check-in 08:00"]


def test_a_photo_is_due_on_sunday_until_one_is_taken_and_later_in_the_week_if_it_was_missed(app: App) -> None:
    details.save_setting(app.record, "sites", ["forearm_dorsal_left"])
    assert codes(app, "2026-05-29T12:00") == []  # the first one waits for a Sunday
    assert codes(app, f"{SUNDAY}T00:10") == ["photo"]
    add(app, f"{SUNDAY}T11:00", "photo", "forearm_dorsal_left", "photos/a.jpg")
    assert codes(app, f"{SUNDAY}T12:00") == []
    assert codes(app, "2026-06-06T23:00") == []
    assert codes(app, "2026-06-07T08:00") == ["photo"]
    assert codes(app, "2026-06-09T08:00") == ["photo"]


def test_a_strategy_is_looked_back_at_on_its_day_until_there_is_a_newer_word(app: App) -> None:
    add(app, "2026-05-01T08:00", "strategy", "heat", "start")
    add(app, "2026-05-01T08:01", "strategy", "heat", "2026-05-28")
    assert codes(app, "2026-05-27T23:00") == []
    (found,) = due.due_list(app.record, at("2026-05-28T07:00"))
    assert found.code.startswith("review ")
    assert "heat" not in found.says  # its own word stays out of a sentence that is translated
    add(app, "2026-05-28T08:00", "strategy", "heat", "stop")
    assert codes(app, "2026-05-28T09:00") == []


def test_what_was_put_off_comes_back_the_next_day_and_not_before(app: App) -> None:
    details.save_setting(app.record, "reminders", ["08:00"])
    due.put_off(app.record, "check-in 08:00", at("2026-05-28T08:05"))
    assert codes(app, "2026-05-28T23:00") == []
    assert codes(app, "2026-05-29T08:00") == ["check-in 08:00"]
    due.put_off(app.record, "photo", at("2026-05-29T08:05"))
    assert set(details.setting(app.record, "due_skipped")) == {"photo"}


def test_through_a_change_of_clocks_it_stays_due_at_the_same_time_on_the_wall(app: App) -> None:
    details.save_setting(app.record, "reminders", ["08:00"])
    before, after = "2026-10-24T08:00:00+02:00", "2026-10-25T08:00:00+01:00"
    for text in (before, after):
        now_s = parse_moment(text, None).time_s
        assert [each.code for each in due.due_list(app.record, now_s)] == ["check-in 08:00"]
        assert due.due_list(app.record, now_s - 60) == []
    assert parse_moment(after, None).time_s - parse_moment(before, None).time_s == DAY_S + 3600


def test_times_are_added_once_sorted_and_taken_away(app: App) -> None:
    for clock in ("20:00", "08:00", "20:00"):
        assert app.client.post("/reminders/add", {"clock": clock}).status_code == 302
    assert details.setting(app.record, "reminders") == ["08:00", "20:00"]
    app.client.post("/reminders/take", {"clock": "08:00"})
    assert details.setting(app.record, "reminders") == ["20:00"]


@pytest.mark.parametrize("clock", ["", "24:00", "8", "08:60", "<b>", "0８:00"])
def test_what_is_no_time_is_refused_plainly(app: App, clock: str) -> None:
    answer = app.client.post("/reminders/add", {"clock": clock})
    assert answer.status_code == 400
    assert "not a time of day" in page(answer)
    assert details.setting(app.record, "reminders") == []


def test_six_times_are_the_most(app: App) -> None:
    for hour in range(7):
        app.client.post("/reminders/add", {"clock": f"{hour:02d}:00"})
    assert len(details.setting(app.record, "reminders")) == 6


def test_the_page_lists_what_is_due_and_one_tap_puts_it_off(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "now_s", lambda: at("2026-05-28T08:05"))
    details.save_setting(app.record, "reminders", ["08:00"])
    assert "Your check-in, if you like" in page(app.client.get("/reminders"))
    answer = app.client.post("/reminders/not-today", {"code": "check-in 08:00", "from": "reminders"})
    assert answer.headers["Location"] == "/reminders"
    assert "Your check-in" not in page(app.client.get("/reminders"))
