"""The calendar: times and a neutral name, at an address that nobody can guess."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import icalendar
from tests.unit.web.phone_fixture import page, stranger

from speciosa.store import details
from speciosa.web import calendar_feed, opened

if TYPE_CHECKING:
    from tests.unit.web.conftest import App


def begun(app: App) -> str:
    details.save_setting(app.record, "calendar_name", "Tea")
    details.save_setting(app.record, "reminders", ["08:00", "20:30"])
    app.client.post("/reminders/feed", {"feed": "new"})
    return str(details.setting(app.record, "calendar_secret"))


def test_each_time_is_a_daily_event_that_floats_and_says_the_chosen_name_alone() -> None:
    calendar = icalendar.Calendar.from_ical(
        calendar_feed.calendar_text("Tea", ["08:00", "20:30"], made_s=1_780_000_000)
    )
    events: list[Any] = list(calendar.walk("VEVENT"))
    assert [each["DTSTART"].dt.strftime("%H:%M") for each in events] == ["08:00", "20:30"]
    assert all(isinstance(each["DTSTART"].dt, datetime) and each["DTSTART"].dt.tzinfo is None for each in events)
    assert all(each["RRULE"]["FREQ"] == ["DAILY"] and str(each["SUMMARY"]) == "Tea" for each in events)
    assert [each.walk("VALARM")[0]["TRIGGER"].dt for each in events] == [timedelta(0)] * 2
    assert len({each["UID"] for each in events}) == 2


def test_no_word_of_health_or_of_this_app_stands_in_it() -> None:
    text = calendar_feed.calendar_text("Tea", ["08:00"], made_s=1_780_000_000).decode().lower()
    for word in ("speciosa", "kratom", "pain", "dose", "diary", "health", "medic"):
        assert word not in text


def test_a_name_with_line_ends_cannot_add_lines() -> None:
    text = calendar_feed.calendar_text("Tea\r\nBEGIN:VEVENT\nX:1", ["08:00"], made_s=0)
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == 1
    assert b"\nX:1" not in text


def test_the_feed_is_served_while_locked_and_to_who_knows_its_address(app: App) -> None:
    secret = begun(app)
    opened.close()
    for client in (app.client, stranger()):
        answer = client.get(f"/calendar/{secret}.ics")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/calendar")
        assert page(answer).count("BEGIN:VEVENT") == 2


def test_no_other_address_gives_anything(app: App) -> None:
    secret = begun(app)
    assert len(secret) >= 32
    for other in (secret[:-1], secret[:-1] + ("a" if secret[-1] != "a" else "b"), "a" * 32, "..%2f..%2fkey"):
        assert app.client.get(f"/calendar/{other}.ics").status_code == 404


def test_the_secret_itself_lies_nowhere_in_plain(app: App) -> None:
    secret = begun(app)
    for place in (app.path / "phone").iterdir():
        assert secret not in place.name
        assert secret.encode() not in place.read_bytes()


def test_a_new_address_ends_the_old_one_and_ending_ends_both(app: App) -> None:
    first = begun(app)
    second = begun(app)
    assert first != second
    assert app.client.get(f"/calendar/{first}.ics").status_code == 404
    app.client.post("/reminders/feed", {"feed": "end"})
    assert app.client.get(f"/calendar/{second}.ics").status_code == 404
    assert list((app.path / "phone").glob("*.ics")) == []


def test_it_follows_the_times_and_the_name(app: App) -> None:
    secret = begun(app)
    app.client.post("/reminders/take", {"clock": "20:30"})
    app.client.post("/reminders/name", {"name": "Bread"})
    text = page(app.client.get(f"/calendar/{secret}.ics"))
    assert text.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Bread" in text


def test_without_being_begun_nothing_lies_beside_the_store(app: App) -> None:
    app.client.post("/reminders/add", {"clock": "08:00"})
    assert list(app.path.glob("phone/*.ics")) == []


def test_the_same_once_as_a_file(app: App) -> None:
    app.client.post("/reminders/add", {"clock": "08:00"})
    answer = app.client.get("/reminders/calendar")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert page(answer).count("BEGIN:VEVENT") == 1
