from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.knowledge import Knowledge
from speciosa.record.readers.kratom_tracker import FORMAT
from speciosa.record.substance import is_kratom
from speciosa.values.errors import EntryError

STRAINS = [{"id": "s1", "name": "Red Bali", "code": "RB"}, {"id": "s2", "name": "House Blend #2", "code": "HB"}]


def dose(own: str = "d1", **more: object) -> dict[str, object]:
    return {"id": own, "strainId": "s1", "amount": 2.5, "timestamp": "2024-09-01T08:30:00.000", "notes": None, **more}


def backup(*doses: object, **more: object) -> str:
    return json.dumps(
        {"version": 1, "timestamp": "2025-03-14T09:12:44.000", "strains": STRAINS, "dosages": doses, **more}
    )


def test_a_dosage_becomes_grams_of_its_strain_at_the_local_time(imported: Import) -> None:
    found = imported(backup(dose(notes='with food, comma, and "quotes"')))
    assert found.receipt.format == "kratom-tracker"
    assert found.said("time", "kind", "name", "value", "unit", "id", "note") == [
        (
            "2024-09-01T08:30:00+02:00", "dose", "Red Bali", "2.5", "g", "kratomtracker-dose-d1",
            'with food, comma, and "quotes"; strain Red Bali (RB)',
        )
    ]  # fmt: skip


def test_every_strain_is_recognised_as_kratom(imported: Import, knowledge: Knowledge) -> None:
    rows = imported(backup(dose("a"), dose("b", strainId="s2"), dose("c", strainId="gone"))).rows
    assert [row["name"] for row in rows] == ["Red Bali", "kratom#House Blend 2", "kratom"]
    assert all(is_kratom(row["name"], (), knowledge) for row in rows)


def test_doses_of_deleted_strains_are_kept_and_said(imported: Import) -> None:
    found = imported(backup(dose(strainId="gone")))
    assert found.counts == (1, 1, 0, 0)
    assert "1 dose of a strain that the file no longer names was kept as kratom" in found.notices


@pytest.mark.parametrize(("amount", "value"), [(2, "2"), (1.5, "1.5"), ("3.25", "3.25"), (" 2 ", "2")])
def test_amounts_may_be_whole_decimal_or_text(imported: Import, amount: object, value: str) -> None:
    assert imported(backup(dose(amount=amount))).said("value") == [(value,)]


@pytest.mark.parametrize("amount", [None, "", "two", "3,25 g", -1, float("nan"), [2], {"g": 2}, True])
def test_an_amount_that_is_none_refuses_its_dose_alone(imported: Import, amount: object) -> None:
    assert imported(backup(dose(), dose("d2", amount=amount))).counts == (2, 1, 1, 0)


def test_a_time_in_utc_is_an_instant(imported: Import) -> None:
    found = imported(backup(dose(timestamp="2024-09-01T08:30:00.000Z")))
    assert found.said("time") == [("2024-09-01T10:30:00+02:00",)]


def test_the_effects_that_the_app_now_throws_away_are_kept_on_their_scale(imported: Import) -> None:
    effect = {"id": "e1", "dosageId": "d1", "timestamp": "2024-09-01T09:30:00.000", "mood": 4, "energy": 5}
    found = imported(backup(dose(), effects=[{**effect, "pain_relief": 3, "duration": 180}]))
    assert found.counts == (2, 2, 0, 0)
    assert found.said("kind", "name", "value", "unit")[1:] == [
        ("rating", "mood", "4", "score_1_5"),
        ("rating", "energy", "5", "score_1_5"),
        ("rating", "pain_relief", "3", "score_1_5"),
    ]
    assert found.rows[1]["note"] == "after dose kratomtracker-dose-d1; lasted 180 min"


def test_both_spellings_of_pain_relief_and_the_optional_ratings_are_known(imported: Import) -> None:
    effect = {"id": "e1", "timestamp": "2024-09-01T09:30:00", "painRelief": 2, "anxiety": 1, "focus": 3, "mood": None}
    assert imported(backup(effects=[effect])).said("name", "value") == [
        ("pain_relief", "2"), ("anxiety", "1"), ("focus", "3"),
    ]  # fmt: skip


def test_a_rating_off_its_scale_is_refused_and_the_others_kept(imported: Import) -> None:
    effect = {"id": "e1", "timestamp": "2024-09-01T09:30:00", "mood": 9, "energy": 3, "painRelief": 3}
    found = imported(backup(effects=[effect]))
    assert found.said("name") == [("energy",), ("pain_relief",)]
    assert [each.code for each in found.receipt.reading.questions] == ["partly_read"]


def test_a_bare_list_of_dosages_is_a_backup_too(imported: Import) -> None:
    found = imported(json.dumps([dose(), dose("d2", timestamp="2024-09-01T14:05:00")]))
    assert found.receipt.format == "kratom-tracker"
    assert found.said("name", "note") == [("kratom", "strain s1")] * 2


def test_a_newer_version_is_refused_by_name(imported: Import) -> None:
    with pytest.raises(EntryError, match=r"newer app \(version 2\)"):
        imported(backup(dose(), version=2))


def test_another_unit_in_the_settings_is_asked_about(imported: Import) -> None:
    assert "check one" in imported(backup(dose(), settings={"measurementUnit": "oz"})).notices


def test_importing_twice_adds_nothing_and_an_edit_is_a_correction(imported: Import) -> None:
    imported(backup(dose()))
    assert imported(backup(dose())).counts == (1, 0, 0, 1)
    assert imported(backup(dose(amount=3))).said("supersedes") == [("",), ("kratomtracker-dose-d1",)]


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_a_backup_that_breaks_off_is_one_plain_sentence(imported: Import, cut: float) -> None:
    text = backup(*(dose(f"d{at}") for at in range(5)))
    with pytest.raises(EntryError, match="not valid JSON, or breaks off"):
        imported(text[: int(len(text) * cut)])


@given(value=wrongly(json.loads(backup(dose(), effects=[{"id": "e", "timestamp": "2024-09-01", "mood": 3}]))))
def test_values_of_any_type_anywhere_are_refused_politely(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    strange(FORMAT, value, tmp_path_factory)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_refused_politely(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    strange(FORMAT, b'{"dosages": [' + data, tmp_path_factory)
