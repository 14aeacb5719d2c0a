"""The list of medicines: what is taken now, what was stopped and when, and what a blind trial hides of it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.report.fhir import validators
from tests.unit.report.fhir.conftest import NOW_S, BundleOf, resources

from speciosa.values.timeline import DAY_S

DAY = "2026-03-{:02}T08:00+01:00"
LEAF = tuple(f"{DAY.format(day)},dose,kratom leaf powder,3,g" for day in range(1, 6))
PLAN = (
    (
        f"{DAY.format(6)},event,trial_planned,trial=F4C7RK; sha256=d6af41; algorithm=speciosa-blocks-1; seed=from the "
        "operating system; starts=2026-03-07; product=kratom leaf powder#b1; dose_hours_h=8.0|14.0; capsules=6|6; "
        "capsule_g=0.5; levels=usual|-25%; period_d=2; blocks=1; margin_nrs=0.5; outcome=pain; step_most=0.25,"
        ",,,,,trial-F4C7RK,,"
    ),
    "2026-03-07T00:00+01:00,assignment,VADY,1,masked,,,,,trial-F4C7RK-p1,,",
    "2026-03-09T00:00+01:00,assignment,JUFF,2,masked,,,,,trial-F4C7RK-p2,,",
    "2026-03-11T00:00+01:00,assignment,usual,3,open,,,,,trial-F4C7RK-end,,",
)
CAPSULES = tuple(f"{DAY.format(day)},dose,trial capsule,6,capsule" for day in (7, 8, 9, 10))


def listed(bundle: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The statements by the name of what is taken."""
    things = {f"urn:uuid:{each['id']}": each["code"]["text"] for each in resources(bundle, "Medication")}
    found = {}
    for each in resources(bundle, "MedicationStatement"):
        name = things[each["medicationReference"]["reference"]] if "medicationReference" in each else (
            each["medicationCodeableConcept"]["text"]
        )  # fmt: skip
        found[name] = each
    return found


def days(statement: dict[str, Any]) -> tuple[str, str | None]:
    return statement["effectivePeriod"]["start"], statement["effectivePeriod"].get("end")


def test_another_medicine_is_an_administration_only_where_its_amount_is_given(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(day)},medicine,ibuprofen,{value},mg" for day, value in ((1, 400), (2, "unknown"))]
    bundle = bundle_of(*rows, parts=("medicines",))
    (dose,) = resources(bundle, "MedicationAdministration")
    assert dose["dosage"]["dose"]["value"] == 400
    assert set(listed(bundle)) == {"ibuprofen"}
    only_named = bundle_of(rows[1], parts=("medicines",))
    assert resources(only_named, "MedicationAdministration") == []
    assert days(listed(only_named)["ibuprofen"])[0] == "2026-03-02"


def test_what_was_last_taken_long_before_now_is_not_active(bundle_of: BundleOf) -> None:
    rows = [f"{DAY.format(day)},medicine,ibuprofen,400,mg" for day in (1, 2)]
    assert listed(bundle_of(*rows))["ibuprofen"]["status"] == "active"
    late = listed(bundle_of(*rows, now_s=NOW_S + 500 * DAY_S))["ibuprofen"]
    assert (late["status"], *days(late)) == ("unknown", "2026-03-01", "2026-03-02")


def test_what_was_taken_a_single_time_is_not_active_and_ends_that_day(bundle_of: BundleOf) -> None:
    once = f"{DAY.format(5)},medicine,diazepam,10,mg"
    found = listed(bundle_of(once))["diazepam"]
    assert (found["status"], *days(found)) == ("unknown", "2026-03-05", "2026-03-05")
    begun = listed(bundle_of(once, f"{DAY.format(4)},event,started,diazepam"))["diazepam"]
    assert begun["status"] == "active"
    assert listed(bundle_of(once, person='medicines = ["diazepam"]'))["diazepam"]["status"] == "active"


@pytest.mark.parametrize("said", ["strategy,tramadol,stop", "event,stopped,tramadol", "event,stopped,Tramadol 50 mg"])
def test_a_stop_of_another_medicine_ends_it_on_that_day(bundle_of: BundleOf, said: str) -> None:
    rows = (
        f"{DAY.format(1)},medicine,tramadol,50,mg",
        *(f"{DAY.format(day)},medicine,ibuprofen,400,mg" for day in (2, 3)),
    )
    found = listed(bundle_of(*rows, f"{DAY.format(4)},{said}"))
    assert (found["tramadol"]["status"], *days(found["tramadol"])) == ("stopped", "2026-03-01", "2026-03-04")
    assert found["ibuprofen"]["status"] == "active"


@pytest.mark.parametrize("later", ["medicine,tramadol,50,mg", "event,started,tramadol", "strategy,tramadol,start"])
def test_what_was_taken_or_started_after_a_stop_is_active(bundle_of: BundleOf, later: str) -> None:
    rows = (f"{DAY.format(1)},medicine,tramadol,50,mg", f"{DAY.format(4)},event,stopped,tramadol")
    found = listed(bundle_of(*rows, f"{DAY.format(6)},{later}"))["tramadol"]
    assert (found["status"], *days(found)) == ("active", "2026-03-01", None)


def test_a_stop_of_what_stands_in_the_persons_own_list_leaves_it_unknown(bundle_of: BundleOf) -> None:
    found = listed(bundle_of(f"{DAY.format(4)},event,stopped,tramadol", *LEAF, person='medicines = ["tramadol"]'))
    assert found["tramadol"]["status"] == "unknown"


@pytest.mark.parametrize(
    "said", ["event,stopped,kratom", "event,stopped,", "strategy,kratom,stop", "event,stopped,kratom leaf powder"]
)
def test_a_stop_of_kratom_ends_its_pattern_on_that_day(bundle_of: BundleOf, said: str) -> None:
    found = listed(bundle_of(*LEAF, f"{DAY.format(9)},{said}"))["kratom leaf powder"]
    assert (found["status"], *days(found)) == ("stopped", "2026-03-01", "2026-03-09")


def test_a_stop_of_one_product_leaves_the_other_active(bundle_of: BundleOf) -> None:
    other = f"{DAY.format(5)},dose,kratom extract,1,g"
    found = listed(bundle_of(*LEAF, other, f"{DAY.format(9)},event,stopped,kratom leaf powder"))
    assert {key: each["status"] for key, each in found.items()} == {
        "kratom leaf powder": "stopped", "kratom extract": "active",
    }  # fmt: skip


def test_a_stop_of_kratom_ends_every_product_of_it_and_no_7_oh_product(bundle_of: BundleOf) -> None:
    others = [f"{DAY.format(5)},dose,{name},1,{unit}" for name, unit in (("kratom", "g"), ("7-OH tablet", "tablet"))]
    found = listed(bundle_of(*LEAF, *others, f"{DAY.format(9)},event,stopped,kratom"))
    assert {key: each["status"] for key, each in found.items()} == {
        "kratom leaf powder": "stopped", "kratom": "stopped", "7-OH tablet": "active",
    }  # fmt: skip


def test_a_dose_after_a_stop_of_kratom_undoes_it(bundle_of: BundleOf) -> None:
    rows = (*LEAF, f"{DAY.format(7)},event,stopped,kratom", f"{DAY.format(9)},dose,kratom leaf powder,1,g")
    assert listed(bundle_of(*rows))["kratom leaf powder"]["status"] == "active"


def test_a_pattern_begins_with_the_first_dose_of_the_record(bundle_of: BundleOf) -> None:
    old = "2024-05-02T08:00+02:00,dose,kratom leaf powder,3,g"
    assert days(listed(bundle_of(old, *LEAF))["kratom leaf powder"]) == ("2024-05-02", None)


def test_a_sealed_capsule_names_its_planned_product_and_no_strength(bundle_of: BundleOf) -> None:
    products = "product,substance,mitragynine_mg_per_g,batch,basis\nkratom leaf powder,kratom,14,b1,label\n"
    bundle = bundle_of(*LEAF, *PLAN, *CAPSULES, products=products)
    capsule = next(each for each in resources(bundle, "Medication") if each["code"]["text"] == "trial capsule")
    (ingredient,) = capsule["ingredient"]
    assert ingredient["itemCodeableConcept"]["text"].startswith("kratom leaf powder (mitragynine")
    assert ingredient["itemCodeableConcept"]["coding"][0]["code"] == "EP479K822J"
    assert "strength" not in ingredient
    assert "kratom leaf powder, at most 6 g of it a day" in listed(bundle)["trial capsule"]["dosage"][0]["text"]
    assert validators.all_wrong(bundle) == []


def test_kratom_stays_active_while_it_is_taken_in_sealed_capsules(bundle_of: BundleOf) -> None:
    old = [each.replace("2026-03", "2026-01") for each in LEAF]
    found = listed(bundle_of(*old, *PLAN, *CAPSULES))["kratom leaf powder"]
    assert (found["status"], *days(found)) == ("active", "2026-01-01", None)
    assert "blind trial" in found["dosage"][0]["text"]


def test_a_trials_promise_for_machines_stays_away(bundle_of: BundleOf) -> None:
    found = [each["code"]["text"] for each in resources(bundle_of(*LEAF, *PLAN), "Observation")]
    assert not any("trial" in each for each in found)
