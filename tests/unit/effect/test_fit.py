"""The posterior of a record: its points, and everything linear given a point."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.effect.conftest import FittedTrial

from speciosa.effect.fit import coefficients, fit, joint_draws, model_of
from speciosa.effect.likelihood.dense import felt_plainly


def test_weights_add_up_and_the_exploration_settled(fitted_trial: FittedTrial) -> None:
    found = fitted_trial.fit
    assert found.weight.sum() == pytest.approx(1.0)
    assert found.weight.min() >= 0
    assert found.explored.k_hat < 0.7
    assert len(found.z) == len(found.curve) == len(found.grams) == len(found.weight)


def test_the_kept_gram_matrices_are_those_of_the_points(fitted_trial: FittedTrial) -> None:
    found, some = fitted_trial.fit, np.argsort(fitted_trial.fit.weight)[-20:]
    _, grams, log_dets = found.model.evaluated(found.z[some], found.curve[some])
    assert np.array_equal(grams, found.grams[some])
    assert np.array_equal(log_dets, found.log_dets[some])


def test_the_evidence_of_the_coefficients_is_that_of_the_likelihood(fitted_trial: FittedTrial) -> None:
    found, some = fitted_trial.fit, np.argsort(fitted_trial.fit.weight)[-20:]
    log_like, _, _ = found.model.evaluated(found.z[some], found.curve[some])
    mine = coefficients(found).log_like[some]
    assert mine - mine[0] == pytest.approx(log_like - log_like[0], abs=1e-7)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_nearly_the_same_answer(fitted_trial: FittedTrial) -> None:
    again = fit(fitted_trial.model, np.random.default_rng(0))
    assert np.array_equal(again.z, fitted_trial.fit.z)
    assert np.array_equal(again.weight, fitted_trial.fit.weight)
    other = fit(fitted_trial.model, np.random.default_rng(99))
    means = [float(each.weight @ coefficients(each).middle[:, 0]) for each in (again, other)]
    spread = fitted_trial.joint.coefficient[:, 0].std()
    assert abs(means[0] - means[1]) < 0.25 * spread


def test_the_first_coefficient_is_the_mean_over_the_usual_pattern(fitted_trial: FittedTrial) -> None:
    """From each draw alone: mean over 30 days of tolerance times T less relief times E, by the plain recursion."""
    joint, response, usual = fitted_trial.joint, fitted_trial.response, fitted_trial.exposed.usual
    hourly = np.full(len(usual), 60)
    for at in range(0, len(joint.theta), 40):
        ke, ec50, kt = joint.theta[at, :3]
        share, tolerance = felt_plainly(usual[:, joint.curve[at]], hourly, ke, ec50, kt)
        mean = float((response.height[at] * tolerance - response.emax[at] * share).mean())
        assert joint.coefficient[at, 0] == pytest.approx(mean, rel=1e-8, abs=1e-9)


def test_draws_scatter_as_the_mixture_says(fitted_trial: FittedTrial) -> None:
    found, linear = fitted_trial.fit, coefficients(fitted_trial.fit)
    mean = float(found.weight @ linear.middle[:, 0])
    own = linear.spread * linear.inverse[:, 0, 0] * linear.shape / (linear.shape - 1)
    sd = float(np.sqrt(found.weight @ (own + linear.middle[:, 0] ** 2) - mean**2))
    draws = joint_draws(found, np.random.default_rng(5), 4000)
    assert draws.coefficient[:, 0].mean() == pytest.approx(mean, abs=4 * sd / np.sqrt(4000))
    assert draws.coefficient[:, 0].std() == pytest.approx(sd, rel=0.06)
    assert draws.noise_sd.min() > 0


def test_a_column_that_is_left_out_stays_at_nothing(fitted_trial: FittedTrial) -> None:
    given = fitted_trial
    model = given.model
    columns = model.names[3:]
    from speciosa.effect.columns import FixedColumns

    fixed = FixedColumns(columns, model.fixed[:, :-1], model.prior_sd[3:])
    without = model_of(
        given.ratings, given.exposed, fixed, given.priors, first_s=int(given.exposed.time_s[0]),
        left_out=("tolerance", "carry_in"),
    )  # fmt: skip
    some = np.argsort(given.fit.weight)[-5:]
    log_like, grams, log_dets = without.evaluated(given.fit.z[some], given.fit.curve[some])
    few = replace(given.fit.take(some), model=without, grams=grams, log_dets=log_dets)
    assert np.isfinite(log_like).all()
    assert np.abs(coefficients(few).middle[:, 1:3]).max() < 1e-6


def test_a_narrower_prior_draws_the_effect_to_its_mean(fitted_trial: FittedTrial) -> None:
    wide = coefficients(fitted_trial.fit, mean=0.0, sd=5.0).middle[:, 0]
    narrow = coefficients(fitted_trial.fit, mean=0.0, sd=0.05).middle[:, 0]
    assert np.abs(narrow).max() < np.abs(wide).max()
    assert np.abs(narrow).max() < 0.2
    elsewhere = coefficients(fitted_trial.fit, mean=2.0, sd=0.02).middle[:, 0]
    assert elsewhere == pytest.approx(np.full(len(elsewhere), 2.0), abs=0.3)


def test_the_truth_of_a_simulated_trial_lies_within_its_interval(fitted_trial: FittedTrial) -> None:
    low, high = np.quantile(fitted_trial.joint.coefficient[:, 0], [0.005, 0.995])
    assert low < fitted_trial.person.truth.true_effect_nrs < high
