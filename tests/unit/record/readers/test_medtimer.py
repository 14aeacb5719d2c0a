from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.record.readers.medtimer import FORMAT
from speciosa.values.errors import EntryError

PLAN = {"medicine": {"name": "Ibuprofen", "color": -1}, "reminders": [{"amount": "1", "timeInMinutes": 60}]}
EVENT = {
    "medicineName": "Ibuprofen",
    "amount": "400 mg",
    "status": "TAKEN",
    "remindedTimestamp": 1_726_290_000,
    "processedTimestamp": 1_726_290_600,
    "reminderId": 94,
    "tags": ["as needed"],
    "notes": "after food",
}


def backup(*events: object) -> str:
    return json.dumps({"medicines": {"version": 9, "list": [PLAN]}, "events": {"version": 9, "list": events}}, indent=1)


def test_what_was_taken_is_a_medicine_at_the_moment_of_taking(imported: Import) -> None:
    found = imported(backup(EVENT))
    assert found.receipt.format == "medtimer"
    assert found.said("time", "kind", "name", "value", "unit", "id") == [
        ("2024-09-14T07:10:00+02:00", "medicine", "Ibuprofen", "400", "mg", "medtimer-94-1726290000")
    ]
    assert found.rows[0]["note"] == "after food; tags: as needed; due 2024-09-14T07:00:00+02:00"


@pytest.mark.parametrize(
    ("amount", "value", "unit"),
    [
        ("1 tablet", "1", "tablet"),
        ("2,5 ml", "2.5", "ml"),
        ("1", "unknown", ""),
        ("half a pill", "unknown", ""),
        ("", "unknown", ""),
    ],
)
def test_an_amount_in_free_text_is_split_or_unknown(imported: Import, amount: str, value: str, unit: str) -> None:
    row = imported(backup({**EVENT, "amount": amount})).rows[0]
    assert (row["value"], row["unit"]) == (value, unit)
    assert value != "unknown" or amount in row["note"]


def test_kratom_among_the_medicines_is_a_dose(imported: Import) -> None:
    assert imported(backup({**EVENT, "medicineName": "Kratom", "amount": "2 g"})).said("kind", "name", "value") == [
        ("dose", "Kratom", "2")
    ]


@pytest.mark.parametrize(
    ("status", "name"),
    [("SKIPPED", "dose skipped"), ("RAISED", "reminder not answered"), ("ACKNOWLEDGED", "reminder acknowledged")],
)
def test_what_was_not_taken_is_an_event(imported: Import, status: str, name: str) -> None:
    found = imported(backup({**EVENT, "status": status, "processedTimestamp": 0}))
    assert found.said("kind", "name", "value") == [("event", name, "Ibuprofen, 400 mg")]


@pytest.mark.parametrize(
    "bad", [{"status": "DELETED"}, {"status": "?"}, {"medicineName": ""}, {"amount": 5}, {"tags": "x"}]
)
def test_a_reminder_that_cannot_be_read_is_refused_alone(imported: Import, bad: dict[str, object]) -> None:
    assert imported(backup(EVENT, {**EVENT, "reminderId": 5, **bad})).counts == (2, 1, 1, 0)


@pytest.mark.parametrize(("before", "after"), [("", ""), ("\x00\x07{ junk", "\x01}} junk"), ("{}", "{}")])
def test_a_list_of_medicines_is_a_plan_and_junk_around_it_is_said(imported: Import, before: str, after: str) -> None:
    text = json.dumps({"version": 4, "list": [PLAN, PLAN]}, indent=1)
    found = imported(before + text + after)
    assert found.counts == (0, 0, 0, 0)
    assert "2 medicines in the app's list are a plan" in found.notices
    assert ("bytes before or after" in found.notices) == bool(before)


def test_a_list_of_events_alone_is_a_backup_too(imported: Import) -> None:
    assert imported(json.dumps({"version": 1, "list": [EVENT]}, indent=1)).counts == (1, 1, 0, 0)


def test_importing_twice_adds_nothing_and_an_edit_is_a_correction(imported: Import) -> None:
    imported(backup(EVENT))
    assert imported(backup(EVENT)).counts == (1, 0, 0, 1)
    edited = imported(backup({**EVENT, "amount": "200 mg"}))
    assert edited.said("supersedes") == [("",), ("medtimer-94-1726290000",)]


def test_a_backup_that_breaks_off_is_one_plain_sentence(imported: Import) -> None:
    with pytest.raises(EntryError, match="no MedTimer backup in this file"):
        imported(backup(EVENT)[:-20])


@given(value=wrongly(json.loads(backup(EVENT, {**EVENT, "status": "SKIPPED"}))))
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)


@given(before=st.binary(max_size=60), after=st.binary(max_size=60))
def test_any_bytes_are_refused_politely(tmp_path_factory: pytest.TempPathFactory, before: bytes, after: bytes) -> None:
    strange(FORMAT, before + backup(EVENT).encode() + after, tmp_path_factory)
    strange(FORMAT, before + b"{{[" * 100 + after, tmp_path_factory)


def test_the_public_sample_is_a_plan(imported: Import, shared_data: Path) -> None:
    found = imported(shared_data / "imports/medtimer/validMedicineExport.json")
    assert found.counts == (0, 0, 0, 0)
    assert "2 medicines in the app's list are a plan" in found.notices
