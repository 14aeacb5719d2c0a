"""The one clock of the app's pages."""

from __future__ import annotations

import time


def now_s() -> int:
    """The clock, UTC seconds."""
    return int(time.time())


def now_awake_or_asleep_s() -> float:
    """Seconds that pass while the machine sleeps, too, where it can tell: a closed lid must not keep a record open."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)
