"""Each person's likelihood, through the values of a packet."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri
from tests.unit.effect.pooling.people import GRID, NORMAL, STUDENT, TRIAL, bell, crowd, number

from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.packet import Summary
from speciosa.effect.pooling.stage_prior import Family, StagePrior


def exact(y: float, s: float, mean: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """Log of N(y; m, s^2 + t^2), from its highest."""
    squared = s**2 + spread**2
    found: np.ndarray = -0.5 * (y - mean) ** 2 / squared - 0.5 * np.log(squared)
    found -= found.max()
    return found


@settings(max_examples=25)
@given(st.integers(0, 2**32), st.integers(1, 5), st.integers(1, 150))
def test_the_fast_loop_agrees_with_the_plain_sum(seed: int, people: int, points: int) -> None:
    rng = np.random.default_rng(seed)
    numbers, _ = crowd(rng, people, randomised=0.5, prior=STUDENT)
    evidence = Evidence.of(numbers)
    mean, spread = rng.normal(0, 3, points), 10 ** rng.uniform(-3, 1, points)
    np.testing.assert_allclose(
        evidence.log_marginal(mean, spread), evidence.log_marginal_plainly(mean, spread), rtol=1e-10, atol=1e-8
    )


@pytest.mark.parametrize("prior", [NORMAL, STUDENT], ids=["normal", "t"])
def test_values_give_the_likelihood_of_a_population_back(prior: StagePrior) -> None:
    """Within one and a half standard errors of the person's own answer, for narrow and wide populations alike."""
    evidence = Evidence.of([number(bell(-1.0, 0.6), prior=prior)])
    mean, spread = (each.ravel() for each in np.meshgrid(np.linspace(-1.9, -0.1, 25), np.geomspace(0.001, 1.0, 15)))
    found = evidence.log_marginal(mean, spread)
    np.testing.assert_allclose(found - found.max(), exact(-1.0, 0.6, mean, spread), atol=0.03)


def test_the_bell_curve_that_stands_in_is_the_likelihood_itself_where_that_is_one() -> None:
    evidence = Evidence.of([number(bell(-1.0, 0.6)), number(bell(0.7, 1.1))])
    np.testing.assert_allclose(evidence.centre, [-1.0, 0.7], atol=0.02)
    np.testing.assert_allclose(np.sqrt(evidence.variance), [0.6, 1.1], rtol=0.02)
    mean, spread = np.linspace(-6, 6, 30), np.geomspace(0.01, 3, 30)
    one = evidence.only(np.array([True, False])).as_bell_curves().log_marginal(mean, spread)
    np.testing.assert_allclose(one - one.max(), exact(-1.0, 0.6, mean, spread), atol=0.15)


def test_two_hundred_wide_posteriors_add_up_without_a_shift() -> None:
    """What is off in one person by a little is off in thousands by more than their standard error."""
    even = ndtri((np.arange(200) + 0.5) / 200)
    evidence = Evidence.of([number(bell(-0.8 + np.hypot(0.9, 0.5) * each, 0.9)) for each in even])
    mean = np.linspace(-0.9, -0.7, 41)
    highest = np.polynomial.Polynomial.fit(mean, evidence.log_marginal(mean, np.full(41, 0.5)), 2).deriv().roots()
    assert highest == pytest.approx([-0.8], abs=0.0015)


def test_a_lopsided_likelihood_stays_lopsided() -> None:
    """The values are ten times as close to the truth as a bell curve."""

    def lopsided(theta: np.ndarray) -> np.ndarray:
        return -np.exp(2.0 * (theta + 1.0)) + 1.5 * (theta + 1.0)

    evidence = Evidence.of([number(lopsided)])
    mean, spread = np.linspace(-2.4, -0.4, 21), np.full(21, 0.2)
    weight = np.exp(-0.5 * ((GRID[:, None] - mean) / spread) ** 2 + lopsided(GRID)[:, None]).sum(axis=0)
    truth = np.log(weight / weight.max())
    values, curve = evidence.log_marginal(mean, spread), evidence.as_bell_curves().log_marginal(mean, spread)
    assert np.abs(values - values.max() - truth).max() < 0.02
    assert np.abs(curve - curve.max() - truth).max() > 0.2


def test_nothing_vanishes_however_far_away_a_population_is() -> None:
    evidence = Evidence.of([number(bell(-1.0, 0.1))])
    found = evidence.log_marginal(np.array([-60.0, 60.0]), np.array([1e-6, 1e-6]))
    assert np.isfinite(found).all()
    assert (found < -1e4).all()


def test_nobody_has_nothing_to_say() -> None:
    nobody = Evidence.of([number(bell(0.0, 1.0))]).only(np.zeros(1, dtype=bool))
    assert nobody.log_marginal(np.zeros(3), np.ones(3)).tolist() == [0.0] * 3


def test_a_posterior_as_wide_as_its_prior_hardly_counts() -> None:
    values = number(bell(0.0, 1e6)).values
    evidence = Evidence.of([Summary(TRIAL, values, NORMAL)])
    assert evidence.variance[0] == pytest.approx(100 * 1.5**2)


@pytest.mark.parametrize(
    ("family", "df", "scale"),
    [(Family.NORMAL, 5.0, 1.0), (Family.STUDENT_T, None, 1.0), (Family.STUDENT_T, 2.0, 1.0), (Family.NORMAL, None, 0.0),
     (Family.NORMAL, None, float("nan")), (Family.STUDENT_T, float("inf"), 1.0)],
)  # fmt: skip
def test_a_prior_that_is_none_is_refused(family: Family, df: float | None, scale: float) -> None:
    with pytest.raises(ValueError, match=r"prior needs|degrees of freedom"):
        StagePrior(0.0, scale, family, df)


@pytest.mark.parametrize("prior", [StagePrior(0.3, 1.5), StagePrior(0.3, 1.5, Family.STUDENT_T, 6.0)])
def test_a_prior_s_slope_is_that_of_its_log_density(prior: StagePrior) -> None:
    at, step = np.linspace(-4, 4, 17), 1e-5
    steep = (prior.log_density(at + step) - prior.log_density(at - step)) / (2 * step)
    np.testing.assert_allclose(prior.slope(at), steep, atol=1e-8)


@pytest.mark.parametrize("prior", [NORMAL, STUDENT], ids=["normal", "t"])
def test_a_prior_s_density_adds_up_to_one_and_has_its_variance(prior: StagePrior) -> None:
    at = np.linspace(-400, 400, 800_001)
    density = np.exp(prior.log_density(at)) * 0.001
    assert density.sum() == pytest.approx(1.0, abs=1e-6)
    assert density @ at**2 == pytest.approx(prior.variance, rel=1e-3)
