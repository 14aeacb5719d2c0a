"""The picture of how much is in the blood: two bands and their middle, doses as ticks beneath."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.report.chart_frame import Frame, Labels, Spec, layer, nice_top, number_axis, picture, time_axis, wall
from speciosa.report.exposure_section import Exposure
from speciosa.report.palette import LIGHT
from speciosa.report.printed import plain
from speciosa.report.thinning import thinned
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S, HOUR_S

PHONE_PANEL = Frame(360, 166, 58, 10, 10, 30, 15, 3)
PAGE_PANEL = Frame(720, 190, 62, 14, 10, 30, 15, 7)

_LANE = 0.1  # of the axis: height of a tick
_APART = 0.14  # of the axis: closer labels would cover each other
_UNSEEN = 0.004  # of the axis: half a pixel
_OUTER_OPACITY = 0.5
_MOST_TICKS = 350
_Y2 = {"field": "y2"}


def exposure_spec(words: Wording, exposure: Exposure, bands: NDArray[np.float64], frame: Frame, *, own: bool) -> Spec:
    """One analyte's picture.

    Parameters
    ----------
    bands : [quantile, time], quantiles 5, 25, 50, 75 and 95 %. Where they are NaN nothing is drawn,
        and nothing bridges it.
    own : multiples of the person's own mean, whose 1 gets a line; else ng/mL.
    """
    top, step = nice_top(max(float(np.nanmax(bands)), 1.0 if own else 0.0))
    lane = top * _LANE
    labels: Labels = {float(f"{step * at:.6g}"): plain(words, step * at) for at in range(round(top / step) + 1)}
    if own:
        labels = {1.0: "1"} | {at: text for at, text in labels.items() if abs(at - 1) >= _APART * top}
    has_doses = len(exposure.dose_wall_s) > 0
    if has_doses:
        labels = {**labels, round(-2.1 * lane, 6): words.say("doses")}
    rows = _rows(exposure, bands, top * _UNSEEN)
    stretch = {"field": "stretch", "type": "nominal"}
    dashed = {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1.25, "strokeDash": [5, 4]}
    span = {"x": wall(exposure.first_day * DAY_S), "x2": wall((exposure.last_day + 1) * DAY_S), "y": 1}
    layers = [
        layer(_area(rows, 0, 4), {"type": "area", "color": LIGHT["band"], "opacity": _OUTER_OPACITY},
              y2=_Y2, detail=stretch),
        layer(_area(rows, 1, 3), {"type": "area", "color": LIGHT["band"]}, y2=_Y2, detail=stretch),
        layer(_area(rows, 2, 2), {"type": "line", "color": LIGHT["data"], "strokeWidth": 1.5, "strokeJoin": "round"},
              detail=stretch),
        layer([span] if own else [], dashed, x2={"field": "x2"}),
        layer([{"x": wall(at), "y": -2.6 * lane, "y2": -1.6 * lane} for at in _ticks(exposure)],
              {"type": "rule", "color": LIGHT["dose"], "strokeWidth": 1.5}, y2=_Y2),
    ]  # fmt: skip
    x = time_axis(words, frame, exposure.first_day, exposure.last_day + 1)
    return picture(frame, layers, x=x, y=number_axis(-2.9 * lane if has_doses else 0.0, top * 1.02, labels))


def _rows(exposure: Exposure, bands: NDArray[np.float64], tolerance: float) -> list[tuple[str, str, list[float]]]:
    """Time, stretch and quantiles of each point that is needed; a new stretch after each hole."""
    known = np.flatnonzero(np.isfinite(bands).all(axis=0))
    step_s = np.diff(exposure.wall_s[known])
    # an hour more where summer time begins is no hole; a clock put back draws over itself, so it begins anew
    apart = (np.diff(known) > 1) | (step_s <= 0) | (step_s > exposure.grid_s + 3 * HOUR_S)
    found = []
    for at, part in enumerate(np.split(known, np.flatnonzero(apart) + 1)):
        kept = part[thinned(bands[:, part], tolerance)] if len(part) else part
        found += [(wall(exposure.wall_s[each]), str(at), [float(v) for v in bands[:, each]]) for each in kept.tolist()]
    return found


def _area(rows: list[tuple[str, str, list[float]]], low: int, high: int) -> list[Spec]:
    """Between two quantiles, to four digits."""
    return [
        {"x": x, "stretch": stretch, "y": _short(value[high]), **({"y2": _short(value[low])} if low != high else {})}
        for x, stretch, value in rows
    ]


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _ticks(exposure: Exposure) -> list[int]:
    """Doses to the minute; where there are very many, one an hour."""
    ticks = np.unique(exposure.dose_wall_s // 60 * 60)
    if len(ticks) > _MOST_TICKS:
        ticks = np.unique(ticks // HOUR_S) * HOUR_S
    return [int(each) for each in ticks]
