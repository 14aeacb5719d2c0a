"""One outcome day by day: what is compared where single scores would count a busy day many times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.record import Answer, Columns, Kind
from speciosa.safety.case import Case
from speciosa.values.units import score_bounds

_POINTS = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """The mean of each local day on which something was scored.

    Parameters
    ----------
    day : [day], local days since 1970, ascending, each once.
    value : [day], mean of that day; scores in points of a scale from 0 to 10, whatever scale they were given on.
    id : [day], of each day's latest entry.
    time_s : [day], of the same entry, UTC seconds.
    stretched : the scale was another one than 0 to 10, and was stretched onto it.
    """

    day: NDArray[np.int64]
    value: NDArray[np.float64]
    id: tuple[str, ...]
    time_s: NDArray[np.int64]
    stretched: bool = False

    def __len__(self) -> int:
        return len(self.day)

    def within(self, first: int, last: int) -> Daily:
        """The days from `first` to `last`, both with them."""
        low, high = np.searchsorted(self.day, [first, last + 1])
        return Daily(self.day[low:high], self.value[low:high], self.id[low:high], self.time_s[low:high], self.stretched)


def daily_of(rows: Columns, value: NDArray[np.float64] | None = None, *, stretched: bool = False) -> Daily:
    """Means by local day of the rows that hold a number.

    Parameters
    ----------
    rows : of one outcome, in the order of time.
    value : [row], instead of the rows' own numbers.

    Examples
    --------
    >>> len(daily_of(Columns.of([])))
    0
    """
    value = rows.value if value is None else value
    given = np.equal(rows.answer, Answer.GIVEN) & np.isfinite(value)
    days, number = rows.day()[given], value[given]
    position = np.flatnonzero(given)
    # travel can turn the local days around: the order of time is not that of days
    day, which = np.unique(days, return_inverse=True)
    mean = np.bincount(which, weights=number, minlength=len(day)) / np.maximum(
        np.bincount(which, minlength=len(day)), 1
    )
    latest = np.zeros(len(day), dtype=np.int64)
    np.maximum.at(latest, which, position)
    return Daily(day, mean, tuple(rows.id[int(each)] for each in latest), rows.time_s[latest], stretched)


def scored(case: Case, word: str) -> Daily:
    """One rated word by day, in points of 0 to 10; of several scales the one with most ratings, never mixed."""
    return points_of(rated(case, lambda name: case.knowledge.outcome(name).word == word))


def rated(case: Case, wanted: Callable[[str], bool], kind: Kind = Kind.RATING) -> Columns:
    """The rows of one kind whose name is wanted; each name is asked about once."""
    rows = case.diary.entries.of_kind(kind)
    if not len(rows):
        return rows
    meant = np.zeros(len(rows.name.vocabulary), dtype=bool)
    for code in np.unique(rows.name.codes).tolist():
        meant[code] = wanted(rows.name.vocabulary[code])
    return rows.take(meant[rows.name.codes])


def points_of(rows: Columns) -> Daily:
    """Scores by day in points of 0 to 10."""
    rows = rows.take(np.equal(rows.answer, Answer.GIVEN))
    codes, first, counts = np.unique(rows.unit.codes, return_index=True, return_counts=True)
    ranked = sorted(zip(-counts, first, codes.tolist(), strict=True))
    for _, _, code in ranked:
        bounds = score_bounds(rows.unit.vocabulary[code])
        if bounds:
            low, high = bounds
            rows = rows.take(rows.unit.codes == code)
            return daily_of(rows, (rows.value - low) * (_POINTS / (high - low)), stretched=bounds != (0.0, _POINTS))
    return daily_of(rows.take(np.zeros(len(rows), dtype=bool)))
