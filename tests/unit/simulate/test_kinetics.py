"""From doses to concentrations: held against the equations, and a published study."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.simulate import PersonModel
from speciosa.simulate.kinetics import blood_and_site_ng_ml

DOSE_TIME_H = np.array([0.5, 6.15, 13.0, 24.25, 24.25, 60.4])
AMT_MG = np.array([45.0, 30.0, 52.5, 45.0, 10.0, 39.0])


def test_the_hours_agree_with_the_differential_equations(model: PersonModel, integrated: Callable[..., Any]) -> None:
    on_steps = replace(model, kinetics=replace(model.kinetics, t_lag_h=0.25))  # a lag of whole reference steps
    conc, site, _ = integrated(on_steps, 120, DOSE_TIME_H, AMT_MG)
    found_conc, found_site = blood_and_site_ng_ml(on_steps, np.arange(121.0), DOSE_TIME_H, AMT_MG)
    assert found_conc.max() > 30
    np.testing.assert_allclose(found_conc, conc[::20], rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found_site, site[::20], rtol=1e-4, atol=1e-5)


def test_a_single_dose_lies_where_the_study_found_it(model: PersonModel, knowledge: Knowledge) -> None:
    published = {row.key: row for row in knowledge.pk_parameters}
    peak, half_life = published["tanna_mitragynine_cmax_ng_ml"], published["tanna_mitragynine_t_half"]
    time_h = np.concatenate([np.arange(0, 4, 0.05), [100.0, 120.0]])
    blood, _ = blood_and_site_ng_ml(model, time_h, np.zeros(1), np.array([peak.dose_mg or 0.0]))
    assert blood.max() == pytest.approx(peak.value, rel=0.1)
    assert 20 * np.log(2) / np.log(blood[-2] / blood[-1]) == pytest.approx(half_life.value, rel=0.1)


def test_the_order_of_the_doses_does_not_matter(model: PersonModel) -> None:
    hours = np.arange(80.0)
    forth = blood_and_site_ng_ml(model, hours, DOSE_TIME_H, AMT_MG)
    back = blood_and_site_ng_ml(model, hours, DOSE_TIME_H[::-1], AMT_MG[::-1])
    np.testing.assert_allclose(forth, back, rtol=1e-12)
