"""The last weeks of an outcome against the person's own usual range before them.

Days hang together: a bad week is common in a course that does not change at all, so single days are no evidence.
The rule asks for three things at once, each simple enough to be redone by hand: the middle of the last days lies
outside the range that held most of the days before, it lies away from their middle by a difference that people
notice, and there are enough days on both sides. What that comes to in people whose course does not change is
simulated in the tests (lag-one correlation of daily means 0.5 to 0.7).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from speciosa.knowledge import Knowledge
from speciosa.safety.daily import Daily

_ROUNDING = 1e-9  # means of a day's scores are no round numbers: 6.333 less 4.333 is two points


@dataclass(frozen=True, slots=True)
class Window:
    """Which days are compared, and how many of them it takes.

    Parameters
    ----------
    late_d, early_d : length of the last days, and of the days right before them.
    late_least, early_least : days with a number that each needs.
    share : part of the days before that their usual range holds; 1: all of them.
    """

    late_d: int
    early_d: int
    late_least: int
    early_least: int
    share: float


@dataclass(frozen=True, slots=True)
class Shift:
    """The last days against those before.

    Parameters
    ----------
    late, early : the middle (median) day of each.
    edge : end of the usual range on the bad side.
    worse_by : how much worse the last days were; below zero: better.
    change : the difference that it takes.
    days, days_before : with a number. milder: how many of those before were less bad than the middle of the last.
    weeks_before : from the first of the days before to the last days.
    ids, time_s : of the last days' entries, one a day, and the time of the latest.
    """

    late: float
    early: float
    edge: float
    worse_by: float
    change: float
    days: int
    days_before: int
    milder: int
    weeks_before: int
    ids: tuple[str, ...]
    time_s: int
    stretched: bool
    outside: bool

    @property
    def beyond(self) -> bool:
        """Outside of the usual range, and by a difference that people notice."""
        return self.outside and self.worse_by >= self.change - _ROUNDING


def days_window(knowledge: Knowledge) -> Window:
    """For what is written down most days."""
    return Window(
        late_d=int(knowledge.choice("safety_late_d")),
        early_d=int(knowledge.choice("safety_usual_d")),
        late_least=int(knowledge.choice("safety_late_least_d")),
        early_least=int(knowledge.choice("safety_usual_least_d")),
        share=knowledge.choice("safety_usual_share"),
    )


def scales_window(knowledge: Knowledge) -> Window:
    """For a questionnaire that is filled in about once a week: beyond every earlier score, since there are few."""
    return Window(
        late_d=int(knowledge.choice("safety_scale_late_d")),
        early_d=int(knowledge.choice("safety_usual_d")),
        late_least=int(knowledge.choice("safety_scale_late_least")),
        early_least=int(knowledge.choice("safety_scale_usual_least")),
        share=1.0,
    )


def shift_of(daily: Daily, window: Window, *, end_day: int, change: float, higher_is_worse: bool) -> Shift | None:
    """The last days against those before; None where there are too few of either.

    Parameters
    ----------
    end_day : local day of the record's last entry; the last `late_d` days end with it.
    change : difference that people notice, in the units of `daily`.
    """
    late = daily.within(end_day - window.late_d + 1, end_day)
    early = daily.within(end_day - window.late_d - window.early_d + 1, end_day - window.late_d)
    if len(late) < window.late_least or len(early) < window.early_least:
        return None
    sign = 1.0 if higher_is_worse else -1.0
    now, before = sign * float(np.median(late.value)), sign * early.value
    edge, middle = float(np.quantile(before, (1 + window.share) / 2)), float(np.median(before))
    return Shift(
        late=sign * now,
        early=sign * middle,
        edge=sign * edge,
        worse_by=now - middle,
        change=change,
        days=len(late),
        days_before=len(early),
        milder=int((before < now - _ROUNDING).sum()),
        weeks_before=max(1, round((end_day - window.late_d + 1 - int(early.day[0])) / 7)),
        ids=late.id,
        time_s=int(late.time_s[-1]),
        stretched=daily.stretched,
        outside=now > edge + _ROUNDING,
    )
