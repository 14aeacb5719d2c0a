"""Functions that whoever runs this copy has switched off."""

from __future__ import annotations

import os


def switched_off() -> tuple[str, ...]:
    """Functions that this copy leaves out: keys in the environment variable ``SPECIOSA_WITHOUT``, with commas."""
    return tuple(key for each in os.environ.get("SPECIOSA_WITHOUT", "").split(",") if (key := each.strip()))
