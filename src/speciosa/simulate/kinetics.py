"""From doses to mitragynine in blood and at its effect site: plain sums of exponentials.

A small stand-in for `speciosa.exposure`, which will have products, uncertainty and the active
metabolite. When that room has a forward model, this file goes and `simulate` calls it.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.person_model import Kinetics

Terms = tuple[tuple[float, ...], tuple[float, ...]]
"""Weights (ng/mL for each mg) and rates (1/h) of a sum of exponentials: sum of w exp(-r t)."""
_NG_ML_PER_MG_L = 1000.0


def conc_terms(kinetics: Kinetics) -> Terms:
    """Blood after 1 mg: two compartments with first-order absorption.

    C(t) = ka / V * [ (k21 - a) / ((ka - a)(b - a)) e^(-a t)
                    + (k21 - b) / ((ka - b)(a - b)) e^(-b t)
                    + (k21 - ka) / ((a - ka)(b - ka)) e^(-ka t) ],
    where a + b = CL/V + Q/V + Q/V2 and a b = CL/V * Q/V2, and t counts from the end of the lag.

    Returns
    -------
    three weights, ng/mL per mg, which add up to zero, and three rates a, b, ka, 1/h.

    Valid when: ka differs from a and b.
    """
    ka, v_l = kinetics.ka_per_h, kinetics.v_f_l
    k10, k12, k21 = kinetics.cl_f_l_h / v_l, kinetics.q_f_l_h / v_l, kinetics.q_f_l_h / kinetics.v2_f_l
    total = k10 + k12 + k21
    root = math.sqrt(total**2 - 4 * k10 * k21)
    a, b = (total + root) / 2, (total - root) / 2
    scale = _NG_ML_PER_MG_L * ka / v_l
    weights = (
        scale * (k21 - a) / ((ka - a) * (b - a)),
        scale * (k21 - b) / ((ka - b) * (a - b)),
        scale * (k21 - ka) / ((a - ka) * (b - ka)),
    )
    return weights, (a, b, ka)


def effect_site_terms(kinetics: Kinetics, ke0_per_h: float) -> Terms:
    """The effect site after 1 mg: dCe/dt = ke0 (C - Ce).

    Each w e^(-r t) of the blood becomes w ke0 / (ke0 - r) * (e^(-r t) - e^(-ke0 t)).

    Parameters
    ----------
    ke0_per_h : rate at which the site follows the blood.

    Returns
    -------
    four weights, ng/mL per mg, and four rates, 1/h, the last of them ke0.

    Valid when: ke0 differs from the rates of the blood.
    """
    weights, rates = conc_terms(kinetics)
    carried = tuple(w * ke0_per_h / (ke0_per_h - r) for w, r in zip(weights, rates, strict=True))
    return (*carried, -sum(carried)), (*rates, ke0_per_h)


def hourly_ng_ml(
    terms: Terms,
    t_lag_h: float,
    time_h: NDArray[np.float64],
    dose_time_h: NDArray[np.float64],
    amt_mg: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Every dose's curve added up, at whole hours and exactly: the superposition

    C(t) = sum over doses with t >= t_dose + lag of amt * sum of w exp(-r (t - t_dose - lag)),

    in which each exponential is carried on from hour to hour, s(t) = s(t - 1 h) e^(-r) + what the
    hour's doses have become by t. A test holds it against the sum as it stands and against the
    differential equations.

    Parameters
    ----------
    terms : of one mg.
    time_h : [hour], hours since the record's origin, one apart.
    dose_time_h, amt_mg : [dose], the same clock, in any order; mg of mitragynine.

    Returns
    -------
    [hour], ng/mL.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> from speciosa.simulate.person_model import PersonModel
    >>> kinetics = PersonModel.typical(load_knowledge()).kinetics
    >>> one = hourly_ng_ml(conc_terms(kinetics), kinetics.t_lag_h, np.arange(4.0), np.zeros(1), np.array([39.0]))
    >>> one.round().tolist()
    [0.0, 32.0, 26.0, 15.0]
    """
    start_h = dose_time_h + t_lag_h - time_h[0]
    hour = np.maximum(np.ceil(start_h), 0).astype(np.intp)
    seen = hour < len(time_h)
    total = np.zeros(len(time_h))
    for weight, rate in zip(*terms, strict=True):
        arriving = np.zeros(len(time_h))
        np.add.at(arriving, hour[seen], amt_mg[seen] * np.exp(-rate * (hour[seen] - start_h[seen])))
        total += weight * _carried_on(arriving, math.exp(-rate))
    return np.maximum(total, 0.0)  # at once after a dose the terms cancel, to rounding


def _carried_on(arriving: NDArray[np.float64], kept: float) -> NDArray[np.float64]:
    """s(t) = kept s(t - 1) + arriving(t), [hour]."""
    path = arriving.tolist()
    for hour in range(1, len(path)):
        path[hour] += kept * path[hour - 1]
    return np.array(path)
