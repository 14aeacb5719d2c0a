"""Made-up diaries of a given size, the same every time."""

from __future__ import annotations

import csv
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np

_HEADER = ("time", "kind", "name", "value", "unit", "reason", "food", "recorded", "id", "supersedes", "note")
_LOCAL = timezone(timedelta(hours=1))


def million_events(path: Path) -> None:
    """1,000,000 entries over ten years: two ratings to a dose."""
    _write(path, count=1_000_000, start=datetime(2016, 1, 1, tzinfo=_LOCAL), minutes=5)


def five_years(path: Path) -> None:
    """20,000 entries over five years."""
    _write(path, count=20_000, start=datetime(2021, 1, 1, tzinfo=_LOCAL), minutes=131)


def _write(path: Path, *, count: int, start: datetime, minutes: int) -> None:
    random = np.random.default_rng(1)
    steps = random.integers(1, 2 * minutes, count).tolist()
    scores = random.integers(0, 11, count).tolist()
    names = random.choice(["pain", "mood", "energy"], count).tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADER)
        at = start
        for index in range(count):
            at += timedelta(minutes=steps[index])
            blank = ("", "", "", "")
            if index % 3:
                writer.writerow((at.isoformat(), "rating", names[index], scores[index], "", "", "", *blank))
            else:
                amount = (10 + 3 * scores[index]) / 10
                writer.writerow((at.isoformat(), "dose", "kratom leaf powder", amount, "g", "pain", "fasted", *blank))
