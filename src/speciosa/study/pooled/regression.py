"""A line through people whose numbers are uncertain: the one engine behind side effects, traits and skin.

    y_i ~ (1 - e) N(a + b x_i, v_i) + e N(a + b x_i, v_i + wide^2)
    v_i = sd_i^2 + tau^2 + (b s_i)^2

a and b are normal around zero, tau half-normal; e is the share of people who lie far off for reasons of
their own, so that a few of them move nothing. s_i is the error of x_i. It adds to the variance and does
not flatten the line, because x_i is itself the middle of what is likely given the record (Berkson's
error): the truth scatters around it, not it around the truth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration import explore, holds
from speciosa.effect.pooling.population_prior import half_normal
from speciosa.knowledge import Knowledge
from speciosa.values.draws import Draws, resampled
from speciosa.values.errors import FitError

Array = NDArray[np.float64]
_DRAWS = 4000
_CELLS = 2**20
"""Points times people that are worked on at once: memory stays small however many there are."""


class LinePrior(NamedTuple):
    """What is assumed: SDs of a and b, the scale of tau, the share that lies far off, and how far.

    `slope_sd` 0: no line, a mean.
    """

    start_sd: float
    slope_sd: float
    spread_scale: float
    stray_share: float
    stray_sd: float

    @classmethod
    def of(cls, knowledge: Knowledge, start_sd: float, slope_sd: float, spread_scale: float) -> Self:
        """With the table's share of people who lie far off."""
        far = knowledge.choice("study_stray_times") * spread_scale
        return cls(start_sd, slope_sd, spread_scale, knowledge.choice("study_stray_share"), far)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People's numbers, [person] each: `y` with its `sd`, and `x` with its error `x_sd` (zeros where there is none)."""

    y: Array
    sd: Array
    x: Array
    x_sd: Array

    def __len__(self) -> int:
        return len(self.y)

    @classmethod
    def mean_only(cls, y: Array, sd: Array) -> Self:
        """Without a line."""
        return cls(y, sd, np.zeros_like(y), np.zeros_like(y))


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """What people's numbers say together.

    Parameters
    ----------
    start, slope, spread : draws of a, b and tau, in the same order; `slope` None where a mean was asked for.
    k_hat, ess, method : of their weights.
    """

    start: Draws
    slope: Draws | None
    spread: Draws
    k_hat: float
    ess: float
    method: str

    def at(self, x: Array, share: float = 0.95) -> tuple[Array, Array, Array]:
        """Low end, middle and high end of a + b x at each x."""
        slope = 0.0 if self.slope is None else self.slope.values[:, None]
        found = self.start.values[:, None] + slope * x
        low, high = np.quantile(found, [(1 - share) / 2, (1 + share) / 2], axis=0)
        return low, found.mean(axis=0), high


def fit_line(people: People, prior: LinePrior, rng: np.random.Generator, *, unit: str = "") -> Line:
    """The line through people's numbers.

    Parameters
    ----------
    people : one at least.
    unit : of y, for the draws.

    Raises
    ------
    FitError : the weights cannot be trusted.

    Valid when: each y is near a bell curve with that SD, and people are independent.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = np.linspace(-2.0, 2.0, 200)
    >>> people = People(0.5 + 0.3 * x + rng.normal(0, 0.2, 200), np.full(200, 0.2), x, np.zeros(200))
    >>> line = fit_line(people, LinePrior(1.0, 1.0, 0.5, 0.05, 2.5), rng)
    >>> round(line.start.mean, 1), round(line.slope.mean, 1)
    (0.5, 0.3)
    """
    explored = explore(lambda z: _log_likelihood(people, prior, z), 3 if prior.slope_sd else 2, rng)
    if not holds(explored):
        raise FitError(
            "the numbers of these people could not be put together: the weights cannot be trusted",
            todo="please report it; no diary is needed for that",
        )
    at = resampled(explored.weight, _DRAWS, rng)
    rng.shuffle(at)
    start, slope, spread = coefficients(prior, explored.z[at])
    return Line(
        Draws(start, unit), Draws(slope, unit) if prior.slope_sd else None, Draws(spread, unit), explored.k_hat,
        explored.ess, explored.method,
    )  # fmt: skip


def coefficients(prior: LinePrior, z: Array) -> tuple[Array, Array, Array]:
    """a, b and tau of standard normal coordinates [point, 2 or 3]."""
    slope = prior.slope_sd * z[:, 1] if prior.slope_sd else np.zeros(len(z))
    return prior.start_sd * z[:, 0], slope, prior.spread_scale * half_normal(z[:, -1])


def _log_likelihood(people: People, prior: LinePrior, z: Array) -> Array:
    out = np.empty(len(z))
    step = max(1, _CELLS // len(people))
    for first in range(0, len(z), step):
        part = slice(first, first + step)
        start, slope, spread = (each[:, None] for each in coefficients(prior, z[part]))
        squared = (people.y - start - slope * people.x) ** 2
        near = people.sd**2 + spread**2 + (slope * people.x_sd) ** 2
        far = near + prior.stray_sd**2
        usual = np.log1p(-prior.stray_share) - 0.5 * (squared / near + np.log(near))
        astray = np.log(prior.stray_share) - 0.5 * (squared / far + np.log(far))
        out[part] = np.logaddexp(usual, astray).sum(axis=1)
    return out
