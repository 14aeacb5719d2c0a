"""A marker's black squares as closed outlines, so that no paper shines through where two squares meet."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Corner = tuple[int, int]
"""Column and row of a corner between squares, counted from the upper left."""


def outlines(black: NDArray[np.bool_]) -> list[list[Corner]]:
    """The borders between black and white; filled by the even-odd rule they give the squares again.

    Parameters
    ----------
    black : [row, column] True where the square is black.

    Returns
    -------
    Closed lines, each by its corners; the last joins the first.

    Examples
    --------
    >>> outlines(np.array([[True, True], [True, False]]))
    [[(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]]
    """
    leaving = _edges(black)
    found: list[list[Corner]] = []
    while leaving:
        start = next(iter(leaving))
        line = [start]
        while (end := _step(leaving, line[-1])) != start:
            line.append(end)
        found.append([
            each for before, each, after in zip([line[-1], *line], line, [*line[1:], start], strict=False)
            if (each[0] - before[0], each[1] - before[1]) != (after[0] - each[0], after[1] - each[1])
        ])  # fmt: skip
    return found


def _edges(black: NDArray[np.bool_]) -> dict[Corner, list[Corner]]:
    """Every side of a black square that has white beyond it: from where to where, black on its right."""
    padded = np.pad(black, 1)
    leaving: dict[Corner, list[Corner]] = {}
    for row, column in np.argwhere(black).tolist():
        around = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
        beyond = ((row, column + 1), (row + 1, column + 2), (row + 2, column + 1), (row + 1, column))
        for at, place in enumerate(beyond):
            if not padded[place]:
                leaving.setdefault(around[at], []).append(around[(at + 1) % 4])
    return leaving


def _step(leaving: dict[Corner, list[Corner]], at: Corner) -> Corner:
    """Walk one side and forget it."""
    ends = leaving[at]
    end = ends.pop()
    if not ends:
        del leaving[at]
    return end
