"""Packets that do not fit among the others: slips, and numbers that are meant to mislead.

Each packet is held against what all others of its kind (randomised or not) say of one more person, with
bell curves for all: effects N(mu, tau^2), mu normal and tau half-normal as assumed. mu is integrated out,
tau on a grid, so that leaving one person out costs a subtraction:

    p_i = mean over tau | others of 2 Phi(-|y_i - mu_-i| / sqrt(v_i + tau^2 + var mu_-i))

"All others" begins as those near the median, for several absurd numbers that agree would otherwise make room for each
other. Whoever falls below the limit is set aside, whoever does not is let in, and all are looked at again
until nothing changes.

Where that would set aside more than a tenth, they may be another kind of people: all others then begins as
everybody, and those who are let off by it are counted.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.population_prior import PopulationPrior

Array = NDArray[np.float64]
Chosen = NDArray[np.bool_]
_GRID = 48
_MOST_ROUNDS = 20
_FAR = 3.0
"""Robust SDs from the median."""
_SD_OF_MAD = 1.4826
"""SD over median absolute deviation, of a normal."""


class Misfits(NamedTuple):
    """`aside`: who is set aside, [person]. `another_kind`: how many lie as far out and stay, being many."""

    aside: Chosen
    another_kind: int


def misfits(evidence: Evidence, prior: PopulationPrior) -> Misfits:
    """Who is to be set aside.

    Examples
    --------
    >>> bell = np.array([[-1.0], [-0.8], [-1.3], [9.0]])
    >>> everybody = np.ones(4, dtype=bool)
    >>> evidence = Evidence(everybody, bell, 0 * bell, 0.3 + bell[:, 0] * 0, bell[:, 0], 0.1 + bell[:, 0] * 0)
    >>> misfits(evidence, PopulationPrior(1.5, 1.0, 0.7, 0.5, 0.7, 1e-4, 0.01, 0.1)).aside.tolist()
    [False, False, False, True]
    """
    aside, another_kind = np.zeros(len(evidence), dtype=bool), 0
    limit = min(prior.misfit_chance, prior.misfit_any_chance / max(len(evidence), 1))
    kinds = (
        (evidence.randomised, prior.mean_sd, prior.between_scale),
        (~evidence.randomised, np.hypot(prior.mean_sd, prior.bias_sd), np.hypot(prior.between_scale, prior.bias_scale)),
    )
    for kind, mean_sd, scale in kinds:
        y, v = evidence.centre[kind], evidence.variance[kind]
        if not len(y):
            continue
        found = _settled(y, v, _far_from_the_median(y, v), limit, float(mean_sd), float(scale))
        if found.sum() > math.ceil(prior.misfit_most_share * len(y)):
            fewer = _settled(y, v, np.zeros(len(y), dtype=bool), limit, float(mean_sd), float(scale))
            another_kind += int(found.sum()) - int(fewer.sum())
            found = fewer
        aside[kind] = found
    return Misfits(aside, max(another_kind, 0))


def _settled(y: Array, v: Array, aside: Chosen, limit: float, mean_sd: float, scale: float) -> Chosen:
    """Who is set aside once nothing changes any more; rounds are bounded."""
    for _ in range(_MOST_ROUNDS):
        again = chance_among_others(y, v, ~aside, mean_sd, scale) < limit
        if (again == aside).all():
            break
        aside = again
    return aside


def _far_from_the_median(y: Array, v: Array) -> Chosen:
    away = np.abs(y - np.median(y))
    far: Chosen = away > _FAR * np.sqrt(v + (_SD_OF_MAD * np.median(away)) ** 2)
    return far


def chance_among_others(y: Array, v: Array, counts: Chosen, mean_sd: float, scale: float) -> Array:
    """How likely a number at least as far out is, given all others that count, [person].

    Parameters
    ----------
    y, v : [person], centre and variance of each bell curve.
    counts : [person], whose numbers tell of the others.
    mean_sd, scale : of the priors of mu and tau.

    Examples
    --------
    >>> chance_among_others(np.zeros(1), np.ones(1), np.ones(1, dtype=bool), 1.5, 1.0).tolist()
    [1.0]
    """
    spread = scale * np.geomspace(0.01, 6.0, _GRID)
    # the prior's mass of each step of the grid: density times spread, for steps are even on the log scale
    log_prior = np.log(spread) - 0.5 * (spread / scale) ** 2
    squared = v[:, None] + spread**2
    share = counts[:, None] / squared
    precision = share.sum(axis=0) + 1 / mean_sd**2 - share
    pull = share * y[:, None]
    mean = (pull.sum(axis=0) - pull) / precision
    log_term = -0.5 * counts[:, None] * (np.log(squared) + y[:, None] ** 2 / squared)
    log_post = log_prior + log_term.sum(axis=0) - log_term + 0.5 * precision * mean**2 - 0.5 * np.log(precision)
    log_post -= log_post.max(axis=1, keepdims=True)
    weight = np.exp(log_post)
    far = np.abs(y[:, None] - mean) / np.sqrt(squared + 1 / precision)
    chance: Array = (weight * 2 * ndtr(-far)).sum(axis=1) / weight.sum(axis=1)
    return chance
