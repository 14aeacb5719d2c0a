"""A score with one tap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.web.pages import form_id, history, post, seen, standing

if TYPE_CHECKING:
    from tests.unit.web.conftest import App


def test_one_tap_saves_a_pain_score_and_the_next_page_says_so(app: App) -> None:
    post(app, "/log/score", value="6")
    (score,) = standing(app)
    assert (score.kind.value, score.name, score.value, score.unit) == ("rating", "pain", 6.0, "nrs")
    assert score.time_s == score.recorded_s
    assert "Pain 6 is in." in seen(app)


def test_the_same_form_sent_twice_is_one_score(app: App) -> None:
    form = form_id(seen(app))
    post(app, "/log/score", value="6", id=form)
    post(app, "/log/score", value="6", id=form)
    assert len(history(app)) == 1


def test_another_score_from_an_old_page_is_a_score_of_its_own(app: App) -> None:
    form = form_id(seen(app))
    post(app, "/log/score", value="6", id=form)
    post(app, "/log/score", value="3", id=form)
    assert sorted(each.value for each in standing(app)) == [3.0, 6.0]


def test_a_score_outside_the_row_is_refused_and_nothing_is_kept(app: App) -> None:
    for value in ("", "11", "-1", "six"):
        page = post(app, "/log/score", 400, value=value)
        assert "That did not work" in page
    assert history(app) == []


def test_looking_at_the_address_of_a_score_leads_to_today(app: App) -> None:
    assert app.client.get("/log/score").headers["Location"] == "/"
