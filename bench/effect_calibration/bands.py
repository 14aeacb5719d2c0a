"""How far the empirical distribution of uniform numbers strays by chance, everywhere at once.

Source: Säilynoja, Bürkner and Vehtari 2022, doi 10.1007/s11222-022-10090-6: the pointwise binomial intervals of
which all hold together with the wanted probability, found exactly by carrying the counts' distribution along.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln
from scipy.stats import binom

Array = NDArray[np.float64]
_HALVINGS = 30


class Band(NamedTuple):
    """`at` [point] in (0, 1); `low`, `high` [point]: shares of the numbers that may lie at or below it."""

    at: Array
    low: Array
    high: Array


def simultaneous_band(n: int, miss: float, points: int = 50) -> Band:
    """The band that n uniform numbers leave somewhere with probability `miss`, at most.

    Examples
    --------
    >>> band = simultaneous_band(100, 0.05)
    >>> bool(band.low[24] < 0.5 < band.high[24]), bool(band.high[24] - band.low[24] < 0.35)
    (True, True)
    """
    at = np.arange(1, points) / points
    low, high = 1e-12, miss
    for _ in range(_HALVINGS):
        middle = np.sqrt(low * high)
        if _all_inside(n, at, *_pointwise(n, at, middle)) >= 1 - miss:
            low = middle
        else:
            high = middle
    least, most = _pointwise(n, at, low)
    return Band(at, least / n, most / n)


def leaves(band: Band, pit: Array) -> float:
    """By how much the distribution of these numbers leaves the band, as a share; 0 where it stays inside."""
    share = (pit[:, None] <= band.at).mean(axis=0)
    return float(np.maximum(np.maximum(band.low - share, share - band.high), 0.0).max())


def _pointwise(n: int, at: Array, miss: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    return binom.ppf(miss / 2, n, at).astype(np.int64), binom.ppf(1 - miss / 2, n, at).astype(np.int64)


def _all_inside(n: int, at: Array, low: NDArray[np.int64], high: NDArray[np.int64]) -> float:
    """Probability that the count at or below every point lies within its interval."""
    log_factorial = gammaln(np.arange(n + 1) + 1.0)
    counts, chance, before = np.zeros(1, dtype=np.int64), np.ones(1), 0.0
    for point, least, most in zip(at.tolist(), low.tolist(), high.tolist(), strict=True):
        p = (point - before) / (1 - before)
        after = np.arange(least, most + 1)
        more, left = after[None, :] - counts[:, None], n - counts[:, None]
        possible = (more >= 0) & (more <= left)
        more = np.where(possible, more, 0)
        log_p = log_factorial[left] - log_factorial[more] - log_factorial[left - more]
        log_p = log_p + more * np.log(p) + (left - more) * np.log1p(-p)
        chance = chance @ np.where(possible, np.exp(log_p), 0.0)
        counts, before = after, point
    return float(chance.sum())
