"""A store out of a backup: made and checked beside the present one, which is put aside and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store import lock
from speciosa.store.backup import FOLDERS
from speciosa.store.backup_erasing import UNREACHED, Erased, erase_from_known_backups, expect_erasure
from speciosa.store.backup_file import faults_of, sync_folder, unpacked
from speciosa.store.cipher.connection import connect
from speciosa.store.content import known_schemas
from speciosa.store.key_change import one_writer, settled_key
from speciosa.store.key_file import read_key_file
from speciosa.store.manifest import Manifest
from speciosa.store.opening import newest_tables, open_with_key, start_django
from speciosa.store.own_files import own_folder
from speciosa.store.secret import Secret
from speciosa.store.store_folder import DATABASE, KEY_FILE, StoreFolder
from speciosa.values.errors import EntryError

_ASIDE = "store-before-restore-%Y-%m-%dT%H%M%SZ"
_PARTS = (f"{DATABASE}-wal", f"{DATABASE}-shm", DATABASE, KEY_FILE)
_LATEST = "SELECT name, body, entered_s FROM store_detail WHERE name = ? ORDER BY id DESC"
_BESIDE = "beside"  # in `store.settings`: a file that is not the open store
_CARRIED = tuple(f"setting {name}" for name in (FOLDERS, UNREACHED))


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; the store is open afterwards.

    Parameters
    ----------
    manifest : of the backup.
    aside : the folder that the present store was put into; None where there was none.
    erased_again : how many entries and photos of the backup were erased since it was made.
    may_return : the present store could not be opened, so what was erased since the backup is in it again.
    backups : what became of backups that were waiting for an erasure.
    """

    manifest: Manifest
    aside: Path | None
    erased_again: int
    may_return: bool
    backups: Erased


@dataclass(frozen=True, slots=True)
class _Present:
    """What has to outlive a restore: the key of newer backups, erasures with their times, settings about backups."""

    keys: tuple[bytes, ...] = ()
    erasures: tuple[tuple[str, int], ...] = ()
    details: tuple[tuple[str, str, int], ...] = ()
    is_read: bool = True


def restore(
    backup: Path, store: Path, secret: Secret, *, now_s: int, progress: Callable[[int], None] = lambda _rows: None
) -> Restored:
    """Make a backup the store of this folder, and open it.

    The backup is unpacked beside the present store, opened, held row by row against its manifest. Then the
    present store is locked, and the backup brought up to date and freed of what was erased since. Only then do
    the files change places. What is made beside is never the open store: nobody writes into it meanwhile.

    Parameters
    ----------
    backup : the backup's file.
    store : the store's folder; made if it is not there.
    secret : passphrase or recovery code that the backup was made under.
    now_s : the clock, UTC seconds; names the folder that the present store is put into.
    progress : called with the number of rows that were checked.

    Raises
    ------
    EntryError : no backup of ours, damaged, made by a newer version, other words (the present store stays open, if
        it was), or the store is in use (it stands as it was, and is locked).
    OSError : no room, or not allowed; the present store stands as it was.
    """
    made = [each for each in (store, *store.parents) if not each.exists()]
    own_folder(store)
    try:
        with unpacked(backup, store) as (folder, manifest):
            _refuse_newer(manifest, backup)
            key = secret.opens(read_key_file(folder / KEY_FILE))
            _refuse_damaged(faults_of(folder, manifest.says, key, progress=progress), backup)
            _close()
            with one_writer:
                present = _read_present(store, secret)
                again = _brought_up_to_date(folder, key, present)
                aside = _changed_places(folder, store, now_s)
    except BaseException:
        for each in made:
            with suppress(OSError):
                each.rmdir()  # only if nothing is in it
        raise
    open_with_key(store, key)
    return Restored(manifest, aside, again, not present.is_read, _waiting(store, again, present))


def _refuse_newer(manifest: Manifest, backup: Path) -> None:
    known = known_schemas()
    if manifest.schema not in known and manifest.schema > known[-1]:
        todo = "install the newest version of speciosa"
        raise EntryError("this backup was made by a newer version", where=backup.name, todo=todo)


def _refuse_damaged(faults: list[str], backup: Path) -> None:
    if faults:
        raise EntryError("this backup is damaged", where=backup.name, why=faults[0], todo="take another backup")


def _read_present(store: Path, secret: Secret) -> _Present:
    """What the present store says, as far as it can be opened with the same words.

    Raises
    ------
    EntryError : somebody has it open.
    """
    folder = StoreFolder(store)
    if not folder.database.exists():
        return _Present()
    try:
        key = settled_key(store, secret.opens)
        opened = connect(folder.database, key)
    except (EntryError, database.Error):
        return _Present(is_read=False)
    try:
        erasures = opened.execute("SELECT entry_id, erased_s FROM store_erasure").fetchall()
        details = [opened.execute(_LATEST, [name]).fetchone() for name in _CARRIED]
        found = _Present((key,), tuple(erasures), tuple(filter(None, details)))
    except database.Error:
        return _Present(is_read=False)
    finally:
        with suppress(database.Error):
            opened.close()
    if folder.database.with_name(f"{DATABASE}-wal").exists():  # the last one to close it takes the log away
        raise EntryError("this store is open somewhere", where=store.name, todo="close the app first")
    return found


def _brought_up_to_date(folder: Path, key: bytes, present: _Present) -> int:
    """Newest tables, and nothing that was erased since: how many of those were in it."""
    start_django()
    with _opened_beside(folder / DATABASE, key):
        newest_tables(_BESIDE)
        ids, there = _carried_over(present)
    if there:
        from speciosa.store.database_erasing import erase_from_database  # noqa: PLC0415  needs Django

        erase_from_database(folder / DATABASE, key, ids, key)
    return len(there)


def _carried_over(present: _Present) -> tuple[set[str], set[str]]:
    """Write into the file beside what has to outlive it: what was erased since, and what of that is still in it."""
    from speciosa.store.models import Detail, Entry, Erasure, Photo, Record  # noqa: PLC0415  needs Django

    record = Record.objects.using(_BESIDE).order_by("pk")[0]
    details, erasures = Detail.objects.using(_BESIDE), Erasure.objects.using(_BESIDE)
    # a backup from the middle of an erasure: its new key file is not in it
    details.filter(record=record, name="setting erasure_key").delete()
    known = set(erasures.filter(record=record).values_list("entry_id", flat=True))
    since = [each for each in present.erasures if each[0] not in known]
    ids = {name for name, _ in since}
    there: set[str] = set()
    if ids:
        there |= ids & set(Entry.objects.using(_BESIDE).values_list("entry_id", flat=True).iterator())
        there |= ids & set(Photo.objects.using(_BESIDE).values_list("name", flat=True))
    for name, body, entered_s in present.details:
        details.create(record=record, name=name, body=body, entered_s=entered_s)
    if not there:
        erasures.bulk_create(Erasure(record=record, entry_id=name, erased_s=at) for name, at in since)
    return ids, there


@contextmanager
def _opened_beside(path: Path, key: bytes) -> Iterator[None]:
    """For this thread, Django's connection of the name `_BESIDE` is one to this file; the open store is left alone."""
    from django.db import connections  # noqa: PLC0415
    from django.db.utils import load_backend  # noqa: PLC0415

    said = {**connections.settings[_BESIDE], "NAME": str(path), "OPTIONS": {"key_hex": key.hex()}}
    connections[_BESIDE] = load_backend(said["ENGINE"]).DatabaseWrapper(said, _BESIDE)
    try:
        yield
    finally:
        connections[_BESIDE].close()
        del connections[_BESIDE]


def _changed_places(folder: Path, store: Path, now_s: int) -> Path | None:
    """Put the present files aside, then the new ones in: a kill in between leaves both whole, each in its folder."""
    there = [store / name for name in _PARTS if (store / name).exists()]
    aside = None
    if there:
        aside = store / f"{datetime.fromtimestamp(now_s, UTC):{_ASIDE}}"
        number = 1
        while aside.exists():
            number += 1
            aside = aside.with_name(f"{aside.name.partition('Z')[0]}Z-{number}")
        aside.mkdir(mode=0o700)
        for each in there:
            each.replace(aside / each.name)
        sync_folder(aside)
    for name in (DATABASE, KEY_FILE):
        (folder / name).replace(store / name)
    sync_folder(store)
    return aside


def _waiting(store: Path, again: int, present: _Present) -> Erased:
    """Backups that still hold what was erased; the one that was just restored may be one of them."""
    from speciosa.store.entries import own_record  # noqa: PLC0415  needs Django

    if again:
        expect_erasure(own_record(), store, *present.keys)
    return erase_from_known_backups(own_record(), store)


def _close() -> None:
    """Lock, and let go of this thread's connection: the files are about to move."""
    if lock.open_now() is None:
        return
    lock.lock()
    from django.db import connections  # noqa: PLC0415

    connections.close_all()
