"""One substance over the days shown: against the person's own average, in ng/mL, and day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.values.draws import quantiles
from speciosa.values.timeline import DAY_S, HOUR_S

WEEK_D, BEFORE_D = 7, 21
"""The last week is compared with so many days before it."""
_FEWEST_H = 12  # of a day, to print a number of that day
_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)

Floats = NDArray[np.float64]


class Spread(NamedTuple):
    """The middle of equally likely values, and between which nine in ten of them lie."""

    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """One analyte over the days shown.

    Parameters
    ----------
    own : [quantile, time], multiples of the person's own mean over these days; quantiles 5, 25, 50,
        75 and 95 %; NaN where nothing can be said.
    conc_ng_ml : [quantile, time], the same in ng/mL.
    day_own : [day], mean of each day as a multiple; None where too little of it can be said.
    day_highest : [day], highest of each day, ng/mL.
    highest : of the whole record, ng/mL. `week_mean`: mean of the last seven days, ng/mL.
    compared : the last week's mean over that of the three weeks before; None where the record is too
        short or too much of it cannot be said.
    """

    analyte: str
    own: Floats
    conc_ng_ml: Floats
    day_own: tuple[Spread | None, ...]
    day_highest: tuple[Spread | None, ...]
    highest: Spread | None
    week_mean: Spread | None
    compared: Spread | None

    @property
    def drawn(self) -> bool:
        """Whether there is any amount to draw."""
        return bool((np.nan_to_num(self.conc_ng_ml) > 0).any())

    @property
    def drawn_own(self) -> bool:
        """Whether it can be set against the person's own mean: just after a first dose it may still be nothing."""
        return bool(np.isfinite(self.own).any())


def grid_of(curve: ExposureCurve) -> int:
    """Seconds from point to point of a curve."""
    return int(curve.time_s[1] - curve.time_s[0]) if len(curve.time_s) > 1 else HOUR_S


def panel_of(
    curve: ExposureCurve, at: int, time_s: NDArray[np.int64], wall_s: NDArray[np.int64], conc: Floats, days: range,
    end_s: int,
) -> Panel:  # fmt: skip
    """One analyte of a curve.

    Parameters
    ----------
    at : which analyte of the curve.
    time_s, wall_s : [time], the last four weeks: UTC seconds, and seconds of the local wall clock.
    conc : [draw, time], the same weeks.
    days : local days to show, the last of those weeks. `end_s`: where they end.
    """
    day = wall_s // DAY_S
    known, shown = np.isfinite(conc).all(axis=0), day >= days.start
    mean = _mean(conc[:, known & shown])
    own = _over(conc, mean)
    fewest = max(1.0, _FEWEST_H * HOUR_S / grid_of(curve))
    of_day = [known & (day == each) for each in days]
    enough = [hours if hours.sum() >= fewest else None for hours in of_day]
    week, before = known & (time_s > end_s - WEEK_D * DAY_S), known & (time_s <= end_s - WEEK_D * DAY_S)
    compared = None
    if week.sum() * grid_of(curve) * 2 >= WEEK_D * DAY_S and before.sum() * grid_of(curve) >= WEEK_D * DAY_S:
        compared = spread_of(_over(_mean(conc[:, week])[:, None], _mean(conc[:, before]))[:, 0])
    return Panel(
        analyte=curve.analytes[at],
        own=quantiles(own[:, shown], _QUANTILES),
        conc_ng_ml=quantiles(conc[:, shown], _QUANTILES),
        day_own=tuple(None if hours is None else spread_of(own[:, hours].mean(axis=1)) for hours in enough),
        day_highest=tuple(None if hours is None else spread_of(conc[:, hours].max(axis=1)) for hours in enough),
        highest=spread_of(curve.cmax_ng_ml[:, at]),
        week_mean=spread_of(curve.auc_24_ng_h_ml[:, at] / 24),
        compared=compared,
    )


def _mean(conc: Floats) -> Floats:
    """Mean over time of each draw, [draw]; NaN of no time at all."""
    return conc.mean(axis=1) if conc.shape[1] else np.full(len(conc), np.nan)


def _over(conc: Floats, mean: Floats) -> Floats:
    """Multiples of each draw's own mean; NaN where that is nothing."""
    return conc / np.where(mean > 0, mean, np.nan)[:, None]


def spread_of(values: Floats) -> Spread | None:
    """The spread of draws; None where it cannot be said."""
    if not len(values) or not np.isfinite(values).all():
        return None
    low, median, high = quantiles(values, [0.05, 0.5, 0.95])
    return Spread(float(low), float(median), float(high))
