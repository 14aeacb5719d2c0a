"""Scores that wander by themselves: the recursion against the whole covariance matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from speciosa.effect.likelihood.dense import log_evidence_plainly
from speciosa.effect.score_noise import (
    calendar_columns,
    column_sds,
    noise_of,
    prior_pairs,
    products,
    weighed,
)
from speciosa.knowledge import Knowledge

Array = NDArray[np.float64]
PAIRS = np.array([6.0, 60.0, 300.0]), np.array([0.3, 1.0, 3.0])


def scattered(rng: np.random.Generator, time_h: Array, tau_h: float, rho: float, sd: float) -> Array:
    """Scores of level nought that wander as the model says."""
    apart = np.abs(time_h[:, None] - time_h[None, :])
    cov = sd**2 * (np.eye(len(time_h)) + rho**2 * np.exp(-apart / tau_h))
    return np.asarray(np.linalg.cholesky(cov) @ rng.standard_normal(len(time_h)))


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(2, 30))
def test_products_are_those_of_the_whole_covariance_matrix(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    step = rng.choice([0.0, 0.5, 7.0, 400.0], count)
    time_h, columns = np.cumsum(step) - step[0], rng.standard_normal((3, count, 2))
    gram, log_det = products(columns, step, *PAIRS)
    for at, (tau, rho) in enumerate(zip(*PAIRS, strict=True)):
        omega = np.eye(count) + rho**2 * np.exp(-np.abs(time_h[:, None] - time_h) / tau)
        np.testing.assert_allclose(gram[at], columns[at].T @ np.linalg.solve(omega, columns[at]), rtol=1e-8, atol=1e-8)
        assert log_det[at] == pytest.approx(np.linalg.slogdet(omega)[1], abs=1e-8)


def test_weights_are_those_of_the_plain_density_that_the_effect_is_held_against(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(4)
    time_h = np.sort(rng.uniform(0, 400, 40))
    kinds, columns = calendar_columns(time_h, time_h % 24)
    sds, y = column_sds(kinds, knowledge), scattered(rng, time_h, 30.0, 1.0, 0.8)
    found = weighed(columns, y, np.diff(time_h, prepend=time_h[0]), sds, PAIRS, knowledge)
    shape, scale = knowledge.choice("effect_noise_shape"), knowledge.choice("effect_noise_scale")
    plainly = np.array([
        log_evidence_plainly(columns, y, time_h, np.ones(40), tau, rho, np.zeros(4), sds, shape, scale)
        for tau, rho in zip(*PAIRS, strict=True)
    ])  # fmt: skip
    expected = np.exp(plainly - plainly.max())
    np.testing.assert_allclose(found.weight, expected / expected.sum(), rtol=1e-6)


def test_a_long_record_tells_how_its_scores_wander(knowledge: Knowledge) -> None:
    rng = np.random.default_rng(5)
    time_h = np.arange(0.0, 24 * 120, 6.0)
    y = scattered(rng, time_h, 20.0, 2.0, 0.5)
    kinds, columns = calendar_columns(time_h, time_h % 24)
    pairs = prior_pairs(knowledge)
    found = weighed(columns, y, np.diff(time_h, prepend=0.0), column_sds(kinds, knowledge), pairs, knowledge)
    noise = noise_of(found, pairs, rng, 400)
    assert noise.own
    assert np.median(noise.tau_h) == pytest.approx(20, rel=0.5)
    assert np.median(noise.rho) == pytest.approx(2, rel=0.5)
    assert np.median(noise.sd) == pytest.approx(0.5, rel=0.4)


def test_the_weeks_cycle_comes_in_after_eight_weeks() -> None:
    assert calendar_columns(np.arange(0.0, 24 * 50), np.zeros(24 * 50))[1].shape[1] == 4
    assert calendar_columns(np.arange(0.0, 24 * 60), np.zeros(24 * 60))[1].shape[1] == 6
