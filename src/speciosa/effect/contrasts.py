"""What a person deciding today needs: five differences, each only where the record identifies it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.answered import Widen
from speciosa.effect.forward import Response, Settled, after_stopping, mean_between, settled
from speciosa.effect.posterior import Contrast, EffectPosterior, Grade
from speciosa.effect.question import Question
from speciosa.effect.usual import UsualPattern
from speciosa.values.draws import Draws

Array = NDArray[np.float64]
STEP = 0.75
"""One step less: the contract's quarter."""
SAYS = {
    "settled": "usual pattern with today's tolerance minus settled without",
    "stopping_days_1_14": "days 1 to 14 after stopping minus settled use today, rebound included",
    "stopping_days_15_60": "days 15 to 60 after stopping minus settled use today, rebound included",
    "one_step_less": "usual minus a quarter less: does less do as well?",
    "acute_now": "the 4 hours after a usual dose minus just before it, at today's tolerance; part may be relief from "
    "the last dose wearing off",
}


def contrasts_of(
    response: Response, question: Question, *, widen: Widen, of_trial: Contrast | None = None
) -> tuple[Contrast, ...]:
    """All five contrasts, those without an answer with the reason.

    Parameters
    ----------
    of_trial : `one_step_less` as the assigned periods alone answer it; None: from the response.
    widen : allows draws of an observational contrast for what was not recorded.
    """
    margin = question.margin
    evidence, ratings, pattern = question.evidence, question.ratings, question.pattern
    usual = settled(response, pattern)
    after = after_stopping(response, usual)
    today = usual.on + response.today
    values = {
        "settled": today,
        "stopping_days_1_14": mean_between(after, usual.after_hours, 0, 14) - today,
        "stopping_days_15_60": mean_between(after, usual.after_hours, 14, 60) - today,
        "acute_now": usual.acute,
    }
    found = []
    for name, says in SAYS.items():
        if name == "one_step_less" and of_trial:
            found.append(of_trial)
            continue
        grade, why = evidence.contrast_grade[name], evidence.contrast_gap[name]
        if why:
            found.append(Contrast(name, says, grade, None, why))
            continue
        value = _one_step(response, pattern, usual) if name == "one_step_less" else values[name]
        draws = value if grade.randomised else widen(value)
        answer = Contrast(name, says, grade, Draws(draws * ratings.per_point, ratings.unit))
        if name == "one_step_less":  # usual minus less: above zero, where lower is better, less does better
            worse = -draws if ratings.better == "lower" else draws
            answer = replace(answer, prob_not_worse=float((worse < margin).mean()), margin=margin * ratings.per_point)
        found.append(answer)
    return tuple(found)


def silent(blank: EffectPosterior, *reasons: str) -> EffectPosterior:
    """The answer without a number: further reasons, and contrasts without one where none were answered.

    Parameters
    ----------
    blank : the answer so far.
    reasons : plain sentences, at least one.
    """
    contrasts = blank.contrasts or unanswered(reasons[0], blank.evidence_grade) if blank.contrasts_asked else ()
    return replace(blank, reasons=(*blank.reasons, *reasons), contrasts=contrasts)


def unanswered(why: str, grade: Grade) -> tuple[Contrast, ...]:
    """All five, each without an answer for the same reason."""
    return tuple(Contrast(name, says, grade, None, why) for name, says in SAYS.items())


def _one_step(response: Response, pattern: UsualPattern, usual: Settled) -> Array:
    """Settled on the usual pattern minus settled on a quarter less, each with its own tolerance."""
    less = settled(response, pattern, STEP)
    return (usual.on + usual.own_tolerance) - (less.on + less.own_tolerance)
