"""How the sets of the kratom model were found."""

from __future__ import annotations

import numpy as np
import pytest

from speciosa.exposure.__main__ import sets_file
from speciosa.exposure.calibration.calibrate import calibrate, made_from, resample
from speciosa.exposure.calibration.noncompartmental import Measured, area_to, measured
from speciosa.exposure.calibration.published_medians import expected_range, misfit, published_medians
from speciosa.knowledge import Knowledge

FEW = 60_000


def test_only_single_doses_are_fitted(knowledge: Knowledge) -> None:
    fitted = set(knowledge.exposure_models["kratom"].calibration.fitted_to)
    assert fitted
    assert fitted.isdisjoint(row.key for row in knowledge.pk_findings)
    rows = [row for row in knowledge.pk_parameters if row.key in fitted]
    assert all("single dose" in row.population for row in rows)
    assert not any("huestis2024" in row.source for row in rows)


def test_the_error_of_a_median_follows_from_the_printed_range(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    median = {each.key: each for each in published_medians(knowledge)}["tanna_mitragynine_cmax"]
    of_five = np.log(177 / 50.1) / expected_range(5) * 1.2533 / np.sqrt(5)
    assert np.hypot(median.log_error, median.shared) == pytest.approx(
        np.hypot(of_five, model.calibration.model_log_error), rel=1e-3
    )


def test_medians_in_nanomoles_become_nanograms(knowledge: Knowledge) -> None:
    found = {each.key: each.value for each in published_medians(knowledge)}
    derived = {row.key: row.value for row in knowledge.pk_parameters}
    for key in ("tanna_mitragynine_cmax", "tanna_hydroxymitragynine_cmax"):
        assert found[key] == pytest.approx(derived[f"{key}_ng_ml"], rel=0.002)


def test_the_expected_range_is_that_of_many_draws() -> None:
    draws = np.random.default_rng(1).normal(size=(20_000, 5))
    assert expected_range(5) == pytest.approx(np.ptp(draws, axis=1).mean(), rel=0.01)


def test_the_same_seed_gives_the_same_sets(knowledge: Knowledge) -> None:
    first, second = (calibrate(knowledge, candidates=5_000) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_smaller_search_finds_the_sets_that_stand_in_the_file(knowledge: Knowledge) -> None:
    model = knowledge.exposure_models["kratom"]
    again = calibrate(knowledge, candidates=FEW)
    for name in ("ka", "cl", "v", "clm"):
        at = model.set_names.index(name)
        ratio = np.median(again[:, at]) / np.median(model.sets[:, at])
        assert 0.75 < ratio < 1.33, name


def test_the_sets_are_not_older_than_what_they_were_calibrated_from(knowledge: Knowledge) -> None:
    assert knowledge.exposure_models["kratom"].sets_made_from == made_from(knowledge)


def test_the_file_of_sets_names_its_inputs_and_columns(knowledge: Knowledge) -> None:
    first, header, *rows = sets_file(knowledge, candidates=3_000).splitlines()
    assert first.endswith(made_from(knowledge))
    assert header == ",".join(knowledge.exposure_models["kratom"].set_names)
    assert len(rows) == 400


def test_resampling_keeps_each_candidate_as_often_as_its_weight_says() -> None:
    weight = np.array([0.1, 0.0, 0.6, 0.3])
    kept = resample(weight, 1_000, np.random.default_rng(3))
    assert np.abs(np.bincount(kept, minlength=4) - 1_000 * weight).max() <= 1


def test_an_error_that_two_medians_share_counts_once(knowledge: Knowledge) -> None:
    both = [each for each in published_medians(knowledge) if each.shared]
    assert {each.figure for each in both} == {"cmax", "auc_inf"}
    value = {each.figure: each.value for each in both}

    def seen(cmax: float, area: float) -> dict[int, Measured]:
        one = np.ones(1)
        return {0: Measured(cmax * value["cmax"] * one, one, area * value["auc_inf"] * one, one)}

    together, apart = misfit(seen(1.3, 1.3), both), misfit(seen(1.3, 1 / 1.3), both)
    assert together[0] > apart[0]
    shared = np.array([each.shared for each in both])
    covariance = np.diag([each.log_error**2 for each in both]) + np.outer(shared, shared)
    z = np.log([1.3, 1 / 1.3])
    assert apart[0] == pytest.approx(-0.5 * z @ np.linalg.solve(covariance, z))


def test_a_half_life_is_read_from_the_last_samples_above_the_limit() -> None:
    hours = np.array([1.0, 2, 4, 6, 8, 12, 24, 48, 72, 96])
    conc = (8.0 * 0.5 ** (hours / 2) + 0.02 * 0.5 ** (hours / 45))[None]
    low, high = (measured(conc, hours, np.array([limit]), 3).t_half_h[0] for limit in (0.001, 0.3))
    assert low == pytest.approx(45, rel=0.05)
    assert high == pytest.approx(2, rel=0.05)


def test_a_half_life_that_cannot_be_read_is_not_a_number() -> None:
    hours = np.array([1.0, 2, 4, 8])
    seen = measured(np.array([[1.0, 0.5, 0.2, 0.1]]), hours, np.array([0.4]), 3)
    assert np.isnan(seen.t_half_h[0])
    assert np.isnan(seen.auc_inf[0])
    assert seen.cmax[0] == 1.0


def test_the_area_under_a_falling_exponential_is_exact() -> None:
    hours = np.array([1.0, 3, 7, 20])
    conc = np.exp(-0.2 * hours)[None]
    area = area_to(conc, hours)[0]
    assert area[-1] - area[0] == pytest.approx((np.exp(-0.2) - np.exp(-4.0)) / 0.2)
