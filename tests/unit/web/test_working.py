"""The app's side: one job for one state of the record, a process that is begun again, and ended with the lock."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from tests.unit.web.kept import keep, score, text, write


@pytest.fixture
def working(app: Any) -> Iterator[Any]:
    from speciosa.web import working

    working.stop()
    yield working
    working.stop()


def send(app: Any, working: Any) -> Any:
    from speciosa.web.basis import basis_now
    from speciosa.web.clock import now_s

    basis = basis_now(app.record, now_s())
    working._send(basis, "en")
    return basis


def wait(working: Any, seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while working.state().running and time.monotonic() < end:
        time.sleep(0.02)


def test_the_process_works_everything_out_dies_is_begun_again_and_ends_with_the_lock(app: Any, working: Any) -> None:
    from speciosa.web.basis import kept_basis

    write(app, score())
    basis = send(app, working)
    assert working.state().running
    working._process.kill()  # in the middle: it is begun once more by itself
    wait(working)
    assert working.state() == working.State(kept=working.state().kept)
    assert kept_basis(app.record, "en") == basis
    process = working._process
    assert process.is_alive()
    app.client.post("/lock")
    assert not process.is_alive()


class Silent:
    """A pipe that nobody reads, and a process that lives."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    def send(self, job: Any) -> None:
        self.sent.append(job)

    def close(self) -> None:
        pass

    def is_alive(self) -> bool:
        return True

    def kill(self) -> None:
        pass

    def join(self) -> None:
        pass


@pytest.fixture
def pipe(working: Any, monkeypatch: pytest.MonkeyPatch) -> Silent:
    silent = Silent()
    monkeypatch.setattr(working, "_pipe", silent)
    monkeypatch.setattr(working, "_process", silent)
    return silent


def test_the_same_state_of_the_record_is_asked_for_once(app: Any, working: Any, pipe: Silent) -> None:
    write(app, score())
    send(app, working)
    send(app, working)
    assert len(pipe.sent) == 1
    write(app, score("6", "2026-05-02T08:00+02:00"))
    send(app, working)
    assert [each.number for each in pipe.sent] == [1, 2]


def test_what_an_older_job_says_is_not_heard(app: Any, working: Any, pipe: Silent) -> None:
    from speciosa.web.job import Said

    write(app, score())
    send(app, working)
    write(app, score("6", "2026-05-02T08:00+02:00"))
    send(app, working)
    working._heard(pipe, Said(1, "done"))
    assert working.state().running
    working._heard(pipe, Said(2, "step", "photos", 3, 12))
    assert (working.state().done, working.state().of) == (3, 12)
    working._heard(pipe, Said(2, "step", "kept"))
    assert (working.state().step, working.state().kept) == ("photos", 1)
    working._heard(pipe, Said(2, "done"))
    assert not working.state().running


def test_what_it_fell_over_is_tried_again_only_when_somebody_asks(app: Any, working: Any, pipe: Silent) -> None:
    from speciosa.web.job import Said

    write(app, score())
    send(app, working)
    working._heard(pipe, Said(1, "failed", "KeyError in screen, line 7"))
    send(app, working)
    assert len(pipe.sent) == 1
    keep(app, is_newest=False)
    page = text(app.client.get("/help"))
    assert "This could not be worked out." in page
    assert "KeyError" not in page
    app.client.post("/working/again", {"to": "/help"})
    assert working._asked is None


def test_a_process_that_dies_twice_is_said_and_not_begun_for_ever(
    app: Any, working: Any, pipe: Silent, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(app, score())
    send(app, working)
    monkeypatch.setattr(working, "_begin", lambda: None)
    working._ended(pipe)
    monkeypatch.setattr(working, "_pipe", pipe)
    assert working.state().running
    working._ended(pipe)
    assert working.state().failed


@pytest.mark.parametrize("change", ["entry", "person", "language", "day"])
def test_an_answer_is_old_once_anything_that_it_was_made_from_changed(
    app: Any, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from speciosa.store import details
    from speciosa.web import basis, clock

    write(app, score())
    keep(app)
    now = clock.now_s()
    assert basis.kept_basis(app.record, "en") == basis.basis_now(app.record, now)
    if change == "entry":
        write(app, score("6"))
    if change == "person":
        details.save_person(app.record, replace(details.person_of(app.record), birth_year=1980))
    if change == "day":
        now += 86_400
    language = "de" if change == "language" else "en"
    assert basis.kept_basis(app.record, language) != basis.basis_now(app.record, now)


def test_a_page_that_waits_is_told_how_far_it_is_in_words(app: Any, working: Any, pipe: Silent) -> None:
    from speciosa.web.job import Said

    write(app, score())
    send(app, working)
    working._heard(pipe, Said(1, "step", "photos", 3, 12))
    told = app.client.get("/working", HTTP_X_QUIET="1").json()
    assert told["says"] == "Measuring your photos: 3 of 12."
    assert 0 < told["share"] < 1
    page = text(app.client.get("/skin"))
    assert 'data-waits="/working"' in page
    assert "Measuring your photos: 3 of 12." in page
