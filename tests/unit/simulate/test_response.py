"""From exposure to points of pain: relief, tolerance, rebound."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from speciosa.simulate import PersonModel
from speciosa.simulate.estimand import UsualPattern, true_effect_nrs
from speciosa.simulate.response import effect_nrs, occupied, paths_of, tolerance_path

HOURS_H = np.array([8.0, 13.5, 19.0])
LAST_DOSE_H = 60 * 24.0


def after_stopping(model: PersonModel) -> np.ndarray:
    """The effect hour by hour from the last of sixty days of usual dosing on."""
    doses = (24.0 * np.arange(60)[:, None] + HOURS_H).ravel()
    paths = paths_of(model, np.arange(LAST_DOSE_H + 50 * 24), doses, np.full(doses.shape, 45.0))
    return paths.effect_nrs[int(LAST_DOSE_H) :]


def test_half_the_effect_comes_at_ec50() -> None:
    assert occupied(np.array([0.0, 10.0, 30.0]), 10.0).tolist() == [0.0, 0.5, 0.75]


def test_tolerance_to_a_steady_effect_comes_with_its_half_time() -> None:
    k = np.log(2) / 48
    path = tolerance_path(np.full(97, 0.6), k)
    assert path[[0, 48, 96]] == pytest.approx([0, 0.3, 0.45])


def test_tolerance_weakens_the_second_month(model: PersonModel) -> None:
    doses = (24.0 * np.arange(60)[:, None] + HOURS_H).ravel()
    effect = paths_of(model, np.arange(1440.0), doses, np.full(doses.shape, 45.0)).effect_nrs
    assert effect[:240].mean() < effect[-240:].mean() - 0.2 < -0.5


def test_after_stopping_pain_rises_above_the_drug_free_level(model: PersonModel) -> None:
    effect = after_stopping(model)
    assert effect[0] < 0
    assert effect[5 * 24] > 0.15
    assert effect.max() < model.response.tolerance_nrs


def test_the_rebound_goes_with_the_stated_half_time(model: PersonModel) -> None:
    effect = after_stopping(model)
    half_time_h = model.response.tolerance_half_time_d * 24
    late = np.arange(25 * 24, 45 * 24)  # by then the drug itself is gone
    slope = np.polyfit(late, np.log(effect[late]), 1)[0]
    assert -np.log(2) / slope == pytest.approx(half_time_h, rel=0.02)


def test_without_tolerance_there_is_no_rebound(model: PersonModel) -> None:
    assert after_stopping(replace(model, response=replace(model.response, tolerance_nrs=0.0))).max() <= 0


def test_a_stop_step_by_step_has_less_rebound_than_an_abrupt_one(model: PersonModel) -> None:
    doses = (24.0 * np.arange(60)[:, None] + HOURS_H).ravel()
    slower = np.concatenate([np.full(30 * 3, 45.0), np.repeat(np.linspace(45, 2, 30), 3)])
    stepped = paths_of(model, np.arange(LAST_DOSE_H + 50 * 24), doses, slower).effect_nrs[int(LAST_DOSE_H) :]
    assert stepped.max() < after_stopping(model).max() - 0.05


def test_an_effect_below_zero_can_harm(model: PersonModel) -> None:
    harms = replace(model.response, emax_nrs=-1.0, tolerance_nrs=0.0)
    assert effect_nrs(np.array([0.5]), np.array([0.2]), harms).tolist() == [0.5]


def test_the_true_effect_equals_a_direct_simulation(model: PersonModel, integrated: Callable[..., Any]) -> None:
    model = replace(model, kinetics=replace(model.kinetics, t_lag_h=0.25))
    doses = (24.0 * np.arange(30)[:, None] + HOURS_H).ravel()
    _, site, tolerance = integrated(model, 720, doses, np.full(doses.shape, 45.0))
    resp = model.response
    direct = (resp.tolerance_nrs * tolerance - resp.emax_nrs * site / (resp.ec50_ng_ml + site))[:-1].mean()
    found = true_effect_nrs(model, UsualPattern(tuple(HOURS_H), (45.0,) * 3, (3.0,) * 3))
    assert found == pytest.approx(direct, abs=0.005)
    assert found < -0.7


def test_a_pattern_without_doses_has_no_effect(model: PersonModel) -> None:
    assert true_effect_nrs(model, UsualPattern((), (), ())) == 0
