"""What draws say would be felt: on the usual pattern, on less of it, and after stopping."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.conftest import FittedTrial

from speciosa.effect.forward import after_stopping, mean_between, settled
from speciosa.effect.likelihood.dense import felt_plainly


def test_felt_along_any_curve_is_the_plain_recursion(fitted_trial: FittedTrial) -> None:
    response = fitted_trial.response.first(5)
    hours = np.array([0.0, 0.5, 2.0, 2.25, 8.0, 13.0, 14.0])
    conc = np.random.default_rng(1).gamma(1.0, 1.0, (7, fitted_trial.exposed.draws))
    share, tolerance = response.felt(conc, hours, np.arange(7), 0.5)
    step_min = np.rint(np.diff(hours, prepend=0.0) * 60).astype(np.int64)
    for at in range(5):
        ke, ec50, kt = response.joint.theta[at, :3]
        expected = felt_plainly(0.5 * conc[:, response.joint.curve[at]], step_min, ke, ec50, kt)
        assert share[at] == pytest.approx(expected[0], abs=1e-10)
        assert tolerance[at] == pytest.approx(expected[1], abs=1e-10)


def test_a_settled_day_is_the_hourly_walk_through_sixty_days(fitted_trial: FittedTrial) -> None:
    response, pattern = fitted_trial.response.first(8), fitted_trial.pattern
    usual = settled(response, pattern)
    hours = np.arange(0.0, 60 * 24 + 0.25, 0.5)
    conc = fitted_trial.exposed.on(pattern, 60, hours=hours)
    share, tolerance = response.felt(conc, hours, np.arange(len(hours)))
    day = slice(len(hours) - 49, len(hours))
    assert usual.on == pytest.approx(-response.emax * share[:, day].mean(axis=1), abs=0.05)
    assert usual.own_tolerance == pytest.approx(response.height * tolerance[:, day].mean(axis=1), abs=0.03)


def test_after_stopping_relief_goes_and_what_is_left_of_tolerance_goes_too(fitted_trial: FittedTrial) -> None:
    response = fitted_trial.response
    usual = settled(response, fitted_trial.pattern)
    after = after_stopping(response, usual)
    assert after.shape == (len(response.emax), len(usual.after_hours))
    assert usual.after_hours[0] == 0
    assert np.all(np.diff(usual.after_hours) > 0)
    # at the moment of stopping: relief as it is, and today's tolerance
    assert after[:, 0] == pytest.approx(usual.after_relief[:, 0] + response.today)
    quick = np.log(2) / response.kt_per_h < 5 * 24
    assert quick.any()
    assert np.abs(after[quick, -1]).max() < 0.3


def test_the_mean_between_two_times_is_the_area_over_the_length() -> None:
    hours = np.array([0.0, 6.0, 24.0, 48.0, 72.0])
    assert mean_between(hours[None], hours, 0, 3)[0] == pytest.approx(36.0)
    assert mean_between(np.ones((2, 5)), hours, 1, 2).tolist() == pytest.approx([1.0, 1.0])


def test_less_of_the_pattern_is_less_of_the_exposure_and_none_is_none(fitted_trial: FittedTrial) -> None:
    response, pattern = fitted_trial.response.first(50), fitted_trial.pattern
    sizes = [np.abs(settled(response, pattern, factor).on).mean() for factor in (0.01, 0.5, 0.75, 1.0)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.05 * sizes[-1]


def test_the_acute_contrast_of_somebody_whom_it_helps_is_relief(fitted_trial: FittedTrial) -> None:
    usual = settled(fitted_trial.response, fitted_trial.pattern)
    assert usual.acute.mean() < 0
    assert np.array_equal(np.sign(usual.acute), np.sign(-fitted_trial.response.emax))
