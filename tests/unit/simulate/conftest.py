"""Slow references: the differential equations in small steps, and every dose's curve added up as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.simulate import Calendar, Design, PersonModel

Array = NDArray[np.float64]
Terms = tuple[list[float], list[float]]  # weights, ng/mL for each mg, and rates, 1/h, of a sum of exponentials
PER_H = 20  # steps of 3 minutes


@pytest.fixture
def model(knowledge: Knowledge) -> PersonModel:
    return PersonModel.typical(knowledge)


@pytest.fixture
def unmoved(model: PersonModel) -> PersonModel:
    """Somebody for whom kratom does nothing."""
    return replace(model, response=replace(model.response, emax_nrs=0.0, tolerance_nrs=0.0))


@pytest.fixture
def design(knowledge: Knowledge) -> Design:
    """Ninety days at home, nothing special."""
    return Design.usual(knowledge, Calendar("2025-01-20", 90, "Europe/Berlin"))


@pytest.fixture
def integrated() -> Callable[..., tuple[Array, Array, Array]]:
    return _integrated


@pytest.fixture
def added_up() -> Callable[..., Array]:
    return _added_up


def _added_up(terms: Terms, lag_h: float, time_h: Array, dose_time_h: Array, amt_mg: Array) -> Array:
    """The superposition as the formula says it, at any times."""
    since = time_h[:, None] - dose_time_h[None, :] - lag_h
    one = sum(w * np.exp(-r * np.maximum(since, 0)) for w, r in zip(*terms, strict=True))
    return np.asarray(np.where(since > 0, one, 0.0) @ amt_mg)


def _integrated(model: PersonModel, hours: int, dose_time_h: Array, amt_mg: Array) -> tuple[Array, Array, Array]:
    """Blood, effect site (ng/mL) and tolerance at every step: fourth-order Runge-Kutta.

    Doses fall on steps (lag included), so that each step is smooth. Shares nothing with the package
    but the parameters.
    """
    pk, resp = model.kinetics, model.response
    ke0, k_t = np.log(2) / resp.effect_site_half_time_h, np.log(2) / resp.tolerance_half_time_d / 24

    def slope(y: Array) -> Array:
        gut, a1, a2, site, tol = y
        c1, c2 = a1 / pk.v_f_l, a2 / pk.v2_f_l  # mg/L
        flow = pk.q_f_l_h * (c1 - c2)
        e = site / (resp.ec50_ng_ml + site)
        return np.array(
            [
                -pk.ka_per_h * gut,
                pk.ka_per_h * gut - pk.cl_f_l_h * c1 - flow,
                flow,
                ke0 * (1000 * c1 - site),
                k_t * (e - tol),
            ]
        )

    arrives = np.round((dose_time_h + pk.t_lag_h) * PER_H).astype(int)
    steps, h = hours * PER_H, 1 / PER_H
    y = np.zeros(5)
    path = np.empty((steps + 1, 5))
    due = np.zeros(steps + 1)
    np.add.at(due, arrives[arrives <= steps], amt_mg[arrives <= steps])
    for step in range(steps + 1):
        y[0] += due[step]
        path[step] = y
        k1 = slope(y)
        k2 = slope(y + h / 2 * k1)
        k3 = slope(y + h / 2 * k2)
        k4 = slope(y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return 1000 * path[:, 1] / pk.v_f_l, path[:, 3], path[:, 4]
