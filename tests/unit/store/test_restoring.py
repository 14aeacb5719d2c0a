"""The restore drill: on an empty machine, over a store, after erasures, from older tables, and when it goes wrong."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.store_fixture import BEGUN_S, NOW_S, PASSPHRASE, cheap_hashing, close
from tests.unit.store.filled import fill, say

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.store import lock
from speciosa.store.backup import make_backup
from speciosa.store.cipher.connection import connect
from speciosa.store.content import content_of
from speciosa.store.diary import diary_of
from speciosa.store.entries import own_record
from speciosa.store.key_change import change_passphrase
from speciosa.store.key_file import read_key_file
from speciosa.store.opening import create_store, open_store
from speciosa.store.restoring import restore
from speciosa.store.secret import Secret
from speciosa.values.errors import EntryError

WORDS = Secret(passphrase=PASSPHRASE)


@pytest.fixture
def kept(tmp_path: Path, knowledge: Knowledge) -> Iterator[Path]:
    """A closed store of a year with a photo."""
    with cheap_hashing():
        folder = tmp_path / "store"
        create_store(folder, PASSPHRASE, now_s=BEGUN_S)
        fill(own_record(), knowledge, days=365)
        close()
        yield folder
        close()


@contextmanager
def opened(folder: Path) -> Iterator[None]:
    open_store(folder, PASSPHRASE)
    try:
        yield
    finally:
        close()


def backed_up(folder: Path, now_s: int = NOW_S) -> Path:
    with opened(folder):
        return make_backup(folder, now_s=now_s).path


def said(folder: Path) -> Diary:
    with opened(folder):
        return diary_of(own_record())


def content(folder: Path) -> object:
    key = read_key_file(folder / "key.json").open_with_passphrase(PASSPHRASE)
    database = connect(folder / "store.db", key)
    try:
        return content_of(database, key)
    finally:
        database.close()


def names(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()}


def test_the_drill_on_an_empty_machine_gives_every_row_back(kept: Path, tmp_path: Path) -> None:
    backup = shutil.copy(backed_up(kept), tmp_path / "carried.backup")
    before, diary = content(kept), said(kept)
    shutil.rmtree(kept)
    done = restore(Path(backup), tmp_path / "new" / "place", WORDS, now_s=NOW_S)
    assert lock.is_open(), "it is open afterwards"
    assert diary_of(own_record()) == diary
    close()
    assert (done.aside, done.may_return, done.erased_again) == (None, False, 0)
    assert content(tmp_path / "new" / "place") == before
    assert names(tmp_path / "new" / "place") == {"store.db", "key.json"}
    assert len(diary.history) == 365 * 4 + 1
    if os.name == "posix":
        assert (tmp_path / "new" / "place").stat().st_mode & 0o077 == 0


def test_the_store_that_was_there_is_put_aside_whole(kept: Path, knowledge: Knowledge) -> None:
    backup = backed_up(kept)
    with opened(kept):
        say(own_record(), knowledge, "since")
    now = said(kept)
    done = restore(backup, kept, WORDS, now_s=NOW_S)
    close()
    assert done.aside is not None
    assert done.aside.name == "store-before-restore-2026-05-28T202640Z"
    assert "since" not in said(kept).history.id.tolist()
    assert said(done.aside) == now
    assert names(kept) == {"store.db", "key.json", "backups", done.aside.name}
    again = restore(backup, kept, WORDS, now_s=NOW_S)
    assert again.aside not in {None, done.aside}, "two restores in one second keep both"


def test_a_recovery_code_restores_too_and_other_words_do_not(tmp_path: Path, knowledge: Knowledge) -> None:
    with cheap_hashing():
        code = create_store(tmp_path / "s", PASSPHRASE, now_s=BEGUN_S)
        fill(own_record(), knowledge, days=1)
        backup = make_backup(tmp_path / "s", now_s=NOW_S).path
        close()
        with pytest.raises(EntryError, match="passphrase"):
            restore(backup, tmp_path / "n", Secret(passphrase="other words"), now_s=NOW_S)
        assert not (tmp_path / "n").exists(), "nothing half-made"
        assert restore(backup, tmp_path / "n", Secret(recovery_code=code), now_s=NOW_S).manifest.entries == 5
        close()


def test_a_backup_opens_with_the_passphrase_of_its_day(kept: Path, tmp_path: Path) -> None:
    backup = backed_up(kept)
    with opened(kept):
        change_passphrase(kept, lock.current().key, "another set of words")
    with pytest.raises(EntryError, match="passphrase"):
        restore(backup, tmp_path / "n", Secret(passphrase="another set of words"), now_s=NOW_S)
    done = restore(backup, kept, WORDS, now_s=NOW_S)
    close()
    assert done.may_return, "what was there has other words: it could not be asked what was erased"


def test_what_was_erased_since_stays_erased(kept: Path, knowledge: Knowledge, tmp_path: Path) -> None:
    from speciosa.store.erasing import erase_entries

    backup = Path(shutil.copy(backed_up(kept), tmp_path / "in-a-drawer.backup"))
    with opened(kept):
        erase_entries(own_record(), ["p3-08:00", "f0"], passphrase=PASSPHRASE)
    done = restore(backup, kept, WORDS, now_s=NOW_S)
    ids = diary_of(own_record()).history.id.tolist()
    close()
    assert done.erased_again >= 2
    assert not done.may_return
    assert "p3-08:00" not in ids
    assert "f0" not in ids
    assert "p4-08:00" in ids
    with opened(kept):
        from speciosa.store.models import Erasure, Photo

        assert {"p3-08:00", "f0"} <= set(Erasure.objects.values_list("entry_id", flat=True))
        assert not Photo.objects.exists()
        assert backup.exists()
        assert make_backup(kept, now_s=NOW_S + 5).manifest.entries == 365 * 4 - 1


@pytest.mark.parametrize("what", ["flipped", "cut", "foreign"])
def test_a_damaged_backup_changes_nothing(what: str, kept: Path) -> None:
    backup = backed_up(kept)
    raw = bytearray(backup.read_bytes())
    if what == "flipped":
        raw[len(raw) // 2] ^= 4
    backup.write_bytes(raw[:-9000] if what == "cut" else b"hello" if what == "foreign" else raw)
    before, there = content(kept), names(kept)
    with pytest.raises(EntryError):
        restore(backup, kept, WORDS, now_s=NOW_S)
    assert names(kept) == there
    assert content(kept) == before


def test_a_backup_of_a_newer_version_is_refused_plainly(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = backed_up(kept)
    monkeypatch.setattr("speciosa.store.restoring.known_schemas", lambda: ("0001_first_tables",))
    with pytest.raises(EntryError, match="newer version"):
        restore(backup, kept, WORDS, now_s=NOW_S)


def test_a_backup_of_older_tables_is_brought_up_to_date(kept: Path, tmp_path: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    from speciosa.store.content import known_schemas

    with opened(kept):
        call_command("migrate", "store", "0001", verbosity=0, interactive=False)
        for trigger in ("entry_stays", "entry_kept"):  # the way back leaves them
            connection.cursor().execute(f"DROP TRIGGER {trigger}")
        backup = make_backup(kept, now_s=NOW_S)
        assert backup.manifest.schema == "0001_first_tables"
    restore(backup.path, tmp_path / "n", WORDS, now_s=NOW_S)
    close()
    again = backed_up(tmp_path / "n")
    from speciosa.store.backup_file import read_manifest

    assert read_manifest(again).schema == known_schemas()[-1]
    assert read_manifest(again).entries == 365 * 4 + 1


def test_a_store_that_somebody_has_open_is_not_replaced(kept: Path) -> None:
    backup = backed_up(kept)
    key = read_key_file(kept / "key.json").open_with_passphrase(PASSPHRASE)
    theirs = connect(kept / "store.db", key)
    theirs.execute("SELECT count(*) FROM store_entry").fetchone()
    try:
        with pytest.raises(EntryError, match="open somewhere"):
            restore(backup, kept, WORDS, now_s=NOW_S)
    finally:
        theirs.close()
    assert restore(backup, kept, WORDS, now_s=NOW_S).aside


def test_a_backup_from_the_middle_of_an_erasure_does_not_go_on_with_it(kept: Path) -> None:
    from speciosa.store.details import save_setting
    from speciosa.store.erasing import finish_erasing

    with opened(kept):
        save_setting(own_record(), "erasure_key", "ab" * 32)
        backup = make_backup(kept, now_s=NOW_S).path
    restore(backup, kept, WORDS, now_s=NOW_S)
    finish_erasing(own_record())
    close()
    assert len(said(kept).history) == 365 * 4 + 1, "the key of that erasure is not here"


def test_a_store_that_is_damaged_is_put_aside_as_it_is(kept: Path) -> None:
    backup = backed_up(kept)
    raw = bytearray((kept / "store.db").read_bytes())
    raw[:4096] = bytes(4096)
    (kept / "store.db").write_bytes(raw)
    done = restore(backup, kept, WORDS, now_s=NOW_S)
    close()
    assert done.may_return
    assert done.aside is not None
    assert (done.aside / "store.db").read_bytes() == raw
    assert len(said(kept).history) == 365 * 4 + 1


def test_a_lost_key_file_comes_back_with_the_backup(kept: Path) -> None:
    backup = backed_up(kept)
    (kept / "key.json").unlink()
    restore(backup, kept, WORDS, now_s=NOW_S)
    close()
    assert len(said(kept).history) == 365 * 4 + 1


def test_what_is_made_beside_is_never_the_open_store(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from speciosa.store import restoring

    backup = backed_up(kept)
    seen: list[object] = []
    real = restoring._carried_over

    def carried(present: restoring._Present) -> object:
        seen.append(lock.open_now())
        with pytest.raises(lock.Locked):
            own_record()  # a phone's entry is refused, and stays on the phone
        return real(present)

    monkeypatch.setattr(restoring, "_carried_over", carried)
    restore(backup, kept, WORDS, now_s=NOW_S)
    assert seen == [None]
    assert lock.current().path == kept / "store.db"


def test_a_backup_that_is_refused_leaves_the_open_store_open(kept: Path) -> None:
    backup = backed_up(kept)
    with opened(kept):
        generation = lock.current().generation
        with pytest.raises(EntryError, match="passphrase"):
            restore(backup, kept, Secret(passphrase="other words"), now_s=NOW_S)
        assert lock.is_current(generation)
