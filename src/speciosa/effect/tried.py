"""Anything else that was tried: another substance, an activity, a strategy.

Bad days suppress activities and strategies, and their benefit takes weeks: whatever goes along with
them is an association, and gets no number. Another substance is asked like kratom, with a short
exposure of its own: nobody gave us its kinetics, so its half-life is one of many equally likely ones.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from speciosa.effect.arms import arms_of
from speciosa.effect.chance import chance_of
from speciosa.effect.decisions import decisions_of
from speciosa.effect.evidence import evidence_of
from speciosa.effect.exposed import Source
from speciosa.effect.outcome import Ratings
from speciosa.effect.question import Question, of_late, run_in_until, too_little
from speciosa.effect.usual import Taken, usual_pattern
from speciosa.exposure import Kinetics, modes_of, superpose
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Columns, Diary, Kind

Array = NDArray[np.float64]
_CURVES = 33
_ABSORPTION_PER_H = 2.0
_KINDS = (Kind.ACTIVITY, Kind.STRATEGY)


def kind_of(diary: Diary, of: str) -> Kind | None:
    """What the diary has under that name: ``dose``, ``medicine``, ``activity`` or ``strategy``; None for nothing."""
    for kind in (Kind.ACTIVITY, Kind.STRATEGY, Kind.MEDICINE, Kind.DOSE):
        if len(_entries(diary, kind, of)):
            return kind
    return None


def tried_question(
    diary: Diary, knowledge: Knowledge, before: Ratings, ratings: Ratings, *, of: str, now_s: int, today: int
) -> Question | tuple[str, ...]:
    """The question about something else than kratom, or why it gets no number.

    Parameters
    ----------
    before : ratings that may stand before a dose.
    today : local day since 1970.
    """
    kind = kind_of(diary, of)
    if kind is None:
        return (f"There is nothing called “{of}” in this record.",)
    if kind in _KINDS:
        weeks = round(knowledge.choice("effect_strategy_horizon_d") / 7)
        why = (
            "People do more of this on good days, and what it does takes weeks to show. What goes along with it is no "
            f"sign of what it does, so there is no number. Chance would have to decide, for {weeks} weeks at least."
        )
        return (why,)
    taken = _taken(diary, kind, of)
    reasons = too_little(ratings, taken, knowledge)
    if reasons:
        return reasons
    ratings, gaps = of_late(ratings, knowledge)
    nobody_assigned = arms_of(Diary(Columns.of([])))
    pattern = usual_pattern(taken, nobody_assigned, today=today)
    decisions = decisions_of(taken, ratings, before, nobody_assigned, knowledge)
    chance = chance_of(taken, nobody_assigned, pattern, knowledge, now_s=now_s)
    evidence = evidence_of(
        taken, ratings, nobody_assigned, chance, decisions, pattern, batches_s=np.empty(0, np.int64),
        masking_holds=None, now_s=now_s,
    )  # fmt: skip
    entries = _entries(diary, kind, of)
    return Question(
        diary=diary, of=of, primary=False, ratings=ratings, taken=taken, pattern=pattern, arms=nobody_assigned,
        evidence=evidence, source=_source(taken, knowledge), wears_off=False, dose_unit=entries.unit[0],
        dose=taken.nominal_mg[0], horizon_d=int(knowledge.choice("effect_horizon_d")), now_s=now_s, gaps=gaps,
        run_in_until_s=run_in_until(ratings, knowledge),
        margin=knowledge.choice("trial_margin_nrs"),
    )  # fmt: skip


def _entries(diary: Diary, kind: Kind, of: str) -> Columns:
    entries = diary.entries.of_kind(kind)
    word = " ".join(of.lower().split())
    codes = [
        code
        for code in np.unique(entries.name.codes)
        if " ".join(entries.name.vocabulary[code].partition("#")[0].lower().split()) == word
    ]
    return entries.take(np.isin(entries.name.codes, codes))


def _taken(diary: Diary, kind: Kind, of: str) -> Taken:
    """Doses in the commonest unit; a dose without an amount counts as a middle one."""
    entries = _entries(diary, kind, of)
    entries = entries.take((entries.answer != Answer.DECLINED) & entries.unit.equal(entries.unit[0]))
    amount = np.where(entries.answer == Answer.GIVEN, entries.value, np.nan)
    middle = float(np.nanmedian(amount)) if np.isfinite(amount).any() else 1.0
    amount = np.where(np.isfinite(amount), amount, middle)
    some = amount > 0
    return Taken(entries.time_s[some], entries.offset_min[some], amount[None, some], np.full(int(some.sum()), math.nan))


def _source(taken: Taken, knowledge: Knowledge) -> Source:
    """One compartment; half-lives evenly spread over the choice's log-normal."""
    spread = ndtri((np.arange(_CURVES) + 0.5) / _CURVES)
    half_h = knowledge.choice("effect_other_half_h_median") * np.exp(
        knowledge.choice("effect_other_half_h_log_sd") * spread
    )
    one = np.ones(_CURVES)
    modes = modes_of(Kinetics(ka=_ABSORPTION_PER_H * one, alag=0 * one, cl=math.log(2) / half_h, v=one))

    def of(dose_time_s: NDArray[np.int64], amount: Array, time_s: NDArray[np.int64]) -> Array:
        return np.maximum(superpose(modes, dose_time_s, amount[0], time_s)[:, 0], 0.0)

    return Source(
        lambda time_s: of(taken.time_s, taken.nominal_mg, time_s), lambda time_s: np.ones(len(time_s), dtype=bool), of
    )
