"""What the app asks of its worker, and what the worker says on the way."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

STEPS = ("start", "urgent", "exposure", "effect", "skin", "photos", "safety", "report", "pictures")
"""In their order; of `photos` there may be many."""
Step = Callable[[str, int, int], None]
"""Told of each step: its name, how many of its parts are done, and of how many (0: nobody knows)."""


@dataclass(frozen=True, slots=True)
class Job:
    """What to work out, and how to open the store. It crosses a pipe, never a disk.

    `number`: counts up, so that the app tells the answers to its jobs apart. `store` is None for warming up alone.
    `power`: what a trial could find out, and nothing else.
    """

    number: int
    store: Path | None
    key: bytes
    language: str
    now_s: int
    power: bool = False

    def __repr__(self) -> str:
        return "Job"


@dataclass(frozen=True, slots=True)
class Said:
    """What the worker tells the app. `kind`: ``step``, ``done`` or ``failed``; `text`: the step, or where it fell."""

    number: int
    kind: str
    text: str = ""
    done: int = 0
    of: int = 0


def place_of(problem: Exception) -> str:
    """Where it fell and what kind of fault it is: nothing of the record."""
    frames = [each for each in traceback.extract_tb(problem.__traceback__) if "speciosa" in each.filename]
    place = f"{Path(frames[-1].filename).stem}, line {frames[-1].lineno}" if frames else "an unknown place"
    return f"{type(problem).__name__} in {place}"
