"""Chance as the instrument: the exposure that would have been there, had every dose been taken as assigned."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exposed import Exposed
from speciosa.effect.question import Question
from speciosa.knowledge import Knowledge
from speciosa.values.timeline import DAY_S, HOUR_S

Array = NDArray[np.float64]


def assigned_conc(question: Question, laid: Exposed, knowledge: Knowledge) -> Array | None:
    """Relative concentrations under the assigned doses, [point, draw]; None where what was taken was assigned.

    Where doses strayed, what the assigned exposure does not explain of the taken one becomes a column of its own
    with a free coefficient (`likelihood.lanes.unassigned`): the effect is then read from what chance moved
    alone (a control function). Outside of the trial what was taken counts.
    """
    if adherence_of(question) >= knowledge.choice("effect_adherence_full"):
        return None
    arms, taken, pattern = question.arms, question.taken, question.pattern
    kept = arms.period_at(taken.time_s) < 0
    times, amounts = [taken.time_s[kept]], [taken.nominal_mg[:, kept]]
    for begin, end, level in zip(arms.start_s, arms.end_s, arms.level, strict=True):
        if not level > 0:
            continue
        midnight = begin // DAY_S * DAY_S - _offset_s(question)
        every = np.arange(midnight, end, DAY_S)
        dose_s = (every[:, None] + np.rint(pattern.hour_h * HOUR_S).astype(np.int64)).ravel()
        inside = (dose_s >= begin) & (dose_s < end)
        times.append(dose_s[inside])
        amounts.append(np.tile(pattern.nominal_mg * level, len(every))[:, inside])
    dose_time_s, amount = np.concatenate(times), np.concatenate(amounts, axis=1)
    order = np.argsort(dose_time_s, kind="stable")
    conc = laid.conc_of(dose_time_s[order], amount[:, order], laid.time_s)
    return np.ascontiguousarray((conc / laid.mean_conc[:, None]).T)


def adherence_of(question: Question) -> float:
    """Share of the trial's days whose amount lies within a fifth of a usual day's of the assigned one."""
    arms, usual = question.arms, float(question.pattern.nominal_mg.sum())
    taken = question.taken
    days = [np.arange(begin, end - DAY_S + 1, DAY_S) for begin, end in zip(arms.start_s, arms.end_s, strict=True)]
    begins = np.concatenate(days) if days else np.empty(0, np.int64)
    ends_before = begins + DAY_S <= question.now_s
    begins = begins[ends_before]
    if not len(begins):
        return 1.0
    total = np.concatenate([[0.0], np.cumsum(taken.nominal_mg.sum(axis=0))])
    amount = total[np.searchsorted(taken.time_s, begins + DAY_S)] - total[np.searchsorted(taken.time_s, begins)]
    return float((np.abs(amount - arms.level_at(begins) * usual) <= 0.2 * usual + 1e-9).mean())


def _offset_s(question: Question) -> int:
    return 60 * int(np.median(question.taken.offset_min)) if len(question.taken.offset_min) else 0
