"""A form that was filled in a tab while the app locked itself is not lost, and is written once."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.store_fixture import PASSPHRASE
from tests.unit.web.pages import form_id, post, seen, standing

from speciosa.web import kept_form, opened

if TYPE_CHECKING:
    from tests.unit.web.conftest import App

_NOTE = 'a "bad" night\nwith <rain>'


def fields_of(page: str) -> dict[str, str]:
    """The hidden fields of the first form on a page."""
    form = page[page.index("<form") : page.index("</form>")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def sent_while_locked(app: App, address: str = "/log/symptom", **said: object) -> str:
    opened.close()
    answer = app.client.post(address, said)
    assert answer.status_code == 200
    page: str = answer.content.decode()
    assert 'name="passphrase"' in page
    return page


def test_what_was_written_in_a_locked_app_is_written_once_after_opening(app: App) -> None:
    said = {"name_other": "brain fog", "note": _NOTE, "value": "4", "id": form_id(seen(app, "/log/symptom"))}
    page = sent_while_locked(app, **said)
    assert "What you wrote is kept on this page" in page
    wrong = app.client.post("/unlock", {**fields_of(page), "passphrase": "other words here"})
    page = app.client.post("/unlock", {**fields_of(wrong.content.decode()), "passphrase": PASSPHRASE}).content.decode()
    assert "Write it now" in page
    assert standing(app) == [], "nothing is written before the person says so"
    assert 'action="/log/symptom"' in page
    for _ in range(2):
        post(app, "/log/symptom", **fields_of(page))
    (entry,) = standing(app)
    assert (entry.name, entry.value, entry.note) == ("brain fog", 4.0, _NOTE)


def test_each_answer_of_several_goes_along(app: App) -> None:
    page = sent_while_locked(app, "/me/medicine-name", written="x", does=["sleepy", "nerves"])
    assert page.count('name="kept.does"') == 2


@pytest.mark.parametrize("name", ["passphrase", "old", "code", "recovery_code"])
def test_words_and_codes_never_go_along_and_open_nothing_from_another_form(app: App, name: str) -> None:
    page = sent_while_locked(app, "/safekeeping/passphrase", **{name: PASSPHRASE, "note": "x"})
    assert PASSPHRASE not in page
    assert "kept." not in page


def test_a_file_is_not_carried_and_the_page_says_so(app: App) -> None:
    page = sent_while_locked(app, "/log/photo", photo=SimpleUploadedFile("x.jpg", b"x"), name="forearm")
    assert "a file can't be kept on this page" in html.unescape(page)
    assert "kept." not in page


def test_what_is_too_long_is_not_carried_and_the_page_says_so(app: App) -> None:
    page = sent_while_locked(app, note="x" * kept_form.MOST_CHARACTERS)
    assert "too long to be kept" in page
    assert "kept." not in page


def test_a_forged_form_is_not_carried(app: App) -> None:
    from django.test import Client

    opened.close()
    strict = Client(enforce_csrf_checks=True, HTTP_HOST="127.0.0.1:8137")
    assert strict.post("/log/symptom", {"name_other": "forged"}).status_code == 403
    other = app.client.post("/log/symptom", {"name_other": "forged"}, HTTP_ORIGIN="https://elsewhere.example")
    assert other.status_code == 403


def test_what_goes_along_leads_nowhere_else(app: App) -> None:
    for to in ("//elsewhere.example/x", "https://elsewhere.example", "/unlock", "/lock"):
        said = {"to": to, "kept.note": "x", "passphrase": PASSPHRASE}
        answer = app.client.post("/unlock", said)
        assert "elsewhere" not in answer.content.decode()
        assert answer.status_code == 302 or 'action="/"' in answer.content.decode()


def test_after_opening_the_page_that_was_wanted_is_there_even_after_wrong_words(app: App) -> None:
    opened.close()
    page = app.client.get("/entries").content.decode()
    page = app.client.post("/unlock", {**fields_of(page), "passphrase": "other words here"}).content.decode()
    assert app.client.post("/unlock", {**fields_of(page), "passphrase": PASSPHRASE}).headers["Location"] == "/entries"


def test_a_tab_left_open_learns_that_the_app_is_locked_and_keeps_it_open_only_while_somebody_types(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[None] = []
    monkeypatch.setattr(opened, "touch", lambda: touched.append(None))
    assert 'src="/static/locked.js"' in seen(app)
    touched.clear()
    assert app.client.get("/open", headers={"X-Quiet": "1"}).json() == {"open": True}
    assert touched == []
    app.client.get("/open")
    assert touched == [None]
    opened.close()
    assert app.client.get("/open").json() == {"open": False}
    assert "locked.js" not in app.client.get("/entries").content.decode()
