"""What is in a bundle, in which words, codes and units; and what is in none."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.report.fhir import validators
from tests.unit.report.fhir.conftest import BundleOf, bundle_of_person, resources, simulated

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report
from speciosa.report.fhir import PARTS, bundle_json, fhir_bundle

DAY = "2026-03-0{}T08:00+01:00"
DOSES = tuple(f"{DAY.format(day)},dose,my leaf,{amount},g,pain" for day, amount in ((1, 2), (2, 3), (3, 4)))


def only(bundle: dict[str, Any], kind: str) -> dict[str, Any]:
    (found,) = resources(bundle, kind)
    return found


def said(bundle: dict[str, Any], text: str) -> list[dict[str, Any]]:
    return [each for each in resources(bundle, "Observation") if each["code"]["text"].startswith(text)]


def code_of(resource: dict[str, Any]) -> list[str]:
    return [each["code"] for each in resource["code"].get("coding", [])]


def test_no_resource_is_a_condition(example: tuple[Diary, Report], knowledge: Knowledge) -> None:
    diary, report = example
    assert any(each.finding.part == "dependence" for each in report.findings)
    assert resources(fhir_bundle(report, diary, knowledge), "Condition") == []


def test_dependence_is_quoted_without_title_urgency_or_code(
    example: tuple[Diary, Report], knowledge: Knowledge
) -> None:
    diary, report = example
    bundle = fhir_bundle(report, diary, knowledge)
    about = [each.finding for each in report.findings if each.finding.part == "dependence"]
    titles = {each["code"]["text"] for each in resources(bundle, "DetectedIssue")}
    assert titles.isdisjoint({each.title for each in about})
    quoted = said(bundle, "In the record")
    assert len(quoted) == len(about)
    assert all("coding" not in each["code"] and "interpretation" not in each for each in quoted)


def test_withdrawal_and_craving_get_no_code(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(1)},symptom,{name},4" for name in ("withdrawal", "craving", "nausea")]
    coded = [code_of(each) for each in resources(bundle_of(*rows, parts=("scores",)), "Observation")]
    assert coded == [[], [], ["nausea"]]


def test_notes_leave_only_where_somebody_asked(bundle_of: BundleOf) -> None:
    row = f"{DAY.format(1)},rating,pain,6,,,,,,a1,,the neighbour's dog again"
    assert b"dog" not in bundle_json(bundle_of(row))
    assert said(bundle_of(row, notes=True), "Pain")[0]["note"][0]["text"] == "the neighbour's dog again"


@pytest.mark.parametrize("seed", range(2))
def test_no_note_of_a_simulated_person_leaves(seed: int, knowledge: Knowledge) -> None:
    bundle = bundle_of_person(simulated(seed, knowledge), knowledge)
    assert not any("note" in each for each in resources(bundle))


def test_pain_has_the_code_of_the_numeric_scale_and_its_place(bundle_of: BundleOf) -> None:
    rows = [
        f"{DAY.format(day)},rating,{name}" for day, name in ((1, "pain,6"), (2, "knee pain,5"), (3, "pain,2,score_0_4"))
    ]
    own, knee, other_scale = resources(bundle_of(*rows, parts=("scores",)), "Observation")
    assert code_of(own) == code_of(knee) == ["72514-3"]
    assert knee["bodySite"] == {"text": "knee"}
    assert "bodySite" not in own
    assert code_of(other_scale) == []
    assert other_scale["code"]["text"] == "Pain, 0 to 4, lower is better"
    assert own["valueQuantity"] == {
        "value": 6, "unit": "score", "system": "http://unitsofmeasure.org", "code": "{score}",
    }  # fmt: skip


def test_what_was_not_answered_says_why(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(1)},rating,pain,declined", f"{DAY.format(2)},rating,pain,unknown"]
    found = resources(bundle_of(*rows, parts=("scores",)), "Observation")
    assert [each["dataAbsentReason"]["coding"][0]["code"] for each in found] == ["asked-declined", "unknown"]
    assert not any("valueQuantity" in each for each in found)


@pytest.mark.parametrize(
    ("scale", "code"), [("peg", "91147-9"), ("phq2", "55758-7"), ("phq9", "44261-6"), ("gad7", "70274-6")]
)
def test_a_score_has_the_code_of_the_score(bundle_of: BundleOf, scale: str, code: str) -> None:
    bundle = bundle_of(f"{DAY.format(1)},scale,{scale},3", parts=("scores",))
    assert code_of(only(bundle, "Observation")) == [code]


def test_a_score_without_an_agreed_code_is_text(bundle_of: BundleOf) -> None:
    for scale in ("phq4", "gad2", "sds", "my own scale"):
        bundle = bundle_of(f"{DAY.format(1)},scale,{scale},3", parts=("scores",))
        assert code_of(only(bundle, "Observation")) == []


def test_answers_are_a_response_and_the_score_is_derived_from_it(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(1)},scale,phq2{item},{value}" for item, value in ((".2", 2), (".1", 1), ("", 3))]
    bundle = bundle_of(*rows, parts=("scores",))
    response, score = only(bundle, "QuestionnaireResponse"), only(bundle, "Observation")
    assert [(each["linkId"], each["answer"]) for each in response["item"]] == [
        ("phq2.1", [{"valueInteger": 1}]), ("phq2.2", [{"valueInteger": 2}]),
    ]  # fmt: skip
    assert score["derivedFrom"] == [{"reference": f"urn:uuid:{response['id']}"}]
    assert [each["code"]["coding"][0]["code"] for each in score["component"]] == ["44250-9", "44255-8"]
    assert response["status"] == "completed"
    unfinished = only(bundle_of(rows[0], parts=("scores",)), "QuestionnaireResponse")
    assert unfinished["status"] == "in-progress"


def test_reworded_questions_carry_no_code_of_the_published_ones(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(1)},scale,peg{item},3" for item in (".1", ".2", ".3", "")]
    score = only(bundle_of(*rows, parts=("scores",)), "Observation")
    assert "component" not in score
    assert "our own words" in score["method"]["text"]


@pytest.mark.parametrize(
    ("name", "value", "unit", "code", "ucum"),
    [
        ("ALT", 62, "U/l", "1742-6", "U/L"), ("GPT", 62, "IU/L", "1742-6", "[IU]/L"),
        ("Bilirubin", 1.1, "mg/dl", "1975-2", "mg/dL"), ("bilirubin", 18, "µmol/l", "", "umol/L"),
        ("ALT", 1.0, "µkat/l", "", ""), ("INR", 1.1, "INR", "6301-6", "{INR}"),
        ("mitragynine", 31, "ng/ml", "", "ng/mL"),
    ],
)  # fmt: skip
def test_a_laboratory_value_has_a_code_only_in_the_units_of_that_code(
    bundle_of: BundleOf, name: str, value: float, unit: str, code: str, ucum: str
) -> None:
    found = only(bundle_of(f"{DAY.format(1)},lab,{name},{value},{unit}", parts=("scores",)), "Observation")
    assert (code_of(found), found["valueQuantity"].get("code", "")) == ([code] if code else [], ucum)
    assert found["category"][0]["coding"][0]["code"] == "laboratory"


def test_an_upper_limit_stands_beside_its_value(bundle_of: BundleOf) -> None:
    rows = (f"{DAY.format(1)},lab,ALT,62,U/l", f"{DAY.format(1)},lab,ALT.uln,45,U/l")
    found = only(bundle_of(*rows, parts=("scores",)), "Observation")
    assert found["referenceRange"][0]["high"]["value"] == 45


def test_a_dose_names_its_batch_and_strength_and_says_whose_number_it_is(bundle_of: BundleOf) -> None:
    products = "product,substance,form,mitragynine_mg_per_g,batch,basis\nmy leaf,kratom,leaf powder,14.5,B7,label\n"
    bundle = bundle_of(f"{DAY.format(1)},dose,my leaf#B7,2.5,g,pain", products=products, parts=("doses",))
    medication, dose = only(bundle, "Medication"), only(bundle, "MedicationAdministration")
    (ingredient,) = medication["ingredient"]
    assert ingredient["itemCodeableConcept"]["text"] == "mitragynine, as the label says"
    assert ingredient["itemCodeableConcept"]["coding"][0]["code"] == "EP479K822J"
    assert {key: (each["value"], each["code"]) for key, each in ingredient["strength"].items()} == {
        "numerator": (14.5, "mg"), "denominator": (1, "g"),
    }  # fmt: skip
    assert medication["batch"] == {"lotNumber": "B7"}
    assert dose["medicationReference"]["reference"] == f"urn:uuid:{medication['id']}"
    assert dose["effectiveDateTime"] == "2026-03-01T08:00:00+01:00"
    assert dose["dosage"]["dose"]["value"] == 2.5
    assert dose["reasonCode"] == [{"text": "For pain"}]


def test_another_batch_has_no_strength_of_this_one(bundle_of: BundleOf) -> None:
    products = "product,mitragynine_mg_per_g,batch,basis\nmy leaf,14.5,B7,assay\n"
    rows = (*DOSES, f"{DAY.format(4)},event,product_changed,my leaf#B8", f"{DAY.format(5)},dose,my leaf,2,g")
    found = resources(bundle_of(*rows, products=products, parts=("doses",)), "Medication")
    assert [each.get("batch", {}).get("lotNumber") for each in found] == [None, "B8"]
    assert "strength" not in found[1]["ingredient"][0]


def test_the_pattern_is_that_of_the_last_four_weeks(bundle_of: BundleOf) -> None:
    products = "product,substance\nmy leaf,kratom\n"
    old = [f"2025-12-0{day}T08:00+01:00,dose,my leaf,9,g" for day in range(1, 9)]
    found = only(bundle_of(*old, *DOSES, products=products, parts=("doses",)), "MedicationStatement")
    assert found["status"] == "active"
    assert found["dosage"][0]["doseAndRate"][0]["doseQuantity"]["value"] == 3
    assert "on 3 of the last 28 days; in the record since 2025-12-01" in found["dosage"][0]["text"]
    assert "timing" not in found["dosage"][0]
    stopped = only(bundle_of(*old, products=products, parts=("doses",)), "MedicationStatement")
    assert stopped["status"] == "unknown"
    assert "No dose" in stopped["dosage"][0]["text"]


def test_a_day_without_is_not_done_and_an_unanswered_dose_is_not_there(bundle_of: BundleOf) -> None:
    rows = (f"{DAY.format(1)},no_dose,kratom,", f"{DAY.format(2)},dose,kratom leaf powder,declined,g",
            f"{DAY.format(3)},dose,kratom leaf powder,unknown,g", f"{DAY.format(4)},dose,kratom leaf powder,0,g")  # fmt: skip
    found = resources(bundle_of(*rows, parts=("doses",)), "MedicationAdministration")
    assert [each["status"] for each in found] == ["completed", "not-done", "not-done"]
    assert found[0]["dosage"]["dose"]["extension"][0]["valueCode"] == "unknown"
    assert found[2]["effectiveDateTime"] == "2026-03-01"


def test_each_other_medicine_is_a_statement(bundle_of: BundleOf) -> None:
    rows = [each.replace("my leaf", "kratom leaf powder") for each in DOSES]
    bundle = bundle_of(*rows, person='medicines = ["amitriptyline 10 mg"]', parts=("medicines",))
    assert only(bundle, "MedicationStatement")["medicationCodeableConcept"]["text"] == (
        "amitriptyline 10 mg (amitriptyline)"
    )


def test_what_may_be_a_harm_names_what_was_taken_before_and_no_verdict(bundle_of: BundleOf) -> None:
    rows = (f"{DAY.format(1)},dose,kratom leaf powder,2,g", f"{DAY.format(2)},symptom,nausea,4",
            f"{DAY.format(3)},event,seizure,in the kitchen", f"{DAY.format(4)},dose,7-OH tablet,1,tablet")  # fmt: skip
    bundle = bundle_of(*rows)
    found = {each["event"]["coding"][0]["code"]: each for each in resources(bundle, "AdverseEvent")}
    assert set(found) == {"nausea", "seizure"}
    leaf = next(each for each in resources(bundle, "Medication") if each["code"]["text"] == "kratom leaf powder")
    assert [each["instance"]["reference"] for each in found["seizure"]["suspectEntity"]] == [f"urn:uuid:{leaf['id']}"]
    assert not any({"severity", "outcome", "seriousness"} & set(each) for each in found.values())


def test_a_symptom_without_a_dose_is_no_adverse_event(bundle_of: BundleOf) -> None:
    assert resources(bundle_of(f"{DAY.format(2)},symptom,nausea,4"), "AdverseEvent") == []


def test_the_answer_carries_its_kind_of_evidence(example: tuple[Diary, Report], knowledge: Knowledge) -> None:
    diary, report = example
    (found,) = said(fhir_bundle(report, diary, knowledge), "Kratom and your pain")
    grade = report.effect.posterior.evidence_grade.value
    assert found["component"][0]["valueCodeableConcept"]["coding"][0]["code"] == grade
    assert "goes with" in found["interpretation"][0]["text"]
    assert found["valueQuantity"]["value"] < 0


def test_without_an_answer_there_is_a_reason_and_no_number(bundle_of: BundleOf) -> None:
    (found,) = said(bundle_of(f"{DAY.format(1)},rating,pain,6"), "Kratom and your pain")
    assert "valueQuantity" not in found
    assert found["dataAbsentReason"]["coding"][0]["code"] == "unknown"


def test_a_person_is_a_pseudonym_unless_they_ask(bundle_of: BundleOf) -> None:
    person = 'birth_year = 1979\nsex = "f"\ncountry = "DE"\nlatitude = 52.5\ntime_zone = "Europe/Berlin"'
    secret, known = (
        only(bundle_of(*DOSES, person=person, identified=each), "Patient") for each in (False, True)
    )  # fmt: skip
    assert set(secret) == {"resourceType", "id", "identifier", "gender"}
    assert (known["birthDate"], known["address"][0]["country"]) == ("1979", "DE")
    assert "52.5" not in str(known)


def test_photos_leave_only_where_they_are_given(bundle_of: BundleOf) -> None:
    row = f"{DAY.format(1)},photo,forearm_dorsal_left,photos/anna.jpg"
    photos = {"photos/anna.jpg": b"\xff\xd8\xff\xe0not really"}
    assert resources(bundle_of(row), "Media") == []
    assert resources(bundle_of(row, photos=photos, parts=("doses",)), "Media") == []
    found = bundle_of(row, photos=photos)
    content = only(found, "Media")["content"]
    assert (content["contentType"], content["title"]) == ("image/jpeg", "Left forearm, outer side")
    assert b"anna" not in bundle_json(found)
    assert validators.all_wrong(found) == []


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_was_left_out_is_not_there(part: str, example: tuple[Diary, Report], knowledge: Knowledge) -> None:
    diary, report = example
    whole = {each["request"]["url"] for each in fhir_bundle(report, diary, knowledge)["entry"]}
    alone = {each["request"]["url"] for each in fhir_bundle(report, diary, knowledge, parts=(part,))["entry"]}
    others = [each for each in PARTS if each != part]
    rest = {each["request"]["url"] for each in fhir_bundle(report, diary, knowledge, parts=others)["entry"]}
    assert alone | rest == whole
    assert {each.partition("/")[0] for each in alone & rest} == {"Patient", "Device", "Provenance"}


def test_the_provenance_names_version_and_fingerprint_and_targets_all(
    example: tuple[Diary, Report], knowledge: Knowledge
) -> None:
    diary, report = example
    bundle = fhir_bundle(report, diary, knowledge)
    found = only(bundle, "Provenance")
    assert [each["reference"] for each in found["target"]] == [each["fullUrl"] for each in bundle["entry"][:-1]]
    assert report.made.fingerprint in found["entity"][0]["what"]["display"]
    assert only(bundle, "Device")["version"][0]["value"] == report.made.version


def test_a_made_up_person_is_marked_as_test_data(example: tuple[Diary, Report], knowledge: Knowledge) -> None:
    diary, report = example
    assert all(
        each["meta"]["security"][0]["code"] == "HTEST"
        for each in resources(fhir_bundle(report, diary, knowledge))
        if each["resourceType"] != "Device"
    )


def test_a_trials_assignment_stays_away(bundle_of: BundleOf) -> None:
    bundle = bundle_of(f"{DAY.format(1)},assignment,-25%,1,open", *DOSES)
    assert b"25%" not in bundle_json(bundle)
