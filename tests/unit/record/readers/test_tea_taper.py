from __future__ import annotations

import json

import pytest
from hypothesis import given
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.record.readers.tea_taper import FORMAT
from speciosa.values.errors import EntryError

ENTRY = {
    "id": "u1",
    "ts": "2024-09-01T06:30:00.000Z",
    "ml": 250,
    "note": "strong",
    "createdAt": "2024-09-01T07:00:00.000Z",
}
DAY = {
    "date": "2024-09-01",
    "entries": [ENTRY],
    "metrics": {"craving": 7, "sleepQuality": 4, "mood": None},
    "triggers": ["stress", "evening"],
    "helpers": [],
    "relapse": {"active": True, "note": "bad night", "plan": "hold"},
    "note": "long day",
}


def backup(day: object = DAY, **more: object) -> str:
    return json.dumps({"schemaVersion": 4, "appVersion": "4.0.0", "profile": {}, "days": {"2024-09-01": day}, **more})


def test_tea_is_a_dose_in_ml_and_the_scales_stand_at_the_day(imported: Import) -> None:
    found = imported(backup())
    assert found.receipt.format == "tea-taper"
    assert found.counts == (2, 2, 0, 0)
    assert found.said("time", "kind", "name", "value", "unit", "precision") == [
        ("2024-09-01T08:30:00+02:00", "dose", "kratom tea", "250", "ml", ""),
        ("2024-09-01T12:00:00+02:00", "rating", "craving", "7", "nrs", "day"),
        ("2024-09-01T12:00:00+02:00", "rating", "sleep_quality", "4", "nrs", "day"),
        ("2024-09-01T12:00:00+02:00", "event", "trigger", "stress, evening", "", "day"),
        ("2024-09-01T12:00:00+02:00", "event", "more than planned", "", "", "day"),
        ("2024-09-01T12:00:00+02:00", "event", "note", "", "", "day"),
    ]


def test_a_day_without_any_answer_is_no_record(imported: Import) -> None:
    blank = {
        "entries": [ENTRY],
        "metrics": {"craving": None},
        "triggers": [],
        "helpers": [],
        "relapse": None,
        "note": "",
    }
    assert imported(backup(blank)).counts == (1, 1, 0, 0)


def test_importing_twice_adds_nothing(imported: Import) -> None:
    imported(backup())
    assert imported(backup()).counts == (2, 0, 0, 2)


def test_a_newer_version_is_refused_by_name(imported: Import) -> None:
    with pytest.raises(EntryError, match=r"newer Tea Taper \(version 5\)"):
        imported(backup(schemaVersion=5))


@given(value=wrongly(json.loads(backup())))
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)
