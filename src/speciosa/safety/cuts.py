"""Attempts to take less, and what the body did then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.safety.case import Case
from speciosa.safety.dose_days import DoseDays, dose_days, said, stops_of
from speciosa.safety.falling import falls_of
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import day_name

_BASELINE_D = 28
_TIE = 1e-9
_HISTORY_D = 1826
"""Five years: what lies before that is no matter of today."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A time of clearly less, or none, that no trial had planned.

    Parameters
    ----------
    first_day, last_day : local days since 1970; the last recorded one of it.
    before, during : what a recorded day was, median, in `unit`.
    unit : as in `DoseDays`; ``doses`` where amounts are not known.
    back_day : the day by which it was about as much as before again; None: not within weeks.
    stop : id of the entry that says that it was stopped; empty without one.
    """

    first_day: int
    last_day: int
    before: float
    during: float
    unit: str
    back_day: int | None
    stop: str = ""


def cuts_of(case: Case, days: DoseDays, *, share: float | None = None) -> tuple[Cut, ...]:
    """Every time of less, in the order of time: from the doses, and from what was said to be a stop.

    Parameters
    ----------
    share : a day of at most this share of the days before is one of less; None: as chosen for a cut.
    """
    least = case.knowledge.choice("safety_cut_share") if share is None else share
    measured = list(_runs(days, least, case.knowledge))
    told = [each for each in _stops(case, days) if not any(_same(each, other) for other in measured)]
    return tuple(sorted((*measured, *told), key=lambda each: each.first_day))


def failed_cuts(case: Case) -> Sighting | None:
    """A cut or a stop was begun, and some weeks later it was as much as before."""
    days = dose_days(case)
    since = days.end_day - case.knowledge.choice("safety_cuts_recent_d")
    ended = [each for each in cuts_of(case, days) if each.back_day is not None and each.back_day > since]
    if not ended:
        return None
    last = max(ended, key=lambda each: each.back_day or 0)
    day = days.doses.day()
    back = days.doses.take((day > last.last_day) & (day <= (last.back_day or 0)))
    says = (
        f"You took less from {day_name(last.first_day)} to {day_name(last.last_day)}, {said(last.during)} {last.unit} "
        f"a day where it had been {said(last.before)}, and then about as much as before again."
    )
    if len(ended) > 1:
        says += f" That is one of {len(ended)} such times in half a year."
    stop = (last.stop,) if last.stop else ()
    return Sighting(int(back.time_s[-1]), (*stop, *back.id.tolist()), says)


def worse_as_exposure_falls(case: Case) -> Sighting | None:
    """Scores of feeling ill, restlessness or pain that are worse where less is left. They go together, no more."""
    found = falls_of(case, dose_days(case))
    if found is None:
        return None
    least = "when least of it was left" if found.by_level else "when the last dose was longest ago"
    says = (
        f"{found.label} was scored {said(found.difference)} points of 10 worse {least} ({len(found.ids)} of "
        f"{found.scores} scores), at like hours of the day. The two go together; which causes which it can't tell."
    )
    if found.is_pain:
        says += " Relief that wears off looks the same as feeling ill without it."
    return Sighting(found.time_s, found.ids, says)


def gaps(case: Case) -> Iterator[NotAssessed]:
    """What could not be held against the level, and why."""
    if len(case.kratom) and isinstance(case.exposure, NotAssessed):
        why = "the level is not known; the hours since the last dose were taken instead"
        yield NotAssessed("level_falls", f"Whether you feel worse as the level falls was not looked at, because {why}.")


def _runs(days: DoseDays, share: float, knowledge: Knowledge) -> Iterator[Cut]:
    """Times of less by the doses themselves."""
    kept = np.isfinite(days.measure) & (days.day > days.end_day - _HISTORY_D)
    day, value, assigned = days.day[kept], days.measure[kept], days.assigned[kept]
    usual = _usual_before(day, np.where(assigned, np.nan, value), knowledge)
    low = (value <= share * usual + _TIE) & ~assigned
    gap_d = knowledge.choice("coverage_gap_d")
    at = 0
    while at < len(day):
        end = at
        if low[at]:
            limit = share * usual[at] + _TIE
            while end + 1 < len(day) and value[end + 1] <= limit and not assigned[end + 1] and (
                day[end + 1] - day[end] <= gap_d
            ):  # fmt: skip
                end += 1
            if end - at + 1 >= knowledge.choice("safety_cut_days"):
                free = ~assigned & (day > day[end])
                back = _back(day[free], value[free], int(day[end]), float(usual[at]), knowledge)
                unit = days.unit if days.measure is days.amount else "doses"
                during = float(np.median(value[at : end + 1]))
                yield Cut(int(day[at]), int(day[end]), float(usual[at]), during, unit, back)
        at = end + 1


def _usual_before(day: NDArray[np.int64], value: NDArray[np.float64], knowledge: Knowledge) -> NDArray[np.float64]:
    """Median of the four weeks before each day, [day]; NaN where too few of them are recorded, or they are all none."""
    if not len(day):
        return np.zeros(0)
    dense = np.full(int(day[-1] - day[0]) + 1 + _BASELINE_D, np.nan)
    dense[day - day[0] + _BASELINE_D] = value
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(dense, _BASELINE_D)[day - day[0]], axis=1)
    known = np.isfinite(windows).sum(axis=1)
    row = np.arange(len(day))
    middle = (windows[row, np.maximum(known - 1, 0) // 2] + windows[row, np.minimum(known // 2, _BASELINE_D - 1)]) / 2
    enough = (known >= knowledge.choice("safety_cut_before_days_least")) & (middle > 0)
    return np.where(enough, middle, np.nan)


def _back(
    day: NDArray[np.int64], value: NDArray[np.float64], last: int, usual: float, knowledge: Knowledge
) -> int | None:
    """The day by which some recorded days in a row were about as much as before; None: not within weeks."""
    soon = day <= last + knowledge.choice("safety_cut_back_d")
    width = int(knowledge.choice("safety_cut_days"))
    if soon.sum() < width:
        return None
    means = np.lib.stride_tricks.sliding_window_view(value[soon], width).mean(axis=1)
    full = np.flatnonzero(means >= knowledge.choice("safety_cut_back_share") * usual - _TIE)
    return int(day[soon][full[0] + width - 1]) if len(full) else None


def _stops(case: Case, days: DoseDays) -> Iterator[Cut]:
    """What was said to be a stop, with a day or more without a dose behind it."""
    stops, dose_day = stops_of(case), np.unique(days.doses.day())
    kept = np.isfinite(days.measure) & ~days.assigned
    day, value = days.day[kept], days.measure[kept]
    usual = _usual_before(day, value, case.knowledge)
    for at, stop in enumerate(stops.day().tolist()):
        inside = days.assigned[np.searchsorted(days.day, stop) : np.searchsorted(days.day, stop) + 1]
        later = dose_day[dose_day > stop]
        if stop <= days.end_day - _HISTORY_D or inside.any() or (len(later) and later[0] == stop + 1):
            continue
        near = np.flatnonzero((day <= stop) & np.isfinite(usual))
        if not len(near):
            continue
        before = float(usual[near[-1]])
        back = _back(day[day > stop], value[day > stop], stop, before, case.knowledge)
        last = int(later[0]) - 1 if len(later) else days.end_day
        unit = days.unit if days.measure is days.amount else "doses"
        yield Cut(stop, last, before, 0.0, unit, back, stops.id[at])


def _same(one: Cut, other: Cut) -> bool:
    return one.first_day <= other.last_day + 1 and other.first_day <= one.last_day + 1
