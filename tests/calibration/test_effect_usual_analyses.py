"""The usual analyses: held against SciPy and plain sums, and false where days remember each other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import ttest_ind, ttest_rel

from speciosa.simulate.usual_analyses import (
    Days,
    Interval,
    days_of,
    generalised_least_squares,
    paired_periods,
    t_test,
    t_test_after_washout,
)

BLOCK_D, BLOCKS = 10, 12
DAYS = BLOCK_D * BLOCKS


def remembering(rng: np.random.Generator, lag: float, effect: float = 0.0) -> Days:
    order = np.concatenate([rng.permutation([True, False]) for _ in range(BLOCKS // 2)])
    on, period = np.repeat(order, BLOCK_D), np.repeat(np.arange(BLOCKS), BLOCK_D)
    pain = np.empty(DAYS)
    pain[0] = rng.standard_normal()
    for day in range(1, DAYS):
        pain[day] = lag * pain[day - 1] + math.sqrt(1 - lag**2) * rng.standard_normal()
    return Days(np.arange(DAYS), 5 + pain + effect * on, on, period)


def test_days_hold_the_mean_of_their_scores_and_know_their_period() -> None:
    found = days_of(np.array([10, 10, 11, 14]), np.array([4.0, 6.0, 3.0, 2.0]), np.array([14]), np.array([10, 14]))
    assert found.mean.tolist() == [5.0, 3.0, 2.0]
    assert found.on.tolist() == [False, False, True]
    assert found.period.tolist() == [0, 0, 1]


def test_a_silent_day_with_a_dose_still_begins_a_period() -> None:
    found = days_of(np.array([1, 3, 4]), np.array([4.0, 3.0, 2.0]), np.array([2]))
    assert found.period.tolist() == [0, 2, 2]


def test_the_t_test_is_the_one_of_scipy() -> None:
    days = remembering(np.random.default_rng(1), 0.3, -0.4)
    found = t_test(days)
    theirs = ttest_ind(days.mean[days.on], days.mean[~days.on], equal_var=False).confidence_interval()
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_after_washout_only_the_late_days_of_later_periods_count() -> None:
    days = remembering(np.random.default_rng(2), 0.3)
    late = (np.arange(DAYS) % BLOCK_D >= 4) | (np.arange(DAYS) < BLOCK_D)
    theirs = ttest_ind(days.mean[days.on & late], days.mean[~days.on & late], equal_var=False).confidence_interval()
    found = t_test_after_washout(days, 4)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_paired_periods_are_the_paired_t_test_of_their_means() -> None:
    days = remembering(np.random.default_rng(3), 0.3, -0.4)
    mean = days.mean.reshape(BLOCKS // 2, 2, BLOCK_D).mean(axis=2)
    on = days.on.reshape(BLOCKS // 2, 2, BLOCK_D)[:, :, 0]
    theirs = ttest_rel(mean[on], mean[~on]).confidence_interval()
    found = paired_periods(days)
    assert (found.low, found.high) == pytest.approx((theirs.low, theirs.high))


def test_what_cannot_be_compared_gets_no_number() -> None:
    always = Days(np.arange(20), np.arange(20.0), np.ones(20, dtype=bool), np.zeros(20, dtype=np.int64))
    found = [t_test(always), t_test_after_washout(always, 4), paired_periods(always), generalised_least_squares(always)]
    assert all(math.isnan(each.mean) and not each.claims for each in found)
    assert Interval(1.0, 0.5, 1.5).claims
    assert Interval(-1.0, -1.5, -0.5).claims


def test_where_days_remember_each_other_the_t_test_claims_too_often_and_least_squares_with_memory_less() -> None:
    people = [remembering(np.random.default_rng([4, each]), 0.7) for each in range(50)]
    plain = np.mean([t_test(each).claims for each in people])
    remembered = np.mean([generalised_least_squares(each).claims for each in people])
    assert plain > 0.15
    assert remembered < plain


def test_least_squares_with_memory_finds_an_effect_that_is_there() -> None:
    people = [remembering(np.random.default_rng([5, each]), 0.7, -1.0) for each in range(15)]
    found = [generalised_least_squares(each) for each in people]
    assert np.mean([each.mean for each in found]) == pytest.approx(-1.0, abs=0.3)
    assert np.mean([each.low <= -1.0 <= each.high for each in found]) > 0.6
