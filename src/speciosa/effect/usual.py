"""A person's usual pattern: when on a usual day, and how much."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.arms import Arms
from speciosa.values.timeline import local_day, local_hour

USUAL_DAYS = 28
FEWEST_USUAL_DAYS = 7
"""What the contract fixes: the last 28 local days, and below 7 of them all."""


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """What was taken, or done: in the order of time.

    Parameters
    ----------
    time_s, offset_min : [dose].
    nominal_mg : [analyte, dose]: mg with all that is unknown at its middle; of an activity its amount.
    amt_g : [dose], grams of product; NaN where the amount is no weight.
    """

    time_s: NDArray[np.int64]
    offset_min: NDArray[np.int16]
    nominal_mg: NDArray[np.float64]
    amt_g: NDArray[np.float64]

    @property
    def day(self) -> NDArray[np.int64]:
        """[dose], local days since 1970."""
        return local_day(self.time_s, self.offset_min)


@dataclass(frozen=True, slots=True, eq=False)
class UsualPattern:
    """The doses of a usual day.

    Parameters
    ----------
    hour_h : [dose], local hours, ascending.
    nominal_mg : [analyte, dose], as in `Taken`.
    amt_g : [dose], grams of product; NaN where amounts are no weight.
    days : local days that it was taken from.
    """

    hour_h: NDArray[np.float64]
    nominal_mg: NDArray[np.float64]
    amt_g: NDArray[np.float64]
    days: int

    def __len__(self) -> int:
        return len(self.hour_h)

    def scaled(self, factor: float) -> UsualPattern:
        """Every dose smaller or larger in proportion."""
        return UsualPattern(self.hour_h, self.nominal_mg * factor, self.amt_g * factor, self.days)


def usual_pattern(taken: Taken, arms: Arms, *, today: int) -> UsualPattern:
    """The usual pattern before a day.

    Days with a dose and no reduced assignment among the last 28; fewer than 7 of those: all such
    days; none: the days of the highest assigned level. The median number of doses (of two middle
    numbers the lower), and for the k-th dose its median hour and amount over the days that have one.

    Parameters
    ----------
    today : local day since 1970 on which the question is asked; it counts.
    """
    day = taken.day
    level = arms.level_at(taken.time_s)
    assigned = arms.period_at(taken.time_s) >= 0
    free = ~assigned | (level >= 1.0)
    chosen = free & (day > today - USUAL_DAYS) & (day <= today)
    if len(np.unique(day[chosen])) < FEWEST_USUAL_DAYS:
        chosen = free
    if not chosen.any() and assigned.any() and np.isfinite(level).any():
        chosen = level == np.nanmax(level)
    by_day = [np.flatnonzero(chosen & (day == each)) for each in np.unique(day[chosen])]
    counts = sorted(len(each) for each in by_day)
    count = counts[(len(counts) - 1) // 2] if counts else 0
    hour_h = local_hour(taken.time_s, taken.offset_min)

    def median_of(column: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.array([np.median([column[each[k]] for each in by_day if len(each) > k]) for k in range(count)])

    hours = median_of(hour_h)
    order = np.argsort(hours, kind="stable")
    nominal = np.array([median_of(each) for each in taken.nominal_mg]).reshape(len(taken.nominal_mg), count)
    return UsualPattern(hours[order], nominal[:, order], median_of(taken.amt_g)[order], len(by_day))
