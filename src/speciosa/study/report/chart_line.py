"""A line with its band over an axis of exposure, and the people behind it where they may be shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from speciosa.report.chart_frame import Frame, Labels, Spec, layer, nice_top, number_axis, picture
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording
from speciosa.study.pooled import Slope

PHONE, PAGE = Frame(360, 232, 44, 16, 14, 30, 15, 4), Frame(720, 280, 48, 20, 14, 30, 15, 8)
_POINTS = 40


def line_spec(words: Wording, slope: Slope, frame: Frame, *, x_times: float, unit: str) -> Spec:
    """The spec, from the 5th to the 95th percentile of people's exposure.

    Parameters
    ----------
    x_times : from the line's x to what stands at the axis. unit: of that.
    """
    x = np.linspace(slope.low, slope.high, _POINTS)
    low, mean, high = slope.line.at(x - slope.centre)
    shown = [(a, b) for a, b in slope.points if slope.low <= a <= slope.high]
    top, step = nice_top(max(float(high.max()), *(b for _, b in shown)) if shown else float(high.max()))
    bottom = min(0.0, float(low.min()))
    end, x_step = nice_top(slope.high * x_times)
    ticks: Labels = {
        x_step * at: f"{words.number(x_step * at, 2)}{f' {unit}' if at == 0 else ''}"
        for at in range(round(end / x_step) + 1)
    }
    at = np.round(x * x_times, 4).tolist()
    bands = [{"x": a, "y": round(b, 4), "y2": round(c, 4)} for a, b, c in zip(at, low, high, strict=True)]
    layers = [
        layer(bands, {"type": "area", "color": LIGHT["band"]}, y2={"field": "y2"}),
        layer(_rows(at, mean), {"type": "line", "color": LIGHT["data"], "strokeWidth": 2.5}),
        layer([{"x": round(a * x_times, 4), "y": round(b, 4)} for a, b in shown],
              {"type": "point", "shape": "circle", "size": 28, "fill": LIGHT["paper"], "fillOpacity": 1,
               "stroke": LIGHT["mark"], "strokeWidth": 1}),
    ]  # fmt: skip
    x_axis = number_axis(0, end, ticks)
    x_axis["axis"] |= {"grid": False, "tickSize": 4, "labelFlush": False}
    y_ticks: Labels = {step * k: words.number(step * k, 2) for k in range(round(top / step) + 1)}
    return picture(frame, layers, x=x_axis, y=number_axis(bottom, top * 1.02, y_ticks))


def _rows(x: Sequence[float], y: np.ndarray) -> list[Spec]:
    return [{"x": a, "y": round(float(b), 4)} for a, b in zip(x, y, strict=True)]
