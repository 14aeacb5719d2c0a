from __future__ import annotations

import pytest
from tests.unit.web.conftest import App

from speciosa.record import Kind
from speciosa.store import details
from speciosa.store.diary import diary_of

JAR = {"product": "Green jar", "substance": "kratom", "form": "leaf powder", "batch": "March", "basis": "label"}


def sent(app: App, address: str = "/products/new", **said: str) -> int:
    return int(app.client.post(address, JAR | said).status_code)


def test_a_product_is_kept_with_all_that_is_known(app: App) -> None:
    assert sent(app, mitragynine_mg_per_g="14,5", unit_weight_g="0.6") == 302
    (made,) = details.products_of(app.record)
    assert (made.product, made.batch, made.mitragynine_mg_per_g, made.unit_weight_g, made.basis) == (
        "Green jar", "March", 14.5, 0.6, "label",
    )  # fmt: skip
    page = app.client.get("/products").content.decode()
    assert "14.5 mg in each gram" in page
    assert "labels are often off" in page


def test_per_cent_are_ten_mg_in_a_gram(app: App) -> None:
    sent(app, mitragynine_mg_per_g="1,4", mitragynine_mg_per_g_unit="%")
    assert details.products_of(app.record)[0].mitragynine_mg_per_g == 14.0


@pytest.mark.parametrize(
    "wrong", [{"product": " "}, {"mitragynine_mg_per_g": "a lot"}, {"unit_weight_g": "-1"}, {"basis": "hearsay"}]
)
def test_what_can_not_be_understood_is_not_kept_and_stays_in_the_form(app: App, wrong: dict[str, str]) -> None:
    answer = app.client.post("/products/new", JAR | wrong)
    assert answer.status_code == 400
    assert 'value="March"' in answer.content.decode()
    assert not details.products_of(app.record)


def test_the_same_product_and_batch_stand_once(app: App) -> None:
    assert [sent(app), sent(app), sent(app, batch="April")] == [302, 400, 302]
    assert [each.batch for each in details.products_of(app.record)] == ["March", "April"]


def test_a_product_can_be_changed_in_its_place(app: App) -> None:
    sent(app)
    sent(app, batch="April")
    assert sent(app, "/products/0", unit_weight_g="0.5") == 302
    assert [(each.batch, each.unit_weight_g) for each in details.products_of(app.record)] == [
        ("March", 0.5),
        ("April", None),
    ]


def test_another_batch_begins_without_the_strength_of_the_last(app: App) -> None:
    sent(app, mitragynine_mg_per_g="14")
    page = app.client.get("/products/new?like=0").content.decode()
    assert 'value="Green jar"' in page
    assert 'value="March"' not in page
    assert 'name="mitragynine_mg_per_g" value=""' in page


def test_from_now_on_is_an_event_that_names_product_and_batch(app: App) -> None:
    sent(app, begun="1")
    event = diary_of(app.record).entries.event(0)
    assert (event.kind, event.name, event.text) == (Kind.EVENT, "product_changed", "Green jar#March")


def test_taken_off_the_list_it_is_gone_and_the_others_stay(app: App) -> None:
    sent(app)
    sent(app, batch="April")
    assert app.client.post("/products/0/remove").status_code == 302
    assert [each.batch for each in details.products_of(app.record)] == ["April"]


@pytest.mark.parametrize("address", ["/products/7", "/products/7/remove"])
def test_what_is_not_on_the_list_has_no_page(app: App, address: str) -> None:
    assert app.client.post(address, JAR).status_code == 404
