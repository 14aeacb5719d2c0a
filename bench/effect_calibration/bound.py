"""How close any analysis could come: the Cramér-Rao bound of the effect for one record.

Mean of the ratings m(b, theta) = X(theta) b, covariance s^2 (1 + rho^2 exp(-|dt| / tau)): the information about
(b, theta) is J' cov^-1 J with J the derivatives of m; memory and noise are as if known, which they may be since
they tell nothing of the mean. The bound is the root of the effect's element of the inverse.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.effect_calibration.generators import Known
from bench.effect_calibration.question import question_of
from speciosa.effect.answered import laid_out
from speciosa.effect.columns import fixed_columns
from speciosa.effect.likelihood.dense import felt_plainly
from speciosa.effect.priors import Priors
from speciosa.knowledge import Knowledge
from speciosa.simulate.estimand import EFFECT_DAYS
from speciosa.simulate.kinetics import blood_and_site_ng_ml
from speciosa.values.timeline import HOUR_S

Array = NDArray[np.float64]
_STEP = 0.02  # of a logarithm
_ROUNDING = 1 / 12


class Bound(NamedTuple):
    """Variances: of any analysis that is right on average; and of one that may lean on the priors (van Trees)."""

    unbiased: float
    with_priors: float


def bound_of(known: Known, knowledge: Knowledge, *, seed: int) -> Bound:
    """The bound of a person's record at that person's truth, the exposure taken as known."""
    model, truth = known.person.truth.design.model, known.person.truth
    question, priors = question_of(known.diary, knowledge, seed=seed), Priors.default(knowledge)
    laid, ratings = laid_out(question), question.ratings
    begin_s = int(truth.time_s[0])
    dose_h = (truth.doses.time_s - begin_s) / HOUR_S
    conc = blood_and_site_ng_ml(model, (laid.time_s - begin_s) / HOUR_S, dose_h, truth.doses.amt_mg)[0]
    hours = np.arange(24.0 * EFFECT_DAYS)
    usual_h = (24.0 * np.arange(EFFECT_DAYS)[:, None] + np.array(truth.pattern.hour_h)).ravel()
    usual = blood_and_site_ng_ml(model, hours, usual_h, np.tile(np.array(truth.pattern.amt_mg), EFFECT_DAYS))[0]
    at, hourly = laid.place_of(ratings.time_s), np.full(len(hours), 60)
    fixed = fixed_columns(ratings, {}, priors, begun_s=0, run_in_until_s=0, free=np.zeros(len(ratings), dtype=bool))

    def columns(log: Array) -> Array:
        ke, ec50, kt = np.exp(log)
        share, tolerance = (each[at] for each in felt_plainly(conc, laid.step_min, ke, ec50, kt))
        mean_share, mean_tolerance = (each.mean() for each in felt_plainly(usual, hourly, ke, ec50, kt))
        effect = share / mean_share
        return np.column_stack([effect, tolerance - mean_tolerance * effect])

    response = model.response
    log = np.log([response.ke0_per_h, response.ec50_ng_ml, response.k_tolerance_per_h])
    b = np.array([known.effect, response.tolerance_nrs])
    bent = [(columns(log + _STEP * one) - columns(log - _STEP * one)) @ b / (2 * _STEP) for one in np.eye(len(log))]
    slope = np.column_stack([columns(log), fixed.values, *bent])
    noise = model.course.noise_sd_nrs**2 + _ROUNDING
    apart = np.abs(ratings.time_s[:, None] - ratings.time_s[None, :]) / HOUR_S
    cov = model.course.ou_sd_nrs**2 * np.exp(-apart / model.course.ou_time_constant_h) + noise * np.eye(len(ratings))
    information = slope.T @ np.linalg.solve(cov, slope)
    relative = [priors.relative("effect"), priors.relative("tolerance"), *fixed.prior_sd]
    prior = [*(1 / (np.array(relative) ** 2 * noise)), *(1 / np.array(priors.log_sd[:3]) ** 2)]
    return Bound(float(np.linalg.pinv(information)[0, 0]), float(np.linalg.inv(information + np.diag(prior))[0, 0]))
