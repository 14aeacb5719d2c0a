"""Smaller doses for a pool: their priors are those of prior draws, and an allowance leaves the prior as it was."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm
from scipy.stats import t as student_t
from tests.unit.effect.conftest import FittedTrial

from speciosa.effect.dose_levels import LevelPrior, allowed, level_prior
from speciosa.effect.fit import Joint
from speciosa.effect.forward import Response

DRAWS = 8000
AT = np.array([0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975])


@pytest.mark.parametrize("share", [0.5, 0.75])
def test_the_prior_of_a_level_is_that_of_prior_draws(fitted_trial: FittedTrial, share: float) -> None:
    """Everything drawn from what is assumed beforehand, and felt on the usual pattern made smaller."""
    rng, model, exposed = np.random.default_rng(1), fitted_trial.model, fitted_trial.exposed
    noise = float(np.sqrt((fitted_trial.joint.noise_sd**2).mean()))
    theta = model.priors.theta_of(rng.standard_normal((DRAWS, 5)))
    curve = rng.integers(exposed.draws, size=DRAWS)
    effect = model.prior_mean[0] + model.prior_sd[0] * noise * rng.standard_normal(DRAWS)
    height = model.prior_mean[1] + model.prior_sd[1] * noise * rng.standard_normal(DRAWS)
    coefficient = np.column_stack([effect, height])
    nothing = np.empty(0)
    response = Response(Joint(theta, curve, coefficient, np.full(DRAWS, noise)), exposed, nothing, height, nothing)
    hours = np.arange(len(exposed.usual), dtype=float)
    felt, tolerance = response.felt(exposed.usual, hours, np.arange(len(hours)))
    emax = (height * tolerance.mean(axis=1) - effect) / felt.mean(axis=1)
    felt, tolerance = response.felt(exposed.usual, hours, np.arange(len(hours)), share)
    drawn = height * tolerance.mean(axis=1) - emax * felt.mean(axis=1)

    found = level_prior(fitted_trial.response, model, share)
    shape = norm if found.df is None else student_t(found.df)
    error = 3.3 * np.sqrt(AT * (1 - AT) / DRAWS) / norm.pdf(norm.ppf(AT)) * found.scale
    assert (np.abs(np.quantile(drawn, AT) - (found.location + found.scale * shape.ppf(AT))) < error).all()
    assert share * effect.std() < drawn.std() < effect.std()


@pytest.mark.parametrize("df", [None, 9.0])
def test_pooling_can_take_the_prior_of_widened_draws_out_again(df: float | None) -> None:
    """A record that says y, give or take s, and may be off by k: what is left without the prior is y, hypot(s, k)."""
    rng, prior, y, s, k = np.random.default_rng(2), LevelPrior(0.1, 1.2, df), -1.0, 0.4, 0.3
    grid = np.linspace(-6, 6, 20_001)

    def posterior(sd: float) -> np.ndarray:
        log = prior.log_density(grid) - 0.5 * ((grid - y) / sd) ** 2
        mass = np.cumsum(np.exp(log - log.max()))
        quantile: np.ndarray = np.interp((np.arange(20_000) + 0.5) / 20_000, mass / mass[-1], grid)
        return quantile

    found, exact = allowed(rng.permutation(posterior(s)), k, prior, rng), posterior(np.hypot(s, k))
    assert np.quantile(found, AT) == pytest.approx(np.quantile(exact, AT), abs=0.03)
    assert allowed(exact, 0.0, prior, rng) is exact
