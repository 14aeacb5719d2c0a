"""Fifty equally likely answers as dots of letters, stacked over a line with a mark at no difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CELL = 2  # columns from one stack to the next: a dot and a gap
_FEWEST = 8


class Dots(NamedTuple):
    """What the picture is drawn with: a dot on the better side, one on the worse, the line, its mark at nothing."""

    better: str
    worse: str
    line: str
    cross: str
    mark: str


ROUND = Dots("\u25cf", "\u25cb", "\u2500", "\u253c", "\u2502")
PLAIN = Dots("o", ".", "-", "+", "|")
"""For a terminal that lacks the round ones."""


def dots_picture(
    dots: NDArray[np.float64], ink: Dots, *, lower_is_better: bool, notice: float, width: int, ends: tuple[str, str]
) -> list[str]:
    """The lines of the picture. No dot stands on the line at nothing: each stack lies on one side of it.

    Parameters
    ----------
    dots : [dot], ascending, points.
    notice : a difference that people notice; as much is shown on either side.
    ends : what stands at the left and at the right end.

    Examples
    --------
    >>> for line in dots_picture(np.array([-1.0, -0.4, 0.4]), PLAIN, lower_is_better=True, notice=1.0,
    ...                          width=26, ends=("lower", "higher")):
    ...     print(line)
                |
     o     o    |    .
    ------------+-------------
    -1          0          1
    lower               higher
    """
    low, high = min(float(dots.min()), -1.1 * notice), max(float(dots.max()), 1.1 * notice)
    columns = max(_FEWEST, width // _CELL)
    while True:  # wider stacks until both sides have room
        size = (high - low) / columns
        left, right = math.ceil(-low / size), math.floor(high / size) + 1
        if left + right <= width // _CELL or columns <= _FEWEST:
            break
        columns -= 1
    stacks = np.bincount(np.floor(dots / size).astype(np.int64) + left, minlength=left + right)
    zero, wide = left * _CELL, (left + right) * _CELL
    lines = []
    for row in range(int(stacks.max()), -1, -1):
        cells = [" "] * wide
        for at, count in enumerate(stacks.tolist()):
            if count > row:
                cells[at * _CELL + 1] = ink.better if (at < left) == lower_is_better else ink.worse
        cells[zero] = ink.mark if cells[zero] == " " else cells[zero]
        lines.append("".join(cells).rstrip())
    axis = [ink.line] * wide
    axis[zero] = ink.cross
    return [*lines, "".join(axis), _numbers(size, zero, wide, notice), _ends(ends, wide)]


def _numbers(size: float, zero: int, wide: int, notice: float) -> str:
    """Nothing, and a difference that people notice to either side, at their columns."""
    line = [" "] * (wide + 6)
    for points in (-notice, 0.0, notice):
        text = f"{points:g}"
        at = zero + round(points / size * _CELL) - len(text) // 2
        for offset, letter in enumerate(text):
            if 0 <= at + offset < len(line):
                line[at + offset] = letter
    return "".join(line).rstrip()


def _ends(ends: tuple[str, str], wide: int) -> str:
    room = wide - len(ends[0]) - len(ends[1])
    return f"{ends[0]}{' ' * max(2, room)}{ends[1]}"
