"""What stands beside the entries: the latest word of a name."""

from __future__ import annotations

import pytest

from speciosa.record import Person, Product
from speciosa.store import details
from speciosa.store.models import Detail, Record


def test_a_person_comes_back_as_they_were_said(store: Record) -> None:
    person = Person(
        time_zone="Europe/Berlin", birth_year=1980, conditions=("asthma",), pregnant=False,
        medicine_names=(("blue pill", "naproxen"),), medicine_answers=(("x", ("sleepy", "heart")),),
    )  # fmt: skip
    assert details.person_of(store) == Person()
    details.save_person(store, Person(birth_year=1979))
    details.save_person(store, person)
    assert details.person_of(store) == person


def test_a_field_that_this_version_does_not_know_is_no_harm(store: Record) -> None:
    Detail.objects.create(record=store, name="person", body='{"birth_year": 1980, "shoe_size": 42}', entered_s=0)
    assert details.person_of(store) == Person(birth_year=1980)
    Detail.objects.create(record=store, name="products", body='[{"product": "jar", "colour": "red"}]', entered_s=0)
    assert details.products_of(store) == (Product("jar"),)


def test_products_come_back_in_their_order(store: Record) -> None:
    products = (Product("jar", mitragynine_mg_per_g=14.5, basis="assay"), Product("capsules", unit_weight_g=0.5))
    details.save_products(store, products)
    assert details.products_of(store) == products


def test_a_setting_is_what_it_is_until_somebody_says_otherwise(store: Record) -> None:
    assert details.setting(store, "reminders") == []
    details.save_setting(store, "reminders", ["08:00"])
    assert details.setting(store, "reminders") == ["08:00"]
    details.setting(store, "sites").append("cheek_left")
    assert details.setting(store, "sites") == []


def test_a_setting_that_there_is_not_is_our_own_slip(store: Record) -> None:
    for slip in (lambda: details.setting(store, "colour"), lambda: details.save_setting(store, "colour", 1)):
        with pytest.raises(KeyError):
            slip()


def test_a_key_that_is_needed_no_longer_is_not_kept(store: Record) -> None:
    for each in ("aa", "bb"):
        details.save_setting(store, "erasure_key", each)
    details.forget_setting(store, "erasure_key")
    assert not Detail.objects.filter(name__contains="erasure_key").exists()
    assert details.setting(store, "erasure_key") == ""
