"""Dangers of the moment: the old dose after a break, driving while drowsy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Act
from speciosa.record import Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.cuts import Cut, cuts_of
from speciosa.safety.dose_days import DoseDays, dose_days, said
from speciosa.safety.sighting import Sighting
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S, HOUR_S, day_name
from speciosa.values.units import score_bounds

DRIVING = frozenset({"driving", "drive", "car", "driving a car", "autofahren", "auto fahren", "auto"})
"""Names of an `activity` at the wheel."""
_WINDOW_D = 28
_TIE = 1e-9


def break_then_old_dose(case: Case) -> Sighting | None:
    """After days with none or very little, the old amount again; while there is still none, a word before it."""
    days, choice = dose_days(case), case.knowledge.choice
    breaks = [
        each for each in cuts_of(case, days, share=choice("safety_break_share"))
        if each.last_day - each.first_day + (not each.stop) >= choice("safety_break_days")
    ]  # fmt: skip
    if not breaks:
        return None
    last = breaks[-1]
    again = days.doses.day() > last.last_day
    if again.any():
        return _old_dose(
            last, days, again, share=choice("safety_old_dose_share"), soon_d=choice("safety_break_after_d")
        )
    says = f"You took little or none from {day_name(last.first_day)} on."
    stop = (last.stop,) if last.stop else ()
    return Sighting(None, stop or _ids_of(case, last), says, act=Act.NEXT_VISIT)


def drives_and_drowsy(case: Case) -> Sighting | None:
    """Sleepiness within hours of a dose was written down, and driving or a job that needs attention."""
    drowsy = _drowsy(case)
    if not len(drowsy):
        return None
    says = f"You were sleepy within hours of a dose {len(drowsy)} times in the last 4 weeks" if len(drowsy) > 1 else (
        "You were sleepy within hours of a dose once in the last 4 weeks"
    )  # fmt: skip
    found = Sighting(int(drowsy.time_s[-1]), tuple(drowsy.id.tolist()), f"{says}, and you drive.")
    if case.diary.person.drives:
        return replace(found, facts=("drives",))
    drives = _drives(case)
    drives = drives.take(_after_dose(drives, case))
    if not len(drives):
        return None
    return replace(
        found, time_s=max(int(drives.time_s[-1]), int(drowsy.time_s[-1])), ids=(*found.ids, *drives.id.tolist()),
        says=f"{says}, and you drove within hours of a dose.",
    )  # fmt: skip


def gaps(case: Case) -> Iterator[NotAssessed]:
    """What could not be asked, and why."""
    if len(_drowsy(case)) and case.diary.person.drives is None and not len(_drives(case)):
        yield NotAssessed(
            "driving", "Driving while sleepy was not looked at, because you did not say whether you drive."
        )


def _old_dose(last: Cut, days: DoseDays, again: NDArray[np.bool_], *, share: float, soon_d: float) -> Sighting | None:
    """The first dose after a break that is about as large as a usual one before it."""
    day = days.doses.day()
    before = days.dose_amount[(day >= last.first_day - _WINDOW_D) & (day < last.first_day)]
    usual = float(np.median(before[np.isfinite(before)])) if np.isfinite(before).any() else np.nan
    soon = again & (day <= last.last_day + soon_d)
    untold = ~np.isfinite(days.dose_amount) | np.isnan(usual)
    full = np.flatnonzero(soon & (untold | (days.dose_amount >= share * usual - _TIE)))
    if not len(full):
        return None
    at = int(full[0])
    now = said(float(days.dose_amount[at]))
    took = f"took {now} {days.unit} at once; before, a usual dose was {said(usual)} {days.unit}."
    if untold[at]:
        took = "took it again; how much, beside a usual dose before, is not in the record."
    says = f"After little or none from {day_name(last.first_day)} to {day_name(last.last_day)} you {took}"
    return Sighting(int(days.doses.time_s[at]), (days.doses.id[at],), says)


def _ids_of(case: Case, last: Cut) -> tuple[str, ...]:
    """Entries that say that there was none."""
    rows = case.diary.entries.of_kind(Kind.NO_DOSE)
    return tuple(rows.take((rows.day() >= last.first_day) & (rows.day() <= last.last_day)).id.tolist())


def _drowsy(case: Case) -> Columns:
    """Sleepiness that is more than a trace, within hours after a dose, in the last weeks."""
    rows = case.present(("drowsiness",))
    rows = rows.take(rows.time_s > case.end_s - _WINDOW_D * DAY_S)
    rows = rows.take(_after_dose(rows, case))
    least = case.knowledge.choice("safety_drowsy_share")
    bounds = np.array([score_bounds(each) or (0.0, 10.0) for each in rows.unit.tolist()], dtype=np.float64)
    low, high = bounds.reshape(-1, 2).T
    return rows.take(np.isnan(rows.value) | ((rows.value - low) / (high - low) >= least - _TIE))


def _drives(case: Case) -> Columns:
    rows = case.diary.entries.of_kind(Kind.ACTIVITY)
    names = np.isin(rows.name.tolist(), sorted(DRIVING)) if len(rows) else np.zeros(0, dtype=bool)
    return rows.take(names & (rows.time_s > case.end_s - _WINDOW_D * DAY_S) & ~(rows.value == 0))


def _after_dose(rows: Columns, case: Case) -> NDArray[np.bool_]:
    """Which entries lie within hours after a dose."""
    doses = case.kratom.time_s
    if not len(doses):
        return np.zeros(len(rows), dtype=bool)
    at = np.searchsorted(doses, rows.time_s, side="right") - 1
    since_h = (rows.time_s - doses[np.maximum(at, 0)]) / HOUR_S
    return np.asarray((at >= 0) & (since_h <= case.knowledge.choice("effect_side_effect_after_h")))
