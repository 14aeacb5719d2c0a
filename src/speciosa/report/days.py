"""Local days: the span of a record, and the days, weeks, months or years that a picture counts in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Columns
from speciosa.values.timeline import format_moment

MONTH_D = 30
"""Length of "the first 30 days" and "the last 30 days", local days."""

# One bar needs about 5 of the 300 pixels that a phone leaves for a picture.
_LONGEST_BY_DAY = 62
_LONGEST_BY_WEEK = 750
_LONGEST_BY_MONTH = 5500


class Grain(StrEnum):
    """How long one bar of a course is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Span:
    """First and last entry: UTC seconds, local offsets in minutes, and local days since 1970-01-01."""

    first_s: int
    last_s: int
    first_offset_min: int
    last_offset_min: int
    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        """Local calendar days from the first to the last entry, both counted."""
        return self.last_day - self.first_day + 1

    def to_json(self) -> dict[str, object]:
        """``first`` and ``last`` with offset, ``days``."""
        return {
            "first": format_moment(self.first_s, self.first_offset_min),
            "last": format_moment(self.last_s, self.last_offset_min),
            "days": self.days,
        }


def span_of(entries: Columns) -> Span | None:
    """The span of the entries; None where there are none."""
    if not len(entries):
        return None
    day = entries.day()
    return Span(
        int(entries.time_s[0]), int(entries.time_s[-1]), int(entries.offset_min[0]), int(entries.offset_min[-1]),
        int(day.min()), int(day.max()),
    )  # fmt: skip


def wall_s_of(entries: Columns) -> NDArray[np.int64]:
    """Seconds of the local wall clock since 1970-01-01, [n]."""
    return entries.time_s + entries.offset_min.astype(np.int64) * 60


def grain_of(days: int) -> Grain:
    """What to count a course of that many days in."""
    if days <= _LONGEST_BY_DAY:
        return Grain.DAY
    if days <= _LONGEST_BY_WEEK:
        return Grain.WEEK
    return Grain.MONTH if days <= _LONGEST_BY_MONTH else Grain.YEAR


def edges_of(first_day: int, last_day: int, grain: Grain) -> NDArray[np.int64]:
    """Where the days, weeks (from Monday), months or years begin that cover both days, [bin + 1].

    Examples
    --------
    >>> edges_of(20513, 20514, Grain.WEEK)  # Sunday and Monday
    array([20507, 20514, 20521])
    """
    if grain is Grain.DAY:
        return np.arange(first_day, last_day + 2, dtype=np.int64)
    if grain is Grain.WEEK:
        monday = first_day - (first_day + 3) % 7
        return np.arange(monday, last_day + 8, 7, dtype=np.int64)[: (last_day - monday) // 7 + 2]
    unit = "datetime64[M]" if grain is Grain.MONTH else "datetime64[Y]"
    first, last = (np.datetime64(day, "D").astype(unit).astype(np.int64) for day in (first_day, last_day))
    starts = np.arange(first, last + 2).astype(unit).astype("datetime64[D]")
    days: NDArray[np.int64] = starts.astype(np.int64)
    return days
