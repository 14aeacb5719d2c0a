"""What the person was exposed to, on the grid that the likelihood walks along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.likelihood.response import LONGEST_STEP_MIN
from speciosa.effect.usual import Taken, UsualPattern
from speciosa.values.timeline import DAY_S, HOUR_S

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
ConcAt = Callable[[Whole], Array]
"""[time] in UTC seconds, ascending -> [draw, time]."""
KnownAt = Callable[[Whole], NDArray[np.bool_]]
"""Whether anything can be said of the exposure at [time]."""
ConcOf = Callable[[Whole, Array, Whole], Array]
"""Times and amounts of doses that were not taken, and times asked for -> [draw, time]."""

_AROUND_DOSE_MIN = (-30, -15, 0, 30, 60, 120, 240)  # stories put a dose some minutes before or after its time
_DRAWS = 100  # as many tell the effect's uncertainty as well as twice as many, in less time
_MOST_NUMBERS = 6_000_000  # of all curves together: a record of years looks at fewer draws, not at gigabytes
_FEWEST_DRAWS = 32
_LATER = slice(7 * 24, 8 * 24)  # hours of the usual pattern, a day on which it has settled
_HOURS_A_DAY = 24


class Source(NamedTuple):
    """Where concentrations come from: `at` of what was taken, `known` where that can be told, `of` of other doses."""

    at: ConcAt
    known: KnownAt
    of: ConcOf


@dataclass(frozen=True, slots=True, eq=False)
class Exposed:
    """Equally likely exposures, as multiples of each one's own mean on the usual pattern.

    Parameters
    ----------
    time_s : [point], UTC seconds, whole minutes; at most six hours apart.
    step_min : [point], minutes since the point before.
    conc : [point, draw].
    known : [point], False where nothing can be said of the exposure.
    usual : [hour, draw], the usual pattern from washed out on, hourly.
    mean_conc : [draw], what 1 stands for, ng/mL or the activity's own unit.
    horizon_d : length of `usual`, days.
    conc_of : of doses that were not taken, on its own scale: [draw, time].
    """

    time_s: Whole
    step_min: Whole
    conc: Array
    known: NDArray[np.bool_]
    usual: Array
    mean_conc: Array
    horizon_d: int
    conc_of: ConcOf

    @property
    def draws(self) -> int:
        return int(self.conc.shape[1])

    @property
    def marks(self) -> Array:
        """What tells the draws apart, [draw, mark], standardised: how pointed, how flat, how slowly built up."""
        first, later = self.usual[:_HOURS_A_DAY], self.usual[_LATER]
        shape = (later.max(axis=0), later.min(axis=0), first.mean(axis=0), first.max(axis=0))
        marks = np.log(np.maximum(np.column_stack(shape), 1e-6))
        standard: Array = (marks - marks.mean(axis=0)) / np.maximum(marks.std(axis=0), 1e-9)
        return standard

    def place_of(self, time_s: Whole) -> Whole:
        """The grid point at each time, which must be one of the grid's minutes."""
        return np.searchsorted(self.time_s, time_s // 60 * 60)

    def on(self, pattern: UsualPattern, days: int, *, hours: Array | None = None) -> Array:
        """A pattern taken for some days from washed out on, relative, [hour, draw].

        Parameters
        ----------
        hours : at which to look, from the first midnight on; None: every hour of those days.
        """
        return pattern_conc(self.conc_of, pattern, days, hours) / self.mean_conc


def exposed(
    taken: Taken, asked_s: Whole, source: Source, pattern: UsualPattern, *, first_s: int, now_s: int, horizon_d: int
) -> Exposed:
    """Lay the exposures on one grid: at every dose and somewhat after it, at every rating, every six hours.

    Parameters
    ----------
    taken : what was taken.
    asked_s : [rating], when something was rated, ascending.
    source : of the concentrations.
    pattern : at least one dose.
    first_s, now_s : the grid's start and end.
    """
    first_s = first_s // 60 * 60
    after = taken.time_s[:, None] + 60 * np.array(_AROUND_DOSE_MIN)
    filler = np.arange(first_s, now_s + 1, LONGEST_STEP_MIN * 60)
    times = np.unique(np.concatenate([after.ravel(), asked_s, filler, [now_s]]) // 60 * 60)
    times = times[(times >= first_s) & (times <= now_s)]
    usual = pattern_conc(source.of, pattern, horizon_d, None)
    draws = min(len(usual[0]), _DRAWS)
    if len(times) * draws > _MOST_NUMBERS:
        draws = max(min(draws, _MOST_NUMBERS // len(times)), _FEWEST_DRAWS)
    mean = usual[:, :draws].mean(axis=0)
    relative = np.ascontiguousarray((source.at(times)[:draws] / mean[:, None]).T)
    order = _along_one_axis(relative)
    return Exposed(
        times, np.diff(times, prepend=times[:1]) // 60, np.ascontiguousarray(relative[:, order]), source.known(times),
        np.ascontiguousarray((usual[:, :draws] / mean)[:, order]), mean[order], horizon_d,
        lambda dose_time_s, amount, time_s: source.of(dose_time_s, amount, time_s)[:draws][order],
    )  # fmt: skip


def pattern_conc(conc_of: ConcOf, pattern: UsualPattern, days: int, hours: Array | None) -> Array:
    """Concentrations on a pattern repeated for some days, [hour, draw]."""
    looked = np.arange(days * _HOURS_A_DAY, dtype=np.float64) if hours is None else hours
    dose_time_s = (DAY_S * np.arange(days)[:, None] + np.rint(pattern.hour_h * HOUR_S).astype(np.int64)).ravel()
    amount = np.tile(pattern.nominal_mg, days)
    order = np.argsort(dose_time_s, kind="stable")
    conc = conc_of(dose_time_s[order], amount[:, order], np.rint(looked * HOUR_S).astype(np.int64))
    return np.ascontiguousarray(conc.T)


def _along_one_axis(relative: Array) -> NDArray[np.intp]:
    """The draws from the flattest curve to the most pointed one: neighbours are alike."""
    return np.argsort(relative.std(axis=0) / np.maximum(relative.mean(axis=0), 1e-12), kind="stable")
