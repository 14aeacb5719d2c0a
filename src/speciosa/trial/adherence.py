"""Adherence: capsules taken against capsules assigned, day by day. It tells nothing of the arms."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Kind
from speciosa.trial.planned import CAPSULE, Trial
from speciosa.values.timeline import DAY_S, HOUR_S


@dataclass(frozen=True, slots=True)
class DayTaken:
    """One local day of a trial. `assigned`, `taken`: capsules; `taken` is None on a day without any entry."""

    day: int
    period: int
    assigned: float
    taken: float | None


@dataclass(frozen=True, slots=True)
class Adherence:
    """What was taken against what was assigned.

    Parameters
    ----------
    days : every day of the trial until now.
    other_doses : doses of kratom that did not come from a capsule.
    """

    days: tuple[DayTaken, ...]
    other_doses: int

    @property
    def assigned(self) -> float:
        return sum(each.assigned for each in self.days)

    @property
    def taken(self) -> float:
        return sum(each.taken or 0.0 for each in self.days)

    @property
    def silent_days(self) -> int:
        """Days without any entry: nobody knows what was taken."""
        return sum(each.taken is None for each in self.days)


def adherence(diary: Diary, trial: Trial, knowledge: Knowledge, *, now_s: int) -> Adherence:
    """Capsules taken against capsules assigned on each day until `now_s`.

    Doses that were revealed count as the capsules they were: grams over the grams of one capsule.

    Parameters
    ----------
    now_s : UTC seconds; of the last day only the doses count that are due by then.

    Valid when: a dose is written down. A day with entries and no dose counts as none taken.
    """
    end_s = min(now_s, trial.end_s)
    entries = diary.entries
    doses = diary.kratom_doses(knowledge)
    doses = doses.take((doses.time_s >= trial.start_s) & (doses.time_s < end_s))
    taken: dict[int, float] = {}
    other = 0
    for event, day in zip(doses, doses.day().tolist(), strict=True):
        capsules = _capsules(event.name, event.value, event.answer, event.id, trial, event.time_s)
        if capsules is None:
            other += 1
        else:
            taken[day] = taken.get(day, 0.0) + capsules
    spoken = set(entries.take(entries.kind != list(Kind).index(Kind.ASSIGNMENT)).day().tolist())
    return Adherence(tuple(_days(trial, end_s, taken, spoken)), other)


def _days(trial: Trial, end_s: int, taken: dict[int, float], spoken: set[int]) -> list[DayTaken]:
    found: list[DayTaken] = []
    design = trial.design
    for period in trial.periods:
        first = (period.start_s + period.offset_min * 60) // DAY_S
        for at in range(design.period_d):
            begins_s = period.start_s + at * DAY_S  # to an hour where the clocks change
            if begins_s >= end_s:
                return found
            due = [
                count
                for hour, count in zip(design.dose_hours_h, design.capsules, strict=True)
                if begins_s + hour * HOUR_S < end_s
            ]
            day = first + at
            amount = taken.get(day, 0.0) if day in spoken else None
            found.append(DayTaken(day, period.number, float(sum(due)), amount))
    return found


def _capsules(name: str, value: float, answer: Answer, id_: str, trial: Trial, time_s: int) -> float | None:
    """How many capsules a dose was; 0 where nobody knows; None for a dose of something else."""
    known = 0.0 if np.isnan(value) or answer is not Answer.GIVEN else value
    if name == CAPSULE:
        return known
    period = trial.at(time_s)
    if not id_.endswith("-arm") or period is None or period.name not in trial.design.levels:
        return None
    each_g = trial.design.capsule_amount_g(period.name)
    return round(known / each_g, 6) if each_g else 0.0
