"""What is felt: the compiled recursion against the plain one, on any grid and with any number of lanes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.scale import examples

from speciosa.effect.likelihood.dense import felt_plainly
from speciosa.effect.likelihood.lanes import feel
from speciosa.effect.likelihood.response import LANES, LONGEST_STEP_MIN, decay_tables, felt

Array = NDArray[np.float64]
Whole = NDArray[np.int64]


def points(rng: np.random.Generator, count: int) -> Array:
    """Nonlinear numbers as far apart as the priors allow, [point, 5]."""
    middle = np.array([0.7, 1.0, 0.003, 48.0, 1.0])
    return np.ascontiguousarray(middle * np.exp(rng.normal(0.0, 1.2, (count, 5))))


def uneven(rng: np.random.Generator, count: int) -> Whole:
    return np.concatenate([[0], rng.integers(1, LONGEST_STEP_MIN, count - 1, endpoint=True)])


def felt_by_lanes(theta: Array, draw: Whole, conc: Array, step_min: Whole, at: Whole) -> tuple[Array, Array]:
    share, tolerance = np.full((len(theta), len(at)), np.nan), np.full((len(theta), len(at)), np.nan)
    feel(theta, draw, conc, step_min, at, LANES, share, tolerance)
    return share, tolerance


@pytest.mark.parametrize("count", [1, LANES - 1, LANES, LANES + 1, 2 * LANES + 3])
def test_every_lane_feels_what_the_plain_recursion_feels_whatever_their_number(count: int) -> None:
    rng = np.random.default_rng(count)
    theta, draw = points(rng, count), rng.integers(0, 5, count)
    conc, step_min = rng.gamma(1.0, 1.0, (70, 5)), uneven(rng, 70)
    share, tolerance = felt_by_lanes(theta, draw, conc, step_min, np.arange(70))
    for at in {0, count // 2, count - 1}:
        expected = felt_plainly(conc[:, draw[at]], step_min, theta[at, 0], theta[at, 1], theta[at, 2])
        assert share[at] == pytest.approx(expected[0], abs=1e-10)
        assert tolerance[at] == pytest.approx(expected[1], abs=1e-10)


@settings(max_examples=examples(25))
@given(seed=st.integers(0, 10_000), count=st.integers(2, 60))
def test_on_uneven_grids_the_two_ways_agree(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    theta, conc, step_min = points(rng, 3), rng.gamma(0.5, 2.0, (count, 2)), uneven(rng, count)
    draw = np.array([0, 1, 1])
    share, tolerance = felt_by_lanes(theta, draw, conc, step_min, np.arange(count))
    for at in range(3):
        expected = felt_plainly(conc[:, draw[at]], step_min, theta[at, 0], theta[at, 1], theta[at, 2])
        assert np.abs(share[at] - expected[0]).max() < 1e-9
        assert np.abs(tolerance[at] - expected[1]).max() < 1e-9


def test_chosen_places_are_those_of_the_whole_path_also_where_one_stands_twice() -> None:
    rng = np.random.default_rng(1)
    theta, conc, step_min = points(rng, 4), rng.gamma(1.0, 1.0, (40, 1)), uneven(rng, 40)
    draw, at = np.zeros(4, dtype=np.int64), np.array([0, 3, 3, 17, 39])
    whole = felt_by_lanes(theta, draw, conc, step_min, np.arange(40))
    some = felt_by_lanes(theta, draw, conc, step_min, at)
    assert np.array_equal(some[0], whole[0][:, at])
    assert np.array_equal(some[1], whole[1][:, at])


def test_feel_is_felt_lane_by_lane() -> None:
    rng = np.random.default_rng(2)
    theta, conc, step_min = points(rng, LANES), rng.gamma(1.0, 1.0, (30, LANES)), uneven(rng, 30)
    kept, lag, stays = (np.empty((LONGEST_STEP_MIN + 1, LANES)) for _ in range(3))
    decay_tables(np.ascontiguousarray(theta[:, 0]), np.ascontiguousarray(theta[:, 2]), kept, lag, stays)
    at = np.arange(30)
    share, tolerance = np.empty((30, LANES)), np.empty((30, LANES))
    felt(conc, step_min, np.ascontiguousarray(theta[:, 1]), kept, lag, stays, at, share, tolerance)
    one_by_one = felt_by_lanes(theta, np.arange(LANES), conc, step_min, at)
    assert np.array_equal(share.T, one_by_one[0])
    assert np.array_equal(tolerance.T, one_by_one[1])


def test_a_very_slow_effect_site_keeps_its_digits() -> None:
    theta = np.array([[1e-7, 1.0, 1e-6, 48.0, 1.0]])
    conc, step_min = np.linspace(0.0, 50.0, 30)[:, None], np.full(30, 10)
    share, _ = felt_by_lanes(theta, np.zeros(1, np.int64), conc, step_min, np.arange(30))
    area = np.concatenate([[0.0], np.cumsum((conc[1:, 0] + conc[:-1, 0]) / 2 / 6)])
    assert share[0] == pytest.approx(1e-7 * area, rel=1e-4)  # the plain recursion has lost them here


def test_nothing_taken_is_nothing_felt_and_steady_exposure_fills_both() -> None:
    theta = np.array([[2.0, 1.0, 0.05, 48.0, 1.0]])
    step_min, at = np.full(800, 60), np.arange(800)
    none = felt_by_lanes(theta, np.zeros(1, np.int64), np.zeros((800, 1)), step_min, at)
    assert not none[0].any()
    assert not none[1].any()
    steady = felt_by_lanes(theta, np.zeros(1, np.int64), np.full((800, 1), 3.0), step_min, at)
    assert steady[0][0, -1] == pytest.approx(0.75)
    assert steady[1][0, -1] == pytest.approx(0.75)
    assert np.all(np.diff(steady[1][0]) >= 0)


def test_twice_the_dose_is_half_the_ec50() -> None:
    rng = np.random.default_rng(5)
    conc, step_min, at = rng.gamma(1.0, 1.0, (50, 1)), uneven(rng, 50), np.arange(50)
    theta = points(rng, 1)
    half = theta.copy()
    half[:, 1] /= 2
    draw = np.zeros(1, np.int64)
    twice = felt_by_lanes(theta, draw, 2 * conc, step_min, at)
    other = felt_by_lanes(half, draw, conc, step_min, at)
    assert twice[0] == pytest.approx(other[0])
    assert twice[1] == pytest.approx(other[1])
