"""For my doctor: what is on the page, how it begins, and the page whole."""

from __future__ import annotations

from typing import Any

from tests.unit.web.kept import keep, score, text, write

HEAD = (
    '<header>\n<h1>Your record</h1>\n<p class="finding now alarm"><a href="#findings">x</a></p>\n<p class="lead">164 days</p>'
    '<a href="#effect">How sure</a><nav aria-label="On this page"><ul><li>n</li></ul></nav></header>'
)
WHOLE = (
    "<!doctype html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-abc'\">"
    "<p>whole</p>"
)


def test_it_says_what_is_on_it_and_shows_how_it_begins(app: Any) -> None:
    write(app, score())
    keep(app, headline=HEAD, page=WHOLE, made="<footer>made</footer>")
    page = text(app.client.get("/doctor"))
    assert "164 days" in page
    assert "On this page" not in page
    assert page.count("<h1") == 1
    assert 'href="/help"' in page
    assert 'href="/doctor/page"' in page
    assert 'href="/take-along"' in page
    assert "made" in page


def test_the_whole_page_comes_with_its_own_policy_and_no_other_page_may_frame_it(app: Any) -> None:
    write(app, score())
    keep(app, page=WHOLE)
    answer = app.client.get("/doctor/page")
    assert "whole" in text(answer)
    assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'sha256-abc'; frame-ancestors 'none'"


def test_a_blind_trial_hides_the_page_and_its_beginning(app: Any) -> None:
    write(app, score())
    keep(app, blind="[[0, 99999999999]]", headline=HEAD, page=WHOLE)
    page = text(app.client.get("/doctor"))
    assert "164 days" not in page
    assert "/doctor/page" not in page
    assert app.client.get("/doctor/page").headers["Location"] == "/doctor"


def test_a_page_that_is_not_made_yet_is_not_there(app: Any) -> None:
    assert app.client.get("/doctor/page").headers["Location"] == "/doctor"
