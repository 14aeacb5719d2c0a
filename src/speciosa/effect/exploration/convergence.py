"""Whether chains agree, and what their draws are worth.

Rank-normalised split R-hat and bulk effective size (Vehtari, Gelman, Simpson, Carpenter and Buerkner,
Bayesian Analysis 2021, 16:667).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Array = NDArray[np.float64]


def r_hat(chains: Array) -> float:
    """The larger of rank-normalised split R-hat of the values, and of their distance from the median.

    Parameters
    ----------
    chains : [chain, draw] of one number, at least 4 draws.

    Returns
    -------
    About 1 where the chains agree; inf where they stand still at different values.

    Examples
    --------
    >>> still = np.random.default_rng(1).normal(size=(4, 500))
    >>> bool(r_hat(still) < 1.01), bool(r_hat(still + np.arange(4)[:, None]) > 1.1)
    (True, True)
    """
    halves = _split(chains)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_rank_normal(halves)), _plain_r_hat(_rank_normal(folded)))


def bulk_ess(chains: Array) -> float:
    """Effective number of independent draws for the middle of the distribution.

    Autocorrelations of the rank-normalised halves, summed over pairs as long as a pair's sum is
    positive and not above the one before (Geyer's initial monotone sequence).

    Parameters
    ----------
    chains : [chain, draw] of one number, at least 8 draws.

    Examples
    --------
    >>> bool(bulk_ess(np.random.default_rng(1).normal(size=(4, 500))) > 1500)
    True
    """
    normal = _rank_normal(_split(chains))
    count, length = normal.shape
    covariance = _autocovariance(normal)
    within = float(covariance[:, 0].mean() * length / (length - 1))
    pooled = within * (length - 1) / length + float(normal.mean(axis=1).var(ddof=1))
    if pooled <= 1e-20:
        return 0.0  # nothing has moved
    correlation = 1 - (within - covariance.mean(axis=0) * length / (length - 1)) / pooled
    correlation[0] = 1.0
    pairs = correlation[: length // 2 * 2].reshape(-1, 2).sum(axis=1)
    positive = int(np.argmax(pairs <= 0)) if (pairs <= 0).any() else len(pairs)
    time = -1 + 2 * float(np.minimum.accumulate(pairs[: max(positive, 1)]).sum())
    total = count * length
    return float(total / max(time, 1 / math.log10(total)))


def _split(chains: Array) -> Array:
    """Each chain's first and second half, as chains; a middle draw is left out."""
    half = chains.shape[1] // 2
    return np.concatenate([chains[:, :half], chains[:, -half:]])


def _rank_normal(values: Array) -> Array:
    """Values replaced by the normal quantiles of their ranks over all chains; equal values share their mean rank."""
    _, which, counts = np.unique(values.ravel(), return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2
    found: Array = ndtri((rank[which] - 0.375) / (values.size + 0.25)).reshape(values.shape)
    return found


def _plain_r_hat(chains: Array) -> float:
    length = chains.shape[1]
    within = float(chains.var(axis=1, ddof=1).mean())
    between = length * float(chains.mean(axis=1).var(ddof=1))
    if within <= 1e-20:  # of normal quantiles: these stand still, but for rounding
        return math.inf
    return float(np.sqrt((length - 1) / length + between / (length * within)))


def _autocovariance(chains: Array) -> Array:
    """[chain, lag], each sum over all draws of the chain."""
    length = chains.shape[1]
    away = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(away, 2 * length, axis=1)
    found: Array = np.fft.irfft(np.abs(spectrum) ** 2, 2 * length, axis=1)[:, :length] / length
    return found
