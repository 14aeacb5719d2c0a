"""The check-in, and the tick that is never to be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.web.pages import history, post, seen, standing

from speciosa.knowledge import load_knowledge
from speciosa.record import Person

if TYPE_CHECKING:
    import pytest
    from tests.unit.web.conftest import App


def test_what_was_answered_is_kept_and_nothing_else(app: App) -> None:
    post(app, "/check-in", pain="6", mood="4", slept="7", symptom="nausea")
    assert [(each.kind.value, each.name, each.value) for each in standing(app)][:3] == [
        ("rating", "pain", 6.0), ("rating", "mood", 4.0), ("sleep", "night", 7.0),
    ]  # fmt: skip
    assert (standing(app)[3].name, standing(app)[3].answer.name) == ("nausea", "NONE")
    assert len(history(app)) == 4


def test_how_bad_and_half_hours_are_kept(app: App) -> None:
    post(app, "/check-in", slept="7", slept_other="6,5", symptom="nausea", how_bad="3")
    assert [each.value for each in standing(app)] == [6.5, 3.0]


def test_an_empty_check_in_is_asked_back(app: App) -> None:
    assert "nothing was chosen yet" in post(app, "/check-in", 400)
    assert history(app) == []


def test_hours_are_not_asked_twice_a_day(app: App) -> None:
    assert "Hours slept last night" in seen(app, "/check-in")
    post(app, "/check-in", slept="7")
    assert "Hours slept last night" not in seen(app, "/check-in")


def test_own_symptoms_come_first(app: App) -> None:
    post(app, "/check-in", symptom="ringing ears")
    page = seen(app, "/check-in")
    assert page.index("ringing ears") < page.index("Constipation")


def test_the_tick_stands_with_mood_and_holds_somebody_to_call(app: App) -> None:
    from speciosa.store import details

    details.save_person(app.record, Person(time_zone="Europe/Vienna"))
    page = seen(app, "/check-in")
    tick = page.index("I think about ending my life")
    assert page.index("Mood now") < tick < page.index('href="tel:142"') < page.index("Hours slept")


def test_the_tick_is_kept_as_the_rules_of_safety_know_it_and_answered_on_the_next_page(app: App) -> None:
    post(app, "/check-in", mood="1", crisis="1")
    page = seen(app)
    assert page.count("You don't have to go through this alone") == 1  # the strip is silent beside the calm answer
    strip = seen(app)
    strip = strip[strip.index('class="alarms') : strip.index("<main")]
    assert "You don't have to go through this alone." in strip
    assert load_knowledge().safety_rules["suicide"].title not in strip  # nobody reads it over a shoulder


def test_the_tick_alone_is_a_check_in(app: App) -> None:
    post(app, "/check-in", crisis="1")
    assert [each.name for each in standing(app)] == ["suicidal_thoughts"]


def test_a_young_person_gets_the_line_for_the_young_first(app: App) -> None:
    from speciosa.store import details
    from speciosa.web.clock import now_s

    year = 1970 + now_s() // 31_556_952
    details.save_person(app.record, Person(time_zone="Europe/Berlin", birth_year=year - 15))
    page = seen(app, "/check-in")
    young = load_knowledge().help_lines["de"].youth
    open_all_night = load_knowledge().help_lines["de"].crisis
    assert page.index(open_all_night) < page.index(young) < page.index("14 to 20 h")


def test_the_tick_is_never_one_of_the_symptoms_to_tap(app: App) -> None:
    post(app, "/check-in", crisis="1")
    page = seen(app, "/check-in")
    assert 'value="suicidal_thoughts"' not in page


def test_todays_line_does_not_show_the_thought_to_whoever_looks_over_the_shoulder(app: App) -> None:
    post(app, "/check-in", crisis="1")
    seen(app)
    assert ">symptom</a>" in seen(app)


def test_beside_the_note_stands_that_nobody_reads_it_and_whom_to_call(app: App) -> None:
    from speciosa.store import details

    details.save_person(app.record, Person(time_zone="America/New_York"))
    for address in ("/check-in", "/log/dose"):
        page = seen(app, address)
        beside = page[page.index("Nobody reads this.") :]
        assert beside.index('href="tel:911"') < beside.index('href="tel:988"') < beside.index("to talk")


def test_every_number_of_the_table_can_be_dialled_or_is_words() -> None:
    from speciosa.web.help_lines import dialled

    for row in load_knowledge().help_lines.values():
        for text in (row.emergency, row.crisis, row.youth):
            assert bool(dialled(text)) == (text[:1].isdigit() or text[:1] == "+"), row.key


def test_the_unknown_country_has_words_instead_of_a_number(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    assert "your local emergency number" in seen(app, "/check-in")


def test_nothing_is_chosen_beforehand_and_nothing_is_written_for_the_tap_on_it(app: App) -> None:
    assert " checked" not in seen(app, "/check-in")
    post(app, "/check-in", pain="4", symptom="none")
    assert [each.name for each in standing(app)] == ["pain"]


def test_a_sign_that_cannot_wait_is_never_a_chip(app: App) -> None:
    post(app, "/check-in", symptom="blue lips")
    post(app, "/check-in", symptom="throat is swelling")
    page = seen(app, "/check-in")
    assert 'value="blue lips"' not in page
    assert 'value="throat is swelling"' not in page


def test_a_note_alone_is_kept(app: App) -> None:
    post(app, "/check-in", note="a long night")
    assert [each.note for each in standing(app)] == ["a long night"]


def test_the_numbers_stand_above_the_text_of_the_answer(app: App) -> None:
    from speciosa.store import details

    details.save_person(app.record, Person(country="at"))
    page = seen(app, "/check-in")
    assert page.index('class="dial-one" href="tel:142"') < page.index("Say it as it is: I think of ending my life")
    assert page.index('class="dial-one emergency" href="tel:144"') < page.index("Say it as it is")


def test_where_no_country_is_known_one_is_chosen_in_the_answer(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    page = seen(app, "/check-in")
    assert 'class="dial-one emergency" href="tel:112"' in page
    assert '<option value="us">United States</option>' in page
    assert 'data-country="us" hidden' in page
