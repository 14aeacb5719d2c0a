"""What makes an answer old, and what doesn't."""

from __future__ import annotations

from tests.store_fixture import NOW_S
from tests.unit.web.conftest import App

from speciosa.record import Person, Product
from speciosa.store import details
from speciosa.web.basis import basis_now


def test_a_setting_makes_no_answer_old(app: App) -> None:
    before = basis_now(app.record, NOW_S)
    app.client.post("/settings", {"theme": "dark"})
    details.save_setting(app.record, "sites", ["cheek_left"])
    assert basis_now(app.record, NOW_S) == before


def test_what_was_said_of_the_person_and_the_products_makes_them_old(app: App) -> None:
    before = basis_now(app.record, NOW_S)
    details.save_person(app.record, Person(weight_kg=70))
    person = basis_now(app.record, NOW_S)
    details.save_products(app.record, [Product("kratom")])
    assert len({before, person, basis_now(app.record, NOW_S)}) == 3
