from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import, Imported
from tests.unit.record.readers.strange_json import strange

from speciosa.record.readers.health_connect import FORMAT
from speciosa.values.errors import EntryError

HOUR_MS = 3_600_000
EVENING = 1_709_330_400_000  # 2024-03-01T22:00Z
SCHEMA = """
CREATE TABLE sleep_session_record_table (row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER, start_time INTEGER,
  start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, notes TEXT, title TEXT);
CREATE TABLE sleep_stages_table (parent_key INTEGER, stage_start_time INTEGER, stage_end_time INTEGER,
  stage_type INTEGER);
CREATE TABLE steps_record_table (row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER, start_time INTEGER,
  start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, count INTEGER);
CREATE TABLE heart_rate_record_table (row_id INTEGER PRIMARY KEY);
"""


def database(folder: Path, *statements: str, schema: str = SCHEMA) -> bytes:
    file = folder / "made.db"
    file.unlink(missing_ok=True)
    with sqlite3.connect(file) as connection:
        connection.executescript(schema + ";".join(statements))
    connection.close()
    return file.read_bytes()


def session(row: int, app: int, start: object, end: object, offset: object = 3600) -> str:
    cells = f"{row}, x'0{row}', {app}, {start}, 0, {end}, {offset}, NULL, 'Sleep'"
    return f"INSERT INTO sleep_session_record_table VALUES ({cells})"


def stage(parent: int, start: int, end: int, kind: int) -> str:
    return f"INSERT INTO sleep_stages_table VALUES ({parent}, {start}, {end}, {kind})"


def walked(app: int, start: object, count: object, offset: object = 3600) -> str:
    return f"INSERT INTO steps_record_table VALUES (NULL, NULL, {app}, {start}, {offset}, 0, 0, {count})"


def zipped(data: bytes, member: str = "health_connect_export.db") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member, data)
    return file.getvalue()


@pytest.fixture
def connect(imported: Import, tmp_path: Path) -> Import:
    def run(*statements: str, schema: str = SCHEMA) -> Imported:
        return imported(zipped(database(tmp_path, *statements, schema=schema)), "Health Connect.zip", zone="Asia/Tokyo")

    return run


def test_a_night_is_the_time_of_its_sleeping_stages_at_the_records_own_offset(connect: Import) -> None:
    end = EVENING + 8 * HOUR_MS
    found = connect(
        session(1, 1, EVENING, end),
        stage(1, EVENING, EVENING + HOUR_MS, 1),
        stage(1, EVENING + HOUR_MS, EVENING + 4 * HOUR_MS, 4),
        stage(1, EVENING + 4 * HOUR_MS, EVENING + 7 * HOUR_MS, 6),
    )
    assert found.receipt.format == "health-connect"
    assert found.said("time", "kind", "name", "value", "unit", "id", "note") == [
        ("2024-03-02T07:00:00+01:00", "sleep", "night", "6", "h", "healthconnect-01", "Sleep")
    ]


def test_a_session_without_stages_counts_whole_and_says_so(connect: Import) -> None:
    found = connect(session(1, 1, EVENING, EVENING + 8 * HOUR_MS))
    assert found.said("value", "note") == [("8", "Sleep; from beginning to end: the app kept no stages")]


def test_of_two_apps_that_recorded_one_night_the_longer_sleep_stands(connect: Import) -> None:
    found = connect(
        session(1, 1, EVENING, EVENING + 8 * HOUR_MS),
        session(2, 2, EVENING + HOUR_MS, EVENING + 8 * HOUR_MS),
        session(3, 1, EVENING + 24 * HOUR_MS, EVENING + 30 * HOUR_MS),
    )
    assert found.counts == (3, 2, 1, 0)
    assert "overlaps a longer sleep" in found.reasons
    assert sorted(found.said("value")) == [("6",), ("8",)]


def test_steps_are_one_row_a_local_day_from_the_app_that_counted_most(connect: Import) -> None:
    # 22:00Z with two hours ahead is the next local day
    found = connect(walked(1, EVENING, 5), walked(1, EVENING, 50, 7200), walked(2, EVENING, 80, 7200))
    assert found.said("time", "value", "unit", "id") == [
        ("2024-03-01T12:00:00+09:00", "5", "steps", "healthconnect-steps-2024-03-01"),
        ("2024-03-02T12:00:00+09:00", "80", "steps", "healthconnect-steps-2024-03-02"),
    ]


def test_a_record_without_an_offset_is_read_in_the_persons_zone(connect: Import) -> None:
    assert connect(session(1, 1, EVENING, EVENING + HOUR_MS, "NULL")).said("time") == [("2024-03-02T08:00:00+09:00",)]


@pytest.mark.parametrize(
    "bad",
    [
        session(7, 1, EVENING, EVENING - 1),
        session(7, 1, "'later'", EVENING),
        session(7, 1, "NULL", EVENING),
        session(7, 1, EVENING, EVENING + HOUR_MS, 12345),
        session(7, 1, 9e17, 9e17),
        walked(1, "NULL", 5),
        walked(1, EVENING, "x'00'"),
        walked(1, EVENING, -5),
    ],
)
def test_a_record_that_cannot_be_read_is_refused_alone(connect: Import, bad: str) -> None:
    assert connect(bad, session(1, 1, EVENING, EVENING + HOUR_MS)).counts == (2, 1, 1, 0)


def test_other_tables_are_counted_and_missing_ones_said(connect: Import) -> None:
    found = connect("INSERT INTO heart_rate_record_table VALUES (1), (2)", session(1, 1, EVENING, EVENING + HOUR_MS))
    assert "2 records of heart rate were left aside: a diary has no place for them" in found.notices


def test_columns_that_another_version_lacks_are_empty(connect: Import) -> None:
    schema = "CREATE TABLE sleep_session_record_table (start_time INTEGER, end_time INTEGER);"
    found = connect(f"INSERT INTO sleep_session_record_table VALUES ({EVENING}, {EVENING + HOUR_MS})", schema=schema)
    assert found.said("time", "value") == [("2024-03-02T08:00:00+09:00", "1")]


def test_the_bare_database_is_read_like_the_zip(imported: Import, tmp_path: Path) -> None:
    data = database(tmp_path, session(1, 1, EVENING, EVENING + HOUR_MS))
    assert imported(data, "health_connect_export.db").said("value") == [("1",)]


def test_importing_twice_adds_nothing(connect: Import) -> None:
    statements = session(1, 1, EVENING, EVENING + HOUR_MS), walked(1, EVENING, 5)
    connect(*statements)
    assert connect(*statements).counts == (2, 0, 0, 2)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (zipped(b"no database"), "damaged"),
        (zipped(b"SQLite format 3\x00" + b"\xff" * 5000), "damaged"),
        (zipped(bytes(30_000_000)), "unpacks to far more"),
        (zipped(b"", "other.db"), "of no kind"),
    ],
)
def test_a_damaged_export_is_one_plain_sentence(imported: Import, data: bytes, why: str) -> None:
    with pytest.raises(EntryError, match=why):
        imported(data, "Health Connect.zip")


@given(at=st.integers(0, 8000), data=st.binary(min_size=1, max_size=64))
def test_any_damage_is_refused_politely(tmp_path_factory: pytest.TempPathFactory, at: int, data: bytes) -> None:
    good = database(tmp_path_factory.getbasetemp(), session(1, 1, EVENING, EVENING + HOUR_MS), walked(1, EVENING, 5))
    strange(FORMAT, good[:at] + data + good[at + len(data) :], tmp_path_factory, "export.db")
