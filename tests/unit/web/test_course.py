"""The course and the band in the blood, from kept answers."""

from __future__ import annotations

from typing import Any

from tests.unit.web.kept import keep, score, text, write


def test_the_course_shows_what_was_written_down_in_its_order(app: Any) -> None:
    write(app, score())
    keep(app, leading='<section id="leading">L</section>', doses='<section id="doses">D</section>', recorded="R")
    page = text(app.client.get("/course"))
    assert page.index('id="part-leading"') < page.index('id="part-doses"') < page.index('id="part-recorded"')
    assert 'id="part-scales"' not in page


def test_a_blind_trial_hides_the_course_and_leaves_the_doses(app: Any) -> None:
    write(app, score())
    keep(app, blind="[[0, 99999999999]]", leading="<p>course of pain</p>", doses="<p>doses taken</p>")
    page = text(app.client.get("/course"))
    assert "course of pain" not in page
    assert "doses taken" in page


def test_the_blood_has_its_own_page_and_its_links_come_home(app: Any) -> None:
    write(app, score())
    keep(app, exposure='<p>band</p><a href="#leading">x</a><a href="#doses">y</a>')
    page = text(app.client.get("/blood"))
    assert "band" in page
    assert 'href="/course"' in page
    assert 'href="/course#doses"' in page
