"""Why doses were taken: on pain that was written down first, or on pain that nobody can see."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.arms import Arms
from speciosa.effect.outcome import Ratings
from speciosa.effect.posterior import Grade
from speciosa.effect.usual import Taken
from speciosa.knowledge import Knowledge
from speciosa.values.timeline import local_hour

Array = NDArray[np.float64]
_SWEEPS = 25
_LINKED_Z = 2.33
_LINKED_POINTS = 0.5
_LINKED_FEWEST = 8
_NEXT_S = 12 * 3600


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """How doses came about.

    Parameters
    ----------
    counted : doses not under an assignment.
    rated_before_share : of those, the share with a rating entered in the minutes before; None without any.
    flare_linked : whether ratings are missing rather when it hurts.
    odds_per_point : by what a point more pain multiplies the odds of a dose right after the rating; None
        where too few were rated.
    by_clock_share : how much of the decision's explained part is the time of day, 0 to 1; None likewise.
    grade : what an answer without chance would be worth.
    timing_grade : what an answer about the hours after a dose is worth: when within the day is the person's
        choice in a trial, too.
    reasons : plain sentences.
    """

    counted: int
    rated_before_share: float | None
    flare_linked: bool
    odds_per_point: float | None
    by_clock_share: float | None
    grade: Grade
    timing_grade: Grade
    reasons: tuple[str, ...]


def decisions_of(taken: Taken, ratings: Ratings, before: Ratings, arms: Arms, knowledge: Knowledge) -> Decisions:
    """Look at every dose that nobody assigned.

    Parameters
    ----------
    ratings : of the outcome.
    before : of pain, where that was rated; else `ratings`.
    """
    minutes = knowledge.choice("effect_rated_before_min")
    least = knowledge.choice("effect_rated_before_least")
    free = arms.period_at(taken.time_s) < 0
    # pain has to have been scored first, and the outcome itself: only that is in its own likelihood
    any_rated = rated_before(taken, before, minutes) & rated_before(taken, ratings, minutes)
    rated = any_rated[free]
    timing = Grade.OBSERVATIONAL if any_rated.mean() >= least else Grade.ASSOCIATION_ONLY
    if not len(rated):
        return Decisions(0, None, False, None, None, Grade.OBSERVATIONAL, timing, ())  # noqa: FBT003  (a table's row)
    share = float(rated.mean())
    linked = _flare_linked(taken.time_s[free], rated, ratings)
    odds, clock = _dose_decision(taken.time_s[free], ratings, minutes)
    reasons = []
    if share < least:
        reasons.append(
            f"Only {share:.0%} of the doses have a score in the {minutes:g} minutes before them. People dose because "
            "it hurts, and where that pain was not written down first, an answer can turn upside down. From tomorrow: "
            "score first, then take it."
        )
    if linked:
        reasons.append(
            "Scores before doses are missing rather when it hurts more, which can turn an answer upside down. From "
            "tomorrow: one score before each dose, above all on bad days."
        )
    grade = Grade.ASSOCIATION_ONLY if reasons else Grade.OBSERVATIONAL
    return Decisions(len(rated), share, linked, odds, clock, grade, min(grade, timing, key=_worth), tuple(reasons))


def _worth(grade: Grade) -> int:
    return list(Grade).index(grade)


def rated_before(taken: Taken, ratings: Ratings, minutes: float) -> NDArray[np.bool_]:
    """Whether a rating was entered in the minutes before each dose, the same minute included, [dose].

    A rating that was written down only later does not count: it may have been remembered by its dose.
    """
    prompt = ratings.entered_s - ratings.time_s <= minutes * 60
    minute = np.unique(np.maximum(ratings.time_s, ratings.entered_s)[prompt] // 60)
    if not len(minute):
        return np.zeros(len(taken.time_s), dtype=bool)
    dose = taken.time_s // 60
    last = minute[np.maximum(np.searchsorted(minute, dose, side="right") - 1, 0)]
    before: NDArray[np.bool_] = (last <= dose) & (dose - last <= minutes)
    return before


def _flare_linked(dose_time_s: NDArray[np.int64], rated: NDArray[np.bool_], ratings: Ratings) -> bool:
    """Whether pain is higher after doses that lack a rating than after those that have one."""
    if not len(ratings):
        return False
    at = np.searchsorted(ratings.time_s, dose_time_s, side="right")
    has = at < len(ratings)
    following = np.where(has, ratings.points[np.minimum(at, len(ratings) - 1)], np.nan)
    soon = has & (ratings.time_s[np.minimum(at, len(ratings) - 1)] - dose_time_s <= _NEXT_S)
    with_, without = following[soon & rated], following[soon & ~rated]
    if min(len(with_), len(without)) < _LINKED_FEWEST:
        return False
    difference = float(without.mean() - with_.mean()) * (1.0 if ratings.better == "lower" else -1.0)
    # neighbouring ratings are alike: count half of them
    error = math.sqrt(2 * (with_.var() / len(with_) + without.var() / len(without)))
    return bool(difference >= _LINKED_POINTS and difference > _LINKED_Z * error)


def _dose_decision(
    dose_time_s: NDArray[np.int64], ratings: Ratings, minutes: float
) -> tuple[float | None, float | None]:
    """Logistic regression of "a dose follows this rating" on the rating and the time of day."""
    if len(ratings) < 30:
        return None, None
    at = np.searchsorted(dose_time_s, ratings.time_s // 60 * 60)
    nearest = dose_time_s[np.minimum(at, len(dose_time_s) - 1)]
    followed = (at < len(dose_time_s)) & (nearest - ratings.time_s <= minutes * 60)
    if not 5 <= followed.sum() <= len(followed) - 5:
        return None, None
    angle = 2 * np.pi * local_hour(ratings.time_s, ratings.offset_min) / 24
    clock = np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])
    pain = (ratings.points - ratings.points.mean())[:, None]
    both = _logistic(np.column_stack([pain, clock]), followed)
    alone = _logistic(clock, followed)
    none = _logistic(clock[:, :0], followed)
    explained = both[1] - none[1]
    share = (alone[1] - none[1]) / explained if explained > 0.5 else None
    return math.exp(both[0][1]), None if share is None else float(np.clip(share, 0.0, 1.0))


def _logistic(columns: Array, followed: NDArray[np.bool_]) -> tuple[Array, float]:
    """Coefficients (the constant first) and log likelihood, with a weak ridge so that it always ends."""
    x = np.column_stack([np.ones(len(columns)), columns])
    beta, ridge = np.zeros(x.shape[1]), 0.1 * np.eye(x.shape[1])
    ridge[0, 0] = 1e-6
    for _ in range(_SWEEPS):
        chance = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (followed - chance) - ridge @ beta
        step = np.linalg.solve((x * (chance * (1 - chance))[:, None]).T @ x + ridge, gradient)
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    chance = np.clip(1 / (1 + np.exp(-x @ beta)), 1e-12, 1 - 1e-12)
    return beta, float(np.log(np.where(followed, chance, 1 - chance)).sum())
