"""Distributions to draw points from: the prior, and mixtures of Student's t.

A t of 6 degrees of freedom has tails that outlive a normal's, so that weights stay bounded where the
posterior is about normal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.quasi import normal_from, normal_points, quasi_points

Array = NDArray[np.float64]
DEGREES = 6.0
_FOR_RADIUS = 3
_LOG_2_PI = math.log(2 * math.pi)


class Proposal(Protocol):
    """Anything that gives points and knows their density."""

    def points(self, count: int, rng: np.random.Generator) -> Array:
        """[count, dim]."""
        ...

    def log_density(self, z: Array) -> Array:
        """[point], normalised."""
        ...


@dataclass(frozen=True, slots=True)
class StandardNormal:
    """The prior: independent, mean 0, standard deviation 1.

    Examples
    --------
    >>> StandardNormal(2).log_density(np.zeros((1, 2))).round(4).tolist()
    [-1.8379]
    """

    dim: int

    def points(self, count: int, rng: np.random.Generator) -> Array:
        return normal_points(count, self.dim, rng)

    def log_density(self, z: Array) -> Array:
        found: Array = np.einsum("ij,ij->i", z, z)
        found *= -0.5
        found -= 0.5 * self.dim * _LOG_2_PI
        return found


@dataclass(frozen=True, slots=True, eq=False)
class StudentMixture:
    """Several multivariate t of 6 degrees of freedom.

    Parameters
    ----------
    share : [component], adding up to 1.
    mean : [component, dim].
    root : [component, dim, dim], lower triangle of each scale matrix (Cholesky); the covariance is 1.5 times that.
    """

    share: Array
    mean: Array
    root: Array

    def points(self, count: int, rng: np.random.Generator) -> Array:
        """Quasi-random: three dimensions more for the radius, and one for the component."""
        parts, dim = self.mean.shape
        uniform = quasi_points(count, dim + _FOR_RADIUS + (parts > 1), rng)
        normal = normal_from(uniform[:, :dim])
        # half a chi-squared of 6 degrees is the sum of three exponentials, minus the log of three numbers' product
        half = -np.log(uniform[:, dim : dim + _FOR_RADIUS].prod(axis=1))
        normal *= np.sqrt(_FOR_RADIUS / half)[:, None]
        if parts == 1:
            single: Array = normal @ self.root[0].T
            single += self.mean[0]
            return single
        edges = np.cumsum(self.share)
        edges[-1] = 1.0
        which = np.searchsorted(edges, uniform[:, -1], side="right")
        several: Array = (self.root[which] @ normal[:, :, None])[:, :, 0] + self.mean[which]
        return several

    def log_density(self, z: Array) -> Array:
        """[point]; see `log_parts`."""
        parts = self.log_parts(z)
        if len(parts) == 1:
            single: Array = parts[0]
            return single
        highest = parts.max(axis=0)
        found: Array = highest + np.log(np.exp(parts - highest).sum(axis=0))
        return found

    def log_parts(self, z: Array) -> Array:
        """Log of share times density of each component, [component, point].

        With r^2 = (z - m)' S^-1 (z - m): Gamma((n + d) / 2) / Gamma(n / 2) / (n pi)^(d/2) / |S|^(1/2)
        (1 + r^2 / n)^(-(n + d) / 2).
        """
        dim = z.shape[1]
        found = self.distances(z)
        found /= DEGREES
        np.log1p(found, out=found)
        found *= -(DEGREES + dim) / 2
        constant = math.lgamma((DEGREES + dim) / 2) - math.lgamma(DEGREES / 2) - dim / 2 * math.log(DEGREES * math.pi)
        logs = np.log(np.diagonal(self.root, axis1=1, axis2=2)).sum(axis=1)
        found += (constant + np.log(self.share) - logs)[:, None]
        return found

    def distances(self, z: Array) -> Array:
        """r^2 of each point from each component, [component, point]."""
        inverse = np.linalg.inv(self.root)
        away = z @ inverse.swapaxes(1, 2)
        away -= (inverse @ self.mean[:, :, None]).swapaxes(1, 2)
        found: Array = np.einsum("kij,kij->ki", away, away)
        return found


def student(mean: Array, scale: Array) -> StudentMixture:
    """One t at `mean` [dim] with the scale matrix `scale` [dim, dim], positive definite.

    Examples
    --------
    >>> one = student(np.zeros(1), np.eye(1))
    >>> round(float(np.exp(one.log_density(np.zeros((1, 1))))[0]), 4)
    0.3827
    """
    root = np.asarray(np.linalg.cholesky(scale), dtype=np.float64)
    return StudentMixture(np.ones(1), mean[None], root[None])
