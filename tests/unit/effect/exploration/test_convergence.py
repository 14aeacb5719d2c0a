"""R-hat and bulk effective size, against chains of known memory and the formulas written out plainly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import norm, rankdata

from speciosa.effect.exploration.convergence import bulk_ess, r_hat

Array = NDArray[np.float64]


def remembering(memory: float, chains: int, length: int, seed: int) -> Array:
    rng = np.random.default_rng(seed)
    found = np.empty((chains, length))
    found[:, 0] = rng.normal(size=chains)
    for at in range(1, length):
        found[:, at] = memory * found[:, at - 1] + math.sqrt(1 - memory**2) * rng.normal(size=chains)
    return found


def plain_r_hat(chains: Array) -> float:
    half = chains.shape[1] // 2
    split = np.concatenate([chains[:, :half], chains[:, -half:]])
    found = []
    for values in (split, np.abs(split - np.median(split))):
        z = norm.ppf((rankdata(values, method="average").reshape(values.shape) - 3 / 8) / (values.size + 1 / 4))
        within = np.mean([np.var(chain, ddof=1) for chain in z])
        between = half * np.var([np.mean(chain) for chain in z], ddof=1)
        found.append(math.sqrt(((half - 1) / half * within + between / half) / within))
    return max(found)


@pytest.mark.parametrize("seed", range(5))
def test_r_hat_is_the_plain_formula(seed: int) -> None:
    chains = remembering(0.5, 4, 201, seed) + np.random.default_rng(seed).normal(0, 0.2, (4, 1))
    assert r_hat(chains) == pytest.approx(plain_r_hat(chains))
    assert r_hat(chains.round(0)) == pytest.approx(plain_r_hat(chains.round(0)))


def test_chains_of_the_same_mean_but_another_width_do_not_agree() -> None:
    chains = remembering(0.0, 4, 1000, 1) * np.array([[1.0], [1.0], [1.0], [3.0]])
    assert r_hat(chains) > 1.05


def test_chains_that_stand_still_say_nothing() -> None:
    still = np.repeat(np.arange(4.0)[:, None], 100, axis=1)
    assert r_hat(still) == math.inf
    assert bulk_ess(np.zeros((4, 100))) == 0.0
    assert bulk_ess(still) < 10


@pytest.mark.parametrize("memory", [-0.3, 0.0, 0.5, 0.9])
def test_the_effective_size_is_that_of_chains_with_this_memory(memory: float) -> None:
    found = [bulk_ess(remembering(memory, 4, 2000, seed)) for seed in range(5)]
    assert np.mean(found) == pytest.approx(8000 * (1 - memory) / (1 + memory), rel=0.15)


def test_chains_apart_are_worth_hardly_more_than_their_number() -> None:
    assert bulk_ess(remembering(0.0, 4, 500, 3) + 5 * np.arange(4)[:, None]) < 10
