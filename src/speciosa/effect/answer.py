"""From a question to its answer: the fits, and everything that is read off them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.answered import STREAM, Answered, Widen, answered, laid_out, spread_of, widening
from speciosa.effect.contrasts import SAYS, STEP, contrasts_of, silent
from speciosa.effect.daily import course_of
from speciosa.effect.dose_levels import LevelPrior, allowed, dose_levels_of
from speciosa.effect.exploration.ladder import K_HAT_MOST
from speciosa.effect.fit import joint_draws
from speciosa.effect.forward import Response, response_of, settled
from speciosa.effect.levels import dose_response_of
from speciosa.effect.period_difference import period_difference
from speciosa.effect.posterior import (
    Contrast,
    Diagnostics,
    DoseResponse,
    EffectPosterior,
    ForPooling,
    Grade,
    Rebound,
    Sensitivity,
    State,
    Tolerance,
)
from speciosa.effect.priors import Priors
from speciosa.effect.question import Question, too_little
from speciosa.effect.verdict import sensitivity_of, state_of
from speciosa.effect.wearing_off import rebound_of, tolerance_of
from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.values.draws import Draws
from speciosa.values.gaps import NotAssessed

Array = NDArray[np.float64]
_DRAWS = 2000
_TOO_ALIKE = "There is too little difference between times with more of it and times with less."


def answer_of(
    question: Question, blank: EffectPosterior, knowledge: Knowledge, *, seed: int, briefly: bool = False
) -> EffectPosterior:
    """Everything that a record says to a question that it may be asked, looked at now.

    Parameters
    ----------
    blank : the answer so far: what was asked, and no number.
    seed : of the draws.
    briefly : the state and the effect are enough.
    """
    evidence = question.evidence
    asked = question.of_ratings(question.in_trial) if evidence.trial_only else question
    few = too_little(asked.ratings, asked.taken, knowledge)
    if few:
        return silent(blank, *few)
    laid = laid_out(asked)
    alike = spread_of(laid, asked, Priors.default(knowledge)) < knowledge.choice("effect_fewest_contrast")
    if alike and not evidence.contrast_grade["one_step_less"].randomised:
        return silent(blank, _TOO_ALIKE)
    main = answered(asked, laid, knowledge, seed=seed, randomised=evidence.trial_only)
    blank = replace(blank, diagnostics=_diagnostics(main))
    if not main.found.explored.k_hat <= K_HAT_MOST:
        return silent(blank, "The computation did not settle, so there is no number. That is our limit, not yours.")
    joint = joint_draws(main.found, np.random.default_rng([seed, STREAM, 100]), _DRAWS)
    response = response_of(joint, laid)
    cautious = widening(main, joint.coefficient[:, 0], np.random.default_rng([seed, STREAM, 101]))
    widen: Widen = cautious if main.slack else _as_it_is
    effect = widen(response.effect)
    if not briefly:
        blank = replace(blank, contrasts=_contrasts(main, response, cautious, knowledge, seed=seed))
    if evidence.grade is Grade.ASSOCIATION_ONLY:
        return blank
    nothing = _TOO_ALIKE if alike else _untried(asked, knowledge)
    if nothing:
        return silent(blank, nothing)
    state = _state(asked, effect, knowledge)
    prior_sd = float(main.found.model.prior_sd[0] * np.sqrt((joint.noise_sd**2).mean()))
    moved = 1.0 - float(effect.std()) / prior_sd
    if moved < knowledge.choice("effect_moved_least"):
        return silent(blank, "The record hardly narrows what was believed before it: there is too little to compare.")
    if briefly:
        return replace(blank, state=state, effect=Draws(effect * asked.ratings.per_point, blank.unit))
    sensitivity = sensitivity_of(
        main.found, main.linear, knowledge, better=blank.better, slack=main.slack, per_rho=main.per_rho,
        scale=asked.ratings.per_point, prior_sd=prior_sd, moved=moved,
    )  # fmt: skip
    if not blank.primary:
        sensitivity = replace(sensitivity, state_changes=False)
    found = _with_numbers(blank, main, response, effect, widen, state, sensitivity, knowledge)
    pooling = _for_pooling(main, response, found.dose_response, prior_sd, knowledge, seed=seed)
    return replace(found, for_pooling=pooling)


def _as_it_is(values: Array) -> Array:
    """Chance decided: nothing that was not recorded can have."""
    return values


def _untried(question: Question, knowledge: Knowledge) -> str:
    """Why with it cannot be compared with none; empty where none was tried."""
    least, changes = int(knowledge.choice("effect_fewest_days_without")), int(knowledge.choice("effect_fewest_changes"))
    rated = question.ratings.time_s
    counted = (rated > question.taken.time_s[0]) & ((rated >= question.run_in_until_s) | question.in_trial)
    days = np.unique(question.ratings.day[counted])
    without = np.isin(days, _days_without(question))
    if without.sum() < least:
        return (
            f"Going without was hardly tried: a comparison needs scores on {least} days without it, after it was begun."
        )
    if (np.diff(without.astype(np.int64)) != 0).sum() < changes:
        return "It was only begun or only stopped once. Whatever else changed then would look like its effect."
    return ""


def _days_without(question: Question) -> NDArray[np.int64]:
    """Local days of which the record says that there was none: so written, so assigned, or two such days on end.

    A single day without a dose and without the word "none" may be a day on which it was not written down.
    """
    entries, ratings = question.diary.entries, question.ratings
    zero = entries.of_kind(Kind.DOSE)
    written = np.concatenate([entries.of_kind(Kind.NO_DOSE).day(), zero.take(zero.value == 0).day()])
    assigned = ratings.day[question.arms.level_at(ratings.time_s) == 0.0]
    silent = np.setdiff1d(ratings.day, question.taken.day)
    on_end = silent[np.isin(silent - 1, silent) | np.isin(silent + 1, silent)]
    said: NDArray[np.int64] = np.setdiff1d(np.concatenate([written, assigned, on_end]), question.taken.day)
    return said


def _with_numbers(
    blank: EffectPosterior, main: Answered, response: Response, effect: Array, widen: Widen, state: State,
    sensitivity: Sensitivity, knowledge: Knowledge,
) -> EffectPosterior:  # fmt: skip
    question, scale = main.question, main.question.ratings.per_point
    gaps = list(blank.not_assessed)
    tolerance, rebound = _wearing_off(main, response, gaps, knowledge)
    return replace(
        blank,
        state=state,
        effect=Draws(effect * scale, blank.unit),
        tolerance=tolerance,
        rebound=rebound,
        dose_response=dose_response_of(response, question, per_point=scale, widen=widen),
        sensitivity=sensitivity,
        course=course_of(response, question.ratings, per_point=scale),
        not_assessed=tuple(gaps),
    )


def _for_pooling(
    main: Answered, response: Response, shown: DoseResponse | None, prior_sd: float, knowledge: Knowledge, *, seed: int
) -> ForPooling:
    """The numbers that others can pool."""
    rng, ratings = np.random.default_rng([seed, STREAM, 103]), main.question.ratings
    prior = LevelPrior(0.0, prior_sd, None)
    effect = allowed(response.effect, main.slack, prior, rng)
    return ForPooling(
        Draws(effect * ratings.per_point, ratings.unit), main.slack * ratings.per_point,
        dose_levels_of(shown, main, response, prior, knowledge, rng),
    )  # fmt: skip


def _wearing_off(
    main: Answered, response: Response, gaps: list[NotAssessed], knowledge: Knowledge
) -> tuple[Tolerance | None, Rebound | None]:
    """Tolerance and rebound, or the reasons why the record can't tell them."""
    question = main.question
    if not question.wears_off:
        return None, None
    height_sd = float(response.height.std())
    prior_sd = float(main.found.model.prior_sd[1] * response.joint.noise_sd.mean())
    if not question.evidence.has_low_period:
        why = (
            "Less effect, worse pain or a weaker bag look alike here: there is no time on little or none with one bag."
        )
    elif height_sd > (1 - knowledge.choice("effect_moved_least")) * prior_sd:
        why = "The times on little or none are too few or too short to tell how much of it wears off."
    else:
        usual = settled(response, question.pattern)
        rebound = rebound_of(
            response, usual, per_point=question.ratings.per_point, better=question.ratings.better,
            felt=knowledge.choice("effect_rebound_felt"),
        )  # fmt: skip
        return tolerance_of(response, usual), rebound
    gaps.append(NotAssessed("effect_tolerance", why))
    return None, None


def _contrasts(
    main: Answered, response: Response, widen: Widen, knowledge: Knowledge, *, seed: int
) -> tuple[Contrast, ...]:
    """The five; where only levels were randomised, one step less is answered from the trial alone."""
    question = main.question
    if not question.wears_off:
        return ()
    step = question.evidence.contrast_grade["one_step_less"]
    of_trial = _one_step_in_trial(question, knowledge, seed=seed) if step.randomised else None
    return contrasts_of(response, question, widen=widen, of_trial=of_trial)


def _one_step_in_trial(question: Question, knowledge: Knowledge, *, seed: int) -> Contrast:
    """Usual minus a quarter less, from the assigned periods alone."""
    grade, says = question.evidence.contrast_grade["one_step_less"], SAYS["one_step_less"]
    asked = question.of_ratings(question.in_trial)
    if too_little(asked.ratings, asked.taken, knowledge):
        return Contrast("one_step_less", says, grade, None, "too few scores in the trial for an answer of its own")
    worse = period_difference(asked.ratings, asked.arms, asked.taken, asked.source.of, knowledge, step=1.0 - STEP)
    draws = worse.draws(np.random.default_rng([seed, STREAM, 102]), _DRAWS)
    ratings = asked.ratings
    usual_less = Draws((-draws if ratings.better == "lower" else draws) * ratings.per_point, ratings.unit)
    return Contrast(
        "one_step_less", says, grade, usual_less, "", worse.prob_below(asked.margin), asked.margin * ratings.per_point
    )


def _state(question: Question, effect: Array, knowledge: Knowledge) -> State:
    """What the draws would say if they were looked at now."""
    state = state_of(effect if question.ratings.better == "higher" else -effect, knowledge)
    never_worse = not question.wears_off and state is State.WORSE
    return State.NO_CLEAR_DIFFERENCE if never_worse else state


def _diagnostics(main: Answered) -> Diagnostics:
    explored = main.found.explored
    return Diagnostics(
        explored.method, explored.k_hat, explored.ess, len(main.question.ratings), len(main.question.taken.time_s),
        explored.evaluations, explored.tried, main.likelihood, main.question.evidence.rated_before_share,
    )  # fmt: skip
