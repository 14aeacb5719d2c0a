"""The frame of a picture: size, axes and type, as a Vega-Lite spec in a plain dict.

Sizes are fixed and nothing is measured, so that a picture does not depend on the fonts of the
machine. Local wall time is written as if it were UTC, so that it does not depend on its time zone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from speciosa.report.days import Grain, edges_of
from speciosa.report.palette import LIGHT
from speciosa.report.wording import Wording
from speciosa.values.timeline import DAY_S

_LINE = 18

Spec = dict[str, Any]
Labels = Mapping[float, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class Frame:
    """Outer size, margins and type size, in pixels of the picture's own grid."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    font: int
    labels: int  # how many dates its width can hold


# a phone of 390 px shows a picture of 360 at 0.97: type of 15 is 14 px there; the left holds "schlechter"
PHONE = Frame(360, 280, 92, 10, 10, 30, 15, 3)
PAGE = Frame(720, 320, 96, 14, 12, 30, 15, 8)
SMALL = Frame(340, 122, 88, 10, 10, 28, 14, 3)
DOT = 32
"""Area of a dot on a phone: 6 px across."""


def picture(frame: Frame, layers: Sequence[Spec], *, x: Spec, y: Spec) -> Spec:
    """A spec whose layers share one pair of axes; their rows name ``x``, ``x2``, ``y``, ``y2``."""
    axis = {
        "domain": False, "gridColor": LIGHT["line"], "tickColor": LIGHT["line"], "labelColor": LIGHT["soft"],
        "labelFontSize": frame.font, "labelPadding": 5, "labelOverlap": False, "labelLimit": 0,
        "labelLineHeight": _LINE, "title": None,
    }  # fmt: skip
    return {
        "width": frame.width - frame.left - frame.right,
        "height": frame.height - frame.top - frame.bottom,
        "autosize": "none",
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "background": None,
        "config": {"view": {"stroke": None}, "axis": axis, "aria": False},
        "encoding": {"x": {"field": "x", **x}, "y": {"field": "y", **y}},
        "layer": list(layers),
    }


def layer(rows: Sequence[Spec], mark: Spec, **encoding: Spec) -> Spec:
    """One layer over inline rows."""
    return {"data": {"values": list(rows)}, "mark": {"opacity": 1, **mark}, "encoding": encoding}


def wall(wall_s: float) -> str:
    """Local wall clock seconds as the picture's time."""
    return f"{datetime.fromtimestamp(wall_s, tz=UTC):%Y-%m-%dT%H:%M:%S}Z"


def day_start(day: float) -> str:
    """The start of a local day (or of a part of it) as the picture's time."""
    return wall(day * DAY_S)


def time_axis(words: Wording, frame: Frame, first_day: int, end_day: int) -> Spec:
    """Local days to the right, the end not included, with as many dates as fit."""
    ticks, named = _ticks(words, first_day, end_day, frame.labels)
    labels = {tick * DAY_S * 1000.0: named(tick) for tick in ticks}
    return {
        "type": "temporal",
        "scale": {"type": "utc", "domain": [day_start(first_day), day_start(end_day)], "nice": False},
        "axis": {
            "grid": False, "labelFlush": False, "labelAlign": "left", "tickSize": 5,
            "values": [day_start(tick) for tick in ticks],
            "labelExpr": _lookup(labels, "toNumber(datum.value)"),
        },
    }  # fmt: skip


def number_axis(low: float, high: float, labels: Labels) -> Spec:
    """Numbers upwards from `low` to `high`, with words at those that `labels` names."""
    # a label of two lines hangs below its number; at the lower end it has to stand above it
    lifted = min((value for value, text in labels.items() if not isinstance(text, str)), default=None)
    lift: Spec | int = (
        0 if lifted is None else {"condition": {"test": f"datum.value === {lifted:g}", "value": -_LINE}, "value": 0}
    )
    return {
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False},
        "axis": {
            "values": sorted(labels),
            "labelExpr": _lookup(labels, "datum.value"),
            "tickSize": 0,
            "grid": True,
            "labelOffset": lift,
        },
    }


def two_ends(words: Wording, better: str, low: float, high: float) -> dict[float, str | Sequence[str]]:
    """Both ends of a scale, with the words that say which is better: inside of the number, never beside a date."""
    good_is_low = better == "lower"
    at_low, at_high = (
        (words.say("better"), words.say("worse")) if good_is_low else (words.say("worse"), words.say("better"))
    )
    if not better:
        return {low: words.number(low, 1), high: words.number(high, 1)}
    return {low: [downward(at_low), words.number(low, 1)], high: [words.number(high, 1), upward(at_high)]}


def downward(word: str) -> str:
    """The word at the lower end of an axis: one line that does not break."""
    return f"\u2193\u2009{word}"


def upward(word: str) -> str:
    """The word at its upper end."""
    return f"\u2191\u2009{word}"


def nice_top(highest: float) -> tuple[float, float]:
    """The end of an axis from 0 that holds `highest`, and the distance of its labels.

    Examples
    --------
    >>> nice_top(7.2), nice_top(0.0), nice_top(130)
    ((8.0, 4.0), (1.0, 1.0), (150.0, 50.0))
    """
    if highest <= 0 or highest == 1:  # one a day needs no fractions at its axis
        return 1.0, 1.0
    scale = 10.0 ** math.floor(math.log10(highest / 2))
    step = next(size * scale for size in (1, 2, 4, 5, 10) if highest <= 3 * size * scale)
    return step * math.ceil(highest / step), step


def _lookup(labels: Labels, key: str) -> str:
    """A Vega expression that finds the words at a tick."""
    # as JavaScript prints the number
    named = {str(int(at)) if float(at).is_integer() else repr(at): text for at, text in labels.items()}
    return f"{json.dumps(named, ensure_ascii=False)}[{key}]"


def _ticks(words: Wording, first_day: int, end_day: int, most: int) -> tuple[list[int], Callable[[int], str]]:
    """Days to write at the axis, and how: every so many days, the starts of months, or of years.

    A label begins at its tick and is at most one part of the axis wide, so none stands at the end.
    """
    days = end_day - first_day
    for step in (1, 2, 7, 14):
        room = [day for day in range(first_day, end_day, step) if end_day - day > 0.6 * days / (most + 1)]
        if len(room) <= most:
            return room, words.short_date
    starts = [int(each) for each in edges_of(first_day, end_day, Grain.MONTH) if first_day <= each < end_day]
    for months in (1, 2, 3, 6, 12, 24, 36, 48, 60, 120, 240):
        chosen = [start for start in starts if _month_number(start) % months == 0]
        room = [start for start in chosen if end_day - start > 0.6 * days / (most + 1)]
        if room and len(room) <= most:
            return room, words.year if months >= 12 else words.month
    return [first_day], words.month


def _month_number(day: int) -> int:
    at = datetime.fromtimestamp(day * DAY_S, tz=UTC)
    return at.year * 12 + at.month - 1
