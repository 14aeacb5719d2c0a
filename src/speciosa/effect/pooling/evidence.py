"""Many people's numbers as arrays, each person's likelihood ready to be asked.

What a record says of a person's number theta is its likelihood, known up to a factor through the
first-stage draws and the first-stage prior:

    L(theta) ~ posterior(theta) / prior(theta)
    L(m, t)  = integral of L(theta) N(theta; m, t^2) d theta ~ mean over draws of N(draw; m, t^2) / prior(draw)

The second line is Lunn and others' (2013) reweighting. Where it cannot be trusted (`k_hat`), one bell
curve stands in: its precision and weighted mean are those of the posterior less those of the prior.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.pooling.kernels import log_marginal
from speciosa.effect.pooling.packet import Summary

Array = NDArray[np.float64]
Chosen = NDArray[np.bool_]

_KERNEL = 0.15
"""Width of the small bell curve around each value, in SDs of the posterior: without it a population
narrower than the gaps between values would see a comb. Values move together by as much variance."""
_FLATTEST = 100.0
"""A likelihood is not made flatter than this many prior variances."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """The likelihoods of many people.

    Parameters
    ----------
    randomised : [person], whether the number is from a trial of one's own.
    values : [person, value], ascending, the outcome's unit.
    log_ratio : [person, value], log of 1 / prior, up to a constant: at most 0.
    width : [person], SD of the small bell curve around each value.
    centre, variance : [person], the one bell curve that can stand in.
    """

    randomised: Chosen
    values: Array
    log_ratio: Array
    width: Array
    centre: Array
    variance: Array

    @classmethod
    def of(cls, numbers: Sequence[Summary]) -> Self:
        """Of people's numbers, all with as many values.

        Examples
        --------
        >>> from speciosa.effect.pooling.packet import equally_likely
        >>> from speciosa.effect.pooling.stage_prior import StagePrior
        >>> from speciosa.effect.posterior import Grade
        >>> draws = np.random.default_rng(1).normal(-1.0, 0.6, 100_000)
        >>> one = Summary(Grade.OBSERVATIONAL, equally_likely(draws), StagePrior(0.0, 1.2))
        >>> found = Evidence.of([one])
        >>> found.centre.round(1).tolist(), found.variance.round(2).tolist()
        ([-1.3], [0.47])
        """
        given = np.array([each.values for each in numbers])
        mean, variance = given.mean(axis=1), given.var(axis=1)
        values = mean[:, None] + (given - mean[:, None]) * np.sqrt(1 - _KERNEL**2)
        width = _KERNEL * np.sqrt(variance)
        priors = [(each.prior, own) for each, own in zip(numbers, values, strict=True)]
        log_ratio = np.array([-prior.log_density(own) for prior, own in priors])
        # 1 / prior is not flat under a small bell curve: it pulls its centre along, and adds to its mass
        pull = width[:, None] * np.array([-prior.slope(own) for prior, own in priors])
        values += width[:, None] * pull
        log_ratio += 0.5 * pull**2
        log_ratio -= log_ratio.max(axis=1, keepdims=True)
        prior_mean = np.array([each.prior.location for each in numbers])
        prior_variance = np.array([each.prior.variance for each in numbers])
        precision = np.maximum(1 / variance - 1 / prior_variance, 1 / (_FLATTEST * prior_variance))
        centre = (mean / variance - prior_mean / prior_variance) / precision
        randomised = np.array([each.grade.randomised for each in numbers], dtype=bool)
        return cls(randomised, values, log_ratio, width, centre, 1 / precision)

    def __len__(self) -> int:
        return len(self.values)

    def only(self, which: Chosen) -> Evidence:
        """The people chosen."""
        return Evidence(
            self.randomised[which], self.values[which], self.log_ratio[which], self.width[which],
            self.centre[which], self.variance[which],
        )  # fmt: skip

    def as_bell_curves(self) -> Evidence:
        """The same people, each with the one bell curve only."""
        one = self.centre[:, None]
        return Evidence(self.randomised, one, np.zeros_like(one), np.sqrt(self.variance), self.centre, self.variance)

    def log_marginal(self, mean: Array, spread: Array) -> Array:
        """Sum over people of log L(m, t), up to a constant, [point].

        Parameters
        ----------
        mean, spread : [point], m and t, the outcome's unit.
        """
        out = np.zeros(len(mean))
        if len(self):
            log_marginal(self.values, self.log_ratio, self.width, mean, spread, out)
        return out

    def log_marginal_plainly(self, mean: Array, spread: Array) -> Array:
        """The same, written as it stands above: the reference for `log_marginal`."""
        out = np.zeros(len(mean))
        for point in range(len(mean)):
            squared = spread[point] ** 2 + self.width[:, None] ** 2
            term = self.log_ratio - 0.5 * (self.values - mean[point]) ** 2 / squared - 0.5 * np.log(2 * squared)
            out[point] = np.logaddexp.reduce(term, axis=1).sum()
        return out
