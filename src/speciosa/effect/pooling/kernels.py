"""The inner loops, compiled: people times values times populations.

`Evidence.log_marginal_plainly` says the first in plain NumPy, and a test keeps the two together.
No fast-math, no threads inside: the same input gives the same bytes.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from speciosa.values.exponential import decayed

Array = NDArray[np.float64]
_LANES = 64
"""Populations that are worked on at once."""


@njit(cache=True, nogil=True, error_model="numpy")
def log_marginal(values: Array, log_ratio: Array, width: Array, mean: Array, spread: Array, out: Array) -> None:
    """Adds to `out` [point] the sum over people of log sum over values of ratio x N(value; mean, spread^2 + width^2).

    Parameters
    ----------
    values, log_ratio : [person, value], values ascending, `log_ratio` at most 0.
    width : [person].
    mean, spread : [point].
    """
    people, count = values.shape
    away, sharp, least, total = np.empty(_LANES), np.empty(_LANES), np.empty(_LANES), np.empty(_LANES)
    for start in range(0, len(mean), _LANES):
        lanes = min(_LANES, len(mean) - start)
        middle, wide, found = mean[start : start + lanes], spread[start : start + lanes], out[start : start + lanes]
        for person in range(people):
            own, ratio = values[person], log_ratio[person]
            lowest, highest, squared = own[0], own[count - 1], width[person] * width[person]
            for lane in range(lanes):
                sharp[lane] = 0.5 / (wide[lane] * wide[lane] + squared)
                # the exponent at the nearest end: taken out, so that nothing vanishes however far away all are
                gap = max(lowest - middle[lane], middle[lane] - highest, 0.0)
                least[lane] = gap * gap * sharp[lane]
                total[lane] = 0.0
            for at in range(count):
                value, log_weight = own[at], ratio[at]
                for lane in range(lanes):
                    away[lane] = value - middle[lane]
                    away[lane] = log_weight + min(least[lane] - away[lane] * away[lane] * sharp[lane], 0.0)
                for lane in range(lanes):
                    total[lane] += decayed(away[lane])
            for lane in range(lanes):
                found[lane] += math.log(total[lane]) - least[lane] + 0.5 * math.log(sharp[lane])


@njit(cache=True, nogil=True, error_model="numpy")
def reweighted(
    values: Array,
    log_ratio: Array,
    width: Array,
    mean: Array,
    spread: Array,
    share: Array,
    picked: Array,
    weight: Array,
) -> None:
    """One draw of each person's number in each population, into `picked` [person, point].

    Parameters
    ----------
    values, log_ratio, width, mean, spread : as above.
    share : [person, point], from 0 to 1: where in each person's weights to pick.
    picked : [person, point], holds standard normal numbers; takes the draws.
    weight : [person, value], takes the mean over populations of the values' normalised weights.
    """
    people, count = values.shape
    points = len(mean)
    summed = np.empty(count)
    for person in range(people):
        own, ratio, mine = values[person], log_ratio[person], weight[person]
        squared = width[person] * width[person]
        mine[:] = 0.0
        for point in range(points):
            middle, wide = mean[point], spread[point] * spread[point]
            sharp = 0.5 / (wide + squared)
            gap = max(own[0] - middle, middle - own[count - 1], 0.0)
            least = gap * gap * sharp
            for at in range(count):
                away = own[at] - middle
                summed[at] = decayed(ratio[at] + min(least - away * away * sharp, 0.0))
            total = summed.sum()
            sought, at = share[person, point] * total, 0
            passed = summed[0]
            while passed < sought and at < count - 1:
                at += 1
                passed += summed[at]
            each = 1.0 / (total * points)
            for place in range(count):
                mine[place] += summed[place] * each
            # within the small bell curve the population has its say, too
            kept = wide / (wide + squared)
            picked[person, point] = (
                middle + kept * (own[at] - middle) + math.sqrt(squared * kept) * picked[person, point]
            )
