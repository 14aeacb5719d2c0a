"""How often a passphrase may be tried: after a few wrong ones each costs a longer wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from speciosa.store.key_file import WrongWordsError
from speciosa.values.errors import EntryError

FREE, LONGEST_S = 3, 300.0
_Opened = TypeVar("_Opened")
_lock = threading.Lock()
_trying = threading.Lock()
_wrong = 0
_until_s = 0.0


def tried(opens: Callable[[], _Opened]) -> _Opened:
    """Open something with what somebody said, one at a time; wrong words count, a damaged file does not.

    Parameters
    ----------
    opens : does it.

    Raises
    ------
    EntryError : it is too soon for another attempt, the words are wrong, or something else is in the way.
    """
    with _trying:
        if left := wait_s():
            raise EntryError(f"too many wrong passphrases: wait {left:.0f} seconds", todo="then try again")
        try:
            made = opens()
        except WrongWordsError:
            was_wrong()
            raise
    was_right()
    return made


def wait_s() -> float:
    """Seconds until the next attempt counts; 0 if it may be made now."""
    with _lock:
        return max(0.0, _until_s - time.monotonic())


def was_wrong() -> None:
    """One more wrong attempt."""
    global _wrong, _until_s  # noqa: PLW0603  one app, one count
    with _lock:
        _wrong += 1
        if _wrong > FREE:
            _until_s = time.monotonic() + min(LONGEST_S, 2.0 ** (_wrong - FREE))


def was_right() -> None:
    """The count begins anew."""
    global _wrong, _until_s
    with _lock:
        _wrong, _until_s = 0, 0.0
