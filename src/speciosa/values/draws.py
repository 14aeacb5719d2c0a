"""Uncertain numbers as draws, and how many digits they earn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Equally likely values of one uncertain number.

    Parameters
    ----------
    values : [draw], at least two, finite.
    unit : as in the names of the room that made them, e.g. ``nrs``.

    Examples
    --------
    >>> Draws(np.arange(101.0), "nrs").interval(0.5)
    (25.0, 75.0)
    """

    values: NDArray[np.float64]
    unit: str

    @property
    def mean(self) -> float:
        return float(self.values.mean())

    @property
    def sd(self) -> float:
        return float(self.values.std(ddof=1))

    def interval(self, share: float) -> tuple[float, float]:
        """Central interval that holds `share` (0 to 1) of the draws: (low, high)."""
        low, high = np.quantile(self.values, [(1 - share) / 2, (1 + share) / 2])
        return float(low), float(high)

    def dots(self, count: int = 50) -> NDArray[np.float64]:
        """`count` equally likely values, ascending: the quantile dots of the page."""
        return np.quantile(self.values, (np.arange(count) + 0.5) / count)


def resampled(weight: NDArray[np.float64], count: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Positions of `count` values, each as often as its weight says (systematic), ascending.

    Parameters
    ----------
    weight : [value], not negative; their sum does not matter.

    Examples
    --------
    >>> resampled(np.array([1.0, 0.0, 3.0]), 4, np.random.default_rng(1)).tolist()
    [0, 2, 2, 2]
    """
    edges = np.cumsum(weight) / weight.sum()
    edges[-1] = 1.0
    return np.searchsorted(edges, (rng.random() + np.arange(count)) / count, side="right").astype(np.intp)


def quantiles(values: NDArray[np.float64], shares: Sequence[float]) -> NDArray[np.float64]:
    """Quantiles over the first axis, Weibull's: a further draw lies between two with their difference as probability.

    Parameters
    ----------
    values : [draw, ...]; NaN where any draw is NaN.
    shares : from 0 to 1.

    Returns
    -------
    [share, ...].

    Examples
    --------
    >>> quantiles(np.arange(1.0, 100.0), [0.05, 0.5]).tolist()
    [5.0, 50.0]
    """
    found: NDArray[np.float64] = np.quantile(values, shares, axis=0, method="weibull")
    return found


def earned_digits(value: float, sd: float) -> str:
    """A number with the digits that its uncertainty earns: the first digit of the SD decides.

    Examples
    --------
    >>> earned_digits(1.1372, 0.4), earned_digits(1234.0, 300.0), earned_digits(3.0, 0.02)
    ('1.1', '1200', '3.00')
    """
    if not (math.isfinite(sd) and sd > 0):
        return f"{value:g}"
    place = -math.floor(math.log10(sd))
    return f"{round(value, place):.{max(place, 0)}f}"
