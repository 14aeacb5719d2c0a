"""Tempered sequential Monte Carlo: for a posterior with several humps, or bent, or shaped like a funnel.

A cloud of points goes from the prior to the posterior while the likelihood's power rises from 0 to 1 in
steps that leave half the points effective (Del Moral, Doucet and Jasra 2006). After each step the points
are resampled and moved by Metropolis steps along differences between two of them (ter Braak 2006), which
fit any shape, and at full length reach from hump to hump.

The cloud itself is not the answer: a mixture of t is laid over it, drawn from twice, and weighted like
the points of `importance`, so that k-hat judges both in the same way and what the moves got a little
wrong is put right.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.explored import Explored, Target
from speciosa.effect.exploration.log_weights import effective_size, normalised, tempering
from speciosa.effect.exploration.mixture_fit import fitted_mixture, spread_mixture
from speciosa.effect.exploration.pool import Pool
from speciosa.effect.exploration.proposals import StandardNormal
from speciosa.effect.exploration.quasi import normal_points
from speciosa.values.draws import resampled

Array = NDArray[np.float64]
_PARTICLES = 1024
_SCAN = 256
_BORNE = 20.0
"""Effective points a dimension that a whole mixture is fitted to."""
_PARTS = 12
_KEPT = 0.5
_MOST_STEPS = 60
_MOST_SWEEPS = 16
_FORGOTTEN = 0.3
"""Correlation with where the points stood, in the slowest dimension, at which they have moved enough."""


def tempered(target: Target, dim: int, rng: np.random.Generator, *, draws: int = 1536) -> Explored:
    """Weighted points of the posterior.

    Parameters
    ----------
    target, dim : as for `importance`; dim is 1 to 8.
    rng : of shifts, moves and resampling.
    draws : points of the last round.

    Examples
    --------
    >>> def either(z):
    ...     return np.logaddexp(-50 * (z[:, 0] - 1) ** 2, -50 * (z[:, 0] + 1) ** 2)
    >>> found = tempered(either, 2, np.random.default_rng(1))
    >>> bool(abs(found.weight @ (found.z[:, 0] > 0) - 0.5) < 0.05), found.k_hat < 0.7
    (True, True)
    """
    cloud, asked = tempered_cloud(target, dim, rng)
    equal = np.full(len(cloud), 1 / len(cloud))
    mixture = fitted_mixture(cloud, equal, spread_mixture(cloud, _PARTS, rng), sweeps=25)
    trial = Pool(target, dim)
    trial.add(StandardNormal(dim), _SCAN, rng)
    trial.add(mixture, _PARTICLES, rng)
    if effective_size(trial.log_weight) > _BORNE * dim:
        mixture = fitted_mixture(trial.z, normalised(trial.log_weight), mixture, sweeps=5)
    # fresh points: those that a mixture of so many numbers was fitted to lie too well under it
    pool = Pool(target, dim)
    pool.add(StandardNormal(dim), _SCAN, rng)
    pool.add(mixture, draws, rng)
    return pool.explored("smc", asked + len(trial) + len(pool))


def tempered_cloud(target: Target, dim: int, rng: np.random.Generator) -> tuple[Array, int]:
    """Equally likely points of about the posterior, [point, dim], and how often the target was asked.

    The prior's points come back where the likelihood is zero at all of them.
    """
    z = normal_points(_PARTICLES, dim, rng)
    log_like = target(z)
    asked, power, scale = len(z), 0.0, 1.0
    if not np.isfinite(log_like).any():
        return z, asked
    for _ in range(_MOST_STEPS):
        inside = log_like[log_like > -np.inf]  # the others leave at any power
        step = tempering(np.zeros(len(inside)), inside, _KEPT * len(inside), most=1.0 - power)
        weight = normalised(step * log_like)
        power = min(1.0, power + step)
        taken = rng.permutation(resampled(weight, len(z), rng))
        z, log_like, sweeps, scale = _moved(target, z[taken], log_like[taken], power, scale, rng)
        asked += sweeps * len(z)
        if power >= 1.0:
            break
    return z, asked


def _moved(
    target: Target, z: Array, log_like: Array, power: float, scale: float, rng: np.random.Generator
) -> tuple[Array, Array, int, float]:
    """Points, log likelihoods, sweeps done, and the length of step that suited."""
    count, dim = z.shape
    log_density = power * log_like - 0.5 * np.einsum("ij,ij->i", z, z)
    start, usual = z, 2.38 / math.sqrt(2 * dim)
    jitter = 1e-3 * z.std(axis=0) + 1e-12
    sweep = 0
    for sweep in range(1, _MOST_SWEEPS + 1):
        full = sweep % 4 == 0
        length = 1.0 if full else scale * usual
        ahead, behind = rng.permutation(count), rng.permutation(count)
        proposed = z + length * (z[ahead] - z[behind]) + jitter * rng.standard_normal(z.shape)
        like = target(proposed)
        density = power * like - 0.5 * np.einsum("ij,ij->i", proposed, proposed)
        accepted = np.log(rng.random(count)) < density - log_density
        z = np.where(accepted[:, None], proposed, z)
        log_like = np.where(accepted, like, log_like)
        log_density = np.where(accepted, density, log_density)
        if not full:
            scale = float(np.clip(scale * math.exp(accepted.mean() - 0.3), 0.05, 2.0))
        if sweep >= 3 and _correlation(start, z) < _FORGOTTEN:
            break
    return z, log_like, sweep, scale


def _correlation(before: Array, after: Array) -> float:
    """The highest over the dimensions."""
    before, after = before - before.mean(axis=0), after - after.mean(axis=0)
    size = np.sqrt((before**2).sum(axis=0) * (after**2).sum(axis=0)) + 1e-300
    return float(((before * after).sum(axis=0) / size).max())
