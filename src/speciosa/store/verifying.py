"""Is the store whole? Every page, every rule between its rows, the key file, and every backup opened."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store.backup import FOLDERS, backups_in
from speciosa.store.backup_file import faults_of, unpacked
from speciosa.store.cipher.connection import UnreadableError, connect, damage
from speciosa.store.key_file import read_key_file
from speciosa.store.manifest import Manifest
from speciosa.store.secret import Secret
from speciosa.store.store_folder import KEY_FILE, StoreFolder
from speciosa.values.errors import EntryError

Progress = Callable[[int], None]
_NOT_HERE = "NOT EXISTS (SELECT 1 FROM store_{} o WHERE o.record_id = e.record_id AND o.{} = e.{})"
_TWICE = "(SELECT 1 FROM store_entry GROUP BY record_id, entry_id HAVING count(*) > 1)"
_LOST_PHOTO = " AND ".join([
    # a diary that was imported may name photos that were never in it: those are no damage
    "store_entry e WHERE kind = 'photo' AND text <> '' AND origin IN ('app', 'phone')",
    _NOT_HERE.format("photo", "name", "text"),
    _NOT_HERE.format("erasure", "entry_id", "text"),
])  # fmt: skip
_WAITING = f"store_entry e WHERE supersedes <> '' AND {_NOT_HERE.format('entry', 'entry_id', 'supersedes')}"
_RULES = (("entries share an id with another", _TWICE), ("photo entries have lost their photo", _LOST_PHOTO))
_NOTES = (("corrections wait for an entry that has not arrived yet", _WAITING),)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One backup. `manifest`: what it says of itself, if that can be read. `why`: what is wrong with it, or empty."""

    path: Path
    manifest: Manifest | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found.

    Parameters
    ----------
    damage : one plain line a finding about the store itself; empty when it is whole.
    notes : what is no damage, and still worth knowing.
    backups : each one that was found, oldest first in its folder.
    unreached : folders of backups that are not there now.
    """

    damage: tuple[str, ...]
    notes: tuple[str, ...]
    backups: tuple[LookedAt, ...]
    unreached: tuple[Path, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether neither the store nor a backup is damaged."""
        return not self.damage and not any(each.why for each in self.backups)

    @property
    def newest_good(self) -> LookedAt | None:
        """The newest backup that opened."""
        good = [(each.manifest.made_s, at) for at, each in enumerate(self.backups) if each.manifest and not each.why]
        return self.backups[max(good)[1]] if good else None


def verify(
    store: Path, key: bytes | None, *, secret: Secret | None = None, progress: Progress = lambda _n: None
) -> Verified:
    """Check a store and its backups. Nothing is changed.

    Parameters
    ----------
    store : the store's folder.
    key : its data key, 32 bytes; None where its key file could not be opened.
    secret : opens backups that have another key, from before an erasure.
    progress : called with the number of backups that were looked at.
    """
    faults = list(_key_file_faults(store))
    named: tuple[Path, ...] = ()
    notes: list[str] = []
    if key is not None:
        said, notes, named = _database_faults(StoreFolder(store).database, key)
        faults += said
    elif not StoreFolder(store).database.exists():
        faults.append("the store's database is gone")
    folders = dict.fromkeys([StoreFolder(store).backups, *named])
    looked: list[LookedAt] = []
    opener = _Opener(key, secret)
    for each in [backup for folder in folders for backup in backups_in(folder)]:
        looked.append(_look_at(each, opener, store))
        progress(len(looked))
    return Verified(tuple(faults), tuple(notes), tuple(looked), tuple(each for each in named if not each.is_dir()))


def _key_file_faults(store: Path) -> Iterator[str]:
    try:
        read_key_file(StoreFolder(store).key_file)
    except EntryError as problem:
        yield problem.what


def _database_faults(path: Path, key: bytes) -> tuple[list[str], list[str], tuple[Path, ...]]:
    """What is wrong with the database, what is worth knowing, and the folders that it names for backups."""
    if not path.exists():
        return ["the store's database is gone"], [], ()
    try:
        opened = connect(path, key)
    except UnreadableError:
        return ["the store's database is damaged: it can't be opened with its key"], [], ()
    except database.Error:
        return ["the store's database can't be read"], [], ()
    try:
        if found := damage(opened):
            named: tuple[Path, ...] = ()
            with suppress(database.Error):  # the page that names the other folders may be a whole one
                named = _named_folders(opened)
            return [f"the store's database is damaged in {len(found)} places"], [], named
        return list(_rule_faults(opened)), list(_counted(opened, _NOTES)), _named_folders(opened)
    except database.Error:
        return ["the store's database is damaged: its tables are not as they should be"], [], ()
    finally:
        opened.close()


def _rule_faults(opened: Any) -> Iterator[str]:
    """What no page's seal can tell: rows that do not fit each other."""
    if loose := len(opened.execute("PRAGMA foreign_key_check").fetchall()):
        yield f"{loose} rows belong to a record that is not here"
    yield from _counted(opened, _RULES)


def _counted(opened: Any, rules: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for says, rows in rules:
        (number,) = opened.execute(f"SELECT count(*) FROM {rows}").fetchone()  # noqa: S608  rules of ours
        if number:
            yield f"{number} {says}"


def _rows_amiss(path: Path, key: bytes) -> list[str]:
    """The same rules for a backup: one with the same fault brings nothing back. Older tables may lack a column."""
    opened = connect(path, key)
    try:
        return list(_rule_faults(opened))
    except database.Error:
        return []
    finally:
        opened.close()


def _named_folders(opened: Any) -> tuple[Path, ...]:
    row = opened.execute(
        "SELECT body FROM store_detail WHERE name = ? ORDER BY id DESC", [f"setting {FOLDERS}"]
    ).fetchone()
    return tuple(Path(each) for each in json.loads(row[0])) if row else ()


class _Opener:
    """Finds a backup's key: the store's own, or the one that its own key file holds."""

    def __init__(self, key: bytes | None, secret: Secret | None) -> None:
        self._keys = [] if key is None else [key]
        self._secret, self._tried = secret, set[bytes]()

    def key_of(self, folder: Path) -> bytes | None:
        """The key that opens the unpacked backup, if we have it."""
        for key in self._keys:
            if self._fits(folder, key):
                return key
        wrapped = (folder / KEY_FILE).read_bytes()
        if self._secret is None or wrapped in self._tried:
            return None
        self._tried.add(wrapped)  # one try costs a second on purpose
        try:
            key = self._secret.opens(read_key_file(folder / KEY_FILE))
        except EntryError:
            return None
        self._keys.append(key)
        return key

    @staticmethod
    def _fits(folder: Path, key: bytes) -> bool:
        try:
            connect(folder / StoreFolder(folder).database.name, key).close()
        except (UnreadableError, database.Error):
            return False
        return True


def _look_at(backup: Path, opener: _Opener, store: Path) -> LookedAt:
    beside = store if os.access(store, os.W_OK) else Path(tempfile.gettempdir())  # what is unpacked stays encrypted
    manifest = None
    try:
        with unpacked(backup, beside) as (folder, manifest):
            key = opener.key_of(folder)
            if key is None:
                return LookedAt(backup, manifest, "it has another passphrase or is damaged: it could not be opened")
            faults = faults_of(folder, manifest.says, key) or _rows_amiss(StoreFolder(folder).database, key)
            return LookedAt(backup, manifest, "; ".join(faults))
    except EntryError as problem:
        return LookedAt(backup, manifest, problem.what)
    except OSError as problem:
        return LookedAt(backup, manifest, f"it can't be read: {problem.strerror or 'no reason given'}")
