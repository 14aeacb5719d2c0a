"""Control charts of a course: the score that a tan cannot raise, and all darkening.

Everything takes many courses at once, [series, session, 3]: a person's own is the case of one, so what is simulated
is what is used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.skin.colour import ita_deg
from speciosa.skin.directions import Directions
from speciosa.skin.layout import Layout
from speciosa.skin.limits import Limits, spread
from speciosa.skin.score import DeepScore, darkening_score, deep_score
from speciosa.skin.series import Chart

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Charted:
    """Charts of many courses of one layout: [series, session] each; NaN as in `series.Chart`."""

    score: Array
    ewma: Array
    limit: Array

    def over(self) -> NDArray[np.bool_]:
        """[series, session] where the average is over its limit."""
        return np.nan_to_num(self.ewma) > np.nan_to_num(self.limit, nan=np.inf)

    def one(self, layout: Layout, limits: Limits) -> Chart:
        """The chart of the only course."""
        return Chart(layout.time_s, self.score[0], self.ewma[0], self.limit[0], limits.false_alarms_a_year)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """When a site's colour has changed: fixed before its sessions are looked at.

    Parameters
    ----------
    cov : [3, 3] of one session, see `noise.session_cov`.
    deep : scores that a tan cannot raise; None where all darkening is charted instead.
    darkening : [3], weights of all darkening.
    allowed : of what the sun alone may add to the darkening within a year, delta E; 0 for `deep`.
    """

    cov: Array
    deep: DeepScore | None
    darkening: Array
    allowed: float

    def charts(self, colour: Array, layout: Layout, limits: Limits, knowledge: Knowledge) -> Charted:
        """The charts that alarm. `colour`: [series, session, 3]."""
        if self.deep is not None:
            return deep_charts(colour, self.deep, self.cov, layout, limits, knowledge)
        return darkening_charts(colour, self.darkening, self.cov, layout, limits, knowledge, allowed=self.allowed)


def rule_of(lab: Array, directions: Directions, cov: Array, knowledge: Knowledge, *, covered: bool) -> Rule:
    """The rule of one site.

    An exposed site is charted along deep pigment, blind to tans. A covered one is charted for all darkening beyond
    what the sun does to covered skin, since disease of the whole body may look like a tan. So is an exposed one where
    tan and deep pigment lie too close together, beyond what the sun does to exposed skin.

    Parameters
    ----------
    lab : [3], the skin's colour in the baseline.
    """
    darkening = darkening_score(directions, cov)
    deep = None
    if not covered and directions.tan_dermal_deg >= knowledge.choice("skin_told_apart_deg"):
        cone = directions.tan_spread_deg * knowledge.choice("skin_tan_cone_share")
        deep = deep_score(directions, cov, spread_deg=cone)
    place = "covered" if covered else "sun"
    swing = sun_swing(lab, directions.tan, knowledge.choice(f"skin_{place}_swing_ita"), knowledge)
    allowed = knowledge.choice(f"skin_{place}_allowed_share") * swing * abs(float(darkening @ directions.tan))
    return Rule(cov, deep, darkening, 0.0 if deep else allowed)


def sun_swing(lab: Array, tan: Array, swing_ita: float, knowledge: Knowledge) -> float:
    """How far along the tan a swing of the typology angle is at this colour, delta E; no more than a season does."""
    slope = abs(float(ita_deg(lab + tan / 2) - ita_deg(lab - tan / 2)))
    most = knowledge.choice("skin_sun_swing_most")
    return most if slope * most < swing_ita else swing_ita / slope


def deep_charts(
    colour: Array, scores: DeepScore, cov: Array, layout: Layout, limits: Limits, knowledge: Knowledge
) -> Charted:
    r"""Charts of deep pigment that hold their false alarms for every tan within the cone.

    Both scores have to be over their limits L. As one chart: the middle m of the two averages against

    .. math:: \max(L_{rising} - h,\; L_{falling} + h), \quad h = (EWMA_{rising} - EWMA_{falling}) / 2

    so the limit widens with the part of the colour that looks like a tan.

    Parameters
    ----------
    colour : [series, session, 3], CIELAB, the difference to the covered site.
    cov : [3, 3] of a session, see `noise.session_cov`.
    """
    rising, falling = (
        _single(colour @ weights, float(np.sqrt(weights @ cov @ weights)), layout, limits, knowledge)
        for weights in (scores.rising, scores.falling)
    )
    half = (rising.ewma - falling.ewma) / 2
    return Charted(
        score=(rising.score + falling.score) / 2,
        ewma=(rising.ewma + falling.ewma) / 2,
        limit=np.maximum(rising.limit - half, falling.limit + half),
    )


def darkening_charts(
    colour: Array, weights: Array, cov: Array, layout: Layout, limits: Limits, knowledge: Knowledge,
    *, allowed: float = 0.0,
) -> Charted:  # fmt: skip
    """Charts of one linear score.

    Parameters
    ----------
    colour : [series, session, 3], CIELAB.
    weights : [3], of the score.
    allowed : what a season may do to the score, added to the limit.
    """
    plain = _single(colour @ weights, float(np.sqrt(weights @ cov @ weights)), layout, limits, knowledge)
    return Charted(plain.score, plain.ewma, plain.limit + allowed)


def _single(score: Array, prior_sd: float, layout: Layout, limits: Limits, knowledge: Knowledge) -> Charted:
    sd = spread(score, layout, prior_sd, knowledge)
    ewma = np.where(layout.charted, score @ layout.average.T, np.nan)
    return Charted(score @ layout.align.T, ewma, sd[:, None] * limits.width)
