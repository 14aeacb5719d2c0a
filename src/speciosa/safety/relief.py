"""How it was in the hours after a dose, in the last four weeks and in four weeks before."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Outcome
from speciosa.record import Answer, Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.dose_days import DoseDays
from speciosa.values.timeline import HOUR_S
from speciosa.values.units import score_bounds

_MONTH_D = 28
_OF_TEN = 10.0


@dataclass(frozen=True, slots=True)
class Relief:
    """Mean score in the hours after a dose, of one word on one scale.

    Parameters
    ----------
    label : the word in a sentence. before, after : mean scores, as written down.
    gained : by how much it is better now, in points of ten.
    """

    label: str
    before: float
    after: float
    gained: float


def relief_between(case: Case, days: DoseDays, lag_d: int) -> Relief | None:
    """The relief, or else the leading outcome, after doses; None where one of the times has too few scores.

    Parameters
    ----------
    lag_d : days between the two times.
    """
    least = case.knowledge.choice("safety_relief_scores_least")
    for word in ("pain_relief", case.diary.leading_outcome):
        rows = case.diary.entries.of_kind(Kind.RATING, word)
        rows = rows.take((rows.answer == Answer.GIVEN) & _after_dose(rows, case))
        outcome = case.knowledge.outcome(word)
        # by how often, then by letter: what was written first in a file must not decide
        for unit, _ in sorted(Counter(rows.unit.tolist()).items(), key=lambda each: (-each[1], each[0])):
            same = rows.take(rows.unit.equal(unit))
            bounds = score_bounds(unit)
            now, then = (_within(same, days, each) for each in (0, lag_d))
            if bounds and min(len(now), len(then)) >= least:
                return _relief(outcome, bounds, float(then.mean()), float(now.mean()))
    return None


def _relief(outcome: Outcome, bounds: tuple[float, float], before: float, after: float) -> Relief:
    better = after - before if outcome.better.value == "higher" else before - after
    return Relief(outcome.label.lower(), before, after, _OF_TEN * better / (bounds[1] - bounds[0]))


def _after_dose(rows: Columns, case: Case) -> NDArray[np.bool_]:
    """Which scores lie within the hours after a dose in which it is felt."""
    low_h, high_h = (case.knowledge.choice(f"safety_relief_{each}_h") for each in ("from", "until"))
    doses = case.kratom.time_s
    at = np.searchsorted(doses, rows.time_s, side="right") - 1
    since_h = (rows.time_s - doses[np.maximum(at, 0)]) / HOUR_S if len(doses) else np.zeros(len(rows))
    return np.asarray((at >= 0) & (since_h >= low_h) & (since_h <= high_h))


def _within(rows: Columns, days: DoseDays, lag_d: int) -> NDArray[np.float64]:
    last = days.end_day - lag_d
    return np.asarray(rows.value[(rows.day() > last - _MONTH_D) & (rows.day() <= last)])
