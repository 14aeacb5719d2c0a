"""The medians that a model is fitted to, and how far each may be off.

    variance = (sd sqrt(pi/2) / sqrt(n))^2 + (model error)^2,  sd = log(high / low) / d2(n)

n people's printed range gives their spread: d2 is the expected range of n draws from a bell curve. The
median of n is less sure than their mean by sqrt(pi/2). What reaches the blood (`f`) differs among people
and moves the parent's peak and area together, so that part of their errors is shared.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from speciosa.exposure.calibration.noncompartmental import Measured
from speciosa.exposure.kinetics import Array
from speciosa.knowledge import Knowledge
from speciosa.values.errors import KnowledgeError

_READ_AS = {"Cmax": "cmax", "Tmax": "tmax_h", "AUC0-inf": "auc_inf", "t1/2 terminal": "t_half_h"}
_GROWS_WITH_DOSE = ("cmax", "auc_inf")


class Median(NamedTuple):
    """One published median.

    Parameters
    ----------
    analyte : 0 parent, 1 metabolite.
    figure : a field of `Measured`.
    value : ng/mL, ng h/mL or h.
    log_error : its own error, of the logarithm.
    shared : error of the logarithm that it shares with the others that have one.
    """

    key: str
    analyte: int
    figure: str
    value: float
    log_error: float
    shared: float


def published_medians(knowledge: Knowledge, key: str = "kratom") -> list[Median]:
    """What the model is fitted to, in its own units, with the error of a median of so few people.

    Raises
    ------
    KnowledgeError : the model names a row that is not there or that cannot be fitted.
    """
    model = knowledge.exposure_models[key]
    rows = {row.key: row for row in knowledge.pk_parameters}
    molar = {row.analyte: row.value for row in rows.values() if row.what == "molar mass"}
    taken_up = model.parameters["f"].between_person_log_sd or 0.0
    found = []
    for name in model.calibration.fitted_to:
        row = rows.get(name)
        if row is None or row.value is None or not row.low or not row.high or not row.n or row.what not in _READ_AS:
            raise KnowledgeError("this row cannot be fitted", where=name, todo="it needs a value, a range and an n")
        per_nm = (molar[row.analyte] or np.nan) / 1000.0 if row.unit.startswith("nM") else 1.0
        analyte, figure, of_median = model.analytes.index(row.analyte), _READ_AS[row.what], np.sqrt(np.pi / 2 / row.n)
        spread = np.log(row.high / row.low) / expected_range(row.n)
        # the metabolite's people differ less than `f` alone would make them: theirs is not shared
        shared = min(taken_up, spread) if analyte == 0 and figure in _GROWS_WITH_DOSE else 0.0
        own = np.hypot(np.sqrt(spread**2 - shared**2) * of_median, model.calibration.model_log_error)
        found.append(Median(name, analyte, figure, row.value * per_nm, float(own), float(shared * of_median)))
    return found


def fitted_dose_mg(knowledge: Knowledge, key: str = "kratom") -> float:
    """The one dose behind the medians, mg."""
    wanted = knowledge.exposure_models[key].calibration.fitted_to
    (dose,) = {row.dose_mg for row in knowledge.pk_parameters if row.key in wanted and row.dose_mg is not None}
    return dose


def misfit(seen: dict[int, Measured], medians: list[Median]) -> Array:
    """Log of the weight, [candidate]; NaN where a figure cannot be read.

    -1/2 z' E^-1 z  with z the errors in logarithms and E = diag(own^2) + shared shared'.
    """
    errors = np.array([np.log(getattr(seen[each.analyte], each.figure) / each.value) for each in medians])
    own = np.array([each.log_error for each in medians]) ** -2
    shared = np.array([each.shared for each in medians])
    together = (own * shared) @ errors
    return np.asarray(-0.5 * (own @ errors**2 - together**2 / (1.0 + own @ shared**2)))


def expected_range(n: int) -> float:
    """d2: how far apart the ends of n draws from a bell curve lie, in standard deviations.

    d2 = integral of 1 - Phi(x)^n - (1 - Phi(x))^n

    Source: Tippett, Biometrika 17, 364 (1925).

    Examples
    --------
    >>> round(expected_range(5), 3)
    2.326
    """
    x = np.linspace(-10.0, 10.0, 2001)
    below = np.array([NormalDist().cdf(each) for each in x])
    return float(np.trapezoid(1 - below**n - (1 - below) ** n, x))
