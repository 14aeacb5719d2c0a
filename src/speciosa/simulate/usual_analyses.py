"""What the usual analyses of a diary say: days with and days without are compared, and the record's memory is left out.

They are here to be compared with on people whose truth is known; no report is made from them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.optimize import minimize
from scipy.stats import t as student

Array = NDArray[np.float64]
_LEVEL = 0.975
_FEWEST_BLOCKS = 2
_LOG_SPREAD = 3.0  # of the search for memory and share, about one day and one
_WEAK = 0.02  # keeps both from running away where the record says nothing about them


@dataclass(frozen=True, slots=True, eq=False)
class Days:
    """A diary day by day.

    Parameters
    ----------
    day : [day], ascending whole numbers; days without a rating are left out.
    mean : [day], mean rating, points.
    on : [day], whether it was a day with it.
    period : [day], running number of the stretch of equal days that each lies in.
    """

    day: NDArray[np.int64]
    mean: Array
    on: NDArray[np.bool_]
    period: NDArray[np.int64]

    def take(self, chosen: NDArray[np.bool_]) -> Days:
        """The chosen days."""
        return Days(self.day[chosen], self.mean[chosen], self.on[chosen], self.period[chosen])


class Interval(NamedTuple):
    """Days with it minus days without, with a 95 % interval, points; NaN where the analysis cannot be done."""

    mean: float
    low: float
    high: float

    @property
    def claims(self) -> bool:
        """Whether zero lies outside."""
        return self.low > 0 or self.high < 0


_NONE = Interval(math.nan, math.nan, math.nan)


def days_of(
    time_day: NDArray[np.int64], rating: Array, dosed_day: NDArray[np.int64], begins: NDArray[np.int64] | None = None
) -> Days:
    """Day by day from single ratings.

    Parameters
    ----------
    time_day : [rating], local day of each.
    rating : [rating], points.
    dosed_day : [dose], local day of each; a day with any is a day with it.
    begins : [period], first days of assigned periods; None: a period lasts as long as its days are alike.

    Examples
    --------
    >>> found = days_of(np.array([1, 1, 2, 3]), np.array([4.0, 6.0, 3.0, 2.0]), np.array([2, 3]))
    >>> found.mean.tolist(), found.on.tolist(), found.period.tolist()
    ([5.0, 3.0, 2.0], [False, True, True], [0, 1, 1])
    """
    day, at = np.unique(time_day, return_inverse=True)
    mean = np.bincount(at, weights=rating) / np.bincount(at)
    if begins is None:
        every = np.arange(day[0], day[-1] + 1) if len(day) else day
        changed = np.diff(np.isin(every, dosed_day).astype(np.int64)) != 0
        begins = every[np.concatenate([np.ones(len(every[:1]), dtype=bool), changed])]
    return Days(day, mean, np.isin(day, dosed_day), np.searchsorted(begins, day, side="right") - 1)


def t_test(days: Days) -> Interval:
    """Welch's t-test of the days' means, as if days did not remember each other.

    mean(on) - mean(off) +- t sqrt(s_on^2 / n_on + s_off^2 / n_off), degrees of freedom by Welch and Satterthwaite

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> on = np.arange(40) % 2 == 0
    >>> found = t_test(Days(np.arange(40), np.where(on, 4.0, 5.0) + 0.1 * rng.standard_normal(40), on, np.arange(40)))
    >>> bool(found.low < -1 < found.high)
    True
    """
    with_, without = days.mean[days.on], days.mean[~days.on]
    if min(len(with_), len(without)) < 2:
        return _NONE
    parts = with_.var(ddof=1) / len(with_), without.var(ddof=1) / len(without)
    below = parts[0] ** 2 / (len(with_) - 1) + parts[1] ** 2 / (len(without) - 1)
    variance = parts[0] + parts[1]
    freedom = variance**2 / below if below > 0 else math.inf
    return _interval(float(with_.mean() - without.mean()), math.sqrt(variance), freedom)


def t_test_after_washout(days: Days, washout_d: int) -> Interval:
    """The same without the first days of every period but the first.

    Parameters
    ----------
    washout_d : days left out at each change.
    """
    begin = np.array([days.day[days.period == each].min() for each in days.period])
    return t_test(days.take((days.day - begin >= washout_d) | (days.period == days.period[:1].sum())))


def paired_periods(days: Days) -> Interval:
    """t-test of the differences between neighbouring periods, two by two: one with it, one without.

    Valid when: periods were assigned in pairs, and none acts into the next.
    """
    numbers = np.unique(days.period)
    pairs = len(numbers) // 2
    if pairs < _FEWEST_BLOCKS:
        return _NONE
    mean = np.array([days.mean[days.period == each].mean() for each in numbers])
    sign = np.array([1.0 if days.on[days.period == each][0] else -1.0 for each in numbers])
    gap = np.array([sign[2 * k] * (mean[2 * k] - mean[2 * k + 1]) for k in range(pairs)])
    return _interval(float(gap.mean()), float(gap.std(ddof=1)) / math.sqrt(pairs), pairs - 1)


def generalised_least_squares(days: Days) -> Interval:
    """On or off with errors that remember: an Ornstein-Uhlenbeck process and noise, both by maximum likelihood.

    mean = a + b on + u + e, cov = s^2 (exp(-|days apart| / tau) r^2 + 1 if the same); b by generalised least
    squares at the best tau and r, its interval as if those were known.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> on = np.arange(60) // 10 % 2 == 0
    >>> found = generalised_least_squares(Days(np.arange(60), 5.0 - on + rng.standard_normal(60), on, np.arange(60)))
    >>> bool(found.low < -1 < found.high)
    True
    """
    n = len(days.day)
    if min(int(days.on.sum()), int((~days.on).sum())) < 2:
        return _NONE
    beside = np.column_stack([np.ones(n), days.on, days.mean])
    apart = np.abs(days.day[:, None] - days.day[None, :]).astype(np.float64)

    def solved(log: Array) -> tuple[float, float, float]:
        memory_d, share = np.exp(np.clip(log, -_LOG_SPREAD, _LOG_SPREAD))
        root = np.linalg.cholesky(share**2 * np.exp(-apart / memory_d) + np.eye(n))
        white = solve_triangular(root, beside, lower=True, check_finite=False)
        information = white[:, :2].T @ white[:, :2]
        found = np.linalg.solve(information, white[:, :2].T @ white[:, 2])
        rest = float(((white[:, 2] - white[:, :2] @ found) ** 2).sum())
        twice = n * math.log(rest) + 2 * float(np.log(np.diag(root)).sum()) + _WEAK * float(log @ log)
        return twice, float(found[1]), math.sqrt(rest / (n - 2) * float(np.linalg.inv(information)[1, 1]))

    close = {"xatol": 0.05, "fatol": 0.01}
    best = minimize(lambda log: solved(log)[0], np.zeros(2), method="Nelder-Mead", options=close)
    _, effect, error = solved(best.x)
    return _interval(effect, error, n - 2)


def _interval(mean: float, error: float, freedom: float) -> Interval:
    half = float(student.ppf(_LEVEL, freedom)) * error
    return Interval(mean, mean - half, mean + half)
