"""The likelihood of all ratings at once: the chain in O(n) against the whole covariance matrix."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.scale import examples
from tests.unit.effect.test_likelihood_response import points, uneven

from speciosa.effect.likelihood.dense import felt_plainly, log_evidence_plainly
from speciosa.effect.likelihood.lanes import evaluate
from speciosa.effect.likelihood.response import LANES

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
SHAPE, SCALE = 3.0, 1.28


def residual(taken: Array, assigned: Array) -> Array:
    """What is left of the exposure taken after a straight line in the one that was assigned."""
    both = np.column_stack([np.ones(len(assigned)), assigned])
    return np.asarray(taken - both @ np.linalg.lstsq(both, taken, rcond=None)[0])


@dataclass(frozen=True)
class Case:
    """A made-up record as the kernel sees it."""

    theta: Array
    draw: Whole
    conc: Array
    assigned: Array
    step_min: Whole
    at: Whole
    usual: Array
    fixed: Array
    noise: Array
    prior_mean: Array
    prior_sd: Array

    @property
    def time_h(self) -> Array:
        return np.cumsum(self.step_min)[self.at] / 60.0

    def evaluated(self) -> tuple[Array, Array, Array]:
        n, columns = len(self.theta), len(self.prior_sd) + 1
        log_like, grams, log_dets = np.full(n, np.nan), np.zeros((n, columns, columns)), np.full(n, np.nan)
        step_h = np.diff(self.time_h, prepend=self.time_h[:1])
        evaluate(
            self.theta, self.draw, self.conc, self.assigned, self.step_min, self.at, self.usual,
            np.full(len(self.usual), 60), self.time_h, self.fixed, step_h, self.noise, self.prior_mean, self.prior_sd,
            SHAPE, SCALE, LANES, log_like, grams, log_dets,
        )  # fmt: skip
        return log_like, grams, log_dets

    def felt(self, at: int) -> tuple[Array, Array, Array]:
        """E, T, and what is left of tolerance brought along, at the ratings."""
        ke, ec50, kt = self.theta[at, :3]
        share, tolerance = felt_plainly(self.conc[:, self.draw[at]], self.step_min, ke, ec50, kt)
        return share[self.at], tolerance[self.at], np.exp(-kt * self.time_h)

    def usual_means(self, at: int) -> tuple[float, float]:
        ke, ec50, kt = self.theta[at, :3]
        hourly = np.full(len(self.usual), 60)
        share, tolerance = felt_plainly(self.usual[:, self.draw[at]], hourly, ke, ec50, kt)
        return float(share.mean()), float(tolerance.mean())

    def columns(self, at: int) -> Array:
        """X, by the formula of the page: the effect, tolerance, what was carried in, the instrument, the fixed ones."""
        share, tolerance, carried = self.felt(at)
        mean_share, mean_tolerance = self.usual_means(at)
        effect = share / mean_share
        found = [effect, tolerance - mean_tolerance * effect, carried]
        if len(self.assigned):
            ke, ec50, kt = self.theta[at, :3]
            planned = felt_plainly(self.assigned[:, self.draw[at]], self.step_min, ke, ec50, kt)
            found += [residual(share, planned[0][self.at]), residual(tolerance, planned[1][self.at])]
        return np.column_stack([*found, self.fixed[:, :-1]])


def case(seed: int, *, count: int = 3, ratings: int = 25, instrument: bool = False, uneven_noise: bool = False) -> Case:
    rng = np.random.default_rng(seed)
    columns = 3 + 2 * instrument + 2
    grid = 60
    return Case(
        points(rng, count), rng.integers(0, 2, count), rng.gamma(1.0, 1.0, (grid, 2)),
        rng.gamma(1.0, 1.0, (grid, 2)) if instrument else np.empty((0, 2)), uneven(rng, grid),
        np.sort(rng.integers(0, grid, ratings)), rng.gamma(1.0, 1.0, (72, 2)),
        np.column_stack([np.ones(ratings), rng.standard_normal(ratings), rng.normal(0.0, 1.5, ratings)]),
        rng.uniform(0.3, 4.0, ratings) if uneven_noise else np.ones(ratings), rng.normal(0.0, 1.0, columns),
        rng.uniform(0.3, 3.0, columns),
    )  # fmt: skip


@settings(max_examples=examples(20))
@example(seed=1441, ratings=3, instrument=True, uneven_noise=False)
@given(seed=st.integers(0, 10_000), ratings=st.integers(3, 40), instrument=st.booleans(), uneven_noise=st.booleans())
def test_the_chain_gives_the_evidence_of_the_whole_covariance(
    seed: int, ratings: int, *, instrument: bool, uneven_noise: bool
) -> None:
    made = case(seed, ratings=ratings, instrument=instrument, uneven_noise=uneven_noise)
    log_like, _, _ = made.evaluated()
    digits = 1e-6 if instrument else 1e-9  # a residual after an almost level assigned curve has fewer of them
    for at in range(len(made.theta)):
        expected = log_evidence_plainly(
            made.columns(at), made.fixed[:, -1], made.time_h, made.noise, made.theta[at, 3], made.theta[at, 4],
            made.prior_mean, made.prior_sd, SHAPE, SCALE,
        )  # fmt: skip
        assert log_like[at] == pytest.approx(expected, rel=digits, abs=digits)


@pytest.mark.parametrize("count", [1, LANES, LANES + 1, 2 * LANES - 1])
def test_no_point_depends_on_its_neighbours_in_the_lanes(count: int) -> None:
    made = case(7, count=count)
    together = made.evaluated()
    for at in {0, count // 2, count - 1}:
        alone = Case(**{**made.__dict__, "theta": made.theta[at : at + 1], "draw": made.draw[at : at + 1]}).evaluated()
        for left, right in zip(together, alone, strict=True):
            assert np.array_equal(left[at], right[0])


def test_the_first_coefficient_is_tolerance_times_its_mean_less_relief_times_its_own() -> None:
    """The same evidence from columns E and T as they are, the prior carried over by D = bT Tm - bE Em."""
    made = case(11, ratings=30)
    log_like, _, _ = made.evaluated()
    for at in range(len(made.theta)):
        share, tolerance, carried = made.felt(at)
        mean_share, mean_tolerance = made.usual_means(at)
        plain = np.column_stack([share, tolerance, carried, made.fixed[:, :-1]])
        # (-bE, bT) from (D, bT): -bE = (D - Tm bT) / Em
        change = np.eye(plain.shape[1])
        change[0, 0], change[0, 1] = 1 / mean_share, -mean_tolerance / mean_share
        spread = change @ np.diag(made.prior_sd**2) @ change.T
        apart = np.abs(made.time_h[:, None] - made.time_h)
        slow = made.theta[at, 4] ** 2 * np.exp(-apart / made.theta[at, 3])
        whole = np.diag(made.noise) + slow + plain @ spread @ plain.T
        surprise = made.fixed[:, -1] - plain @ change @ made.prior_mean
        square = surprise @ np.linalg.solve(whole, surprise)
        expected = -0.5 * np.linalg.slogdet(whole)[1] - (SHAPE + 15) * np.log(SCALE + 0.5 * square)
        assert log_like[at] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("instrument", [False, True])
def test_the_gram_matrix_holds_the_products_of_the_whitened_columns(*, instrument: bool) -> None:
    made = case(13, instrument=instrument, uneven_noise=True)
    _, grams, log_dets = made.evaluated()
    for at in range(len(made.theta)):
        apart = np.abs(made.time_h[:, None] - made.time_h)
        omega = np.diag(made.noise) + made.theta[at, 4] ** 2 * np.exp(-apart / made.theta[at, 3])
        both = np.column_stack([made.columns(at), made.fixed[:, -1]])
        expected = both.T @ np.linalg.solve(omega, both)
        assert np.tril(grams[at]) == pytest.approx(np.tril(expected), rel=1e-8, abs=1e-9)
        assert log_dets[at] == pytest.approx(np.linalg.slogdet(omega)[1], rel=1e-9, abs=1e-9)


def test_a_rating_with_much_noise_of_its_own_hardly_counts() -> None:
    made = case(17, uneven_noise=True)
    loud = made.noise.copy()
    loud[5] = 1e12
    moved = made.fixed.copy()
    moved[5, -1] += 3.0
    one = Case(**{**made.__dict__, "noise": loud}).evaluated()[0]
    other = Case(**{**made.__dict__, "noise": loud, "fixed": moved}).evaluated()[0]
    assert one == pytest.approx(other, abs=1e-6)
