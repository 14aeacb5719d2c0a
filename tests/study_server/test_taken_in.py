"""What a trial fixes is written by the study alone: no page, phone or program forges, corrects or takes back a row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.study_server import allocation_world as aw
from tests.study_server.api_world import program
from tests.study_server.conftest import World

AT = "2026-03-20T11:00+00:00"
OWN = {"id": "own-entry-00000001", "time": AT, "kind": "rating", "name": "pain", "value": "3", "unit": "nrs"}
FORGED = [
    {"kind": "event", "name": "trial_planned", "supersedes": "PROMISE"},
    {"kind": "event", "name": "trial_stopped", "supersedes": "PROMISE"},
    {"kind": "rating", "name": "pain", "value": "3", "supersedes": "PERIOD"},
    {"kind": "assignment", "name": "usual", "value": "1"},
    {"kind": "event", "name": "trial_revealed"},
    {"kind": "event", "name": "emergency_reveal"},
    {"kind": "event", "name": "Trial Planned"},
    {"kind": " EVENT ", "name": "TRIAL-REVEALED"},
    {"kind": "rating", "name": "pain", "value": "3", "id": "trial-AAAAAA-end-1"},
    {"kind": "event", "name": "trial_revealed\u200b"},
]


@pytest.fixture
def running(world: World) -> Iterator[aw.Allocating]:
    """A trial that runs."""
    with aw.cheap_hashing(), aw.clock_at(aw.NOW_S):
        made = aw.ready(world)
        made.allocate("P0001")
    with aw.cheap_hashing(), aw.clock_at(aw.DURING_S):
        yield made


def rows_of(made: aw.Allocating) -> set[str]:
    from speciosa.store.models import Entry

    return set(Entry.objects.filter(record=made.world.people["P0001"].record).values_list("entry_id", flat=True))


def promise_of(made: aw.Allocating) -> tuple[str, str]:
    """The ids of the promise and of the first period."""
    whole = min((each for each in rows_of(made) if each.startswith("trial-")), key=len)
    return whole, f"{whole}-p1"


def sent_later(made: aw.Allocating, *entries: dict[str, str]) -> dict[str, str]:
    """What a phone is told of each."""
    body = json.dumps({"sent": AT, "entries": list(entries)})
    answer = aw.browser(made.world, "P0001").post(
        "/sync", body, content_type="application/json", headers={"X-Sync": "1"}
    )
    assert answer.status_code == 200
    return {key: each["state"] for key, each in answer.json()["verdicts"].items()}


def named(made: aw.Allocating, forged: dict[str, str]) -> dict[str, str]:
    """A forged entry with the ids of this trial in it."""
    promise, period = promise_of(made)
    ids = {"PROMISE": promise, "PERIOD": period}
    entry = {"id": "forged-entry-0000001", "time": AT, **forged}
    return {key: ids.get(each, each) for key, each in entry.items()}


def is_opened(made: aw.Allocating) -> bool:
    """Whether a clinician can still open the period that runs."""
    from speciosa.study.server.allocation import unblinding
    from speciosa.study.server.models import Allocated
    from speciosa.study.server.roles import Right

    one = Allocated.objects.get(participant=made.world.people["P0001"])
    seat = made.seat("clinician", Right.UNBLIND_ONE)
    said: Any = {"reason": "they are very ill now", "typed": made.codes["emergency"], "now_s": aw.DURING_S}
    return bool(unblinding.open_running(seat, one, **said).amount)


@pytest.mark.parametrize("forged", FORGED)
def test_a_phone_forges_nothing_and_its_own_entries_are_taken_all_the_same(
    running: aw.Allocating, forged: dict[str, str]
) -> None:
    before, entry = rows_of(running), named(running, forged)
    assert sent_later(running, entry, OWN) == {entry["id"]: "refused", OWN["id"]: "kept"}
    assert rows_of(running) - before == {OWN["id"]}


def test_after_all_of_it_an_emergency_can_still_be_opened(running: aw.Allocating) -> None:
    for each in FORGED:
        sent_later(running, named(running, each))
    assert is_opened(running)


@pytest.mark.parametrize("forged", FORGED[2:8])
def test_a_program_forges_nothing_however_it_spells_it(running: aw.Allocating, forged: dict[str, str]) -> None:
    before = rows_of(running)
    answer = program(running.world, "P0001").post("entries", {"entries": [named(running, forged)]})
    assert "forged-entry-0000001" not in rows_of(running)
    assert rows_of(running) == before
    assert b'"kept"' not in answer.content


def test_no_page_corrects_or_takes_back_a_row_of_the_trial(running: aw.Allocating) -> None:
    before, client = rows_of(running), aw.browser(running.world, "P0001")
    for each in promise_of(running):
        client.post(f"/entries/{each}/back", {})
        client.post(f"/entries/{each}/back", {"undo": "1"})
        client.post(
            f"/entries/{each}/correct", {"id": "form-0001", "value": "5", "clock": "08:00", "day": "2026-03-08"}
        )
    assert rows_of(running) == before
    assert is_opened(running)


def test_the_apps_own_rows_of_a_day_are_taken_in(running: aw.Allocating) -> None:
    from speciosa.store.models import Entry

    client = aw.browser(running.world, "P0001")
    assert client.post("/trial/capsules", {"n": "2", "id": "form-0001"}).status_code == 302
    assert client.post("/trial/evening", {"craving": "1", "guess-1": "less", "id": "form-0002"}).status_code == 302
    assert client.post("/trial/stop", {"id": "form-0003"}).status_code == 302
    rows = Entry.objects.filter(record=running.world.people["P0001"].record, origin="app")
    assert {"trial capsule", "craving", "guess", "trial_stopped"} <= set(rows.values_list("name", flat=True))


def test_what_the_study_wrote_is_known_by_who_wrote_it_too(running: aw.Allocating) -> None:
    from speciosa.store.models import Entry

    record = running.world.people["P0001"].record
    row = Entry.objects.filter(record=record, origin="app").first()
    assert row is not None
    row.pk, row.entry_id, row.origin = None, "by-the-study-0001", "trial"
    row.save(force_insert=True)
    entry = {**OWN, "supersedes": "by-the-study-0001"}
    assert sent_later(running, entry) == {OWN["id"]: "refused"}
