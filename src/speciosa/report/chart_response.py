"""The pictures of dose and response on one axis of doses: the outcome above, what was unwanted beneath."""

from __future__ import annotations

import math

from speciosa.effect import DoseResponse, EffectPosterior
from speciosa.report.chart_effect_course import points_axis
from speciosa.report.chart_frame import Frame, Labels, Spec, layer, number_axis, picture
from speciosa.report.dose_harms import DoseHarms
from speciosa.report.palette import LIGHT
from speciosa.report.printed import with_unit
from speciosa.report.wording import Wording

PHONE_RESPONSE = Frame(360, 182, 92, 14, 10, 30, 15, 3)
PAGE_RESPONSE = Frame(720, 200, 96, 20, 10, 30, 15, 7)
PHONE_HARMS = Frame(360, 138, 92, 14, 10, 30, 15, 3)
PAGE_HARMS = Frame(720, 150, 96, 20, 10, 30, 15, 7)

_STEPS = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 250.0, 500.0, 1000.0)
_TOPS = ((0.1, "1 in 10"), (0.2, "1 in 5"), (1 / 3, "1 in 3"), (0.5, "half"), (1.0, "all"))
_APART = 0.012  # of the axis: the two counts of one group stand beside each other
_LONGEST_UNIT = 2  # letters
_Y2 = {"field": "y2"}


def response_spec(words: Wording, posterior: EffectPosterior, response: DoseResponse, frame: Frame) -> Spec:
    """The curve of the effect from nothing up to the usual dose; it ends there."""
    most = max(posterior.notice, float(abs(response.low).max()), float(abs(response.high).max()))
    top = math.ceil(most * 2) / 2
    # nothing taken is no difference: the curve begins there
    rows = [{"x": 0.0, "y": 0.0, "y2": 0.0, "middle": 0.0}]
    columns = (each.tolist() for each in (response.dose, response.low, response.high, response.mean))
    for dose, low, high, mean in zip(*columns, strict=True):
        rows.append({"x": dose, "y": low, "y2": high, "middle": mean})
    bands = [{key: round(each[key], 4) for key in ("x", "y", "y2")} for each in rows]
    middle = [{"x": round(each["x"], 4), "y": round(each["middle"], 4)} for each in rows]
    end = float(response.dose[-1])
    layers = [
        layer(bands, {"type": "area", "color": LIGHT["band"]}, y2=_Y2),
        layer([{"x": 0, "x2": end, "y": 0}], {"type": "rule", "color": LIGHT["ink"], "strokeWidth": 1.25},
              x2={"field": "x2"}),
        layer(middle, {"type": "line", "color": LIGHT["data"], "strokeWidth": 2.5, "strokeJoin": "round"}),
    ]  # fmt: skip
    y = number_axis(-top * 1.08, top * 1.08, points_axis(words, posterior, top))
    return picture(frame, layers, x=_dose_axis(words, response, frame), y=y)


def harms_spec(words: Wording, response: DoseResponse, harms: DoseHarms, frame: Frame) -> Spec:
    """After which share of doses of that size something unwanted was written down, with its uncertainty.

    Side effects are filled circles, withdrawal hollow diamonds; doses above the usual one stand in the table.
    """
    end = float(response.dose[-1])
    groups = [each for each in harms.groups if not each.above]
    points: tuple[list[Spec], list[Spec]] = ([], [])
    for each in groups:
        for at, (count, written) in enumerate(
            ((each.side_effects, harms.symptoms), (each.withdrawal, harms.withdrawals))
        ):
            if not written:  # never written down is not none
                continue
            x = min(each.middle, end) + (at - 0.5) * 2 * _APART * end
            points[at].append({
                "x": round(x, 4), "y": round(count.share, 4), "low": round(count.low, 4), "high": round(count.high, 4)
            })  # fmt: skip
    spread = [{"x": row["x"], "y": row["low"], "y2": row["high"]} for rows in points for row in rows]
    dots = [[{"x": row["x"], "y": row["y"]} for row in rows] for rows in points]
    layers = [
        layer(spread, {"type": "rule", "color": LIGHT["mark"], "strokeWidth": 1.5}, y2=_Y2),
        layer(dots[0], {"type": "point", "shape": "circle", "size": 60, "fill": LIGHT["dose"], "fillOpacity": 1,
                        "stroke": LIGHT["dose"], "strokeWidth": 1.5}),
        layer(dots[1], {"type": "point", "shape": "diamond", "size": 80, "fill": LIGHT["paper"], "fillOpacity": 1,
                        "stroke": LIGHT["dose"], "strokeWidth": 1.5}),
    ]  # fmt: skip
    top, named = next(each for each in _TOPS if max((row["y2"] for row in spread), default=0.0) <= each[0])
    labels: Labels = {0.0: words.say("none"), top: words.say(named)}
    axis = number_axis(-0.06 * top, 1.06 * top, labels)
    return picture(frame, layers, x=_dose_axis(words, response, frame), y=axis)


def _dose_axis(words: Wording, response: DoseResponse, frame: Frame) -> Spec:
    """Doses from none up to the usual one."""
    end = float(response.dose[-1])
    step = next((each for each in _STEPS if end / each <= frame.labels), _STEPS[-1])
    at = [float(f"{step * k:.6g}") for k in range(math.floor(end / step + 1e-9) + 1)]
    x = number_axis(0, end * 1.03, {each: _amount(words, each, response.unit) for each in at})
    x["axis"] |= {"grid": False, "tickSize": 4, "labelFlush": False}
    return x


def _amount(words: Wording, value: float, unit: str) -> str:
    """An amount for the axis: a long unit stands above the picture instead."""
    return with_unit(words, value, None, unit if len(unit) <= _LONGEST_UNIT else "")
