"""One backup as one file: a plain tar of the wrapped key, the encrypted database, and what is in it.

Whoever has the passphrase and this file has the record; without the passphrase it says when it was
made, by which version, and how many entries and photos there are.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from speciosa.store.cipher.connection import UnreadableError, connect, damage
from speciosa.store.content import Content, content_of
from speciosa.store.key_file import read_key_file
from speciosa.store.manifest import RESTORE_TODO, Manifest
from speciosa.store.store_folder import DATABASE, KEY_FILE
from speciosa.values.errors import EntryError

SUFFIX, MANIFEST = ".backup", "manifest.json"
_MEMBERS = (MANIFEST, KEY_FILE, DATABASE)
_SMALL = 1_000_000  # bytes: a manifest or a key file is far smaller
_CHUNK = 1 << 20


def pack(folder: Path, place: Path, said: Content, *, version: str, made_s: int) -> Manifest:
    """Write a backup: first under a name that no backup has, then, whole and on the disk, under its own.

    Parameters
    ----------
    folder : holds ``key.json`` and a closed ``store.db``.
    place : the backup's file; one that is there is replaced in one step.

    Raises
    ------
    OSError : the disk is full, or may not be written.
    """
    hashes = {name: _hash_of(folder / name) for name in (KEY_FILE, DATABASE)}
    manifest = Manifest.of(said, version=version, made_s=made_s, members=hashes)
    handle, beside = tempfile.mkstemp(dir=place.parent, prefix=f".{place.stem}.", suffix=".making")
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
                text = manifest.written()
                tar.addfile(_member(MANIFEST, len(text), made_s), io.BytesIO(text))
                for name in (KEY_FILE, DATABASE):
                    with (folder / name).open("rb") as each:
                        tar.addfile(_member(name, (folder / name).stat().st_size, made_s), each)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(place)
        sync_folder(place.parent)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
    return manifest


def read_manifest(backup: Path) -> Manifest:
    """What a backup says of itself; nothing else of it is looked at.

    Raises
    ------
    EntryError : it is not there, no backup of ours, damaged at its begin, or of a newer form.
    """
    with _opened(backup) as tar:
        return Manifest.read(_text(tar, MANIFEST, backup), backup.name)


@contextmanager
def unpacked(backup: Path, beside: Path) -> Iterator[tuple[Path, Manifest]]:
    """A folder with the backup's files, each as the manifest says it, for as long as the block lasts.

    Parameters
    ----------
    beside : the folder in which it is made; what is in it stays encrypted.

    Raises
    ------
    EntryError : it is no backup of ours, or damaged.
    """
    with working_folder(beside) as folder:
        with _opened(backup) as tar:
            manifest = Manifest.read(_text(tar, MANIFEST, backup), backup.name)
            for name in (KEY_FILE, DATABASE):
                if _copied(tar, name, folder / name, backup) != manifest.members.get(name):
                    raise EntryError("this backup is damaged", where=backup.name, todo=RESTORE_TODO)
        yield folder, manifest


@contextmanager
def working_folder(beside: Path) -> Iterator[Path]:
    """A folder of the owner's alone that is gone afterwards, whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix=".working-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def faults_of(
    folder: Path, said: Content, key: bytes, *, progress: Callable[[int], None] = lambda _rows: None
) -> list[str]:
    """Open an unpacked database and hold it against what the manifest says: one plain line a fault.

    Checked are the key file, the seal of every page, SQLite's own structure, the counts, and every row.
    """
    from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # noqa: PLC0415  the wheel has no types

    if not _wraps(folder / KEY_FILE, key):
        return ["its key file does not open its database"]
    try:
        opened = connect(folder / DATABASE, key)
    except UnreadableError:
        return ["its database is damaged, or its key is another one"]
    except database.Error:
        return ["its database can't be read"]
    try:
        if damage(opened):
            return ["its database is damaged"]
        return (
            []
            if content_of(opened, key, progress=progress) == said
            else ["its database does not hold what was backed up"]
        )
    except database.Error:
        return ["its database is damaged"]
    finally:
        opened.close()


def sync_folder(folder: Path) -> None:
    """Have the disk remember a name that was changed; where folders can't be opened there is nothing to do."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network folders know no such thing
    finally:
        os.close(handle)


def _wraps(key_file: Path, key: bytes) -> bool:
    """Whether a key file holds this data key: without it the best database is lost."""
    try:
        read_key_file(key_file)._recovery_key(key)  # noqa: SLF001  the one way to see it without the passphrase
    except EntryError:
        return False
    return True


@contextmanager
def _opened(backup: Path) -> Iterator[tarfile.TarFile]:
    """The tar, if it holds the three members and nothing else.

    Raises
    ------
    EntryError : it is not there, or no backup of ours.
    """
    try:
        with tarfile.open(backup, "r:") as tar:
            members = tar.getmembers()
            if sorted(each.name for each in members) != sorted(_MEMBERS) or not all(each.isreg() for each in members):
                raise EntryError("this is no backup of speciosa", where=backup.name, todo="check the name")
            yield tar
    except (FileNotFoundError, IsADirectoryError):
        raise EntryError("there is no such backup", where=backup.name, todo="check the name") from None
    except (tarfile.TarError, EOFError):
        todo = f"check the name, or {RESTORE_TODO}"
        raise EntryError("this is no backup of speciosa, or it is damaged", where=backup.name, todo=todo) from None


def _text(tar: tarfile.TarFile, name: str, backup: Path) -> bytes:
    file = tar.extractfile(name)
    raw = file.read(_SMALL + 1) if file else b""
    if len(raw) > _SMALL:
        raise EntryError("this is no backup of speciosa", where=backup.name, todo="check the name")
    return raw


def _copied(tar: tarfile.TarFile, name: str, to: Path, backup: Path) -> str:
    """Copy a member out: its SHA-256."""
    member, digest = tar.getmember(name), hashlib.sha256()
    if name == KEY_FILE and member.size > _SMALL:
        raise EntryError("this is no backup of speciosa", where=backup.name, todo="check the name")
    file = tar.extractfile(member)
    with to.open("xb") as copy:
        to.chmod(0o600)
        while file and (chunk := file.read(_CHUNK)):
            digest.update(chunk)
            copy.write(chunk)
    return digest.hexdigest()


def _member(name: str, size: int, made_s: int) -> tarfile.TarInfo:
    """Nothing of who made it stands in a member's head."""
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, made_s, 0o600
    return info


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
