"""The page of a long piece of work: the places stay below it, but for while nothing can be read."""

from __future__ import annotations

import threading

import pytest
from django.http import HttpRequest
from tests.unit.web.chores import wait
from tests.unit.web.conftest import App

from speciosa.record import Person
from speciosa.store.details import save_person
from speciosa.web import chore, exports
from speciosa.web.leaving_job import Ready

_PLACES = '<nav class="places"'


@pytest.mark.parametrize(("birth_year", "offers_help"), [(1980, True), (2012, False)])
def test_the_places_stay_while_something_is_made(
    app: App, monkeypatch: pytest.MonkeyPatch, birth_year: int, offers_help: bool
) -> None:
    save_person(app.record, Person(time_zone="Europe/Berlin", birth_year=birth_year))
    done = threading.Event()

    def slow(*_said: object, **_more: object) -> Ready:
        done.wait(20)
        return Ready("zip", "application/zip", b"", {})

    monkeypatch.setattr(exports, "run_apart", slow)
    app.client.post("/take-along", {"part": ["scores"], "form": "diary"})
    page = app.client.get("/chore").content.decode()
    renewing = chore.Chore("x", "y", "z", "/", renews=True)
    places_then = chore._has_places(HttpRequest(), renewing)  # the browser is not even asked then
    done.set()
    wait(app.client)
    assert _PLACES in page
    assert ('href="/help"' in page) == offers_help
    assert not places_then
