"""The same tables, triggers and functions in PostgreSQL: the store's tests once more, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.store_fixture import IN_POSTGRESQL, POSTGRESQL

from speciosa.knowledge import Knowledge
from speciosa.record.row import Row
from speciosa.store import entries, erasing
from speciosa.store.diary import diary_of
from speciosa.store.models import Entry, Erasure, Photo, Record

ROOT = Path(__file__).parents[3]
SAME = ("unit/store/test_entries.py", "unit/store/test_diary.py", "unit/store/test_details.py", "unit/store/test_models.py",
        "generative/test_store_diary.py", "unit/store/test_postgresql.py")  # fmt: skip
there = pytest.mark.skipif(not IN_POSTGRESQL, reason="runs within the test below")


def test_in_postgresql_the_store_does_the_same() -> None:
    if IN_POSTGRESQL:
        return
    if not POSTGRESQL:
        pytest.skip("needs a PostgreSQL: run tests/postgresql/run, which makes one for the moment")
    environ = {**os.environ, "SPECIOSA_POSTGRESQL": POSTGRESQL, "SPECIOSA_TEST_STORE": "postgresql"}
    call = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(f"tests/{each}" for each in SAME)]
    ended = subprocess.run(call, cwd=ROOT, env=environ, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout[-4000:]
    print(ended.stdout.splitlines()[-1])


@there
def test_it_is_postgresql(store: Record) -> None:
    from django.db import connection

    assert connection.vendor == "postgresql"


@there
def test_an_entry_is_erased_there_too(store: Record, knowledge: Knowledge) -> None:
    Photo.objects.create(record=store, name="photos/a.jpg", body=b"x", small=b"x", entered_s=0)
    for row in (
        Row("2026-03-01T08:00+01:00", "photo", "cheek_left", "photos/a.jpg", id="one"),
        Row("2026-03-01T08:00+01:00", "rating", "pain", "6", id="two"),
    ):
        entries.add_row(store, row, knowledge)
    entries.take_back(store, "one", knowledge, now_s=1_772_400_000)
    erasing.erase_entries(store, ["one"], passphrase="")
    assert list(Entry.objects.values_list("entry_id", flat=True)) == ["two"]
    assert not Photo.objects.exists()
    assert Erasure.objects.filter(record=store, entry_id="one").exists()


@there
def test_two_who_send_the_same_entry_at_once_write_it_once(store: Record, knowledge: Knowledge) -> None:
    from django.db import connections

    rows = [Row("2026-03-01T08:00+01:00", "rating", "pain", "6", id=f"e{at}") for at in range(20)]
    problems: list[BaseException] = []

    def send() -> None:
        try:
            for row in rows:
                entries.add_rows(store, [row], knowledge, origin="phone")
        except BaseException as problem:  # noqa: BLE001
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert problems == []
    assert len(diary_of(store).history) == 20
