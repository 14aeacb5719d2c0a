"""Scores at times when least is left, against other times at like hours of the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.exposure import ExposureCurve
from speciosa.record import Answer, Columns, Kind
from speciosa.safety.case import Case
from speciosa.safety.dose_days import DoseDays
from speciosa.values.timeline import DAY_S, HOUR_S, local_day
from speciosa.values.units import score_bounds

_DAY_H = 24
_BLOCK_H = 6.0
_STRETCH_H = 14 * 24
_WEEK_D = 7
_OF_TEN = 10.0
_LOW = 1 / 3
_FEWEST_IN_A_SHIFT = 3
_FEWEST_WEEKS = 3
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Falls:
    """One word whose scores are worse where least is left.

    Parameters
    ----------
    label : the word for a person. is_pain: pain, which is worse then also because relief wears off.
    by_level : by the concentration in the blood; else by the hours since the last dose.
    difference : points of ten by which scores were worse, at like hours of the day.
    p : share of shifts of the level by whole days that look at least as bad.
    scores : how many there were. ids : of those where least was left. time_s : of the last of these.
    """

    label: str
    is_pain: bool
    by_level: bool
    difference: float
    p: float
    scores: int
    ids: tuple[str, ...]
    time_s: int


def falls_of(case: Case, days: DoseDays) -> Falls | None:
    """The first word of feeling ill, restlessness, pain that is worse where least is left; None where none is.

    The level of the last twelve weeks is shifted by whole days against the scores, to every other day: hours of the
    day stay hours of the day, good and bad weeks stay together, and only which day's level it is changes.

    Valid when: scores were not written down because of the level, as with "only when it is bad".
    """
    if not len(days.doses) or not len(days.day):
        return None
    span_d = min(case.knowledge.choice("safety_fall_window_d"), days.end_day - int(days.day[0]))
    window_d = int(span_d // _WEEK_D) * _WEEK_D  # whole weeks: what comes every week then stays with its days
    if window_d < _FEWEST_WEEKS * _WEEK_D:
        return None
    start_s = case.end_s - window_d * DAY_S
    grid_s = start_s + HOUR_S * np.arange(window_d * _DAY_H, dtype=np.int64)
    level = _level(case, days, grid_s)
    if np.isfinite(level).mean() < 0.5:
        return None
    words = [
        each for each in _words(case, start_s) if len(each[2]) >= case.knowledge.choice("safety_fall_scores_least")
    ]
    for label, is_pain, rows, badness in words:
        hour = np.minimum((rows.time_s - start_s) // HOUR_S, len(level) - 1)
        found = shifted(level, hour, badness, rows.hour())
        if found is None:
            continue
        difference, p, low = found
        sure = p <= case.knowledge.choice("safety_fall_p") / len(words)
        if sure and difference >= case.knowledge.choice("safety_fall_points"):
            lowest = rows.take(low)
            by_level = isinstance(case.exposure, ExposureCurve)
            ids = tuple(lowest.id.tolist())
            return Falls(label, is_pain, by_level, difference, p, len(rows), ids, int(lowest.time_s[-1]))
    return None


def shifted(
    level: Array, hour: NDArray[np.int64], badness: Array, clock_h: Array
) -> tuple[float, float, NDArray[np.bool_]] | None:
    """Mean badness at the lowest third of the level minus elsewhere, its chance, and which scores were low.

    Each score stands against the mean of its own fortnight, of its day of the week and of its quarter of the day, so
    that two slow trends, or weekends, are no answer. p: shifts by whole days, the real one among them, in which the
    difference is at least as large.

    Parameters
    ----------
    level : [hour], whole days of hours; NaN where unknown.
    hour : [score], which hour of `level`. badness: [score], points. clock_h: [score], local hours.

    Examples
    --------
    >>> days = np.random.default_rng(1).random(84)
    >>> level, hour = np.repeat(days, 24), np.arange(12, 84 * 24, 24)
    >>> bad = np.where(days < 0.3, 5.0, 2.0)  # bad days are those with the least
    >>> gap, p, low = shifted(level, hour, bad, np.full(84, 12.0))
    >>> round(gap), p == 1 / 84, int(low.sum())
    (2, True, 28)
    """
    centred = badness
    for group in (hour // _STRETCH_H, hour // _DAY_H % _WEEK_D, (clock_h // _BLOCK_H).astype(np.int64)):
        centred = _centred(centred, group)
    cut = float(np.nanquantile(level, _LOW))
    shifts = np.arange(len(level) // _DAY_H)[:, None] * _DAY_H
    there = level[(hour[None, :] + shifts) % len(level)]
    known = np.isfinite(there)
    low = known & (there <= cut)
    lows, others = low.sum(axis=1), (known & ~low).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = (low @ centred) / lows - ((known & ~low) @ centred) / others
    fair = np.minimum(lows, others) >= _FEWEST_IN_A_SHIFT
    if not fair[0]:
        return None
    return float(gap[0]), float(np.mean(gap[fair] >= gap[0] - 1e-9)), low[0]


def _centred(values: Array, group: NDArray[np.int64]) -> Array:
    total = np.bincount(group, weights=values)
    return np.asarray(values - (total / np.maximum(np.bincount(group), 1))[group])


def _level(case: Case, days: DoseDays, grid_s: NDArray[np.int64]) -> Array:
    """What is left at each hour: the median concentration, else minus the hours since the last dose."""
    curve = case.exposure
    if isinstance(curve, ExposureCurve):
        near = (curve.time_s >= grid_s[0] - DAY_S) & (curve.time_s <= grid_s[-1] + DAY_S)
        time_s = curve.time_s[near]
        middles = [np.median(curve.conc_ng_ml[:, each, near], axis=0) for each in range(len(curve.analytes))]
        told = [each for each in middles if np.isfinite(each).any() and np.nanmax(each) > 0]
        if not told:
            return np.full(len(grid_s), np.nan)
        known = np.interp(grid_s, time_s, told[0], left=np.nan, right=np.nan)
        return np.asarray(known)
    doses = days.doses
    at = np.searchsorted(doses.time_s, grid_s, side="right") - 1
    offset = doses.offset_min[np.maximum(at, 0)]
    recorded = np.isin(local_day(grid_s, offset), [*days.day.tolist(), days.end_day])
    since_h = (grid_s - doses.time_s[np.maximum(at, 0)]) / HOUR_S
    return np.where((at >= 0) & recorded, -since_h, np.nan)


def _words(case: Case, start_s: int) -> list[tuple[str, bool, Columns, Array]]:
    """Label, whether it is pain, the scores since then, and how bad each is in points of ten."""
    entries = case.diary.entries
    kinds = [list(Kind).index(each) for each in (Kind.RATING, Kind.SYMPTOM)]
    rows = entries.take(np.isin(entries.kind, kinds) & (entries.answer == Answer.GIVEN) & (entries.time_s >= start_s))
    leading = case.diary.leading_outcome
    pain = leading if case.knowledge.outcome(leading).word.split()[-1:] == ["pain"] else "pain"
    found = []
    for word, label in (("withdrawal", "Feeling ill without it"), ("restlessness", "Restlessness"), (pain, "Pain")):
        chosen = rows.take(_of_word(rows, word, case))
        bounds = [score_bounds(each) or (0.0, 10.0) for each in chosen.unit.tolist()]
        low, high = np.array(bounds, dtype=np.float64).reshape(-1, 2).T
        found.append((label, word == pain, chosen, _OF_TEN * (chosen.value - low) / (high - low)))
    return found


def _of_word(rows: Columns, word: str, case: Case) -> NDArray[np.bool_]:
    """Entries of a word under any spelling; all the questions about feeling ill without it are one."""
    vocabulary = rows.name.vocabulary
    meant = [case.knowledge.outcome(each).word == word for each in vocabulary]
    if word == "withdrawal":
        meant = [each or name.startswith(word) for each, name in zip(meant, vocabulary, strict=True)]
    return np.asarray(np.array(meant, dtype=bool)[rows.name.codes] if len(rows) else np.zeros(0, dtype=bool))
