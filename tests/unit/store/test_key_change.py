"""One who writes the key file at a time: no change of words and no erasure takes the other's key away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.store_fixture import BEGUN_S, PASSPHRASE, cheap_hashing, close, start
from tests.unit.store.filled import fill

from speciosa.knowledge import Knowledge
from speciosa.store import backup_erasing, erasing, key_change, lock
from speciosa.store.details import setting
from speciosa.store.key_file import DamagedKeyFileError, read_key_file
from speciosa.store.models import Entry, Record
from speciosa.store.opening import create_store, open_store
from speciosa.store.secret import read_passphrase
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError

NEW = "five other quiet words"
GOES = "p1-08:00"


@pytest.fixture
def filled(store: Record, knowledge: Knowledge) -> Record:
    fill(store, knowledge, days=2)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "store")


def first(done: Callable[[], object], real: Callable[..., Any]) -> Callable[..., Any]:
    """`real`, with something done before its first call."""
    calls: list[None] = []

    def called(*said: Any) -> Any:
        if not calls:
            calls.append(None)
            done()
        return real(*said)

    return called


def test_words_are_not_changed_while_a_new_key_is_on_its_way(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def change() -> None:
        for each in (
            lambda: key_change.change_passphrase(folder.path, lock.current().key, NEW),
            lambda: key_change.change_recovery_code(folder.path, lock.current().key),
        ):
            with pytest.raises(EntryError, match="still being erased") as problem:
                each()
            told.append(problem.value.what)

    monkeypatch.setattr(erasing, "rewrite", first(change, key_change.rewrite))
    erasing.erase_entries(filled, [GOES], passphrase=PASSPHRASE)
    assert len(told) == 2
    assert read_key_file(folder.key_file).open_with_passphrase(PASSPHRASE) == lock.current().key


def test_who_changes_the_words_waits_for_the_erasure_and_both_stand(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = threading.Event()

    def change() -> None:
        waits.set()
        with key_change.one_writer:
            key_change.change_passphrase(folder.path, lock.current().key, NEW)

    changer = threading.Thread(target=change)

    def begun() -> None:
        changer.start()
        assert waits.wait(10)

    monkeypatch.setattr(erasing, "rewrite", first(begun, key_change.rewrite))
    erasing.erase_entries(filled, [GOES], passphrase=PASSPHRASE)
    changer.join(30)
    assert not changer.is_alive()
    close()
    open_store(folder.path, NEW)
    assert not Entry.objects.filter(entry_id=GOES).exists()


def test_without_the_new_keys_file_the_database_is_not_written_anew(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup_erasing.expect_erasure

    def swept(*said: Any) -> None:
        key_change.next_key_file(folder).unlink()
        real(*said)

    monkeypatch.setattr(erasing, "expect_erasure", swept)
    with pytest.raises(EntryError, match="can't go on"):
        erasing.erase_entries(filled, [GOES], passphrase=PASSPHRASE)
    monkeypatch.undo()
    close()
    with cheap_hashing():
        open_store(folder.path, PASSPHRASE)
        assert setting(filled, "erasure_key"), "it is still to be done"
        with pytest.raises(EntryError, match="can't go on"):
            erasing.finish_erasing(filled)
        erasing.erase_entries(filled, ["p0-08:00"], passphrase=PASSPHRASE)  # here are the words again
    assert setting(filled, "erasure_key") == ""
    close()
    open_store(folder.path, PASSPHRASE)
    assert not Entry.objects.filter(entry_id__in=[GOES, "p0-08:00"]).exists()


def test_the_daily_look_takes_no_key_file_from_an_erasure_that_begins(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import connections

    looked: list[object] = []
    real = key_change.prepare_key

    def look() -> None:
        looked.append(erasing.finish_erasing(filled))
        connections.close_all()

    looker = threading.Thread(target=look)

    def prepared(*said: Any) -> None:
        real(*said)
        looker.start()
        looker.join(0.3)
        assert looker.is_alive(), "it waits for the one who writes"

    monkeypatch.setattr(erasing, "prepare_key", prepared)
    erasing.erase_entries(filled, [GOES], passphrase=PASSPHRASE)
    looker.join(30)
    assert len(looked) == 1
    close()
    open_store(folder.path, PASSPHRASE)
    assert not Entry.objects.filter(entry_id=GOES).exists()


def test_a_store_that_the_person_locks_meanwhile_stays_locked_and_the_erasing_goes_on_later(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(erasing, "rewrite", first(lock.lock, key_change.rewrite))
    with pytest.raises(lock.Locked):
        erasing.erase_entries(filled, [GOES], passphrase=PASSPHRASE)
    assert lock.open_now() is None
    open_store(folder.path, PASSPHRASE)
    erasing.finish_erasing(filled)
    assert setting(filled, "erasure_key") == ""
    assert not Entry.objects.filter(entry_id=GOES).exists()


def test_two_who_begin_at_once_make_one_store(tmp_path: Path) -> None:
    start()
    codes: list[str] = []
    refused: list[str] = []
    together = threading.Barrier(2)

    def begin() -> None:
        from django.db import connections

        together.wait(10)
        try:
            codes.append(create_store(tmp_path / "s", PASSPHRASE, now_s=BEGUN_S))
        except EntryError as problem:
            refused.append(problem.what)
        connections.close_all()

    with cheap_hashing():
        threads = [threading.Thread(target=begin) for _ in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join(30)
    assert (len(codes), refused) == (1, ["a store stands in this folder"])
    close()
    open_store(tmp_path / "s", recovery_code=codes[0])
    close()


def test_a_key_file_that_another_process_put_there_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start()
    theirs = tmp_path / "s" / "key.json"

    def meanwhile(_words: str) -> Any:
        theirs.parent.mkdir()
        theirs.write_text("theirs")
        return object(), b"k" * 32, "code"

    monkeypatch.setattr("speciosa.store.opening.make_key_file", meanwhile)
    with pytest.raises(EntryError, match="a store stands in this folder"):
        create_store(tmp_path / "s", PASSPHRASE, now_s=BEGUN_S)
    assert theirs.read_text() == "theirs"


def test_a_start_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start()
    monkeypatch.setattr("speciosa.store.opening.newest_tables", lambda: 1 / 0)
    with cheap_hashing(), pytest.raises(ZeroDivisionError):
        create_store(tmp_path / "s", PASSPHRASE, now_s=BEGUN_S)
    assert not list((tmp_path / "s").iterdir())
    assert lock.open_now() is None


def test_a_passphrase_file_says_its_first_line(tmp_path: Path) -> None:
    written = tmp_path / "words"
    written.write_bytes(b"\xef\xbb\xbf four quiet words \r\nsecond line\n")
    assert read_passphrase(written) == " four quiet words "
    written.write_bytes(b"\nsecond\n")
    with pytest.raises(EntryError, match="empty"):
        read_passphrase(written)


def test_a_damaged_key_file_wraps_nothing(filled: Record, folder: StoreFolder) -> None:
    key = lock.current().key
    assert key_change.is_ready_for(folder, key)
    raw = folder.key_file.read_bytes()
    folder.key_file.write_bytes(raw[:-3])
    assert not key_change.is_ready_for(folder, key)
    with pytest.raises(DamagedKeyFileError):
        key_change.change_passphrase(folder.path, key, NEW)
    assert filled.pk
