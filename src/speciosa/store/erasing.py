"""Erasing for good: one entry, a period, or everything; from the tables, the file's pages, and the backups.

A diary is only ever added to, but its owner may have anything forgotten. An erased entry goes with all its versions
and its photos; its id alone is kept, so that no old backup and no phone brings it back. Then the file is written anew
without free pages, under a new key: what an old page on the disk still holds can't be read with it. Each step that
remains is written down in the store first, so `finish_erasing` goes on where a killed process stopped.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile

from django.db import connection, connections, transaction

from speciosa.record.kinds import RETRACTED
from speciosa.store import lock
from speciosa.store.adding import serialise
from speciosa.store.backup_erasing import UNREACHED, Erased, erase_from_known_backups, expect_erasure
from speciosa.store.chains import ask, chain_of, parts_of
from speciosa.store.cipher.connection import UnreadableError, connect
from speciosa.store.database_erasing import PENDING, erase_from_database
from speciosa.store.details import forget_setting, save_setting, setting
from speciosa.store.entries import find
from speciosa.store.erased_rows import take_out
from speciosa.store.key_change import (
    is_ready_for,
    next_key_file,
    one_writer,
    prepare_key,
    put_next_key_file,
    refuse_unless_ready,
    rewrite,
)
from speciosa.store.models import Entry, Erasure, Record
from speciosa.store.opening import arrived_s
from speciosa.store.store_folder import StoreFolder

ASIDE = "store-before-restore-*"
"""Folders that a restore put the store of before into."""
_TABLES = ("store_entry", "store_photo", "store_answer", "store_detail")


@dataclass(frozen=True, slots=True)
class Goes:
    """What an erasure would take: so many entries, with so many versions, of these ids."""

    entries: int
    versions: int
    ids: frozenset[str]


def what_goes(record: Record, ids: Iterable[str]) -> Goes:
    """What would be erased with these entries; nothing is.

    Raises
    ------
    EntryError : one of them is not here.
    """
    versions = chain_of(record.pk, [find(record, each).id for each in ids])
    rows = [
        row
        for part in parts_of(versions)
        for row in Entry.objects.filter(record=record, entry_id__in=part).values_list("entry_id", "supersedes")
    ]
    here = {entry_id for entry_id, _ in rows}
    return Goes(sum(aim not in here for _, aim in rows), len(rows), frozenset(here))


def what_goes_of(record: Record, from_s: int, to_s: int) -> Goes:
    """What would be erased with a period: each entry of which any version lies in it.

    Parameters
    ----------
    from_s, to_s : the first instant and the first after the last, UTC seconds.
    """
    inside = Entry.objects.filter(record=record, time_s__gte=from_s, time_s__lt=to_s)
    return what_goes(record, inside.exclude(kind="event", name=RETRACTED).values_list("entry_id", flat=True))


def erase_entries(record: Record, ids: Iterable[str], *, passphrase: str) -> Erased:
    """Erase entries with every version of them and their photos, here and in every backup that can be reached.

    Nothing is changed until the passphrase was right; it is needed for the new key. Then the entries are gone in one
    step; what follows (the file's pages, the backups) goes on at the next start if the process is killed.

    Returns
    -------
    What became of the backups.

    Raises
    ------
    EntryError : an entry is not here, the passphrase is wrong, or another window keeps the file busy (the erasing goes
        on by itself: `finish_erasing`).
    """
    with one_writer:  # from the new key's first step to its last
        return _erased(record, ids, passphrase)


def _erased(record: Record, ids: Iterable[str], passphrase: str) -> Erased:
    encrypted = connection.vendor == "sqlite"
    if pending := setting(record, PENDING):
        if not is_ready_for(_folder(), bytes.fromhex(pending)):  # lost on the way; here are the words for it
            prepare_key(_folder(), bytes.fromhex(pending), passphrase)
        finish_erasing(record)
    goes = what_goes(record, ids)
    new_key = secrets.token_bytes(lock.KEY_BYTES)
    if encrypted:
        prepare_key(_folder(), new_key, passphrase)
    with transaction.atomic():
        serialise(record)
        take_out(ask, record.pk, goes.ids, arrived_s())
        if encrypted:
            expect_erasure(record, _folder().path)
            save_setting(record, PENDING, new_key.hex())
    return finish_erasing(record)


def erase_period(record: Record, from_s: int, to_s: int, *, passphrase: str) -> Erased:
    """Erase each entry of which any version lies in a period; see `erase_entries`.

    Parameters
    ----------
    from_s, to_s : the first instant and the first after the last, UTC seconds.
    """
    return erase_entries(record, what_goes_of(record, from_s, to_s).ids, passphrase=passphrase)


def finish_erasing(record: Record) -> Erased:
    """Go on with an erasure: after it began, and whenever the store was opened. Without one it does next to nothing.

    The open store has another key afterwards: a worker that was given the old one has to be given the new one.

    Raises
    ------
    EntryError : another window keeps the file busy, or the new key's file is not there; it stays to be done.
    Locked : the store was locked meanwhile; it goes on when it is open again.
    """
    with one_writer:
        return _finished(record)


def _finished(record: Record) -> Erased:
    if connection.vendor != "sqlite":
        for table in _TABLES:  # what was deleted stands in dead rows until then
            ask(f"VACUUM FULL {table}")
        return Erased()
    folder = _folder()
    if not (new_key := bytes.fromhex(setting(record, PENDING))):
        next_key_file(folder).unlink(missing_ok=True)  # written before an erasure that never began
        return erase_from_known_backups(record, folder.path)
    _change_key(folder, new_key)
    ids = set(Erasure.objects.filter(record=record).values_list("entry_id", flat=True))
    keys = [new_key, *map(bytes.fromhex, (setting(record, UNREACHED) or {"keys": []})["keys"])]
    left = tuple(each for each in folder.path.glob(ASIDE) if not _erase_aside(each, ids, keys, folder.key_file))
    done = erase_from_known_backups(record, folder.path)
    forget_setting(record, PENDING)
    connections.close_all()
    rewrite(folder.database, new_key, new_key)  # the old key stood in it until now
    return replace(done, unopened=(*done.unopened, *left))


def _folder() -> StoreFolder:
    return StoreFolder(lock.current().path.parent)


def _change_key(folder: StoreFolder, new_key: bytes) -> None:
    """Write the open store anew with this key, if that was not done yet, and go on with it unless it was locked."""
    now = lock.current()
    refuse_unless_ready(folder, new_key)
    connections.close_all()
    try:
        rewrite(folder.database, now.key, new_key)
    finally:
        if _opens(folder.database, new_key):  # the key has changed, even if the log could not be emptied
            lock.renew(now.generation, new_key)
            put_next_key_file(folder)


def _erase_aside(aside: Path, ids: set[str], keys: Sequence[bytes], key_file: Path) -> bool:
    """Erase from a store that a restore put aside; False where none of our keys opens it."""
    folder = StoreFolder(aside)
    for key in keys:
        if folder.database.exists() and _opens(folder.database, key):
            erase_from_database(folder.database, key, ids, keys[0])
            copyfile(key_file, folder.key_file)
            return True
    return not folder.database.exists()


def _opens(path: Path, key: bytes) -> bool:
    try:
        connect(path, key).close()
    except UnreadableError:
        return False
    return True
