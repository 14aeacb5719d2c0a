"""From a diary's doses to milligrams: batches, portions, and what nobody can put a number on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from speciosa.exposure.intake import Intake, intake_of
from speciosa.exposure.strength import Basis
from speciosa.knowledge import Knowledge
from speciosa.record import Diary

PRODUCTS = "product,substance,form,mitragynine_mg_per_g,hydroxymitragynine_mg_per_g,unit_weight_g,batch,basis\n"


@pytest.fixture
def taken(diary_of: Callable[..., Diary], knowledge: Knowledge) -> Callable[..., Intake]:
    """The intake of doses given as ``name,amount,unit``, one a day."""

    def make(*doses: str, products: str = "", events: tuple[str, ...] = ()) -> Intake:
        rows = [f"2026-03-{day:02}T08:00+00:00,dose,{dose}" for day, dose in enumerate(doses, start=1)]
        return intake_of(diary_of(*rows, *events, products=PRODUCTS + products), knowledge)

    return make


def test_unlabelled_leaf_is_what_leaf_usually_holds(taken: Callable[..., Intake]) -> None:
    intake = taken("kratom,3,g")
    assert intake.nominal_mg[:, 0].tolist() == [45.0, 0.0]
    assert intake.basis is Basis.POPULATION


@pytest.mark.parametrize(
    ("basis", "known"), [("assay", Basis.ASSAY), ("label", Basis.LABEL), ("unknown", Basis.POPULATION)]
)
def test_a_product_of_the_persons_own_is_what_its_row_says(
    taken: Callable[..., Intake], basis: str, known: Basis
) -> None:
    intake = taken("my jar,2,g", products=f"my jar,kratom,leaf powder,18,0.1,,,{basis}\n")
    np.testing.assert_allclose(intake.nominal_mg[:, 0], [36.0, 0.2])
    assert intake.basis is known


def test_the_weakest_basis_counts(taken: Callable[..., Intake]) -> None:
    assert taken("my jar,2,g", "kratom,2,g", products="my jar,kratom,,18,,,,assay\n").basis is Basis.POPULATION


def test_doses_of_one_batch_share_one_strength(taken: Callable[..., Intake]) -> None:
    assert taken("kratom#a,3,g", "kratom#a,2,g", "kratom#b,3,g").batch.tolist() == [0, 0, 1]


def test_a_new_bag_begins_a_new_batch(taken: Callable[..., Intake]) -> None:
    change = ("2026-03-02T20:00+00:00,event,product_changed,new bag,,,,,,,,",)
    assert taken("kratom,3,g", "kratom,3,g", "kratom,3,g", events=change).batch.tolist() == [0, 0, 1]


def test_a_change_that_names_a_batch_finds_its_row(taken: Callable[..., Intake]) -> None:
    change = ("2026-03-01T20:00+00:00,event,product_changed,second,,,,,,,,",)
    rows = "my jar,kratom,,10,,,first,label\nmy jar,kratom,,20,,,second,label\n"
    assert taken("my jar#first,1,g", "my jar,1,g", products=rows, events=change).nominal_mg[0].tolist() == [10.0, 20.0]


def test_a_change_may_name_product_and_batch_and_leaves_other_products_alone(taken: Callable[..., Intake]) -> None:
    change = ("2026-03-01T20:00+00:00,event,product_changed,my jar#second,,,,,,,,",)
    rows = "my jar,kratom,,10,,,first,label\nmy jar,kratom,,20,,,second,label\n"
    intake = taken("my jar#first,1,g", "my jar,1,g", "kratom,1,g", products=rows, events=change)
    assert intake.nominal_mg[0].tolist() == [10.0, 20.0, 15.0]
    assert intake.batch.tolist() == [0, 1, 2]


def test_another_batch_s_label_is_not_this_one_s(taken: Callable[..., Intake]) -> None:
    intake = taken("my jar#first,1,g", "my jar#third,1,g", products="my jar,kratom,,30,,,first,label\n")
    assert intake.nominal_mg[0].tolist() == [30.0, 15.0]
    assert intake.basis is Basis.POPULATION


def test_the_only_row_of_a_product_counts_for_doses_that_name_no_batch(taken: Callable[..., Intake]) -> None:
    assert taken("my jar,1,g", products="my jar,kratom,,30,,,A12,label\n").nominal_mg[0].tolist() == [30.0]


def test_grams_and_milligrams_of_leaf_are_the_same_leaf(taken: Callable[..., Intake]) -> None:
    intake = taken("kratom,3,g", "kratom,3000,mg")
    np.testing.assert_allclose(intake.nominal_mg[0], [45.0, 45.0])


def test_capsules_and_teaspoons_of_leaf_weigh_something_between(
    taken: Callable[..., Intake], knowledge: Knowledge
) -> None:
    intake = taken("kratom,4,capsule", "kratom,1,tsp")
    low, high = knowledge.choice("teaspoon_leaf_low_g"), knowledge.choice("teaspoon_leaf_high_g")
    spoon = intake.portions[int(intake.portion[1])]
    assert (spoon.low_g, spoon.high_g) == (low, high)
    np.testing.assert_allclose(intake.nominal_mg[0], [4 * 0.6 * 15, 2.5 * 15])


def test_a_capsule_that_was_weighed_weighs_that(taken: Callable[..., Intake]) -> None:
    assert taken("caps,2,capsule", products="caps,kratom,capsule,,,0.55,,unknown\n").nominal_mg[0, 0] == pytest.approx(
        16.5
    )


def test_a_serving_of_unlabelled_leaf_is_what_people_take(taken: Callable[..., Intake], knowledge: Knowledge) -> None:
    assert taken("kratom,1,serving").nominal_mg[0, 0] == knowledge.choice("serving_leaf_median_mg")


def test_milligrams_of_a_7_oh_product_are_milligrams_of_7_oh(taken: Callable[..., Intake]) -> None:
    intake = taken("7-OH tablets,15,mg")
    np.testing.assert_allclose(intake.nominal_mg[:, 0], [0.0, 15.0])
    assert intake.basis is Basis.LABEL


def test_7_oh_tablets_with_a_label_are_counted(taken: Callable[..., Intake]) -> None:
    intake = taken("tabs,2,tablet", products="tabs,7-hydroxymitragynine,tablet,,50,0.3,,label\n")
    np.testing.assert_allclose(intake.nominal_mg[:, 0], [0.0, 30.0])


@pytest.mark.parametrize(
    ("dose", "reason"),
    [
        ("kratom extract,1,g", "no_label"),
        ("Brand X kratom extract 45,1,ml", "no_label"),
        ("kratom shot,1,serving", "no_label"),
        ("kratom resin,500,mg", "no_label"),
        ("7-OH tablets,1,tablet", "no_label_hydroxy"),
        ("7-OH shot,1,ml", "no_label_hydroxy"),
        ("kratom tea,300,ml", "no_weight"),
        ("kratom,2,tablet", "no_weight"),
        ("trial capsule,1,capsule", "masked_trial"),
        ("kratom,unknown,g", "amount_unknown"),
        ("kratom,3000,g", "amount_impossible"),
    ],
)
def test_what_only_the_packet_or_the_person_can_tell_is_never_guessed(
    taken: Callable[..., Intake], dose: str, reason: str
) -> None:
    intake = taken(dose)
    assert [each.reason for each in intake.unknown] == [reason]
    assert not len(intake.time_s)


def test_an_extract_with_a_label_is_counted(taken: Callable[..., Intake]) -> None:
    rows = "gold,kratom,extract,150,,,,label\n"
    np.testing.assert_allclose(taken("gold,0.5,g", "gold,2,ml", products=rows).nominal_mg[0], [75.0, 300.0])


def test_a_dose_that_was_asked_about_and_not_answered_is_none(taken: Callable[..., Intake]) -> None:
    intake = taken("kratom,declined,g")
    assert not len(intake.time_s)
    assert not intake.unknown


def test_other_substances_are_no_kratom(taken: Callable[..., Intake]) -> None:
    intake = taken("ibuprofen,400,mg")
    assert not len(intake.time_s)
    assert not intake.unknown
