"""The difference between the levels of a trial that was done, read from what chance decided and nothing else.

It does not lean on a dose-response curve: the scores of the hours after a dose say nothing of a level, and neither
does what was believed of the effect beforehand. `power` plans for exactly this analysis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from speciosa.effect import arms_of
from speciosa.effect import outcome as rated
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.simulate.score_noise import calendar_columns, column_sds, prior_pairs, weighed
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, hours_since

Array = NDArray[np.float64]
_CURVES = 32


@dataclass(frozen=True, slots=True, eq=False)
class PeriodDifference:
    """By how much the outcome is worse on the lower level, points of a scale from 0 to 10: a mixture of Student's t.

    Parameters
    ----------
    weight : [pair], adding up to 1.
    middle, spread : [pair], of each part.
    freedom : degrees of freedom.
    """

    weight: Array
    middle: Array
    spread: Array
    freedom: float

    @property
    def mean(self) -> float:
        return float(self.weight @ self.middle)

    @property
    def sd(self) -> float:
        within = self.spread**2 * self.freedom / (self.freedom - 2)
        return math.sqrt(float(self.weight @ (within + self.middle**2)) - self.mean**2)

    def prob_below(self, points: float) -> float:
        """Probability that less is worse by less than so many points."""
        return float(self.weight @ stdtr(self.freedom, (points - self.middle) / self.spread))


def period_difference(
    diary: Diary, curve: ExposureCurve, knowledge: Knowledge, *, outcome: str
) -> PeriodDifference | NotAssessed:
    """The difference between the two levels of a revealed trial.

    y = difference gone(t) + level + trend + day + week + ups and downs + scatter,
    gone = (high - C / C_high) / (high - low): 0 where the blood is that of the higher level, 1 of the lower one

    Parameters
    ----------
    curve : the exposure of that diary, with its ledger.
    outcome : the rated word.

    Valid when: what was taken is what was assigned.
    """
    arms, ledger = arms_of(diary), curve.ledger
    levels = np.unique(arms.level)
    if ledger is None or len(levels) != 2 or not np.isfinite(levels).all():
        return NotAssessed("trial_difference", "There is no revealed trial of two levels in this record.")
    scores = rated.ratings_of(diary, knowledge, outcome)
    scores = scores.take((arms.period_at(scores.time_s) >= 0) & ledger.known_at(scores.time_s))
    if len(scores) < knowledge.choice("effect_fewest_ratings"):
        return NotAssessed("trial_difference", "There are too few scores in the trial's periods.")
    low, high = float(levels[0]), float(levels[1])
    taken = ledger.intake
    level = arms.level_at(taken.time_s)
    times_higher = np.where(np.isfinite(level) & (level > 0), high / np.where(level > 0, level, 1.0), 1.0)
    was = ledger.conc_of(taken.time_s, taken.nominal_mg, scores.time_s)[:_CURVES]
    would = ledger.conc_of(taken.time_s, taken.nominal_mg * times_higher, scores.time_s)[:_CURVES]
    gone = np.median(1.0 - was / np.maximum(would, 1e-12), axis=0) * high / (high - low)
    time_h = hours_since(int(scores.time_s[0]) // DAY_S * DAY_S, scores.time_s)
    kinds, calendar = calendar_columns(time_h, scores.hour_h)
    y = scores.points - knowledge.choice("effect_level_centre")
    found = weighed(
        np.column_stack([gone, calendar]), y if scores.better == "lower" else -y, np.diff(time_h, prepend=time_h[:1]),
        column_sds(("effect", *kinds), knowledge), prior_pairs(knowledge), knowledge,
    )  # fmt: skip
    spread = np.sqrt(found.scale / found.shape * found.inverse[:, 0, 0])
    return PeriodDifference(found.weight, found.middle[:, 0], spread, 2 * found.shape)
