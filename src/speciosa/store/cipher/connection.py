"""One encrypted SQLite file, opened the way that every part of the store opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as database  # type: ignore[import-untyped]  # the wheel carries no types

from speciosa.store.own_files import make_own
from speciosa.values.errors import EntryError

BUSY_TIMEOUT_S = 10.0  # longer than the slowest write that we make, shorter than a person's patience
MAGIC = b"SQLite format 3\x00"  # how a file that is not encrypted begins


class UnreadableError(EntryError):
    """The file cannot be read with this key: damaged, not ours, or of another key."""


# Order matters: the log's level before the key (SQLCipher would name pages on the terminal), the key
# before anything that reads the file.
_SETTINGS = (
    "PRAGMA journal_mode = WAL",  # a reader never waits for the writer
    "PRAGMA synchronous = FULL",  # what was acknowledged outlives a loss of power
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what was erased is overwritten, not just unlinked
    "PRAGMA temp_store = MEMORY",  # no sort of a diary ever lies on the disk
    "PRAGMA legacy_alter_table = OFF",
)


def connect(path: Path | str, key: bytes, **options: Any) -> Any:
    """An open connection with the store's settings: WAL, FULL, foreign keys, secure delete.

    Parameters
    ----------
    path : the file; made for its owner alone if it is not there; ``:memory:`` is never encrypted, nor written.
    key : the raw data key, 32 bytes. No derivation takes place here: `key_file` did that.
    options : more for SQLite's ``connect`` (timeout in s, detect_types, uri, ...).

    Returns
    -------
    A DB-API connection of sqlcipher3, autocommitting unless `isolation_level` says otherwise.

    Raises
    ------
    UnreadableError : the file is damaged, is no store, or has another key. Other errors of the disk
        (full, not allowed) are those of ``sqlcipher3.dbapi2``.

    Examples
    --------
    >>> opened = connect(":memory:", b"k" * 32)
    >>> opened.execute("PRAGMA foreign_keys").fetchone()
    (1,)
    >>> opened.close()
    """
    if len(key) != 32:
        raise ValueError("a data key has 32 bytes")
    options = {"timeout": BUSY_TIMEOUT_S, "isolation_level": None, **options}
    if str(path) != ":memory:":
        make_own(Path(path))
    opened = database.connect(str(path), **options)
    try:
        opened.execute("PRAGMA cipher_log_level = NONE")
        opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for setting in _SETTINGS:
            opened.execute(setting)
    except BaseException as wrong:
        opened.close()
        if isinstance(wrong, database.DatabaseError) and "not a database" in str(wrong):
            raise UnreadableError(
                "this file cannot be read with this key",
                where=Path(path).name,
                why="it is damaged, is no store of speciosa, or belongs to another key",
                todo="restore a backup of it",
            ) from None
        raise
    return opened


def refuse_emptied(path: Path) -> None:
    """Refuse a file of no bytes: SQLite would take it for a new database, and show an empty diary.

    Parameters
    ----------
    path : the store's file; that it is not there yet is no fault.

    Raises
    ------
    UnreadableError : it is there, and empty.

    Examples
    --------
    >>> refuse_emptied(Path("nowhere.db"))
    """
    if path.exists() and path.stat().st_size == 0:
        raise UnreadableError("this file is empty", where=path.name, todo="restore a backup of it")


def damage(opened: Any) -> list[str]:
    """What is wrong with an open file: every page's seal, then SQLite's own structure.

    Parameters
    ----------
    opened : a connection of `connect`, outside a transaction.

    Returns
    -------
    One plain line a finding; empty when every page is whole.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     opened = connect(Path(folder) / "store.db", b"k" * 32)
    ...     damage(opened)
    ...     opened.close()
    []
    """
    found: list[str] = []
    for check in ("cipher_integrity_check", "integrity_check"):  # a broken seal keeps the second from ending
        try:
            found += [str(row[0]) for row in opened.execute(f"PRAGMA {check}") if row[0] != "ok"]
        except database.DatabaseError as wrong:
            found.append(str(wrong))
    return found
