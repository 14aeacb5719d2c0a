"""A store's file with numbered rows, as the tests of damage need it.

Row n holds n and a text that follows from n alone, so that a wrong value is seen without a copy.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

from speciosa.store.cipher.connection import connect

KEY = bytes(range(32))


def text_of(number: int) -> str:
    """What row n says: 64 letters, now and then many more, so that pages of every kind come to be."""
    return sha256(str(number).encode()).hexdigest() * (200 if number % 25 == 24 else 1)


def begun(path: Path) -> Any:
    """An open file with the empty table."""
    opened = connect(path, KEY)
    opened.execute("CREATE TABLE IF NOT EXISTS entry (n INTEGER PRIMARY KEY, said TEXT NOT NULL)")
    opened.execute("CREATE INDEX IF NOT EXISTS entry_said ON entry (said)")
    return opened


def add(opened: Any, number: int) -> None:
    """One committed row; when this returns it is acknowledged."""
    opened.execute("INSERT INTO entry VALUES (?, ?)", (number, text_of(number)))


def numbers(opened: Any) -> list[int]:
    """The rows that are there, each held against what it must say."""
    rows = opened.execute("SELECT n, said FROM entry ORDER BY n").fetchall()
    assert all(said == text_of(number) for number, said in rows), "a row says what nobody wrote"
    return [number for number, _ in rows]
