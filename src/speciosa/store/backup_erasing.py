"""Erasing from the backups, too: what was erased must not come back out of an older file.

A folder that is not there now (a disk in a drawer) is named, and kept in mind with the key that its
backups have, until it is there again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING

from speciosa.store import lock
from speciosa.store.backup import backup_folders, backups_in, opened_again
from speciosa.store.backup_file import SUFFIX, faults_of, pack, sync_folder, unpacked, working_folder
from speciosa.store.cipher.connection import UnreadableError, connect
from speciosa.store.content import content_of
from speciosa.store.store_folder import DATABASE, KEY_FILE, StoreFolder
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.models import Record

UNREACHED = "backups_unreached"


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of the backups.

    Parameters
    ----------
    changed : backups that were written anew without what was erased.
    unreached : folders that are not there now, or hold no backup now; they are kept in mind.
    unopened : backups that none of our keys opens, or that are damaged: they stay as they are.
    """

    changed: tuple[Path, ...] = ()
    unreached: tuple[Path, ...] = ()
    unopened: tuple[Path, ...] = ()


def expect_erasure(record: Record, store: Path, *keys: bytes) -> None:
    """Keep in mind, before the key changes, that every backup still has to be written anew.

    A process that is killed halfway finds it there, with the key that the backups have now.

    Parameters
    ----------
    keys : data keys that backups may have beside the one that is in memory.
    """
    _remember(record, backup_folders(record, store), [*_remembered(record)[1], *keys, lock.current().key])


def erase_from_known_backups(record: Record, store: Path) -> Erased:
    """Take everything that was ever erased out of every backup that is waiting for it; none may be.

    Call it after an erasure, after a restore, and when a folder may be there again. It may be
    repeated, and killed, at any time.

    Parameters
    ----------
    record : of the open store.
    store : its folder.
    """
    from speciosa.store.models import Erasure  # noqa: PLC0415  needs Django

    folders, keys = _remembered(record)
    own = StoreFolder(store).backups
    folders = tuple(each for each in folders if each != own or backups_in(own))  # an empty one of our own is no gap
    if not folders:
        _remember(record, (), ())
        return Erased()
    ids = set(Erasure.objects.filter(record=record).values_list("entry_id", flat=True))
    key_file = StoreFolder(store).key_file
    done = erase_from_backups(folders, ids, keys=keys, new_key=lock.current().key, key_file=key_file)
    _remember(record, done.unreached, keys if done.unreached else ())
    return done


def erase_from_backups(
    folders: Sequence[Path], ids: Collection[str], *, keys: Sequence[bytes], new_key: bytes, key_file: Path
) -> Erased:
    """Write each backup anew without some entries and photos, behind the store's own key file.

    Each new file is opened again before it takes the old one's place, in one step.

    Parameters
    ----------
    folders : where backups lie.
    ids : of the entries and photos.
    keys : data keys that the backups may have, 32 bytes each.
    new_key : the data key that they get.
    key_file : wraps `new_key`.
    """
    changed: list[Path] = []
    unopened: list[Path] = []
    unreached = tuple(each for each in folders if not backups_in(each))
    for backup in [each for folder in folders for each in backups_in(folder)]:
        try:
            if _erased(backup, ids, keys, new_key, key_file):
                changed.append(backup)
        except (EntryError, OSError):
            unopened.append(backup)
    return Erased(tuple(changed), unreached, tuple(unopened))


def _erased(backup: Path, ids: Collection[str], keys: Sequence[bytes], new_key: bytes, key_file: Path) -> bool:
    """Write one backup anew; False if that was done already.

    Raises
    ------
    EntryError : it is damaged, or its key is none of these.
    """
    from speciosa.store.database_erasing import erase_from_database  # noqa: PLC0415  needs Django

    with unpacked(backup, backup.parent) as (folder, manifest), working_folder(backup.parent) as work:
        database = folder / DATABASE
        key = _key_of(database, [new_key, *keys])
        if key == new_key and not _holds(database, key, ids):
            return False
        if faults := faults_of(folder, manifest.says, key):
            raise EntryError("this backup is damaged", where=backup.name, why=faults[0], todo="make a new one")
        erase_from_database(database, key, ids, new_key)
        copyfile(key_file, folder / KEY_FILE)
        opened = connect(database, new_key)
        try:
            said = content_of(opened, new_key)
        finally:
            opened.close()
        new = work / f"{backup.stem}{SUFFIX}"
        pack(folder, new, said, version=manifest.version, made_s=manifest.made_s)
        opened_again(new, new_key, beside=work)
        new.replace(backup)
    sync_folder(backup.parent)
    return True


def _key_of(database: Path, keys: Iterable[bytes]) -> bytes:
    """The key among these that opens a file.

    Raises
    ------
    UnreadableError : none does.
    """
    for key in keys:
        try:
            connect(database, key).close()
        except UnreadableError:
            continue
        return key
    raise UnreadableError("none of our keys opens this backup", where=database.name)


def _holds(database: Path, key: bytes, ids: Collection[str]) -> bool:
    """Whether any of these entries or photos is in the file."""
    opened = connect(database, key)
    try:
        rows = opened.execute("SELECT entry_id FROM store_entry UNION ALL SELECT name FROM store_photo")
        return any(name in ids for (name,) in rows)
    finally:
        opened.close()


def _remembered(record: Record) -> tuple[tuple[Path, ...], tuple[bytes, ...]]:
    from speciosa.store.details import setting  # noqa: PLC0415  needs the models

    said = setting(record, UNREACHED) or {"folders": [], "keys": []}
    return tuple(map(Path, said["folders"])), tuple(map(bytes.fromhex, said["keys"]))


def _remember(record: Record, folders: Iterable[Path], keys: Iterable[bytes]) -> None:
    from speciosa.store.details import save_setting  # noqa: PLC0415  needs the models
    from speciosa.store.models import Detail  # noqa: PLC0415

    earlier = Detail.objects.filter(record=record, name=f"setting {UNREACHED}")
    folders, keys = tuple(folders), sorted({*keys})
    if _remembered(record) == (folders, tuple(keys)):
        return  # asked every few minutes: nothing is written for that
    earlier.delete()  # an old key is kept for as long as a backup has it
    said = {"folders": [str(each) for each in folders], "keys": [each.hex() for each in keys]}
    save_setting(record, UNREACHED, said)
