"""What other medicines mean for the rules: each sign with a record that shows it and near misses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.safety.case import Case
from speciosa.safety.medicine_signs import (
    high_potency_product,
    medicine_change,
    sedatives_or_alcohol,
    serotonergic_medicine,
    strong_sedative,
)

Cases = Callable[..., Case]
LAST = "2026-05-27T10:00+02:00,rating,pain,3,,,,,,end,,"
FIRST = "2026-04-01T10:00+02:00,rating,pain,3,,,,,,begin,,"
KRATOM = "2026-05-26T12:00+02:00,dose,kratom leaf powder,3,g,,,,,k1,,"


def at(when: str, kind: str, name: str, value: str = "50", unit: str = "mg", entry: str = "m1") -> str:
    return f"2026-{when}:00+02:00,{kind},{name},{value},{unit},,,,,{entry},,"


@pytest.mark.parametrize(
    ("medicine", "seen"),
    [("sertraline", True), ("tramadol", True), ("phenelzine", True), ("venlafaxine", True), ("ibuprofen", False)],
)
def test_a_serotonergic_medicine_is_seen(case_of: Cases, medicine: str, seen: bool) -> None:
    sighting = serotonergic_medicine(case_of(KRATOM, at("05-20T10", "medicine", medicine), LAST))
    assert (sighting is not None) is seen
    if sighting:
        assert (sighting.ids, medicine in sighting.says) == (("m1",), True)


def test_a_serotonergic_medicine_of_the_past_is_not(case_of: Cases) -> None:
    assert serotonergic_medicine(case_of(KRATOM, at("03-20T10", "medicine", "sertraline"), LAST)) is None


def test_fluoxetine_stays_for_weeks(case_of: Cases) -> None:
    # ten weeks before the last entry, and a day more
    assert serotonergic_medicine(case_of(KRATOM, at("03-18T10", "medicine", "fluoxetine"), LAST)) is not None
    assert serotonergic_medicine(case_of(KRATOM, at("03-17T09", "medicine", "fluoxetine"), LAST)) is None


def test_an_unknown_medicine_for_nerves_may_warn(case_of: Cases) -> None:
    person = 'medicines = ["Zzyxquorn"]\n[medicine_answers]\n"Zzyxquorn" = ["{}"]'
    assert serotonergic_medicine(case_of(KRATOM, LAST, person=person.format("nerves"))) is not None
    assert serotonergic_medicine(case_of(KRATOM, LAST, person=person.format("heart"))) is None


@pytest.mark.parametrize(
    ("medicine", "seen"),
    [("oxycodone", True), ("lorazepam", True), ("methadone", True), ("zolpidem", True), ("sertraline", False)],
)
def test_a_strong_sedative_beside_kratom_is_seen(case_of: Cases, medicine: str, seen: bool) -> None:
    entry = at("05-20T10", "medicine", medicine)
    assert (strong_sedative(case_of(KRATOM, entry, LAST)) is not None) is seen
    assert strong_sedative(case_of(entry, LAST)) is None


@pytest.mark.parametrize(("hour", "near"), [("04", True), ("03", False), ("20", True), ("21", False), ("12", True)])
def test_alcohol_within_eight_hours_of_kratom_is_seen(case_of: Cases, hour: str, near: bool) -> None:
    sighting = sedatives_or_alcohol(case_of(KRATOM, at(f"05-26T{hour}", "dose", "wine", "1", "serving"), LAST))
    assert (sighting is not None) is near
    if sighting:
        assert set(sighting.ids) == {"k1", "m1"}
        assert sighting.says == "Alcohol within 8 hours of kratom or 7-OH on 1 day."


def test_a_sedative_weeks_ago_or_one_that_only_stands_in_the_persons_file_has_no_hour(case_of: Cases) -> None:
    dose = at("04-01T12", "dose", "kratom", "3", "g", "k2")
    assert sedatives_or_alcohol(case_of(dose, at("04-01T13", "medicine", "oxycodone"), KRATOM, LAST)) is None
    assert sedatives_or_alcohol(case_of(KRATOM, LAST, person='medicines = ["oxycodone"]')) is None
    assert sedatives_or_alcohol(case_of(KRATOM, at("05-26T12", "medicine", "sertraline"), LAST)) is None


@pytest.mark.parametrize("name", ["7-OH tablet", "MGM-15", "pseudoindoxyl", "7-hydroxymitragynine"])
def test_a_7_oh_product_or_its_kin_is_seen(case_of: Cases, name: str) -> None:
    sighting = high_potency_product(case_of(at("05-20T10", "dose", name, "1", "tablet"), LAST))
    assert sighting is not None
    assert sighting.ids == ("m1",)


@pytest.mark.parametrize(("content", "seen"), [("1.9", False), ("2", True), ("40", True)])
def test_a_label_with_far_more_7_oh_than_leaf_is_seen(case_of: Cases, content: str, seen: bool) -> None:
    products = f"product,substance,hydroxymitragynine_mg_per_g\nmy shop's best,kratom,{content}\n"
    case = case_of(at("05-20T10", "dose", "My shop's best", "3", "g"), LAST, products=products)
    assert (high_potency_product(case) is not None) is seen


def test_leaf_and_an_old_7_oh_product_are_no_strong_product(case_of: Cases) -> None:
    assert high_potency_product(case_of(KRATOM, LAST)) is None
    assert high_potency_product(case_of(at("03-20T10", "dose", "7-OH tablet", "1", "tablet"), KRATOM, LAST)) is None


@pytest.mark.parametrize(("when", "new"), [("05-13T10", True), ("05-13T09", False), ("05-27T09", True)])
def test_a_medicine_first_written_down_in_the_last_two_weeks_is_new(case_of: Cases, when: str, new: bool) -> None:
    sighting = medicine_change(case_of(FIRST, KRATOM, at(when, "medicine", "diazepam"), LAST))
    assert (sighting is not None) is new
    if sighting:
        assert (sighting.ids, sighting.says) == (("m1",), "New in your record: diazepam.")


@pytest.mark.parametrize(("begin", "new"), [("05-06T10", True), ("05-06T11", False)])
def test_in_a_record_that_has_just_begun_nothing_is_new(case_of: Cases, begin: str, new: bool) -> None:
    # the medicine comes 14 days after the beginning
    entry = at("05-20T10", "medicine", "diazepam")
    assert (medicine_change(case_of(at(begin, "rating", "pain", "3", "", "b"), KRATOM, entry, LAST)) is not None) is new


def regular(first: int, last: int) -> list[str]:
    return [at(f"05-{day:02d}T10", "medicine", "diazepam", entry=f"m{day}") for day in range(first, last + 1)]


@pytest.mark.parametrize(
    ("first", "last", "gone"), [(10, 20, True), (10, 21, False), (14, 20, True), (15, 20, False), (1, 6, False)]
)
def test_a_regular_medicine_that_was_not_written_down_for_a_week_is_gone(
    case_of: Cases, first: int, last: int, gone: bool
) -> None:
    begin = at(f"05-{first:02d}T09", "rating", "pain", "3", "", "b")  # so that it is not new
    sighting = medicine_change(case_of(begin, *regular(first, last), KRATOM, LAST))
    assert (sighting is not None) is gone
    if sighting:
        assert sighting.says == "No longer in your record: diazepam."


def test_an_hour_less_than_a_week_is_no_week(case_of: Cases) -> None:
    rows = [each.replace("T10:00", "T11:00") for each in regular(10, 20)]
    assert medicine_change(case_of(at("05-10T09", "rating", "pain", "3", "", "b"), *rows, KRATOM, LAST)) is None


def test_a_change_that_was_written_down_is_seen(case_of: Cases) -> None:
    for entry in (
        at("05-20T10", "event", "started", "diazepam", ""), at("05-20T10", "strategy", "diazepam", "stop", ""),
        at("05-20T10", "event", "stopped", "Quetiapine 25 mg", ""),
    ):  # fmt: skip
        sighting = medicine_change(case_of(FIRST, KRATOM, entry, LAST))
        assert sighting is not None
        assert "m1" in sighting.ids


@pytest.mark.parametrize(
    "entry",
    [
        at("05-12T10", "event", "started", "diazepam", ""),
        at("05-20T10", "event", "started", "yoga", ""),
        at("05-20T10", "event", "started", "kratom", ""),
        at("05-20T10", "event", "moved", "diazepam", ""),
        at("05-20T10", "medicine", "Zzyxquorn"),
        at("05-20T10", "dose", "wine", "1", "serving"),
    ],
)
def test_what_is_no_change_of_a_medicine_that_matters_is_not_seen(case_of: Cases, entry: str) -> None:
    assert medicine_change(case_of(FIRST, KRATOM, entry, LAST)) is None


def test_a_change_without_kratom_is_not_seen(case_of: Cases) -> None:
    assert medicine_change(case_of(FIRST, at("05-20T10", "medicine", "diazepam"), LAST)) is None


def test_what_stands_in_the_persons_file_has_no_start(case_of: Cases) -> None:
    entry = at("05-20T10", "medicine", "diazepam")
    assert medicine_change(case_of(FIRST, KRATOM, entry, LAST, person='medicines = ["diazepam"]')) is None
