"""“Did you mean seizure?”: one tap says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.web.pages import history, post, seen, standing

if TYPE_CHECKING:
    from tests.unit.web.conftest import App


def test_one_tap_writes_the_sign_that_was_meant_and_keeps_the_own_word_in_the_history(app: App) -> None:
    post(app, "/log/symptom", name_other="siezure", note="in the kitchen")
    (said,) = standing(app)
    page = seen(app)
    assert f'action="/entries/{said.id}/meant"' in page
    assert 'value="seizure"' in page
    for _ in range(2):
        post(app, f"/entries/{said.id}/meant", meaning="seizure")
    (now,) = standing(app)
    assert (now.name, now.note, now.time_s) == ("seizure", "in the kitchen", said.time_s)
    assert [each.name for each in history(app)] == ["siezure", "seizure"]
    page = seen(app)
    assert 'data-sign="seizure"' in page
    assert "/meant" not in page


def test_a_word_that_is_no_alarm_is_asked_about_with_the_same_tap(app: App) -> None:
    post(app, "/log/symptom", name_other="nausae")
    page = seen(app)
    assert page.count("/meant") == 1
    assert "Yes: Feeling sick" in page
    assert "Yes: Feeling sick" in seen(app, f"/entries/{standing(app)[0].id}")


def test_another_word_than_one_of_those_is_refused(app: App) -> None:
    post(app, "/log/symptom", name_other="siezure")
    (said,) = standing(app)
    post(app, f"/entries/{said.id}/meant", 400, meaning="nausea")
    assert [each.id for each in history(app)] == [said.id]


def test_nobody_is_asked_about_the_spelling_of_the_worst_thought(app: App) -> None:
    post(app, "/log/symptom", name_other="suicidl thoughts")
    assert "/meant" not in seen(app)
    assert "/meant" not in seen(app, f"/entries/{standing(app)[0].id}")
