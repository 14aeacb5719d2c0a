"""What a study would have printed: the usual figures read off a few blood samples.

A study sees a curve at a handful of hours and only above its assay's limit. Its "half-life" is the
fall of the last samples that it could read, which need not be the last phase of the curve. So a model
is held against such figures only after it went through the same sampling.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from speciosa.exposure.kinetics import Array

_LN_2 = float(np.log(2.0))


class Measured(NamedTuple):
    """Figures of each curve, [curve]; NaN where too few samples were above the limit."""

    cmax: Array
    tmax_h: Array
    auc_inf: Array
    t_half_h: Array


def measured(conc: Array, hours: Array, limit: Array, last_points: int) -> Measured:
    """Highest sample and its time, area to infinity, and half-life, as a study reads them.

        t1/2 = ln 2 / slope,  slope of log C over the last samples at or above the limit and after the peak
        AUC = trapezia (logarithmic where C falls) to the last of them, + C_last t1/2 / ln 2

    Parameters
    ----------
    conc : [curve, sample], in any unit, not negative.
    hours : [sample], h after the dose, ascending, above 0; C(0) is taken as 0.
    limit : [curve], the assay's limit, in the unit of `conc`.
    last_points : how many samples the slope is read from, at least 2.

    Source: Gibaldi and Perrier, Pharmacokinetics (1982), chapter 11.

    Examples
    --------
    >>> hours = np.array([1.0, 2.0, 4.0, 8.0, 12.0])
    >>> seen = measured(8.0 * 0.5 ** (hours[None] / 4), hours, np.array([0.5]), 3)
    >>> float(seen.t_half_h[0])
    4.0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        peak = conc.argmax(axis=1)
        # curves fall after their peak, so what is above the limit stands together
        last = np.where(conc >= limit[:, None], np.arange(len(hours)), -1).max(axis=1)
        used = np.clip(last[:, None] + np.arange(1 - last_points, 1), 0, None)
        x, y = hours[used], np.log(np.take_along_axis(conc, used, axis=1))
        x = x - x.mean(axis=1, keepdims=True)
        slope = -(x * y).sum(axis=1) / (x * x).sum(axis=1)
        readable = (last - last_points >= peak) & (slope > 0)
        t_half = np.where(readable, _LN_2 / slope, np.nan)
        to_last = np.take_along_axis(area_to(conc, hours), last[:, None].clip(0), axis=1)[:, 0]
        rest = np.take_along_axis(conc, last[:, None].clip(0), axis=1)[:, 0] * t_half / _LN_2
    return Measured(conc.max(axis=1), hours[peak], to_last + rest, t_half)


def area_to(conc: Array, hours: Array) -> Array:
    """Area under each curve from 0 to each sample, [curve, sample]; trapezia, logarithmic where it falls.

    Examples
    --------
    >>> area_to(np.array([[2.0, 2.0]]), np.array([1.0, 3.0])).tolist()
    [[1.0, 5.0]]
    """
    before = np.concatenate([np.zeros((len(conc), 1)), conc[:, :-1]], axis=1)
    width = np.diff(hours, prepend=0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        falling = (conc < before) & (conc > 0)
        logarithmic = (before - conc) / np.log(before / conc)
    return np.cumsum(np.where(falling, logarithmic, (before + conc) / 2) * width, axis=1)
