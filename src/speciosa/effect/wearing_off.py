"""Is it wearing off: tolerance and the rebound that it leaves, where the record can tell them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.forward import Response, Settled, after_stopping
from speciosa.effect.posterior import Middle, Rebound, Tolerance

Array = NDArray[np.float64]
_LN2 = float(np.log(2))
_H_PER_D = 24.0


def tolerance_of(response: Response, usual: Settled) -> Tolerance:
    """Half-time in days, and the share of a settled day's relief that tolerance takes.

    share = height T / (emax E), both of the usual pattern's settled day; not below 0, not above 1.
    """
    relief = np.abs(usual.on)
    lost = np.sign(-usual.on) * usual.own_tolerance / np.maximum(relief, 1e-9)
    return Tolerance(middle_of(_LN2 / (_H_PER_D * response.kt_per_h)), middle_of(np.clip(lost, 0.0, 1.0)))


def rebound_of(response: Response, usual: Settled, *, per_point: float, better: str, felt: float) -> Rebound:
    """How far on the bad side of never having taken it the outcome goes after stopping, and for how long.

    Parameters
    ----------
    felt : points above which a day counts.
    """
    bad = after_stopping(response, usual) * (1.0 if better == "lower" else -1.0)
    peak = np.maximum(bad.max(axis=1), 0.0)
    step_d = np.diff(usual.after_hours, prepend=0.0) / _H_PER_D
    return Rebound(middle_of(peak * per_point), middle_of((bad > felt) @ step_d))


def middle_of(values: Array) -> Middle:
    """Median and central 95 % interval."""
    low, median, high = np.quantile(values, [0.025, 0.5, 0.975])
    return Middle(float(median), float(low), float(high))
