"""A posterior of a handful of numbers and of one choice among many equally likely alternatives.

The alternatives here are exposure curves. Each brings its own scatter, so the density over them is
ragged, and no smooth proposal fits it. So: the numbers are explored under one alternative; every
alternative is then scored at a few of the points found; and in the last rounds an alternative is
proposed as often as its score says, with numbers about a mean that moves with what is known of it.

    w(z, c) = likelihood(z, c) prior(z) (1/C) / sum over rounds j of (n_j / N) q_j(c) t_j(z | c)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.explored import Explored
from speciosa.effect.exploration.importance import importance
from speciosa.effect.exploration.ladder import explore, holds, judged
from speciosa.effect.exploration.log_weights import effective_size, log_sum, normalised, tempering
from speciosa.effect.exploration.mixture_fit import fitted_mixture, spread_mixture
from speciosa.effect.exploration.proposals import StandardNormal, StudentMixture, student
from speciosa.effect.exploration.psis import smoothed
from speciosa.effect.exploration.tempered import tempered
from speciosa.values.draws import resampled

Array = NDArray[np.float64]
Choice = NDArray[np.int64]
Choosing = Callable[[Array, Choice], Array]
"""Points [point, dim] and choices [point] to log likelihoods [point]."""

_FIRST = 256  # points of the last round under one alternative: enough for its moments
_SCORED_AT = 2
_ROUND = 320
_MOST_ROUNDS = 6
_BORNE, _SETTLED = 8.0, 128.0  # effective points: a dimension, for moments; and to stop looking for better ones
_IMPOSSIBLE = -1e6
_HELD_BACK = 8.0  # effective points that an alternative's own mean is held back by
_MOST_REPEATS = 8  # of the last round, where it alone was not enough
_LEFT_TO_CHANCE = 0.15  # of the choices: no alternative is ruled out by its score
_TEMPER = 0.85  # scores come from few points, so they are believed somewhat less
_WIDER = 1.1
_PARTS = 12


@dataclass(frozen=True, slots=True, eq=False)
class ExploredChoices:
    """Weighted points, each with its alternative.

    `explored` : points and weights, as of any exploration.  `choice` : [point].
    """

    explored: Explored
    choice: Choice


def explore_choices(
    target: Choosing, dim: int, marks: Array, rng: np.random.Generator, *, draws: int = 1024
) -> ExploredChoices:
    """Weighted points of the posterior of numbers and choice.

    Parameters
    ----------
    target : log likelihood; the numbers' prior is standard normal, the alternatives are equally likely.
    dim : of the numbers, 1 to 9.
    marks : [choice, mark], what is known of each alternative, standardised; the numbers that fit best are
        about linear in it. The first column orders them so that neighbours are alike.
    rng : the same state gives the same bytes.
    draws : points of the last round.

    Returns
    -------
    As of `explore`: the quick way, or a slower one where its k-hat says so; each step stands in `tried`.

    Valid when: alternatives that are likely have likely neighbours. One that stands alone, far from the others in
    the numbers that fit it, may never be proposed, and k-hat can't see that.

    Examples
    --------
    >>> def score(z, choice):
    ...     return -0.5 * ((1.0 - z[:, 0]) / 0.5) ** 2 + np.where(choice == 3, 2.0, 0.0)
    >>> found = explore_choices(score, 1, np.zeros((10, 1)), np.random.default_rng(1))
    >>> share = found.explored.weight @ (found.choice == 3)
    >>> bool(abs(share - np.exp(2) / (np.exp(2) + 9)) < 0.02)
    True
    """
    choices = len(marks)
    middle = int(np.argsort(marks[:, 0], kind="stable")[choices // 2])
    base = _under(target, dim, middle, rng)
    asked = base.evaluations
    if not base.log_evidence > -math.inf:
        return ExploredChoices(base, np.full(len(base.z), middle))
    moving = Moving(_proposal(base, rng), np.zeros((choices, dim)))
    share = _shares(target, base.z[resampled(base.weight, _SCORED_AT, rng)], choices)
    asked += _SCORED_AT * choices
    rounds = _Rounds(target, dim, choices)
    for _ in range(_MOST_ROUNDS if choices > 1 else 1):
        rounds.add(moving, share, _ROUND, rng)
        ratio, like = rounds.log_prior_ratio, rounds.log_like
        power = tempering(ratio, like, _BORNE * dim)
        moving = _moved(rounds.z, rounds.choice, normalised(ratio + power * like), marks)
        share = _shares(target, moving.numbers.mean + moving.shift, choices)
        asked += choices
        if effective_size(ratio + like) >= _SETTLED:
            break
    found = rounds.explored(asked)
    for _ in range(_MOST_REPEATS):
        rounds.add(moving, share, draws, rng)
        found = rounds.explored(asked + len(rounds.z))
        if holds(found.explored):
            return found
        weight = normalised(rounds.log_weight)
        moving = _moved(rounds.z, rounds.choice, weight, marks)
        seen: Array = np.bincount(rounds.choice, weights=weight, minlength=choices).astype(np.float64)
        share = 0.5 * _shares(target, moving.numbers.mean + moving.shift, choices) + 0.5 * _mixed(seen)
        asked += choices
    return _slowly(target, dim, choices, found.explored, rng, draws)


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """A t whose mean depends on the alternative: `shift` [choice, dim] is added to that of `numbers`."""

    numbers: StudentMixture
    shift: Array

    def points(self, choice: Choice, rng: np.random.Generator) -> Array:
        drawn: Array = self.numbers.points(len(choice), rng) + self.shift[choice]
        return drawn

    def log_density(self, z: Array, choice: Choice) -> Array:
        return self.numbers.log_density(z - self.shift[choice])


def _under(target: Choosing, dim: int, choice: int, rng: np.random.Generator) -> Explored:
    """The numbers under one alternative, by the first way that holds well enough to propose from."""

    def one(z: Array) -> Array:
        return target(z, np.full(len(z), choice))

    found = importance(one, dim, rng, draws=_FIRST)
    return found if found.ess >= _BORNE * dim else tempered(one, dim, rng, draws=_FIRST)


def _proposal(found: Explored, rng: np.random.Generator) -> StudentMixture:
    if found.method == "importance":
        return _moments(found.z, found.weight)
    equal = found.z[resampled(found.weight, 1024, rng)]
    start = spread_mixture(equal, _PARTS, rng)
    return fitted_mixture(equal, np.full(len(equal), 1 / len(equal)), start, sweeps=20)


def _moments(z: Array, weight: Array) -> StudentMixture:
    mean = weight @ z
    away = z - mean
    covariance = (away * weight[:, None]).T @ away
    covariance[np.diag_indices(z.shape[1])] += 1e-8
    return student(mean, 0.85 * _WIDER * covariance)


def _moved(z: Array, choice: Choice, weight: Array, marks: Array) -> Moving:
    """Numbers about a mean that is linear in the marks: weighted least squares, held back by a ridge."""
    mean = weight @ z
    of_mean = weight @ marks[choice]
    away, apart = z - mean, marks[choice] - of_mean
    size = 1 / float(weight @ weight)
    cross = (apart * weight[:, None]).T @ away
    own = (apart * weight[:, None]).T @ apart + (4.0 / size) * np.eye(marks.shape[1])
    slope = np.linalg.solve(own, cross)
    shift = (marks - of_mean) @ slope
    rest = away - shift[choice]
    # what an alternative has of its own beyond its marks, as far as its points tell
    held = np.bincount(choice, weights=weight, minlength=len(marks)) + _HELD_BACK / size
    for at in range(z.shape[1]):
        shift[:, at] += np.bincount(choice, weights=weight * rest[:, at], minlength=len(marks)) / held
    rest = away - shift[choice]
    centre = weight @ rest
    covariance = ((rest - centre) * weight[:, None]).T @ (rest - centre)
    covariance[np.diag_indices(z.shape[1])] += 1e-8
    return Moving(student(mean + centre, 0.85 * _WIDER * covariance), shift)


def _shares(target: Choosing, places: Array, choices: int) -> Array:
    """How often to propose each alternative, [choice], by how likely it is at a few points, or at its own.

    Parameters
    ----------
    places : [point, dim]; [choice, dim] holds each alternative's own best guess.
    """
    if choices == 1:
        return np.ones(1)
    every = np.arange(choices)
    if len(places) == choices:
        score = target(places, every) - 0.5 * np.einsum("ij,ij->i", places, places)
    else:
        like = target(np.repeat(places, choices, axis=0), np.tile(every, len(places))).reshape(len(places), choices)
        score = np.maximum(like - like.max(axis=1, keepdims=True), _IMPOSSIBLE).mean(axis=0)
    score = np.maximum(score, score.max() + _IMPOSSIBLE)
    weight = np.exp(_TEMPER * (score - score.max()))
    return _mixed(weight / weight.sum())


def _mixed(share: Array) -> Array:
    """Shares of which a part is left to chance."""
    mixed: Array = (1 - _LEFT_TO_CHANCE) * share + _LEFT_TO_CHANCE / len(share)
    return mixed


class _Rounds:
    """Points of several rounds, weighted as if all had come from one mixture of them."""

    def __init__(self, target: Choosing, dim: int, choices: int) -> None:
        self._target, self._choices = target, choices
        self._proposals: list[tuple[int, Moving, Array]] = []
        self.z = np.empty((0, dim))
        self.choice = np.empty(0, dtype=np.int64)
        self.log_like = np.empty(0)

    def add(self, moving: Moving, share: Array, count: int, rng: np.random.Generator) -> None:
        edges = np.cumsum(share)
        edges[-1] = 1.0
        even = (np.arange(count) + rng.random()) / count
        choice = rng.permutation(np.searchsorted(edges, even, side="right")).astype(np.int64)
        z = moving.points(choice, rng)
        self.log_like = np.concatenate([self.log_like, self._target(z, choice)])
        self.z, self.choice = np.concatenate([self.z, z]), np.concatenate([self.choice, choice])
        self._proposals.append((count, moving, share))

    @property
    def log_prior_ratio(self) -> Array:
        """[point], log of prior over the mixture."""
        mixture = np.full(len(self.z), -np.inf)
        for count, moving, share in self._proposals:
            dense = moving.log_density(self.z, self.choice) + np.log(share[self.choice])
            mixture = np.logaddexp(mixture, math.log(count / len(self.z)) + dense)
        prior = StandardNormal(self.z.shape[1]).log_density(self.z) - math.log(self._choices)
        ratio: Array = prior - mixture
        return ratio

    @property
    def log_weight(self) -> Array:
        """[point], not normalised: their mean is the evidence."""
        return self.log_prior_ratio + self.log_like

    def explored(self, asked: int) -> ExploredChoices:
        log_weight = self.log_weight
        evidence = log_sum(log_weight) - math.log(len(log_weight))
        smooth, k_hat = smoothed(log_weight)
        ess = effective_size(smooth)
        line = f"importance: {ess:.0f} effective of {asked} points, k-hat {k_hat:.2f}"
        found = Explored(self.z, smooth - log_sum(smooth), k_hat, ess, "importance", asked, (line,), evidence)
        return ExploredChoices(found, self.choice)


def _slowly(
    target: Choosing, dim: int, choices: int, quick: Explored, rng: np.random.Generator, draws: int
) -> ExploredChoices:
    """The choice as one more coordinate, in steps; the ladder's slower ways."""
    from scipy.special import ndtr  # noqa: PLC0415  (rarely needed)

    def chosen(z: Array) -> Choice:
        place: Choice = np.minimum((ndtr(z[:, dim]) * choices).astype(np.int64), choices - 1)
        return place

    found = explore(lambda z: target(z[:, :dim], chosen(z)), dim + 1, rng, draws=draws, smooth=dim)
    tried = (judged(quick), *found.tried)
    whole = Explored(
        found.z[:, :dim], found.log_weight, found.k_hat, found.ess, found.method,
        quick.evaluations + found.evaluations, tried, found.log_evidence,
    )  # fmt: skip
    return ExploredChoices(whole, chosen(found.z))
