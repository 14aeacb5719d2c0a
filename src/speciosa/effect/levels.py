"""Dose and response: the usual pattern with every dose made smaller, up to the usual one and no further."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.forward import Response
from speciosa.effect.posterior import DoseResponse
from speciosa.effect.question import Question

Array = NDArray[np.float64]
_SHARES = (0.25, 0.5, 0.75, 1.0)


def dose_response_of(
    response: Response, question: Question, *, per_point: float, widen: Callable[[Array], Array]
) -> DoseResponse | None:
    """The estimand at shares of the usual dose that lie within what was tried; None where there is no dose.

    Parameters
    ----------
    per_point : of the outcome's unit.
    widen : allows draws for what was not recorded.
    """
    amount = question.pattern.amt_g if question.dose_unit == "g" else question.pattern.nominal_mg.sum(axis=0)
    told = question.dose[np.isfinite(question.dose)]
    if not question.dose_unit or not len(told) or not np.isfinite(amount).all():
        return None
    usual = float(np.median(amount))
    shares = [each for each in _SHARES if each * usual >= float(told.min()) * 0.999 or each == 1.0]
    hours = np.arange(len(response.exposed.usual), dtype=np.float64)
    recorded = []
    for share in shares:
        felt, tolerance = response.felt(response.exposed.usual, hours, np.arange(len(hours)), share)
        recorded.append(response.height * tolerance.mean(axis=1) - response.emax * felt.mean(axis=1))
    rows = [widen(value) * per_point for value in recorded]
    low, high = np.quantile(rows, [0.025, 0.975], axis=1)
    return DoseResponse(
        np.array(shares) * usual, question.dose_unit, np.mean(rows, axis=1), low, high, float(told.min()),
        float(told.max()), tuple(shares), tuple(recorded),
    )  # fmt: skip
