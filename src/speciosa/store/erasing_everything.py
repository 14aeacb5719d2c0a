"""Erasing a whole store: the key first, since nothing can be read without it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from speciosa.store import lock
from speciosa.store.backup import backup_folders, backups_in
from speciosa.store.backup_file import unpacked
from speciosa.store.cipher.connection import connect
from speciosa.store.erasing import ASIDE
from speciosa.store.key_change import next_key_file, one_writer, overwrite
from speciosa.store.store_folder import DATABASE, StoreFolder
from speciosa.values.errors import EntryError


def erase_everything(path: Path) -> tuple[Path, ...]:
    """Erase a store: its key, its database, its backups wherever they were made, the phone's certificates, the inbox.

    An open store is locked by it. Killed halfway, it can be called again, locked or not: once the key is gone nothing
    can be read, and the rest is thrown away.

    Parameters
    ----------
    path : the store's folder. Files of others in it stay.

    Returns
    -------
    What is left: folders with backups that are not there now, and backups that this store's key does not open.
    """
    folder = StoreFolder(path)
    is_open = _is_open(folder)
    left = _backups_elsewhere(folder) if is_open else ()
    if is_open:
        from django.db import connections  # noqa: PLC0415  an own store alone needs it

        lock.lock()
        connections.close_all()
    asides = list(path.glob(ASIDE))
    with one_writer:
        for each in (folder, *map(StoreFolder, asides)):
            for key_file in (each.key_file, next_key_file(each), *each.path.glob(f".{each.key_file.name}.*")):
                _overwritten(key_file)
    for suffix in ("", "-wal", "-shm", "-journal"):
        folder.database.with_name(f"{DATABASE}{suffix}").unlink(missing_ok=True)
    for place in (folder.backups, folder.phone, folder.inbox, *asides, *path.glob(".working-*")):
        shutil.rmtree(place, ignore_errors=True)
    with suppress(OSError):
        path.rmdir()  # only if nothing of somebody else is in it
    return left


def _is_open(folder: StoreFolder) -> bool:
    now = lock.open_now()
    return now is not None and now.path.resolve() == folder.database.resolve()


def _backups_elsewhere(folder: StoreFolder) -> tuple[Path, ...]:
    """Delete this store's backups in other folders; what can't be."""
    from speciosa.store.entries import own_record  # noqa: PLC0415  needs Django

    left: list[Path] = []
    for place in backup_folders(own_record(), folder.path):
        if place == folder.backups:
            continue  # goes whole
        if not place.is_dir():
            left.append(place)
        left += [each for each in backups_in(place) if not _deleted(each)]
    return tuple(left)


def _deleted(backup: Path) -> bool:
    """Delete a backup that is ours: one that our key opens."""
    try:
        with unpacked(backup, backup.parent) as (inside, _):
            connect(inside / DATABASE, lock.current().key).close()
        backup.unlink()
    except (EntryError, OSError):
        return False
    return True


def _overwritten(path: Path) -> None:
    if not path.exists():
        return
    handle = os.open(path, os.O_WRONLY)
    try:
        overwrite(handle)
    finally:
        os.close(handle)
    path.unlink()
