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
    """Open the store for every thread of this process; another one that is open is left.

    The same store with the same key once more is no change: whoever is in stays in.

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


def renew(generation: int, key: bytes) -> Unlocked | None:
    """Go on with a store that was encrypted anew, unless it was locked meanwhile: then it stays locked.

    Parameters
    ----------
    generation : that of the `Unlocked` whose file has the new key now.
    key : the new data key, 32 bytes.

    Returns
    -------
    The open store; None where that generation is over.

    Examples
    --------
    >>> opened = unlock(Path("store.db"), b"k" * 32)
    >>> renew(opened.generation, b"n" * 32) == current()
    True
    >>> lock()
    >>> renew(opened.generation, b"o" * 32) is None
    True
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes")
    return _door.renew(generation, bytes(key))


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
    if (unlocked := open_now()) is None:
        raise Locked("the store is locked", todo="open it with your passphrase")
    return unlocked


def open_now() -> Unlocked | None:
    """The open store, or None: asked once, it can't be locked between the question and its use.

    Examples
    --------
    >>> lock()
    >>> open_now() is None
    True
    """
    return _door.unlocked


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
    >>> again = unlock(Path("store.db"), b"n" * 32)
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
            now = self.unlocked
            if now is not None and (now.path, now.key) == (unlocked.path, unlocked.key):
                return now
            return self._open(unlocked)

    def renew(self, generation: int, key: bytes) -> Unlocked | None:
        with self._changing:
            now = self.unlocked
            if now is None or now.generation != generation:
                return None
            return self._open(replace(now, key=key))

    def close(self) -> None:
        with self._changing:
            self._generation += 1
            self.unlocked = None

    def _open(self, unlocked: Unlocked) -> Unlocked:
        self._generation += 1
        self.unlocked = replace(unlocked, generation=self._generation)
        return self.unlocked


_door = _Door()
