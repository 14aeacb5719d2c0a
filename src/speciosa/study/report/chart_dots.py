"""Fifty equally likely values as dots over the axis of points, with lines at a difference that people notice."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_frame import Frame, Labels, Spec, layer, number_axis, picture
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording

PHONE, PAGE = Frame(360, 222, 12, 12, 50, 32, 15, 5), Frame(720, 264, 14, 14, 54, 32, 15, 9)
_ROWS, _SMALLEST = 8, 7.0
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)
_Y2 = {"field": "y2"}


def dots_spec(
    words: Wording, dots: NDArray[np.float64], frame: Frame, *, notice: float, good_low: bool, sides: tuple[str, str],
) -> Spec:  # fmt: skip
    """The spec. No dot lies across the line at 0. Filled: the better side; hollow: the worse one.

    Parameters
    ----------
    dots : [dot], the outcome's unit. notice: a difference that people notice.
    sides : what the left and the right side mean.
    """
    low, high, step = _ends(dots, notice, frame.labels)
    width, height = frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom
    size, diameter = _stacks(dots, low, high, width, height)
    stacks = Counter(np.floor(dots / size).tolist())
    rise = min(diameter, height / max(stacks.values()))
    rows = [
        ({"x": round((stack + 0.5) * size, 6), "y": (place + 0.5) * rise}, (stack < 0) == good_low)
        for stack, count in sorted(stacks.items())
        for place in range(count)
    ]
    point = {"type": "point", "shape": "circle", "size": diameter**2 * math.pi / 4 * 0.78, "stroke": LIGHT["data"],
             "strokeWidth": 1.25}  # fmt: skip
    text = {"type": "text", "color": LIGHT["ink"], "fontSize": frame.font, "baseline": "bottom"}
    sign = {"field": "sign", "type": "nominal"}
    noticed = [{"x": side * notice, "y": 0, "y2": height + 6} for side in (-1, 1)]
    first = -notice if -notice - low < high - notice else notice
    said = words.say("people notice {n}", n=_points(words, notice))
    align = {"align": "left", "dx": 4} if first < 0 else {"align": "right", "dx": -4}
    layers = [
        layer(noticed, {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1, "strokeDash": [2, 3]}, y2=_Y2),
        layer(
            [{"x": 0, "y": 0, "y2": height + 4}], {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 1.5}, y2=_Y2
        ),
        layer([row for row, good in rows if good], {**point, "fill": LIGHT["data"], "fillOpacity": 0.85}),
        layer([row for row, good in rows if not good], {**point, "fill": LIGHT["paper"], "fillOpacity": 1}),
        layer([{"x": first, "y": height + 8, "sign": said}], {**text, "color": LIGHT["mark"]} | align, text=sign),
        layer([{"x": low, "y": height + 29, "sign": f"\u2190 {sides[0]}"}], {**text, "align": "left"}, text=sign),
        layer([{"x": high, "y": height + 29, "sign": f"{sides[1]} \u2192"}], {**text, "align": "right"}, text=sign),
    ]
    x, y = number_axis(low, high, point_ticks(words, low, high, step)), number_axis(0, height, {})
    x["axis"] |= {"grid": False, "tickSize": 4, "labelFlush": False}
    y["axis"] = None
    return picture(frame, layers, x=x, y=y)


def point_ticks(words: Wording, low: float, high: float, step: float) -> Labels:
    """Points at the axis without their sign: the sides say which way they go."""
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return {float(f"{step * at:.6g}"): words.number(abs(step * at), 2) for at in range(first, last + 1)}


def fitting_step(span: float, most: int) -> float:
    """The distance of labels with which at most so many stand on an axis."""
    return next((each for each in _STEPS if span / each <= most), _STEPS[-1])


def _ends(dots: NDArray[np.float64], notice: float, most: int) -> tuple[float, float, float]:
    low = min(float(dots.min(initial=0.0)), -1.2 * notice)
    high = max(float(dots.max(initial=0.0)), 1.2 * notice)
    room = 0.04 * (high - low)
    return low - room, high + room, fitting_step(high - low, most)


def _stacks(dots: NDArray[np.float64], low: float, high: float, width: float, height: float) -> tuple[float, float]:
    """Width of a stack in points and diameter of a dot in pixels: as large as there is room."""
    diameter = float(math.floor(height / _ROWS))
    while True:
        size = diameter * (high - low) / width
        tallest = max(Counter(np.floor(dots / size).tolist()).values(), default=1)
        if tallest * diameter <= height or diameter <= _SMALLEST:
            return size, diameter
        diameter -= 0.5


def _points(words: Wording, size: float) -> str:
    return words.count("{n} point", "{n} points", 1) if size == 1 else words.say("{n} points", n=words.number(size, 2))
