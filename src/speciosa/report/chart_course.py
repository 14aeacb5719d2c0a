"""The picture of a whole course: for each day, week, month or year the middle number and the middle half."""

from __future__ import annotations

from collections.abc import Sequence

from speciosa.report.chart_frame import (
    DOT,
    Frame,
    Labels,
    Spec,
    day_start,
    layer,
    nice_top,
    number_axis,
    picture,
    time_axis,
    two_ends,
)
from speciosa.report.chart_recent import POINT, ends
from speciosa.report.course import Course
from speciosa.report.middle import FEWEST_FOR_HALF, Bin
from speciosa.report.palette import LIGHT
from speciosa.report.printed import plain
from speciosa.report.scales import Scale
from speciosa.report.wording import Wording

_SIGN_PX = 0.6  # width of a digit, in type sizes
_AROUND_SIGN_PX = 6.8
_X2, _Y2 = {"field": "x2"}, {"field": "y2"}


def course_spec(
    words: Wording, course: Course, frame: Frame, *, days: tuple[int, int], marks: Sequence[tuple[int, str]] = ()
) -> Spec:
    """The course of a series.

    Parameters
    ----------
    days : first local day of the axis and the day after its last.
    marks : local days on which something changed, and the sign to write there.
    """
    series = course.series
    if series.scale:
        low, high = series.scale
        labels: Labels = ends(words, series, low, high)
        return bars_spec(words, course.bins, frame, days=days, marks=marks, low=low, high=high, labels=labels)
    return amounts_spec(words, course.bins, frame, days=days)


def amounts_spec(words: Wording, bins: Sequence[Bin], frame: Frame, *, days: tuple[int, int]) -> Spec:
    """Numbers without bounds, from 0 upwards: there are no amounts below."""
    top, step = nice_top(max((each.middle.half or (0, each.middle.median))[1] for each in bins) if bins else 1.0)
    labels = {float(f"{step * at:.6g}"): plain(words, step * at) for at in range(round(top / step) + 1)}
    return bars_spec(words, bins, frame, days=days, low=0.0, high=top, labels=labels)


def scale_spec(words: Wording, scale: Scale, frame: Frame, *, days: tuple[int, int]) -> Spec:
    """The scores of a questionnaire, each a point on its own day."""
    found = [score for _, score in scale.scores]
    low = min(0.0, *found) if scale.low is None else scale.low
    high = nice_top(max(found))[0] if scale.high is None else scale.high
    known = scale.low is not None and scale.high is not None
    labels = two_ends(words, scale.better if known else "", low, high)
    room = (high - low) * 0.08
    rows = [{"x": day_start(day + 0.5), "y": score} for day, score in scale.scores]
    points = layer(rows, {**POINT, "size": DOT})
    return picture(frame, [points], x=time_axis(words, frame, *days), y=number_axis(low - room, high + room, labels))


def bars_spec(
    words: Wording,
    bins: Sequence[Bin],
    frame: Frame,
    *,
    days: tuple[int, int],
    low: float,
    high: float,
    labels: Labels,
    marks: Sequence[tuple[int, str]] = (),
) -> Spec:
    """Bins as boxes with their middle. Each is drawn over its own days: nothing bridges an empty one."""
    first, end = days
    room = (high - low) * 0.04
    top = high + (room * 4 if marks else room)
    halves: list[Spec] = []
    many: list[Spec] = []
    few: list[Spec] = []
    for each in bins:
        place = {"x": day_start(max(each.start_day, first)), "x2": day_start(min(each.end_day, end))}
        (many if each.middle.n >= FEWEST_FOR_HALF else few).append({**place, "y": each.middle.median})
        if each.middle.half:
            halves.append({**place, "y": each.middle.half[0], "y2": each.middle.half[1]})
    shown = [(day, sign) for day, sign in marks if first <= day < end]
    layers = [
        layer(halves, {"type": "rect", "color": LIGHT["band"]}, x2=_X2, y2=_Y2),
        layer(
            [{"x": day_start(day), "y": low, "y2": high} for day, _ in shown],
            {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1, "strokeDash": [2, 3]},
            y2=_Y2,
        ),
        layer(few, {"type": "rule", "color": LIGHT["data"], "strokeWidth": 1.75}, x2=_X2),
        layer(many, {"type": "rule", "color": LIGHT["data"], "strokeWidth": 2.5}, x2=_X2),
        layer(
            [{"x": day_start(day), "y": top, "sign": sign} for day, sign in _signs(shown, days, frame)],
            {"type": "text", "color": LIGHT["mark"], "fontSize": frame.font - 1, "baseline": "top"},
            text={"field": "sign", "type": "nominal"},
        ),
    ]
    return picture(frame, layers, x=time_axis(words, frame, first, end), y=number_axis(low - room, top, labels))


def _signs(marks: Sequence[tuple[int, str]], days: tuple[int, int], frame: Frame) -> list[tuple[float, str]]:
    """Where each sign stands and what it says; those that would cover each other become one: ``2\u20134``."""
    px = (frame.width - frame.left - frame.right) / (days[1] - days[0])
    groups: list[list[tuple[int, str]]] = []
    for mark in marks:
        groups.append([mark])
        while len(groups) > 1 and _extent(groups[-2], px, frame)[1] > _extent(groups[-1], px, frame)[0]:
            last = groups.pop()
            groups[-1] = [*groups[-1], *last]
    return [((group[0][0] + group[-1][0]) / 2, _sign(group)) for group in groups]


def _sign(group: list[tuple[int, str]]) -> str:
    return group[0][1] if len(group) == 1 else f"{group[0][1]}\u2013{group[-1][1]}"


def _extent(group: list[tuple[int, str]], px: float, frame: Frame) -> tuple[float, float]:
    """Left and right end of a sign with the room around it, pixels."""
    middle = (group[0][0] + group[-1][0]) / 2 * px
    half = (_SIGN_PX * (frame.font - 1) * len(_sign(group)) + _AROUND_SIGN_PX) / 2
    return middle - half, middle + half
