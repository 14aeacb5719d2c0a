"""What it did day by day: the picture of an effect over the record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.forward import Response
from speciosa.effect.outcome import Ratings
from speciosa.effect.posterior import Course
from speciosa.values.timeline import DAY_S, local_day

Array = NDArray[np.float64]
_CURVES = 100  # draws that the band is made from
_MOST = 4_000_000  # numbers at once


def course_of(response: Response, ratings: Ratings, *, per_point: float) -> Course:
    """Each day's mean difference to never having taken it, and the day's mean rating.

    Parameters
    ----------
    per_point : of the outcome's unit.
    """
    exposed = response.exposed
    points = len(exposed.time_s)
    draws = max(min(_CURVES, _MOST // points, len(response.emax)), 20)
    few = response.first(draws)
    hours = np.cumsum(exposed.step_min) / 60.0
    share, tolerance = few.felt(exposed.conc, hours, np.arange(points))
    carried = few.joint.coefficient[:, 2:3] * np.exp(-few.kt_per_h[:, None] * hours)
    added = -few.emax[:, None] * share + few.height[:, None] * tolerance + carried
    offset = np.interp(exposed.time_s, ratings.time_s, ratings.offset_min.astype(np.float64)).astype(np.int16)
    day = local_day(exposed.time_s, offset)
    days = np.arange(day[0], day[-1] + 1)
    weight = np.minimum(np.diff(exposed.time_s, append=exposed.time_s[-1:] + 60), DAY_S // 4).astype(np.float64)
    weight *= exposed.known
    edges = np.searchsorted(day, days)
    total = np.maximum(np.add.reduceat(weight, edges), 1e-9)
    mean = np.add.reduceat(added * weight, edges, axis=1) / total
    low, median, high = np.quantile(mean, [0.05, 0.5, 0.95], axis=0) * per_point
    blind = np.add.reduceat(weight, edges) < 1.0
    for each in (low, median, high):
        each[blind] = np.nan
    return Course(days, _daily_mean(ratings, days), low, median, high)


def _daily_mean(ratings: Ratings, days: NDArray[np.int64]) -> Array:
    place = ratings.day - days[0]
    inside = (place >= 0) & (place < len(days))
    count = np.bincount(place[inside], minlength=len(days))
    total = np.bincount(place[inside], weights=ratings.value[inside], minlength=len(days))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
