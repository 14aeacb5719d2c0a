"""The population that people come from: mean, spread, and what is added where nobody randomised.

    theta_i ~ N(mu, tau^2)                     the true effect of a person
    answer_i = theta_i                         where it was randomised
    answer_i = theta_i + N(delta, omega^2)     where it was not

Each person's answer enters through the likelihood L_i of `evidence`, theta_i integrated out:

    p(mu, tau, delta, omega | all) ~ prior x product of L_i(mu, tau) x product of L_j(mu + delta, sqrt(tau^2 + omega^2))

over randomised i and the others j. Two or four numbers are left, and `exploration` explores them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration import Explored, explore, holds
from speciosa.effect.pooling.evidence import Evidence
from speciosa.effect.pooling.population_prior import PopulationPrior, Populations
from speciosa.values.draws import resampled
from speciosa.values.errors import FitError

Array = NDArray[np.float64]


def explore_population(
    groups: Sequence[Evidence], prior: PopulationPrior, rng: np.random.Generator
) -> tuple[Explored, bool]:
    """Weighted points of the population, and whether the bias is among them.

    Parameters
    ----------
    groups : people, each in one group; groups may differ in the number of values.

    Returns
    -------
    The points in standard normal coordinates (`PopulationPrior.populations`); True where somebody is not randomised.

    Raises
    ------
    FitError : no way of exploring held.
    """
    randomised = [each.only(each.randomised) for each in groups]
    others = [each.only(~each.randomised) for each in groups]
    biased = any(map(len, others))

    def log_likelihood(z: Array) -> Array:
        found = prior.populations(z)
        out = np.zeros(len(z))
        for each in randomised:
            out += each.log_marginal(found.mean, found.spread)
        for each in others:
            out += each.log_marginal(*found.answers)
        return out

    explored = explore(log_likelihood, 4 if biased else 2, rng)
    if not holds(explored):
        raise FitError(
            "the packets could not be pooled: the weights of the population cannot be trusted",
            todo="please report it; no diary is needed for that",
        )
    return explored, biased


def draws_of(explored: Explored, count: int, prior: PopulationPrior, rng: np.random.Generator) -> Populations:
    """Equally likely populations, in an order that means nothing.

    Parameters
    ----------
    count : of populations.
    """
    at = resampled(explored.weight, count, rng)
    rng.shuffle(at)
    return prior.populations(explored.z[at])
