"""How often a passphrase may be tried: after a few wrong ones each costs a longer wait."""

from __future__ import annotations

import threading
import time

FREE, LONGEST_S = 3, 300.0
_lock = threading.Lock()
_wrong = 0
_until_s = 0.0


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
