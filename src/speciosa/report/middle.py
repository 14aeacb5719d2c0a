"""What is typical of some numbers: the middle one and the middle half. No means, no trends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

FEWEST_FOR_HALF = 4
"""Of fewer numbers than these no middle half is given: a quarter of them would be less than one."""

_OWN_STEPS = (0.5, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6)


@dataclass(frozen=True, slots=True)
class Middle:
    """The middle of `n` numbers, in their own unit.

    `half`: (low, high), between which the middle half lies; None of fewer than 4 numbers.
    """

    n: int
    median: float
    half: tuple[float, float] | None
    lowest: float
    highest: float

    def to_json(self) -> dict[str, object]:
        """``n``, ``median``, ``middle_half`` (or null), ``lowest``, ``highest``."""
        return {
            "n": self.n, "median": self.median, "middle_half": self.half,
            "lowest": self.lowest, "highest": self.highest,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Bin:
    """One day, week, month or year that holds numbers: local days, the end not included."""

    start_day: int
    end_day: int
    middle: Middle


def middle_of(values: NDArray[np.float64]) -> Middle | None:
    """The middle of numbers that are there; None of none.

    Examples
    --------
    >>> middle_of(np.array([2.0, 3.0, 4.0, 9.0]))
    Middle(n=4, median=3.5, half=(2.75, 5.25), lowest=2.0, highest=9.0)
    """
    if not len(values):
        return None
    low, median, high = (float(each) for each in np.quantile(values, [0.25, 0.5, 0.75]))
    half = (low, high) if len(values) >= FEWEST_FOR_HALF else None
    return Middle(len(values), median, half, float(values.min()), float(values.max()))


def bins_of(day: NDArray[np.int64], values: NDArray[np.float64], edges: NDArray[np.int64]) -> tuple[Bin, ...]:
    """The middle of each bin that holds a number; empty bins are left out, so that a gap stays one.

    Parameters
    ----------
    day : [n], local days within the edges, any order.
    values : [n].
    edges : [bin + 1], ascending.
    """
    order = np.argsort(day, kind="stable")
    cuts = np.searchsorted(day[order], edges)
    sorted_values = values[order]
    found = []
    for at in range(len(edges) - 1):
        middle = middle_of(sorted_values[cuts[at] : cuts[at + 1]])
        if middle:
            found.append(Bin(int(edges[at]), int(edges[at + 1]), middle))
    return tuple(found)


def step_of(values: NDArray[np.float64]) -> float:
    """To which step a typical value is printed: two digits of the middle number, as far as the data go.

    Never finer than the data (halves where every number is a whole or a half one: the middle of two
    whole ones may lie between), and finer than two digits only as far as the middle half agrees. A
    slip far out changes nothing.

    Examples
    --------
    >>> step_of(np.array([3.0, 7.0])), step_of(np.array([3.2, 7.0])), step_of(np.array([35, 38, 41, 1400.0]))
    (0.5, 0.1, 1.0)
    """
    middle = middle_of(values)
    if middle is None:
        return _OWN_STEPS[0]
    own = next((step for step in _OWN_STEPS if _holds(values, step)), _OWN_STEPS[-1])
    low, high = middle.half or (middle.lowest, middle.highest)
    size = abs(middle.median) or high
    if size <= 0 or low == high:
        return own
    return max(own, min(_first_digit(size) / 10, _first_digit(high - low)))


def _holds(values: NDArray[np.float64], step: float) -> bool:
    """Whether every number is a multiple of `step`."""
    steps = values / step
    return bool((np.abs(steps - np.round(steps)) < 1e-6).all())


def _first_digit(size: float) -> float:
    """The power of ten of a number's first digit."""
    return float(10.0 ** np.floor(np.log10(size)))
