"""A posterior of some numbers and one choice among many: known answers, and what the choice must not depend on."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from speciosa.effect.exploration.alternatives import Choosing, ExploredChoices, explore_choices

Array = NDArray[np.float64]
Choice = NDArray[np.int64]
WIDTH = 0.4


def bells(at: Array, height: Array) -> Choosing:
    """A normal likelihood [dim] for each choice, about its own place and of its own height."""

    def target(z: Array, choice: Choice) -> Array:
        found: Array = height[choice] - 0.5 * (((z - at[choice]) / WIDTH) ** 2).sum(axis=1)
        return found

    return target


def shares(at: Array, height: Array) -> Array:
    """Posterior probability of each choice, exactly."""
    log_share = height - 0.5 * (at**2).sum(axis=1) / (1 + WIDTH**2)
    weight = np.exp(log_share - log_share.max())
    return np.asarray(weight / weight.sum())


def share_of(found: ExploredChoices, choices: int) -> Array:
    return np.bincount(found.choice, weights=found.explored.weight, minlength=choices).astype(np.float64)


def made(seed: int, choices: int, dim: int, spread: float = 0.8) -> tuple[Array, Array, Array]:
    """Places, heights and marks: the places about linear in the marks, with scatter of their own."""
    rng = np.random.default_rng(seed)
    marks = rng.standard_normal((choices, 2))
    marks = marks[np.argsort(marks[:, 0])]
    at = spread * marks @ rng.standard_normal((2, dim)) + 0.2 * rng.standard_normal((choices, dim))
    return at, rng.normal(0.0, 0.7, choices), marks


@pytest.mark.parametrize(("choices", "dim"), [(1, 2), (2, 3), (40, 2), (100, 5)])
def test_the_shares_of_the_choices_and_the_evidence_are_right(choices: int, dim: int) -> None:
    at, height, marks = made(choices, choices, dim, spread=0.2 if choices == 2 else 0.8)
    found = explore_choices(bells(at, height), dim, marks, np.random.default_rng(1), draws=2000)
    exact = shares(at, height)
    assert found.explored.k_hat < 0.7
    assert 0.5 * np.abs(share_of(found, choices) - exact).sum() < 0.12
    log_each = height - 0.5 * (at**2).sum(axis=1) / (1 + WIDTH**2) + dim * np.log(WIDTH / np.sqrt(1 + WIDTH**2))
    evidence = np.log(np.mean(np.exp(log_each)))
    assert found.explored.log_evidence == pytest.approx(evidence, abs=0.12)


def test_the_numbers_have_the_mean_and_the_spread_of_the_mixture() -> None:
    at, height, marks = made(7, 60, 3)
    found = explore_choices(bells(at, height), 3, marks, np.random.default_rng(2), draws=3000)
    exact, mean_of_each = shares(at, height), at / (1 + WIDTH**2)
    mean = exact @ mean_of_each
    variance = exact @ (mean_of_each - mean) ** 2 + WIDTH**2 / (1 + WIDTH**2)
    weight, z = found.explored.weight, found.explored.z
    assert weight @ z == pytest.approx(mean, abs=0.06)
    assert np.sqrt(weight @ (z - weight @ z) ** 2) == pytest.approx(np.sqrt(variance), rel=0.1)


def test_without_anything_that_tells_them_apart_it_still_finds_the_likely_one() -> None:
    at, height = np.zeros((20, 2)), np.zeros(20)
    height[13] = 4.0
    found = explore_choices(bells(at, height), 2, np.zeros((20, 2)), np.random.default_rng(3), draws=2000)
    assert share_of(found, 20)[13] == pytest.approx(shares(at, height)[13], abs=0.05)


def test_a_choice_far_better_than_the_middle_one_is_found() -> None:
    at, height, marks = made(5, 50, 2)
    height[:] = 0.0
    height[-1] = 12.0
    found = explore_choices(bells(at, height), 2, marks, np.random.default_rng(4), draws=1500)
    assert share_of(found, 50)[-1] > 0.9


def test_the_same_state_of_chance_gives_the_same_bytes() -> None:
    at, height, marks = made(9, 30, 3)
    one, other = (explore_choices(bells(at, height), 3, marks, np.random.default_rng(5), draws=500) for _ in range(2))
    assert np.array_equal(one.explored.z, other.explored.z)
    assert np.array_equal(one.choice, other.choice)
    assert np.array_equal(one.explored.weight, other.explored.weight)


def test_a_height_that_all_share_changes_the_evidence_alone() -> None:
    at, height, marks = made(11, 30, 2)
    low = explore_choices(bells(at, height), 2, marks, np.random.default_rng(6), draws=500)
    high = explore_choices(bells(at, height + 50.0), 2, marks, np.random.default_rng(6), draws=500)
    assert high.explored.weight == pytest.approx(low.explored.weight, rel=1e-6)
    assert high.explored.log_evidence == pytest.approx(low.explored.log_evidence + 50.0, abs=1e-6)


def test_a_ragged_height_over_the_choices_is_no_hindrance() -> None:
    at, height, marks = made(13, 100, 5)
    height = np.random.default_rng(1).normal(0.0, 2.0, 100)
    found = explore_choices(bells(at, height), 5, marks, np.random.default_rng(7), draws=2500)
    assert found.explored.k_hat < 0.7
    assert 0.5 * np.abs(share_of(found, 100) - shares(at, height)).sum() < 0.15
