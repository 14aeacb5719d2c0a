"""People two or more of whose rates nearly meet: where closed forms lose their digits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.exposure_reference import worst_error
from bench.exposure_workload import Workload, workload

NEARNESS = (*(10.0**-n for n in range(1, 16)), 0.0)
"""By how much, relatively, one rate exceeds the other."""
_PAIRS = (
    ("ka", "alpha"), ("ka", "beta"), ("km", "alpha"), ("km", "beta"), ("km", "ka"),
    ("ke0", "alpha"), ("ke0", "beta"), ("ke0", "ka"), ("ke0", "km"), ("every", "alpha"),
)  # fmt: skip
PARENT_PEOPLE = 2 * len(NEARNESS)
"""The first so many concern the parent."""
_DOSES, _OBSERVATIONS = 30, 110


def nearly_equal() -> Workload:
    """Every pair of rates at every nearness, a person each, over ten days; `every` sets all three a step apart."""
    people = len(_PAIRS) * len(NEARNESS)
    work = workload(people, seed=3)
    parameters = {name: values.copy() for name, values in work.parameters.items()}
    for person in range(people):
        (moved, beside), nearness = _PAIRS[person // len(NEARNESS)], NEARNESS[person % len(NEARNESS)]
        rate = _rate(parameters, beside, person)
        for step, name in enumerate(("ka", "km", "ke0") if moved == "every" else (moved,), start=1):
            value = rate * (1 + step * nearness)
            if name == "km":
                parameters["clm"][person] = value * parameters["vm"][person]
            else:
                parameters[name][person] = value
    few = replace(work, dose_time_s=work.dose_time_s[:, :_DOSES].copy(), dose_mg=work.dose_mg[:, :_DOSES].copy())
    return replace(few, obs_time_s=work.obs_time_s[:_OBSERVATIONS], parameters=parameters)


def error_at(nearness: float, conc_ng_ml: NDArray[np.float64], truth_ng_ml: NDArray[np.float64]) -> float:
    """The worst error, no unit, of the people whose rates are that near."""
    own = slice(NEARNESS.index(nearness), None, len(NEARNESS))
    return worst_error(conc_ng_ml[own], truth_ng_ml[own])


def _rate(parameters: dict[str, NDArray[np.float64]], name: str, person: int) -> float:
    """1/h."""
    one = {each: float(values[person]) for each, values in parameters.items()}
    k10, k12, k21 = one["cl"] / one["v"], one["q"] / one["v"], one["q"] / one["v2"]
    root = float(np.sqrt((k10 + k12 - k21) ** 2 + 4 * k12 * k21))
    alpha = (k10 + k12 + k21 + root) / 2
    rates = {"alpha": alpha, "beta": k10 * k21 / alpha, "ka": one["ka"], "km": one["clm"] / one["vm"]}
    return rates[name]
