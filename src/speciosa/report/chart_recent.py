"""The picture of 30 days: every score a dot, the middle of each day a line, doses as ticks beneath."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speciosa.report.chart_frame import (
    DOT,
    Frame,
    Spec,
    day_start,
    layer,
    number_axis,
    picture,
    time_axis,
    two_ends,
    wall,
)
from speciosa.report.course import MOST_DRAWN, Recent
from speciosa.report.palette import LIGHT
from speciosa.report.series import Series
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S, HOUR_S, Precision

POINT: Spec = {
    "type": "point", "shape": "circle", "fill": LIGHT["data"], "fillOpacity": 0.3,
    "stroke": LIGHT["data"], "strokeWidth": 1,
}  # fmt: skip
"""How one number is drawn; where two cover each other, both edges are seen."""
_PART_S = 6 * HOUR_S  # how wide an entry is drawn of which only "morning" or "evening" is known
_X2, _Y2 = {"field": "x2"}, {"field": "y2"}


def recent_spec(words: Wording, recent: Recent, frame: Frame) -> Spec:
    """The spec of the picture.

    A day without a score has no row in any layer, and the line is drawn stretch by stretch: nothing
    bridges a gap.
    """
    series = recent.series
    low, high = series.scale or (0.0, max(float(series.value.max()), 1.0))
    lane = round((high - low) * 0.09, 3)
    doses = len(recent.dose_wall_s) + len(recent.none_day) > 0
    labels = ends(words, series, low, high)
    bottom = low - 2.9 * lane if doses else low - lane * 0.3
    if doses:
        labels[round(low - 2.2 * lane, 4)] = words.say("doses")
    stretches = _stretches(recent)
    data = LIGHT["data"]
    dot = DOT if frame.width < 500 else 44
    layers = [
        layer(_vague_scores(recent), {"type": "rule", "color": data, "strokeWidth": 4, "opacity": 0.4}, x2=_X2),
        layer(
            _dots(recent),
            {**POINT, "size": dot},
        ),
        layer(
            [row for stretch in stretches if len(stretch) > 1 for row in stretch],
            {"type": "line", "color": data, "strokeWidth": 2.5, "strokeJoin": "round", "strokeCap": "round"},
            detail={"field": "stretch", "type": "nominal"},
        ),
        layer(
            [_across(row) for stretch in stretches if len(stretch) == 1 for row in stretch],
            {"type": "rule", "color": data, "strokeWidth": 2.5},
            x2=_X2,
        ),
        *_doses(recent, low - 1.7 * lane, low - 2.7 * lane, dot),
    ]
    return picture(
        frame,
        layers,
        x=time_axis(words, frame, recent.first_day, recent.last_day + 1),
        y=number_axis(bottom, high + lane * 0.3, labels),
    )


def ends(words: Wording, series: Series, low: float, high: float) -> dict[float, str | Sequence[str]]:
    """What stands at the axis: both ends with the words that say which is better, and the middle."""
    labels = two_ends(words, series.better, low, high)
    middle = (low + high) / 2
    if middle.is_integer():
        labels[middle] = words.number(middle)
    return labels


def _dots(recent: Recent) -> list[Spec]:
    """Scores with a time; where there are very many, one dot for those that would cover each other."""
    series = recent.series
    timed = recent.scores & (series.precision == Precision.CLOCK)
    at, value = series.wall_s[timed], series.value[timed]
    if len(at) > MOST_DRAWN:
        near = np.stack([at // (3 * HOUR_S), np.round(value / series.step)], axis=1)
        first = np.sort(np.unique(near, axis=0, return_index=True)[1])
        at, value = at[first], value[first]
    return [{"x": wall(t), "y": round(v, 4)} for t, v in zip(at.tolist(), value.tolist(), strict=True)]


def _vague_scores(recent: Recent) -> list[Spec]:
    """Scores of which only the day or a part of it is known: a bar across, each value once."""
    series = recent.series
    chosen = recent.scores & (series.precision != Precision.CLOCK)
    columns = (series.wall_s[chosen], series.precision[chosen], series.value[chosen])
    rows = sorted(set(zip(*(each.tolist() for each in columns), strict=True)))
    return [{**_bar(at, precision, 0.06), "y": value} for at, precision, value in rows]


def _bar(wall_s: int, precision: int, margin: float) -> Spec:
    """From where to where an entry of no exact time is drawn: its day, or some hours around it."""
    day = wall_s // DAY_S
    if precision == Precision.DAY:
        return {"x": day_start(day + margin), "x2": day_start(day + 1 - margin)}
    return {
        "x": wall(max(wall_s - _PART_S // 2, day * DAY_S)),
        "x2": wall(min(wall_s + _PART_S // 2, (day + 1) * DAY_S)),
    }


def _stretches(recent: Recent) -> list[list[Spec]]:
    """The middles of days that follow each other directly, a list a stretch."""
    stretches: list[list[Spec]] = []
    before = -1
    for each in recent.days:
        if each.start_day != before + 1 or not stretches:
            stretches.append([])
        before = each.start_day
        row = {
            "x": day_start(each.start_day + 0.5),
            "y": each.middle.median,
            "stretch": str(len(stretches)),
            "day": each.start_day,
        }
        stretches[-1].append(row)
    return stretches


def _across(row: Spec) -> Spec:
    """A day that stands alone: a dash as wide as the day."""
    return {"x": day_start(row["day"] + 0.1), "x2": day_start(row["day"] + 0.9), "y": row["y"]}


def _doses(recent: Recent, top: float, bottom: float, dot: int) -> list[Spec]:
    """Doses as ticks to the minute, doses of no exact time as flat bars, "none" as a ring."""
    ink, middle = LIGHT["dose"], (top + bottom) / 2
    timed = recent.dose_precision == Precision.CLOCK
    ticks = np.unique(recent.dose_wall_s[timed] // 60 * 60)
    if len(ticks) > MOST_DRAWN:
        ticks = ticks[np.unique(ticks // HOUR_S, return_index=True)[1]]
    vague = sorted(set(zip(recent.dose_wall_s[~timed].tolist(), recent.dose_precision[~timed].tolist(), strict=True)))
    return [
        layer(
            [{"x": wall(t), "y": bottom, "y2": top} for t in ticks.tolist()],
            {"type": "rule", "color": ink, "strokeWidth": 1.5},
            y2=_Y2,
        ),
        layer(
            [{**_bar(at, precision, 0.1), "y": middle} for at, precision in vague],
            {"type": "rule", "color": ink, "strokeWidth": 4},
            x2=_X2,
        ),
        layer(
            [{"x": wall(day * DAY_S + DAY_S // 2), "y": middle} for day in recent.none_day.tolist()],
            {"type": "point", "shape": "circle", "filled": False, "size": dot * 1.2, "color": ink, "strokeWidth": 1.5},
        ),
    ]
