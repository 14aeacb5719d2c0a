"""What the record cannot say of an effect, and why: for every number that is missing."""

from __future__ import annotations

import math

import numpy as np

from speciosa.effect import EffectPosterior, Grade, State
from speciosa.values.gaps import NotAssessed


def answered(posterior: EffectPosterior) -> bool:
    """Whether there is a number of the effect at all."""
    said = posterior.state is not State.NOT_ENOUGH_DATA and posterior.evidence_grade is not Grade.ASSOCIATION_ONLY
    return said and posterior.effect is not None


def effect_gaps(posterior: EffectPosterior) -> tuple[NotAssessed, ...]:
    """What was not looked at, and why; where there is no answer at all, that comes first, as ``effect``."""
    known = {each.code for each in posterior.not_assessed}
    if answered(posterior) or "effect" in known:
        return posterior.not_assessed
    why = " ".join(posterior.reasons) or "The record does not say enough yet to tell whether it does anything."
    return (NotAssessed("effect", why), *posterior.not_assessed)


def null_reasons(posterior: EffectPosterior) -> tuple[NotAssessed, ...]:
    """For every other number that is missing, why; a reason that the estimate itself gave is not repeated."""
    known = {each.code for each in posterior.not_assessed}
    missing: list[tuple[str, bool, str]] = [
        (f"effect_{each.name}", each.difference is None, each.why_null) for each in posterior.contrasts
    ]
    if answered(posterior):
        apart = "The record cannot tell it apart from other reasons for a change, such as a worse illness."
        strength = "What was tried has no amount, or there are too few different amounts."
        tipping = posterior.sensitivity is None or posterior.sensitivity.tipping_point_rho is None
        missing += [
            ("effect_tolerance", posterior.tolerance is None, apart),
            ("effect_rebound", posterior.rebound is None, "The record has no time after stopping that shows it."),
            ("effect_dose_response", posterior.dose_response is None, strength),
            ("effect_sensitivity", posterior.sensitivity is None, "It was not worked out under other assumptions."),
            ("effect_tipping_point", tipping, "Nothing that went unrecorded, below a correlation of 1, turns it to 0."),
            ("effect_course", posterior.course is None, "It was not worked out day by day."),
            (
                "effect_course_days",
                _holes(posterior),
                "Days without a score have no mean, and days without doses no number.",
            ),
        ]
    settles = posterior.settle_in_d is None and posterior.settle_in_blocks is None
    before = "No dose counts that could have a score just before it."
    diagnostics = posterior.diagnostics
    missing += [
        ("effect_settle_in", settles, "It is settled, or would take more than a year, or that cannot be known."),
        ("effect_looks", posterior.looks.last_s is None, "The first time to decide has not come yet."),
        (
            "effect_k_hat",
            not math.isfinite(diagnostics.k_hat + diagnostics.ess),
            "The way it was worked out gives no such figure.",
        ),
        ("effect_rated_before_share", diagnostics.rated_before_share is None, before),
    ]
    return tuple(NotAssessed(code, why) for code, is_missing, why in missing if is_missing and code not in known)


def _holes(posterior: EffectPosterior) -> bool:
    course = posterior.course
    return course is not None and bool(np.isnan([course.recorded, course.median]).any())
