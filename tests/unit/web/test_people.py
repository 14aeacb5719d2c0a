from __future__ import annotations

import html
from dataclasses import fields

import pytest
from tests.unit.web.conftest import App

from speciosa.record import Person
from speciosa.store import details
from speciosa.web.person_form import PARTS, written


def person(app: App) -> Person:
    return details.person_of(app.record)


def sent(app: App, part: str, **said: str | list[str]) -> int:
    return int(app.client.post("/me", {"part": part, **said}).status_code)


def me(app: App) -> str:
    return html.unescape(app.client.get("/me").content.decode())


def test_each_thing_that_a_person_may_say_has_a_place() -> None:
    asked = {each for part in PARTS.values() for each in part}
    elsewhere = {"medicine_names", "medicine_answers", "simulated", "record"}
    assert asked | elsewhere == {each.name for each in fields(Person)}
    assert not asked & elsewhere


def test_the_first_page_asks_three_things_and_lets_one_pass(app: App) -> None:
    page = app.client.get("/me/first").content.decode()
    assert [page.count(f'name="{each}"') for each in ("birth_year", "country", "time_zone")] == [1, 1, 1]
    assert '<a href="/" class="later">' in page
    answer = app.client.post(
        "/me", {"part": "first", "birth_year": "1980", "country": "DE", "time_zone": "Europe/Berlin"}
    )
    assert answer["Location"] == "/"
    assert (person(app).birth_year, person(app).country, person(app).time_zone) == (1980, "DE", "Europe/Berlin")


def test_what_was_left_empty_stays_not_said(app: App) -> None:
    sent(app, "first", birth_year="", country="", time_zone="")
    sent(app, "health", conditions="", pregnant="", drives="")
    assert person(app) == Person()


def test_one_part_leaves_the_others_as_they_are(app: App) -> None:
    sent(app, "about", birth_year="1980", weight_kg="70,5", sex="f", phototype="2")
    sent(app, "health", conditions="low back pain\nasthma", pregnant="no", drives="yes")
    sent(app, "pain", pain_source=["injury", "nerve"], pain_kind="burning", primary_outcome="mood")
    found = person(app)
    assert (found.birth_year, found.weight_kg, found.phototype) == (1980, 70.5, 2)
    assert (found.conditions, found.pregnant, found.drives) == (("low back pain", "asthma"), False, True)
    assert (found.pain_source, found.primary_outcome) == (("injury", "nerve"), "mood")


def test_what_was_said_can_be_unsaid(app: App) -> None:
    sent(app, "health", pregnant="yes", conditions="asthma")
    sent(app, "health", pregnant="", conditions="")
    assert (person(app).pregnant, person(app).conditions) == (None, ())


def test_the_form_shows_what_was_said_and_sent_again_changes_nothing(app: App) -> None:
    sent(app, "about", birth_year="1980", weight_kg="70.5", sex="f", phototype="2")
    before = person(app)
    shown = written(before)
    sent(app, "about", **{key: str(shown[key]) for key in PARTS["about"]})
    assert person(app) == before


@pytest.mark.parametrize(
    ("part", "key", "text"),
    [
        ("about", "birth_year", "eighty"), ("about", "birth_year", "1880"), ("about", "birth_year", "1980.5"),
        ("about", "weight_kg", "7"), ("about", "phototype", "9"), ("place", "latitude", "91"),
        ("place", "time_zone", "Berlin time"), ("place", "country", "Germany"), ("health", "pregnant", "perhaps"),
        ("pain", "pain_source", "bad luck"),
    ],
)  # fmt: skip
def test_what_can_not_be_understood_is_marked_and_nothing_is_kept(app: App, part: str, key: str, text: str) -> None:
    answer = app.client.post("/me", {"part": part, key: text, "emergency": "a neighbour"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 400
    assert "could not be read" in page
    assert person(app) == Person()
    if key in {"birth_year", "weight_kg", "latitude"}:
        assert f'id="mend-{key}"' in page
        assert f'value="{text}"' in page


def test_under_18_the_page_says_what_is_shut_why_and_who_is_there(app: App) -> None:
    answer = app.client.post(
        "/me", {"part": "first", "birth_year": "2015", "country": "DE", "time_zone": "Europe/Berlin"}
    )
    assert answer["Location"] == "/me#young"
    page = me(app)
    assert "Until you are 18" in page
    assert "Your own blind trial" in page
    assert "116 111" in page


def test_an_adult_sees_nothing_shut(app: App) -> None:
    sent(app, "first", birth_year="1980", country="DE", time_zone="Europe/Berlin")
    assert 'id="young"' not in me(app)


def test_ones_own_numbers_go_before_the_countrys(app: App) -> None:
    sent(app, "place", country="DE", time_zone="Europe/Berlin", emergency="", crisis="Ada, 0123")
    page = me(app)
    assert "In an emergency the app says: 112" in page
    assert "To talk to somebody: Ada, 0123" in page


def test_each_medicine_shows_how_it_was_read(app: App) -> None:
    sent(app, "medicines", medicines="Ultram 50 mg\ntramadoll\nno alcohol")
    page = me(app)
    assert "Read as tramadol." in page
    assert "Read as not taken" in page
    assert '<button name="meaning" value="tramadol">' in page


def test_a_name_means_what_the_person_says_that_it_means(app: App) -> None:
    sent(app, "medicines", medicines="tramadoll\nsleep drops")
    app.client.post("/me/medicine-name", {"written": "tramadoll", "meaning": "tramadol"})
    app.client.post("/me/medicine-name", {"written": "sleep drops", "does": ["sleepy", "nerves"]})
    assert person(app).medicine_names == (("tramadoll", "tramadol"),)
    assert person(app).medicine_answers == (("sleep drops", ("sleepy", "nerves")),)
    sent(app, "about", birth_year="1980")  # another part later: they stay
    assert person(app).meaning("tramadoll") == "tramadol"
    assert person(app).medicines == ("tramadoll", "sleep drops")


def test_what_a_medicine_does_is_one_of_four_answers(app: App) -> None:
    answer = app.client.post("/me/medicine-name", {"written": "drops", "does": ["magic"]})
    assert answer.status_code == 400
    assert person(app) == Person()


def test_the_page_leads_to_no_foreign_address(app: App) -> None:
    answer = app.client.post("/me/medicine-name", {"written": "drops", "does": ["none"], "to": "//elsewhere.example"})
    assert answer["Location"] == "/me#medicines"


def test_markup_in_what_was_said_stays_words(app: App) -> None:
    sent(app, "medicines", medicines='<script>"x"</script>')
    assert '<script>"x' not in app.client.get("/me").content.decode()


def test_one_save_keeps_every_part_of_the_page(app: App) -> None:
    assert sent(app, "all", birth_year="1980", country="DE", conditions="asthma", pain_source=["nerve"]) == 302
    person = details.person_of(app.record)
    assert (person.birth_year, person.country, person.conditions) == (1980, "DE", ("asthma",))
    page = app.client.get("/me").content.decode()
    assert page.count(">Save</button>") == 1
    assert page.index("whom to call") < page.index('id="birth_year"')


def test_one_field_that_can_not_be_read_keeps_what_else_was_typed_on_the_page(app: App) -> None:
    answer = app.client.post("/me", {"part": "all", "birth_year": "soon", "pain_source": ["nerve"], "country": "DE"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="nerve" checked' in page
    assert 'value="soon"' in page
    assert details.person_of(app.record).country == ""


def test_the_page_says_until_when_and_what_is_shut(app: App) -> None:
    sent(app, "about", birth_year="2015")
    page = app.client.get("/me").content.decode()
    assert page.index("Until you are 18") < page.index("These are shut:")
