"""Tolerance and rebound, from draws that are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.effect.conftest import FittedTrial

from speciosa.effect.forward import Response, Settled, settled
from speciosa.effect.wearing_off import middle_of, rebound_of, tolerance_of


@pytest.fixture(scope="module")
def usual(fitted_trial: FittedTrial) -> Settled:
    return settled(fitted_trial.response, fitted_trial.pattern)


def with_(response: Response, *, emax: float, height: float) -> Response:
    """Everybody the same: relief, tolerance, and today's tolerance as that of half the height."""
    ones = np.ones(len(response.emax))
    return replace(response, emax=emax * ones, height=height * ones, today=0.5 * height * ones)


def test_the_share_lost_is_tolerance_over_relief(fitted_trial: FittedTrial) -> None:
    given = with_(fitted_trial.response, emax=2.0, height=1.0)
    day = settled(given, fitted_trial.pattern)
    found = tolerance_of(given, day)
    assert found.share_lost.median == pytest.approx(float(np.median(-day.own_tolerance / day.on)))
    assert 0 < found.share_lost.low <= found.share_lost.median <= found.share_lost.high <= 1
    half_d = np.log(2) / given.kt_per_h / 24
    assert found.half_time_d.median == pytest.approx(float(np.median(half_d)))


def test_nothing_wears_off_without_tolerance(fitted_trial: FittedTrial) -> None:
    given = with_(fitted_trial.response, emax=2.0, height=0.0)
    day = settled(given, fitted_trial.pattern)
    assert tolerance_of(given, day).share_lost == (0.0, 0.0, 0.0)
    assert rebound_of(given, day, per_point=1.0, better="lower", felt=0.25).peak == (0.0, 0.0, 0.0)


def test_the_mirrored_outcome_loses_the_same_share_and_rebounds_the_same(fitted_trial: FittedTrial) -> None:
    lower = with_(fitted_trial.response, emax=2.0, height=1.5)
    higher = with_(fitted_trial.response, emax=-2.0, height=-1.5)
    days = [settled(each, fitted_trial.pattern) for each in (lower, higher)]
    assert tolerance_of(lower, days[0]) == tolerance_of(higher, days[1])
    back = [
        rebound_of(each, day, per_point=1.0, better=better, felt=0.25)
        for each, day, better in zip((lower, higher), days, ("lower", "higher"), strict=True)
    ]
    assert back[0] == back[1]
    assert back[0].peak.median > 0.1
    assert back[0].days.median > 0


def test_points_of_a_shorter_scale_shorten_the_peak_and_not_the_days(fitted_trial: FittedTrial, usual: Settled) -> None:
    ten = rebound_of(fitted_trial.response, usual, per_point=1.0, better="lower", felt=0.25)
    four = rebound_of(fitted_trial.response, usual, per_point=0.4, better="lower", felt=0.25)
    assert four.peak.high == pytest.approx(0.4 * ten.peak.high)
    assert four.days == ten.days


def test_a_middle_is_a_median_between_its_ends() -> None:
    assert middle_of(np.arange(1001.0)) == (500.0, 25.0, 975.0)
