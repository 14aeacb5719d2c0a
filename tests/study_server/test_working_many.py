"""One queue for many people: each waits once, whoever waits longest is next, and no fall is the end of it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.store_fixture import IN_POSTGRESQL
from tests.study_server.conftest import World
from tests.study_server.participant_walk import with_text, wrote


@pytest.fixture
def working(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The worker, with nothing worked out: `done` says whose answers it would have made, in order."""
    from speciosa.study.server.participants import answering

    with_text(world.leaf)
    done: list[str] = []

    def whose(record: Any) -> str:
        return str(record.participant.number)

    monkeypatch.setattr(answering, "answer_urgent", lambda record, *_: done.append(f"{whose(record)} at once"))
    monkeypatch.setattr(answering, "answer_record", lambda record, *_: done.append(whose(record)))
    answering.done = done  # type: ignore[attr-defined]
    return answering


def ask(world: World, number: str, *, again: bool = False) -> None:
    from speciosa.study.server.participants.queue import Queue

    time.sleep(0.002)  # the queue counts in milliseconds
    Queue().ask(world.people[number].record, "en", again=again)


def all_of_it(working: Any, worker: str = "w1") -> list[str]:
    while working.answer_next(worker):
        pass
    return list(working.done)


def state(world: World, number: str) -> Any:
    from speciosa.study.server.participants.queue import Queue

    return Queue().state(world.people[number].record)


def test_twenty_saves_are_worked_out_once(world: World, working: Any) -> None:
    from django.test import TestCase

    from speciosa.store.whose import acting_for
    from speciosa.study.server.models import Wanted

    client = world.client("P0001")
    with acting_for(world.people["P0001"].record), TestCase.captureOnCommitCallbacks(execute=True):
        for at in range(20):
            client.post("/log/score", {"value": "5", "id": f"form-{at:04d}"})
    assert Wanted.objects.count() == 1
    assert all_of_it(working) == ["P0001 at once", "P0001"]
    assert not state(world, "P0001").running


def test_what_cannot_wait_is_looked_for_in_everybodys_record_first(world: World, working: Any) -> None:
    for number in ("P0002", "P0001", "P0001@tablets"):
        ask(world, number)
    ask(world, "P0001")  # asking again keeps the place
    assert all_of_it(working) == [
        "P0002 at once", "P0001 at once", "P0001 at once", "P0002", "P0001", "P0001",
    ]  # fmt: skip


def test_somebody_who_asks_all_the_time_keeps_nobody_waiting(world: World, working: Any) -> None:
    from speciosa.study.server.participants import queue

    ask(world, "P0001")
    ask(world, "P0002")
    for _ in range(2):
        working.answer_next("w1")
    taken = queue.take("w1")
    assert taken is not None
    assert taken.record == world.people["P0001"].record.pk
    ask(world, "P0001")  # while it is being worked out
    queue.settle(taken, "w1")
    assert state(world, "P0001").running
    working.done.clear()
    assert all_of_it(working) == ["P0001 at once", "P0002", "P0001"]


def test_two_workers_never_have_the_same(world: World, working: Any) -> None:
    from speciosa.study.server.participants import queue

    ask(world, "P0001")
    ask(world, "P0002")
    first, second = queue.take("w1"), queue.take("w2")
    assert first is not None
    assert second is not None
    assert first.record != second.record
    assert queue.take("w3") is None


def test_nothing_new_is_not_worked_out(world: World, working: Any) -> None:
    from speciosa.store import answers
    from speciosa.web.basis import NAME, basis_now

    record = world.people["P0001"].record
    wrote(world.people["P0001"])
    kept = {NAME: basis_now(record, int(time.time())).written()}
    answers.keep_answers(record, kept, language="en", upto=1)
    ask(world, "P0001")
    assert all_of_it(working) == ["P0001 at once"]


def test_what_it_fell_over_is_tried_again_only_when_something_is_new_or_somebody_asks(
    world: World, working: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[int] = []

    def falls(*_: object) -> None:
        tried.append(1)
        raise KeyError("a secret")

    monkeypatch.setattr(working, "answer_record", falls)
    wrote(world.people["P0001"])
    ask(world, "P0001")
    all_of_it(working)
    assert state(world, "P0001").failed.startswith("KeyError")
    assert "secret" not in capsys.readouterr().err + state(world, "P0001").failed
    assert "This could not be worked out." in world.client("P0001").get("/help").content.decode()
    all_of_it(working)
    assert len(tried) == 1
    assert state(world, "P0001").failed
    world.client("P0001").post("/working/again", {"to": "/help"})
    all_of_it(working)
    assert len(tried) == 2
    wrote(world.people["P0001"])
    ask(world, "P0001")
    all_of_it(working)
    assert len(tried) == 3


def test_what_a_fallen_worker_had_is_begun_once_more_and_then_given_up(world: World, working: Any) -> None:
    from speciosa.study.server.participants import queue

    ask(world, "P0001")
    working.answer_next("w1")
    for worker in ("w1", "w2"):
        assert queue.take(worker) is not None
        queue.leave(worker)
        assert state(world, "P0001").running
    assert queue.take("w3") is None
    assert state(world, "P0001").failed == "the worker ended"
    ask(world, "P0001", again=True)
    working.done.clear()
    assert all_of_it(working) == ["P0001 at once", "P0001"]


def test_a_silent_worker_loses_what_it_had(world: World, working: Any) -> None:
    from speciosa.study.server.models import Wanted
    from speciosa.study.server.participants import queue

    ask(world, "P0001")
    working.answer_next("w1")
    lost = queue.take("w1")
    assert lost is not None
    assert queue.step(lost, "w1", "effect")
    Wanted.objects.update(taken_s=1)
    taken = queue.take("w2")
    assert taken is not None
    assert not queue.step(lost, "w1", "skin")
    queue.settle(lost, "w1")
    assert state(world, "P0001").running
    assert queue.step(taken, "w2", "skin", 1, 3)
    assert (state(world, "P0001").step, state(world, "P0001").of) == ("skin", 3)


def test_an_answer_that_is_being_made_is_older_than_what_was_asked_since(world: World, working: Any) -> None:
    from speciosa.study.server.models import Wanted
    from speciosa.study.server.participants import queue

    desk, record = queue.Queue(), world.people["P0001"].record
    ask(world, "P0001")
    working.answer_next("w1")
    queue.take("w1")
    Wanted.objects.update(asked_s=100, begun_s=200)
    assert desk.asked_s(record) == 200
    Wanted.objects.update(asked_s=300)
    assert desk.asked_s(record) > 10**12


def test_the_real_answers_are_those_of_the_one_who_asked(world: World) -> None:
    from speciosa.store.answers import kept_answer
    from speciosa.study.server.participants.answering import answer_next

    with_text(world.leaf)
    for at in range(4):
        wrote(world.people["P0001"], str(at + 3), days=at + 0.1)
    ask(world, "P0001")
    while answer_next("w1"):
        pass
    one, other = (world.people[each].record for each in ("P0001", "P0002"))
    assert kept_answer(one, "effect", language="en") is not None
    assert kept_answer(other, "effect", language="en") is None
    page = world.client("P0001").get("/help").content.decode()
    assert 'data-state="current"' in page
    assert 'id="part-effect"' in page


_WHOLE = """
import os, signal, sys, time
from pathlib import Path
from speciosa.store import opening
from speciosa.study.server.participants import worker

worker.NICER = 0

def wait(what):
    until = time.monotonic() + 60
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.05)

def main():
    opening.start_django("speciosa.study.server.settings")
    from speciosa.knowledge import load_knowledge
    from speciosa.record.row import Row
    from speciosa.store import entries
    from speciosa.store.answers import kept_answer
    from speciosa.store.key_slot import Cost
    from speciosa.store.models import Record
    from speciosa.study.server.participants import workers
    from speciosa.study.server.participants.queue import Queue
    from speciosa.study.server.tables import newest_tables

    Cost.chosen = classmethod(lambda cls: cls(1, 1, 1))
    opening.create_store(Path(sys.argv[1]) / "store", "four quiet words here", now_s=1_767_225_600)
    newest_tables()
    desk, records = Queue(), [Record.objects.create(key=f"r{at}", begun_s=1_767_225_600) for at in range(1)]
    for each in records:
        entries.add_row(each, Row("2026-10-01T08:00+00:00", "rating", "pain", "5", "nrs"), load_knowledge())
        desk.ask(each, "en")
    workers.begin(1)
    wait(lambda: any(desk.state(each).step for each in records))
    (one,) = workers._running.values()
    os.kill(one.process.pid, signal.SIGKILL)
    wait(lambda: all(kept_answer(each, "blind", language="en") for each in records))
    (two,) = workers._running.values()
    assert two.process.pid != one.process.pid
    workers.stop()
    assert not two.process.is_alive()
    print("all of it")

if __name__ == "__main__":
    main()
"""


@pytest.mark.skipif(IN_POSTGRESQL, reason="makes an encrypted file of its own")
def test_a_real_worker_opens_the_file_is_killed_and_begun_again(tmp_path: Path) -> None:
    script = tmp_path / "whole.py"
    script.write_text(_WHOLE)
    run = [sys.executable, str(script), str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=150)
    assert (done.returncode, done.stdout) == (0, "all of it\n"), done.stderr


def test_several_processes_are_refused_while_a_piece_of_work_lies_in_the_memory_of_one(tmp_path: Path) -> None:
    from speciosa.study.server.serving import refuse_workers
    from speciosa.values.errors import EntryError

    for store, count in ((None, 2), (tmp_path, 2), (None, 0)):
        with pytest.raises(EntryError):
            refuse_workers(store, count)
    refuse_workers(None, 1)
