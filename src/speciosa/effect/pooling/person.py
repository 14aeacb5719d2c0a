"""Each person's own effect, seen among the others: what pooling gives back to a person's number.

In each population a person's values are weighted by N(value; m, t^2) / prior and one is drawn. Where
the number was not randomised, the true effect behind an answer a follows N(mu + k (a - mu - delta),
k omega^2) with k = tau^2 / (tau^2 + omega^2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.psis import smoothed
from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.kernels import reweighted
from speciosa.effect.pooling.population_prior import Populations

Array = NDArray[np.float64]
_CHUNK = 256
"""People at a time: memory stays small however many there are."""
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Shrunken:
    """True effects of people, [person] each, in the outcome's unit.

    `low`, `high`: 95 % interval. `k_hat`: of the values' weights; above 0.7 they cannot be trusted.
    """

    mean: Array
    low: Array
    high: Array
    k_hat: Array


def shrunken(evidence: Evidence, populations: Populations, rng: np.random.Generator) -> Shrunken:
    """Effects of people among the others.

    Parameters
    ----------
    evidence : with one value a person, `k_hat` is 0: a bell curve has no weights.
    populations : draws from the posterior that this very evidence is part of.
    """
    found = Shrunken(*(np.zeros(len(evidence)) for _ in range(4)))
    for start in range(0, len(evidence), _CHUNK):
        chunk = slice(start, start + _CHUNK)
        for randomised in (True, False):
            kind = np.zeros(len(evidence), dtype=bool)
            kind[chunk] = evidence.randomised[chunk] == randomised
            if not kind.any():
                continue
            people = evidence.only(kind)
            answers, weight = _answers(people, populations, rng, randomised=randomised)
            effects = answers if randomised else _without_bias(answers, populations, rng)
            found.mean[kind] = effects.mean(axis=1)
            found.low[kind], found.high[kind] = np.quantile(effects, [0.025, 0.975], axis=1)
            found.k_hat[kind] = _k_hats(weight)
    return found


def _answers(
    people: Evidence, populations: Populations, rng: np.random.Generator, *, randomised: bool
) -> tuple[Array, Array]:
    """Draws of people's answers, [person, population], and the mean weight of their values."""
    mean, spread = (populations.mean, populations.spread) if randomised else populations.answers
    shape = (len(people), len(mean))
    # steps of the golden ratio fill 0 to 1 more evenly than chance does
    share = (rng.random((len(people), 1)) + _GOLDEN * np.arange(len(mean))) % 1.0
    picked, weight = rng.standard_normal(shape), np.empty(people.values.shape)
    reweighted(people.values, people.log_ratio, people.width, mean, spread, share, picked, weight)
    return picked, weight


def _without_bias(answers: Array, populations: Populations, rng: np.random.Generator) -> Array:
    spread, bias_spread = populations.spread**2, populations.bias_spread**2
    kept = spread / (spread + bias_spread)
    effects = populations.mean + kept * (answers - populations.mean - populations.bias)
    found: Array = effects + np.sqrt(kept * bias_spread) * rng.standard_normal(answers.shape)
    return found


def _k_hats(weight: Array) -> Array:
    if weight.shape[1] == 1:
        return np.zeros(len(weight))
    with np.errstate(divide="ignore"):
        return np.array([smoothed(each)[1] for each in np.log(weight)])
