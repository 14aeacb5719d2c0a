"""What a record says of the weeks before something was begun, and of the weeks with it: what went along, never why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from speciosa.record import Kind
from speciosa.safety.daily import Daily, daily_of, scored
from speciosa.safety.goals import goal_scores
from speciosa.safety.pain_places import leading_pain
from speciosa.safety.scored import daily_totals

if TYPE_CHECKING:
    from speciosa.safety.case import Case

_HOURS, _POINTS = "hours", "of 10"


@dataclass(frozen=True, slots=True)
class BeforeSince:
    """One outcome before a strategy, and with it.

    Parameters
    ----------
    what : in words. unit: ``of 10`` or ``hours``.
    before, since : median of the days with a number. None with too few days on either side.
    days_before, days_since : how many there are.
    went : ``lower``, ``higher`` or ``about the same``; empty without numbers.
    why_null : why there are none; empty with them.
    """

    what: str
    unit: str
    before: float | None
    since: float | None
    days_before: int
    days_since: int
    went: str
    why_null: str

    @property
    def says(self) -> str:
        """One sentence."""
        if self.before is None or self.since is None:
            return self.why_null
        return (
            f"{self.what}: {_half(self.before)} {self.unit} on a middle day before ({self.days_before} days), "
            f"{_half(self.since)} with it ({self.days_since} days): {self.went}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """One outcome that was kept, by day.

    Parameters
    ----------
    what : in words. unit: ``of 10`` or ``hours``.
    least : days on each side that it takes. change: difference that people notice.
    """

    what: str
    unit: str
    daily: Daily
    least: int
    change: float


def kept_outcomes(case: Case) -> tuple[Kept, ...]:
    """Pain, interference, PEG, sleep and goals, as far as a record has them."""
    choice, entries = case.knowledge.choice, case.diary.entries
    days, scores = int(choice("safety_strategy_least_d")), int(choice("safety_strategy_scale_least"))
    point, peg = (case.knowledge.instruments[each].important_change or math.inf for each in ("pain_nrs", "peg"))
    nights = daily_of(entries.of_kind(Kind.SLEEP, "night"))
    kept = [
        Kept("Pain", _POINTS, scored(case, leading_pain(case)), days, point),
        Kept("Pain getting in the way", _POINTS, scored(case, "interference"), days, point),
        Kept("PEG score", _POINTS, daily_totals(case, "peg"), scores, peg),
        Kept("Sleep", _HOURS, nights, days, choice("safety_sleep_change_h")),
    ]
    step = choice("safety_goal_step")
    kept += [Kept(f"Goal “{name}”", _POINTS, daily, scores, step) for name, daily in goal_scores(case)]
    return tuple(each for each in kept if len(each.daily))


def before_and_since(kept: Kept, *, from_day: int | None, until_day: int, long_d: int) -> BeforeSince:
    """One outcome in the weeks before a day, and in the last weeks up to another.

    Parameters
    ----------
    from_day : local day of the start; None where none was written down.
    until_day : local day of the stop, or of the record's last entry.
    long_d : length of the weeks on each side, days.
    """
    what, unit = kept.what, kept.unit
    if from_day is None:
        return BeforeSince(what, unit, None, None, 0, 0, "", f"{what}: no day of a start was written down.")
    before = kept.daily.within(from_day - long_d, from_day - 1)
    since = kept.daily.within(max(from_day, until_day - long_d + 1), until_day)
    days = len(before), len(since)
    if min(days) < kept.least:
        why = f"{what}: too little was written down ({days[0]} and {days[1]} days; it takes {kept.least} of each)."
        return BeforeSince(what, unit, None, None, *days, "", why)
    first, last = float(np.median(before.value)), float(np.median(since.value))
    # within what the days before swung anyway, or less than people notice: no word for a direction
    low, high = np.quantile(before.value, [0.1, 0.9])
    same = abs(last - first) < kept.change or low <= last <= high
    went = "about the same" if same else "lower" if last < first else "higher"
    return BeforeSince(what, unit, first, last, *days, went, "")


def _half(value: float) -> str:
    return f"{math.floor(value * 2 + 0.5) / 2:g}"
