"""Whether two outcomes of one person go together day by day, beyond what two slow courses do by chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from speciosa.safety.daily import Daily

Array = NDArray[np.float64]
_MOST = 0.95  # a course that hardly moves at all leaves next to nothing to compare


@dataclass(frozen=True, slots=True)
class GoesAlong:
    """Two outcomes day by day.

    Parameters
    ----------
    rho : Spearman's correlation of the days with both.
    days : how many there are. worth : how many independent days they are worth.
    apart : mean of the second on days with more of the first, less that on days with less of it (around its median).
    chance : probability of a correlation this far down where the two have nothing to do with each other.
    """

    rho: float
    days: int
    worth: float
    apart: float
    chance: float


def goes_along(first: Daily, second: Daily, *, least: int) -> GoesAlong | None:
    """How far the second falls where the first rises.

    Spearman's rho; two slow courses meet by chance, so the days count as fewer (Bartlett):
    ``n (1 - r1 r2) / (1 + r1 r2)`` with each one's correlation from one day to the next. Then Student's t, one tail.

    Parameters
    ----------
    least : days with both that it takes. None comes back where there are fewer, or where one never changes.

    Valid when: the two courses are about stationary. A slow trend in both is not told apart from going together.
    """
    both = np.intersect1d(first.day, second.day)
    if len(both) < least:
        return None
    x, y = (each.value[np.isin(each.day, both)] for each in (first, second))
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    ranks = _middle_ranks(x), _middle_ranks(y)
    rho = float(np.corrcoef(*ranks)[0, 1])
    carried = _to_next_day(both, ranks[0]) * _to_next_day(both, ranks[1])
    worth = max(3.0, len(both) * (1 - carried) / (1 + carried))
    t = rho * math.sqrt((worth - 2) / max(1e-12, 1 - rho**2))
    more, less = y[x > np.median(x)], y[x < np.median(x)]
    apart = float(more.mean() - less.mean()) if len(more) and len(less) else 0.0
    return GoesAlong(rho, len(both), worth, apart, float(stdtr(worth - 2, t)))


def _to_next_day(day: NDArray[np.int64], value: Array) -> float:
    """Correlation with the next day, where both are there; the small-sample bias is added back."""
    next_to = np.flatnonzero(np.diff(day) == 1)
    spread = value - value.mean()
    if len(next_to) < 3:
        return 0.0
    found = float((spread[next_to] * spread[next_to + 1]).mean() / (spread**2).mean())
    return min(_MOST, max(0.0, found + (1 + 3 * found) / len(value)))


def _middle_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Ranks from 1 on, equal values sharing the middle of theirs (importing `scipy.stats` takes most of a second)."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2.0)[which], dtype=np.float64)
