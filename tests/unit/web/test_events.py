from __future__ import annotations

import html
import re

import pytest
from tests.unit.web.conftest import App

from speciosa.knowledge import load_knowledge
from speciosa.record import Answer, Event, Kind
from speciosa.store import answers, entries
from speciosa.store.diary import diary_of
from speciosa.web import events
from speciosa.web.alarm_words import may_be_urgent

FORMS = [str(each.pattern) for each in events.paths if "<" not in str(each.pattern)]


def written(app: App) -> list[Event]:
    columns = diary_of(app.record).entries
    return [columns.event(at) for at in range(len(columns))]


def one(app: App) -> Event:
    (event,) = written(app)
    return event


def sent(app: App, form: str, **said: str) -> int:
    return int(app.client.post(f"/log/{form}", said).status_code)


def shown(app: App, address: str = "/") -> str:
    return html.unescape(app.client.get(address).content.decode())


@pytest.mark.parametrize("address", FORMS)
def test_each_form_opens_and_keeps_to_the_apps_own_files(app: App, address: str) -> None:
    answer = app.client.get(f"/{address}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|<script(?! src=\"/static/)|\son[a-z]+=|https?://", page)


@pytest.mark.parametrize("address", [each for each in FORMS if each not in {"log/more", "log/scale"}])
def test_an_empty_form_writes_nothing_and_says_what_to_do(app: App, address: str) -> None:
    answer = app.client.post(f"/{address}", {})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert not written(app)


def test_the_list_leads_to_every_form(app: App) -> None:
    page = shown(app, "/log/more")
    for address in FORMS:
        assert address == "log/more" or f'href="/{address}"' in page


def test_a_symptom_needs_no_number(app: App) -> None:
    assert sent(app, "symptom", name="nausea") == 302
    assert (one(app).name, one(app).answer) == ("nausea", Answer.NONE)


def test_a_symptom_can_be_scored_and_be_in_words_of_ones_own(app: App) -> None:
    sent(app, "symptom", name="nausea", name_other="Brain Fog", value="7", note="after lunch")
    assert (one(app).name, one(app).value, one(app).note) == ("brain fog", 7.0, "after lunch")


def test_a_symptom_that_was_written_down_is_offered_first(app: App) -> None:
    sent(app, "symptom", name_other="brain fog")
    page = shown(app, "/log/symptom")
    assert page.index("brain fog") < page.index("Constipation")


def test_a_word_that_is_nearly_a_sign_is_asked_about(app: App) -> None:
    sent(app, "symptom", name_other="siezure")
    assert "Did you mean" in shown(app)


def test_a_sign_that_cannot_wait_is_answered_on_the_next_page(app: App) -> None:
    assert sent(app, "symptom", name_other="yellow eyes") == 302
    page = shown(app)
    assert "Yellow eyes or skin, dark urine, or pale stools" in page[: page.index("<main")]


def test_what_stood_in_the_strip_stays_under_a_new_sign_and_nothing_stands_twice(app: App) -> None:
    for _ in range(2):
        sent(app, "symptom", name="jaundice")
        sent(app, "symptom", name_other="seizure")
    kept = answers.kept_answer(app.record, "urgent", language="en")
    assert kept is not None
    titles = re.findall(r"<strong>(.*?)</strong>", kept.body.decode())
    assert len(titles) == len(set(titles)) == 2
    assert "seizure" in titles[0].lower()


def test_thoughts_of_ending_ones_life_are_answered_with_somebody_to_call(app: App) -> None:
    sent(app, "symptom", name_other="suicidal")
    assert "flash-crisis" in shown(app)


def test_an_everyday_symptom_changes_no_strip(app: App) -> None:
    sent(app, "symptom", name="nausea")
    assert answers.kept_answer(app.record, "urgent", language="en") is None


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_sign_that_was_not_there_is_no_emergency(value: float) -> None:
    event = Event(0, 0, Kind.SYMPTOM, "seizure", value, Answer.GIVEN)
    assert may_be_urgent(event, load_knowledge()) is bool(value)


def test_a_medicine_is_kept_with_its_amount_and_how_it_was_read_is_shown(app: App) -> None:
    answer = app.client.post("/log/medicine", {"name_other": "Ultram", "amount": "50", "unit": "mg"})
    assert answer["Location"] == "/log/medicine"
    assert (one(app).name, one(app).value, one(app).unit) == ("Ultram", 50.0, "mg")
    assert "Read as tramadol" in shown(app, "/log/medicine")


def test_a_medicine_without_an_amount_is_one_of_an_unknown_amount(app: App) -> None:
    sent(app, "medicine", name_other="ibuprofen", unit="mg")
    assert one(app).answer is Answer.UNKNOWN


def test_a_name_that_is_not_known_is_asked_about(app: App) -> None:
    sent(app, "medicine", name_other="tramadoll", amount="1", unit="tablet")
    page = shown(app, "/log/medicine")
    assert "Not known here" in page
    assert '<button name="meaning" value="tramadol">' in page
    assert "person.toml" not in page


def test_a_night_may_have_hours_in_between_and_how_well(app: App) -> None:
    sent(app, "sleep", hours="7", hours_other="6,5", value="4")
    assert {(each.kind, each.name, each.value) for each in written(app)} == {
        (Kind.SLEEP, "night", 6.5), (Kind.RATING, "sleep_quality", 4.0),
    }  # fmt: skip


def test_an_activity_may_be_without_minutes(app: App) -> None:
    sent(app, "activity", name="walking")
    assert (one(app).name, one(app).answer) == ("walking", Answer.NONE)


def test_no_sun_is_an_answer(app: App) -> None:
    sent(app, "sun", hours="0")
    assert (one(app).kind, one(app).value) == (Kind.SUN, 0.0)


def test_a_laboratory_value_stands_beside_its_own_limit(app: App) -> None:
    sent(app, "lab", name="ALT", value="120", unit="U/L", limit="45", day="2026-03-01")
    assert {(each.name, each.value, each.unit) for each in written(app)} == {
        ("ALT", 120.0, "U/L"),
        ("ALT.uln", 45.0, "U/L"),
    }
    assert {each.local_time[:10] for each in written(app)} == {"2026-03-01"}


def test_a_goal_needs_a_number(app: App) -> None:
    assert sent(app, "goal", name_other="walk 30 minutes") == 400
    assert sent(app, "goal", name_other="walk 30 minutes", value="3") == 302
    assert (one(app).name, one(app).value) == ("walk 30 minutes", 3.0)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"step": "start"}, "start"),
        ({"step": "stop"}, "stop"),
        ({"step": "review", "review": "2027-01-05"}, "2027-01-05"),
    ],
)
def test_something_tried_begins_ends_or_is_looked_at_again(app: App, said: dict[str, str], text: str) -> None:
    sent(app, "strategy", name="heat", **said)
    assert (one(app).name, one(app).text) == ("heat", text)


def test_a_day_for_looking_again_has_to_be_named(app: App) -> None:
    assert sent(app, "strategy", name="heat", step="review") == 400


def test_an_event_is_kept_with_its_words(app: App) -> None:
    sent(app, "event", name="product_changed", text="green jar#March")
    assert (one(app).name, one(app).text) == ("product_changed", "green jar#March")


def test_the_same_form_sent_twice_is_one_entry(app: App) -> None:
    for _ in range(2):
        sent(app, "symptom", name="nausea", id="form-1234-abcd")
    assert len(written(app)) == 1


def test_a_time_that_lies_ahead_is_refused_and_what_was_typed_stays(app: App) -> None:
    answer = app.client.post("/log/symptom", {"name_other": "brain fog", "day": "2999-01-01", "clock": "08:00"})
    assert answer.status_code == 400
    assert 'value="brain fog"' in answer.content.decode()
    assert not written(app)


def test_what_was_written_down_can_be_undone(app: App) -> None:
    sent(app, "symptom", name="nausea")
    assert f'action="/entries/{one(app).id}/back"' in shown(app)


def test_markup_in_an_own_word_stays_words(app: App) -> None:
    sent(app, "symptom", name_other="<b>bold</b>")
    assert "<b>bold" not in app.client.get("/log/symptom").content.decode()
    assert entries.find(app.record, one(app).id).name == "<b>bold</b>"
