"""A mixture of Student's t laid over weighted points, so that they can be drawn from again.

Expectation and maximisation (Peel and McLachlan 2000; with weights: Cappe, Douc, Guillin, Marin and
Robert 2008): each point belongs to the components by its density under each, and counts less in a
component's moments the further out it lies, by (n + d) / (n + r^2).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.proposals import DEGREES, StudentMixture

Array = NDArray[np.float64]
_RARE = 1e-3
"""Share below which a component is dropped."""


def spread_mixture(z: Array, parts: int, rng: np.random.Generator) -> StudentMixture:
    """Components at points picked by chance, each as wide as all points together over the number of parts.

    Parameters
    ----------
    z : [point, dim], equally likely.
    parts : components wanted.
    """
    dim = z.shape[1]
    covariance = np.atleast_2d(np.cov(z, rowvar=False)) / parts ** (2 / dim) + 1e-10 * np.eye(dim)
    root = np.linalg.cholesky(covariance)
    picked = z[rng.choice(len(z), parts, replace=False)]
    return StudentMixture(np.full(parts, 1 / parts), picked, np.repeat(root[None], parts, axis=0))


def fitted_mixture(z: Array, weight: Array, start: StudentMixture, *, sweeps: int) -> StudentMixture:
    """The mixture after some sweeps, every one of which brings it closer to the weighted points.

    Parameters
    ----------
    z : [point, dim].
    weight : [point], adding up to 1.
    start : where to begin.
    sweeps : 10 to 30 from a rough start.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> z = np.concatenate([rng.normal(-3, 0.1, (300, 1)), rng.normal(3, 0.2, (100, 1))])
    >>> fit = fitted_mixture(z, np.full(400, 1 / 400), spread_mixture(z, 2, rng), sweeps=30)
    >>> sorted(zip(fit.mean[:, 0].round(1).tolist(), fit.share.round(2).tolist()))
    [(-3.0, 0.75), (3.0, 0.25)]
    """
    dim = z.shape[1]
    weighs = weight > 1e-12
    z, weight = z[weighs], weight[weighs]
    size = 1 / float(weight @ weight)
    mixture = start
    for _ in range(sweeps):
        distance, parts = mixture.distances(z), mixture.log_parts(z)
        belongs = np.exp(parts - parts.max(axis=0))
        belongs *= weight / belongs.sum(axis=0)
        share = belongs.sum(axis=1)
        kept = share > _RARE
        belongs, distance, share = belongs[kept], distance[kept], share[kept]
        nearness = belongs * (DEGREES + dim) / (DEGREES + distance)
        mean = (nearness @ z) / nearness.sum(axis=1)[:, None]
        away = z - mean[:, None, :]
        scatter = np.einsum("ki,kij,kil->kjl", nearness, away, away, optimize=True)
        # a component of few points borrows its width from the others, as if by `dim` further points
        pooled = scatter.sum(axis=0) / share.sum()
        own = (size * share)[:, None, None]
        scale = (own * scatter / share[:, None, None] + dim * pooled) / (own + dim) + 1e-12 * np.eye(dim)
        mixture = StudentMixture(share / share.sum(), mean, np.linalg.cholesky(scale))
    return mixture
