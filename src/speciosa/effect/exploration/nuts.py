"""Four chains of the No-U-Turn sampler: the slow way, where weights cannot be trusted.

Gradients are central differences, all their points in one call of the target. Coordinates in which the
target goes in steps have no gradient: between transitions they are drawn anew among fresh points of
their prior, by likelihood (iterated sampling importance resampling: Andrieu, Lee and Vihola 2018).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.convergence import bulk_ess, r_hat
from speciosa.effect.exploration.explored import Explored, Target
from speciosa.effect.exploration.log_weights import normalised, tempering
from speciosa.effect.exploration.mixture_fit import fitted_mixture, spread_mixture
from speciosa.effect.exploration.pace import Pace, first_step
from speciosa.effect.exploration.pool import Pool
from speciosa.effect.exploration.proposals import StandardNormal
from speciosa.effect.exploration.trajectory import Place, transition

Array = NDArray[np.float64]
_CHAINS = 4
_WARM_UP = 400
_DIFFERENCE = 1e-4
"""Half the distance of a central difference, in prior standard deviations: error about 1e-8 of the third derivative."""
_CANDIDATES = 15
_SCATTERED = 128
_WINDOWS = {-300: -375, -200: -300, -50: -200}
"""Where the variances are taken anew, and from where on; the last fifty only suit the step to them."""
R_HAT_MOST = 1.01
ESS_LEAST = 400.0
"""Above the one or below the other the chains say nothing (Vehtari et al. 2021)."""


@dataclass(slots=True, eq=False)
class _Asked:
    """The log posterior of one chain's points, its gradient in the smooth coordinates, and how often it was asked."""

    target: Target
    smooth: int
    rest: Array
    count: int = 0

    def __call__(self, z: Array) -> tuple[float, Array]:
        """Log density and gradient at the smooth coordinates z [smooth]; the others stay at `rest`."""
        points = np.repeat(np.concatenate([z, self.rest])[None], 2 * self.smooth + 1, axis=0)
        at = np.arange(self.smooth)
        points[1 + at, at] += _DIFFERENCE
        points[1 + self.smooth + at, at] -= _DIFFERENCE
        like = self._likelihood(points)
        with np.errstate(invalid="ignore"):  # -inf less -inf: outside anyway
            slope = (like[1 : 1 + self.smooth] - like[1 + self.smooth :]) / (2 * _DIFFERENCE)
        gradient = np.where(np.isfinite(slope), slope, 0.0) - z
        return float(like[0]) - 0.5 * float(z @ z), gradient

    def redrawn(self, z: Array, rng: np.random.Generator) -> None:
        """New values of the coordinates without a gradient."""
        fresh = rng.standard_normal((_CANDIDATES + 1, len(self.rest)))
        fresh[0] = self.rest
        points = np.concatenate([np.repeat(z[None], len(fresh), axis=0), fresh], axis=1)
        self.rest = fresh[rng.choice(len(fresh), p=normalised(self._likelihood(points)))]

    def _likelihood(self, points: Array) -> Array:
        self.count += len(points)
        return self.target(points)


def nuts(
    target: Target, dim: int, rng: np.random.Generator, *, draws: int = 2000, smooth: int | None = None
) -> Explored:
    """Equally likely points of the posterior.

    Parameters
    ----------
    target, dim : as for `importance`.
    rng : of everything.
    draws : of the four chains together, after 400 of warm-up each.
    smooth : so many of the first coordinates have a gradient; default all.

    Returns
    -------
    `k_hat` is not a tail's shape here, since all weights are the same: 0 where R-hat of every coordinate
    is at most 1.01 and its bulk effective size at least 400, else inf, so that no number is given.
    `ess` is the smallest bulk effective size. The evidence comes from a mixture laid over the draws.

    Examples
    --------
    >>> def score(z):
    ...     return -0.5 * ((1.0 - z[:, 0]) / 0.5) ** 2
    >>> found = nuts(score, 2, np.random.default_rng(1), draws=1200)
    >>> bool(abs(found.z[:, 0].mean() - 0.8) < 0.06), found.k_hat
    (True, 0.0)
    """
    smooth = dim if smooth is None else smooth
    length = math.ceil(draws / _CHAINS)
    chains, asked = np.empty((_CHAINS, length, dim)), 0
    for at in range(_CHAINS):
        start = _start(target, dim, rng)
        density = _Asked(target, smooth, start[smooth:])
        chains[at] = _chain(density, start[:smooth], length, rng)
        asked += density.count + _SCATTERED
    worst = max(r_hat(chains[:, :, each]) for each in range(dim))
    ess = min(bulk_ess(chains[:, :, each]) for each in range(dim))
    z = chains.reshape(-1, dim)
    evidence, more = _evidence(target, z, rng)
    agree = worst <= R_HAT_MOST and ess >= ESS_LEAST
    line = f"nuts: bulk effective size {ess:.0f}, R-hat {worst:.3f}, {asked + more} points"
    log_weight = np.full(len(z), -math.log(len(z)))
    return Explored(z, log_weight, 0.0 if agree else math.inf, ess, "nuts", asked + more, (line,), evidence)


def _start(target: Target, dim: int, rng: np.random.Generator) -> Array:
    """A point of the posterior as far tempered as 128 points of the prior bear: chains begin well apart."""
    z = rng.standard_normal((_SCATTERED, dim))
    like = target(z)
    flat = np.zeros(_SCATTERED)
    found: Array = z[rng.choice(_SCATTERED, p=normalised(tempering(flat, like, 8.0) * like))]
    return found


def _chain(density: _Asked, z: Array, length: int, rng: np.random.Generator) -> Array:
    """Draws [length, dim] after warm-up: step length by dual averaging, variances from three windows."""
    dim, rest = density.smooth, len(density.rest)
    draws, warm = np.empty((length, dim + rest)), np.empty((_WARM_UP, dim))
    variance = np.ones(dim)
    place = Place(z, np.zeros(dim), *density(z))
    pace = Pace(first_step(density, place, variance, rng))
    for at in range(-_WARM_UP, length):
        if rest:
            density.redrawn(place.z, rng)
            log_density, gradient = density(place.z)
            place = replace(place, log_density=log_density, gradient=gradient)
        place, acceptance = transition(density, place, pace.step, variance, rng)
        if at >= 0:
            draws[at] = np.concatenate([place.z, density.rest])
            continue
        warm[at + _WARM_UP] = place.z
        pace.heard(acceptance)
        if at in _WINDOWS:
            window = warm[_WINDOWS[at] + _WARM_UP : at + _WARM_UP + 1]
            # pulled a little towards a small value, as by five points of it (Stan)
            size = len(window)
            variance = (size * window.var(axis=0, ddof=1) + 5e-3) / (size + 5)
            pace = Pace(first_step(density, place, variance, rng))
        if at == -1:
            pace.settle()
    return draws


def _evidence(target: Target, z: Array, rng: np.random.Generator) -> tuple[float, int]:
    """Log evidence by a mixture over the draws, and the points it took."""
    equal = np.full(len(z), 1 / len(z))
    pool = Pool(target, z.shape[1])
    pool.add(StandardNormal(z.shape[1]), 256, rng)
    pool.add(fitted_mixture(z, equal, spread_mixture(z, 6, rng), sweeps=15), 1024, rng)
    return pool.log_evidence, len(pool)
