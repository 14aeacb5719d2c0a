"""Answers made by hand: what the report shows must not depend on how they were worked out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from scipy.stats import norm

from speciosa.effect import Contrast, Course, DoseResponse, EffectPosterior, Grade, State
from speciosa.effect.posterior import Diagnostics, Looks, Middle, Rebound, Sensitivity, Tolerance
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed
from speciosa.values.timeline import DAY_S

NOW_S = int(datetime.fromisoformat("2026-03-12T09:00+01:00").timestamp())
NAMES = ("settled", "stopping_days_1_14", "stopping_days_15_60", "one_step_less", "acute_now")
SAYS = dict(zip(NAMES, (
    "usual pattern with today's tolerance minus settled without",
    "days 1 to 14 after stopping minus going on", "days 15 to 60 after stopping minus going on",
    "usual minus a quarter less: does less do as well?",
    "the 4 hours after a usual dose minus just before it, at today's tolerance",
), strict=True))  # fmt: skip
WHY = "the record has no time without it that is long enough"


def draws(mean: float, sd: float) -> Draws:
    """A bell curve without chance: 1000 quantiles of it."""
    return Draws(mean + sd * norm.ppf((np.arange(1000) + 0.5) / 1000), "nrs")


def contrast(
    name: str, mean: float | None = None, sd: float = 0.4, grade: Grade = Grade.OBSERVATIONAL, **more: Any
) -> Contrast:
    """One question; without a mean it has no answer."""
    if mean is None:
        return Contrast(name, SAYS[name], grade, None, WHY)
    return Contrast(name, SAYS[name], grade, draws(mean, sd), **more)


def no_contrasts() -> tuple[Contrast, ...]:
    return tuple(contrast(each) for each in NAMES)


def course(mean: float, *, days: int = 120, level: float = 5.0) -> Course:
    """Days with a hole of eight in the middle."""
    random = np.random.default_rng(3)
    day = np.arange(NOW_S // DAY_S - days + 1, NOW_S // DAY_S + 1)
    did = mean * (1 - 0.3 * np.arange(days) / days) + random.normal(0, 0.15, days)
    recorded = np.clip(level + did + np.cumsum(random.normal(0, 0.2, days)) * 0.5, 0, 10)
    hole = slice(days // 2, days // 2 + 8)
    recorded[hole] = did[hole] = np.nan
    return Course(day, recorded, did - 0.6, did, did + 0.6)


def response(mean: float, *, unit: str = "g", usual: float = 3.0) -> DoseResponse:
    """Five levels up to the usual dose."""
    share = np.linspace(0.2, 1.0, 5)
    middle = mean * share / (share + 0.4) * 1.4
    wide = 0.8 * share
    return DoseResponse(usual * share, unit, middle, middle - wide, middle + wide, 0.33 * usual, 1.4 * usual)


def made_effect(**changes: Any) -> EffectPosterior:
    """Not enough data, unless `changes` say more."""
    plain = EffectPosterior(
        outcome="pain", label="Pain", of="kratom", unit="nrs", better="lower", primary=True,
        state=State.NOT_ENOUGH_DATA,
        reasons=("You have 9 days; about 14, with a score before each dose, would be a start.",),
        evidence_grade=Grade.OBSERVATIONAL, horizon_d=30, notice=1.0, much=2.0,
        diagnostics=Diagnostics("importance", 0.1, 1675.0, 20, 18, rated_before_share=0.8), contrasts=no_contrasts(),
    )  # fmt: skip
    return replace(plain, **changes)


def _answer(state: State, mean: float, sd: float, **changes: Any) -> EffectPosterior:
    same = {
        "state": state, "effect": draws(mean, sd), "reasons": (), "course": course(mean),
        "dose_response": response(mean), "looks": Looks(NOW_S - 3 * DAY_S, NOW_S + 11 * DAY_S, 3),
        "sensitivity": Sensitivity(mean * 0.75, mean * 1.1, state_changes=False, tipping_point_rho=0.42, prior_mean=0.0,
                                   prior_sd=1.5, moved=1 - sd / 1.5),
        "diagnostics": Diagnostics("importance", 0.1, 1675.0, 486, 300, 20_000, ("importance",), rated_before_share=0.8),
    }  # fmt: skip
    return made_effect(**{**same, **changes})


def helping() -> EffectPosterior:
    """A record alone: it goes with less pain."""
    return _answer(
        State.HELPS, -1.1, 0.4,
        contrasts=(
            contrast("settled", -0.8, 0.35), contrast("stopping_days_1_14", 1.2, 0.5), contrast("stopping_days_15_60"),
            contrast("one_step_less", -0.2, 0.3, prob_not_worse=0.8, margin=0.5), contrast("acute_now", -1.4, 0.3),
        ),
    )  # fmt: skip


def helping_in_a_trial() -> EffectPosterior:
    """A masked trial against none, and of a step less."""
    grade = Grade.RANDOMISED_MASKED
    return _answer(
        State.HELPS, -1.0, 0.25, evidence_grade=grade,
        contrasts=(
            contrast("settled", -0.9, 0.3, grade), contrast("stopping_days_1_14"), contrast("stopping_days_15_60"),
            contrast("one_step_less", -0.1, 0.2, grade, prob_not_worse=0.98, margin=0.5), contrast("acute_now", -1.2, 0.3),
        ),
    )  # fmt: skip


def little() -> EffectPosterior:
    """It goes with less pain, but with less than people notice."""
    return _answer(State.HELPS, -0.6, 0.2)


def harmful() -> EffectPosterior:
    """A record alone: it goes with more pain."""
    return _answer(State.WORSE, 0.9, 0.35, contrasts=(contrast("settled", 0.7, 0.4), *no_contrasts()[1:]))


def harmful_in_a_trial() -> EffectPosterior:
    return replace(harmful(), evidence_grade=Grade.RANDOMISED_OPEN)


def unclear() -> EffectPosterior:
    """A wide interval across nothing."""
    return _answer(State.NO_CLEAR_DIFFERENCE, -0.3, 0.4)


def too_small() -> EffectPosterior:
    """The whole interval is smaller than people notice."""
    return _answer(State.NO_CLEAR_DIFFERENCE, -0.1, 0.2)


def association() -> EffectPosterior:
    """Scores only after doses."""
    return made_effect(
        evidence_grade=Grade.ASSOCIATION_ONLY, reasons=(),
        diagnostics=Diagnostics("importance", 0.1, 900.0, 300, 280, rated_before_share=0.1),
    )  # fmt: skip


def secondary() -> EffectPosterior:
    """Mood, where pain was chosen beforehand."""
    return _answer(State.HELPS, 0.9, 0.4, outcome="mood", label="Mood", better="higher", primary=False)


def mood() -> EffectPosterior:
    """Mood as the one chosen outcome: higher is better."""
    return _answer(State.HELPS, 1.1, 0.4, outcome="mood", label="Mood", better="higher",
                   contrasts=(contrast("settled", 0.8, 0.35), *no_contrasts()[1:]))  # fmt: skip


def physiotherapy() -> EffectPosterior:
    """A strategy, randomised: no doses."""
    return _answer(
        State.HELPS, -1.2, 0.4, of="physiotherapy", evidence_grade=Grade.RANDOMISED_OPEN, contrasts=(),
        dose_response=None,
    )  # fmt: skip


def walking() -> EffectPosterior:
    """An activity in minutes."""
    return replace(physiotherapy(), of="walking", dose_response=response(-1.2, unit="min", usual=30.0))


def wearing_off() -> EffectPosterior:
    """Tolerance and rebound are identified."""
    return replace(
        helping(), tolerance=Tolerance(Middle(9.0, 3.0, 30.0), Middle(0.4, 0.15, 0.7)),
        rebound=Rebound(Middle(0.6, 0.1, 1.4), Middle(4.0, 1.0, 12.0)),
    )  # fmt: skip


def turns() -> EffectPosterior:
    """Another prior would change the state."""
    found = helping()
    assert found.sensitivity
    return replace(found, sensitivity=replace(found.sensitivity, state_changes=True))


def nothing() -> EffectPosterior:
    """An answer of which only the state and the number stand."""
    return made_effect(
        state=State.NO_CLEAR_DIFFERENCE, effect=draws(0.1, 1.2), reasons=(), contrasts=(),
        diagnostics=Diagnostics("nuts", float("inf"), float("nan"), 0, 0),
        not_assessed=(NotAssessed("effect_tolerance", "There is no low or off period with one batch."),),
    )  # fmt: skip


ALL = {
    each.__name__: each
    for each in (
        made_effect, helping, helping_in_a_trial, little, harmful, harmful_in_a_trial, unclear, too_small, association,
        secondary, mood, physiotherapy, walking, wearing_off, turns, nothing,
    )
}  # fmt: skip
"""Every one of them by its name."""
