"""Writing down: times, doubled forms, slips."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.unit.web.pages import history, post, seen, standing

from speciosa.record import Person
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

_LEAF = {"product": "kratom leaf powder"}


@pytest.fixture
def berlin(app: App) -> App:
    """The app of somebody in Berlin."""
    from speciosa.store import details

    details.save_person(app.record, Person(time_zone="Europe/Berlin"))
    return app


def test_a_day_alone_is_kept_as_a_day(berlin: App) -> None:
    post(berlin, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01")
    (dose,) = standing(berlin)
    assert (dose.local_time, dose.precision.name) == ("2026-03-01T12:00:00+01:00", "DAY")
    assert dose.recorded_s > dose.time_s


def test_a_part_of_a_day_is_kept_as_one(berlin: App) -> None:
    post(berlin, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01", part="evening")
    (dose,) = standing(berlin)
    assert (dose.local_time, dose.precision.name) == ("2026-03-01T19:00:00+01:00", "PART_OF_DAY")


def test_a_clock_time_is_kept_to_the_minute(berlin: App) -> None:
    post(berlin, "/log/dose", **_LEAF, tapped="3 g", day="2026-07-01", clock="08:05")
    (dose,) = standing(berlin)
    assert (dose.local_time, dose.precision.name) == ("2026-07-01T08:05:00+02:00", "CLOCK")


def test_a_time_that_the_clock_skipped_is_kept_and_asked_about(berlin: App) -> None:
    post(berlin, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-29", clock="02:30")
    assert standing(berlin)[0].local_time == "2026-03-29T03:30:00+02:00"
    assert "The clock jumped over this time on that day" in seen(berlin)


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ({"day": "2999-01-01"}, "this time lies ahead"),
        ({"day": "2026-02-30"}, "not a time that exists"),
        ({"day": "yesterday"}, "not a time that we can read"),
        ({"part": "teatime"}, "part of the day is not known"),
    ],
)
def test_a_time_that_can_not_be_is_refused_on_the_same_sheet(berlin: App, when: dict[str, str], why: str) -> None:
    page = post(berlin, "/log/dose", 400, **_LEAF, amount="3,5", unit="g", **when)
    assert why in page
    assert 'value="3,5"' in page  # what was typed stays
    assert history(berlin) == []


def test_without_a_time_zone_the_machine_says_what_local_time_is(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g", day="2026-03-01", clock="08:05")
    assert standing(app)[0].local_time[:16] == "2026-03-01T08:05"


def test_an_amount_beyond_all_reason_is_kept_and_asked_about_with_a_way_to_correct_it(app: App) -> None:
    post(app, "/log/dose", **_LEAF, amount="1000000000", unit="g")
    (dose,) = standing(app)
    page = seen(app)
    assert dose.value == 1e9
    assert "Is 1,000,000,000 g right?" in page
    assert f"/entries/{dose.id}/correct" in page
    assert "Dose again" not in seen(app)  # nothing that may be a slip is repeated by one tap


def test_a_usual_amount_is_not_asked_about(app: App) -> None:
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    assert "Is 3 g right?" not in seen(app)


def test_a_day_with_none_and_a_dose_is_asked_about(app: App) -> None:
    post(app, "/log/none")
    post(app, "/log/dose/again", 400, like="nothing")
    post(app, "/log/dose", **_LEAF, tapped="3 g")
    assert "This day has a dose and the word none. Which is right?" in seen(app)


def test_a_decimal_comma_is_a_decimal_point_and_a_thousand_is_asked_back() -> None:
    from speciosa.web.saving import number_of

    assert [number_of(each) for each in ("2,5", " 3.25 ", "0,125", "", "12")] == ["2.5", "3.25", "0.125", "", "12"]
    for text in ("1,000", "12,000", "1,000,000"):
        with pytest.raises(EntryError):
            number_of(text)


def test_of_rows_that_belong_together_all_are_kept_or_none(app: App) -> None:
    post(app, "/check-in", 400, pain="4", mood="99")
    assert history(app) == []


def test_the_line_on_the_page_is_shown_once(app: App) -> None:
    post(app, "/log/score", value="6")
    assert "Pain 6 is in." in seen(app)
    assert "Pain 6 is in." not in seen(app)


@pytest.mark.parametrize(
    ("now", "when", "local", "says"),
    [
        ("2026-05-02T00:40", {"clock": "23:30"}, "2026-05-01T23:30:00+02:00", "23:30 has not come yet today"),
        ("2026-05-02T00:40", {"clock": "00:20"}, "2026-05-02T00:20:00+02:00", ""),
        ("2026-03-29T08:00", {"clock": "23:30"}, "2026-03-28T23:30:00+01:00", "yesterday, 28 March 2026"),
        ("2026-05-02T08:00", {"part": "evening"}, "2026-05-01T19:00:00+02:00", "That part of the day has not come yet"),
        ("2026-05-02T18:00", {"part": "evening"}, "2026-05-02T18:00:00+02:00", ""),
    ],
)
def test_a_time_that_has_not_come_yet_is_yesterdays_and_the_page_says_so(
    berlin: App, monkeypatch: pytest.MonkeyPatch, now: str, when: dict[str, str], local: str, says: str
) -> None:
    at_s = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
    monkeypatch.setattr("time.time", lambda: at_s)
    post(berlin, "/log/symptom", name="nausea", **when)
    assert [each.local_time for each in standing(berlin)] == [local]
    page = seen(berlin)
    assert says in page
    assert ("yesterday" in page) is bool(says)


def test_a_time_ahead_on_a_day_that_was_chosen_is_refused(berlin: App, monkeypatch: pytest.MonkeyPatch) -> None:
    at_s = datetime(2026, 5, 2, 8, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()
    monkeypatch.setattr("time.time", lambda: at_s)
    assert "lies ahead" in post(berlin, "/log/symptom", 400, name="nausea", day="2026-05-02", clock="23:30")
    assert history(berlin) == []
