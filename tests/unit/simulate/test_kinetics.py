"""From doses to concentrations: held against the equations, the plain sum, and a published study."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.simulate import PersonModel
from speciosa.simulate.kinetics import conc_terms, effect_site_terms, hourly_ng_ml

DOSE_TIME_H = np.array([0.5, 6.15, 13.0, 24.25, 24.25, 60.4])
AMT_MG = np.array([45.0, 30.0, 52.5, 45.0, 10.0, 39.0])


@pytest.fixture
def quarter_lag(model: PersonModel) -> PersonModel:
    """A lag that falls on the reference's steps."""
    return replace(model, kinetics=replace(model.kinetics, t_lag_h=0.25))


def test_the_hours_agree_with_the_differential_equations(
    quarter_lag: PersonModel, integrated: Callable[..., Any]
) -> None:
    conc, site, _ = integrated(quarter_lag, 120, DOSE_TIME_H, AMT_MG)
    pk, ke0 = quarter_lag.kinetics, quarter_lag.response.ke0_per_h
    hours = np.arange(121.0)
    found_conc = hourly_ng_ml(conc_terms(pk), pk.t_lag_h, hours, DOSE_TIME_H, AMT_MG)
    found_site = hourly_ng_ml(effect_site_terms(pk, ke0), pk.t_lag_h, hours, DOSE_TIME_H, AMT_MG)
    assert found_conc.max() > 30
    np.testing.assert_allclose(found_conc, conc[::20], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found_site, site[::20], rtol=1e-4, atol=1e-5)


def test_the_hours_agree_with_every_curve_added_up(model: PersonModel, added_up: Callable[..., Any]) -> None:
    rng = np.random.default_rng(1)
    times, amounts = rng.uniform(-10, 520, 90), rng.uniform(10, 60, 90)
    hours = np.arange(500.0)
    terms = effect_site_terms(model.kinetics, model.response.ke0_per_h)
    found = hourly_ng_ml(terms, model.kinetics.t_lag_h, hours, times, amounts)
    np.testing.assert_allclose(
        found, added_up(terms, model.kinetics.t_lag_h, hours, times, amounts), rtol=1e-9, atol=1e-9
    )


def test_nothing_is_in_the_blood_before_the_lag_is_over(model: PersonModel) -> None:
    terms = conc_terms(replace(model.kinetics, t_lag_h=2.5))
    assert hourly_ng_ml(terms, 2.5, np.arange(5.0), np.zeros(1), np.ones(1))[:3].tolist() == [0, 0, 0]


def test_the_area_under_the_curve_is_dose_over_clearance(model: PersonModel) -> None:
    for weights, rates in (conc_terms(model.kinetics), effect_site_terms(model.kinetics, 0.7)):
        area = sum(w / r for w, r in zip(weights, rates, strict=True))
        assert area == pytest.approx(1000 / model.kinetics.cl_f_l_h)
        assert sum(weights) == pytest.approx(0, abs=1e-9)


def test_a_single_dose_lies_where_the_study_found_it(model: PersonModel, knowledge: Knowledge) -> None:
    published = {row.key: row for row in knowledge.pk_parameters}
    peak, half_life = published["tanna_mitragynine_cmax_ng_ml"], published["tanna_mitragynine_t_half"]
    weights, rates = conc_terms(model.kinetics)
    time_h = np.arange(0, 4, 0.05)
    highest = max(sum(w * np.exp(-r * t) for w, r in zip(weights, rates, strict=True)) for t in time_h) * (
        peak.dose_mg or 0
    )
    assert highest == pytest.approx(peak.value, rel=0.1)
    assert np.log(2) / min(rates) == pytest.approx(half_life.value, rel=0.1)


def test_the_order_of_the_doses_does_not_matter(model: PersonModel) -> None:
    terms, hours = conc_terms(model.kinetics), np.arange(80.0)
    forth = hourly_ng_ml(terms, 0.3, hours, DOSE_TIME_H, AMT_MG)
    back = hourly_ng_ml(terms, 0.3, hours, DOSE_TIME_H[::-1], AMT_MG[::-1])
    np.testing.assert_allclose(forth, back, rtol=1e-12)
