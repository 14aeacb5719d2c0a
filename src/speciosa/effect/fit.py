"""The posterior of one record: five nonlinear numbers and an exposure explored, all the rest exact."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.columns import FixedColumns
from speciosa.effect.exploration.alternatives import explore_choices
from speciosa.effect.exploration.explored import Explored
from speciosa.effect.exposed import Exposed
from speciosa.effect.likelihood.lanes import INSTRUMENT, VARYING, evaluate
from speciosa.effect.likelihood.response import LANES
from speciosa.effect.outcome import Ratings
from speciosa.effect.priors import Priors
from speciosa.values.draws import resampled
from speciosa.values.timeline import HOUR_S

Array = NDArray[np.float64]
Whole = NDArray[np.int64]
_DIM = 5
_REMEMBERED = 32  # questions; the quick way asks about fifteen
_FLAT = 1e-6  # prior SD, in noise SDs, of a coefficient that a model leaves out


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One record as the likelihood sees it.

    Parameters
    ----------
    exposed : what the person was exposed to.
    at : [rating], grid points of the ratings.
    since_h : [rating], hours since the record began.
    step_h : [rating], hours since the rating before.
    fixed : [rating, column], columns without parameters, and last the rating in points from 0 to 10
        less the prior's centre.
    noise : [rating], relative variance of each rating's own noise: 1 as a rule.
    assigned : [point, draw], exposure under the assigned doses, where the assignment is the
        instrument; else [0, draw].
    names, prior_mean, prior_sd : [column], of all linear coefficients; SDs in units of the noise's.
    priors : of the rest.
    """

    exposed: Exposed
    at: Whole
    since_h: Array
    step_h: Array
    fixed: Array
    noise: Array
    assigned: Array
    names: tuple[str, ...]
    prior_mean: Array
    prior_sd: Array
    priors: Priors

    def evaluated(self, z: Array, curve: Whole) -> tuple[Array, Array, Array]:
        """Log likelihood [n], Gram matrices [n, column, column] and log determinants [n].

        Parameters
        ----------
        z : [n, 5], standard normal coordinates of the nonlinear numbers.
        curve : [n], which exposure each looks at.
        """
        n, columns = len(z), len(self.names) + 1
        log_like, grams, log_dets = np.empty(n), np.zeros((n, columns, columns)), np.empty(n)
        exposed = self.exposed
        hourly = np.full(len(exposed.usual), 60, dtype=np.int64)
        evaluate(
            self.priors.theta_of(z), curve, exposed.conc, self.assigned, exposed.step_min,
            self.at, exposed.usual, hourly, self.since_h, self.fixed, self.step_h, self.noise, self.prior_mean,
            self.prior_sd, self.priors.noise_shape, self.priors.noise_scale, LANES, log_like, grams, log_dets,
        )  # fmt: skip
        return log_like, grams, log_dets


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """Weighted points of the posterior, and at each the exact conditional of everything linear.

    Parameters
    ----------
    model : what was fitted.
    z, curve, weight : [point, 5], [point], [point]; weights add up to 1.
    grams, log_dets : [point, column, column] and [point], of `Model.evaluated`.
    explored : how the points were found.
    """

    model: Model
    z: Array
    curve: Whole
    weight: Array
    grams: Array
    log_dets: Array
    explored: Explored

    def take(self, chosen: NDArray[np.intp]) -> Fit:
        """The chosen points; their weights do not add up to 1 any more."""
        return Fit(
            self.model, self.z[chosen], self.curve[chosen], self.weight[chosen], self.grams[chosen],
            self.log_dets[chosen], self.explored,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Coefficients:
    """The linear coefficients at each point: Student-t about `middle` with scale matrix `spread` x `inverse`.

    Parameters
    ----------
    middle : [point, column].
    inverse : [point, column, column].
    spread : [point], scale of the noise's variance, c / a of its inverse gamma.
    shape : a of that inverse gamma; 2 a degrees of freedom.
    log_like : [point], log evidence under the prior that was asked for.
    """

    middle: Array
    inverse: Array
    spread: Array
    shape: float
    log_like: Array


@dataclass(frozen=True, slots=True, eq=False)
class Joint:
    """Equally likely draws of everything: [draw] rows of theta, exposure, coefficients and noise.

    `theta` [draw, 5], `curve` [draw], `coefficient` [draw, column], `noise_sd` [draw] in points.
    """

    theta: Array
    curve: Whole
    coefficient: Array
    noise_sd: Array


def model_of(
    ratings: Ratings, exposed: Exposed, columns: FixedColumns, priors: Priors, *, first_s: int,
    assigned: Array | None = None, left_out: tuple[str, ...] = (),
) -> Model:  # fmt: skip
    """Put a record together for the likelihood.

    Parameters
    ----------
    ratings : at least two, all where the exposure is known.
    first_s : from when on the exposure is followed, UTC seconds.
    assigned : [point, draw], exposure under the assignment, where that is the instrument.
    left_out : of ``tolerance`` and ``carry_in``, what this model does without.
    """
    names = (*VARYING, *(INSTRUMENT if assigned is not None else ()), *columns.names)
    kinds = {"effect": "effect", "tolerance": "tolerance", "carry_in": "carry_in"}
    sd = [_FLAT if each in left_out else priors.relative(kinds.get(each, "unassigned")) for each in names]
    sd[len(names) - len(columns.names) :] = columns.prior_sd.tolist()
    mean = np.zeros(len(names))
    worse = 1.0 if ratings.better == "lower" else -1.0
    mean[1] = 0.0 if "tolerance" in left_out else worse * priors.tolerance_mean
    minutes = ratings.time_s // 60 * 60
    return Model(
        exposed, exposed.place_of(ratings.time_s), (ratings.time_s - first_s) / HOUR_S,
        np.diff(minutes, prepend=minutes[:1]) / HOUR_S,
        np.column_stack([columns.values, ratings.points - priors.centre]), np.ones(len(ratings)),
        np.empty((0, exposed.draws)) if assigned is None else assigned, names, mean, np.array(sd), priors,
    )  # fmt: skip


def fit(model: Model, rng: np.random.Generator, *, draws: int = 1280) -> Fit:
    """The posterior of a record.

    Parameters
    ----------
    draws : points of the last round of the exploration.
    """
    target = _Remembering(model)
    found = explore_choices(target, _DIM, model.exposed.marks, rng, draws=draws)
    grams, log_dets = target.recalled(found.explored.z, found.choice)
    return Fit(model, found.explored.z, found.choice, found.explored.weight, grams, log_dets, found.explored)


def coefficients(found: Fit, *, mean: float = 0.0, sd: float | None = None) -> Coefficients:
    """The exact conditional of the linear coefficients at each point, under any normal prior of the effect.

    Parameters
    ----------
    mean : of the effect's prior, points.
    sd : of the effect's prior, points at a typical noise; None: the one that was fitted with.
    """
    model, p = found.model, len(found.model.names)
    prior_sd, prior_mean = model.prior_sd.copy(), model.prior_mean.copy()
    if sd is not None:
        prior_sd[0], prior_mean[0] = sd / model.priors.typical_noise, mean
    inverse_prior = 1.0 / prior_sd**2
    products = found.grams[:, :p, :p]
    precision = products + np.tril(products, -1).transpose(0, 2, 1)
    precision[:, np.arange(p), np.arange(p)] += inverse_prior
    right = found.grams[:, p, :p] + prior_mean * inverse_prior
    root = np.asarray(np.linalg.cholesky(precision), dtype=np.float64)
    inverse = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    middle = np.einsum("nij,nj->ni", inverse, right)
    shape = model.priors.noise_shape + 0.5 * len(model.at)
    square = found.grams[:, p, p] + float(prior_mean**2 @ inverse_prior) - np.einsum("ni,ni->n", right, middle)
    scale = model.priors.noise_scale + 0.5 * square
    log_a = np.log(root[:, np.arange(p), np.arange(p)]).sum(axis=1)
    log_like = -0.5 * found.log_dets - log_a - np.log(prior_sd).sum() - shape * np.log(scale)
    return Coefficients(middle, inverse, scale / shape, shape, log_like)


def joint_draws(found: Fit, rng: np.random.Generator, count: int) -> Joint:
    """Equally likely draws of all unknowns together.

    Parameters
    ----------
    count : how many.
    """
    chosen = resampled(found.weight, count, rng)
    points, place = np.unique(chosen, return_inverse=True)
    few = found.take(points)
    linear = coefficients(few)
    root = np.linalg.cholesky(linear.inverse)
    variance = linear.shape * linear.spread[place] / rng.gamma(linear.shape, 1.0, count)
    noise_sd = np.sqrt(variance)
    chance = rng.standard_normal((count, len(found.model.names)))
    moved = np.einsum("nij,nj->ni", root[place], chance) * noise_sd[:, None]
    return Joint(
        found.model.priors.theta_of(found.z[chosen]), found.curve[chosen], linear.middle[place] + moved, noise_sd
    )


class _Remembering:
    """The target of the exploration; it keeps the Gram matrices of the points that it was asked for."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._kept: list[tuple[Array, Array, Array]] = []

    def __call__(self, z: Array, curve: Whole) -> Array:
        log_like, grams, log_dets = self._model.evaluated(z, curve)
        if len(self._kept) < _REMEMBERED:
            self._kept.append((z, grams, log_dets))
        return np.where(np.isfinite(log_like), log_like, -np.inf)

    def recalled(self, z: Array, curve: Whole) -> tuple[Array, Array]:
        """Gram matrices and log determinants of these points: remembered, or computed once more."""
        found, place = [], 0
        for asked, grams, log_dets in self._kept:
            if np.array_equal(asked, z[place : place + len(asked)]):
                found.append((grams, log_dets))
                place += len(asked)
        if place == len(z):
            return np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found])
        _, grams, log_dets = self._model.evaluated(z, curve)
        return grams, log_dets
