"""Bearable: ordinal dates, parts of the day, scales that stay what they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.record.readers.written_times import clock_of, day_of, hours_of
from speciosa.values.errors import EntryError


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


HEADER = "date,weekday,time of day,category,rating/amount,detail,notes\n"


def _row(
    part: str, category: str, amount: str = "", detail: str = "", notes: str = "", day: str = "5th Jan 2022"
) -> str:
    return ",".join(f'"{cell}"' for cell in (day, "Wednesday", part, category, amount, detail, notes)) + "\n"


@pytest.mark.parametrize("day", ["1st Sep 2020", "2nd Sep 2020", "3rd Sept 2020", "22nd September 2020", "2020-09-22"])
def test_ordinal_dates_are_read(day: str) -> None:
    assert day_of(day)


@pytest.mark.parametrize("day", ["", "32nd Jan 2022", "1st Foo 2022", "5 Jan 22", "0th Jan 2022"])
def test_what_is_no_date_is_none(day: str) -> None:
    assert day_of(day) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("8:05", "08:05"),
        ("12:00 AM", "00:00"),
        ("12:30\u202fpm", "12:30"),
        ("1:08 p.m.", "13:08"),
        ("13:00 pm", None),
        ("", None),
    ],
)
def test_clock_times_are_read_in_12_and_24_hours(text: str, clock: str | None) -> None:
    assert clock_of(text) == clock


@pytest.mark.parametrize(
    ("text", "hours"), [("9:45", 9.75), ("0:30", 0.5), ("8h", 8.0), ("45m", 0.75), ("9:75", None), ("", None)]
)
def test_durations_are_read_as_hours(text: str, hours: float | None) -> None:
    assert hours_of(text) == hours


def test_a_symptom_keeps_its_ordinal_scale_and_loses_the_severity_in_its_name(importer: Importer) -> None:
    found = importer.text(HEADER + _row("mid", "Symptom", "2", "Back (lower) pain (Moderate)"))
    assert found.say("time", "kind", "name", "value", "unit", "precision", "note") == [
        ("2022-01-05T15:00:00+01:00", "symptom", "back (lower) pain", "2", "score_0_4", "part_of_day", "")
    ]
    assert any("part_of_day" in notice for notice in found.receipt.reading.notices)


def test_a_severity_word_that_contradicts_the_number_stays_in_the_note(importer: Importer) -> None:
    found = importer.text(HEADER + _row("am", "Symptom", "2", "Headache (Unbearable)", "awful"))
    assert found.say("value", "note") == [("2", "written: Unbearable; awful")]


def test_values_joined_by_a_bar_become_entries_of_one_row(importer: Importer) -> None:
    found = importer.text(HEADER + _row("am", "Symptom", "1 | 3", "Headache (Mild) | Nausea (Severe)"))
    assert found.counts() == (1, 1, 0, 0)
    assert found.say("name", "value") == [("headache", "1"), ("nausea", "3")]


def test_details_without_an_amount_each_take_their_severity_from_the_word(importer: Importer) -> None:
    found = importer.text(HEADER + _row("am", "Symptom", "2", "Headache (Mild) | Nausea (Severe)"))
    assert found.say("name", "value", "note") == [("headache", "1", "amount: 2"), ("nausea", "3", "amount: 2")]


def test_mood_energy_and_sleep_quality_keep_their_own_scales(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + _row("8:05", "Mood", "7", "Calm | Happy")
        + _row("21:10", "Energy", "4")
        + _row("", "Sleep quality", "3")
        + _row("", "Sleep", "9:45", "Asleep 02:45 - 12:30. In bed 02:15 - 13:15")
    )
    assert found.say("time", "kind", "name", "value", "unit", "precision") == [
        ("2022-01-05T08:05:00+01:00", "rating", "mood", "7", "score_1_10", ""),
        ("2022-01-05T21:10:00+01:00", "rating", "energy", "4", "score_1_5", ""),
        ("2022-01-05T12:00:00+01:00", "rating", "sleep_quality", "3", "score_1_5", "day"),
        ("2022-01-05T12:00:00+01:00", "sleep", "night", "9.75", "h", "day"),
    ]
    assert found.rows[0]["note"] == "Calm | Happy"


def test_kratom_among_the_medicines_is_a_dose_and_a_unit_that_is_none_makes_the_amount_unknown(
    importer: Importer,
) -> None:
    found = importer.text(
        HEADER
        + _row("9:00", "Meds/Supplements", "400", "Ibuprofen (mg)")
        + _row("9:00", "Meds/Supplements", "3", "Kratom Red Bali (g)")
        + _row("9:00", "Meds/Supplements", "2", "Kratom (scoop)")
        + _row("9:00", "Meds/Supplements", "1", "Vitamin D")
    )
    assert found.say("kind", "name", "value", "unit", "note") == [
        ("medicine", "Ibuprofen", "400", "mg", ""),
        ("dose", "Red Bali", "3", "g", ""),
        ("dose", "Kratom", "unknown", "", "amount: 2 scoop"),
        ("medicine", "Vitamin D", "unknown", "", "amount: 1"),
    ]


def test_every_other_category_is_kept_in_its_own_words(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + _row("all day", "Factors", "", "Stress | Rain")
        + _row("pm", "Gratitudes", "", "Sun")
        + _row("10:00", "Health measurements", "70", "Weight (kg)")
        + _row("", "My own rating", "6", "", "so so")
    )
    assert found.say("kind", "name", "value") == [
        ("event", "factors", "Stress"),
        ("event", "factors", "Rain"),
        ("event", "gratitudes", "Sun"),
        ("event", "health measurements", "Weight (kg): 70"),
        ("event", "my own rating", "6"),
    ]
    assert found.rows[-1]["note"] == "so so"


def test_rows_that_cannot_be_read_are_refused_with_their_line(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + _row("am", "Mood", "5", day="32nd Jan 2022")
        + _row("noonish", "Mood", "5")
        + _row("8:00", "Mood", "12")
        + _row("8:00", "Mood")
        + '"5th Jan 2022","Wednesday","am"\n'
        + _row("8:00", "Mood", "5")
    )
    assert found.counts() == (6, 1, 5, 0)
    whys = found.whys()
    assert list(whys) == [2, 3, 4, 5, 6]
    assert "date" in whys[2]
    assert "time of day" in whys[3]
    assert "outside 1 to 10" in whys[4]
    assert "says nothing" in whys[5]
    assert "fewer cells" in whys[6]


def test_newer_exports_with_a_formatted_date_are_read_too(importer: Importer) -> None:
    header = HEADER.replace("date,", "date,date formatted,", 1)
    found = importer.text(header + '"Mittwoch","2022-01-05","Wed","8:00","Mood","5","",""\n')
    assert found.rows[0]["time"] == "2022-01-05T08:00:00+01:00"


def test_a_file_that_is_none_is_said_to_be_none(importer: Importer) -> None:
    with pytest.raises(EntryError, match="no Bearable export"):
        importer.text("a,b\n1,2\n", format_name="bearable")
