"""What the record says about one outcome, for scripts: one form for `effect --json` and for report.json."""

from __future__ import annotations

import math

from speciosa.effect import Contrast, Course, DoseResponse, EffectPosterior
from speciosa.report.effect_gaps import answered, effect_gaps, null_reasons
from speciosa.values.draws import Draws
from speciosa.values.timeline import day_name, format_moment


def effect_json(posterior: EffectPosterior, *, seconds: float | None = None) -> dict[str, object]:
    """The document of `effect --json` (contract section 3) without ``schema`` and ``read``.

    Parameters
    ----------
    seconds : processor time that the answer took; None leaves ``cpu_s`` out, as in every written file.

    Returns
    -------
    a number that is not known is None, and ``not_assessed`` says why. With ``not_enough_data`` there
    is no number of the effect at all.
    """
    earned = answered(posterior)
    cpu = {} if seconds is None else {"cpu_s": seconds}
    diagnostics = posterior.diagnostics
    return {
        "outcome": posterior.outcome,
        "of": posterior.of,
        "unit": posterior.unit,
        "better": posterior.better,
        "primary": posterior.primary,
        "estimand": estimand(posterior),
        "state": posterior.state.value,
        "reasons": list(posterior.reasons),
        "evidence_grade": posterior.evidence_grade.value,
        "effect": _effect(posterior, posterior.effect) if earned and posterior.effect else None,
        "contrasts": [_contrast(each) for each in posterior.contrasts],
        "tolerance": _tolerance(posterior) if earned else None,
        "rebound": _rebound(posterior) if earned else None,
        "dose_response": _dose_response(posterior.dose_response) if earned and posterior.dose_response else None,
        "sensitivity": _sensitivity(posterior, earned=earned),
        "prior": _prior(posterior, earned=earned),
        "settle_in": {"days": posterior.settle_in_d, "blocks": posterior.settle_in_blocks},
        "looks": {
            "number": posterior.looks.number, "last": _moment(posterior.looks.last_s),
            "next": _moment(posterior.looks.next_s),
        },
        "course": _course(posterior.course) if earned and posterior.course else None,
        "diagnostics": {
            "method": diagnostics.method, "k_hat": _finite(diagnostics.k_hat), "ess": _finite(diagnostics.ess),
            "n_ratings": diagnostics.n_ratings, "n_doses": diagnostics.n_doses,
            "evaluations": diagnostics.evaluations, "tried": list(diagnostics.tried),
            "likelihood": diagnostics.likelihood, "rated_before_share": diagnostics.rated_before_share, **cpu,
        },
        "not_assessed": [each.to_json() for each in (*effect_gaps(posterior), *null_reasons(posterior))],
    }  # fmt: skip


def estimand(posterior: EffectPosterior) -> str:
    """What ``effect`` is a number of, in the contract's words."""
    return f"as if starting fresh: mean outcome over {posterior.horizon_d} days on the usual pattern minus on none"


def _effect(posterior: EffectPosterior, draws: Draws) -> dict[str, object]:
    return {
        **_number(draws),
        "interval_50": draws.interval(0.5),
        "prob_relief_1": posterior.prob_relief(1.0),
        "prob_relief_2": posterior.prob_relief(2.0),
        "prob_noticeable": posterior.prob_relief(posterior.notice),
        "noticeable": posterior.notice,
    }


def _number(draws: Draws | None) -> dict[str, object]:
    if draws is None:
        return {"mean": None, "sd": None, "interval_95": None}
    return {"mean": draws.mean, "sd": draws.sd, "interval_95": draws.interval(0.95)}


def _contrast(contrast: Contrast) -> dict[str, object]:
    found: dict[str, object] = {
        "name": contrast.name, "says": contrast.says, "grade": contrast.grade.value, **_number(contrast.difference),
        "why_null": contrast.why_null if contrast.difference is None else None,
    }  # fmt: skip
    if contrast.name == "one_step_less":
        found |= {"prob_not_worse": contrast.prob_not_worse, "margin": contrast.margin}
    return found


def _tolerance(posterior: EffectPosterior) -> dict[str, object] | None:
    if posterior.tolerance is None:
        return None
    return {
        "half_time_d": _middle(posterior.tolerance.half_time_d),
        "share_lost": _middle(posterior.tolerance.share_lost),
    }


def _rebound(posterior: EffectPosterior) -> dict[str, object] | None:
    if posterior.rebound is None:
        return None
    return {"peak": _middle(posterior.rebound.peak), "days": _middle(posterior.rebound.days)}


def _middle(middle: tuple[float, float, float]) -> dict[str, object]:
    median, low, high = middle
    return {"median": median, "interval_95": [low, high]}


def _dose_response(response: DoseResponse) -> dict[str, object] | None:
    """``dose_g`` and ``tried_range_g``; of what has no grams ``dose`` and ``dose_unit``; null of a strategy."""
    if not response.unit:
        return None
    curve = {
        "mean": response.mean,
        "interval_95": list(zip(response.low.tolist(), response.high.tolist(), strict=True)),
    }
    tried = [response.tried_low, response.tried_high]
    if response.unit == "g":
        return {"dose_g": response.dose, **curve, "tried_range_g": tried}
    return {"dose": response.dose, "dose_unit": response.unit, **curve, "tried_range": tried}


def _sensitivity(posterior: EffectPosterior, *, earned: bool) -> dict[str, object]:
    found = posterior.sensitivity if earned else None
    if found is None:
        nothing = {"sceptical": None, "optimistic": None, "state_changes": None}
        return {"prior": nothing, "tipping_point_rho": None}
    prior = {"sceptical": found.sceptical, "optimistic": found.optimistic, "state_changes": found.state_changes}
    return {"prior": prior, "tipping_point_rho": found.tipping_point_rho}


def _prior(posterior: EffectPosterior, *, earned: bool) -> dict[str, object]:
    """What was believed before the record, and how far the record moved it."""
    found = posterior.sensitivity if earned else None
    if found is None:
        return {"mean": None, "sd": None, "moved": None}
    return {"mean": found.prior_mean, "sd": found.prior_sd, "moved": found.moved}


def _course(course: Course) -> dict[str, object]:
    return {
        "day": [day_name(each) for each in course.day.tolist()], "recorded": course.recorded, "median": course.median,
        "low_90": course.low, "high_90": course.high,
    }  # fmt: skip


def _moment(time_s: int | None) -> str | None:
    return None if time_s is None else format_moment(time_s, 0)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
