"""A trial of the record as the paper shows it: how it went, and after the reveal what each period held."""

from __future__ import annotations

import math
from dataclasses import dataclass

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.trial import Trial, TrialStatus
from speciosa.values.errors import EntryError
from speciosa.values.gaps import NotAssessed


@dataclass(frozen=True, slots=True, eq=False)
class TrialRecord:
    """One trial. `means`: mean score of each period, None where it has none; empty before the reveal."""

    status: TrialStatus
    means: tuple[float | None, ...]

    @property
    def revealed(self) -> bool:
        """Whether arms may be told."""
        return self.status.state == "revealed"


def trials_of(
    whole: Diary, knowledge: Knowledge, *, now_s: int
) -> tuple[tuple[TrialRecord, ...], tuple[NotAssessed, ...]]:
    """Every trial that was planned by then, the latest first, or why none can be told.

    Parameters
    ----------
    whole : the diary with what lies after `now_s`, UTC seconds: periods to come stand there.
    """
    try:
        trials = [each for each in Trial.all_in(whole) if each.planned_s <= now_s]
        known = whole.as_of(now_s)
        return tuple(_record(each, known, knowledge, now_s) for each in reversed(trials)), ()
    except EntryError as problem:
        return (), (NotAssessed("trial", f"The trial can't be read: {problem.what}."),)


def _record(trial: Trial, diary: Diary, knowledge: Knowledge, now_s: int) -> TrialRecord:
    status = TrialStatus.of(trial, diary, knowledge, now_s=now_s)
    means = trial.period_means(diary).tolist() if status.state == "revealed" else []
    return TrialRecord(status, tuple(None if math.isnan(each) else each for each in means))
