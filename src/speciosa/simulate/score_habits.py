"""When a person gives scores, and how these wander by themselves: read from their own record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect import Ratings, ratings_of, score_noise
from speciosa.exposure import ExposureCurve
from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.simulate.planned_days import Habits, habits_of
from speciosa.trial import UsualDay
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import hours_since, local_hour

Array = NDArray[np.float64]
_USUAL_D = 28
_MOST_SCORES = 1500  # the last ones: older ones say little more of how scores wander
_BEDTIME_H = 21.0


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """What a plan needs of a person's scores.

    Parameters
    ----------
    habits : when they are given, and what a day's doses leave at those hours.
    noise : how they wander, a trial's level and calendar aside.
    gaps : what was not their own.
    """

    habits: Habits
    noise: score_noise.ScoreNoise
    gaps: tuple[NotAssessed, ...]


def habits_and_noise(
    diary: Diary, curve: ExposureCurve, usual: UsualDay, knowledge: Knowledge, *, outcome: str, now_s: int,
    rng: np.random.Generator, count: int,
) -> Scored:  # fmt: skip
    """A person's scores of the last weeks, and their ups and downs over the whole record.

    Where there are too few, a score before each dose and one at bedtime are planned, and the ups and downs are those
    that are believed of anybody.

    Parameters
    ----------
    outcome : the rated word.
    count : draws of the noise.
    """
    scores = ratings_of(diary, knowledge, outcome)
    scores = scores.take(scores.time_s <= now_s)
    gaps = []
    hour_h, share = hours_of_scores(scores.day, scores.hour_h, knowledge)
    if not len(hour_h):
        hour_h, share = np.unique(np.append(np.array(usual.hours_h), _BEDTIME_H)), 1.0
        why = (
            "Your record does not show how often you give this score, so one before each dose and one at bedtime is "
            "planned."
        )
        gaps.append(NotAssessed("trial_scores", why))
    if len(scores) < knowledge.choice("effect_fewest_ratings"):
        why = "There are too few scores to see how they go up and down by themselves, so that of anybody was taken."
        return Scored(
            habits_of(hour_h, share, usual, curve), score_noise.noise_of_anybody(knowledge, rng, count),
            (*gaps, NotAssessed("trial_own_noise", why)),
        )  # fmt: skip
    noise = _own_noise(scores, curve, knowledge, rng, count)
    return Scored(habits_of(hour_h, share, usual, curve), noise, tuple(gaps))


def hours_of_scores(day: NDArray[np.int64], hour_h: Array, knowledge: Knowledge) -> tuple[Array, float]:
    """The usual hours of the scores of the last 28 days, and the share of them that is really given.

    The number of a day is the median (of two the lower), the k-th hour the median of the days that have a k-th.

    Parameters
    ----------
    day, hour_h : [score], ascending.

    Examples
    --------
    >>> from speciosa.knowledge import load_knowledge
    >>> day = np.repeat(np.arange(10), 2)
    >>> hours, share = hours_of_scores(day, np.tile([8.0, 20.0], 10), load_knowledge())
    >>> hours.tolist(), round(share, 2)
    ([8.0, 20.0], 1.0)
    """
    if not len(day):
        return np.empty(0), 0.0
    late = day > day[-1] - _USUAL_D
    days, counts = np.unique(day[late], return_counts=True)
    if len(days) < knowledge.choice("trial_usual_days_least"):
        return np.empty(0), 0.0
    a_day = int(np.sort(counts)[(len(counts) - 1) // 2])
    begins = np.searchsorted(day[late], days)
    hours = hour_h[late]
    middle = [float(np.median(hours[begins[counts > k] + k])) for k in range(a_day)]
    span = min(_USUAL_D, int(day[-1] - day[0]) + 1)
    return np.unique(middle), min(1.0, float(counts.sum()) / (len(np.unique(middle)) * span))


def _own_noise(
    scores: Ratings, curve: ExposureCurve, knowledge: Knowledge, rng: np.random.Generator, count: int
) -> score_noise.ScoreNoise:
    """What is left once level, trend, day, week and the exposure have been taken out."""
    ledger = curve.ledger
    if ledger is None:
        return score_noise.noise_of_anybody(knowledge, rng, count)
    last = np.arange(len(scores)) >= len(scores) - _MOST_SCORES
    scores = scores.take(last & ledger.known_at(scores.time_s))
    if len(scores) < knowledge.choice("effect_fewest_ratings"):
        return score_noise.noise_of_anybody(knowledge, rng, count)
    time_h = hours_since(int(scores.time_s[0]), scores.time_s)
    kinds, columns = score_noise.calendar_columns(time_h, local_hour(scores.time_s, scores.offset_min))
    conc = np.median(ledger.conc_at(scores.time_s), axis=0)
    felt = conc / (conc + max(float(conc.mean()), 1e-9))
    pairs = score_noise.prior_pairs(knowledge)
    found = score_noise.weighed(
        np.column_stack([felt, columns]), scores.points - knowledge.choice("effect_level_centre"),
        np.diff(time_h, prepend=time_h[:1]), score_noise.column_sds(("unassigned", *kinds), knowledge), pairs,
        knowledge,
    )  # fmt: skip
    return score_noise.noise_of(found, pairs, rng, count)
