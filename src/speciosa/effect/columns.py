"""What a rating is made of besides the exposure: level, trend, the day's and the week's cycle, run-in, covariates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.outcome import Ratings
from speciosa.effect.priors import Priors
from speciosa.effect.score_noise import CALENDAR, calendar_columns
from speciosa.record import Answer, Diary, Kind
from speciosa.values.timeline import HOUR_S

Array = NDArray[np.float64]
_WEEK_D = 7
_COMMON_SHARE = 0.3  # of the days with a rating: what was recorded more rarely is no covariate


@dataclass(frozen=True, slots=True, eq=False)
class FixedColumns:
    """Columns that do not depend on the nonlinear numbers.

    Parameters
    ----------
    names : of the columns.
    values : [rating, column].
    prior_sd : [column], in units of the noise's SD.
    """

    names: tuple[str, ...]
    values: Array
    prior_sd: Array


def fixed_columns(
    ratings: Ratings, covariates: dict[str, Array], priors: Priors, *, begun_s: int, run_in_until_s: int,
    free: NDArray[np.bool_],
) -> FixedColumns:  # fmt: skip
    """The columns of these ratings.

    Parameters
    ----------
    covariates : by name, [rating], standardised.
    begun_s : the first dose, UTC seconds: the level before it is left free, too. People begin for a reason.
    run_in_until_s : until when the level is left free, UTC seconds.
    free : [rating], not under an assignment: only those have a run-in; chance began the others' periods.
    """
    hours = (ratings.time_s - ratings.time_s[0]) / HOUR_S
    week_d = (ratings.day % _WEEK_D) + ratings.hour_h / 24
    kinds, calendar = calendar_columns(hours, ratings.hour_h, week_d)
    found = {name: (calendar[:, at], kind) for at, (name, kind) in enumerate(zip(CALENDAR, kinds, strict=False))}
    run_in = free & (ratings.time_s < run_in_until_s)
    if run_in.any() and not run_in.all():
        found["run_in"] = (run_in.astype(np.float64), "run_in")
    before = free & (ratings.time_s < begun_s)
    if before.any() and not before.all():
        found["before"] = (before.astype(np.float64), "run_in")
    for name, values in covariates.items():
        found[name] = (values, "covariate")
    return FixedColumns(
        tuple(found),
        np.column_stack([values for values, _ in found.values()]),
        np.array([priors.relative(kind) for _, kind in found.values()]),
    )


def covariates_of(diary: Diary, ratings: Ratings, felt: Array) -> dict[str, Array]:
    """What else the record holds that may explain ratings: the night before, activity, sun, other medicines.

    Each is standardised and freed of what the exposure explains of it: sleep that is better because
    of a dose is part of what the dose does, and must not be taken away from it.

    Parameters
    ----------
    felt : [rating, column], the exposure's columns at typical numbers.
    """
    found = {
        "sleep": _before(diary, Kind.SLEEP, ratings.time_s, 24 * HOUR_S, told_only=True),
        "activity": _before(diary, Kind.ACTIVITY, ratings.time_s, 24 * HOUR_S),
        "sun": _before(diary, Kind.SUN, ratings.time_s, 24 * HOUR_S),
        "medicine": _medicine(diary, ratings.time_s),
    }
    kept = {}
    for name, values in found.items():
        told = np.isfinite(values)
        if not len(values) or told.mean() < _COMMON_SHARE or np.nanstd(values) < 1e-9:
            continue
        filled = np.where(told, values, np.nanmean(values))
        own = np.column_stack([np.ones(len(filled)), felt])
        freed = filled - own @ np.linalg.lstsq(own, filled, rcond=None)[0]
        if freed.std() > 1e-9:
            kept[name] = (freed - freed.mean()) / freed.std()
    return kept


def _before(diary: Diary, kind: Kind, time_s: NDArray[np.int64], within_s: int, *, told_only: bool = False) -> Array:
    """Total of one kind in the time before each rating, never after it, [rating].

    Parameters
    ----------
    told_only : nothing entered is not known, instead of zero: everybody sleeps.

    Returns
    -------
    NaN throughout where nothing of the kind was ever entered.
    """
    entries = diary.entries.of_kind(kind)
    entries = entries.take((entries.answer == Answer.GIVEN) & ~entries.unit.equal("steps"))
    if not len(entries):
        return np.full(len(time_s), np.nan)
    total = np.concatenate([[0.0], np.cumsum(entries.value)])
    begin = np.searchsorted(entries.time_s, time_s - within_s)
    end = np.searchsorted(entries.time_s, time_s, side="right")
    within: Array = total[end] - total[begin]
    return np.where(end > begin, within, np.nan) if told_only else within


def _medicine(diary: Diary, time_s: NDArray[np.int64]) -> Array:
    """Whether another medicine was taken in the eight hours before, [rating]; NaN where none ever was."""
    entries = diary.entries.of_kind(Kind.MEDICINE)
    entries = entries.take((entries.answer != Answer.DECLINED) & ~(entries.value == 0))
    if not len(entries):
        return np.full(len(time_s), np.nan)
    since = np.searchsorted(entries.time_s, time_s)
    last = entries.time_s[np.maximum(since - 1, 0)]
    return np.where((since > 0) & (time_s - last <= 8 * HOUR_S), 1.0, 0.0)
