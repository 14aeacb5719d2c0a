"""Adaptive quasi-random importance sampling: the quick way, good where the posterior has one hump.

A scan of the prior; then rounds of Student's t, each with the mean and covariance of the posterior with
its likelihood raised to the highest power (at most 1) that the points so far can bear; then one large
round. All rounds count, as one mixture (`pool`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.explored import Explored, Target
from speciosa.effect.exploration.log_weights import effective_size, normalised, tempering
from speciosa.effect.exploration.pool import Pool
from speciosa.effect.exploration.proposals import StandardNormal, StudentMixture, student

Array = NDArray[np.float64]
_SCAN = _ROUND = 256
_MOST_ROUNDS = 9
"""A posterior a fiftieth as wide as the prior in every one of 6 dimensions takes eight."""
_BORNE = 8.0
"""Effective points a dimension that a covariance is made from."""
_SETTLED = 128.0
"""Effective points after which a further round of moments gains less than it costs."""
_SCALE = 0.85
"""Of the covariance: a t of 6 degrees so scaled gives a normal target the largest effective size."""


def importance(target: Target, dim: int, rng: np.random.Generator, *, draws: int = 1536) -> Explored:
    """Weighted points of the posterior.

    Parameters
    ----------
    target : log likelihood of points [point, dim]; the prior is standard normal.
    dim : 1 to 9.
    rng : of the shifts of the quasi-random points.
    draws : points of the last round; about 500 to 800 come before it.

    Valid when
    ----------
    the answer's `k_hat` is at most 0.7; several humps far apart need `tempered`.

    Examples
    --------
    >>> def score(z):
    ...     return -0.5 * ((1.0 - z[:, 0]) / 0.5) ** 2
    >>> found = importance(score, 2, np.random.default_rng(1))
    >>> round(float(found.weight @ found.z[:, 0]), 2), found.k_hat < 0.5
    (0.8, True)
    """
    pool = Pool(target, dim)
    pool.add(StandardNormal(dim), _SCAN, rng)
    borne = _BORNE * dim
    for round_ in range(_MOST_ROUNDS + 1):
        ratio, like = pool.log_prior_ratio, pool.log_like
        settled = round_ > 0 and effective_size(ratio + like) >= max(_SETTLED, borne)
        last = settled or round_ == _MOST_ROUNDS
        power = tempering(ratio, like, borne)
        pool.add(_moments(pool.z, normalised(ratio + power * like)), draws if last else _ROUND, rng)
        if last:
            break
    return pool.explored("importance", len(pool))


def _moments(z: Array, weight: Array) -> StudentMixture:
    """A t with the weighted mean and covariance, a little wider the fewer points it stands on.

    Where hardly any point has weight the prior's covariance takes over, lest the next round look in one line only.
    """
    dim = z.shape[1]
    mean = weight @ z
    away = z - mean
    covariance = (away * weight[:, None]).T @ away
    size = 1 / float(weight @ weight)
    of_prior = max(0.0, 1.0 - size / (3.0 * dim))
    covariance *= (1 - of_prior) * (1 + dim / (size + dim))
    covariance[np.diag_indices(dim)] += of_prior + 1e-10
    return student(mean, _SCALE * covariance)
