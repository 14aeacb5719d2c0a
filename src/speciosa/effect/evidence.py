"""What kind of evidence a record holds: who decided about the doses, and which questions it can answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.arms import Arms
from speciosa.effect.chance import LESS_HIGH, LESS_LOW, Chance
from speciosa.effect.decisions import Decisions
from speciosa.effect.outcome import Ratings
from speciosa.effect.posterior import Grade
from speciosa.effect.usual import Taken, UsualPattern
from speciosa.values.timeline import DAY_S

_OFF_FIRST_D, _OFF_LATE_D, _SETTLED_OFF_D = 7, 21, 28
_RATED_DAYS = 5
_LESS_RUN_D, _LESS_DAYS = 7, 5
_ACUTE_RATINGS = 10
_BEFORE_DOSE_S, _AFTER_DOSE_S = 3600, 4 * 3600
_USED_D = 7
_UNSCORED = "too few doses have a score in the minutes before them"


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What the record can answer, and how well.

    Parameters
    ----------
    grade : of the effect against none.
    reasons : plain sentences about the grade.
    trial_only : whether the effect is taken from the ratings under assignments alone.
    contrast_grade, contrast_gap : by contrast: its grade, and why it has no answer (empty: it has one).
    has_low_period : a stretch on little or none with one batch: without it tolerance cannot be told.
    rated_before_share : of the doses that nobody assigned; None without any.
    """

    grade: Grade
    reasons: tuple[str, ...]
    trial_only: bool
    contrast_grade: dict[str, Grade]
    contrast_gap: dict[str, str]
    has_low_period: bool
    rated_before_share: float | None


def evidence_of(
    taken: Taken, ratings: Ratings, arms: Arms, chance: Chance, decisions: Decisions, pattern: UsualPattern, *,
    batches_s: NDArray[np.int64], masking_holds: bool | None, now_s: int,
) -> Evidence:  # fmt: skip
    """Grade a record.

    Parameters
    ----------
    batches_s : when a new batch was begun, UTC seconds.
    masking_holds : of a masked trial, whether guesses were near chance; None where nobody was asked.
    """
    masked = len(arms) and arms.masked.all() and masking_holds is not False
    by_chance = Grade.RANDOMISED_MASKED if masked else Grade.RANDOMISED_OPEN
    free, why = decisions.grade, [*decisions.reasons, *chance.reasons]
    if masking_holds is False:
        why.append("This does not count as masked: the guesses were not near chance, or the order was chosen by hand.")
    grade = by_chance if chance.on_off else free
    if not chance.on_off and not decisions.counted:
        why.append("Every dose was assigned, and never none: what none would do is the model's word, not the record's.")
    timing = decisions.timing_grade
    rows = {"settled": grade, "stopping_days_1_14": grade, "stopping_days_15_60": grade, "acute_now": timing}
    rows["one_step_less"] = by_chance if chance.levels else free
    # what chance decided is told by the scores of its own periods alone
    seen = ratings.take(arms.period_at(ratings.time_s) >= 0) if chance.on_off else ratings
    gaps = _gaps(taken, seen, arms, pattern, now_s=now_s)
    for name, each in rows.items():
        if each is Grade.ASSOCIATION_ONLY and not gaps[name]:
            gaps[name] = why[0] if decisions.grade is each and why else _UNSCORED
    low = _low_period(taken, arms, pattern, seen, batches_s, now_s=now_s)
    return Evidence(grade, tuple(why), chance.on_off, rows, gaps, low, decisions.rated_before_share)


def off_stretches(taken: Taken, ratings: Ratings, *, now_s: int) -> list[tuple[int, int]]:
    """Times without a dose after at least a week of use, as far as ratings go on: (from, to), UTC seconds."""
    found = []
    for begin, end in zip(taken.time_s, np.append(taken.time_s[1:], now_s), strict=True):
        if end - begin < 3 * DAY_S:
            continue
        before = taken.day[(taken.time_s <= begin) & (taken.time_s > begin - 2 * _USED_D * DAY_S)]
        rated = ratings.time_s[(ratings.time_s > begin) & (ratings.time_s <= end)]
        if len(np.unique(before)) >= _USED_D and len(rated):
            found.append((int(begin), int(min(end, rated[-1] + DAY_S))))
    return found


def _gaps(taken: Taken, ratings: Ratings, arms: Arms, pattern: UsualPattern, *, now_s: int) -> dict[str, str]:
    """Why each contrast has no answer; empty where the record identifies it."""
    off = off_stretches(taken, ratings, now_s=now_s)

    def rated_days(begin: float, end: float) -> int:
        return len(np.unique(ratings.day[(ratings.time_s > begin) & (ratings.time_s <= end)]))

    def stopped(least_d: int, from_d: int) -> bool:
        return any(
            end - begin >= least_d * DAY_S and rated_days(begin + from_d * DAY_S, end) >= _RATED_DAYS
            for begin, end in off
        )

    return {
        "settled": "" if stopped(_SETTLED_OFF_D, 14) else "no settled time without it in the record",
        "stopping_days_1_14": "" if stopped(_OFF_FIRST_D, 0) else "no week without it after regular use in the record",
        "stopping_days_15_60": "" if stopped(_OFF_LATE_D, 14) else "no time without it beyond two weeks in the record",
        "one_step_less": "" if _less_runs(taken, arms, pattern) else "no week on somewhat less in the record",
        "acute_now": _acute_gap(taken, ratings),
    }


def _acute_gap(taken: Taken, ratings: Ratings) -> str:
    at = np.searchsorted(taken.time_s, ratings.time_s, side="right")
    since = ratings.time_s - taken.time_s[np.maximum(at - 1, 0)]
    until = taken.time_s[np.minimum(at, len(taken.time_s) - 1)] - ratings.time_s
    after = int(((at > 0) & (since > 900) & (since <= _AFTER_DOSE_S)).sum())
    before = int(((at < len(taken.time_s)) & (until >= 0) & (until <= _BEFORE_DOSE_S)).sum())
    if min(after, before) >= _ACUTE_RATINGS:
        return ""
    return "too few scores both shortly before and in the hours after a dose"


def _daily_share(taken: Taken, pattern: UsualPattern) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Days from the first dose's to the last one's, and each day's amount as a share of the usual one."""
    total = taken.nominal_mg.sum(axis=0)
    day = taken.day
    first = int(day.min())
    amount = np.bincount(day - first, weights=total)
    return first + np.arange(len(amount)), amount / max(float(pattern.nominal_mg.sum()), 1e-9)


def _less_runs(taken: Taken, arms: Arms, pattern: UsualPattern) -> bool:
    """Whether there is a week of which most days were on somewhat less: assigned so, or so taken."""
    if ((arms.level >= LESS_LOW) & (arms.level <= LESS_HIGH)).any():
        return True
    days, share = _daily_share(taken, pattern)
    less = ((share >= LESS_LOW) & (share <= LESS_HIGH)).astype(np.int64)
    if len(days) < _LESS_RUN_D:
        return False
    return bool(np.convolve(less, np.ones(_LESS_RUN_D, np.int64), mode="valid").max() >= _LESS_DAYS)


def _low_period(
    taken: Taken, arms: Arms, pattern: UsualPattern, ratings: Ratings, batches_s: NDArray[np.int64], *, now_s: int
) -> bool:
    """A week or more on half or less, nothing else than the amount changing around it."""
    stretches = [
        each for each in off_stretches(taken, ratings, now_s=now_s) if each[1] - each[0] >= _OFF_FIRST_D * DAY_S
    ]
    low = np.isfinite(arms.level) & (arms.level <= 0.5)
    stretches += [(int(b), int(e)) for b, e in zip(arms.start_s[low], arms.end_s[low], strict=True)]
    days, share = _daily_share(taken, pattern)
    if len(days) >= _LESS_RUN_D:
        run = np.convolve(share, np.ones(_LESS_RUN_D) / _LESS_RUN_D, mode="valid")
        at = np.flatnonzero(run <= 0.5)
        stretches += [(int(days[each]) * DAY_S, int(days[each] + _LESS_RUN_D) * DAY_S) for each in at]
    return any(
        not ((batches_s > begin - 14 * DAY_S) & (batches_s < end + 14 * DAY_S)).any() for begin, end in stretches
    )
