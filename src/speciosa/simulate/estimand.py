"""The true effect, by the definition that the contract gives to the estimated one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from speciosa.simulate.design import Calendar
from speciosa.simulate.living import Doses
from speciosa.simulate.person_model import PersonModel
from speciosa.simulate.response import paths_of
from speciosa.values.timeline import local_day, local_hour

USUAL_DAYS = 28
FEWEST_USUAL_DAYS = 7
EFFECT_DAYS = 30
"""What the contract (section 3) fixes; `effect` will have to keep to the same numbers."""


@dataclass(frozen=True, slots=True)
class UsualPattern:
    """A person's usual day: local hour and mitragynine, mg, of its first, second, ... dose."""

    hour_h: tuple[float, ...]
    amt_mg: tuple[float, ...]
    amt_g: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        return {"hour_h": self.hour_h, "amt_g": self.amt_g, "amt_mg": self.amt_mg}


def usual_pattern(doses: Doses, calendar: Calendar) -> UsualPattern:
    """The usual pattern at the record's end, from what was truly taken.

    Days with a dose and no reduced assignment among the last 28; fewer than 7 of those: all such
    days of the record; none: the days of the highest level. The median number of doses (of two
    middle numbers the lower), and for the k-th dose the median hour and amount over the days that
    have a k-th dose.
    """
    day = local_day(doses.time_s, doses.offset_min) - _days_since_1970(calendar.starts)
    recorded = day >= 0
    free = np.array([(arm := calendar.arm_on(int(each))) is None or arm.share >= 1 for each in day], dtype=bool)
    late = day >= calendar.days - USUAL_DAYS
    chosen = recorded & free & late
    if len(np.unique(day[chosen])) < FEWEST_USUAL_DAYS:
        chosen = recorded & free
    if not chosen.any():
        share = np.array([calendar.share_on(int(each)) for each in day])
        chosen = recorded & (share == share[recorded].max(initial=0.0))
    hour_h = local_hour(doses.time_s, doses.offset_min)
    by_day = [np.flatnonzero(chosen & (day == each)) for each in np.unique(day[chosen])]
    counts = sorted(len(each) for each in by_day)
    count = counts[(len(counts) - 1) // 2] if counts else 0

    def median_of(column: NDArray[np.float64]) -> tuple[float, ...]:
        return tuple(float(np.median([column[each[k]] for each in by_day if len(each) > k])) for k in range(count))

    return UsualPattern(median_of(hour_h), median_of(doses.amt_mg), median_of(doses.amt_g))


def true_effect_nrs(model: PersonModel, pattern: UsualPattern) -> float:
    """Mean pain over 30 days on the pattern minus on none, both started washed out, points.

    effect = mean over the hours 0 to 719 of (tolerance_nrs T - emax E); all that is not kratom is
    the same on both sides. Below zero it helps.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> model = PersonModel.typical(load_knowledge())
    >>> true_effect_nrs(model, UsualPattern((), (), ()))
    0.0
    >>> true_effect_nrs(model, UsualPattern((8.0, 14.0), (45.0, 45.0), (3.0, 3.0))) < -0.5
    True
    """
    if not pattern.hour_h:
        return 0.0
    start_h = 24.0 * np.arange(EFFECT_DAYS)
    dose_time_h = (start_h[:, None] + np.array(pattern.hour_h)).ravel()
    amt_mg = np.tile(pattern.amt_mg, EFFECT_DAYS)
    paths = paths_of(model, np.arange(24.0 * EFFECT_DAYS), dose_time_h, amt_mg)
    return float(paths.effect_nrs.mean())


def _days_since_1970(iso_date: str) -> int:
    return date.fromisoformat(iso_date).toordinal() - date(1970, 1, 1).toordinal()
