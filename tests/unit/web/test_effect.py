"""Does it help: the kept answer, its states, what a blind trial and a young age shut."""

from __future__ import annotations

from typing import Any

from tests.unit.web.kept import keep, score, text, write

EFFECT = (
    '<section id="effect"><h2 id="effect-h">Does it help?</h2><p class="state">Goes with lower pain.</p>'
    '<a href="#findings">w</a><a href="#less">l</a><a href="#source-a1">A 2020</a></section>'
)
MADE = '<footer><ol><li id="source-a1">A, 2020</li>\n<li id="source-b2">B, 2021</li></ol></footer>'
NOW = "[[0, 99999999999]]"


def test_the_answer_stands_there_with_its_links_leading_to_the_apps_own_pages(app: Any) -> None:
    write(app, score())
    keep(app, effect=EFFECT, made=MADE)
    page = text(app.client.get("/help"))
    assert "Goes with lower pain." in page
    assert 'href="/watch"' in page
    assert 'href="/help#less"' in page
    assert '<li id="source-a1">' in page
    assert "source-b2" not in page
    assert 'data-state="current"' in page
    assert 'href="/trial"' in page


def test_nothing_written_down_says_so_and_names_the_one_thing_to_do(app: Any) -> None:
    page = text(app.client.get("/help"))
    assert "Nothing is written down yet" in page
    assert "How is your pain now?" in page


def test_an_answer_from_before_the_newest_entry_shows_and_says_so(app: Any) -> None:
    write(app, score())
    keep(app, effect=EFFECT)
    write(app, score("6"))
    page = text(app.client.get("/help"))
    assert "Goes with lower pain." in page
    assert "There is something newer than this." in page
    assert 'href="/help">Load again' in page


def test_a_blind_trial_hides_the_answer_and_the_blood_and_never_the_strip_for_now(app: Any) -> None:
    write(app, score())
    keep(app, blind=NOW, effect=EFFECT, exposure="<p>4 ng</p>", urgent='<p class="alarm">Call 112 now.</p>')
    for address in ("/help", "/blood"):
        page = text(app.client.get(address))
        assert "A blind trial is running" in page
        assert "lower pain" not in page
        assert "4 ng" not in page
        assert "Call 112 now." in page


def test_under_18_there_is_no_answer_no_trial_and_the_reason_stands_there(app: Any) -> None:
    from dataclasses import replace

    from speciosa.store import details

    details.save_person(app.record, replace(details.person_of(app.record), birth_year=2012))
    write(app, score())
    keep(app, effect="")
    page = text(app.client.get("/help"))
    assert "you are under 18, or may be" in page
    assert 'href="/trial"' not in page


def test_the_dots_come_right_after_the_state_and_nothing_is_lost() -> None:
    from speciosa.web.answering import dots_first

    html = '<p>state</p><h3>Asked</h3><dl>a</dl><figure class="dots">o<details>t</details></figure><figure>c</figure>'
    moved = dots_first(html)
    assert moved.index("dots") < moved.index("Asked")
    assert sorted(moved) == sorted(html)
    assert dots_first("<h3>none</h3>") == "<h3>none</h3>"
