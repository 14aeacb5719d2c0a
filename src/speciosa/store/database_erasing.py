"""Erasing from a database file that is not the open store: a backup's, or one that a restore put aside."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from speciosa.store.chains import ask_file
from speciosa.store.cipher.connection import connect
from speciosa.store.erased_rows import take_out
from speciosa.store.key_change import rewrite
from speciosa.store.opening import arrived_s

PENDING = "erasure_key"
"""The setting that holds the new key while an erasure goes on."""


def erase_from_database(path: Path, key: bytes, ids: Iterable[str], new_key: bytes) -> None:
    """Take entries out of a database file that is not the open store: a backup's, unpacked.

    It may be of any earlier version. Afterwards it has no log beside it and opens with the new key alone.

    Parameters
    ----------
    path : the database's file.
    key, new_key : its data key, and the one that it gets; 32 bytes each, or the same.
    ids : entries, and names of photos.
    """
    named = set(ids)
    opened = connect(path, key)
    try:
        opened.execute("BEGIN IMMEDIATE")
        for (record,) in opened.execute("SELECT id FROM store_record").fetchall():
            take_out(ask_file(opened), record, named, arrived_s())
        opened.execute("DELETE FROM store_detail WHERE name = ?", [f"setting {PENDING}"])
        opened.execute("COMMIT")
    finally:
        opened.close()
    rewrite(path, key, new_key)
