"""Every bundle is valid R4, and the validators that say so do refuse what is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from tests.scale import examples
from tests.unit.report.fhir import validators
from tests.unit.report.fhir.conftest import Bundle, BundleOf, bundle_of_person, resources, simulated

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report
from speciosa.report.fhir import bundle_json, fhir_bundle

PEOPLE = examples(8, release=25)
ROWS = (
    "2026-03-01T08:00+01:00,rating,pain,6",
    "2026-03-01T08:05+01:00,dose,my leaf,2.5,g,pain,fasted",
    "2026-03-01T09:00+01:00,rating,knee pain,declined",
    "2026-03-01T09:00+01:00,medicine,ibuprofen,400,mg",
    "2026-03-02T09:00+01:00,lab,ALT,62,U/l",
    "2026-03-02T09:00+01:00,lab,ALT.uln,45,U/l",
    "2026-03-02T20:00+01:00,scale,phq2,3",
    "2026-03-02T20:00+01:00,scale,phq2.1,1",
    "2026-03-02T20:00+01:00,scale,phq2.2,2",
    "2026-03-03T20:00+01:00,symptom,nausea,",
    "2026-03-03T21:00+01:00,event,seizure,in the kitchen",
    "2026-03-04,no_dose,kratom,",
)
PRODUCTS = "product,substance,form,mitragynine_mg_per_g,batch,basis\nmy leaf,kratom,leaf powder,14.5,B7,assay\n"
Spoil = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("seed", range(PEOPLE))
def test_a_simulated_persons_bundle_is_valid(seed: int, knowledge: Knowledge) -> None:
    bundle = bundle_of_person(simulated(seed, knowledge), knowledge, identified=bool(seed % 2))
    assert validators.all_wrong(json.loads(bundle_json(bundle))) == []


def test_the_example_persons_bundle_is_valid(example: tuple[Diary, Report], knowledge: Knowledge) -> None:
    diary, report = example
    assert validators.all_wrong(fhir_bundle(report, diary, knowledge)) == []


def test_a_bundle_of_every_kind_of_entry_is_valid(bundle_of: BundleOf) -> None:
    assert validators.all_wrong(bundle_of(*ROWS, products=PRODUCTS)) == []
    assert validators.all_wrong(bundle_of(*ROWS, products=PRODUCTS, language="de", notes=True, parts=("doses",))) == []


def of(kind: str, spoil: Spoil) -> Callable[[Bundle], None]:
    def change(bundle: Bundle) -> None:
        spoil(resources(bundle, kind)[0])

    return change


SPOILT: dict[str, tuple[Callable[[Bundle], None], list[Callable[[Bundle], list[str]]]]] = {
    "a_status_outside_its_list": (
        of("Observation", lambda it: it.update(status="certain")), [validators.by_value_sets],
    ),
    "a_severity_outside_its_list": (
        of("DetectedIssue", lambda it: it.update(severity="terrible")), [validators.by_value_sets],
    ),
    "a_field_that_r4_does_not_have": (
        of("Observation", lambda it: it.update(mood=3)), [validators.by_pydantic, validators.by_fhirclient],
    ),
    "a_field_that_came_with_r5": (
        of("MedicationAdministration", lambda it: it.update(occurenceDateTime="2026-03-01")),
        [validators.by_pydantic, validators.by_fhirclient],
    ),
    "a_string_where_a_concept_belongs": (
        of("Observation", lambda it: it.update(code="pain")), [validators.by_pydantic, validators.by_fhirclient],
    ),
    "a_word_where_a_number_belongs": (
        of("Observation", lambda it: it["valueQuantity"].update(value="six")),
        [validators.by_pydantic, validators.by_fhirclient],
    ),
    "two_values": (of("Observation", lambda it: it.update(valueString="six")), [validators.by_pydantic]),
    "a_date_that_is_none": (
        of("Observation", lambda it: it.update(effectiveDateTime="yesterday")),
        [validators.by_pydantic, validators.by_fhirclient],
    ),
    "no_code": (of("Observation", lambda it: it.pop("code")), [validators.by_pydantic, validators.by_fhirclient]),
    "a_dose_without_an_amount": (
        of("MedicationAdministration", lambda it: it["dosage"].pop("dose")), [validators.by_invariants],
    ),
    "a_value_and_a_reason_for_none": (
        of("Observation", lambda it: it.update(dataAbsentReason={"text": "unknown"})), [validators.by_invariants],
    ),
    "half_a_strength": (
        of("Medication", lambda it: it["ingredient"][0]["strength"].pop("denominator")), [validators.by_invariants],
    ),
    "an_id_with_a_space": (of("Patient", lambda it: it.update(id="some body")), [validators.by_ids]),
    "a_reference_that_leads_nowhere": (
        of("Observation", lambda it: it["subject"].update(reference="urn:uuid:0")), [validators.by_ids],
    ),
    "an_empty_string": (of("Observation", lambda it: it["code"].update(text="")), [validators.by_ids]),
    "one_address_twice": (
        lambda bundle: bundle["entry"].append(deepcopy(bundle["entry"][0])), [validators.by_invariants],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_the_validators_refuse(name: str, bundle_of: BundleOf) -> None:
    spoil, refusing = SPOILT[name]
    bundle = json.loads(bundle_json(bundle_of(*ROWS, products=PRODUCTS)))
    assert [each.__name__ for each in refusing if each(bundle)] == []
    spoil(bundle)
    assert [each.__name__ for each in refusing if not each(bundle)] == []
