"""The person's own clock on days on which clocks change, and for who named no zone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.web.conftest import App

from speciosa.knowledge import Knowledge
from speciosa.record import Person
from speciosa.record.row import Row
from speciosa.report import wording
from speciosa.store import details
from speciosa.store.entries import add_row
from speciosa.store.erasing import what_goes_of
from speciosa.values.timeline import DAY_S
from speciosa.web import backup_list, basis, due, local_clock, recent
from speciosa.web.local_clock import day_at, day_begins_s, day_of

ZONES = ("Europe/Berlin", "Australia/Sydney", "America/Sao_Paulo", "Asia/Beirut", "Asia/Kolkata", "Pacific/Apia")


def lives_in(app: App, zone: str) -> None:
    details.save_person(app.record, replace(details.person_of(app.record), time_zone=zone))


def scored(app: App, knowledge: Knowledge, *times: str) -> None:
    for at in times:
        add_row(app.record, Row(at, "rating", "pain", "5", id=f"score-{at}"), knowledge)


@pytest.fixture
def in_los_angeles(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A machine whose clock is eight hours behind: an evening there, UTC seconds."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield int(datetime(2026, 5, 1, 20, tzinfo=ZoneInfo("America/Los_Angeles")).timestamp())
    monkeypatch.delenv("TZ")
    time.tzset()


@pytest.mark.parametrize(
    ("day", "times", "gone"),
    [
        ("2025-10-05", ("2025-10-04T23:30", "2025-10-05T00:30", "2025-10-05T23:30"), (1, 2)),
        ("2026-04-05", ("2026-04-04T23:30", "2026-04-05T00:30", "2026-04-05T23:30"), (1, 2)),
    ],
)
def test_erasing_a_day_takes_that_day_where_the_clocks_change(
    app: App, knowledge: Knowledge, day: str, times: tuple[str, ...], gone: tuple[int, ...]
) -> None:
    lives_in(app, "Australia/Sydney")
    scored(app, knowledge, *times)
    first = day_of(day)
    goes = what_goes_of(app.record, day_begins_s(app.record, first), day_begins_s(app.record, first + 1))
    assert goes.ids == {f"score-{times[each]}" for each in gone}


@pytest.mark.parametrize("day", ["2026-03-29", "2025-10-26"])
def test_today_begins_at_midnight_where_the_clocks_change(app: App, knowledge: Knowledge, day: str) -> None:
    lives_in(app, "Europe/Berlin")
    before = f"{day[:8]}{int(day[8:]) - 1:02d}T23:30"
    scored(app, knowledge, before, f"{day}T00:30")
    noon = int(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    assert [each.id for each in recent.todays(app.record, noon)] == [f"score-{day}T00:30"]


def test_the_list_up_to_a_day_holds_its_last_hour_where_the_clocks_change(app: App, knowledge: Knowledge) -> None:
    lives_in(app, "Europe/Berlin")
    scored(app, knowledge, "2025-10-26T23:30", "2025-10-27T00:30")
    page = app.client.post("/entries", {"day": "2025-10-26"}).content.decode()
    assert "score-2025-10-26T23%3A30" in page
    assert "score-2025-10-27" not in page


def test_a_day_begins_at_its_first_instant_everywhere(app: App) -> None:
    @settings(max_examples=60)
    @given(day=st.integers(10_957, 22_000), zone=st.sampled_from(ZONES))
    def check(day: int, zone: str) -> None:
        lives_in(app, zone)
        begins = day_begins_s(app.record, day)
        there = ZoneInfo(zone)
        skipped = (day, zone) == (15_338, "Pacific/Apia")  # 2011-12-30: this day was left out there
        assert skipped or day_at(app.record, begins) == day
        assert day_at(app.record, begins - 1) < day
        assert datetime.fromtimestamp(begins, there).hour in {0, 1}

    check()


def test_a_day_that_no_calendar_of_ours_has_is_the_nearest(app: App) -> None:
    assert day_begins_s(app.record, day_of("0001-01-01")) < day_begins_s(app.record, day_of("1950-01-01"))
    assert day_begins_s(app.record, day_of("9999-12-31") + 1) > day_begins_s(app.record, day_of("2150-01-01"))


def test_one_day_is_today_everywhere_for_who_named_no_zone(app: App, in_los_angeles: int) -> None:
    now = in_los_angeles
    today = day_of("2026-05-01")
    assert basis.basis_now(app.record, now).day == today == day_at(app.record, now)
    words = wording("en")
    assert backup_list.when(words, app.record, now) == words.moment(now, -7 * 60)
    details.save_setting(app.record, "reminders", ["20:30"])
    assert due.due_list(app.record, now) == []
    assert [each.to for each in due.due_list(app.record, now + 3600)] == ["/check-in"]
    due.put_off(app.record, "check-in 20:30", now + 3600)
    assert due.due_list(app.record, now + 3600) == []


def test_a_reminder_is_due_at_its_own_hour_where_the_clocks_change(app: App) -> None:
    lives_in(app, "Europe/Berlin")
    details.save_setting(app.record, "reminders", ["08:00"])
    eight = int(datetime(2026, 3, 29, 8, tzinfo=ZoneInfo("Europe/Berlin")).timestamp())
    assert due.due_list(app.record, eight - 1) == []
    assert due.due_list(app.record, eight)
    assert day_begins_s(app.record, day_of("2026-03-29")) == eight - 7 * 3600, "one hour of that night was left out"


def test_the_machine_s_own_midnight_is_right_where_its_clock_changes(app: App, in_los_angeles: int) -> None:
    del in_los_angeles
    first = day_of("2026-03-08")
    assert day_begins_s(app.record, first + 1) - day_begins_s(app.record, first) == DAY_S - 3600


def test_who_named_a_zone_has_it_whatever_the_machine_says(app: App, in_los_angeles: int) -> None:
    details.save_person(app.record, Person(time_zone="Asia/Kolkata"))
    assert local_clock.offset_min(app.record, in_los_angeles) == 330
