from __future__ import annotations

import json

import pytest
from hypothesis import given
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.record.readers.piru import FORMAT
from speciosa.values.errors import EntryError

DOSE = {
    "id": "AB12",
    "substance": "Kratom",
    "amount": 3,
    "unit": "g",
    "route": "oral",
    "timestamp": 1_700_000_000_000,
    "notes": "in tea",
    "tags": ["pain"],
    "isBackgroundMed": False,
    "hadGrapefruit": True,
}
MEDICINE = {**DOSE, "id": "CD34", "substance": "Sertraline", "amount": 50, "unit": "mg", "isBackgroundMed": True}


def export(**more: object) -> str:
    session = {"id": "S1", "startDate": 1_700_000_000_000, "title": "evening", "note": "slow", "doses": [DOSE]}
    file = {"piruExportVersion": 2, "appVersion": "Piru 2.0", "sessions": [session], "orphanDoses": [MEDICINE]}
    return json.dumps({**file, **more})


def test_doses_within_and_outside_sessions_are_read(imported: Import) -> None:
    found = imported(export())
    assert found.receipt.format == "piru"
    assert found.counts == (3, 3, 0, 0)
    assert found.said("kind", "name", "value", "unit", "id", "note") == [
        ("dose", "Kratom", "3", "g", "piru-dose-ab12", "in tea; with grapefruit; tags: pain"),
        ("event", "session", "evening", "", "piru-session-s1", "slow"),
        ("medicine", "Sertraline", "50", "mg", "piru-dose-cd34", "in tea; with grapefruit; tags: pain"),
    ]


def test_an_unknown_dose_is_unknown_whatever_number_stands_there(imported: Import) -> None:
    text = export(sessions=[], orphanDoses=[{**DOSE, "isUnknownDose": True, "amount": 0}])
    assert imported(text).said("value") == [("unknown",)]


def test_a_check_in_keeps_its_numbers_as_words_because_their_scale_is_not_stated(imported: Import) -> None:
    note = {"id": "N1", "timestamp": 1_700_000_000_000, "text": "ok", "mood": 3, "kind": "checkIn"}
    text = export(sessions=[{"startDate": 1_700_000_000_000, "doses": [], "notes": [note]}], orphanDoses=[])
    assert imported(text).said("kind", "name", "note") == [("event", "check_in checkIn", "ok; mood 3")]


def test_what_is_left_aside_is_counted(imported: Import) -> None:
    found = imported(export(inventory=[{}, {}], labMeasurements=[{}]))
    assert "2 items in stock were left aside: a diary has no place for them" in found.notices
    assert "1 laboratory value was left aside: a diary has no place for it" in found.notices


def test_an_encrypted_file_is_refused_with_what_to_do(imported: Import) -> None:
    with pytest.raises(EntryError, match=r"encrypted.*without a passphrase"):
        imported(json.dumps({"sealed": "AAAA", "kind": "backup"}))


def test_a_newer_version_is_refused_by_name(imported: Import) -> None:
    with pytest.raises(EntryError, match=r"newer Piru \(export version 3"):
        imported(export(piruExportVersion=3))


def test_importing_twice_adds_nothing(imported: Import) -> None:
    imported(export())
    assert imported(export()).counts == (3, 0, 0, 3)


@given(value=wrongly(json.loads(export())))
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)
