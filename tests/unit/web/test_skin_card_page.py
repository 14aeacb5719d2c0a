"""The page of the window card: what it is for, and its sheet on either paper."""

from __future__ import annotations

import pytest
from tests.unit.web.conftest import App
from tests.unit.web.pages import post, seen

from speciosa.record import Person
from speciosa.store.details import save_person
from speciosa.web.skin_card_page import sheet


def test_the_card_is_offered_where_a_photo_is_taken_and_on_the_page_of_the_skin(app: App) -> None:
    for address in ("/log/photo", "/skin"):
        assert 'href="/skin/card"' in seen(app, address)
        assert "Print the card first" in seen(app, address)


def test_its_sheet_comes_as_a_pdf_with_the_number_in_its_name(app: App) -> None:
    answer = app.client.post("/skin/card", {"paper": "a4", "number": "2"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="window-card-2.pdf"'
    assert answer.content == sheet("a4", 2, "en")
    assert answer.content[:5] == b"%PDF-"


def test_each_paper_and_each_number_has_a_sheet_of_its_own() -> None:
    made = {sheet("a4", 1, "en"), sheet("letter", 1, "en"), sheet("a4", 2, "en")}
    assert len(made) == 3


@pytest.mark.parametrize("number", ["", "250", "-1", "1.5", "²", "99999999"])
def test_a_number_that_no_card_has_is_asked_back(app: App, number: str) -> None:
    assert "this card does not exist" in post(app, "/skin/card", 400, paper="a4", number=number)


@pytest.mark.parametrize(("country", "paper"), [("US", "letter"), ("DE", "a4")])
def test_the_paper_of_the_country_is_chosen_at_first(app: App, country: str, paper: str) -> None:
    save_person(app.record, Person(time_zone="Europe/Berlin", country=country))
    assert f'value="{paper}" selected' in seen(app, "/skin/card")
