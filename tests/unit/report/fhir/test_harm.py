"""What may be a harm: since when it is counted, what was taken before it, and what a sealed trial withholds."""

from __future__ import annotations

from typing import Any

from tests.unit.report.fhir.conftest import BundleOf, resources
from tests.unit.report.fhir.test_list import CAPSULES, LEAF, PLAN

DAY = "2026-03-{:02}T08:00+01:00"


def harm(bundle: dict[str, Any]) -> dict[str, Any]:
    (found,) = resources(bundle, "AdverseEvent")
    return found


def test_a_symptom_from_before_kratom_is_counted_and_dated_since_the_first_dose(bundle_of: BundleOf) -> None:
    before = "2026-02-07T10:00+01:00,symptom,nausea,5"
    later = [f"{DAY.format(day)},symptom,nausea,4" for day in (3, 5)]
    found = harm(bundle_of(before, *LEAF, *later))
    assert found["date"] == "2026-03-03T08:00:00+01:00"
    assert "written down 2 times since the first dose" in found["event"]["text"]
    assert "before it" not in harm(bundle_of(*LEAF, *later))["event"]["text"]
    assert resources(bundle_of(before, *LEAF), "AdverseEvent") == []


def test_a_product_that_was_first_taken_after_a_symptom_began_is_not_suspected(bundle_of: BundleOf) -> None:
    later = f"{DAY.format(4)},dose,kratom extract,1,g"
    bundle = bundle_of(*LEAF, f"{DAY.format(3)},symptom,nausea,5", later, f"{DAY.format(5)},symptom,nausea,5")
    things = {f"urn:uuid:{each['id']}": each["code"]["text"] for each in resources(bundle, "Medication")}
    assert [things[each["instance"]["reference"]] for each in harm(bundle)["suspectEntity"]] == ["kratom leaf powder"]


def test_a_symptom_that_was_answered_unknown_is_no_event(bundle_of: BundleOf) -> None:
    assert resources(bundle_of(*LEAF, f"{DAY.format(3)},symptom,dizziness,unknown"), "AdverseEvent") == []


def test_a_word_that_is_not_known_leaves_as_the_persons_own_observation_and_as_no_event(bundle_of: BundleOf) -> None:
    bundle = bundle_of(*LEAF, f"{DAY.format(3)},symptom,asdfgh,3", f"{DAY.format(3)},symptom,seizzure,3")
    assert resources(bundle, "AdverseEvent") == []
    said = {each["code"]["text"].partition(",")[0] for each in resources(bundle, "Observation")}
    assert {"asdfgh", "seizzure"} <= said


def test_points_of_a_causality_scale_are_withheld_while_a_trial_is_sealed(bundle_of: BundleOf) -> None:
    nausea = f"{DAY.format(8)},symptom,nausea,5"
    assert "Naranjo" in str(harm(bundle_of(*LEAF, nausea)))
    found = harm(bundle_of(*LEAF, *PLAN, *CAPSULES, nausea))
    assert "Naranjo" not in str(found)
    assert found["suspectEntity"]
