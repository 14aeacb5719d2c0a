"""What a database file says, as one number: two files with the same rows have the same, whatever their pages are."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

_OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'store_*' ORDER BY name"
_EVERY = 20_000


@dataclass(frozen=True, slots=True)
class Content:
    """What a store's database holds.

    Parameters
    ----------
    schema : the newest change of its tables, e.g. ``0002_entries_never_change``.
    entries, photos : how many there are, corrected ones too.
    digest : keyed hash over every row of every table of ours, 64 hex digits.
    """

    schema: str
    entries: int
    photos: int
    digest: str


def content_of(opened: Any, key: bytes, *, progress: Callable[[int], None] = lambda _rows: None) -> Content:
    """Read every row of an open file.

    The hash is keyed with the data key: a manifest lies in the clear, and nobody without the key can
    hold a guess against it or make one up.

    Parameters
    ----------
    opened : a connection of `cipher.connection.connect`.
    key : its data key, 32 bytes.

    Examples
    --------
    >>> from speciosa.store.cipher.connection import connect
    >>> opened = connect(":memory:", b"k" * 32)
    >>> _ = opened.execute("CREATE TABLE store_entry (id INTEGER)")
    >>> _ = opened.execute("INSERT INTO store_entry VALUES (1), (2)")
    >>> content_of(opened, b"k" * 32).entries
    2
    >>> opened.close()
    """
    keyed = hashlib.sha256(b"speciosa content\0" + key).digest()
    digest = hashlib.blake2b(key=keyed, digest_size=32)
    counts: dict[str, int] = {}
    seen = 0
    for table in [name for (name,) in opened.execute(_OURS)]:
        columns = _columns(opened, table)
        digest.update(f"\x1e{table}\x1e{list(columns)!r}".encode())
        holds_bytes = "BLOB" in columns.values()
        counts[table] = 0
        for row in opened.execute(f'SELECT * FROM "{table}" ORDER BY rowid'):  # noqa: S608  a name of ours
            digest.update(repr(tuple(map(_short, row)) if holds_bytes else row).encode())
            counts[table] += 1
            seen += 1
            if not seen % _EVERY:
                progress(seen)
    return Content(schema_of(opened), counts.get("store_entry", 0), counts.get("store_photo", 0), digest.hexdigest())


def schema_of(opened: Any) -> str:
    """The newest change of the tables that was made in this file; empty before the first.

    Examples
    --------
    >>> from speciosa.store.cipher.connection import connect
    >>> opened = connect(":memory:", b"k" * 32)
    >>> schema_of(opened)
    ''
    >>> opened.close()
    """
    there = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone()
    if there is None:
        return ""
    (newest,) = opened.execute("SELECT max(name) FROM django_migrations WHERE app = 'store'").fetchone()
    return str(newest or "")


def known_schemas() -> tuple[str, ...]:
    """The changes of the tables that this version knows, oldest first.

    Examples
    --------
    >>> known_schemas()[0]
    '0001_first_tables'
    """
    from importlib.resources import files  # noqa: PLC0415  only a restore and a check ask

    return tuple(sorted(_named(files("speciosa.store.migrations"))))


def _named(folder: Any) -> Iterator[str]:
    return (each.name[:-3] for each in folder.iterdir() if each.name[:4].isdecimal() and each.name.endswith(".py"))


def _columns(opened: Any, table: str) -> dict[str, str]:
    """Names and declared types."""
    return {str(row[1]): str(row[2]).upper() for row in opened.execute(f'PRAGMA table_info("{table}")')}


def _short(value: Any) -> Any:
    """A photo counts by its own hash: its million bytes are not written out as text."""
    return hashlib.sha256(value).digest() if isinstance(value, bytes) else value
