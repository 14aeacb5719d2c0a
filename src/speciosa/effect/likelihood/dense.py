"""The same density in plain NumPy, O(n^3) and slow: what the kernels are held against."""

from __future__ import annotations

import math

import numpy as np

from speciosa.effect.likelihood.response import Array, Whole


def felt_plainly(conc: Array, step_min: Whole, ke: float, ec50: float, kt: float) -> tuple[Array, Array]:
    """E and T at every grid point of one concentration curve, washed out at the first.

    Parameters
    ----------
    conc : [point].
    step_min : [point], minutes since the point before.
    ke, kt : 1/h.  ec50 : in the unit of `conc`.

    Examples
    --------
    >>> share, tolerance = felt_plainly(np.full(3, 1.0), np.array([0, 60, 60]), 100.0, 1.0, 0.1)
    >>> share.round(2).tolist(), bool(tolerance[2] > tolerance[1] > 0)
    ([0.0, 0.5, 0.5], True)
    """
    site, share, tolerance = np.zeros(len(conc)), np.zeros(len(conc)), np.zeros(len(conc))
    for at in range(1, len(conc)):
        hours = float(step_min[at]) / 60
        left = math.exp(-ke * hours)
        slope = (conc[at] - conc[at - 1]) / hours if hours else 0.0
        # dCe/dt = ke (C0 + slope t - Ce), solved
        site[at] = site[at - 1] * left + conc[at - 1] * (1 - left) + slope * (hours - (1 - left) / ke)
        share[at] = site[at] / (ec50 + site[at])
        stays = math.exp(-kt * hours)
        tolerance[at] = tolerance[at - 1] * stays + (1 - stays) * (share[at - 1] + share[at]) / 2
    return share, tolerance


def log_evidence_plainly(
    columns: Array, y: Array, time_h: Array, noise: Array, tau_h: float, rho: float, prior_mean: Array, prior_sd: Array,
    shape: float, scale: float,
) -> float:  # fmt: skip
    """Log p(y | theta) up to the same constant, through the whole covariance matrix of y.

    y ~ Student-t about X m with scale matrix diag(v) + rho^2 exp(-|dt| / tau) + X diag(d^2) X'

    Parameters
    ----------
    columns : [rating, column], X.
    time_h : [rating].
    noise, tau_h, rho, prior_mean, prior_sd, shape, scale : as in `marginal`.
    """
    apart = np.abs(time_h[:, None] - time_h[None, :])
    cov = np.diag(noise) + rho**2 * np.exp(-apart / tau_h) + (columns * prior_sd**2) @ columns.T
    surprise = y - columns @ prior_mean
    _, log_det = np.linalg.slogdet(cov)
    square = float(surprise @ np.linalg.solve(cov, surprise))
    return float(-0.5 * log_det - (shape + 0.5 * len(y)) * math.log(scale + 0.5 * square))
