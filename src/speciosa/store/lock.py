"""Which store is open, and its key, for as long as it is open.

One process has one store. Its path and its data key stand here between `unlock` and `lock` and
nowhere else. Every change counts the generation up: a database connection remembers the generation
that it was opened in, and is closed before its next use when that is over.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from speciosa.values.errors import EntryError

KEY_BYTES = 32


class Locked(EntryError):  # noqa: N818  # a state that is met every day, no fault
    """The store is locked: its key is not in memory."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An open store.

    Parameters
    ----------
    path : the encrypted database's file.
    key : its data key, 32 bytes; never part of the printed form.
    generation : how many times this process had opened or locked a store; 1 or more.

    Examples
    --------
    >>> Unlocked(Path("store.db"), b"k" * 32, 1)
    Unlocked(path=PosixPath('store.db'), generation=1)
    """

    path: Path
    key: bytes = field(repr=False)
    generation: int


def unlock(path: Path, key: bytes) -> Unlocked:
    """Open the store for every thread of this process; an open one is left.

    Parameters
    ----------
    path : the encrypted database's file; it need not be there yet.
    key : its data key, 32 bytes.

    Raises
    ------
    ValueError : the key has another length.

    Examples
    --------
    >>> opened = unlock(Path("store.db"), b"k" * 32)
    >>> current() == opened
    True
    >>> lock()
    >>> is_open()
    False
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    return _door.open(Unlocked(path, bytes(key), 0))


def lock() -> None:
    """Forget path and key. Connections of all threads are closed before their next use.

    A connection in use at this moment holds its key until then. A thread that keeps none between
    its tasks (Django's `CONN_MAX_AGE` of 0) therefore holds none once its task has ended.

    Examples
    --------
    >>> lock()
    >>> is_open()
    False
    """
    _door.close()


def current() -> Unlocked:
    """The open store.

    Raises
    ------
    Locked : there is none.

    Examples
    --------
    >>> lock()
    >>> current()
    Traceback (most recent call last):
    ...
    speciosa.store.lock.Locked: the store is locked; open it with your passphrase
    """
    if (unlocked := _door.unlocked) is None:
        raise Locked("the store is locked", todo="open it with your passphrase")
    return unlocked


def is_open() -> bool:
    """Whether a store is open.

    Examples
    --------
    >>> lock()
    >>> is_open()
    False
    """
    return _door.unlocked is not None


def is_current(generation: int) -> bool:
    """Whether what was opened in this generation may still be used.

    Parameters
    ----------
    generation : that of the `Unlocked` it was opened with.

    Examples
    --------
    >>> first = unlock(Path("store.db"), b"k" * 32)
    >>> again = unlock(Path("store.db"), b"k" * 32)
    >>> is_current(first.generation), is_current(again.generation)
    (False, True)
    >>> lock()
    >>> is_current(again.generation)
    False
    """
    unlocked = _door.unlocked
    return unlocked is not None and unlocked.generation == generation


class _Door:
    """What is open now. One reference is swapped whole, so a reader needs no lock of its own."""

    def __init__(self) -> None:
        self._changing = threading.Lock()
        self._generation = 0
        self.unlocked: Unlocked | None = None

    def open(self, unlocked: Unlocked) -> Unlocked:
        with self._changing:
            self._generation += 1
            self.unlocked = replace(unlocked, generation=self._generation)
            return self.unlocked

    def close(self) -> None:
        with self._changing:
            self._generation += 1
            self.unlocked = None


_door = _Door()
