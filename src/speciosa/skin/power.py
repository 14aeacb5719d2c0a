"""Whether a change would have been found: silence counts only where it would not have been silent."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.chart import Rule
from speciosa.skin.layout import Layout
from speciosa.skin.limits import Limits, year_ahead
from speciosa.skin.noise import unit_noise
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
_WEEK_S = 7 * DAY_S


def power_of(
    rule: Rule, change: Array, cov: Array, layout: Layout, limits: Limits, knowledge: Knowledge, *, seed: int
) -> float:
    """Probability that a change would be found within twelve weeks, by simulation.

    The baseline as it was, then sessions at the person's pace; the change comes twelve weeks later, when the moving
    average is at rest, and is there in full at once.

    Parameters
    ----------
    change : [3], CIELAB.
    cov : [3, 3], the person's own of one session: see `change.own_cov`.
    limits : of the person's own layout.
    """
    within_s = int(_WEEK_S * knowledge.choice("skin_power_weeks"))
    ahead = year_ahead(layout, knowledge, days=2 * within_s / DAY_S)
    there = ahead.time_s > ahead.time_s[ahead.baseline][-1] + within_s
    rng = np.random.default_rng(seed)
    series = int(knowledge.choice("skin_power_series"))
    colour = unit_noise(ahead.time_s, series, rng, knowledge, parts=3) @ np.linalg.cholesky(cov).T
    colour += there[:, None] * change
    charts = rule.charts(colour, ahead, limits.for_layout(ahead, knowledge), knowledge)
    return float(charts.over()[:, there].any(axis=1).mean())
