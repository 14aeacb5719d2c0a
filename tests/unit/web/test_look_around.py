"""The example: without a store, marked on every page, with progress."""

from __future__ import annotations

from multiprocessing import Pipe
from typing import Any

import pytest
from tests.unit.web.kept import text

PAGES = ("help", "course", "blood", "skin", "watch", "doctor")


@pytest.fixture
def around(app: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    from speciosa.web import look_around

    app.client.post("/lock")
    monkeypatch.setattr(look_around, "_begin", lambda _language: None)
    monkeypatch.setattr(look_around, "_examples", {})
    return look_around


def put(around: Any, **bodies: str) -> None:
    from speciosa.web.working import State

    around._examples["en"] = around.Example(State(), bodies, 2)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_while_locked_and_says_that_the_person_is_made_up(app: Any, around: Any, page: str) -> None:
    put(around, effect="<p>e</p>", findings='<a href="#gaps">g</a>', made="")
    answer = app.client.get(f"/look-around/{page}")
    assert answer.status_code == 200
    assert "This person is made up by a computer." in text(answer)


def test_its_links_stay_within_the_example(app: Any, around: Any) -> None:
    put(around, findings='<a href="#gaps">g</a><a href="#effect">e</a>')
    page = text(app.client.get("/look-around/watch"))
    assert 'href="/look-around/watch#gaps"' in page
    assert 'href="/look-around/help"' in page


def test_while_it_is_made_the_page_says_how_far_it_is(app: Any, around: Any) -> None:
    page = text(app.client.get("/look-around"))
    assert "The example is being made." in page
    assert 'data-waits="/look-around/working"' in page
    assert app.client.get("/look-around/working").json()["running"]


def test_what_the_process_says_is_heard_and_a_fault_offers_another_try(app: Any, around: Any) -> None:
    from speciosa.web.job import Said

    around.example("en")
    ours, theirs = Pipe()
    for each in (Said(0, "step", "photos", 3, 9), {"effect": "<p>made</p>"}, Said(0, "failed", "KeyError in x")):
        theirs.send(each)
    around._listen(ours, "en")
    page = text(app.client.get("/look-around/help"))
    assert "made" in page
    assert "The example could not be made." in page
    assert "KeyError" not in page
    app.client.post("/look-around/again")
    assert "en" not in around._examples


def test_there_is_no_other_page(app: Any, around: Any) -> None:
    assert app.client.get("/look-around/secret").status_code == 404
