"""The one clock of the app's pages."""

from __future__ import annotations

import time


def now_s() -> int:
    """The clock, UTC seconds."""
    return int(time.time())
