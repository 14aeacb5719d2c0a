"""Points of several rounds, weighted as if all had come from one mixture of all rounds' proposals.

    w(z) = likelihood(z) prior(z) / sum over rounds j of (n_j / N) q_j(z)

This is Veach and Guibas's balance heuristic, the deterministic mixture of Owen and Zhou (2000). A round
that was far off costs nothing but its evaluations; and since the prior is one of the rounds, no weight
exceeds N / n_prior times the likelihood's maximum: the weights cannot run away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.explored import Explored, Method, Target
from speciosa.effect.exploration.log_weights import effective_size, log_sum
from speciosa.effect.exploration.proposals import Proposal, StandardNormal
from speciosa.effect.exploration.psis import smoothed

Array = NDArray[np.float64]
_WEIGHTLESS = -30.0
"""Log weight below which a point is left out: each has less than 1e-13 of the whole."""


@dataclass(slots=True, eq=False)
class Pool:
    """The points so far; `add` is the only way in.

    Parameters
    ----------
    target : log likelihood.
    dim : of a point.
    """

    target: Target
    dim: int
    z: Array = field(init=False)
    log_like: Array = field(init=False)
    log_prior: Array = field(init=False)
    log_mixture: Array = field(init=False)
    """[point], log of the sum over rounds of n_j q_j."""
    rounds: list[tuple[int, Proposal]] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.z = np.empty((0, self.dim))
        self.log_like = self.log_prior = self.log_mixture = np.empty(0)

    def __len__(self) -> int:
        return len(self.z)

    def add(self, proposal: Proposal, count: int, rng: np.random.Generator) -> None:
        """One more round of `count` points."""
        z = proposal.points(count, rng)
        prior = StandardNormal(self.dim).log_density(z)
        mixture = math.log(count) + proposal.log_density(z)
        for before, other in self.rounds:
            dense = prior if isinstance(other, StandardNormal) else other.log_density(z)
            mixture = np.logaddexp(mixture, math.log(before) + dense)
        if len(self):
            old = np.logaddexp(self.log_mixture, math.log(count) + proposal.log_density(self.z))
            mixture = np.concatenate([old, mixture])
        self.log_mixture = mixture
        self.log_like = np.concatenate([self.log_like, self.target(z)])
        self.log_prior = np.concatenate([self.log_prior, prior])
        self.z = np.concatenate([self.z, z])
        self.rounds.append((count, proposal))

    @property
    def log_prior_ratio(self) -> Array:
        """[point], log of prior over the mixture."""
        return self.log_prior - self.log_mixture + math.log(max(len(self), 1))

    @property
    def log_weight(self) -> Array:
        """[point], not normalised: their mean is the evidence."""
        return self.log_prior_ratio + self.log_like

    @property
    def log_evidence(self) -> float:
        """Log of the likelihood's mean under the prior."""
        return log_sum(self.log_weight) - math.log(len(self))

    def explored(self, method: Method, evaluations: int) -> Explored:
        """The points that weigh anything, their tail smoothed, and k-hat.

        Parameters
        ----------
        method : by which the proposals were found.
        evaluations : of the target, those of the pool included.
        """
        log_weight, k_hat = smoothed(self.log_weight)
        ess = effective_size(log_weight) if math.isfinite(self.log_evidence) else 0.0
        weighs = log_weight > _WEIGHTLESS
        kept = log_weight[weighs]
        line = f"{method}: {ess:.0f} effective of {evaluations} points, k-hat {k_hat:.2f}"
        return Explored(
            self.z[weighs], kept - log_sum(kept), k_hat, ess, method, evaluations, (line,), self.log_evidence
        )
