"""The lock: one store a process, and nothing opened before a change is current after it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from speciosa.store import lock

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


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
    second = lock.unlock(Path("store.db"), OTHER)
    assert not lock.is_current(first.generation)
    assert lock.is_current(second.generation)
    lock.lock()
    assert not lock.is_current(second.generation)


def test_opening_what_is_open_with_the_same_key_shuts_nobody_out() -> None:
    first = lock.unlock(Path("store.db"), KEY)
    assert lock.unlock(Path("store.db"), bytes(KEY)) == first
    assert lock.is_current(first.generation)
    assert lock.unlock(Path("other.db"), KEY).generation > first.generation


def test_a_new_key_takes_the_old_ones_place_while_the_store_is_open() -> None:
    first = lock.unlock(Path("store.db"), KEY)
    second = lock.renew(first.generation, OTHER)
    assert second == lock.open_now()
    assert (lock.current().path, lock.current().key) == (Path("store.db"), OTHER)
    assert not lock.is_current(first.generation)


def test_a_store_that_was_locked_meanwhile_stays_locked_whatever_key_it_has_now() -> None:
    first = lock.unlock(Path("store.db"), KEY)
    lock.lock()
    assert lock.renew(first.generation, OTHER) is None
    assert lock.open_now() is None
    again = lock.unlock(Path("store.db"), KEY)
    assert lock.renew(first.generation, OTHER) is None
    assert lock.current() == again


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
