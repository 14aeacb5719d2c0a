from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speciosa.values.errors import EntryError
from speciosa.values.timeline import (
    Precision,
    _parse,
    day_name,
    format_moment,
    hours_since,
    local_day,
    local_hour,
    offset_at,
    parse_moment,
)

BERLIN = ZoneInfo("Europe/Berlin")


def test_a_time_with_offset_keeps_its_local_clock() -> None:
    moment = parse_moment("2026-03-01T08:05-05:00", None)
    assert format_moment(moment.time_s, moment.offset_min) == "2026-03-01T08:05:00-05:00"


def test_midnight_written_as_24_is_the_next_day() -> None:
    assert parse_moment("2026-02-28T24:00+01:00", None)[:2] == parse_moment("2026-03-01T00:00+01:00", None)[:2]


def test_a_leap_day_exists_in_leap_years_only() -> None:
    assert parse_moment("2024-02-29T08:00Z", None).time_s == 1_709_193_600
    with pytest.raises(EntryError, match="not a time that exists"):
        parse_moment("2026-02-29T08:00Z", None)


def test_a_bare_time_needs_a_zone() -> None:
    with pytest.raises(EntryError, match="no offset"):
        parse_moment("2026-03-01T08:05", None)
    assert parse_moment("2026-03-01T08:05", BERLIN).offset_min == 60
    assert parse_moment("2026-07-01T08:05", BERLIN).offset_min == 120


def test_a_date_alone_is_noon_and_says_so() -> None:
    moment = parse_moment("2026-03-01", BERLIN)
    assert format_moment(moment.time_s, moment.offset_min) == "2026-03-01T12:00:00+01:00"
    assert moment.precision is Precision.DAY


def test_a_time_that_the_clock_showed_twice_is_asked_about() -> None:
    twice = parse_moment("2026-10-25T02:30", BERLIN)
    assert "twice" in twice.question
    assert twice.offset_min == 120


def test_a_time_that_the_clock_jumped_over_is_kept_and_asked_about() -> None:
    skipped = parse_moment("2026-03-29T02:30", BERLIN)
    assert "jumped" in skipped.question
    assert format_moment(skipped.time_s, skipped.offset_min) == "2026-03-29T03:30:00+02:00"


def test_utc_takes_the_local_offset_of_a_known_zone() -> None:
    assert parse_moment("2026-07-01T08:05Z", BERLIN).offset_min == 120
    assert parse_moment("2026-07-01T08:05Z", None).offset_min == 0
    assert parse_moment("2026-07-01T08:05+00:00", BERLIN).offset_min == 0


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01T08:00Z", "2026-03-01T25:00Z", "2026-03-01T08:00+23:00", "24:00"]
)
def test_what_is_no_time_is_refused_in_words(text: str) -> None:
    with pytest.raises(EntryError) as problem:
        parse_moment(text, BERLIN)
    assert not text or text not in str(problem.value)


@given(st.integers(-2_000_000_000, 4_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_writing_and_reading_a_time_gives_the_same(time_s: int, offset_min: int) -> None:
    assert parse_moment(format_moment(time_s, offset_min), None)[:2] == (time_s, offset_min)


@given(st.integers(0, 4_000_000_000), st.integers(-14 * 60, 14 * 60))
def test_the_columns_agree_with_the_text_about_day_and_hour(time_s: int, offset_min: int) -> None:
    text = format_moment(time_s, offset_min)
    times, offsets = np.array([time_s]), np.array([offset_min], dtype=np.int16)
    assert day_name(int(local_day(times, offsets)[0])) == text[:10]
    assert int(local_hour(times, offsets)[0]) == int(text[11:13])


def test_travel_changes_the_local_day_but_not_the_order() -> None:
    before = parse_moment("2026-03-01T23:30+01:00", None)
    after = parse_moment("2026-03-01T17:45-05:00", None)
    assert after.time_s - before.time_s == 15 * 60
    assert hours_since(before.time_s, np.array([after.time_s]))[0] == 0.25


def test_the_offset_of_a_zone_follows_the_season() -> None:
    assert offset_at(1_772_348_700, BERLIN) == 60
    assert offset_at(1_782_886_000, BERLIN) == 120


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)),
    st.integers(-15 * 60, 15 * 60),
    st.sampled_from(["minutes", "seconds"]),
)
def test_the_quick_way_to_read_a_time_agrees_with_the_long_one(at: datetime, offset_min: int, spec: str) -> None:
    sign = "-" if offset_min < 0 else "+"
    text = f"{at.isoformat(timespec=spec)}{sign}{abs(offset_min) // 60:02d}:{abs(offset_min) % 60:02d}"
    assert parse_moment(text, None) == _parse(text, None)


@pytest.mark.parametrize(
    "text",
    ["2026-02-30T08:00+01:00", "2026-03-01T08:00+23:00", "0001-01-01T00:00+14:00", "2026-03-01T08:60+01:00", "20260301xxT08:00+01:00x",
     "2026-03-01T08:05:61+01:00", "2026-03-01T08:05x00+01:00", "2026/03/01T08:05+01:00"],
)  # fmt: skip
def test_the_quick_way_refuses_what_the_long_one_refuses(text: str) -> None:
    for way in (parse_moment, _parse):
        with pytest.raises(EntryError):
            way(text, None)
