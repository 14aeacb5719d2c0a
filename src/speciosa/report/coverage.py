"""What was recorded, and what was not: the first thing that a sceptic asks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind
from speciosa.report.days import Span
from speciosa.report.doses import Kratom
from speciosa.report.middle import Middle, middle_of
from speciosa.values.timeline import HOUR_S, Precision, day_name


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole in the record: local days without any entry, both counted."""

    first_day: int
    last_day: int

    @property
    def days(self) -> int:
        return self.last_day - self.first_day + 1

    def to_json(self) -> dict[str, object]:
        """``first``, ``last`` (local dates) and ``days``."""
        return {"first": day_name(self.first_day), "last": day_name(self.last_day), "days": self.days}


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How much of the span was written down.

    Parameters
    ----------
    days, days_with : local days of the span, and those that have an entry.
    entry_day, dose_day, none_day : [day], local days with any entry, a dose of kratom, the word "none".
    gaps : holes of at least `gap_d` days, longest first. `longest`: the longest run of empty days
        (days, 0 if there is none).
    since_last_d : whole local days between the last entry and the day of asking.
    scores_a_day : scores of the leading outcome on days that have one.
    doses_timed, doses_scored : doses of kratom with a time of day, and those of them that have a score
        of the leading outcome with a time of day within the `before_h` hours before.
    entries, day_only, part_of_day : entries, and those known only to the day or to a part of it.
    late : scores written down more than `late_h` hours after.
    corrected, taken_back : entries that a later one replaced, or took back.
    declined, unknown : entries with that answer.
    """

    days: int
    days_with: int
    entry_day: NDArray[np.int64]
    dose_day: NDArray[np.int64]
    none_day: NDArray[np.int64]
    gap_d: int
    gaps: tuple[Gap, ...]
    longest: Gap | None
    since_last_d: int
    scores_a_day: Middle | None
    doses_timed: int
    doses_scored: int
    before_h: float
    entries: int
    day_only: int
    part_of_day: int
    late_h: float
    late: int
    corrected: int
    taken_back: int
    declined: int
    unknown: int

    @property
    def share_scored(self) -> float | None:
        """Share of timed doses with a score shortly before, 0 to 1; None without such doses."""
        return self.doses_scored / self.doses_timed if self.doses_timed else None

    def to_json(self) -> dict[str, object]:
        """Keys as the fields, without the lists of days."""
        return {
            "days": self.days, "days_with_entries": self.days_with, "longest_gap": self.longest,
            "gap_from_days": self.gap_d, "gaps": self.gaps, "days_since_last": self.since_last_d,
            "scores_a_day": self.scores_a_day, "doses_with_time": self.doses_timed,
            "share_of_doses_with_score_before": self.share_scored, "score_before_h": self.before_h,
            "entries": self.entries,
            "known_only_to_the_day": self.day_only, "known_to_part_of_day": self.part_of_day,
            "scores_written_late": self.late, "late_from_h": self.late_h, "corrected": self.corrected,
            "taken_back": self.taken_back, "declined": self.declined, "unknown": self.unknown,
        }  # fmt: skip


def coverage_of(diary: Diary, span: Span, kratom: Kratom, knowledge: Knowledge, *, today: int) -> Coverage:
    """What was recorded in the span.

    Parameters
    ----------
    today : local day of asking.
    """
    entries = diary.entries
    scores = entries.of_kind(Kind.RATING, diary.leading_outcome)
    scores = scores.take(scores.answer == Answer.GIVEN)
    dose_s = kratom.doses.time_s[kratom.doses.precision == Precision.CLOCK]
    entry_day = np.unique(diary.logged.day())
    gap_d, late_h = int(knowledge.choice("coverage_gap_d")), knowledge.choice("recorded_late_h_ask")
    before_h = knowledge.choice("score_before_dose_h")
    gaps = sorted(_runs_without(entry_day), key=lambda each: (-each.days, each.first_day))
    _, a_day = np.unique(scores.day(), return_counts=True)
    replaced, taken_back = _amended(diary)
    return Coverage(
        span.days, len(entry_day), entry_day, np.unique(kratom.doses.day()), kratom.none_day, gap_d,
        tuple(each for each in gaps if each.days >= gap_d), gaps[0] if gaps else None, today - span.last_day,
        middle_of(a_day.astype(np.float64)), len(dose_s), _scored_before(dose_s, scores, before_h), before_h,
        len(entries),
        int((entries.precision == Precision.DAY).sum()), int((entries.precision == Precision.PART_OF_DAY).sum()),
        late_h, int((scores.recorded_s - scores.time_s > late_h * HOUR_S).sum()), replaced, taken_back,
        int((entries.answer == Answer.DECLINED).sum()), int((entries.answer == Answer.UNKNOWN).sum()),
    )  # fmt: skip


def _runs_without(entry_day: NDArray[np.int64]) -> list[Gap]:
    """Runs of days between the first and the last entry that have none."""
    at = np.flatnonzero(np.diff(entry_day) > 1)
    return [Gap(int(entry_day[each]) + 1, int(entry_day[each + 1]) - 1) for each in at]


def _scored_before(dose_s: NDArray[np.int64], scores: Columns, before_h: float) -> int:
    """Doses with a timed score at the same instant or within the hours before."""
    timed = scores.time_s[scores.precision == Precision.CLOCK]
    last = np.searchsorted(timed, dose_s, side="right") - 1
    found = last >= 0
    return int((dose_s[found] - timed[last[found]] <= before_h * HOUR_S).sum())


def _amended(diary: Diary) -> tuple[int, int]:
    """How many entries a later one replaced, and how many were taken back."""
    taken_back = int(diary.retractions.sum())
    return int((~diary.history.supersedes.equal("")).sum()) - taken_back, taken_back
