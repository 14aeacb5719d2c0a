"""The grid that the likelihood walks along, and what stands on it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.unit.effect.conftest import FittedTrial
from tests.unit.effect.records import at_s, no_arms, taken_of

from speciosa.effect.exposed import Exposed, Source, exposed, pattern_conc
from speciosa.effect.likelihood.lanes import feel
from speciosa.effect.likelihood.response import LANES, LONGEST_STEP_MIN
from speciosa.effect.usual import usual_pattern

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
TAKEN = taken_of([(day, hour, 3.0) for day in range(0, 40, 2) for hour in (8.0, 20.0)])
PATTERN = usual_pattern(TAKEN, no_arms(), today=at_s(40) // 86_400)


def flat(draws: int) -> Source:
    """Curves that fall by the hour from each dose on, the draws at different speeds."""
    speed = np.linspace(0.02, 0.5, draws)[:, None]

    def of(dose_time_s: Whole, amount: Array, time_s: Whole) -> Array:
        since_h = (time_s[:, None] - dose_time_s) / 3600
        each = np.where(since_h >= 0, np.exp(-speed[:, :, None] * np.maximum(since_h, 0)), 0.0)
        return np.asarray((each * amount[0]).sum(axis=2))

    def at(time_s: Whole) -> Array:
        return of(TAKEN.time_s, TAKEN.nominal_mg, time_s)

    return Source(at, lambda time_s: np.ones(len(time_s), dtype=bool), of)


def laid(asked_s: Whole, source: Source) -> Exposed:
    first_s = int(min(TAKEN.time_s[0], asked_s[0]))
    return exposed(TAKEN, asked_s, source, PATTERN, first_s=first_s, now_s=at_s(45), horizon_d=30)


def test_the_grid_holds_every_dose_and_rating_and_no_long_step() -> None:
    asked = np.array([at_s(0, 7.5), at_s(3, 13.25), at_s(21, 2.0)])
    found = laid(asked, flat(4))
    assert np.isin(TAKEN.time_s, found.time_s).all()
    assert np.array_equal(found.time_s[found.place_of(asked)], asked)
    assert found.step_min[1:].max() <= LONGEST_STEP_MIN
    assert found.step_min[1:].min() >= 1
    assert (found.time_s[0], found.time_s[-1]) == (at_s(0, 7.5), at_s(45))
    assert np.array_equal(np.cumsum(found.step_min) * 60 + found.time_s[0], found.time_s)


def test_one_is_each_draws_own_mean_on_the_usual_pattern() -> None:
    found = laid(TAKEN.time_s, flat(7))
    assert found.usual.shape == (30 * 24, 7)
    assert found.usual.mean(axis=0) == pytest.approx(np.ones(7))
    assert found.on(PATTERN, 30) == pytest.approx(found.usual)
    assert found.on(PATTERN.scaled(0.5), 30) == pytest.approx(0.5 * found.usual)


def test_the_draws_keep_their_own_numbers_through_sorting() -> None:
    source = flat(9)
    found = laid(TAKEN.time_s, source)
    again = found.conc_of(TAKEN.time_s, TAKEN.nominal_mg, found.time_s) / found.mean_conc[:, None]
    assert pytest.approx(found.conc) == again.T
    assert sorted(found.mean_conc) == pytest.approx(sorted(pattern_conc(source.of, PATTERN, 30, None).mean(axis=0)))
    assert found.marks.shape[0] == 9


def test_seconds_within_a_minute_do_not_make_another_point() -> None:
    asked = np.array([at_s(3, 13.25) + 17, at_s(3, 13.25) + 59])
    found = laid(asked, flat(2))
    assert found.place_of(asked).tolist() == [found.place_of(asked)[0]] * 2
    assert found.time_s[found.place_of(asked)[0]] == at_s(3, 13.25)


def test_a_single_curve_has_nothing_that_tells_it_apart() -> None:
    found = laid(TAKEN.time_s, flat(1))
    assert (found.draws, len(found.marks), bool(found.marks.any())) == (1, 1, False)


def test_a_finer_grid_hardly_changes_what_is_felt_at_the_ratings(fitted_trial: FittedTrial) -> None:
    given, rated_s = fitted_trial, fitted_trial.ratings.time_s
    fine_s = np.union1d(rated_s, np.arange(given.exposed.time_s[0], given.now_s, 900))
    fine = exposed(
        given.taken,
        fine_s,
        given.source,
        given.pattern,
        first_s=int(given.exposed.time_s[0]),
        now_s=given.now_s,
        horizon_d=30,
    )
    theta = given.priors.theta_of(np.zeros((given.exposed.draws, 5)))
    found = []
    for grid in (given.exposed, fine):
        share, tolerance = np.empty((len(theta), len(rated_s))), np.empty((len(theta), len(rated_s)))
        draw = np.arange(grid.draws)
        feel(theta, draw, grid.conc, grid.step_min, grid.place_of(rated_s), LANES, share, tolerance)
        # the draws may be sorted otherwise on another grid
        order = np.argsort(grid.mean_conc)
        found.append((share[order], tolerance[order]))
    share, tolerance = np.abs(found[0][0] - found[1][0]), np.abs(found[0][1] - found[1][1])
    assert share.max() < 0.2
    assert share.mean() < 0.004
    assert tolerance.max() < 0.02
