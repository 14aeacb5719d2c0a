"""Exporting twice updates: ids stay, whatever is added or corrected, and never meet another record's."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from tests.unit.report.fhir.conftest import NOW_S, BundleOf, bundle_of_person, resources, simulated

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Person
from speciosa.report.fhir import bundle_json, fhir_bundle, record_key
from speciosa.story import tell
from speciosa.values.errors import EntryError

ROWS = (
    "2026-03-01T08:00+01:00,rating,pain,6,,,,,,a1",
    "2026-03-01T08:05+01:00,dose,kratom leaf powder,2.5,g,pain,,,,a2",
    "2026-03-02T08:00+01:00,rating,pain,5,,,,,,a3",
)
CORRECTED = "2026-03-01T08:00+01:00,rating,pain,4,,,,,2026-03-03T08:00+01:00,a4,a1"
AGAIN = "2026-03-01T08:00+01:00,rating,pain,3,,,,,2026-03-04T08:00+01:00,a5,a4"
BACK = "2026-03-05T08:00+01:00,event,retracted,,,,,,2026-03-05T08:00+01:00,a6,a3"


def ids(bundle: dict[str, Any]) -> set[str]:
    return {each["request"]["url"] for each in bundle["entry"]}


def test_exporting_twice_gives_the_same_bytes(knowledge: Knowledge) -> None:
    person = simulated(3, knowledge)
    first, second = (bundle_json(bundle_of_person(person, knowledge)) for _ in range(2))
    assert first == second
    assert json.loads(first)["type"] == "transaction"


def test_an_entry_more_leaves_all_other_ids_alone(bundle_of: BundleOf) -> None:
    before = ids(bundle_of(*ROWS))
    after = ids(bundle_of(*ROWS, "2026-03-05T08:00+01:00,sleep,night,7,h,,,,,b1"))
    assert before < after
    assert len(after - before) == 1


def test_an_entry_written_down_late_leaves_all_other_ids_alone(bundle_of: BundleOf) -> None:
    late = "2026-02-20T08:00+01:00,sleep,night,7,h,,,,2026-03-05T08:00+01:00,b1"
    before, after = ids(bundle_of(*ROWS)), ids(bundle_of(*ROWS, late))
    assert before < after


def test_a_correction_updates_the_resource_that_it_corrects(bundle_of: BundleOf) -> None:
    def values(*rows: str) -> dict[str, float]:
        return {
            each["id"]: each["valueQuantity"]["value"]
            for each in resources(bundle_of(*rows), "Observation")
            if "valueQuantity" in each
        }

    first, once, twice = values(*ROWS), values(*ROWS, CORRECTED), values(*ROWS, CORRECTED, AGAIN)
    assert list(first) == list(once) == list(twice)
    assert [list(each.values()) for each in (first, once, twice)] == [[6, 5], [4, 5], [3, 5]]


def test_what_was_taken_back_is_not_in_it(bundle_of: BundleOf) -> None:
    assert len(ids(bundle_of(*ROWS)) - ids(bundle_of(*ROWS, BACK))) == 1


def test_another_persons_ids_are_others(bundle_of: BundleOf) -> None:
    mine = ids(bundle_of(*ROWS))
    others = ids(bundle_of(ROWS[0].replace(",6,", ",7,"), *ROWS[1:]))
    assert {each for each in mine & others if not each.startswith("Device/")} == set()


def test_a_key_of_the_record_takes_the_place_of_its_first_entry(bundle_of: BundleOf) -> None:
    mine, without_first = (ids(bundle_of(*rows, record="k1")) for rows in (ROWS, ROWS[1:]))
    assert len(mine - without_first) == 1
    assert {each for each in mine & ids(bundle_of(*ROWS, record="k2")) if not each.startswith("Device/")} == set()


def test_a_record_with_a_uuid_keeps_its_ids_whatever_becomes_of_its_first_entry(
    bundle_of: BundleOf, diary_of: Callable[..., Diary]
) -> None:
    pinned = f'record = "{record_key(diary_of(*ROWS, now_s=NOW_S).as_of(NOW_S))}"'
    before, after = ids(bundle_of(*ROWS)), ids(bundle_of(*ROWS[1:], person=pinned))
    assert len(before - after) == 1
    assert after < before


def test_an_id_and_a_pseudonym_hold_nothing_of_the_key(bundle_of: BundleOf) -> None:
    assert b"anna" not in bundle_json(bundle_of(*ROWS, record="anna"))


def test_a_record_without_an_entry_and_a_key_is_refused_in_a_sentence(knowledge: Knowledge) -> None:
    empty = Diary(Columns.of([]), Person())
    report = tell(empty, knowledge, photos={}, now_s=1_700_000_000, seed=0, language="en")
    with pytest.raises(EntryError, match="no entry in this record yet"):
        fhir_bundle(report, empty, knowledge)
    kinds = [each["resourceType"] for each in resources(fhir_bundle(report, empty, knowledge, record="k1"))]
    assert kinds == ["Patient", "Device", "Provenance"]
