"""k-hat and smoothed weights, against tails whose shape is known and the formulas written out plainly."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import minimize

from speciosa.effect.exploration.psis import pareto_fit, pareto_quantile, smoothed

Array = NDArray[np.float64]


def plainly(log_weight: Array) -> tuple[Array, float]:
    """Section 2 and appendix of Vehtari et al. (2024), and Zhang and Stephens (2009), a number at a time."""
    weight = [math.exp(each - max(log_weight)) for each in log_weight]
    size = len(weight)
    length = math.ceil(min(0.2 * size, 3 * math.sqrt(size)))
    order = sorted(range(size), key=weight.__getitem__)
    cutoff = weight[order[size - length - 1]]
    tail = order[size - length :]
    x = [weight[each] - cutoff for each in tail]
    n, m = len(x), 30 + int(math.sqrt(length))
    quartile = x[int(n / 4 + 0.5) - 1]
    thetas = [1 / x[-1] + (1 - math.sqrt(m / (j - 0.5))) / 3 / quartile for j in range(1, m + 1)]

    def profile(theta: float) -> float:
        k = sum(math.log(1 - theta * each) for each in x) / n
        return n * (math.log(-theta / k) - k - 1)

    likelihood = [profile(each) for each in thetas]
    share = [1 / sum(math.exp(min(other - each, 700)) for other in likelihood) for each in likelihood]
    theta = sum(a * b for a, b in zip(thetas, share, strict=True))
    k = sum(math.log(1 - theta * each) for each in x) / n
    sigma = -k / theta
    k = (n * k + 5) / (n + 10)
    for at, each in enumerate(tail):
        share_below = (at + 0.5) / n
        weight[each] = min(cutoff + sigma * ((1 - share_below) ** -k - 1) / k, 1.0)
    return np.log(weight) - math.log(sum(weight)), k


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(30, 800), st.floats(0.05, 6.0))
def test_the_quick_way_is_the_plain_one(seed: int, size: int, spread: float) -> None:
    log_weight = np.random.default_rng(seed).normal(0, spread, size)
    (found, k), (wanted, k_wanted) = smoothed(log_weight), plainly(log_weight)
    assert k == pytest.approx(k_wanted, abs=1e-8)
    assert found == pytest.approx(wanted, abs=1e-8)


@pytest.mark.parametrize("shape", [-0.3, 0.1, 0.4, 0.7, 1.0, 1.5])
def test_the_shape_of_a_pareto_tail_is_found(shape: float) -> None:
    rng = np.random.default_rng(3)
    found = [smoothed(np.log1p(pareto_quantile(rng.random(4000), shape, 1.0)))[1] for _ in range(20)]
    assert np.mean(found) == pytest.approx(shape, abs=0.12)


def test_the_fit_is_near_the_highest_likelihood() -> None:
    over = np.sort(pareto_quantile(np.random.default_rng(5).random(3000), 0.5, 2.0))

    def loss(at: Array) -> float:
        k, sigma = at
        return float(3000 * math.log(sigma) + (1 + 1 / k) * np.log1p(k * over / sigma).sum())

    best = minimize(loss, np.array([0.3, 1.0]), method="Nelder-Mead").x
    assert pareto_fit(over) == pytest.approx(tuple(best), abs=0.02)


def test_weights_of_too_narrow_a_proposal_are_told_from_those_of_a_wide_one() -> None:
    """A normal target drawn from a normal of `width`: the tail's shape is 1 - width^2 (Vehtari et al., section 3)."""
    rng = np.random.default_rng(6)
    for width, low, high in [(0.5, 0.5, 1.2), (0.8, 0.1, 0.6), (1.5, -2.0, 0.2)]:
        z = rng.normal(0, width, 20_000)
        k = smoothed(-0.5 * z**2 + 0.5 * (z / width) ** 2)[1]
        assert low < k < high


@given(st.integers(0, 1000), st.integers(1, 300), st.floats(0.0, 0.95))
def test_what_comes_back_is_normalised_and_never_a_nan(seed: int, size: int, empty: float) -> None:
    rng = np.random.default_rng(seed)
    log_weight = np.where(rng.random(size) < empty, -np.inf, rng.normal(0, 3, size).round(0))
    found, k = smoothed(log_weight)
    assert np.exp(found).sum() == pytest.approx(1.0)
    assert not np.isnan(k)
    assert not np.isnan(found).any()


def test_equal_weights_have_no_tail() -> None:
    found, k = smoothed(np.full(500, -3.0))
    assert (k, found[0]) == (0.0, pytest.approx(-math.log(500)))


@pytest.mark.parametrize("log_weight", [np.full(500, -np.inf), np.zeros(4), np.r_[np.zeros(3), np.full(497, -np.inf)]])
def test_where_nothing_can_be_said_k_is_endless(log_weight: Array) -> None:
    assert smoothed(log_weight)[1] == math.inf


def test_smoothing_keeps_the_order_and_the_body() -> None:
    log_weight = np.random.default_rng(8).normal(0, 2, 1000)
    found, _ = smoothed(log_weight)
    assert np.array_equal(np.argsort(found), np.argsort(log_weight))
    body = np.argsort(log_weight)[:900]
    shift = found[body] - log_weight[body]
    assert shift == pytest.approx(np.full(900, shift[0]))


def test_a_tail_of_ties_is_no_nan() -> None:
    """A likelihood of two values: with these sizes one point of the grid falls on the formula's pole."""
    size, length = 1344, math.ceil(3 * math.sqrt(1344))
    found, k = smoothed(np.r_[np.zeros(length), np.full(size - length, -1.0)])
    assert 30 + int(math.sqrt(length)) == 40
    assert k < 0.7
    assert np.exp(found).sum() == pytest.approx(1.0)
