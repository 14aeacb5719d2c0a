"""The pictures of an effect over time: what was recorded, and beneath it what it did day by day."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import Course as EffectCourse
from speciosa.effect import EffectPosterior
from speciosa.report.chart_frame import (
    Frame,
    Labels,
    Spec,
    day_start,
    downward,
    layer,
    number_axis,
    picture,
    time_axis,
    two_ends,
    upward,
)
from speciosa.report.days import Grain, edges_of, grain_of
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording
from speciosa.values.units import score_bounds

PHONE_RECORDED = Frame(360, 138, 92, 10, 10, 10, 15, 3)
PAGE_RECORDED = Frame(720, 150, 96, 14, 10, 8, 15, 8)
PHONE_DID = Frame(360, 162, 92, 10, 10, 30, 15, 3)
PAGE_DID = Frame(720, 180, 96, 14, 10, 30, 15, 8)

_X2, _Y2 = {"field": "x2"}, {"field": "y2"}


class Stretch(NamedTuple):
    """Means over one day, week, month or year: local days, the end not included; NaN where there is none."""

    start_day: int
    end_day: int
    recorded: float
    low: float
    median: float
    high: float


def stretches_of(course: EffectCourse) -> tuple[Grain, tuple[Stretch, ...]]:
    """The course in days, or in weeks, months or years of a longer record; only those in which a score was written.

    An estimate of a time in which nobody wrote anything is not drawn, and the axis ends at the last score.
    """
    scored = course.day[np.isfinite(course.recorded)]
    if not len(scored):
        return Grain.DAY, ()
    first, last = int(scored.min()), int(scored.max())
    grain = grain_of(last - first + 1)
    edges = edges_of(first, last, grain)
    cuts = np.searchsorted(course.day, edges)
    columns = (course.recorded, course.low, course.median, course.high)
    found = [
        Stretch(int(edges[at]), int(edges[at + 1]), *(_mean(each[cuts[at] : cuts[at + 1]]) for each in columns))
        for at in range(len(edges) - 1)
    ]
    return grain, tuple(each for each in found if not math.isnan(each.recorded))


def recorded_spec(words: Wording, posterior: EffectPosterior, stretches: tuple[Stretch, ...], frame: Frame) -> Spec:
    """What was recorded: a dash a day or week, at its mean."""
    known = [each for each in stretches if not math.isnan(each.recorded)]
    low, high = score_bounds(posterior.unit) or (0.0, max((each.recorded for each in known), default=1.0))
    room = (high - low) * 0.05
    rows = [{**_place(each), "y": round(each.recorded, 4)} for each in known]
    marks = layer(rows, {"type": "rule", "color": LIGHT["data"], "strokeWidth": 2.5}, x2=_X2)
    x = time_axis(words, frame, *_days(stretches))
    x["axis"] |= {"labels": False, "ticks": False}
    labels = two_ends(words, posterior.better, low, high)
    return picture(frame, [marks], x=x, y=number_axis(low - room, high + room, labels))


def did_spec(words: Wording, posterior: EffectPosterior, stretches: tuple[Stretch, ...], frame: Frame) -> Spec:
    """What it did: the middle and where nine in ten answers lie, around a line at no difference."""
    known = [each for each in stretches if not math.isnan(each.median)]
    most = max(posterior.notice, *(max(abs(each.low), abs(each.high)) for each in known)) if known else posterior.notice
    top = math.ceil(most * 2) / 2
    bands = [{**_place(each), "y": round(each.low, 4), "y2": round(each.high, 4)} for each in known]
    middle = [{**_place(each), "y": round(each.median, 4)} for each in known]
    first, end = _days(stretches)
    zero = [{"x": day_start(first), "x2": day_start(end), "y": 0}]
    layers = [
        layer(bands, {"type": "rect", "color": LIGHT["band"]}, x2=_X2, y2=_Y2),
        layer(zero, {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 1.25}, x2=_X2),
        layer(middle, {"type": "rule", "color": LIGHT["data"], "strokeWidth": 2.5}, x2=_X2),
    ]
    room = top * 0.08
    return picture(
        frame, layers, x=time_axis(words, frame, first, end),
        y=number_axis(-top - room, top + room, points_axis(words, posterior, top)),
    )  # fmt: skip


def points_axis(words: Wording, posterior: EffectPosterior, top: float) -> Labels:
    """Labels of a difference: both ends with the word for better or worse, and no difference in the middle."""
    at_low, at_high = (words.say("better"), words.say("worse"))
    if posterior.better != "lower":
        at_low, at_high = at_high, at_low
    number = words.number(top, 1)
    return {-top: [downward(at_low), f"\u2212{number}"], 0.0: "0", top: [f"+{number}", upward(at_high)]}


def _place(each: Stretch) -> Spec:
    return {"x": day_start(each.start_day), "x2": day_start(each.end_day)}


def _days(stretches: tuple[Stretch, ...]) -> tuple[int, int]:
    return stretches[0].start_day, stretches[-1].end_day


def _mean(values: NDArray[np.float64]) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else math.nan
