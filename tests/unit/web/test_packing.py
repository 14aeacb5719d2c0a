"""The helper's pages: theirs alone, nothing of the diary, given back at the end."""

from __future__ import annotations

import html
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.unit.web.pages import post, seen
from tests.unit.web.trial_walk import HELPER, Clock, fill, plan, sealed, to_helper, unlock

if TYPE_CHECKING:
    from tests.unit.web.conftest import App


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, app: App) -> Clock:
    """The first of March 2026, with four weeks of a diary."""
    from speciosa.web import trial_code

    made = Clock.of(monkeypatch)
    unlock(app)
    trial_code.attempts.was(right=True)
    fill(app)
    return made


def test_while_the_helper_has_the_device_no_page_of_the_diary_opens(app: App, clock: Clock) -> None:
    to_helper(app)
    for address in ("/", "/entries", "/help", "/watch", "/trial", "/settings", "/doctor"):
        page = seen(app, address)
        assert 'name="passphrase"' in page, address
        assert "kratom leaf" not in page
    assert app.client.post("/log/score", {"value": "3"}).status_code == 200  # the page for opening: nothing is written


def test_the_sheet_shows_what_goes_where_until_the_device_is_given_back(app: App, clock: Clock) -> None:
    to_helper(app)
    post(app, "/packing/new", code=HELPER, again=HELPER)
    assert "The packing sheet is ready" in seen(app, "/packing")
    answer = app.client.get("/packing/sheet")
    page = html.unescape(answer.content.decode())
    assert page.count("a quarter less</td>") >= 4
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    post(app, "/packing/done")
    assert "Give the device back now" in seen(app, "/packing/given-back")
    assert app.client.get("/packing/sheet").headers["Location"] == "/packing"
    assert 'name="passphrase"' in seen(app, "/")


def test_later_the_helper_s_code_shows_the_same_sheet_and_lets_the_person_out(app: App, clock: Clock) -> None:
    to_helper(app)
    post(app, "/packing/new", code=HELPER, again=HELPER)
    first = app.client.get("/packing/sheet").content
    post(app, "/packing/done")
    unlock(app)
    assert "this code is another one" in post(app, "/packing", 403, code="two cold hands")
    post(app, "/packing", code="Two Warm HANDS ")
    assert app.client.get("/packing/sheet").content == first
    assert 'name="passphrase"' in seen(app, "/")


def test_the_opening_code_of_the_sheet_opens_it_too(app: App, clock: Clock) -> None:
    from speciosa.store import sealed_trials

    plan(app)
    code = sealed_trials.opening_code_of(sealed(app), HELPER)
    post(app, "/packing", code=code.lower())
    assert code in app.client.get("/packing/sheet").content.decode()


def test_wrong_codes_wait_longer_and_a_right_one_within_the_wait_is_refused(app: App, clock: Clock) -> None:
    plan(app)
    for _ in range(4):
        post(app, "/packing", 403, code="two cold hands")
    assert "too many wrong codes: wait" in post(app, "/packing", 403, code=HELPER)


def test_without_a_trial_or_with_the_app_locked_there_is_nothing_to_open(app: App, clock: Clock) -> None:
    assert "No trial is planned here" in seen(app, "/packing")
    assert app.client.get("/packing/new").headers["Location"] == "/packing"
    assert app.client.get("/packing/sheet").headers["Location"] == "/packing"
    post(app, "/lock")
    assert "The app is locked" in seen(app, "/packing")


def test_a_lock_ends_the_helper_s_turn(app: App, clock: Clock) -> None:
    to_helper(app)
    post(app, "/packing/new", code=HELPER, again=HELPER)
    from speciosa.web import opened

    opened.close()
    unlock(app)
    assert app.client.get("/packing/sheet").headers["Location"] == "/packing"


def test_neither_code_stands_in_the_store_in_plain(app: App, clock: Clock) -> None:
    from speciosa.store import sealed_trials

    plan(app)
    kept = sealed(app)
    code = sealed_trials.opening_code_of(kept, HELPER)
    whole = " ".join(str(getattr(kept, field.attname)) for field in kept._meta.fields)
    assert code not in whole
    assert HELPER not in whole
    assert "two" not in whole


def test_a_wrong_code_keeps_nobodys_app_open(app: App, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    del clock
    plan(app)
    touched: list[None] = []
    monkeypatch.setattr("speciosa.web.opened.touch", lambda: touched.append(None))
    stranger = Client(HTTP_HOST="127.0.0.1:8137")
    assert stranger.post("/packing", {"code": "something else"}).status_code == 403
    assert touched == []
    assert stranger.post("/packing", {"code": HELPER}).status_code == 302
    assert touched


def test_of_many_codes_at_once_one_is_tried_before_the_wait() -> None:
    from speciosa.values.errors import EntryError
    from speciosa.web.trial_code import Attempts

    attempts, begin = Attempts(free=0), threading.Barrier(8)
    tries: list[None] = []

    def wrong() -> None:
        tries.append(None)
        time.sleep(0.02)  # as long as a code takes to be checked

    def guess(_number: int) -> bool:
        begin.wait()
        try:
            attempts.tried(wrong)
        except EntryError:
            return False
        return True

    with ThreadPoolExecutor(8) as several:
        assert sum(several.map(guess, range(8))) == len(tries) == 1
