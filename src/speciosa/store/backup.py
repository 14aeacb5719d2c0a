"""Making a backup while the app goes on writing, and being sure of it before an older one goes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa import __version__
from speciosa.knowledge import load_knowledge
from speciosa.store import lock
from speciosa.store.backup_file import (
    SUFFIX,
    faults_of,
    pack,
    read_manifest,
    sync_folder,
    unpacked,
    working_folder,
)
from speciosa.store.cipher.connection import UnreadableError, connect
from speciosa.store.content import Content, content_of
from speciosa.store.manifest import Manifest
from speciosa.store.own_files import own_folder
from speciosa.store.rotation import Kept, kept
from speciosa.store.store_folder import DATABASE, KEY_FILE, StoreFolder
from speciosa.values.errors import EntryError

if TYPE_CHECKING:
    from speciosa.store.models import Record

FOLDERS = "backup_folders"
Progress = Callable[[int], None]
_NAMED = "speciosa-%Y-%m-%dT%H%M%SZ"
_OURS = re.compile(r"speciosa-\d{4}-\d\d-\d\dT\d{6}Z(?:-(\d{4}))?")
_TRIES = 3  # an erasure that comes in between; a second one is rare, a third is no accident
_LEFT_OVER_S = 86_400  # a working folder of a process that was killed; a younger one may be in use
_DAMAGED = "see what is damaged with: speciosa verify"


@dataclass(frozen=True, slots=True)
class _Copied:
    """What a copy holds, how many erasures it knows, and the key of the store that it was copied from."""

    said: Content
    erasures: int
    key: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and opened again. `removed`: older ones that it took the place of."""

    path: Path
    manifest: Manifest
    removed: tuple[Path, ...]


def make_backup(store: Path, *, now_s: int, to: Path | None = None, progress: Progress = lambda _rows: None) -> Made:
    """Back up the open store into one file, open that file again, and only then let older ones go.

    The app may write meanwhile: the copy is of one instant. A backup never has a half-written file
    under its name, whenever the process is killed. Where something was erased between the copy and its
    name, the erasure did not see it: it is thrown away and made anew.

    Parameters
    ----------
    store : the store's folder; it has to be the one that is open.
    now_s : the clock, UTC seconds. It may jump: backups bear ascending names all the same.
    to : another folder, made if it is not there, and remembered so that an erasure reaches it later.
    progress : called with the number of rows that were copied out.

    Raises
    ------
    EntryError : the store is locked or damaged, there is no room, or the backup did not open again.
    OSError : the folder can't be used.
    """
    if lock.current().path.resolve() != StoreFolder(store).database.resolve():
        raise EntryError("another store is open", where=store.name, todo="open this one first")
    if to is not None:
        remember_folder(to)
    folder = to or StoreFolder(store).backups
    own_folder(folder)
    _sweep(folder, now_s)
    place = _place(folder, now_s)
    for _ in range(_TRIES):
        if (manifest := _made(store, folder, place, now_s, progress)) is not None:
            return Made(place, manifest, _rotated(folder, place))
    raise EntryError("something was erased while the backup was made", todo="make it once more")


def _made(store: Path, folder: Path, place: Path, now_s: int, progress: Progress) -> Manifest | None:
    """One backup, opened again; None where something was erased meanwhile, and no file is left."""
    try:
        with working_folder(folder) as work:
            copied = _copy(store, lock.current(), work, progress)
            pack(work, place, copied.said, version=__version__, made_s=now_s)
        if _erased_since(store, copied):
            place.unlink(missing_ok=True)
            return None
    except BaseException as problem:
        place.unlink(missing_ok=True)
        if isinstance(problem, database.Error):
            raise _plain(problem, folder) from None
        raise
    try:
        return opened_again(place, copied.key, beside=folder)
    except BaseException:
        place.unlink(missing_ok=True)
        if _erased_since(store, copied):  # the erasure itself wrote it anew, under another key
            return None
        raise


def _erased_since(store: Path, copied: _Copied) -> bool:
    """Whether something was erased from the store since it was copied, by this process or another.

    Raises
    ------
    EntryError : the store was locked meanwhile, or another process gave it a new key.
    """
    now = lock.current()
    if now.key != copied.key:
        return True
    opened = connect(StoreFolder(store).database, now.key)
    try:
        return _erasures(opened) != copied.erasures
    finally:
        opened.close()


def _erasures(opened: Any) -> int:
    (found,) = opened.execute("SELECT count(*) FROM store_erasure").fetchone()
    return int(found)


def opened_again(backup: Path, key: bytes, *, beside: Path) -> Manifest:
    """Open a backup and hold every row against its manifest, as a restore would.

    Parameters
    ----------
    beside : the folder in which it is unpacked for that moment, encrypted as it is.

    Raises
    ------
    EntryError : it is damaged, or another key's.
    """
    with unpacked(backup, beside) as (folder, manifest):
        faults = faults_of(folder, manifest.says, key)
    if faults:
        raise EntryError("this backup did not open again", where=backup.name, why=faults[0], todo="look at the disk")
    return manifest


def backups_in(folder: Path) -> list[Path]:
    """The backups of a folder in the order in which they were made, renamed ones first; none where it can't be read."""
    try:
        found = [each for each in folder.glob(f"*{SUFFIX}") if each.is_file()]
    except OSError:
        return []
    return sorted(found, key=lambda each: (_is_ours(each), each.stem))


def backup_folders(record: Record, store: Path) -> tuple[Path, ...]:
    """Every folder that backups of this store were made into, the store's own first."""
    from speciosa.store.details import setting  # noqa: PLC0415  needs the models

    return StoreFolder(store).backups, *(Path(each) for each in setting(record, FOLDERS))


def remember_folder(folder: Path) -> None:
    """Keep in the open store that backups lie in this folder, too."""
    from speciosa.store.details import save_setting, setting  # noqa: PLC0415  needs the models
    from speciosa.store.entries import own_record  # noqa: PLC0415

    record, named = own_record(), str(folder.resolve())
    known: Sequence[str] = setting(record, FOLDERS)
    if named not in known:
        save_setting(record, FOLDERS, [*known, named])


def _copy(store: Path, unlocked: lock.Unlocked, work: Path, progress: Progress) -> _Copied:
    """The database as it is at this instant, and its wrapped key: what the copy holds."""
    key = unlocked.key
    source = connect(StoreFolder(store).database, key)
    try:
        copy = connect(work / DATABASE, key)
        try:
            source.backup(copy)  # in one step: writers go on, and the copy is of one instant
            said = content_of(copy, key, progress=progress)
            erasures = _erasures(copy)
        finally:
            copy.close()
    finally:
        source.close()
    shutil.copyfile(StoreFolder(store).key_file, work / KEY_FILE)
    return _Copied(said, erasures, key)


def _place(folder: Path, now_s: int) -> Path:
    """A name after every name that is there: two in one second, or a clock that went back, keep their order."""
    stem = f"{datetime.fromtimestamp(now_s, UTC):{_NAMED}}"
    newest = [each.stem for each in backups_in(folder) if _is_ours(each)][-1:]
    if newest and newest[0] >= stem:
        begin, _, number = newest[0].partition("Z-")
        stem = f"{begin.removesuffix('Z')}Z-{int(number or 1) + 1:04d}"
    return folder / f"{stem}{SUFFIX}"


def _is_ours(backup: Path) -> bool:
    """Whether it bears the name that it was made under; one that was renamed was meant to stay."""
    return _OURS.fullmatch(backup.stem) is not None


def _rotated(folder: Path, newest: Path) -> tuple[Path, ...]:
    """Let older backups go. One that can't be read stays: `verify` tells of it, and nothing is thrown away unread."""
    dated: list[tuple[Path, int]] = []
    for each in filter(_is_ours, backups_in(folder)):
        try:
            dated.append((each, read_manifest(each).made_s))
        except (EntryError, OSError):
            continue
    stays = kept([made_s for _, made_s in dated], Kept.chosen(load_knowledge()))
    gone = tuple(each for (each, _), stay in zip(dated, stays, strict=True) if not stay and each != newest)
    for each in gone:
        each.unlink(missing_ok=True)
    if gone:
        sync_folder(folder)
    return gone


def _sweep(folder: Path, now_s: int) -> None:
    """Throw away what a killed process left: none of it bears a backup's name."""
    for left in [*folder.glob(".working-*"), *folder.glob(".*.making")]:
        if now_s - left.stat().st_mtime > _LEFT_OVER_S:
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)


def _plain(problem: Any, folder: Path) -> EntryError:
    """A database's own words as a sentence."""
    said = str(problem)
    if isinstance(problem, database.DatabaseError) and ("malformed" in said or "not a database" in said):
        return UnreadableError("the store's database is damaged", todo=_DAMAGED)
    todo = "make room on the disk, or name another folder with --to"
    return EntryError("the copy could not be written", where=folder.name, why=said.replace("\n", " "), todo=todo)
