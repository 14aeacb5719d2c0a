"""How much there was at an hour: in the blood by the curve, or taken in the hours before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary
from speciosa.safety.fortnights import Array, Measure
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import HOUR_S

DOSES, AMOUNT = "doses", "amount"


def in_blood(exposure: ExposureCurve) -> tuple[str, Measure]:
    """The middle curve of the first analyte (mitragynine where leaf was taken), ng/mL, between the curve's points.

    Before the first dose there was none. After the curve's end and where it is left out nobody knows.
    """
    time_s, conc = exposure.time_s, exposure.conc_ng_ml

    def at(asked_s: NDArray[np.int64]) -> Array:
        right = np.clip(np.searchsorted(time_s, asked_s), 1, max(len(time_s) - 1, 1))
        if len(time_s) < 2:
            return np.where(asked_s < time_s[0], 0.0, np.nan)
        # the few columns asked for alone: a median over all draws and hours of years would take a second
        used, place = np.unique(np.concatenate([right - 1, right]), return_inverse=True)
        middle = np.median(conc[:, 0, used], axis=0)[place]
        low, high = middle[: len(asked_s)], middle[len(asked_s) :]
        share = (asked_s - time_s[right - 1]) / (time_s[right] - time_s[right - 1])
        found: Array = low + share * (high - low)
        found[asked_s < time_s[0]] = 0.0
        found[asked_s > time_s[-1]] = np.nan
        return found

    return exposure.analytes[0], at


def doses_before(diary: Diary, knowledge: Knowledge) -> tuple[str, Measure]:
    """How many doses there were in the hours before."""
    taken = diary.kratom_doses(knowledge)
    taken = taken.take((taken.answer != Answer.DECLINED) & ~(taken.value == 0))
    window_s = int(knowledge.choice("safety_follow_dose_h") * HOUR_S)

    def at(asked_s: NDArray[np.int64]) -> Array:
        count = np.searchsorted(taken.time_s, asked_s) - np.searchsorted(taken.time_s, asked_s - window_s)
        return count.astype(np.float64)

    return DOSES, at


def amount_before(exposure: ExposureCurve, knowledge: Knowledge) -> tuple[str, Measure] | NotAssessed:
    """The alkaloid swallowed in the hours before, mg; not assessed where every dose was about the same."""
    if exposure.ledger is None:
        return NotAssessed("side_effect_dose", "The amounts behind these curves are not known.")
    intake = exposure.ledger.intake
    of_analyte = exposure.ledger.shown[0]
    taken = intake.nominal_mg[of_analyte]
    positive = taken[taken > 0]
    if not len(positive) or np.ptp(positive) <= 1e-6 * positive.max():
        why = "Every dose was the same amount, so nobody can say what a larger or smaller one does."
        return NotAssessed("side_effect_dose", why)
    total = np.concatenate([[0.0], np.cumsum(taken)])
    unknown_s = np.array([each.time_s for each in intake.unknown], dtype=np.int64)
    window_s = int(knowledge.choice("safety_follow_dose_h") * HOUR_S)

    def at(asked_s: NDArray[np.int64]) -> Array:
        def within(times: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
            return np.searchsorted(times, asked_s - window_s), np.searchsorted(times, asked_s)

        first, end = within(intake.time_s)
        before, until = within(unknown_s)
        return np.where(until > before, np.nan, total[end] - total[first])

    return AMOUNT, at
