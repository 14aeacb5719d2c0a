"""Verifying: a whole store is called whole, each kind of damage is told, and the newest good backup is named."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store_fixture import BEGUN_S, NOW_S, PASSPHRASE, cheap_hashing, close
from tests.unit.store.filled import fill, say

from speciosa.knowledge import Knowledge
from speciosa.store import lock
from speciosa.store.backup import make_backup
from speciosa.store.cipher.connection import connect
from speciosa.store.entries import own_record
from speciosa.store.opening import create_store, open_store
from speciosa.store.secret import Secret
from speciosa.store.verifying import verify

WORDS = Secret(passphrase=PASSPHRASE)


@pytest.fixture
def kept(tmp_path: Path, knowledge: Knowledge) -> Iterator[tuple[Path, bytes]]:
    """A closed store with two backups, and its key."""
    with cheap_hashing():
        folder = tmp_path / "store"
        create_store(folder, PASSPHRASE, now_s=BEGUN_S)
        fill(own_record(), knowledge, days=30)
        for day in range(2):
            make_backup(folder, now_s=NOW_S + day * 86_400)
        key = lock.current().key
        close()
        yield folder, key
        close()


def change(kept: tuple[Path, bytes], *statements: str) -> None:
    """Change rows behind the triggers' back."""
    opened = connect(kept[0] / "store.db", kept[1])
    for each in ("PRAGMA foreign_keys = OFF", *statements):
        opened.execute(each)
    opened.close()


def test_a_whole_store_is_called_whole_and_nothing_changes(kept: tuple[Path, bytes]) -> None:
    folder, key = kept
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    found = verify(folder, key)
    assert (found.damage, found.notes, found.unreached) == ((), (), ())
    assert found.is_whole
    assert [each.why for each in found.backups] == ["", ""]
    assert found.newest_good == found.backups[1]
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before


def test_any_flipped_bit_of_the_database_is_found(kept: tuple[Path, bytes]) -> None:
    folder, key = kept
    whole = (folder / "store.db").read_bytes()
    dice = random.Random(7)
    for _ in range(40):
        raw = bytearray(whole)
        raw[dice.randrange(len(raw))] ^= 1 << dice.randrange(8)
        (folder / "store.db").write_bytes(raw)
        assert verify(folder, key).damage, "a flipped bit was not seen"


def test_a_cut_or_lost_database_is_found_and_the_newest_backup_offered(kept: tuple[Path, bytes]) -> None:
    folder, key = kept
    raw = (folder / "store.db").read_bytes()
    (folder / "store.db").write_bytes(raw[: len(raw) // 2])
    assert verify(folder, key).damage
    (folder / "store.db").unlink()
    found = verify(folder, key)
    assert found.damage == ("the store's database is gone",)
    assert found.newest_good == found.backups[1]


def test_a_damaged_backup_is_told_and_the_one_before_it_is_the_newest_good(kept: tuple[Path, bytes]) -> None:
    folder, key = kept
    newest = verify(folder, key).backups[1].path
    raw = bytearray(newest.read_bytes())
    raw[-20_000] ^= 1
    newest.write_bytes(raw)
    found = verify(folder, key)
    assert not found.is_whole
    assert found.damage == ()
    assert [bool(each.why) for each in found.backups] == [False, True]
    assert found.newest_good == found.backups[0]
    (folder / "backups" / "mine.backup").write_text("no backup")
    assert "no backup" in verify(folder, key).backups[0].why


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE store_entry SET record_id = 99 WHERE entry_id = 'p1-08:00'", "1 rows belong to a record"),
        ("DELETE FROM store_photo", "1 photo entries have lost their photo"),
    ],
)
def test_rows_that_do_not_fit_each_other_are_found(statement: str, says: str, kept: tuple[Path, bytes]) -> None:
    change(kept, "DROP TRIGGER entry_stays", "DROP TRIGGER entry_kept", statement)
    assert says in " ".join(verify(*kept).damage)


def test_a_backup_with_the_same_fault_is_not_the_one_to_go_back_to(kept: tuple[Path, bytes]) -> None:
    folder, key = kept
    change(kept, "DELETE FROM store_photo")
    open_store(folder, PASSPHRASE)
    late = make_backup(folder, now_s=NOW_S + 5 * 86_400).path
    close()
    found = verify(folder, key)
    assert [each.why for each in found.backups if each.path == late] == ["1 photo entries have lost their photo"]
    assert found.newest_good == found.backups[1]


def test_a_damaged_store_still_names_its_other_folders_where_it_can(kept: tuple[Path, bytes], tmp_path: Path) -> None:
    folder, key = kept
    open_store(folder, PASSPHRASE)
    make_backup(folder, now_s=NOW_S + 200_000, to=tmp_path / "stick")
    close()
    raw = bytearray((folder / "store.db").read_bytes())
    found_elsewhere = 0
    for page in range(4, len(raw) // 4096, 3):
        hurt = bytearray(raw)
        hurt[page * 4096 + 100] ^= 1
        (folder / "store.db").write_bytes(hurt)
        found = verify(folder, key)
        assert found.damage
        found_elsewhere += any(each.path.parent == tmp_path / "stick" for each in found.backups)
    assert found_elsewhere >= 1


def test_an_imported_diary_s_missing_photo_and_a_correction_that_waits_are_no_damage(
    kept: tuple[Path, bytes], knowledge: Knowledge
) -> None:
    from speciosa.record.row import Row
    from speciosa.store.entries import add_rows

    open_store(kept[0], PASSPHRASE)
    rows = [
        Row("2026-01-01T12:00+01:00", "photo", "forearm_dorsal_left", "elsewhere.jpg", id="x"),
        Row("2026-01-01T12:00+01:00", "rating", "pain", "3", id="y", supersedes="not-yet"),
    ]
    add_rows(own_record(), rows, knowledge, origin="diary")
    close()
    found = verify(*kept)
    assert found.is_whole
    assert found.notes == ("1 corrections wait for an entry that has not arrived yet",)


def test_a_lost_key_file_is_damage_and_backups_open_with_their_own(kept: tuple[Path, bytes]) -> None:
    folder, _ = kept
    (folder / "key.json").write_text("{}")
    found = verify(folder, None, secret=WORDS)
    assert found.damage
    assert [each.why for each in found.backups] == ["", ""]
    assert found.newest_good is not None
    assert all(each.why for each in verify(folder, None).backups), "without any words none can be opened"


def test_backups_elsewhere_are_looked_at_and_a_folder_that_is_away_is_named(
    kept: tuple[Path, bytes], tmp_path: Path, knowledge: Knowledge
) -> None:
    folder, key = kept
    open_store(folder, PASSPHRASE)
    say(own_record(), knowledge, "since")
    make_backup(folder, now_s=NOW_S + 200_000, to=tmp_path / "stick")
    close()
    found = verify(folder, key)
    assert found.newest_good is not None
    assert found.newest_good.path.parent == tmp_path / "stick"
    (tmp_path / "stick").rename(tmp_path / "away")
    found = verify(folder, key)
    assert found.unreached == (tmp_path / "stick",)
    assert found.is_whole
