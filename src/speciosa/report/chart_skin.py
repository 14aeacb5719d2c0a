"""The picture of one site's colour: sessions as dots over their own spread, the moving average and its limit."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_frame import DOT, Frame, Labels, Spec, layer, number_axis, picture, time_axis, wall
from speciosa.report.chart_recent import POINT
from speciosa.report.palette import LIGHT
from speciosa.report.skin_panel import Panel
from speciosa.report.wording import Wording
from speciosa.skin import series
from speciosa.values.timeline import DAY_S

PHONE_SKIN = Frame(360, 236, 76, 10, 12, 30, 15, 3)
PAGE_SKIN = Frame(720, 264, 78, 14, 12, 30, 15, 8)
PHONE_ALL = Frame(360, 162, 76, 10, 12, 30, 15, 3)
PAGE_ALL = Frame(720, 170, 78, 14, 12, 30, 15, 8)

_SD95 = 1.96
_LEAST = 2.0  # delta E: no axis is so fine that noise fills it
_FEWEST_D = 14
_MOST_BARS = 130  # more would cover each other
_LETTER = 0.58  # of the type size: how wide a letter is on average
_MINUS = "\u2212"
_X2, _Y2 = {"field": "x2"}, {"field": "y2"}


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A chart's sessions on the person's own clock.

    Parameters
    ----------
    wall_s : [point], local wall clock seconds.
    error : [point], how far another photo of the same skin may be off, one standard deviation, delta E.
    own : half of the width in which 19 of 20 single sessions lie while nothing changes, delta E; from
        the scatter of the baseline, and at least what a photo is known to repeat to.
    """

    wall_s: NDArray[np.int64]
    error: NDArray[np.float64]
    own: float


def points_of(panel: Panel, chart: series.Chart) -> Points:
    """Where the sessions of a chart stand, and how far they scatter by themselves."""
    sessions = {each.time_s: each for each in panel.course.sessions}
    found = [sessions.get(at) for at in chart.time_s.tolist()]
    wall_s = np.array(
        [at + (each.offset_min if each else 0) * 60 for at, each in zip(chart.time_s.tolist(), found, strict=True)],
        dtype=np.int64,
    )
    # the score is one direction of three: the root of the mean of the three variances stands for it
    error = np.array([math.sqrt(np.mean(np.square(each.repeat_sd))) if each else np.nan for each in found])
    first = chart.score[: panel.course.baseline_sessions]
    first = first[np.isfinite(first)]
    scatter = float(np.std(first, ddof=1)) if len(first) > 2 else 0.0
    known = error[np.isfinite(error)]
    return Points(wall_s, error, _SD95 * max(scatter, float(np.median(known)) if len(known) else 0.0))


def skin_spec(
    words: Wording, panel: Panel, chart: series.Chart, frame: Frame, *, days_apart: int, stopped_day: int | None
) -> Spec:
    """The picture of a chart.

    Parameters
    ----------
    days_apart : longer without a session, no line is drawn.
    stopped_day : local day of the stop, marked where it lies within the picture.
    """
    points = points_of(panel, chart)
    bars = points.error if len(points.wall_s) <= _MOST_BARS else np.zeros(len(points.wall_s))
    low, high = _ends(chart, points, bars)
    first, end = _days(points)
    marks = _marks(words, panel, frame, stopped_day, first, end)
    room = (high - low) * (0.11 if marks else 0.03)
    stretch = {"field": "stretch", "type": "nominal"}
    ink, data = LIGHT["dose"], LIGHT["data"]
    span = {"x": wall(first * DAY_S), "x2": wall(end * DAY_S)}
    layers = [
        layer([{**span, "y": -points.own, "y2": points.own}], {"type": "rect", "color": LIGHT["band"], "opacity": 0.5},
              x2=_X2, y2=_Y2),
        layer([{**span, "y": 0}], {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1}, x2=_X2),
        layer([{"x": at, "y": low, "y2": high + room * 0.2} for at, _ in marks],
              {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1, "strokeDash": [2, 3]}, y2=_Y2),
        layer(_errors(chart, points, bars), {"type": "rule", "color": data, "strokeWidth": 1, "opacity": 0.4}, y2=_Y2),
        layer(_dots(chart.score, points), {**POINT, "size": _dot(frame, len(points.wall_s))}),
        layer(_line(chart.limit, points, days_apart),
              {"type": "line", "color": ink, "strokeWidth": 1.5, "strokeDash": [6, 4]}, detail=stretch),
        layer(_line(chart.ewma, points, days_apart),
              {"type": "line", "color": data, "strokeWidth": 2.5, "strokeJoin": "round"}, detail=stretch),
        layer(_dots(np.where(chart.over(), chart.ewma, np.nan), points),
              {"type": "point", "shape": "diamond", "filled": True, "color": ink, "size": 40}),
        layer([{"x": at, "y": high + room, "sign": sign} for at, sign in marks],
              {"type": "text", "color": LIGHT["mark"], "fontSize": frame.font - 1, "baseline": "top", "dx": 3,
               "align": "left"}, text={"field": "sign", "type": "nominal"}),
    ]  # fmt: skip
    return picture(
        frame, layers, x=time_axis(words, frame, first, end),
        y=number_axis(low - (high - low) * 0.03, high + room, _labels(words, low, high)),
    )  # fmt: skip


def _labels(words: Wording, low: float, high: float) -> Labels:
    """No difference, and both ends with what they mean."""
    return {
        low: [words.say("lighter"), f"{_MINUS}{words.number(-low)}"],
        0.0: words.number(0),
        high: [f"+{words.number(high)}", words.say("darker")],
    }


def _ends(chart: series.Chart, points: Points, bars: NDArray[np.float64]) -> tuple[float, float]:
    """Whole numbers that hold everything; the lighter part always has room for its words."""
    reach = np.concatenate([chart.score + _SD95 * np.nan_to_num(bars), chart.ewma, chart.limit, [_LEAST, points.own]])
    depth = np.concatenate([chart.score - _SD95 * np.nan_to_num(bars), chart.ewma, [-_LEAST, -points.own]])
    high, low = math.ceil(float(np.nanmax(reach))), math.floor(float(np.nanmin(depth)))
    return float(min(low, -math.ceil(high / 2.2))), float(max(high, math.ceil(-low / 2.2)))


def _days(points: Points) -> tuple[int, int]:
    """First local day of the axis and the day after its last."""
    first, last = int(points.wall_s[0] // DAY_S), int(points.wall_s[-1] // DAY_S)
    return first, max(last + 2, first + _FEWEST_D)


def _dots(values: NDArray[np.float64], points: Points) -> list[Spec]:
    pairs = zip(points.wall_s.tolist(), values.tolist(), strict=True)
    return [{"x": wall(at), "y": round(value, 3)} for at, value in pairs if math.isfinite(value)]


def _errors(chart: series.Chart, points: Points, bars: NDArray[np.float64]) -> list[Spec]:
    rows = zip(points.wall_s.tolist(), chart.score.tolist(), (_SD95 * bars).tolist(), strict=True)
    return [
        {"x": wall(at), "y": round(score - error, 3), "y2": round(score + error, 3)}
        for at, score, error in rows
        if error > 0 and math.isfinite(score)
    ]


def _line(values: NDArray[np.float64], points: Points, days_apart: int) -> list[Spec]:
    """The points of a line; a new stretch after each gap, so that nothing bridges it."""
    rows: list[Spec] = []
    stretch, before = 0, None
    for at, value in zip(points.wall_s.tolist(), values.tolist(), strict=True):
        if not math.isfinite(value):
            before = None
            continue
        if before is None or at - before > days_apart * DAY_S:
            stretch += 1
        rows.append({"x": wall(at), "y": round(value, 3), "stretch": str(stretch)})
        before = at
    return rows


def _marks(
    words: Wording, panel: Panel, frame: Frame, stopped_day: int | None, first: int, end: int
) -> list[tuple[str, str]]:
    """Where something else began, and its words; those that would cover each other are left out, a stop's last."""
    named = {"card": words.say("new card"), "phone": words.say("new phone"), "lamp": words.say("new lamp")}
    found = [(each.time_s + each.offset_min * 60, named[each.new[0]], 1) for each in panel.setups]
    found += [] if stopped_day is None else [(stopped_day * DAY_S, words.say("stopped"), 0)]
    inside = sorted(each for each in found if first * DAY_S <= each[0] < end * DAY_S)
    px_s = (frame.width - frame.left - frame.right) / ((end - first) * DAY_S)
    taken: list[tuple[float, float]] = []
    signs = {}
    for at, sign, _ in sorted(inside, key=lambda each: each[2]):
        left = (at - first * DAY_S) * px_s
        right = left + (len(sign) + 1) * _LETTER * (frame.font - 1)
        room = frame.width - frame.left
        if right <= room and all(right <= other[0] or left >= other[1] for other in taken):
            taken.append((left, right))
            signs[at] = sign
    return [(wall(at), signs.get(at, "")) for at in dict.fromkeys(each[0] for each in inside)]


def _dot(frame: Frame, points: int) -> int:
    """Area of a dot: smaller where there are many."""
    return DOT if frame.width < 500 or points > _MOST_BARS // 2 else 44
