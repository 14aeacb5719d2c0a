"""What was erased is gone from every backup that can be reached, and the others are kept in mind."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from tests.store_fixture import BEGUN_S, NOW_S, PASSPHRASE, cheap_hashing, close
from tests.unit.store.filled import fill, say

from speciosa.knowledge import Knowledge
from speciosa.store import lock
from speciosa.store.backup import backups_in, make_backup, opened_again
from speciosa.store.backup_erasing import erase_from_backups, erase_from_known_backups
from speciosa.store.backup_file import pack, unpacked
from speciosa.store.cipher.connection import connect
from speciosa.store.entries import own_record
from speciosa.store.erasing import erase_entries
from speciosa.store.key_file import read_key_file
from speciosa.store.opening import create_store, open_store


@pytest.fixture
def kept(tmp_path: Path, knowledge: Knowledge) -> Iterator[Path]:
    """An open store with two backups of its own and one on a stick."""
    with cheap_hashing():
        folder = tmp_path / "store"
        create_store(folder, PASSPHRASE, now_s=BEGUN_S)
        fill(own_record(), knowledge, days=10)
        for day in range(2):
            say(own_record(), knowledge, f"more{day}")
            make_backup(folder, now_s=NOW_S + day * 86_400)
        make_backup(folder, now_s=NOW_S, to=tmp_path / "stick")
        yield folder
        close()


def ids_in(backup: Path, key: bytes) -> set[str]:
    with unpacked(backup, backup.parent) as (folder, _):
        opened = connect(folder / "store.db", key)
        rows = opened.execute("SELECT entry_id FROM store_entry").fetchall()
        opened.close()
    return {name for (name,) in rows}


def test_an_erasure_reaches_every_backup_and_the_old_key_opens_none(kept: Path, tmp_path: Path) -> None:
    old_key = lock.current().key
    every = [*backups_in(kept / "backups"), *backups_in(tmp_path / "stick")]
    before = [ids_in(each, old_key) for each in every]
    assert all("p3-08:00" in each for each in before)
    done = erase_entries(own_record(), ["p3-08:00"], passphrase=PASSPHRASE)
    assert (set(done.changed), done.unreached, done.unopened) == (set(every), (), ())
    new_key = lock.current().key
    for backup, ids in zip(every, before, strict=True):
        assert ids_in(backup, new_key) == ids - {"p3-08:00"}
        opened_again(backup, new_key, beside=kept)
        with unpacked(backup, kept) as (folder, manifest):
            assert read_key_file(folder / "key.json").open_with_passphrase(PASSPHRASE) == new_key
            assert manifest.entries == len(ids) - 1
        assert old_key != new_key


def test_a_stick_in_a_drawer_is_named_and_reached_when_it_is_back(kept: Path, tmp_path: Path) -> None:
    old_key = lock.current().key
    (tmp_path / "stick").rename(tmp_path / "drawer")
    done = erase_entries(own_record(), ["p3-08:00"], passphrase=PASSPHRASE)
    assert done.unreached == (tmp_path / "stick",)
    assert erase_from_known_backups(own_record(), kept).unreached == (tmp_path / "stick",)
    (away,) = backups_in(tmp_path / "drawer")
    assert "p3-08:00" in ids_in(away, old_key)
    close()
    open_store(kept, PASSPHRASE)  # another day
    (tmp_path / "drawer").rename(tmp_path / "stick")
    done = erase_from_known_backups(own_record(), kept)
    assert [each.parent for each in done.changed] == [tmp_path / "stick"]
    assert "p3-08:00" not in ids_in(backups_in(tmp_path / "stick")[0], lock.current().key)
    assert erase_from_known_backups(own_record(), kept) == type(done)(), "nothing is left to be done"
    close()
    raw_setting = "backups_unreached"
    open_store(kept, PASSPHRASE)
    from speciosa.store.details import setting

    assert not (setting(own_record(), raw_setting) or {"keys": []})["keys"], "no old key is kept for longer than needed"


def test_it_may_be_killed_and_done_again(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old_key, new_key, ids = lock.current().key, lock.current().key, {"p3-08:00", "f0"}
    folders = (kept / "backups", tmp_path / "stick")
    calls = []

    def killed(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return opened_again(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("speciosa.store.backup_erasing.opened_again", killed)
    with pytest.raises(KeyboardInterrupt):
        erase_from_backups(folders, ids, keys=[old_key], new_key=new_key, key_file=kept / "key.json")
    monkeypatch.undo()
    held = ["p3-08:00" in ids_in(each, old_key) for folder in folders for each in backups_in(folder)]
    assert held == [False, True, True], "each is whole: written anew, or as it was"
    done = erase_from_backups(folders, ids, keys=[old_key], new_key=new_key, key_file=kept / "key.json")
    assert len(done.changed) == 2
    assert not any("p3-08:00" in ids_in(each, new_key) for folder in folders for each in backups_in(folder))
    assert not [each for folder in folders for each in folder.iterdir() if each.name.startswith(".")]


def test_a_backup_of_somebody_else_and_a_damaged_one_are_named_and_left(
    kept: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    mine, key = kept / "backups", lock.current().key
    close()
    create_store(tmp_path / "theirs", PASSPHRASE, now_s=BEGUN_S)
    fill(own_record(), knowledge, days=1)
    theirs = Path(shutil.copy(make_backup(tmp_path / "theirs", now_s=NOW_S).path, mine / "theirs.backup"))
    damaged = mine / "damaged.backup"
    damaged.write_bytes(backups_in(mine)[-1].read_bytes()[:40_000])
    before = theirs.read_bytes()
    done = erase_from_backups([mine], {"p0-08:00"}, keys=[], new_key=key, key_file=kept / "key.json")
    assert set(done.unopened) == {theirs, damaged}
    assert theirs.read_bytes() == before
    assert len(done.changed) == 2


@pytest.mark.parametrize("moment", ["before it has its name", "after it has its name"])
def test_a_backup_in_the_making_does_not_outlive_an_erasure(
    moment: str, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[None] = []

    def packed(*said: Any, **more: Any) -> None:
        calls.append(None)
        if moment.startswith("after"):
            pack(*said, **more)
        if len(calls) == 1:
            erased_elsewhere()
        if moment.startswith("before"):
            pack(*said, **more)

    def erased_elsewhere() -> None:
        def erase() -> None:
            erase_entries(own_record(), ["p3-08:00"], passphrase=PASSPHRASE)
            connections.close_all()

        other = threading.Thread(target=erase)
        other.start()
        other.join(60)

    monkeypatch.setattr("speciosa.store.backup.pack", packed)
    made = make_backup(kept, now_s=NOW_S + 3 * 86_400)
    key = lock.current().key
    assert len(calls) == 2, "it was begun again"
    assert made.path in backups_in(kept / "backups")
    for each in backups_in(kept / "backups"):
        assert "p3-08:00" not in ids_in(each, key)
    assert "p3-20:00" in ids_in(made.path, key)


def test_a_look_at_nothing_writes_nothing(kept: Path, tmp_path: Path) -> None:
    from speciosa.store.models import Detail

    shutil.move(tmp_path / "stick", tmp_path / "drawer")
    erase_entries(own_record(), ["p3-08:00"], passphrase=PASSPHRASE)
    before = list(Detail.objects.values_list("pk", flat=True))
    assert erase_from_known_backups(own_record(), kept).unreached == (tmp_path / "stick",)
    assert list(Detail.objects.values_list("pk", flat=True)) == before
