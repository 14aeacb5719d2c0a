"""The fit of one question: what was exposed, what was rated, and the posterior of both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.columns import covariates_of, fixed_columns
from speciosa.effect.exposed import Exposed, exposed
from speciosa.effect.fit import Coefficients, Fit, coefficients, fit, model_of
from speciosa.effect.instrument import assigned_conc
from speciosa.effect.likelihood.lanes import feel
from speciosa.effect.likelihood.response import LANES
from speciosa.effect.priors import Priors
from speciosa.effect.question import Question
from speciosa.effect.unusual_ratings import censored, excess_kurtosis, heavy_tailed
from speciosa.knowledge import Knowledge
from speciosa.values.timeline import DAY_S

Array = NDArray[np.float64]
Widen = Callable[[Array], Array]
STREAM = 4
"""Of the seed: other rooms draw from others."""
_STARTER_D = 7  # of ratings before the first dose, after which no tolerance was brought along


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """A question with its posterior.

    Parameters
    ----------
    slack : SD of the effect's error from what was not recorded, points; 0 where chance decided about the doses.
    caution : the same where the person decided: when within a day they do so in a trial, too.
    likelihood : ``normal``, ``censored`` or ``heavy_tailed``.
    linear : the exact conditionals of the linear coefficients at the posterior's points.
    per_rho : `per_rho` of it, points.
    """

    question: Question
    exposed: Exposed
    found: Fit
    slack: float
    caution: float
    likelihood: str
    linear: Coefficients
    per_rho: float


def laid_out(question: Question) -> Exposed:
    """The question's exposures on the grid of its doses and ratings."""
    return exposed(
        question.taken, question.ratings.time_s, question.source, question.pattern, first_s=question.first_s,
        now_s=question.now_s, horizon_d=question.horizon_d,
    )  # fmt: skip


def spread_of(laid: Exposed, question: Question, priors: Priors) -> float:
    """SD over the ratings of what is felt at typical numbers, as a share of the largest effect."""
    return float(_typically_felt(laid, question.ratings.time_s, priors)[:, 0].std())


def answered(question: Question, laid: Exposed, knowledge: Knowledge, *, seed: int, randomised: bool) -> Answered:
    """The posterior of one question.

    Parameters
    ----------
    laid : `laid_out` of it.
    seed : of the draws.
    randomised : chance decided about the exposure at all its ratings.
    """
    priors = Priors.default(knowledge) if question.primary else Priors.sceptical(knowledge)
    ratings = question.ratings
    covariates = covariates_of(question.diary, ratings, _typically_felt(laid, ratings.time_s, priors))
    columns = fixed_columns(
        ratings,
        covariates,
        priors,
        begun_s=int(question.taken.time_s[0]),
        run_in_until_s=question.run_in_until_s,
        free=~question.in_trial,
    )
    model = model_of(
        ratings, laid, columns, priors, first_s=question.first_s, left_out=_left_out(question),
        assigned=assigned_conc(question, laid, knowledge) if randomised else None,
    )  # fmt: skip
    rng = np.random.default_rng([seed, STREAM, 0])
    found, likelihood = fit(model, rng), "normal"
    if max(ratings.at_an_end) > knowledge.choice("effect_ends_share"):
        found, likelihood = censored(found, ratings, rng), "censored"
    elif excess_kurtosis(found) > knowledge.choice("effect_heavy_tail_kurtosis"):
        found, likelihood = heavy_tailed(found, rng), "heavy_tailed"
    linear = coefficients(found)
    unit = per_rho(found, linear)
    caution = _rho_sd(question, knowledge) * unit
    return Answered(question, laid, found, 0.0 if randomised else caution, caution, likelihood, linear, unit)


def per_rho(found: Fit, linear: Coefficients) -> float:
    """By how much the effect is off, points, for a correlation of one between exposure and what was not recorded.

    bias = rho se sqrt(n), with se the effect's SD given the nonlinear numbers: the part of the ratings
    that is left unexplained, projected on the part of the exposure that the other columns leave
    (cinelli2020, with rho for the product of its two partial correlations).
    """
    se = float(found.weight @ np.sqrt(linear.spread * linear.inverse[:, 0, 0]))
    return se * float(np.sqrt(len(found.model.at)))


def widening(main: Answered, effect: Array, rng: np.random.Generator) -> Widen:
    """What allows draws for an unrecorded reason to dose, in proportion to their own SD, as it is for the effect.

    Parameters
    ----------
    effect : [draw], of the effect itself.
    """
    chance = rng.standard_normal(len(effect))
    own = float(effect.std())
    ratio = main.caution / own if own > 0 else 0.0

    def widen(values: Array) -> Array:
        wider: Array = values + chance * ratio * float(values.std())
        return wider

    return widen


def _typically_felt(laid: Exposed, rated_s: NDArray[np.int64], priors: Priors) -> Array:
    """E and T at the ratings for the typical numbers and the middle curve, [rating, 2]."""
    theta, middle = priors.theta_of(np.zeros((1, 5))), np.array([laid.draws // 2])
    share, tolerance = np.empty((1, len(rated_s))), np.empty((1, len(rated_s)))
    feel(theta, middle, laid.conc, laid.step_min, laid.place_of(rated_s), LANES, share, tolerance)
    return np.column_stack([share[0], tolerance[0]])


def _left_out(question: Question) -> tuple[str, ...]:
    """Columns that this question does without."""
    if not question.wears_off:
        return ("tolerance", "carry_in")
    began = question.taken.time_s[0] - question.ratings.time_s[0] >= _STARTER_D * DAY_S
    return ("carry_in",) if began else ()


def _rho_sd(question: Question, knowledge: Knowledge) -> float:
    """SD of the correlation between what was not recorded of pain and the exposure."""
    share = question.evidence.rated_before_share
    unrated = 1.0 if share is None else 1.0 - share
    return knowledge.choice("effect_unrecorded_sd") + unrated * knowledge.choice("effect_unrecorded_sd_unrated")
