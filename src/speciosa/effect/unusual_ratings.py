"""Ratings that a normal likelihood gets wrong: at the ends of the scale, and single ones far out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from speciosa.effect.fit import Fit, Joint, Model, coefficients, fit, joint_draws
from speciosa.effect.likelihood.lanes import feel, unassigned
from speciosa.effect.likelihood.response import LANES
from speciosa.effect.likelihood.slow_process import drawn, filtered, smoothed
from speciosa.effect.outcome import Ratings
from speciosa.values.draws import resampled

Array = NDArray[np.float64]
_DEGREES = 4.0  # of Student's t, where single ratings lie far out
_ROUNDS = 4
_IMPUTATIONS = 10
_SWEEPS_BEFORE, _SWEEPS_BETWEEN = 10, 3
_TRIED = 64  # points a sweep chooses among
_POINTS = 256  # of the posterior, weighted again for each imputation


@dataclass(frozen=True, slots=True, eq=False)
class Ends:
    """Which ratings lie at the lowest and at the highest answer, and where those begin, points less the centre.

    `low`, `high` : [rating].  `low_at`, `high_at` : half a step inside the scale where answers are whole numbers.
    """

    low: NDArray[np.bool_]
    high: NDArray[np.bool_]
    low_at: float
    high_at: float

    @classmethod
    def of(cls, ratings: Ratings, centre: float) -> Ends:
        whole = bool(np.all(ratings.value == np.round(ratings.value)))
        half = 0.5 / ratings.per_point if whole else 0.0
        return cls(ratings.value <= ratings.low, ratings.value >= ratings.high, half - centre, 10.0 - half - centre)


def excess_kurtosis(found: Fit) -> float:
    """Of the standardised one-step surprises at the posterior's middle; 0 for a normal likelihood.

    Valid when: there are some dozens of ratings; its own SD is about sqrt(24 / n).
    """
    model, middle = found.model, _middle(found)
    rest, theta = _rest(model, middle), middle.theta[0]
    _, _, surprise, spread = filtered(rest, model.step_h, model.noise, theta[3], theta[4])
    standard = surprise / np.sqrt(spread)
    standard = standard - standard.mean()
    return float((standard**4).mean() / (standard**2).mean() ** 2 - 3.0)


def heavy_tailed(found: Fit, rng: np.random.Generator) -> Fit:
    """The fit with noise of Student's t: the further out a rating lies, the less it counts.

    A t is a normal whose variance is uncertain; each rating's own variance is found by expectation and
    maximisation at the posterior's middle (Lange, Little and Taylor 1989), then everything is fitted again.
    """
    model = found.model
    for _ in range(_ROUNDS):
        middle = _middle(found)
        rest, theta = _rest(model, middle), middle.theta[0]
        mean, variance, _, _ = filtered(rest, model.step_h, model.noise, theta[3], theta[4])
        process, width = smoothed(mean, variance, model.step_h, theta[3], theta[4])
        square = (rest - process) ** 2 + width
        noise = (_DEGREES + square) / (_DEGREES + 1.0)
        model = replace(model, noise=noise)
        found = _weighed_again(replace(found, model=model))
    return fit(model, rng)


def censored(found: Fit, ratings: Ratings, rng: np.random.Generator) -> Fit:
    """The fit with ratings at an end of the scale taken as "this or beyond".

    What lies beyond is drawn (Gibbs), some times over; the posterior is weighted anew for each and all are
    put together: multiple imputation. `Fit.model` is the last imputation's; its y is not looked at again.
    """
    ends = Ends.of(ratings, found.model.priors.centre)
    base, model, parts = found, found.model, []
    for _ in range(_SWEEPS_BEFORE):
        model = _imputed(base, model, ends, rng)
    base = fit(model, rng)
    for _ in range(_IMPUTATIONS):
        for _ in range(_SWEEPS_BETWEEN):
            model = _imputed(base, model, ends, rng)
        parts.append(_weighed_again(_some(base, model, _POINTS, rng)))
    weight = np.concatenate([each.weight for each in parts]) / len(parts)
    ess = sum(1.0 / float(each.weight @ each.weight) for each in parts)
    return Fit(
        model, np.concatenate([each.z for each in parts]), np.concatenate([each.curve for each in parts]), weight,
        np.concatenate([each.grams for each in parts]), np.concatenate([each.log_dets for each in parts]),
        replace(base.explored, ess=ess),
    )  # fmt: skip


def _imputed(base: Fit, model: Model, ends: Ends, rng: np.random.Generator) -> Model:
    """One sweep: a draw of everything given the ratings, then of what lies beyond the ends given everything."""
    few = _weighed_again(_some(base, model, _TRIED, rng))
    joint = joint_draws(few, rng, 1)
    theta, noise_sd = joint.theta[0], float(joint.noise_sd[0])
    y, rest = model.fixed[:, -1].copy(), _rest(model, joint)
    linear = y - noise_sd * rest
    mean, variance, _, _ = filtered(rest, model.step_h, model.noise, theta[3], theta[4])
    path = drawn(mean, variance, model.step_h, theta[3], theta[4], rng.standard_normal(len(y)))
    expected, spread = linear + noise_sd * path, noise_sd * np.sqrt(model.noise)
    y[ends.low] = _below(expected[ends.low], spread[ends.low], ends.low_at, rng)
    y[ends.high] = -_below(-expected[ends.high], spread[ends.high], -ends.high_at, rng)
    fixed = model.fixed.copy()
    fixed[:, -1] = y
    return replace(model, fixed=fixed)


def _below(expected: Array, spread: Array, limit: float, rng: np.random.Generator) -> Array:
    """Normal draws that lie below a limit."""
    top = np.maximum(ndtr((limit - expected) / spread), 1e-12)
    drawn_at: Array = expected + spread * ndtri(np.maximum(rng.random(len(expected)) * top, 1e-300))
    return np.minimum(drawn_at, limit)


def _some(base: Fit, model: Model, count: int, rng: np.random.Generator) -> Fit:
    """Equally likely points of one fit, to be weighted anew under another model."""
    chosen = rng.permutation(resampled(base.weight, count, rng))
    few = base.take(chosen)
    return replace(few, model=model, weight=np.full(count, 1.0 / count))


def _weighed_again(few: Fit) -> Fit:
    """The same points under the fit's own model, weighted by how its likelihood differs from the one before."""
    before = coefficients(few).log_like
    log_like, grams, log_dets = few.model.evaluated(few.z, few.curve)
    change = log_like - before
    weight = few.weight * np.exp(change - change.max())
    return replace(few, weight=weight / weight.sum(), grams=grams, log_dets=log_dets)


def _middle(found: Fit) -> Joint:
    """One point that stands for the posterior: the heaviest, with its own expected coefficients and noise."""
    at = np.array([int(np.argmax(found.weight))])
    few = found.take(at)
    linear = coefficients(few)
    return Joint(
        found.model.priors.theta_of(few.z),
        few.curve,
        linear.middle,
        np.sqrt(linear.spread * linear.shape / (linear.shape - 1)),
    )


def _rest(model: Model, one: Joint) -> Array:
    """The ratings less everything linear, in units of the noise's SD, for one draw, [rating]."""
    exposed = model.exposed
    ratings, hours = len(model.at), np.arange(len(exposed.usual))
    share, tolerance = np.empty((1, ratings)), np.empty((1, ratings))
    usual_share, usual_tolerance = np.empty((1, len(hours))), np.empty((1, len(hours)))
    theta = np.ascontiguousarray(one.theta)
    feel(theta, one.curve, exposed.conc, exposed.step_min, model.at, LANES, share, tolerance)
    hourly = np.full(len(hours), 60, dtype=np.int64)
    feel(theta, one.curve, exposed.usual, hourly, hours, LANES, usual_share, usual_tolerance)
    effect = share[0] / usual_share.mean()
    varying = [effect, tolerance[0] - usual_tolerance.mean() * effect, np.exp(-theta[0, 2] * model.since_h)]
    if len(model.assigned):
        planned, planned_tolerance = np.empty((1, ratings)), np.empty((1, ratings))
        feel(theta, one.curve, model.assigned, exposed.step_min, model.at, LANES, planned, planned_tolerance)
        beyond = np.empty((2, ratings, 1))
        unassigned(share.T, planned.T, beyond[0])
        unassigned(tolerance.T, planned_tolerance.T, beyond[1])
        varying += [beyond[0, :, 0], beyond[1, :, 0]]
    columns = np.column_stack([*varying, model.fixed[:, :-1]])
    rest: Array = (model.fixed[:, -1] - columns @ one.coefficient[0]) / one.noise_sd[0]
    return rest
