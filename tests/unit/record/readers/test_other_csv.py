"""Track & Graph and Cluster Headache Tracker."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


def test_a_trackers_data_points_are_events_with_their_value_as_text(importer: Importer) -> None:
    found = importer.text(
        "FeatureName,Timestamp,Value,Note\nPain,2022-09-14T21:30:41.432+01:00,4,bad\n"
        "Sleep,2021-02-09T11:07:28Z,1:10:00,\nLabelled,2022-09-16T00:13:27+01:00,0.0:Label 1,\nx,soon,1,\n"
    )
    assert found.counts() == (4, 3, 1, 0)
    assert found.say("kind", "name", "value", "note") == [
        ("event", "Pain", "4", "bad"), ("event", "Sleep", "1:10:00", ""), ("event", "Labelled", "0.0:Label 1", ""),
    ]  # fmt: skip
    assert any("--map" in notice for notice in found.receipt.reading.notices)


def test_an_attack_becomes_a_rating_what_was_taken_its_triggers_and_its_end(importer: Importer) -> None:
    found = importer.text(
        "start_time,end_time,intensity,medication,triggers,notes\n"
        '2024-01-01 02:10:00,2024-01-01 02:55:00,8,"sumatriptan, kratom",alcohol,right eye\n'
    )
    assert found.say("time", "kind", "name", "value", "unit") == [
        ("2024-01-01T02:10:00+01:00", "rating", "headache", "8", "score_1_10"),
        ("2024-01-01T02:10:00+01:00", "medicine", "sumatriptan", "unknown", ""),
        ("2024-01-01T02:10:00+01:00", "dose", "kratom", "unknown", ""),
        ("2024-01-01T02:10:00+01:00", "event", "headache trigger", "alcohol", ""),
        ("2024-01-01T02:55:00+01:00", "event", "headache", "ended", ""),
    ]
    assert found.rows[0]["note"] == "right eye"


def test_an_attack_without_a_start_or_outside_the_scale_is_refused(importer: Importer) -> None:
    found = importer.text(
        "start_time,end_time,intensity,medication,triggers,notes,barometric_pressure\n"
        ",,8,,,,\n2024-01-02 02:10:00,,0,,,,\n2024-01-03 02:10:00,,,,,,1013.2\n"
    )
    assert found.counts() == (3, 1, 2, 0)
    assert found.say("name", "value") == [("headache", "unknown"), ("barometric pressure", "1013.2")]
