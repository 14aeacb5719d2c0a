"""Fewer points for the same picture."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def thinned(lines: NDArray[np.float64], tolerance: float) -> NDArray[np.intp]:
    """Which points to keep so that no line moves by more than `tolerance`: Ramer, Douglas and Peucker's way.

    Parameters
    ----------
    lines : [line, point], several lines over the same evenly spaced points, finite.
    tolerance : in the unit of the lines.

    Returns
    -------
    positions, ascending, the first and the last among them.

    Examples
    --------
    >>> thinned(np.array([[0.0, 1.0, 2.0, 3.0, 1.0]]), 0.1)
    array([0, 3, 4])
    """
    last = lines.shape[1] - 1
    keep = np.zeros(last + 1, dtype=bool)
    keep[[0, last]] = True
    parts = [(0, last)]
    while parts:
        begin, end = parts.pop()
        if end - begin < 2:
            continue
        share = np.arange(1, end - begin) / (end - begin)
        straight = lines[:, begin, None] + (lines[:, end] - lines[:, begin])[:, None] * share
        away = np.abs(lines[:, begin + 1 : end] - straight).max(axis=0)
        worst = int(away.argmax())
        if away[worst] > tolerance:
            middle = begin + 1 + worst
            keep[middle] = True
            parts += [(begin, middle), (middle, end)]
    return np.flatnonzero(keep)
