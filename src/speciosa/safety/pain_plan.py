"""The person's strategy against pain as a whole: what for, against what, with what, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from speciosa.record import Columns, Kind
from speciosa.safety.goals import Goal, goals_of
from speciosa.safety.strategies import Strategy, strategies_of
from speciosa.values.gaps import NotAssessed

if TYPE_CHECKING:
    from speciosa.safety.case import Case

_LATE_D = 28


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that is done without being written down as a strategy.

    Parameters
    ----------
    name : as in the diary. kind: ``activity`` or ``kratom``.
    days : with it, of the last `of_days` up to the last entry. minutes: middle of a day with it; None where not said.
    first_day : local day since 1970 on which it was first written down.
    """

    name: str
    kind: str
    days: int
    of_days: int
    minutes: float | None
    first_day: int


@dataclass(frozen=True, slots=True)
class PainPlan:
    """The pain, the goals, everything that is tried, and what is not settled yet.

    Parameters
    ----------
    source : of ``injury``, ``illness``, ``nerve``, ``other``, ``unknown``; empty where it was not said.
    kind : of pain, in the person's own words; empty where it was not said.
    goals : in the order of first mention. strategies: as `strategies_of`.
    doing : what is done besides, in the order of first mention.
    missing : what a review would want to know and the record does not hold.
    """

    source: tuple[str, ...]
    kind: str
    goals: tuple[Goal, ...]
    strategies: tuple[Strategy, ...]
    doing: tuple[Doing, ...]
    missing: tuple[NotAssessed, ...]


NOTHING_PLANNED = PainPlan((), "", (), (), (), ())
"""Of a record that nobody asked for it."""


def pain_plan(case: Case) -> PainPlan:
    """The strategy of a record, as its report shows it."""
    goals, strategies, person = goals_of(case), strategies_of(case), case.diary.person
    doing = _doing(case, strategies)
    return PainPlan(
        source=person.pain_source, kind=person.pain_kind, goals=goals, strategies=strategies, doing=doing,
        missing=tuple(_missing(case, goals, strategies)),
    )  # fmt: skip


def _missing(case: Case, goals: tuple[Goal, ...], strategies: tuple[Strategy, ...]) -> Iterator[NotAssessed]:
    person = case.diary.person
    if not person.pain_source:
        why = (
            "It is not written down where your pain comes from: an injury, an illness, a nerve, something else, or not "
            "known. You can say so once, and change it at any time."
        )
        yield NotAssessed("pain_source", why)
    if not person.pain_kind:
        why = "What kind of pain it is was not written down, in your own words: burning, dull, stabbing, tense."
        yield NotAssessed("pain_kind", why)
    if not goals:
        yield NotAssessed("goals", "No goal was written down: what you want to be able to do again, 0 to 10 so far.")
    if not strategies:
        why = "Nothing that you try was written down as a strategy, with a start and a day on which you look again."
        yield NotAssessed("strategies", why)
    undated = [each.name for each in strategies if each.review_day is None and each.until_day is None]
    if undated:
        listed = ", ".join(f"“{each}”" for each in undated)
        yield NotAssessed("review_dates", f"No date for looking again was written down for: {listed}.")


def _doing(case: Case, strategies: tuple[Strategy, ...]) -> tuple[Doing, ...]:
    entries = case.diary.entries
    if not len(entries):
        return ()
    end_day, named = int(entries.day()[-1]), {each.name for each in strategies}
    activities = entries.of_kind(Kind.ACTIVITY)
    activities = activities.take(~(activities.value == 0))
    found = [
        _done(name, "activity", activities.take(activities.name.equal(name)), end_day)
        for name in activities.name.used()
        if name not in named
    ]
    if len(case.kratom) and not any(each.kind == "kratom" for each in strategies):
        found.append(_done("kratom", "kratom", case.kratom, end_day))
    return tuple(sorted(found, key=lambda each: (each.first_day, each.kind, each.name)))


def _done(name: str, kind: str, rows: Columns, end_day: int) -> Doing:
    days = rows.day()
    late = days > end_day - _LATE_D
    minutes = rows.value[late & np.isfinite(rows.value) & rows.unit.equal("min")] if kind == "activity" else ()
    middle = float(np.median(minutes)) if len(minutes) else None
    return Doing(name, kind, len(np.unique(days[late])), _LATE_D, middle, int(days[0]))
