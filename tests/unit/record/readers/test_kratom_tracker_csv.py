"""Herbal Tracker+: grams, strains that are recognised as kratom, local and UTC times."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.record.readers.importer import Importer

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record.substance import substance_of
from speciosa.values.errors import EntryError


@pytest.fixture
def importer(tmp_path: Path, knowledge: Knowledge) -> Importer:
    return Importer(tmp_path, knowledge)


HEADER = "\ufeffdate,time,iso_timestamp,strain_code,strain_name,amount_g,notes\r\n"


def test_doses_in_grams_are_kratom_whatever_the_strain_is_called(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + "2024-03-01,08:05,2024-03-01T08:05:00.000,RB,Red Bali,2.5,\r\n"
        + '2024-03-01,18:05,2024-03-01T18:05:00.000,UB,Uncle\'s best #2,3.0,"late, tired"\r\n'
    )
    assert found.say("time", "kind", "name", "value", "unit", "note") == [
        ("2024-03-01T08:05:00+01:00", "dose", "Red Bali", "2.5", "g", ""),
        ("2024-03-01T18:05:00+01:00", "dose", "kratom#Uncle's best 2", "3", "g", "late, tired"),
    ]
    assert {substance_of(row["name"], (), load_knowledge()) for row in found.rows} == {"kratom"}


def test_a_time_in_utc_keeps_the_local_clock_that_the_row_shows(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + "2024-03-01,20:05,2024-03-01T19:05:30.000Z,RB,Red Bali,2.5,\r\n"
        + "2024-03-02,08:05,2024-03-02T13:05:30.000Z,RB,Red Bali,2.5,\r\n"
        + "2024-03-03,08:07,2024-03-03T13:05:30.000Z,RB,Red Bali,2.5,\r\n"
    )
    assert [row["time"] for row in found.rows] == [
        "2024-03-01T20:05:30+01:00",
        "2024-03-02T08:05:30-05:00",
        "2024-03-03T14:05:30+01:00",  # no zone is 4 hours 58 minutes away: the person's own is taken
    ]


def test_a_deleted_strain_is_kratom_and_the_note_says_so(importer: Importer) -> None:
    found = importer.text(HEADER + "2024-03-01,08:05,2024-03-01T08:05:00,???,Unknown strain,2.0,'=sum\r\n")
    assert found.say("name", "note") == [("kratom", "strain deleted in the app; =sum")]


def test_without_the_iso_time_the_local_columns_are_taken(importer: Importer) -> None:
    found = importer.text(HEADER + "2024-03-01,08:05,,RB,Red Bali,2,\r\n2024-03-02,,,RB,Red Bali,2,\r\n")
    assert found.say("time", "precision") == [("2024-03-01T08:05:00+01:00", ""), ("2024-03-02T12:00:00+01:00", "day")]


def test_rows_that_say_no_amount_or_time_are_refused(importer: Importer) -> None:
    found = importer.text(
        HEADER
        + "2024-03-01,08:05,2024-03-01T08:05:00,RB,Red Bali,lots,\r\n"
        + ",,,RB,Red Bali,2,\r\n"
        + "2024-03-01,08:05,2024-03-01T08:05:00,RB,Red Bali,-1,\r\n"
        + "2024-03-01,08:05,2024-03-01T08:05:00,RB,Red Bali,2,\r\n"
        + "2024-03-01,08:05,2024-03-01T08:05:00,RB,Red Bali,2,\r\n"
    )
    assert found.counts() == (5, 1, 3, 1)


def test_a_file_without_the_columns_is_said_to_be_none(importer: Importer) -> None:
    with pytest.raises(EntryError, match="no Herbal Tracker"):
        importer.text("date,time\n", format_name="kratom-tracker-csv")
