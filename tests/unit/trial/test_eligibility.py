"""Whom a trial is not offered to: each with a reason and somebody to talk to."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.trial.made import NOW_S, PERSON, daily, said

from speciosa.knowledge import Knowledge
from speciosa.trial import Eligibility, usual_amounts

QUARTER = ("usual", "-25%")


def offered(
    path: Path, knowledge: Knowledge, *, rows: str = "", person: str = PERSON, agreed: bool = False,
    levels: tuple[str, ...] = QUARTER, answers: dict[str, bool] | None = None,
) -> Eligibility:  # fmt: skip
    diary = said(path, daily() + rows, person)
    usual = usual_amounts(diary, knowledge, now_s=NOW_S, offset_min=60)
    found = Eligibility.of(
        diary, knowledge, usual, now_s=NOW_S, answers=answers or {}, levels=levels, clinician_agreed=agreed
    )  # fmt: skip
    assert all(each.why.endswith(".") and each.talk_to for each in found.refused)
    return found


def codes(found: Eligibility) -> set[str]:
    return {each.code for each in found.refused}


def test_a_plain_diary_is_offered_one_and_the_rest_is_asked(tmp_path: Path, knowledge: Knowledge) -> None:
    found = offered(tmp_path, knowledge)
    assert codes(found) == set()
    assert {each.code for each in found.unasked} == set(found.codes)
    answers = dict.fromkeys(found.codes, False)
    assert offered(tmp_path, knowledge, answers=answers).unasked == ()


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("", "age_unknown"),
        ("birth_year = 2010\n", "under_18"),
        ("birth_year = 2008\n", "under_18"),
        (PERSON + "pregnant = true\n", "pregnant"),
        (PERSON + 'conditions = ["Hepatitis C"]\n', "liver_disease"),
        (PERSON + 'conditions = ["temporal lobe epilepsy"]\n', "seizures"),
        (PERSON + 'conditions = ["atrial fibrillation"]\n', "heart_rhythm"),
        (PERSON + 'conditions = ["opioid use disorder"]\n', "opioids_or_sedatives"),
        (PERSON + 'conditions = ["alcohol dependence"]\n', "heavy_alcohol"),
        (PERSON + 'medicines = ["Tramadol hydrochloride 50 mg retard"]\n', "opioids_or_sedatives"),
        (PERSON + 'medicines = ["fentanyl patch"]\n', "opioids_or_sedatives"),
        (PERSON + 'medicines = ["Buprenorphine/Naloxone"]\n', "opioids_or_sedatives"),
        (PERSON + 'medicines = ["moclobemide 150"]\n', "mao_inhibitors"),
        (PERSON + 'medicines = ["Tacrolimus 1 mg"]\n', "narrow_medicines"),
        (PERSON + 'medicines = ["quetiapine (Seroquel) 25 mg"]\n', "narrow_medicines"),
    ],
)
def test_what_the_person_file_says_refuses(tmp_path: Path, knowledge: Knowledge, person: str, code: str) -> None:
    assert code in codes(offered(tmp_path, knowledge, person=person))


@pytest.mark.parametrize(
    "conditions", ["low back pain", "varicose veins (Krampfadern)", "delivery in 2010", "fibromyalgia"]
)
def test_what_only_looks_alike_does_not(tmp_path: Path, knowledge: Knowledge, conditions: str) -> None:
    person = PERSON + f'conditions = ["{conditions}"]\nmedicines = ["ibuprofen 400 mg", "atorvastatin"]\n'
    assert codes(offered(tmp_path, knowledge, person=person)) == set()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-02-20T22:00+00:00,medicine,zolpidem,10,mg,,,,\n", "opioids_or_sedatives"),
        ("2026-02-20T22:00+00:00,dose,Morphine 10mg,1,tablet,,,,\n", "opioids_or_sedatives"),
        ("2025-02-20T22:00+00:00,symptom,seizure,,,,,,\n", "seizures"),
        ("2025-02-20T22:00+00:00,symptom,had a fit,,,,,,\n", "seizures"),
        ("2025-02-20T22:00+00:00,event,started,OxyContin,,,,,\n", "opioids_or_sedatives"),
        ("2026-02-20T22:00+00:00,symptom,dark pee,3,,,,,\n", "warning_sign"),
        ("2026-01-20T22:00+00:00,symptom,suicidal_thoughts,,,,,,\n", "suicidal_thoughts"),
        ("2026-01-20T22:00+00:00,scale,phq9.9,1,,,,,\n", "suicidal_thoughts"),
        ("2026-02-20T22:00+00:00,symptom,jaundice,3,,,,,\n", "warning_sign"),
        ("2026-02-20T22:00+00:00,symptom,chest_pain,,,,,,\n", "warning_sign"),
        ("2026-02-20T22:00+00:00,dose,kratom leaf powder,2,g,withdrawal,,,\n", "clinician_for_dependence"),
        ("2026-02-20T22:00+00:00,symptom,withdrawal,3,,,,,\n", "clinician_for_dependence"),
        ("2026-02-20T22:00+00:00,rating,withdrawal_signs,2,,,,,\n", "clinician_for_dependence"),
        ("2026-02-20T22:00+00:00,scale,sows,4,,,,,\n", "clinician_for_dependence"),
        (
            "".join(f"2026-02-{day}T20:00+00:00,dose,Red wine,200,ml,,,,\n" for day in range(10, 26)),
            "heavy_alcohol",
        ),
    ],
)
def test_what_the_diary_says_refuses(tmp_path: Path, knowledge: Knowledge, row: str, code: str) -> None:
    assert codes(offered(tmp_path, knowledge, rows=row)) == {code}


@pytest.mark.parametrize(
    "row",
    [
        "2025-06-20T22:00+00:00,medicine,zolpidem,10,mg,,,,\n",
        "2025-01-20T22:00+00:00,symptom,suicidal_thoughts,,,,,,\n",
        "2026-02-20T22:00+00:00,symptom,suicidal_thoughts,0,,,,,\n",
        "2026-02-20T22:00+00:00,symptom,itching,3,,,,,\n",
        "2026-02-20T22:00+00:00,symptom,withdrawal,0,,,,,\n",
        "2026-02-20T20:00+00:00,dose,beer,1,serving,,,,\n",
    ],
)
def test_what_is_long_ago_or_none_or_weak_does_not(tmp_path: Path, knowledge: Knowledge, row: str) -> None:
    assert codes(offered(tmp_path, knowledge, rows=row)) == set()


def test_a_yes_refuses_and_a_no_does_not(tmp_path: Path, knowledge: Knowledge) -> None:
    assert codes(offered(tmp_path, knowledge, answers={"safety_work": True, "seizures": False})) == {"safety_work"}


def test_with_a_sign_of_dependence_a_clinician_has_to_agree(tmp_path: Path, knowledge: Knowledge) -> None:
    row = "2026-02-20T22:00+00:00,symptom,craving,3,,,,,\n"
    assert codes(offered(tmp_path, knowledge, rows=row)) == {"clinician_for_dependence"}
    assert codes(offered(tmp_path, knowledge, rows=row, agreed=True)) == set()


def test_half_less_comes_after_a_quarter_that_went_well(tmp_path: Path, knowledge: Knowledge) -> None:
    half = ("-25%", "-50%")
    quarter = (
        "2025-12-01T00:00+00:00,assignment,-25%,1,masked,,,,\n2025-12-11T00:00+00:00,assignment,usual,2,open,,,,\n"
    )
    bad = quarter + "2025-12-05T20:00+00:00,symptom,withdrawal_body,2,score_0_2,,,,\n"
    assert codes(offered(tmp_path, knowledge, levels=half)) == {"quarter_first", "clinician_for_half"}
    assert codes(offered(tmp_path, knowledge, levels=half, rows=quarter, agreed=True)) == set()
    assert codes(offered(tmp_path, knowledge, levels=half, rows=bad, agreed=True)) == {"quarter_first"}
