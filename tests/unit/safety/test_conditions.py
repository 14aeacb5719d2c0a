"""Every row of the conditions put to a record: words that set it off, and near misses."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from speciosa.knowledge import load_knowledge
from speciosa.safety.case import Case
from speciosa.safety.conditions import condition_findings, gaps

Cases = Callable[..., Case]
KRATOM = "2026-05-26T12:00+02:00,dose,kratom leaf powder,3,g,,,,,k1,,"
HYDROXY = "2026-05-26T12:00+02:00,dose,7-OH tablet,1,tablet,,,,,h1,,"
NAMED = {
    "liver": [
        "non-alcoholic fatty liver",
        "never treated hepatitis C",
        "nicht-alkoholische Fettleber",
        "Liver cirrhosis",
        "hepatitis C",
        "Leberzirrhose",
        "Fettleber",
        "jaundice as a child",
    ],
    "seizures": ["epilepsy", "Epilepsie", "history of seizures", "Krampfanfälle", "epilepsy without seizures now"],
    "heart": ["long QT syndrome", "heart failure", "Herzrhythmusstörungen", "Vorhofflimmern", "atrial fibrillation"],
    "blood_pressure": ["high blood pressure", "Bluthochdruck", "arterial hypertension"],
    "kidney": ["chronic kidney disease", "Niereninsuffizienz", "renal failure", "CKD stage 3"],
    "breathing": ["sleep apnoea", "sleep apnea", "Schlafapnoe", "COPD", "Asthma", "Lungenemphysem"],
    "dependence_before": ["opioid use disorder", "alcohol dependence", "Alkoholabhängigkeit", "Opioidabhängigkeit"],
    "psychosis_bipolar": ["bipolar disorder", "Schizophrenie", "psychosis in 2015", "manisch-depressiv"],
    "hormones": ["hypothyroidism", "Hashimoto", "Schilddrüsenunterfunktion", "low testosterone"],
}
NEAR = {
    "liver": [
        "no liver disease",
        "family history of cirrhosis",
        "liver spots",
        "Leberflecken",
        "keine Lebererkrankung",
    ],
    "seizures": ["no seizures", "mother has epilepsy", "Epilepsie ausgeschlossen", "never had a seizure"],
    "heart": ["heartburn", "father had a heart attack", "no heart problems", "ohne Herzfehler"],
    "blood_pressure": ["low blood pressure", "no hypertension", "Blutdruck normal"],
    "kidney": ["no kidney disease", "kidnapped as a child", "Nierenerkrankung: nein"],
    "breathing": ["no asthma", "Mutter mit COPD", "not sleep apnea"],
    "dependence_before": ["non-alcoholic fatty liver", "no alcohol", "independence day injury", "kein Alkohol"],
    "psychosis_bipolar": ["no psychosis", "brother with schizophrenia", "romania"],
    "hormones": ["no thyroid problem", "Familie: Hashimoto"],
}


def codes(case: Case) -> set[str]:
    return {each.code for each in condition_findings(case)}


def person(*conditions: str) -> str:
    return f"conditions = {json.dumps(conditions)}"


def test_every_row_has_words_that_set_it_off_and_near_misses() -> None:
    assert set(NAMED) == set(NEAR) == {each.key for each in load_knowledge().conditions}


@pytest.mark.parametrize(("key", "said"), [(key, each) for key, some in NAMED.items() for each in some])
def test_a_condition_sets_its_row_off(case_of: Cases, key: str, said: str) -> None:
    found = {each.code: each for each in condition_findings(case_of(KRATOM, person=person(said)))}[f"condition_{key}"]
    row = next(each for each in load_knowledge().conditions if each.key == key)
    assert (found.act, found.facts, found.why, found.sources) == (row.act, ("conditions",), ("k1",), row.source)
    assert found.part == "conditions"


@pytest.mark.parametrize(("key", "said"), [(key, each) for key, some in NEAR.items() for each in some])
def test_a_near_miss_does_not(case_of: Cases, key: str, said: str) -> None:
    assert f"condition_{key}" not in codes(case_of(KRATOM, person=person(said)))


def test_a_denial_holds_for_its_own_clause(case_of: Cases) -> None:
    assert codes(case_of(KRATOM, person=person("no liver disease, epilepsy"))) == {"condition_seizures"}
    assert codes(case_of(KRATOM, person=person("no liver or kidney disease"))) == set()
    assert codes(case_of(KRATOM, person=person("keine Epilepsie, aber COPD"))) == {"condition_breathing"}


def test_without_kratom_an_illness_is_no_finding(case_of: Cases) -> None:
    assert codes(case_of("2026-05-26T12:00+02:00,rating,pain,3,,,,,,r1,,", person=person("fatty liver"))) == set()
    assert codes(case_of(KRATOM.replace("05-26", "01-26"), "2026-05-26T12:00+02:00,rating,pain,3,,,,,,r1,,",
                         person=person("fatty liver"))) == set()  # fmt: skip


def test_a_row_about_leaf_is_no_finding_for_a_7_oh_product_alone(case_of: Cases) -> None:
    assert codes(case_of(HYDROXY, person=person("hypothyroidism", "COPD"))) == {"condition_breathing"}


def test_what_no_row_knows_and_an_empty_list_are_said(case_of: Cases) -> None:
    assert [each.code for each in gaps(case_of(KRATOM))] == ["conditions_none"]
    assert [each.code for each in gaps(case_of(KRATOM, person=person("fatty liver")))] == []
    (gap,) = gaps(case_of(KRATOM, person=person("fatty liver", "migraine")))
    assert gap.code == "conditions_unknown"
    assert "migraine" in gap.why
    assert "fatty liver" not in gap.why


def test_pregnancy_is_left_to_its_own_rule(case_of: Cases) -> None:
    assert codes(case_of(KRATOM, person=person("pregnant", "schwanger"))) == set()
