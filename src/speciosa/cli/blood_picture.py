"""A week of one analyte as a picture of letters: people would rather look than read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from speciosa.values.timeline import DAY_S

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from speciosa.report import Wording, exposure_section

DAYS = 7
MARGIN = 7
_ROWS = 5
_LOW, _MIDDLE, _HIGH = 0, 2, 4  # of the five quantiles


class Ink(NamedTuple):
    """What a picture is drawn with: a cell filled by nought to eight eighths, its shade, the line at 1, a dose."""

    eighths: str
    shade: str
    line: str
    dose: str


BLOCKS = Ink(" ▁▂▃▄▅▆▇█", "░", "╌", "╵")
LETTERS = Ink("   ..::##", "'", "-", "|")
"""For a terminal that lacks the blocks."""


def blood_picture(
    words: Wording, exposure: exposure_section.Exposure, panel: exposure_section.Panel, ink: Ink, *, a_day: int
) -> list[str]:
    """The last seven days shown, as multiples of the person's own average.

    Filled: the middle answer. Shaded: up to where nineteen in twenty answers end. Blank: nothing can be said.

    Parameters
    ----------
    a_day : columns a day.
    """
    first_day = exposure.last_day + 1 - DAYS
    columns = DAYS * a_day
    at = (exposure.wall_s - first_day * DAY_S) * a_day // DAY_S
    middle, high = (_means(panel.own[each], at, columns) for each in (_MIDDLE, _HIGH))
    top = max(1.0, math.ceil(2 * float(np.nanmax(middle, initial=0.5))) / 2)
    labels = {_ROWS - 1: words.number(top, 1), 0: "0"} | {min(int(_ROWS / top), _ROWS - 1): "1"}
    lines = []
    for row in range(_ROWS - 1, -1, -1):
        rest = ink.line if labels.get(row) == "1" else " "
        cells = [
            _cell(m * _ROWS / top - row, h * _ROWS / top - row, ink, rest) for m, h in zip(middle, high, strict=True)
        ]
        lines.append(f"{labels.get(row, ''):>{MARGIN - 2}}  {''.join(cells)}".rstrip())
    doses = np.unique((exposure.dose_wall_s - first_day * DAY_S) * a_day // DAY_S)
    ticks = "".join(ink.dose if each in set(doses.tolist()) else " " for each in range(columns))
    return [*lines, f"{words.say('doses'):<{MARGIN}}{ticks}".rstrip(), _dates(words, first_day, a_day)]


def _means(values: NDArray[np.float64], at: NDArray[np.int64], columns: int) -> NDArray[np.float64]:
    """Mean of the points in each column; one between two points of a coarse grid takes the earlier one."""
    found = np.full(columns, np.nan)
    for each in range(columns):
        inside = values[at == each]
        if len(inside):
            found[each] = inside.mean()
        elif each and (at > each).any():
            found[each] = found[each - 1]
    return found


def _cell(middle: float, high: float, ink: Ink, rest: str) -> str:
    """One cell: how much of it the middle answer fills, in cells above its floor."""
    if math.isnan(middle):
        return " "
    eighths = min(8, max(0, round(middle * 8)))
    if eighths:
        return ink.eighths[eighths]
    return ink.shade if high >= 0.5 else rest


def _dates(words: Wording, first_day: int, a_day: int) -> str:
    """The days at their columns, as many as have room."""
    line = " " * MARGIN
    for at in range(DAYS):
        name = words.short_date(first_day + at)
        if len(line) <= MARGIN + at * a_day:
            line = f"{line:<{MARGIN + at * a_day}}{name} "
    return line.rstrip()
