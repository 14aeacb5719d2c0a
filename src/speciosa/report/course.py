"""The course of one series: the whole of it in bars, and its last 30 days score by score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.report.days import MONTH_D, Grain, Span, edges_of, grain_of, wall_s_of
from speciosa.report.doses import Kratom
from speciosa.report.middle import Bin, Middle, bins_of, middle_of
from speciosa.report.series import Series
from speciosa.values.timeline import DAY_S, Precision, day_name

MOST_DRAWN = 700
"""So many dots, or so many ticks, 30 days can hold; of more, those next to each other become one."""


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """One series over the whole record.

    `bins`: only those that hold a number. `first_month` and `last_month`: the first and the last 30
    days that have numbers, None where they would overlap. `ends_now`: False where the last number is
    older than 30 days.
    """

    series: Series
    grain: Grain
    bins: tuple[Bin, ...]
    whole: Middle | None
    first_month: Middle | None
    last_month: Middle | None
    ends_now: bool

    def to_json(self) -> dict[str, object]:
        """Keys as in `Series`, plus ``grain``, ``bins`` (local dates, the end not included) and middles."""
        series = self.series
        return {
            "kind": series.kind.value, "name": series.name, "unit": series.unit, "label": series.label,
            "scale": series.scale, "better": series.better or None, "better_known": series.better_known,
            "n": len(series), "present": series.present, "declined": series.declined, "unknown": series.unknown,
            "whole": self.whole, "first_30_days": self.first_month, "last_30_days": self.last_month,
            "grain": self.grain.value,
            "bins": [
                {"start": day_name(each.start_day), "end": day_name(each.end_day), **each.middle.to_json()}
                for each in self.bins
            ],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """The last 30 days of the leading series, and the doses of those days.

    Parameters
    ----------
    first_day, last_day : local days, both counted. `begins_day`: the first of them that the record covers.
    ends_now : False where the last score is older than 30 days: then the window ends with it.
    days : the middle of each day that has a score; a day without one is not here.
    dose_wall_s, dose_precision : [dose], doses of kratom: local wall clock seconds, and how exactly it
        is known (codes of `Precision`).
    none_day : [day], days on which the person said "none".
    """

    first_day: int
    last_day: int
    begins_day: int
    ends_now: bool
    series: Series
    scores: NDArray[np.bool_]
    days: tuple[Bin, ...]
    dose_wall_s: NDArray[np.int64]
    dose_precision: NDArray[np.int8]
    none_day: NDArray[np.int64]

    @property
    def middle(self) -> Middle | None:
        """The middle of its scores."""
        return middle_of(self.series.value[self.scores])

    @property
    def day_only(self) -> int:
        """How many of its scores are known only to the day."""
        return int((self.series.precision[self.scores] == Precision.DAY).sum())

    @property
    def part_only(self) -> int:
        """How many of its scores are known only to a part of the day."""
        return int((self.series.precision[self.scores] == Precision.PART_OF_DAY).sum())

    @property
    def crowded(self) -> bool:
        """Whether there are more scores or doses than can be drawn one by one."""
        return max(int(self.scores.sum()), len(self.dose_wall_s)) > MOST_DRAWN

    def doses_on(self, day: int) -> int:
        """Doses of one local day."""
        return int((self.dose_wall_s // DAY_S == day).sum())

    def to_json(self) -> dict[str, object]:
        """``first`` and ``last`` (local dates), ``ends_now``, and a row a day that has scores."""
        return {
            "first": day_name(self.first_day), "last": day_name(self.last_day), "ends_now": self.ends_now,
            "days": [
                {"day": day_name(each.start_day), **each.middle.to_json(), "doses": self.doses_on(each.start_day)}
                for each in self.days
            ],
        }  # fmt: skip


def course_of(series: Series, span: Span, today: int) -> Course:
    """The course of a series over the span of the whole record: all courses share their time axis."""
    grain = grain_of(span.days)
    bins = bins_of(series.day, series.value, edges_of(span.first_day, span.last_day, grain))
    whole = middle_of(series.value)
    first = last = None
    ends_now = True
    if len(series):
        start, end = int(series.day.min()), int(series.day.max())
        ends_now = end > today - MONTH_D
        if end - start + 1 >= 2 * MONTH_D:
            first = middle_of(series.value[series.between(start, start + MONTH_D - 1)])
            last = middle_of(series.value[series.between(end - MONTH_D + 1, end)])
    return Course(series, grain, bins, whole, first, last, ends_now)


def recent_of(series: Series, span: Span, kratom: Kratom, today: int) -> Recent:
    """The last 30 days until `today` (a local day), or until the last score if that is older.

    `series`: with at least one number.
    """
    newest = int(series.day.max())
    ends_now = newest > today - MONTH_D
    last = max(today, newest) if ends_now else newest
    first = last - MONTH_D + 1
    scores = series.between(first, last)
    wall_s, none_day = wall_s_of(kratom.doses), kratom.none_day
    near = (wall_s // DAY_S >= first) & (wall_s // DAY_S <= last)
    return Recent(
        first, last, max(first, span.first_day), ends_now, series, scores,
        bins_of(series.day[scores], series.value[scores], edges_of(first, last, Grain.DAY)),
        wall_s[near], kratom.doses.precision[near], none_day[(none_day >= first) & (none_day <= last)],
    )  # fmt: skip
