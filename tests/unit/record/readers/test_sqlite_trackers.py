from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange

from speciosa.record.readers.sqlite_trackers import FORMAT
from speciosa.values.errors import EntryError

QUANTITIES = "CREATE TABLE doses (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp TEXT, quantity REAL);"
TIMES = "CREATE TABLE doses (id INTEGER PRIMARY KEY, date_taken TEXT);"


@pytest.fixture
def database(tmp_path: Path) -> Callable[[str], Path]:
    def make(script: str) -> Path:
        file = tmp_path / "kratom tracker?.db"
        with sqlite3.connect(file) as connection:
            connection.executescript(script)
        connection.close()
        return file

    return make


def test_a_quantity_is_grams_and_the_receipt_says_why(imported: Import, database: Callable[[str], Path]) -> None:
    found = imported(database(QUANTITIES + "INSERT INTO doses VALUES (4, '2024-09-01 08:30:00', 2.5)"))
    assert found.receipt.format == "kratom-sqlite"
    assert found.said("time", "kind", "name", "value", "unit", "id") == [
        ("2024-09-01T08:30:00+02:00", "dose", "kratom", "2.5", "g", "kratomtrackerpython-4")
    ]
    assert "the file names no unit" in found.notices


def test_times_alone_are_doses_of_unknown_amount(imported: Import, database: Callable[[str], Path]) -> None:
    found = imported(database(TIMES + "INSERT INTO doses VALUES (1, '2024-09-01 08:30:00')"))
    assert found.said("name", "value", "unit", "id") == [("kratom", "unknown", "", "ffcoder-1")]


def test_a_database_without_rows_is_an_import_of_none(imported: Import, database: Callable[[str], Path]) -> None:
    assert imported(database(QUANTITIES)).counts == (0, 0, 0, 0)


@pytest.mark.parametrize(
    "bad",
    ["NULL, 1", "5, 1", "x'ff', 1", "'soon', 1", "'2024-09-01', 'much'", "'2024-09-01', -1", "'2024-09-01', 9e999"],
)
def test_a_dose_that_cannot_be_read_is_refused_alone(
    imported: Import, database: Callable[[str], Path], bad: str
) -> None:
    script = f"{QUANTITIES}INSERT INTO doses VALUES (1, {bad}), (2, '2024-09-01 08:30:00', NULL)"
    found = imported(database(script.replace("TEXT", "").replace("REAL", "")))
    assert found.counts == (2, 1, 1, 0)


def test_a_view_of_that_name_is_not_run(imported: Import, database: Callable[[str], Path]) -> None:
    with pytest.raises(EntryError, match="of no kind"):
        imported(database("CREATE VIEW doses AS SELECT 1 AS id, '2024-09-01' AS timestamp, 2 AS quantity"))


def test_the_file_is_not_written_to_and_entries_still_in_a_journal_are_said(
    imported: Import, database: Callable[[str], Path]
) -> None:
    file = database(QUANTITIES)
    before = file.read_bytes()
    file.with_name(f"{file.name}-wal").write_bytes(b"recent")
    assert "-wal lies beside it" in imported(file).notices
    assert file.read_bytes() == before


def test_importing_twice_adds_nothing(imported: Import, database: Callable[[str], Path]) -> None:
    file = database(QUANTITIES + "INSERT INTO doses VALUES (4, '2024-09-01 08:30:00', 2.5)")
    imported(file)
    assert imported(file).counts == (1, 0, 0, 1)


@given(at=st.integers(0, 8000), data=st.binary(min_size=1, max_size=64))
def test_any_damage_is_refused_politely(tmp_path_factory: pytest.TempPathFactory, at: int, data: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "doses.db"
    if not file.exists():
        with sqlite3.connect(file) as connection:
            connection.executescript(QUANTITIES + "INSERT INTO doses VALUES (4, '2024-09-01 08:30:00', 2.5)")
        connection.close()
    good = file.read_bytes()
    strange(FORMAT, good[:at] + data + good[at + len(data) :], tmp_path_factory, "damaged.db")


def test_the_public_sample_has_no_rows(imported: Import, shared_data: Path) -> None:
    assert imported(shared_data / "imports/kratom_tracker_python/kratom.db").counts == (0, 0, 0, 0)
