"""The picture of 50 equally likely answers: dots stacked over the axis of points, with a line at no difference."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_frame import Frame, Labels, Spec, layer, number_axis, picture
from speciosa.report.difference import points
from speciosa.report.effect_section import Effect
from speciosa.report.effect_sentences import dots_ends
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording

PHONE_DOTS = Frame(360, 222, 12, 12, 50, 32, 15, 5)
PAGE_DOTS = Frame(720, 264, 14, 14, 54, 32, 15, 9)

_ROWS = 8  # of the largest dots, one above the other
_SMALLEST = 7.0  # pixels; what is drawn of it is 6
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_Y2 = {"field": "y2"}


def dots_spec(words: Wording, effect: Effect, frame: Frame) -> Spec:
    """The spec. No dot lies across the line: each stack holds the answers between two edges, and 0 is one of them.

    Filled: the better side. Hollow: the worse one.
    """
    dots = effect.dots if effect.dots is not None else np.zeros(0)
    posterior = effect.posterior
    low, high, step = _ends(dots, posterior.notice, frame.labels)
    width, height = frame.width - frame.left - frame.right, frame.height - frame.top - frame.bottom
    size, diameter, rise = _stacks(dots, low, high, width, height)
    at = np.floor(dots / size)
    better = (dots < 0) == (posterior.better == "lower")
    rows: list[Spec] = []
    for stack in np.unique(at):
        rows += [
            {"x": round((stack + 0.5) * size, 6), "y": (place + 0.5) * rise, "good": bool(better[at == stack][0])}
            for place in range(int((at == stack).sum()))
        ]
    area = diameter**2 * math.pi / 4 * 0.78
    point = {"type": "point", "shape": "circle", "size": area, "stroke": LIGHT["data"], "strokeWidth": 1.25}
    notice = [{"x": side * posterior.notice, "y": 0, "y2": height + 6} for side in (-1, 1)
              if low < side * posterior.notice < high]  # fmt: skip
    to_the_left, to_the_right = dots_ends(words, effect)
    sides = [
        {"x": low, "y": height + 29, "sign": f"\u2190 {to_the_left}"},
        {"x": high, "y": height + 29, "sign": f"{to_the_right} \u2192"},
    ]
    text = {"type": "text", "color": LIGHT["ink"], "fontSize": frame.font, "baseline": "bottom"}
    sign = {"field": "sign", "type": "nominal"}
    layers = [
        layer(notice, {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1, "strokeDash": [2, 3]}, y2=_Y2),
        layer(
            [{"x": 0, "y": 0, "y2": height + 4}], {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 1.5}, y2=_Y2
        ),
        layer([{**each} for each in rows if each["good"]], {**point, "fill": LIGHT["data"], "fillOpacity": 0.85}),
        layer([{**each} for each in rows if not each["good"]], {**point, "fill": LIGHT["paper"], "fillOpacity": 1}),
        *_noticed(words, posterior.notice, low, high, height + 8, {**text, "color": LIGHT["mark"]}),
        layer(sides[:1], {**text, "align": "left"}, text=sign),
        layer(sides[1:], {**text, "align": "right"}, text=sign),
    ]
    labels: Labels = {float(f"{step * k:.6g}"): words.number(abs(step * k), 2)
                      for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)}  # fmt: skip
    x, y = number_axis(low, high, labels), number_axis(0, height, {})
    x["axis"] |= {"grid": False, "tickSize": 4, "labelFlush": False}
    y["axis"] = None
    return picture(frame, layers, x=x, y=y)


def _noticed(words: Wording, notice: float, low: float, high: float, at: float, text: Spec) -> list[Spec]:
    """The words of the dashed line, once: at the one with more of the picture beside it."""
    left = -notice if -notice - low < high - notice else notice
    name = words.say("people notice {points}", points=points(words, notice, notice / 10))
    align = {"align": "left", "dx": 4} if left < 0 else {"align": "right", "dx": -4}
    row = {"x": left, "y": at, "sign": name}
    return [layer([row], {**text, **align}, text={"field": "sign", "type": "nominal"})]


def _ends(dots: NDArray[np.float64], notice: float, most: int) -> tuple[float, float, float]:
    """Both ends of the axis and the distance of its labels: all dots, 0, and a difference that people notice."""
    low = min(float(dots.min(initial=0.0)), -1.2 * notice)
    high = max(float(dots.max(initial=0.0)), 1.2 * notice)
    step = next((each for each in _STEPS if (high - low) / each <= most), _STEPS[-1])
    room = 0.04 * (high - low)
    return low - room, high + room, step


def _stacks(
    dots: NDArray[np.float64], low: float, high: float, width: float, height: float
) -> tuple[float, float, float]:
    """Width of a stack in points, diameter of a dot and height from dot to dot in pixels: as large as there is room.

    Answers that are nearly all the same make one high stack, whose dots lie over each other.
    """
    diameter = float(math.floor(height / _ROWS))
    while True:
        size = diameter * (high - low) / width
        tallest = int(max(np.unique(np.floor(dots / size), return_counts=True)[1], default=1))
        if tallest * diameter <= height or diameter <= _SMALLEST:
            return size, diameter, min(diameter, height / tallest)
        diameter -= 0.5
