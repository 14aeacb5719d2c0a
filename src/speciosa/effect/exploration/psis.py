"""How heavy the tail of importance weights is, and the tail smoothed.

The largest weights are replaced by quantiles of a generalised Pareto distribution fitted to them; its
shape k says how many of their moments exist. Above 0.7 no number of draws that anybody can afford makes
the answer good (Vehtari, Simpson, Gelman, Yao and Gabry, JMLR 2024, 25(72)).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.log_weights import log_sum

Array = NDArray[np.float64]
_FEWEST_IN_TAIL = 5
_GRID, _SPREAD = 30, 3.0
"""Zhang and Stephens' grid of starting size, and how far it reaches in units of the first quartile."""
_PULLED_TO, _PULL = 0.5, 10.0
"""A short tail says little: k is pulled towards a half as by ten more weights (Vehtari et al., appendix)."""


def smoothed(log_weight: Array) -> tuple[Array, float]:
    """Smoothed and normalised log weights, and k-hat.

    The tail is the largest M = min(S / 5, 3 sqrt(S)) of S weights. Its i-th smallest becomes the Pareto
    quantile at (i - 1/2) / M, no higher than the largest weight was.

    Parameters
    ----------
    log_weight : [point], not normalised; -inf where the target is zero, never NaN.

    Returns
    -------
    log_weight : [point], the exponentials add up to 1.
    k_hat : 0 where all weights of the tail are the same (there is no tail); inf where fewer than five
        weights are above zero or the tail has fewer than five of them: nothing can be said.

    Examples
    --------
    >>> even = np.random.default_rng(1).normal(0, 0.1, 1000)
    >>> weights, k = smoothed(even)
    >>> k < 0.3, round(float(np.exp(weights).sum()), 9)
    (True, 1.0)
    """
    count = log_weight.size
    highest = log_weight.max(initial=-np.inf)
    if not math.isfinite(highest):
        return np.full(count, -math.log(max(count, 1))), math.inf
    found = log_weight - highest
    in_tail = math.ceil(min(0.2 * count, 3 * math.sqrt(count)))
    if in_tail < _FEWEST_IN_TAIL or count <= in_tail:
        return found - log_sum(found), math.inf
    tail = np.argpartition(found, count - in_tail - 1)
    cutoff = float(np.exp(found[tail[count - in_tail - 1]]))
    tail = tail[count - in_tail :]
    tail = tail[np.argsort(found[tail], kind="stable")]
    over = np.exp(found[tail]) - cutoff
    if over[-1] <= 1e-12:
        return found - log_sum(found), 0.0
    over = over[over > 0.0]
    if over.size < _FEWEST_IN_TAIL:
        return found - log_sum(found), math.inf
    shape, scale = pareto_fit(over)
    if math.isfinite(shape):
        tail = tail[in_tail - over.size :]
        quantile = pareto_quantile((np.arange(over.size) + 0.5) / over.size, shape, scale)
        found[tail] = np.minimum(np.log(quantile + cutoff), 0.0)
    return found - log_sum(found), shape


def pareto_fit(over: Array) -> tuple[float, float]:
    """Shape and scale of a generalised Pareto distribution, Zhang and Stephens' quasi-Bayesian estimate.

    With theta = -k / sigma the likelihood has one free number; its mean over a grid, weighted by the
    profile likelihood, replaces the maximum, which need not exist (Technometrics 2009, 51:316).

    Parameters
    ----------
    over : [exceedance], above zero, ascending.

    Returns
    -------
    shape : k, above zero where the tail is heavy, already pulled towards 0.5.
    scale : sigma.

    Examples
    --------
    >>> exact = pareto_quantile((np.arange(2000) + 0.5) / 2000, 0.5, 2.0)
    >>> [round(each, 1) for each in pareto_fit(exact)]
    [0.5, 2.0]
    """
    count = over.size
    grid = _GRID + int(math.sqrt(count))
    quartile = max(over[int(count / 4 + 0.5) - 1], 1e-12 * over[-1])
    theta = 1 / over[-1] + (1 - np.sqrt(grid / (np.arange(grid) + 0.5))) / (_SPREAD * quartile)
    theta[theta == 0.0] = 1e-9 / over[-1]  # where exceedances tie; the formulas have only a limit there
    shape = np.log1p(-theta[:, None] * over).mean(axis=1)
    likelihood = count * (np.log(-theta / shape) - shape - 1)
    share = np.exp(likelihood - likelihood.max())
    best = float(theta @ share / share.sum())
    fitted = float(np.log1p(-best * over).mean())
    return (fitted * count + _PULLED_TO * _PULL) / (count + _PULL), -fitted / best


def pareto_quantile(share: Array, shape: float, scale: float) -> Array:
    """Where `share` of a generalised Pareto distribution lies below: sigma ((1 - share)^-k - 1) / k."""
    if abs(shape) < 1e-12:
        return -scale * np.log1p(-share)
    return scale * np.expm1(-shape * np.log1p(-share)) / shape
