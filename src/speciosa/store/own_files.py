"""Files and folders that only this person's account can read, whatever the umask and whatever lay there before."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from speciosa.store.store_folder import StoreFolder

_LOG_FILES = ("-wal", "-shm", "-journal")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def own_folder(path: Path) -> None:
    """Make a folder, and those above it that are not there, for the owner alone; one that is there stays as it is.

    Raises
    ------
    OSError : it can't be made.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     own_folder(Path(place) / "a" / "b")
    ...     [oct(each.stat().st_mode & 0o777) for each in (Path(place) / "a", Path(place) / "a" / "b")]
    ['0o700', '0o700']
    """
    for each in reversed([path, *path.parents]):  # `mkdir` gives those above the mode of the umask
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def make_own(path: Path) -> None:
    """Make an empty file for the owner alone where none is; one of ours that others could read is closed to them.

    SQLite gives the files of its log the mode of the database: call it before the database is opened.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     make_own(Path(place) / "store.db")
    ...     oct((Path(place) / "store.db").stat().st_mode & 0o777)
    '0o600'
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        close_to_others([path, *(path.with_name(f"{path.name}{end}") for end in _LOG_FILES)])
    except OSError:
        return  # no such folder, a disk that can't be written: who opens the file says so in plain words


def close_to_others(paths: Iterable[Path]) -> None:
    """Take away what a group or others may do with files of ours; links, and files of another account, stay."""
    for each in paths:
        with suppress(OSError):
            found = each.lstat()
            ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
            if stat.S_ISREG(found.st_mode) and ours and found.st_mode & _OTHERS:
                each.chmod(stat.S_IMODE(found.st_mode) & ~_OTHERS)


def close_store(folder: StoreFolder) -> None:
    """The same for all that a store keeps in its own folder: an older version, or a copy, may have left it open."""
    keys = folder.path.glob(f"{folder.key_file.name}*")
    close_to_others([folder.database, *keys, *folder.backups.glob("*.backup"), *folder.phone.glob("*")])
