"""The worker keeps what pages show: what is urgent first, and begins anew where a newer job comes."""

from __future__ import annotations

import json
from multiprocessing import Pipe
from typing import Any

import pytest
from tests.unit.web.kept import score, write

from speciosa.record import Columns, Diary, Event, Kind
from speciosa.record.row import Row
from speciosa.web import job, worker
from speciosa.web.job import Job, Said

NOW_S = 1_780_000_000
DAY_S = 86_400


def answered(app: Any, language: str = "en") -> list[str]:
    """Everything worked out in this process; the steps that were told."""
    from speciosa.web import answering

    steps: list[str] = []
    answering.answer_record(app.record, language, NOW_S, lambda name, _done, _of: steps.append(name))
    return steps


def body(app: Any, name: str) -> str:
    from speciosa.store import answers

    kept = answers.kept_answer(app.record, name, language="en")
    assert kept is not None
    return kept.body.decode()


def test_what_is_urgent_is_kept_before_anything_else_is_worked_out(app: Any) -> None:
    write(app, score(), Row("2026-05-28T07:00+02:00", "symptom", "cannot be woken", "1"))
    steps = answered(app)
    assert steps.index("urgent") < steps.index("kept") < steps.index("exposure")
    assert 'href="/watch"' in body(app, "urgent")
    assert 'href="tel:' not in body(app, "leading")


def test_every_section_the_page_and_what_they_were_made_from_are_kept(app: Any) -> None:
    from speciosa.web import basis
    from speciosa.web.waiting import PAGES

    write(app, *(score(str(day % 10), f"2026-05-{day:02d}T08:00+02:00") for day in range(1, 20)))
    steps = answered(app)
    for name in {each for sections in PAGES.values() for each in sections}:
        body(app, name)
    assert "<!doctype html>" in body(app, "page")
    assert json.loads(body(app, "json"))["made"]["language"] == "en"
    assert basis.kept_basis(app.record, "en") == basis.basis_now(app.record, NOW_S)
    assert steps[-2:] == ["kept", "pictures"]


def test_an_empty_record_is_answered_too(app: Any) -> None:
    answered(app)
    assert 'id="findings"' in body(app, "findings")
    assert not body(app, "urgent")


@pytest.mark.parametrize("asked", [1, 3])
def test_only_the_newest_of_the_waiting_jobs_is_done(asked: int) -> None:
    ours, theirs = Pipe()
    for number in range(1, asked + 1):
        ours.send(Job(number, None, b"", "en", NOW_S))
    newest = worker._newest(theirs)
    assert newest is not None
    assert newest.number == asked


def test_a_newer_job_ends_the_present_one_at_its_next_step(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.store_fixture import start

    start()
    from speciosa.web import answering

    ours, theirs = Pipe()
    begun: list[int] = []

    def answer(job: Job, step: job.Step) -> None:
        begun.append(job.number)
        if job.number == 1:
            ours.send(Job(2, job.store, b"", "en", NOW_S))
        else:
            ours.close()
        step("exposure", 0, 0)

    monkeypatch.setattr(answering, "answer", answer)
    ours.send(Job(1, answering_place(), b"", "en", NOW_S))
    worker.work(theirs)
    assert begun == [1, 2]


def answering_place() -> Any:
    from pathlib import Path

    return Path("store")


def test_a_fault_is_told_by_its_place_and_never_by_its_words() -> None:
    try:
        worker._newest(None)  # type: ignore[arg-type]
    except AttributeError as problem:
        said = job.place_of(problem)
    assert said.startswith("AttributeError in worker, line ")
    assert "poll" not in said


def test_a_job_and_what_is_said_of_it_show_no_key() -> None:
    assert "secret" not in repr(Job(1, None, b"secret", "en", 0))
    assert Said(1, "done").text == ""


def test_only_sealed_periods_are_blind_until_they_are_opened_or_stopped() -> None:
    from speciosa.web.quiet_mode import blind_times

    def period(day: int, name: str, unit: str = "masked") -> Event:
        return Event(day * DAY_S, 0, Kind.ASSIGNMENT, name, value=1.0, unit=unit, id=f"p{day}")

    def times(*events: Event) -> list[tuple[int, int]]:
        return [(start // DAY_S, end // DAY_S) for start, end in blind_times(Diary(Columns.of(events)))]

    stop = Event(15 * DAY_S, 0, Kind.EVENT, "trial_stopped", id="stop")
    end = period(30, "usual", "open")
    assert times(period(10, "K7"), period(20, "M3"), end) == [(10, 20), (20, 30)]
    assert times(period(10, "-25%"), period(20, "M3"), end) == [(20, 30)]
    assert times(period(10, "usual"), period(20, "-25%"), end) == []
    assert times(period(10, "K7"), period(20, "M3"), end, stop) == [(10, 15)]
    assert times(period(10, "usual", "open")) == []
