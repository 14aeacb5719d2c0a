"""nof1kit: ratings on 0 to 100, a period at each change of condition, the schedule beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge
from speciosa.values.errors import EntryError


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


HEADER = "datetime,date,study_day,mood,agency,melatonin,condition,mood_daily_mean\n"
ROWS = (
    "2026-02-18 10:06:00,2026-02-18,1.0,65.0,,0,control,\n"
    "2026-02-18 22:04:36,2026-02-18,1.0,55.0,70,0,control,60.0\n"
    "2026-02-19 10:00:01,2026-02-19,2.0,83.0,,1,melatonin,\n"
    "2026-02-21 10:00:01,2026-02-21,4.0,80.0,,0,control,\n"
)


def test_ratings_keep_their_hundred_points_and_periods_begin_with_the_day(importer: Importer) -> None:
    found = importer.text(HEADER + ROWS)
    assert found.counts() == (4, 4, 0, 0)
    assert found.say("time", "kind", "name", "value", "unit", "precision") == [
        ("2026-02-18T00:00:00+01:00", "assignment", "control", "1", "open", "day"),
        ("2026-02-18T10:06:00+01:00", "rating", "mood", "65", "score_0_100", ""),
        ("2026-02-18T22:04:36+01:00", "rating", "mood", "55", "score_0_100", ""),
        ("2026-02-18T22:04:36+01:00", "rating", "agency", "70", "score_0_100", ""),
        ("2026-02-19T00:00:00+01:00", "assignment", "melatonin", "2", "open", "day"),
        ("2026-02-19T10:00:01+01:00", "rating", "mood", "83", "score_0_100", ""),
        ("2026-02-21T00:00:00+01:00", "assignment", "control", "3", "open", "day"),
        ("2026-02-21T10:00:01+01:00", "rating", "mood", "80", "score_0_100", ""),
    ]
    assert any("mood_daily_mean" in notice for notice in found.receipt.reading.notices)


def test_a_condition_that_changes_within_a_day_begins_at_that_row(importer: Importer) -> None:
    found = importer.text(HEADER + ROWS + "2026-02-21 20:00:00,2026-02-21,4.0,70,,1,melatonin,\n")
    assert found.rows[-2]["time"] == "2026-02-21T20:00:00+01:00"


def test_rows_out_of_order_begin_no_period(importer: Importer) -> None:
    found = importer.text(HEADER + ROWS + "2026-02-19 20:00:00,2026-02-19,2.0,70,,1,melatonin,\n")
    assert sum(row["kind"] == "assignment" for row in found.rows) == 3
    assert any("Rows out of order" in notice for notice in found.receipt.reading.notices)


def test_unknown_columns_stay_words_and_empty_rows_are_refused(importer: Importer) -> None:
    found = importer.text(
        "timestamp,study_day,condition,mood,weather\n2026-02-18T10:00,1,,50,rain\n2026-02-18T11:00,1,,,\n,1,,50,\n2026-02-18T12:00,1,,101,\n"
    )
    assert found.counts() == (4, 1, 3, 0)
    assert found.say("kind", "name", "value") == [("rating", "mood", "50"), ("event", "weather", "rain")]


def test_a_schedule_says_the_same_periods_as_its_ratings(importer: Importer, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(HEADER + ROWS, encoding="utf-8")
    found = importer.text('{"1":0, "2":1, "3":1, "4":0}', name="schedule.json")
    assert found.say("time", "name", "value") == [
        ("2026-02-18T00:00:00+01:00", "control", "1"),
        ("2026-02-19T00:00:00+01:00", "melatonin", "2"),
        ("2026-02-21T00:00:00+01:00", "control", "3"),
    ]


def test_a_study_day_whose_date_nobody_knows_is_refused(importer: Importer, tmp_path: Path) -> None:
    (tmp_path / "ratings.csv").write_text(HEADER + ROWS, encoding="utf-8")
    found = importer.text('{"1":0, "4":1, "9":0}', name="schedule.json")
    assert list(found.whys()) == [9]


def test_a_schedule_alone_asks_for_its_ratings(importer: Importer) -> None:
    with pytest.raises(EntryError, match="put the CSV of its ratings beside it"):
        importer.text('{"1":0, "2":1}', name="schedule.json")


@pytest.mark.parametrize("text", ['{"1":0, "2":', '{"1": [', "{}", '{"0":1}', '{"x":1}', '{"1":null}', "[" * 5000])
def test_a_broken_schedule_is_said_to_be_none(importer: Importer, text: str) -> None:
    with pytest.raises(EntryError):
        importer.text(text, name="schedule.json", format_name="nof1kit")


def test_the_public_study_is_counted(shared_data: Path, importer: Importer) -> None:
    folder = shared_data / "imports" / "nof1kit"
    ratings = importer.file(folder / "melatonin_ema.csv")
    assert ratings.counts() == (195, 195, 0, 0)
    assert sum(row["kind"] == "assignment" for row in ratings.rows) == 47
    assert importer.file(folder / "melatonin_schedule.json").counts() == (47, 0, 0, 47)
