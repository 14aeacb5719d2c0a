"""Student's t, mixtures of it, and the mixture fitted to weighted points, against SciPy's densities."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import multivariate_normal, multivariate_t

from speciosa.effect.exploration.mixture_fit import fitted_mixture, spread_mixture
from speciosa.effect.exploration.proposals import DEGREES, StandardNormal, StudentMixture, student

RNG = np.random.default_rng(2)
FACTORS = RNG.normal(size=(3, 4, 4))
SCALES = FACTORS @ FACTORS.swapaxes(1, 2) + np.eye(4)
MEANS = RNG.normal(size=(3, 4))
SHARES = np.array([0.5, 0.3, 0.2])
MIXTURE = StudentMixture(SHARES, MEANS, np.asarray(np.linalg.cholesky(SCALES), dtype=np.float64))


def test_the_densities_are_scipys() -> None:
    z = RNG.normal(size=(50, 4)) * 3
    wanted = sum(
        share * multivariate_t(mean, scale, DEGREES).pdf(z)
        for share, mean, scale in zip(SHARES, MEANS, SCALES, strict=True)
    )
    assert MIXTURE.log_density(z) == pytest.approx(np.log(wanted))
    assert student(MEANS[0], SCALES[0]).log_density(z) == pytest.approx(
        multivariate_t(MEANS[0], SCALES[0], DEGREES).logpdf(z)
    )
    assert StandardNormal(4).log_density(z) == pytest.approx(multivariate_normal(np.zeros(4)).logpdf(z))


@pytest.mark.parametrize("proposal", [MIXTURE, student(MEANS[0], SCALES[0])])
def test_the_points_follow_the_density(proposal: StudentMixture) -> None:
    z = proposal.points(8192, np.random.default_rng(4))
    mean = proposal.share @ proposal.mean
    away = proposal.mean - mean
    scale = proposal.root @ proposal.root.swapaxes(1, 2)
    covariance = np.einsum("k,kij->ij", proposal.share, 1.5 * scale + away[:, :, None] * away[:, None, :])
    assert z.mean(axis=0) == pytest.approx(mean, abs=0.03)
    assert np.cov(z, rowvar=False) == pytest.approx(covariance, rel=0.05, abs=0.25)
    # a density of the same make at half the width: its mean ratio is 1 only if points and density belong together
    inner = StudentMixture(proposal.share, proposal.mean, proposal.root / 2)
    assert np.exp(inner.log_density(z) - proposal.log_density(z)).mean() == pytest.approx(1.0, abs=0.03)


def test_each_sweep_of_a_fit_brings_the_mixture_closer_to_the_points() -> None:
    rng = np.random.default_rng(5)
    z = np.concatenate([rng.normal(-2, 0.3, (300, 2)), rng.normal(1, 0.6, (500, 2)) * [1, 0.2]])
    weight = rng.uniform(0.5, 1.5, 800)
    weight /= weight.sum()
    mixture = spread_mixture(z, 5, rng)
    fits = [weight @ mixture.log_density(z)]
    for _ in range(12):
        mixture = fitted_mixture(z, weight, mixture, sweeps=1)
        fits.append(weight @ mixture.log_density(z))
    assert (np.diff(fits) > -2e-3).all()  # borrowed widths cost a trace of it
    assert fits[-1] - fits[0] > 0.5


def test_a_fit_heeds_the_weights() -> None:
    rng = np.random.default_rng(6)
    z = rng.uniform(-4, 4, (4000, 1))
    weight = np.exp(-0.5 * ((z[:, 0] - 1) / 0.3) ** 2)
    fit = fitted_mixture(z, weight / weight.sum(), student(np.zeros(1), np.eye(1)), sweeps=30)
    assert fit.mean[0, 0] == pytest.approx(1.0, abs=0.05)
    # of all t with 6 degrees, the nearest to a normal is a little narrower than it
    assert 0.2 < fit.root[0, 0, 0] < 0.3


def test_a_fit_to_points_of_a_t_finds_its_scale_not_its_covariance() -> None:
    z = student(MEANS[0], SCALES[0]).points(4096, np.random.default_rng(8))
    fit = fitted_mixture(z, np.full(4096, 1 / 4096), student(np.zeros(4), np.eye(4)), sweeps=30)
    assert fit.mean[0] == pytest.approx(MEANS[0], abs=0.1)
    assert fit.root[0] @ fit.root[0].T == pytest.approx(SCALES[0], rel=0.1, abs=0.1)


def test_a_component_that_nothing_belongs_to_is_dropped() -> None:
    z = np.random.default_rng(7).normal(size=(500, 2))
    start = StudentMixture(np.array([0.5, 0.5]), np.array([[0.0, 0.0], [500.0, 0.0]]), np.stack([np.eye(2)] * 2))
    assert len(fitted_mixture(z, np.full(500, 1 / 500), start, sweeps=2).share) == 1
