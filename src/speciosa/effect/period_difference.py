"""The difference between the levels of a trial, read from what chance decided and nothing else.

    y = difference assigned(t) + lag (gone(t) - assigned(t)) + level + trend + day + week + ups and downs + scatter
    gone = (1 - C / C_usual) / step

assigned is 1 on one step less; gone is 0 where the blood is that of the usual amount and 1 where it is that of one
step less. With lag = 0 the difference is there at once, with lag = difference it comes and goes with the blood: either
way the difference is the settled one, and the record decides how it gets there. No dose-response curve is leaned on:
the scores of the hours after a dose say nothing of a level, and what chance did not decide shall not make a
randomised answer look surer than it is.
`simulate.TrialPower` plans for exactly this analysis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from speciosa.effect.arms import Arms
from speciosa.effect.chance import LESS_LOW
from speciosa.effect.exposed import ConcOf
from speciosa.effect.outcome import Ratings
from speciosa.effect.score_noise import calendar_columns, column_sds, prior_pairs, weighed
from speciosa.effect.usual import Taken
from speciosa.knowledge import Knowledge
from speciosa.values.draws import resampled
from speciosa.values.timeline import DAY_S, hours_since

Array = NDArray[np.float64]
_CURVES = 32


@dataclass(frozen=True, slots=True, eq=False)
class PeriodDifference:
    """By how much the outcome is worse on less, points of a scale from 0 to 10: a mixture of Student's t.

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

    def draws(self, rng: np.random.Generator, count: int) -> Array:
        """Equally likely values, [count]."""
        chosen = resampled(self.weight, count, rng)
        values: Array = self.middle[chosen] + self.spread[chosen] * rng.standard_t(self.freedom, count)
        return values


def period_difference(
    ratings: Ratings, arms: Arms, taken: Taken, conc_of: ConcOf, knowledge: Knowledge, *, step: float
) -> PeriodDifference:
    """By how much the outcome is worse on one step less, from the ratings under assigned levels.

    Parameters
    ----------
    ratings : under assignments; those under none at all, or far less, are left out.
    conc_of : of doses that were not taken.
    step : the share of the usual amount that one step is, e.g. 0.25.

    Valid when: the difference is in proportion to the step, where other levels than one step less were assigned.
    """
    ratings = ratings.take(arms.level_at(ratings.time_s) >= LESS_LOW)
    level = arms.level_at(taken.time_s)
    to_usual = np.where(level > 0, 1.0 / np.where(level > 0, level, 1.0), 1.0)
    was = conc_of(taken.time_s, taken.nominal_mg, ratings.time_s)[:_CURVES]
    usual = conc_of(taken.time_s, taken.nominal_mg * to_usual, ratings.time_s)[:_CURVES]
    gone = np.median(1.0 - was / np.maximum(usual, 1e-12), axis=0) / step
    assigned = (1.0 - arms.level_at(ratings.time_s)) / step
    time_h = hours_since(int(ratings.time_s[0]) // DAY_S * DAY_S, ratings.time_s)
    kinds, calendar = calendar_columns(time_h, ratings.hour_h)
    y = ratings.points - knowledge.choice("effect_level_centre")
    found = weighed(
        np.column_stack([assigned, gone - assigned, calendar]), y if ratings.better == "lower" else -y,
        np.diff(time_h, prepend=time_h[:1]),
        column_sds(("effect", "effect", *kinds), knowledge), prior_pairs(knowledge), knowledge,
    )  # fmt: skip
    spread = np.sqrt(found.scale / found.shape * found.inverse[:, 0, 0])
    return PeriodDifference(found.weight, found.middle[:, 0], spread, 2 * found.shape)
