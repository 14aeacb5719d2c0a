"""Rows of a diary day by day, and courses of pain that hang together from one day to the next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

LAST = date(2026, 5, 27)
"""The last day of these diaries, the one before the instant of asking."""


def day(ago: int) -> str:
    return (LAST - timedelta(days=ago)).isoformat()


def row(ago: int, kind: str, name: str, value: object = "", *, unit: str = "", hour: int = 20) -> str:
    return f"{day(ago)}T{hour:02d}:00+02:00,{kind},{name},{value},{unit},,,,,{name.replace(' ', '_')}-{kind}-{ago}-{hour},,"


def scores(
    values: Iterable[float], *, kind: str = "rating", name: str = "pain", unit: str = "", until: int = 0
) -> list[str]:
    """One score a day; the last of them `until` days before the last day."""
    given = list(values)
    return [row(until + len(given) - 1 - at, kind, name, value, unit=unit) for at, value in enumerate(given)]


def usual(level: int, days: int = 84) -> list[float]:
    """Days around a level: nine of ten within a point, so that the usual range ends a point above and below."""
    swing = [0, 1, -1, 0, 1, -1, 0, 1, -1, 0]
    return [level + swing[at % 10] for at in range(days)]


def hanging_together(days: int, lag_one: float, rng: np.random.Generator) -> NDArray[np.float64]:
    """A course without change: mean 0, sd 1, each day correlated with the next by `lag_one`."""
    course = rng.normal(size=days)
    course[1:] *= np.sqrt(1 - lag_one**2)
    for at in range(1, days):
        course[at] += lag_one * course[at - 1]
    return course
