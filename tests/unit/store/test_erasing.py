"""Erased is erased: in no table, no page, no backup, and not to be had with any key that is left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]
from tests.conftest import NOW_S
from tests.store_fixture import PASSPHRASE, close

from speciosa.knowledge import Knowledge
from speciosa.record.row import Row
from speciosa.store import answers, backup_erasing, entries, erasing, key_change, lock
from speciosa.store.backup import backups_in, make_backup
from speciosa.store.backup_file import unpacked
from speciosa.store.cipher.connection import MAGIC, UnreadableError, connect, damage
from speciosa.store.diary import diary_of
from speciosa.store.erasing_everything import erase_everything
from speciosa.store.key_file import WrongWordsError, read_key_file
from speciosa.store.models import Answer, Entry, Erasure, Photo, Record
from speciosa.store.opening import open_with_key
from speciosa.store.store_folder import DATABASE, StoreFolder
from speciosa.values.errors import EntryError

SECRET = "a word that nobody shall read"


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def folder(tmp_path: Path) -> StoreFolder:
    return StoreFolder(tmp_path / "store")


@pytest.fixture
def filled(store: Record, knowledge: Knowledge) -> Record:
    """Two entries that nobody erases around a chain of three versions and a photo of its own."""

    def row(day: int, name: str = "pain", value: str = "5", **more: Any) -> Row:
        return Row(f"2026-03-0{day}T08:00+01:00", "rating" if name == "pain" else "photo", name, value, **more)

    for path in ("photos/own.jpg", "photos/kept.jpg"):
        Photo.objects.create(record=store, name=path, body=SECRET.encode() + path.encode(), small=b"", entered_s=0)
    entries.add_rows(store, [
        row(1, id="before", note="stays"), row(2, id="first", note=SECRET), row(6, id="after", note="stays"),
        row(4, "forearm_dorsal_left", "photos/kept.jpg", id="kept photo"),
    ], knowledge)  # fmt: skip
    entries.correct(store, "first", row(2, id="second", value="4", note=SECRET), knowledge)
    entries.correct(store, "first", row(3, "cheek_left", "photos/own.jpg", id="third", note=SECRET), knowledge)
    answers.keep_answers(store, {"effect": SECRET.encode()}, language="en", upto=1)
    return store


def every_cell(path: Path, key: bytes) -> str:
    opened = connect(path, key)
    try:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return repr([list(opened.execute(f'SELECT * FROM "{name}"')) for name in tables])
    finally:
        opened.close()


def pages(path: Path, key: bytes) -> bytes:
    """The file's decrypted pages, free ones as well."""
    opened = connect(path, key)
    try:
        return b"".join(opened.serialize()) if hasattr(opened, "serialize") else plain_copy(opened, path)
    finally:
        opened.close()


def plain_copy(opened: Any, path: Path) -> bytes:
    plain = path.with_suffix(".plain")
    opened.execute("ATTACH ? AS plain KEY ''", [str(plain)])
    opened.execute("SELECT sqlcipher_export('plain')")
    opened.execute("DETACH plain")
    found = plain.read_bytes()
    plain.unlink()
    assert found.startswith(MAGIC)
    return found


def is_gone(path: Path, key: bytes) -> bool:
    return SECRET not in every_cell(path, key) and SECRET.encode() not in pages(path, key)


def backup_keeps(backup: Path, key: bytes) -> str:
    with unpacked(backup, backup.parent) as (inside, _):
        return every_cell(inside / "store.db", key)


def test_the_words_are_found_before_they_are_erased(filled: Record, folder: StoreFolder) -> None:
    key = lock.current().key
    assert SECRET in every_cell(folder.database, key)
    assert SECRET.encode() in pages(folder.database, key)


def test_an_entry_goes_with_its_versions_its_photo_and_every_answer(filled: Record, folder: StoreFolder) -> None:
    old_key = lock.current().key
    assert erasing.what_goes(filled, ["second"]) == erasing.Goes(1, 3, frozenset({"first", "second", "third"}))
    erasing.erase_entries(filled, ["second"], passphrase=PASSPHRASE)
    key = lock.current().key
    assert set(Entry.objects.values_list("entry_id", flat=True)) == {"before", "after", "kept photo"}
    assert list(Photo.objects.values_list("name", flat=True)) == ["photos/kept.jpg"]
    assert not Answer.objects.exists()
    Photo.objects.all().delete()  # its body holds the words, too, and was not to be erased
    assert set(Erasure.objects.values_list("entry_id", flat=True)) == {"first", "second", "third", "photos/own.jpg"}
    assert diary_of(filled).history.note.tolist()[0::2] == ["stays", "stays"]
    close()
    assert is_gone(folder.database, key)
    with pytest.raises(UnreadableError):
        connect(folder.database, old_key)
    assert old_key.hex() not in every_cell(folder.database, key)


def test_the_passphrase_and_the_recovery_code_open_the_store_afterwards(
    store: Record, folder: StoreFolder, knowledge: Knowledge
) -> None:
    old = folder.key_file.read_bytes()
    said = entries.add_row(store, Row("2026-03-01T08:00+01:00", "rating", "pain", "5"), knowledge)
    erasing.erase_entries(store, [said.id], passphrase=PASSPHRASE)
    key = lock.current().key
    assert read_key_file(folder.key_file).open_with_passphrase(PASSPHRASE) == key
    assert folder.key_file.read_bytes() != old
    assert not key_change.next_key_file(folder).exists()


def test_with_a_wrong_passphrase_nothing_is_changed(filled: Record, folder: StoreFolder) -> None:
    key = lock.current().key
    with pytest.raises(WrongWordsError):
        erasing.erase_entries(filled, ["first"], passphrase="four other words here")
    assert lock.current().key == key
    assert Entry.objects.count() == 6


def test_what_is_not_here_cannot_be_erased(filled: Record) -> None:
    with pytest.raises(EntryError, match="this entry is not here"):
        erasing.erase_entries(filled, ["first", "nobody"], passphrase=PASSPHRASE)
    assert Entry.objects.count() == 6


def test_a_period_takes_each_entry_of_which_a_version_lies_in_it(filled: Record, knowledge: Knowledge) -> None:
    entries.take_back(filled, "before", knowledge, now_s=day_s(5))
    erasing.erase_period(filled, day_s(3), day_s(6), passphrase=PASSPHRASE)
    kept = set(Entry.objects.values_list("entry_id", flat=True))
    assert kept >= {"before", "after"}
    assert {"first", "second", "third", "kept photo"}.isdisjoint(kept)
    assert not Photo.objects.exists()


def day_s(day: int) -> int:
    return 1_772_319_600 + (day - 1) * 86_400  # 2026-03-01T00:00+01:00


def test_a_photo_that_another_entry_shows_stays(filled: Record, knowledge: Knowledge) -> None:
    row = Row("2026-03-09T08:00+01:00", "photo", "cheek_left", "photos/own.jpg", id="twin")
    entries.add_row(filled, row, knowledge)
    erasing.erase_entries(filled, ["third"], passphrase=PASSPHRASE)
    assert Photo.objects.filter(name="photos/own.jpg").exists()
    erasing.erase_entries(filled, ["twin"], passphrase=PASSPHRASE)
    assert not Photo.objects.filter(name="photos/own.jpg").exists()


def test_backups_lose_it_too_and_open_with_the_new_key_alone(filled: Record, folder: StoreFolder) -> None:
    make_backup(folder.path, now_s=NOW_S)
    old_key = lock.current().key
    (backup,) = backups_in(folder.backups)
    assert SECRET in backup_keeps(backup, old_key)
    done = erasing.erase_entries(filled, ["first", "kept photo"], passphrase=PASSPHRASE)
    assert done.changed == (backup,)
    assert SECRET not in backup_keeps(backup, lock.current().key)
    assert "stays" in backup_keeps(backup, lock.current().key)
    with pytest.raises(UnreadableError):
        backup_keeps(backup, old_key)


def test_a_store_that_a_restore_put_aside_loses_it_too(filled: Record, folder: StoreFolder) -> None:
    aside = StoreFolder(folder.path / "store-before-restore-2026-04-01T000000Z")
    aside.path.mkdir()
    close_and_copy(folder, aside)
    erasing.erase_entries(filled, ["first", "kept photo"], passphrase=PASSPHRASE)
    key = lock.current().key
    assert is_gone(aside.database, key)
    assert read_key_file(aside.key_file).open_with_passphrase(PASSPHRASE) == key


def close_and_copy(folder: StoreFolder, to: StoreFolder) -> None:
    from django.db import connections

    connections.close_all()
    to.database.write_bytes(folder.database.read_bytes())
    to.key_file.write_bytes(folder.key_file.read_bytes())


def test_an_erased_entry_that_a_phone_sends_again_stays_erased(filled: Record, knowledge: Knowledge) -> None:
    erasing.erase_entries(filled, ["first"], passphrase=PASSPHRASE)
    row = Row("2026-03-02T08:00+01:00", "rating", "pain", "5", id="first", note=SECRET)
    later = row._replace(id="fourth", supersedes="third")
    added = entries.add_rows(filled, [row, later], knowledge, origin="phone")
    assert [each.is_new for each in added] == [False, False]
    assert SECRET not in diary_of(filled).history.note.tolist()


def steps(monkeypatch: pytest.MonkeyPatch, kill_at: int) -> None:
    """Let the process end before the step of that number; the steps are those that change something on the disk."""
    count = iter(range(1_000))

    def guard(where: Any, name: str) -> None:
        real = getattr(where, name)

        def step(*args: Any, **more: Any) -> Any:
            if next(count) == kill_at:
                raise Killed
            return real(*args, **more)

        monkeypatch.setattr(where, name, step)

    for where, name in (
        (erasing, "prepare_key"), (erasing, "take_out"), (erasing, "save_setting"), (erasing, "rewrite"),
        (key_change, "_empty_log"), (erasing, "put_next_key_file"), (erasing, "erase_from_known_backups"),
        (backup_erasing, "_erased"), (erasing, "forget_setting"),
    ):  # fmt: skip
        guard(where, name)


@pytest.mark.parametrize("kill_at", range(14))
def test_killed_at_any_step_nothing_else_is_lost_and_it_goes_on(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch, kill_at: int
) -> None:
    make_backup(folder.path, now_s=NOW_S)
    old_key = lock.current().key
    with monkeypatch.context() as killing:
        steps(killing, kill_at)
        try:
            erasing.erase_entries(filled, ["first", "kept photo"], passphrase=PASSPHRASE)
        except Killed:
            pass
        else:
            assert kill_at > 10
    close()
    key = key_change.settled_key(folder.path, lambda file: file.open_with_passphrase(PASSPHRASE))
    open_with_key(folder.path, key)
    began = not Entry.objects.filter(entry_id="first").exists()
    erasing.finish_erasing(entries.own_record())
    assert {"before", "after"} <= set(Entry.objects.values_list("entry_id", flat=True))
    assert not key_change.next_key_file(folder).exists()
    key = lock.current().key
    assert read_key_file(folder.key_file).open_with_passphrase(PASSPHRASE) == key
    opened = connect(folder.database, key)
    assert damage(opened) == []
    opened.close()
    (backup,) = backups_in(folder.backups)
    assert began == (key != old_key) == (kill_at > 2)
    if began:
        close()
        assert is_gone(folder.database, key)
        assert SECRET not in backup_keeps(backup, key)
        assert old_key.hex() not in every_cell(folder.database, key)


def test_one_that_goes_on_reading_does_not_lock_the_store(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_change, "_TRIES", 1)
    monkeypatch.setattr("speciosa.store.cipher.connection.BUSY_TIMEOUT_S", 0.1)
    reader = connect(folder.database, lock.current().key)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM store_entry").fetchone()
    with pytest.raises(EntryError, match="in use elsewhere"):
        erasing.erase_entries(filled, ["first", "kept photo"], passphrase=PASSPHRASE)
    assert diary_of(filled).entries.id.tolist() == ["before", "after"]
    reader.close()
    erasing.finish_erasing(filled)
    close()
    key = key_change.settled_key(folder.path, lambda file: file.open_with_passphrase(PASSPHRASE))
    assert is_gone(folder.database, key)


def test_everything_is_gone_and_what_is_not_ours_stays(filled: Record, folder: StoreFolder, tmp_path: Path) -> None:
    elsewhere, drawer = tmp_path / "elsewhere", tmp_path / "drawer"
    make_backup(folder.path, now_s=NOW_S)
    make_backup(folder.path, now_s=NOW_S, to=elsewhere)
    make_backup(folder.path, now_s=NOW_S, to=drawer)
    drawer.rename(tmp_path / "taken away")
    (elsewhere / "other.backup").write_bytes(b"somebody else's")
    for each in (folder.phone, folder.inbox):
        each.mkdir()
        (each / "file").write_text(SECRET)
    (folder.path / "letter.txt").write_text("not ours")
    left = erase_everything(folder.path)
    assert left == (elsewhere / "other.backup", drawer)
    assert [each.name for each in folder.path.iterdir()] == ["letter.txt"]
    assert [each.name for each in elsewhere.iterdir()] == ["other.backup"]
    assert not lock.is_open()
    assert erase_everything(folder.path) == ()


def test_everything_killed_halfway_can_be_called_again(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> None:
        raise Killed

    key_bytes = folder.key_file.read_bytes()
    with monkeypatch.context() as killing:
        killing.setattr("speciosa.store.erasing_everything.shutil.rmtree", killed)
        with pytest.raises(Killed):
            erase_everything(folder.path)
    assert not folder.key_file.exists()
    assert not any(key_bytes in each.read_bytes() for each in folder.path.rglob("*") if each.is_file())
    erase_everything(folder.path)
    assert not folder.path.exists()


def test_a_full_disk_is_said_and_the_erasing_goes_on_later(
    filled: Record, folder: StoreFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(opened: Any) -> None:
        raise database.OperationalError("database or disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(key_change, "_empty_log", full)
        with pytest.raises(EntryError, match=r"could not be written anew; database or disk is full; make room"):
            erasing.erase_entries(filled, ["first", "kept photo"], passphrase=PASSPHRASE)
    erasing.finish_erasing(filled)
    key = lock.current().key
    close()
    assert is_gone(folder.database, key)


def test_with_all_that_an_import_brought_its_receipt_is_forgotten_in_the_backups_too(
    store: Record, knowledge: Knowledge, tmp_path: Path
) -> None:
    from speciosa.store.past_imports import Past, keep_past, past_imports

    for token, names in (("aaaa", ("one", "two")), ("bbbb", ("three",))):
        past = Past(token, "gone.csv", "csv", "A table", "", 1, 1, 1, 0, 0, 1)
        keep_past(store, past)
        for name in names:
            row = Row("2026-01-02T08:00:00+00:00", "rating", "pain", "5", id=name)
            entries.add_row(store, row, knowledge, origin=past.origin)
    backup = make_backup(tmp_path / "store", now_s=NOW_S).path
    erasing.erase_entries(store, ["one"], passphrase=PASSPHRASE)
    assert {each.token for each in past_imports(store)} == {"aaaa", "bbbb"}, "another of its entries is here"
    erasing.erase_entries(store, ["two"], passphrase=PASSPHRASE)
    assert [each.token for each in past_imports(store)] == ["bbbb"]
    with unpacked(backup, backup.parent) as (folder, _):
        opened = connect(folder / DATABASE, lock.current().key)
        named = {name for (name,) in opened.execute("SELECT name FROM store_detail WHERE name LIKE 'import %'")}
        opened.close()
    assert named == {"import bbbb"}
