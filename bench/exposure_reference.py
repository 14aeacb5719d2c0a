"""Concentrations by SciPy's matrix exponential from event to event: slow, and shares nothing with an engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm

from bench.exposure_workload import Workload


def reference(work: Workload) -> NDArray[np.float64]:
    """Parent, metabolite and effect site, ng/mL, as [person, output, observation]."""
    return np.stack([_person(work, person) for person in range(len(work))])


def worst_error(conc_ng_ml: NDArray[np.float64], truth_ng_ml: NDArray[np.float64]) -> float:
    """The largest |error| as a share of that person's own peak of that output, no unit.

    Either may have more people or outputs than the other; what both have is compared.
    """
    people, outputs = (min(conc_ng_ml.shape[axis], truth_ng_ml.shape[axis]) for axis in (0, 1))
    truth = truth_ng_ml[:people, :outputs]
    error = np.abs(conc_ng_ml[:people, :outputs] - truth).max(axis=2)
    return float((error / truth.max(axis=2)).max())


def _person(work: Workload, person: int) -> NDArray[np.float64]:
    one = {name: float(values[person]) for name, values in work.parameters.items()}
    time_s = np.concatenate([work.dose_time_s[person], work.obs_time_s])
    dose_mg = np.concatenate([work.dose_mg[person], np.zeros(len(work.obs_time_s))])
    lag_h = np.where(np.arange(len(time_s)) < work.dose_mg.shape[1], one["alag"], 0.0)
    order = np.argsort(time_s / 3600 + lag_h, kind="stable")
    # the difference of whole seconds first: 90 days in hours leave no more than 2e-13 h
    since_h = np.diff(time_s[order], prepend=time_s[order[0]]) / 3600 + np.diff(lag_h[order], prepend=lag_h[order[0]])
    state = np.zeros(5)
    states = np.empty((len(order), 5))
    for at, step in zip(order, expm(_rates(one) * since_h[:, None, None]), strict=True):
        state = step @ state
        state[0] += dose_mg[at]
        states[at] = state
    mg = states[work.dose_mg.shape[1] :].T
    return 1000.0 * np.stack([mg[1] / one["v"], mg[3] / one["vm"], mg[4]])


def _rates(one: dict[str, float]) -> NDArray[np.float64]:
    """K of dA/dt = K A, 1/h, over gut, central, peripheral, metabolite (mg) and effect site (mg/L)."""
    ka, ke0, km = one["ka"], one["ke0"], one["clm"] / one["vm"]
    k10, k12, k21 = one["cl"] / one["v"], one["q"] / one["v"], one["q"] / one["v2"]
    return np.array(
        [
            [-ka, 0, 0, 0, 0],
            [ka, -k10 - k12, k21, 0, 0],
            [0, k12, -k21, 0, 0],
            [one["fp"] * ka, one["fm"] * k10, 0, -km, 0],
            [0, ke0 / one["v"], 0, 0, -ke0],
        ]
    )
