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
from speciosa.web.apart import Step
from speciosa.web.leaving_forms import Ready

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


def test_who_waits_can_stop_it_unless_the_store_is_being_written_anew(app: App) -> None:
    goes_on = threading.Event()

    def slow(step: Step) -> None:
        while not goes_on.wait(0.01):
            step("Backing up.", 0, 0)

    request = HttpRequest()
    for renews in (False, True):
        request.session = app.client.session
        chore.begin(request, "x", slow, title="Backing up", then="/", renews=renews)
        request.session.save()
        assert ('action="/chore/stop"' in app.client.get("/chore").content.decode()) is not renews
        app.client.post("/chore/stop")
        if renews:
            assert chore.is_busy()
            goes_on.set()
        assert ("Stopped." in wait(app.client).content.decode()) is not renews


def test_another_browser_stops_nothing(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(chore._chores, "", chore.Chore("x", "a token", "y", "/"))
    app.client.post("/chore/stop")
    assert not chore._chores[""].stopped
