from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.knowledge import Knowledge
from speciosa.record.readers.format import Note, Request
from speciosa.record.readers.psychonautwiki import FORMAT
from speciosa.values.errors import EntryError
from speciosa.values.reading import Refused

DOSE = {
    "substanceName": "Kratom",
    "time": 1_700_000_000_000,
    "creationDate": 1_700_000_060_000,
    "administrationRoute": "ORAL",
    "dose": 2.5,
    "isDoseAnEstimate": False,
    "units": "g",
}
UNIT = {
    "id": 7,
    "substanceName": "Kratom",
    "name": "level teaspoon",
    "dose": 2.2,
    "estimatedDoseStandardDeviation": 0.3,
    "isEstimate": True,
    "unit": "tsp",
    "originalUnit": "g",
}


def journal(*doses: object, units: tuple[object, ...] = (), **experience: object) -> str:
    said = {"title": "a day", "text": "", "sortDate": 1_700_000_000_000, "ingestions": list(doses), **experience}
    return json.dumps(
        {"experiences": [said], "substanceCompanions": [], "customSubstances": [], "customUnits": list(units)}
    )


def test_an_ingestion_becomes_a_dose_at_its_local_time(imported: Import) -> None:
    found = imported(journal(DOSE))
    assert found.receipt.format == "psychonautwiki"
    assert found.said("time", "kind", "name", "value", "unit", "recorded") == [
        ("2023-11-14T23:13:20+01:00", "dose", "Kratom", "2.5", "g", "2023-11-14T23:14:20+01:00")
    ]


def test_a_time_may_be_written_as_a_float(imported: Import) -> None:
    found = imported(journal(DOSE).replace("1700000000000,", "1.7e12,"))
    assert found.said("time") == [("2023-11-14T23:13:20+01:00",)]


def test_another_substance_is_a_dose_under_its_own_name(imported: Import) -> None:
    assert imported(journal({**DOSE, "substanceName": "Caffeine", "dose": 100, "units": "mg"})).said(
        "kind", "name"
    ) == [("dose", "Caffeine")]


def test_somebody_elses_dose_is_refused_and_counted(imported: Import) -> None:
    found = imported(journal(DOSE, {**DOSE, "consumerName": "Kim"}, {**DOSE, "consumerName": "", "dose": 1}))
    assert found.counts == (3, 2, 1, 0)
    assert "somebody else" in found.reasons
    assert "1 dose is somebody else's and was left out" in found.notices
    assert "Kim" not in found.notices + found.reasons


def test_a_dose_in_a_custom_unit_is_a_count_of_it_and_spreads_combine(imported: Import) -> None:
    spread = {"customUnitId": 7, "dose": 2, "estimatedDoseStandardDeviation": 0.5, "isDoseAnEstimate": True}
    row = imported(journal({**DOSE, **spread, "units": None}, units=(UNIT,))).rows[0]
    assert (row["value"], row["unit"]) == ("4.4", "g")
    # sqrt((2 * 0.3)^2 + (2.2 * 0.5)^2 + (0.3 * 0.5)^2)
    assert "standard deviation 1.26194294641 g" in row["note"]
    assert "2 level teaspoon of 2.2 g" in row["note"]


@pytest.mark.parametrize("units", [(), ({**UNIT, "dose": None},), ({**UNIT, "dose": "two"},)])
def test_a_custom_unit_that_nobody_can_resolve_makes_the_amount_unknown(
    imported: Import, units: tuple[object, ...]
) -> None:
    row = imported(journal({**DOSE, "customUnitId": 7, "dose": 2, "units": None}, units=units)).rows[0]
    assert (row["value"], row["unit"]) == ("unknown", "")
    assert row["note"].startswith("2 ")


def test_an_unknown_dose_stays_unknown(imported: Import) -> None:
    assert imported(journal({**DOSE, "dose": None})).said("value") == [("unknown",)]


def test_a_unit_that_cannot_be_used_is_never_guessed(imported: Import) -> None:
    found = imported(journal({**DOSE, "units": "scoops"}, {**DOSE, "time": 1_700_000_500_000, "units": None}))
    assert found.said("value", "note") == [("unknown", "amount: 2.5 scoops"), ("unknown", "amount: 2.5 (no unit)")]
    assert "2 doses with an amount in a unit that cannot be used stand as unknown" in found.notices


@pytest.mark.parametrize(
    ("word", "food"),
    [("EMPTY", "fasted"), ("QUARTERFULL", ""), ("HALFFULL", "fed"), ("FULL", "fed"), ("VERYFULL", "fed"), (None, "")],
)
def test_a_stomach_is_fed_fasted_or_neither(imported: Import, word: str | None, food: str) -> None:
    assert imported(journal({**DOSE, "stomachFullness": word})).said("food") == [(food,)]


def test_notes_routes_and_estimates_stay_in_the_note(imported: Import) -> None:
    more = {"notes": "with\nhoney", "administrationRoute": "SUBLINGUAL", "isDoseAnEstimate": True}
    assert imported(journal({**DOSE, **more})).said("note") == [("with / honey; estimate; route sublingual",)]


def test_timed_notes_ratings_and_texts_become_events(imported: Import) -> None:
    found = imported(
        journal(
            DOSE,
            text="felt fine",
            timedNotes=[{"note": "warm", "time": 1_700_000_600_000, "color": "RED"}],
            ratings=[{"option": "twoPlus", "time": 1_700_000_700_000}, {"option": "plus", "time": None}],
        )
    )
    assert found.said("name", "value", "note")[1:] == [
        ("timed_note", "", "warm"),
        ("shulgin_rating", "twoPlus", ""),
        ("shulgin_rating", "plus", "for the whole experience"),
        ("experience", "a day", "felt fine"),
    ]


def test_a_record_of_the_wrong_type_is_refused_alone(imported: Import) -> None:
    found = imported(journal(DOSE, {**DOSE, "dose": "two"}, 5, {**DOSE, "time": None}, ratings="none"))
    assert found.counts == (5, 1, 4, 0)
    assert "two" not in found.reasons


def test_a_key_that_stands_twice_with_two_values_spoils_its_record(imported: Import) -> None:
    found = imported(journal(DOSE, {**DOSE, "dose": 9}).replace('"dose": 9', '"dose": 9, "dose": 8'))
    assert found.counts == (2, 1, 1, 0)
    assert "dose stands twice" in found.reasons


def test_a_broken_character_does_not_cost_the_dose(imported: Import) -> None:
    text = journal({**DOSE, "notes": "EMOJI"}).replace("EMOJI", "\\ud83d half")
    assert imported(text).said("value", "note") == [("2.5", "\ufffd half")]


def test_importing_twice_adds_nothing_and_an_edit_is_a_correction(imported: Import) -> None:
    imported(journal(DOSE))
    assert imported(journal(DOSE)).counts == (1, 0, 0, 1)
    edited = imported(journal({**DOSE, "dose": 3}))
    assert edited.rows[1]["supersedes"] == edited.rows[0]["id"]
    assert edited.said("supersedes") == [("",), ("journal-1700000060000-kratom",)]


def test_equal_ingestions_are_one_and_different_ones_are_two(imported: Import) -> None:
    assert imported(journal(DOSE, DOSE, {**DOSE, "time": 1_700_003_600_000})).counts == (3, 2, 0, 1)


@pytest.mark.parametrize(
    "text", ["{", '{"experiences": {}}', "[" * 100_000, '{"customUnits": [], "customSubstances": []}']
)
def test_a_broken_file_is_one_plain_sentence(tmp_path: Path, knowledge: Knowledge, text: str) -> None:
    file = tmp_path / "export.json"
    file.write_text(text)
    try:
        found = list(FORMAT.read(Request(file, ZoneInfo("UTC"), knowledge)))
    except EntryError:
        return
    assert all(isinstance(each, Refused | Note) for each in found)


@given(
    value=wrongly(json.loads(journal(DOSE, {**DOSE, "customUnitId": 7}, units=(UNIT,), ratings=[{"option": "plus"}])))
)
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused_politely(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    strange(FORMAT, b'{"experiences": [' + data, tmp_path_factory)


def test_the_public_sample_is_read_whole(imported: Import, shared_data: Path) -> None:
    found = imported(shared_data / "imports/psychonautwiki_ios/LegalSample.json", zone="Europe/Zurich")
    assert found.counts == (20, 20, 0, 0)
    assert found.receipt.entries == 20
    assert {row["name"] for row in found.rows} == {"Caffeine", "Citicoline", "Tyrosine"}
