"""What the person wants back, and how far they have come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from speciosa.record import Kind
from speciosa.safety.daily import Daily, points_of

if TYPE_CHECKING:
    from speciosa.safety.case import Case

_WEEK_D = 7
_ROUNDING = 1e-9
_WENT = {"nearer": "nearer", "further": "further", "about the same": "about the same"}


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal, from the first score to the latest.

    Parameters
    ----------
    name : as the person first wrote it.
    first, latest : reached so far, 0 to 10. first_day, latest_day: local days since 1970.
    days : on how many days it was scored.
    went : ``nearer``, ``further`` or ``about the same``; ``too early`` with one day alone.
    ids : of its entries, one a day. time_s: of the latest, UTC seconds.
    """

    name: str
    first: float
    latest: float
    first_day: int
    latest_day: int
    days: int
    went: str
    ids: tuple[str, ...]
    time_s: int

    @property
    def says(self) -> str:
        """One sentence: from where to where, in how many weeks."""
        if self.days < 2:
            return f"“{self.name}” was scored on one day so far: {_tenths(self.latest)} of 10."
        weeks = max(1, round((self.latest_day - self.first_day) / _WEEK_D))
        return (
            f"“{self.name}” went from {_tenths(self.first)} to {_tenths(self.latest)} of 10 in {weeks} "
            f"{'week' if weeks == 1 else 'weeks'}: {_WENT[self.went]}."
        )


def goals_of(case: Case) -> tuple[Goal, ...]:
    """Every goal of the record in the order of first mention; spelling, case and spaces do not matter."""
    step, found = case.knowledge.choice("safety_goal_step"), []
    for name, scores in goal_scores(case):
        first, latest = (float(scores.value[at]) for at in (0, -1))
        found.append(Goal(
            name=name, first=first, latest=latest, first_day=int(scores.day[0]), latest_day=int(scores.day[-1]),
            days=len(scores), went=_went(latest - first, len(scores), step), ids=scores.id,
            time_s=int(scores.time_s[-1]),
        ))  # fmt: skip
    return tuple(found)


def goal_scores(case: Case) -> Iterator[tuple[str, Daily]]:
    """Each goal's name as first written, and its scores by day; without goals that were never scored."""
    rows = case.diary.entries.of_kind(Kind.GOAL)
    named: dict[str, list[str]] = {}
    for name in dict.fromkeys(rows.name.tolist()):
        named.setdefault(" ".join(name.lower().split()), []).append(name)
    for names in named.values():
        meant = np.array([each in names for each in rows.name.vocabulary], dtype=bool)
        scores = points_of(rows.take(meant[rows.name.codes]))
        if len(scores):
            yield names[0], scores


def far_goals(case: Case) -> tuple[Goal, ...]:
    """Goals that were scored for weeks and have not come nearer, and are not reached."""
    choice = case.knowledge.choice
    return tuple(
        each
        for each in goals_of(case)
        if each.went in {"further", "about the same"}
        and each.latest < choice("safety_goal_reached") - _ROUNDING
        and each.latest_day - each.first_day >= choice("safety_goal_far_d")
        and case.days_before_end(each.time_s) <= choice("safety_goal_current_d")
    )


def _went(gain: float, days: int, step: float) -> str:
    if days < 2:
        return "too early"
    if abs(gain) < step - _ROUNDING:
        return "about the same"
    return "nearer" if gain > 0 else "further"


def _tenths(value: float) -> str:
    return f"{round(value, 1):g}"
