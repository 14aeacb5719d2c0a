"""A store's key file changes hands: other words, or a new data key behind it; a kill in between locks nobody out.

Whoever writes a key file, or reads one to write it again, holds `one_writer` from the reading to the writing; an
erasure holds it from the new key's first step to its last. Of two who write, the later would else put an older key in
place of the only one that opens the database.

For a new data key two files change one after the other. ``key.json.next`` (the new key, wrapped) is written first, then
every page of the database anew in one transaction, then the new key file takes the old one's place. In between one of
the two key files opens the database.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store.cipher.connection import UnreadableError, connect
from speciosa.store.key_file import DamagedKeyFileError, KeyFile, read_key_file, write_key_file
from speciosa.store.store_folder import StoreFolder
from speciosa.values.errors import EntryError

one_writer = threading.RLock()
"""Held around every change of a key file."""
_TRIES, _PAUSE_S = 3, 0.25  # each waits as long as a connection does


def next_key_file(folder: StoreFolder) -> Path:
    """Where the key file of a key that is to come lies."""
    return folder.key_file.with_name(f"{folder.key_file.name}.next")


def prepare_key(folder: StoreFolder, new_key: bytes, passphrase: str) -> None:
    """Write the key file of a new key beside the one that is in use.

    Raises
    ------
    WrongWordsError : this is not the passphrase.
    OSError : the disk is full or may not be written.
    """
    with one_writer:
        write_key_file(next_key_file(folder), read_key_file(folder.key_file).with_data_key(new_key, passphrase))


def is_ready_for(folder: StoreFolder, new_key: bytes) -> bool:
    """Whether the key file of a new data key is there: beside the one in use, or in its place already."""
    return any(_wraps(each, new_key) for each in (next_key_file(folder), folder.key_file))


def refuse_unless_ready(folder: StoreFolder, new_key: bytes) -> None:
    """Be sure that the words will open the database once it has this key: without its file nobody could.

    Raises
    ------
    EntryError : its key file is not there.
    """
    if not is_ready_for(folder, new_key):
        why = "the file of its new key is not there"
        raise EntryError("the erasing can't go on", why=why, todo="erase the same once more, with your passphrase")


def change_passphrase(path: Path, data_key: bytes, passphrase: str) -> None:
    """Wrap the data key with another passphrase; nothing else is written anew.

    Raises
    ------
    EntryError : the passphrase is too short, an erasure goes on, or the key file can't be used.
    """
    with one_writer:
        place = _free_key_file(path)
        write_key_file(place, read_key_file(place).with_passphrase(data_key, passphrase))


def change_recovery_code(path: Path, data_key: bytes) -> str:
    """Wrap the data key with a new recovery code, which stands nowhere else; the old one opens the store no more.

    Raises
    ------
    EntryError : an erasure goes on, or the key file can't be used.
    """
    with one_writer:
        place = _free_key_file(path)
        changed, code = read_key_file(place).with_new_recovery_code(data_key)
        write_key_file(place, changed)
    return code


def settled_key(path: Path, opens: Callable[[KeyFile], bytes]) -> bytes:
    """The data key of a store that somebody wants to open, whatever moment the process was killed at.

    Parameters
    ----------
    path : the store's folder.
    opens : the key of a key file, with what the person said (`Secret.opens`).

    Raises
    ------
    EntryError : what the person said is wrong, or the key file is damaged.
    """
    folder = StoreFolder(path)
    if not next_key_file(folder).exists() or not folder.database.exists():
        return opens(read_key_file(folder.key_file))
    with one_writer:  # an erasure of this very process comes to its end first
        return _settled_key(folder, opens)


def _settled_key(folder: StoreFolder, opens: Callable[[KeyFile], bytes]) -> bytes:
    if not (beside := next_key_file(folder)).exists():
        return opens(read_key_file(folder.key_file))
    try:
        key = opens(read_key_file(folder.key_file))
        if _fits(folder, key):
            return key
    except DamagedKeyFileError:
        pass
    key = opens(read_key_file(beside))
    if _fits(folder, key):
        put_next_key_file(folder)
    return key


def put_next_key_file(folder: StoreFolder) -> None:
    """The new key file takes the old one's place; the old one's bytes are written over."""
    beside = next_key_file(folder)
    with one_writer:
        if not beside.exists():
            return
        old = os.open(folder.key_file, os.O_WRONLY) if folder.key_file.exists() and os.name == "posix" else None
        beside.replace(folder.key_file)
        if old is not None:  # the name is the new file's by now: nothing is lost whatever happens here
            try:
                overwrite(old)
            finally:
                os.close(old)


def overwrite(handle: int) -> None:
    """Write random bytes over an open file: as far as the disk lets us, nothing of it can be read again."""
    size = os.fstat(handle).st_size
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, os.urandom(size))
    os.fsync(handle)


def rewrite(path: Path, key: bytes, new_key: bytes) -> None:
    """Write a database anew: without free pages, without a log, each page encrypted with the new key.

    Every step is a transaction of its own and may be repeated.

    Parameters
    ----------
    path : the database's file; others may have it open, and wait for a moment.
    key, new_key : 32 bytes each; the same where only the free pages shall go.

    Raises
    ------
    EntryError : somebody goes on reading, or the disk is full; it has to be done again later.
    """
    opened = connect(path, key)
    try:
        # the copy that VACUUM makes is encrypted like the file, and may be too large for the memory
        opened.execute("PRAGMA temp_store = FILE")
        opened.execute("VACUUM")
        opened.execute("PRAGMA temp_store = MEMORY")
        _empty_log(opened)
        if new_key != key:
            opened.execute(f"PRAGMA rekey = \"x'{new_key.hex()}'\"")
            _empty_log(opened)
    except database.OperationalError as problem:
        if "locked" in str(problem) or "busy" in str(problem):
            raise _in_use() from None
        todo = "make room; the erasing then goes on by itself"
        raise EntryError("the store could not be written anew", why=str(problem), todo=todo) from None
    finally:
        opened.close()


def _free_key_file(path: Path) -> Path:
    """The key file, while no new one waits beside it: it would take the place of what is written now.

    Raises
    ------
    EntryError : one does.
    """
    folder = StoreFolder(path)
    if next_key_file(folder).exists():
        raise EntryError("something is still being erased", todo="wait until it is over, then try again")
    return folder.key_file


def _wraps(place: Path, data_key: bytes) -> bool:
    try:
        return read_key_file(place).wraps(data_key)
    except EntryError:
        return False


def _empty_log(opened: Any) -> None:
    for _ in range(_TRIES):
        (busy, _, _) = opened.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            return
        time.sleep(_PAUSE_S)
    raise _in_use()


def _in_use() -> EntryError:
    return EntryError("the store is in use elsewhere", todo="close other windows; the erasing then goes on by itself")


def _fits(folder: StoreFolder, key: bytes) -> bool:
    try:
        connect(folder.database, key).close()
    except UnreadableError:
        return False
    return True
