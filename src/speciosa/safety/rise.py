"""Whether something of every day rose from one four weeks to another, as a description of the record."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.safety.dose_days import DoseDays

WEEK_D = 7
LAGS_D = (28, 84)
"""How far back the four weeks lie that the last four are held against: just before, and a quarter of a year before,
since a slow rise shows in no single month."""
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Rise:
    """A rise that few other orders of the weeks would show.

    Parameters
    ----------
    before, after : mean of a recorded day, then and in the last four weeks.
    lag_d : days between the two times.
    p : share of all orders of the weeks that look at least as much like a rise: a sieve, no proof.
    """

    before: float
    after: float
    lag_d: int
    p: float

    @property
    def when(self) -> str:
        """What it was before: words for a sentence."""
        return "in the 4 weeks before" if self.lag_d == LAGS_D[0] else f"{self.lag_d // WEEK_D} weeks earlier"


def rise_of(days: DoseDays, values: NDArray[np.float64], knowledge: Knowledge, *, least: float = 0.0) -> Rise | None:
    """The last four weeks against four weeks before: higher by a ratio, by `least`, and in few orders of the weeks.

    Whole weeks are put into every other order, since days of one week are alike and days of the week are not. Days
    of less that a trial had assigned are left out of both.

    Parameters
    ----------
    values : [day], of the days of `days`; NaN does not count.
    least : by how much the mean has to be higher, in the unit of `values`.

    Valid when: days were written down alike in both times. More diligence alone does not make a recorded day fuller.
    Weeks that hang together, good and bad months, look like a rise more often than `p` says: what is found describes
    the record, and tells nothing of why.
    """
    last = _weeks(days, values, 0, knowledge)
    for lag_d in LAGS_D:
        first = _weeks(days, values, lag_d, knowledge)
        if not last or not first:
            continue
        before, after = float(np.mean(first)), float(np.mean(last))
        p = chance_of(last, first)
        ratio = knowledge.choice("safety_rise_ratio")
        high = before > 0 and after >= before * ratio - _TIE and after - before >= least - _TIE
        if high and p <= knowledge.choice("safety_rise_p"):
            return Rise(before, after, lag_d, p)
    return None


def chance_of(last: list[float], first: list[float]) -> float:
    """Share of all orders of the weeks in which the last ones are higher by at least as much.

    Examples
    --------
    >>> chance_of([5, 5, 5, 5], [3, 3, 3, 3]) == 1 / 70
    True
    >>> chance_of([3, 4, 3, 4], [4, 3, 4, 3])
    0.7571428571428571
    """
    every = np.array([*last, *first])
    orders = np.array(list(combinations(range(len(every)), len(last))))
    sums = every[orders].sum(axis=1)
    return float(np.mean(sums >= np.sum(last) - _TIE))


def _weeks(days: DoseDays, values: NDArray[np.float64], lag_d: int, knowledge: Knowledge) -> list[float]:
    """Mean of each of four weeks that has enough recorded days."""
    found = []
    for week in range(4):
        chosen = days.within(WEEK_D, lag_d + WEEK_D * week) & ~days.assigned & np.isfinite(values)
        if chosen.sum() >= knowledge.choice("safety_week_days_least"):
            found.append(float(values[chosen].mean()))
    return found
