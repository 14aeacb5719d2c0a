"""What can't wait is answered on the very next page: also in words that no table holds as they were written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.unit.web.pages import post, seen, standing

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

    from speciosa.store.models import Record

_CALM = "You don't have to go through this alone."


@pytest.mark.parametrize("address", ["/log/symptom", "/log/goal", "/log/event"])
@pytest.mark.parametrize(
    "said",
    ["I think about ending my life", "want to end my life", "want to kill myself", "I just want to be dead",
     "will mich umbringen", "mir das Leben nehmen", "I do not want to live anymore"],
)  # fmt: skip
def test_own_words_for_the_worst_thought_get_the_calm_answer_at_once(app: App, address: str, said: str) -> None:
    post(app, address, name_other=said, value="3")
    page = seen(app)
    assert _CALM in page
    assert 'href="tel:' in page


@pytest.mark.parametrize("said", ["headache", "a bad night", "tired of pain", "stiff back at the end of the day"])
def test_other_words_get_no_such_answer(app: App, said: str) -> None:
    post(app, "/log/symptom", name_other=said)
    assert _CALM not in seen(app)


@pytest.mark.parametrize(
    "said",
    ["took too much, can hardly stay awake", "barely breathing", "throat closing", "throat is swelling",
     "pressure on chest", "too much kratom", "not breathing well", "blue lips but no seizure"],
)  # fmt: skip
def test_an_alarm_among_other_words_is_red_at_once(app: App, said: str) -> None:
    post(app, "/log/symptom", name_other=said)
    strip = _strip(seen(app))
    assert 'class="finding now alarm"' in strip
    assert "now. Don't wait for this page." in strip
    assert "No rule knows" not in strip


@pytest.mark.parametrize("said", ["whites of eyes yellow", "yellow eyes and dark urine"])
def test_a_sign_for_today_is_told_as_today_and_not_in_red(app: App, said: str) -> None:
    post(app, "/log/symptom", name_other=said)
    strip = _strip(seen(app))
    assert "finding today alarm" in strip
    assert "finding now alarm" not in strip
    assert "See a doctor today." in strip


def test_the_spelling_is_asked_after_the_alarm(app: App) -> None:
    post(app, "/log/symptom", name_other="throat is swelling badly")
    strip = _strip(seen(app))
    assert strip.index("This sounds urgent.") < strip.index("Don't wait for this page.") < strip.index("Did you mean")


def test_the_breath_stands_in_full_and_the_others_are_counted(app: App) -> None:
    for said in ("yellow eyes", "chest pain", "blue lips"):
        post(app, "/log/symptom", name_other=said)
        seen(app)
    strip = _strip(seen(app))
    assert 'data-sign="breathing"' in strip
    assert len(re.findall("data-sign", strip)) == 1
    assert "and 2 more: see Watch" in strip


def test_the_undo_stands_above_the_strip(app: App) -> None:
    post(app, "/log/symptom", name_other="blue lips")
    page = seen(app)
    assert page.index('class="flash"') < page.index('class="alarms')


@pytest.mark.parametrize("said", ["lorazepam", "beer", "oxycodone", "pregabalin"])
def test_what_slows_the_breath_beside_kratom_is_told_on_the_saving_page(app: App, said: str) -> None:
    post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    post(app, "/log/medicine", name_other=said)
    page = seen(app, "/log/medicine")
    assert f"Kratom together with {said} can slow your breathing." in page
    assert ("Don't stop" in page) == (said != "beer")
    assert (f"Don't stop {said} on your own." in page) == (said != "beer")
    assert 'href="tel:' in page


@pytest.mark.parametrize("said", ["lorazepam", "beer", "oxycodone", "pregabalin"])
@pytest.mark.parametrize("again", [True, False])
def test_a_dose_after_what_slows_the_breath_is_answered_the_same(app: App, said: str, again: bool) -> None:
    if again:
        post(app, "/log/dose", product="kratom leaf powder", tapped="3 g", day="2026-03-01")
        (dose,) = standing(app)
    post(app, "/log/medicine", name_other=said)
    assert "slow your breathing" not in seen(app, "/log/medicine")
    if again:
        post(app, "/log/dose/again", like=dose.id)
    else:
        post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    page = seen(app)
    assert f"Kratom together with {said} can slow your breathing." in page
    assert 'href="tel:' in page


def test_a_dose_long_after_it_or_after_another_medicine_is_not(app: App) -> None:
    post(app, "/log/medicine", name_other="lorazepam", day="2026-03-01")
    post(app, "/log/medicine", name_other="vitamin C")
    seen(app, "/log/medicine")
    post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    assert "slow your breathing" not in seen(app)


def test_without_kratom_or_with_another_medicine_nothing_of_that_is_said(app: App) -> None:
    post(app, "/log/medicine", name_other="lorazepam")
    assert "slow your breathing" not in seen(app, "/log/medicine")
    post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    post(app, "/log/medicine", name_other="vitamin C")
    assert "slow your breathing" not in seen(app, "/log/medicine")


def test_beside_an_alarm_nothing_cold_is_asked_about_the_spelling(app: App) -> None:
    for said in ("throat is swelling", "I really want to end my life"):
        post(app, "/log/symptom", name_other=said)
        assert "No rule knows" not in seen(app)


def _strip(page: str) -> str:
    return page[page.index('class="alarms') : page.index("<main")]


def test_an_alarm_is_told_and_what_stood_there_is_not_where_something_is_erased_in_between(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speciosa.store import answers
    from speciosa.store.models import Answer, Erasure

    post(app, "/log/symptom", name_other="yellow eyes")
    seen(app)
    kept = answers.kept_answer
    reads: list[answers.Kept | None] = []

    def read(record: Record, name: str, *, language: str) -> answers.Kept | None:
        found = kept(record, name, language=language)
        if name == "urgent" and not reads:  # between its reading and the keeping of the new one
            reads.append(found)
            Erasure.objects.create(record=record, entry_id="gone", erased_s=1)
            Answer.objects.all().delete()
        return found

    monkeypatch.setattr(answers, "kept_answer", read)
    post(app, "/log/symptom", name_other="blue lips")
    strip = kept(app.record, "urgent", language="en")
    assert reads[0] is not None
    assert strip is not None
    assert b"breathing" in strip.body
    assert b"Yellow eyes" not in strip.body


def test_what_slows_the_breath_beside_kratom_stays_on_today_for_a_day(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    post(app, "/log/medicine", name_other="diazepam")
    seen(app, "/log/medicine")
    for _ in range(2):  # it is not said once only
        page = seen(app)
        assert "Kratom together with diazepam can slow your breathing." in page
        assert "Don't stop diazepam on your own." in page
        assert 'class="dial-one emergency" href="tel:' in page
    from speciosa.web import today
    from speciosa.web.clock import now_s

    monkeypatch.setattr(today, "now_s", lambda: now_s() + 25 * 3600)
    assert "slow your breathing" not in seen(app)


def test_a_misspelt_opioid_beside_kratom_is_a_perhaps(app: App) -> None:
    post(app, "/log/dose", product="kratom leaf powder", tapped="3 g")
    post(app, "/log/medicine", name_other="oxicodone")
    said = "Perhaps you meant oxycodone. Together with kratom it can slow your breathing."
    assert said in seen(app, "/log/medicine")
    assert said in seen(app)


def test_trouble_breathing_has_a_button_that_calls(app: App) -> None:
    post(app, "/log/symptom", name_other="trouble breathing")
    assert 'class="dial-one emergency" href="tel:' in _strip(seen(app))


def test_an_amount_far_above_says_whom_to_call_if_it_is_meant(app: App) -> None:
    post(app, "/log/dose", product="kratom leaf powder", amount="250", unit="g")
    page = seen(app)
    assert "Is 250 g right?" in page
    assert "If you did take that much: call now" in page
    assert 'class="dial-one emergency" href="tel:' in page
    post(app, "/log/dose", product="kratom leaf powder", amount="0.001", unit="g")
    assert "If you did take that much" not in seen(app)


@pytest.mark.parametrize("said", ["i faint", "tea coloured pee"])
def test_plain_words_for_a_sign_are_known(app: App, said: str) -> None:
    post(app, "/log/symptom", name_other=said)
    assert "alarm" in _strip(seen(app))


def test_who_feels_like_dying_has_somebody_to_call(app: App) -> None:
    post(app, "/log/symptom", name_other="I feel like dying")
    assert "You don't have to go through this alone." in seen(app)
