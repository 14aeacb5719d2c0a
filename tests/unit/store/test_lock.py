"""The lock: one store a process, and nothing opened before a change is current after it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speciosa.store import lock

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def locked() -> Iterator[None]:
    lock.lock()
    yield
    lock.lock()


def test_a_locked_store_gives_out_nothing() -> None:
    assert not lock.is_open()
    with pytest.raises(lock.Locked, match="the store is locked"):
        lock.current()


def test_path_and_key_stand_ready_until_it_is_locked() -> None:
    opened = lock.unlock(Path("store.db"), KEY)
    assert lock.current() == opened
    assert (opened.path, opened.key) == (Path("store.db"), KEY)
    lock.lock()
    assert not lock.is_open()


def test_the_key_is_never_printed() -> None:
    opened = lock.unlock(Path("store.db"), KEY)
    assert KEY.hex() not in repr(opened)
    assert repr(KEY) not in f"{opened} {opened!r}"


def test_every_change_is_a_new_generation() -> None:
    first = lock.unlock(Path("store.db"), KEY)
    second = lock.unlock(Path("store.db"), KEY)
    assert not lock.is_current(first.generation)
    assert lock.is_current(second.generation)
    lock.lock()
    assert not lock.is_current(second.generation)


def test_a_key_of_another_length_is_refused_and_changes_nothing() -> None:
    opened = lock.unlock(Path("store.db"), KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        lock.unlock(Path("other.db"), b"short")
    assert lock.current() == opened


def test_threads_that_open_at_once_get_a_generation_each() -> None:
    with ThreadPoolExecutor(8) as threads:
        opened = list(threads.map(lambda at: lock.unlock(Path(f"{at}.db"), KEY), range(400)))
    assert len({each.generation for each in opened}) == 400
    assert lock.current() == max(opened, key=lambda each: each.generation)
