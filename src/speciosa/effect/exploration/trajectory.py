"""One transition of the No-U-Turn sampler.

A trajectory of leapfrog steps is doubled forwards or backwards until it turns back on itself (Hoffman and
Gelman, JMLR 2014, 15:1593); its points are drawn from by their density, the newer half favoured
(Betancourt, arXiv:1701.02434).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Field = Callable[[Array], tuple[float, Array]]
"""A point [dim] to its log density and gradient [dim]."""
_DEEPEST = 7
_LOST = 1000.0
"""Energy above the start's at which a trajectory has run away."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A point on the way: where, how fast, and what the density is there."""

    z: Array
    momentum: Array
    log_density: float
    gradient: Array


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """A stretch of trajectory.

    Parameters
    ----------
    back, front : its ends.
    chosen : the point drawn from it.
    log_weight : log of the sum of the points' densities, momenta included, relative to the start's.
    momentum : summed over its points.
    going : false where it has turned back or run away.
    accepted, steps : sum over its leapfrog steps of min(1, density over the start's); their number.
    """

    back: Place
    front: Place
    chosen: Place
    log_weight: float
    momentum: Array
    going: bool
    accepted: float
    steps: int


def leapfrog(field: Field, place: Place, step: float, variance: Array) -> Place:
    """Half a kick, a drift, half a kick; `variance` [dim] is the inverse of the mass."""
    momentum = place.momentum + 0.5 * step * place.gradient
    z = place.z + step * variance * momentum
    log_density, gradient = field(z)
    return Place(z, momentum + 0.5 * step * gradient, log_density, gradient)


def energy(place: Place, variance: Array) -> float:
    """Minus log density, and half the momentum's square over the mass: a leapfrog step nearly keeps it."""
    return -place.log_density + 0.5 * float(place.momentum @ (variance * place.momentum))


def transition(
    field: Field, place: Place, step: float, variance: Array, rng: np.random.Generator
) -> tuple[Place, float]:
    """The next place, and the mean acceptance of the steps on the way.

    Parameters
    ----------
    field : log density and gradient.
    place : where the chain stands; its momentum is drawn anew.
    step : length of a leapfrog step.
    variance : [dim], of the posterior, about.
    rng : of momentum, directions and choices.
    """
    momentum = rng.standard_normal(len(place.z)) / np.sqrt(variance)
    start = Place(place.z, momentum, place.log_density, place.gradient)
    start_energy = energy(start, variance)
    span = Span(start, start, start, 0.0, momentum, going=True, accepted=0.0, steps=0)
    accepted, steps = 0.0, 0
    for depth in range(_DEEPEST):
        ahead = bool(rng.random() < 0.5)
        more = _grown(
            field, span.front if ahead else span.back, depth, step if ahead else -step, variance, start_energy, rng
        )
        accepted, steps = accepted + more.accepted, steps + more.steps
        if not more.going:
            break
        chosen = more.chosen if math.log(1 - rng.random()) < more.log_weight - span.log_weight else span.chosen
        span = _joined(span, more, chosen, variance, ahead=ahead)
        if not span.going:
            break
    return span.chosen, accepted / max(steps, 1)


def _grown(
    field: Field, place: Place, depth: int, step: float, variance: Array, start_energy: float, rng: np.random.Generator
) -> Span:
    """2^depth further steps from `place`; fewer where they turn back."""
    if depth == 0:
        new = leapfrog(field, place, step, variance)
        gain = start_energy - energy(new, variance)
        gain = gain if math.isfinite(gain) else -math.inf
        return Span(new, new, new, gain, new.momentum, gain > -_LOST, math.exp(min(0.0, gain)), 1)
    near = _grown(field, place, depth - 1, step, variance, start_energy, rng)
    if not near.going:
        return near
    ahead = step > 0
    far = _grown(field, near.front if ahead else near.back, depth - 1, step, variance, start_energy, rng)
    total = float(np.logaddexp(near.log_weight, far.log_weight))
    # at least one of both is finite: a step of weight zero ends the span
    chosen = far.chosen if math.log(1 - rng.random()) < far.log_weight - total else near.chosen
    return _joined(near, far, chosen, variance, ahead=ahead)


def _joined(one: Span, more: Span, chosen: Place, variance: Array, *, ahead: bool) -> Span:
    """Two neighbouring stretches as one; `more` stands in front if `ahead`."""
    first, last = (one, more) if ahead else (more, one)
    momentum = first.momentum + last.momentum
    going = (
        more.going
        and _onward(momentum, first.back, last.front, variance)
        # also across the seam, where a whole turn could hide between the halves
        and _onward(first.momentum + last.back.momentum, first.back, last.back, variance)
        and _onward(last.momentum + first.front.momentum, first.front, last.front, variance)
    )
    return Span(
        first.back, last.front, chosen, float(np.logaddexp(one.log_weight, more.log_weight)), momentum, going,
        one.accepted + more.accepted, one.steps + more.steps,
    )  # fmt: skip


def _onward(momentum: Array, back: Place, front: Place, variance: Array) -> bool:
    """Neither end points against the sum of momenta."""
    along = variance * momentum
    return bool(back.momentum @ along > 0 and front.momentum @ along > 0)
