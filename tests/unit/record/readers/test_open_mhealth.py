from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.record.readers.open_mhealth import FORMAT
from speciosa.values.errors import EntryError

AT = {"date_time": "2024-02-05T07:10:00-07:00"}
DOSE = {
    "medication": {"trade_name": "Advil", "strength": [{"value": 200, "unit": "mg"}]},
    "dose": {"value": 2, "unit": "tablets"},
    "effective_time_frame": AT,
}
NIGHT = {"start_date_time": "2024-02-05T22:00:00-07:00", "end_date_time": "2024-02-06T06:30:00-07:00"}
SLEEP = {"sleep_duration": {"value": 450, "unit": "min"}, "effective_time_frame": {"time_interval": NIGHT}}


def point(body: object, schema: str) -> dict[str, object]:
    header = {
        "id": "p-1",
        "creation_date_time": "2024-02-06T08:00:00-07:00",
        "schema_id": {"namespace": "omh", "name": schema},
    }
    return {"header": header, "body": body}


def test_a_dose_keeps_its_own_offset(imported: Import) -> None:
    found = imported(json.dumps(DOSE))
    assert found.receipt.format == "open-mhealth"
    assert found.said("time", "kind", "name", "value", "unit", "note") == [
        ("2024-02-05T07:10:00-07:00", "medicine", "Advil", "2", "tablet", "strength 200 mg")
    ]


def test_kratom_is_a_dose(imported: Import) -> None:
    body = {**DOSE, "medication": {"trade_name": "Kratom"}, "dose": {"value": 2, "unit": "g"}}
    assert imported(json.dumps(body)).said("kind", "name") == [("dose", "Kratom")]


def test_a_header_gives_the_id_and_when_it_was_written_down(imported: Import) -> None:
    found = imported(json.dumps(point(SLEEP, "sleep-duration")))
    assert found.said("time", "kind", "value", "unit", "recorded", "id") == [
        ("2024-02-06T06:30:00-07:00", "sleep", "7.5", "h", "2024-02-06T08:00:00-07:00", "omh-p-1")
    ]


def test_a_list_and_one_a_line_are_read_alike(imported: Import, tmp_path: Path) -> None:
    assert imported(json.dumps([DOSE, SLEEP])).counts == (2, 2, 0, 0)
    lines = "\n".join([json.dumps(DOSE), "", '{"broken', json.dumps(SLEEP)])
    found = imported(lines, "points.ndjson")
    assert found.counts == (3, 0, 1, 2)
    assert found.receipt.reading.refused[0].line == 3


def test_an_episode_has_its_stated_time_asleep_or_else_its_length(imported: Import) -> None:
    frame = {"time_interval": {"start_date_time": "2024-02-05T22:00:00-07:00", "duration": {"value": 9, "unit": "h"}}}
    stated = {"effective_time_frame": frame, "total_sleep_time": {"value": 8.5, "unit": "h"}, "is_main_sleep": True}
    short = {"effective_time_frame": {"time_interval": NIGHT}, "is_main_sleep": False, "number_of_awakenings": 2}
    assert imported(json.dumps([stated, short])).said("time", "name", "value", "note") == [
        ("2024-02-06T07:00:00-07:00", "night", "8.5", ""),
        ("2024-02-06T06:30:00-07:00", "nap", "8.5", "number of awakenings 2; from beginning to end of the episode"),
    ]


def test_a_sleep_longer_than_its_time_is_kept_and_said(imported: Import) -> None:
    body = {**SLEEP, "sleep_duration": {"value": 16, "unit": "h"}}
    assert imported(json.dumps(body)).said("value", "note") == [
        ("16", "longer than the time within which it was slept")
    ]


def test_a_part_of_a_day_is_marked_as_one(imported: Import) -> None:
    frame = {"time_interval": {"date": "2024-02-05", "part_of_day": "evening"}}
    found = imported(json.dumps({**DOSE, "effective_time_frame": frame}))
    assert found.said("time", "precision") == [("2024-02-05T19:00:00+01:00", "part_of_day")]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (
            {"medication_adherence_percent": {"value": 93, "unit": "%"}, "effective_time_frame": AT},
            "medication-adherence-percent",
        ),
        ({"body_weight": {"value": 80, "unit": "kg"}, "effective_time_frame": AT}, "body-weight"),
        ({**SLEEP, "descriptive_statistic": "average"}, "average of several nights"),
        ({**SLEEP, "sleep_duration": {"value": 7, "unit": "moons"}}, "no unit of time"),
        ({**SLEEP, "sleep_duration": {"value": 7}}, "no unit of time"),
        ({**DOSE, "effective_time_frame": {}}, "no time"),
        ({**DOSE, "medication": {}}, "names no medicine"),
        (
            {"is_main_sleep": True, "effective_time_frame": {"time_interval": {**NIGHT, "end_date_time": "x"}}},
            "not a time",
        ),
        (point({}, "blood <pressure>"), "no place for this schema"),
    ],
)
def test_what_has_no_place_is_refused_with_the_schemas_name(imported: Import, bad: object, why: str) -> None:
    found = imported(json.dumps([DOSE, bad]))
    assert found.counts == (2, 1, 1, 0)
    assert why in found.reasons


def test_a_file_with_nothing_that_has_a_place_says_so(imported: Import) -> None:
    with pytest.raises(EntryError, match="no place for medication-adherence-percent"):
        imported(json.dumps({"medication_adherence_percent": {"value": 93}}))


def test_importing_twice_adds_nothing(imported: Import) -> None:
    imported(json.dumps([DOSE, point(SLEEP, "sleep-duration")]))
    assert imported(json.dumps([DOSE, point(SLEEP, "sleep-duration")])).counts == (2, 0, 0, 2)


@given(
    value=wrongly(
        [
            DOSE,
            point(SLEEP, "sleep-duration"),
            {"is_main_sleep": False, "effective_time_frame": {"time_interval": NIGHT}},
        ]
    )
)
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("single-medication-dose-taken__1.0__shouldPass__valid-single-med-dose-taken", ("medicine", "1", "tablet")),
        ("sleep-duration__1.0__shouldPass__duration-longer-than-time-frame", ("sleep", "16", "h")),
        ("sleep-duration__1.0__shouldPass__with-user-notes", ("sleep", "6", "h")),
        ("sleep-episode__1.1__shouldPass__valid-sleep-episode", ("sleep", "8.5", "h")),
        ("sleep-duration__2.0__shouldPass__with-descriptive-statistic", None),
        ("medication-adherence-percent__1.0__shouldPass__valid-med-adherence-percent", None),
    ],
)
def test_the_public_samples_are_kept_or_refused_with_a_reason(
    imported: Import, shared_data: Path, name: str, kept: tuple[str, ...] | None
) -> None:
    file = shared_data / f"imports/openmhealth/{name}.json"
    if kept is None:
        with pytest.raises(EntryError, match=r"no place for|average of several nights"):
            imported(file)
    else:
        assert imported(file).said("kind", "value", "unit") == [kept]
