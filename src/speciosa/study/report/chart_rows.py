"""A row for each number: a dot, where 19 in 20 answers lie, and how far a whole family of intervals reaches."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

from speciosa.report.chart_frame import Frame, Labels, Spec, layer, number_axis, picture
from speciosa.report.palette import LIGHT

_ROW_PX, _TOP_PX, _BOTTOM_PX = 46, 30, 32
_X2 = {"field": "x2"}


class Row(NamedTuple):
    """Label, middle, the 95 % interval, a wider one (the same where there is none), and whether the dot is filled."""

    label: str
    middle: float
    low: float
    high: float
    joint_low: float
    joint_high: float
    filled: bool = True


def rows_spec(rows: Sequence[Row], *, ticks: Labels, sides: tuple[str, str], wide: bool) -> Spec:
    """The spec; the first row is the highest, 0 of the axis is a line.

    Parameters
    ----------
    ticks : numbers of the axis, and their words; it reaches from the least to the largest, and as far as the rows.
    sides : what the left and the right side of the line mean.
    """
    frame = _frame(len(rows), wide=wide)
    low = min([*ticks, *(each.joint_low for each in rows)])
    high = max([*ticks, *(each.joint_high for each in rows)])
    room = 0.06 * (high - low)
    low, high = low - room, high + room
    top = len(rows) - 1
    at = [(top - place, each) for place, each in enumerate(rows)]
    rule = {"type": "rule", "color": LIGHT["data"], "strokeWidth": 1.25}
    text = {"type": "text", "color": LIGHT["ink"], "fontSize": frame.font, "baseline": "bottom"}
    point = {"type": "point", "shape": "circle", "size": 90, "stroke": LIGHT["data"], "strokeWidth": 1.75,
             "fillOpacity": 1}  # fmt: skip
    sign = {"field": "sign", "type": "nominal"}
    head = top + 0.62
    layers = [
        layer([{"x": 0, "y": -0.6, "y2": head}], {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 1.25},
              y2={"field": "y2"}),
        layer([{"x": _r(e.joint_low), "x2": _r(e.joint_high), "y": y} for y, e in at], rule, x2=_X2),
        layer([{"x": _r(e.low), "x2": _r(e.high), "y": y} for y, e in at],
              {"type": "rule", "color": LIGHT["data"], "strokeWidth": 4}, x2=_X2),
        layer([{"x": _r(e.middle), "y": y} for y, e in at if e.filled], {**point, "fill": LIGHT["data"]}),
        layer([{"x": _r(e.middle), "y": y} for y, e in at if not e.filled], {**point, "fill": LIGHT["paper"]}),
        layer([{"x": low, "y": head, "sign": f"\u2190 {sides[0]}"}], {**text, "align": "left"}, text=sign),
        layer([{"x": high, "y": head, "sign": f"{sides[1]} \u2192"}], {**text, "align": "right"}, text=sign),
    ]  # fmt: skip
    names: dict[float, str | Sequence[str]] = {float(y): _lines(each.label, wide=wide) for y, each in at}
    x, y = number_axis(low, high, ticks), number_axis(-0.6, head, names)
    x["axis"] |= {"grid": False, "tickSize": 4, "labelFlush": False}
    y["axis"] |= {"grid": False, "labelOffset": 0, "labelColor": LIGHT["ink"], "labelBaseline": "middle"}
    return picture(frame, layers, x=x, y=y)


def _frame(rows: int, *, wide: bool) -> Frame:
    height = _TOP_PX + _ROW_PX * rows + _BOTTOM_PX
    return Frame(720, height, 190, 16, _TOP_PX, _BOTTOM_PX, 15, 7) if wide else Frame(
        360, height, 122, 12, _TOP_PX, _BOTTOM_PX, 15, 3
    )  # fmt: skip


def _lines(label: str, *, wide: bool) -> str | list[str]:
    """A label in two lines where it is too long for one."""
    lines = textwrap.wrap(label, 24 if wide else 14, max_lines=2, placeholder="…")
    return label if len(lines) < 2 else lines


def _r(value: float) -> float:
    return round(value, 4)
