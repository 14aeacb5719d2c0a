"""Likelihoods whose posterior under a standard normal prior is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from speciosa.effect.exploration import Target

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """A likelihood, and its posterior's mean, standard deviation and log evidence."""

    target: Target
    dim: int
    mean: Array
    sd: Array
    log_evidence: float


def conjugate(width: Array, at: Array, seed: int = 1) -> Known:
    """A normal likelihood of height 1 with these widths along axes that lie askew."""
    dim = len(width)
    axes = np.linalg.qr(np.random.default_rng(seed).normal(size=(dim, dim)))[0]
    covariance = axes @ np.diag(np.square(width)) @ axes.T
    precision = np.linalg.inv(covariance)
    root = np.linalg.cholesky(precision)
    posterior = np.linalg.inv(np.eye(dim) + precision)
    total = covariance + np.eye(dim)
    evidence = -0.5 * (at @ np.linalg.solve(total, at) + np.linalg.slogdet(total)[1] - np.linalg.slogdet(covariance)[1])

    def target(z: Array) -> Array:
        away = (z - at) @ root
        found: Array = -0.5 * (away**2).sum(axis=1)
        return found

    return Known(target, dim, posterior @ precision @ at, np.sqrt(np.diag(posterior)), float(evidence))


def by_grid(target: Target, dim: int, ends: float = 6.0, points: int = 600) -> Known:
    """Two dimensions summed over a grid; the others do not matter to the target."""
    one = np.linspace(-ends, ends, points)
    z = np.zeros((points * points, dim))
    z[:, 0], z[:, 1] = (each.ravel() for each in np.meshgrid(one, one, indexing="ij"))
    log_density = target(z) - 0.5 * (z[:, :2] ** 2).sum(axis=1)
    density = np.exp(log_density - log_density.max())
    share = density / density.sum()
    mean, sd = np.zeros(dim), np.ones(dim)
    mean[:2] = share @ z[:, :2]
    sd[:2] = np.sqrt(share @ (z[:, :2] - mean[:2]) ** 2)
    evidence = np.log(density.sum() * (one[1] - one[0]) ** 2 / (2 * np.pi)) + log_density.max()
    return Known(target, dim, mean, sd, float(evidence))


def banana(z: Array) -> Array:
    return -0.5 * ((z[:, 0] - 1) / 0.5) ** 2 - 0.5 * ((z[:, 1] - z[:, 0] ** 2 + 0.5) / 0.2) ** 2


def one_side(z: Array) -> Array:
    return np.where(z[:, 0] > 0, -0.5 * ((z[:, 1] - 0.5) / 0.3) ** 2, -np.inf)


def in_steps(z: Array) -> Array:
    """The second coordinate chooses one of 200 equally likely curves."""
    curve = (np.floor(200 * ndtr(z[:, 1])).clip(0, 199) + 0.5) / 200
    return -0.5 * ((curve - 0.7) / 0.1 + z[:, 0]) ** 2 - 0.5 * ((z[:, 0] - 0.5) / 0.5) ** 2  # type: ignore[no-any-return]


def heavy(z: Array) -> Array:
    """Tails of a t with 2 degrees of freedom."""
    return -2.0 * np.log1p(((z[:, :2] - 1) ** 2).sum(axis=1) / 0.1)  # type: ignore[no-any-return]


def flat(z: Array) -> Array:
    return np.zeros(len(z))


def two_humps(dim: int, width: float, apart: float = 1.5) -> Known:
    """Equal humps at +apart and -apart in every dimension."""

    def target(z: Array) -> Array:
        return np.logaddexp(  # type: ignore[no-any-return]
            -0.5 * (((z - apart) / width) ** 2).sum(axis=1), -0.5 * (((z + apart) / width) ** 2).sum(axis=1)
        )

    one = conjugate(np.full(dim, width), np.full(dim, apart))
    sd = np.sqrt(one.sd**2 + one.mean**2)
    return Known(target, dim, np.zeros(dim), sd, one.log_evidence + np.log(2.0))


def funnel(z: Array) -> Array:
    """A neck that grows without end in height: no way of this room can walk down it."""
    width = 0.1 * np.exp(z[:, :1])
    return (-0.5 * ((z[:, 1:] - 0.3) / width) ** 2).sum(axis=1) - z[:, 0] * (z.shape[1] - 1)  # type: ignore[no-any-return]


USUAL = conjugate(np.array([0.3, 0.4, 0.6, 1.0, 2.0, 4.0]), np.array([0.5, -0.5, 1.0, 0.0, 0.0, 1.0]))
NARROW = conjugate(np.array([0.02, 0.02, 0.5, 1.0, 3.0, 3.0]), np.array([1.0, 0.5, 0.0, 0.0, 0.0, 0.0]))

ONE_HUMP = {
    "as a diary gives it": USUAL,
    "far narrower than the prior": NARROW,
    "nothing learnt": Known(flat, 5, np.zeros(5), np.ones(5), 0.0),
    "bent": by_grid(banana, 4),
    "zero in half the space": by_grid(one_side, 4),
    "in steps": by_grid(in_steps, 4),
    "heavy tails": by_grid(heavy, 3),
}
