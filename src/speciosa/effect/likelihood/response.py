"""From concentration to what can be felt: effect site, its share of the largest effect, and tolerance.

    dCe/dt = ke (C - Ce),   E = Ce / (EC50 + Ce),   dT/dt = kT (E - T)

Between two points of the grid C is a straight line, so Ce is exact; T takes E as its mean over the
step. When a drug is stopped E falls at once and T stays for days: what is left of it is the rebound.
Parameter points go side by side, one a lane, so that the processor works on several at once: the
innermost loops run over lanes, over few arrays each, and their length comes from an array: else the compiler
does one at a time.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from speciosa.values.exponential import decayed, fused

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

LANES = 64
"""Parameter points that are worked on at once."""
LONGEST_STEP_MIN = 360
"""Two points of a grid lie no further apart, minutes; the tables of decay end here."""
_MIN_PER_H = 60.0


@njit(cache=True, nogil=True, error_model="numpy")
def decay_tables(ke: Array, kt: Array, kept: Array, lag: Array, stays: Array) -> None:
    """What is left after each number of whole minutes, into tables [minute, lane].

    Parameters
    ----------
    ke, kt : [lane], rates of effect site and tolerance, 1/h.
    kept : e^(-ke t).  lag : share of a straight rise of C over t that the site has followed at its end,
        1 - (1 - e^(-ke t)) / (ke t).  stays : e^(-kT t).
    """
    minutes, lanes = kept.shape
    kept[0] = stays[0] = 1.0
    lag[0] = 0.0
    for minute in range(1, minutes):
        kept_row, stays_row, lag_row = kept[minute], stays[minute], lag[minute]
        hours = minute / _MIN_PER_H
        for lane in range(lanes):
            kept_row[lane] = decayed(-ke[lane] * hours)
        for lane in range(lanes):
            x = ke[lane] * hours
            # where x is small the difference cancels: the first terms of its series instead
            lag_row[lane] = x * (0.5 - x / 6.0) if x < 1e-4 else 1.0 - (1.0 - kept_row[lane]) / x
        for lane in range(lanes):
            stays_row[lane] = decayed(-kt[lane] * hours)


@njit(cache=True, nogil=True, error_model="numpy")
def felt(
    conc: Array, step_min: Whole, ec50: Array, kept: Array, lag: Array, stays: Array, at: Whole, share: Array,
    tolerance: Array,
) -> None:  # fmt: skip
    """E and T at chosen grid points, into `share` and `tolerance` [chosen, lane]; washed out at the first point.

    Parameters
    ----------
    conc : [point, lane], concentration.
    step_min : [point], whole minutes since the point before; the first is not looked at.
    ec50 : [lane], in the unit of `conc`.
    kept, lag, stays : of `decay_tables`.
    at : [chosen], positions of grid points, ascending; one may stand twice.
    """
    points, lanes = conc.shape
    site, tolerant, now, then = np.zeros(lanes), np.zeros(lanes), np.zeros(lanes), np.zeros(lanes)
    seen = 0
    for point in range(points):
        if point:
            minutes = step_min[point]
            before, here = conc[point - 1], conc[point]
            kept_row, lag_row, stays_row = kept[minutes], lag[minutes], stays[minutes]
            for lane in range(lanes):
                last = before[lane]
                site[lane] = fused(here[lane] - last, lag_row[lane], fused(site[lane] - last, kept_row[lane], last))
            for lane in range(lanes):
                then[lane] = site[lane] / (ec50[lane] + site[lane])
            for lane in range(lanes):
                met = 0.5 * (now[lane] + then[lane])
                tolerant[lane] = fused(tolerant[lane] - met, stays_row[lane], met)
            now, then = then, now
        while seen < len(at) and at[seen] == point:
            share[seen] = now
            tolerance[seen] = tolerant
            seen += 1
