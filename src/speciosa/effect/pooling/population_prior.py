"""What is assumed of people as a whole, and when a packet does not fit among the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from speciosa.knowledge import Knowledge

Array = NDArray[np.float64]


class Populations(NamedTuple):
    """Populations of people, [point] each.

    `mean` and `spread` of true effects; `bias` and `bias_spread`: what is added to them where nobody randomised.
    """

    mean: Array
    spread: Array
    bias: Array
    bias_spread: Array

    @property
    def answers(self) -> tuple[Array, Array]:
        """Mean and SD of the answers that are not randomised."""
        return self.mean + self.bias, np.hypot(self.spread, self.bias_spread)


@dataclass(frozen=True, slots=True)
class PopulationPrior:
    """The priors of a pool, in the outcome's unit, and its limits.

    Parameters
    ----------
    mean_sd, bias_sd : normal around zero.
    between_scale, bias_scale : half-normal, for the spreads of effects and of biases.
    k_hat_most : above it a person's values cannot be reweighted.
    misfit_chance, misfit_any_chance : a packet is set aside below the first, and below the second over
        the number of packets.
    misfit_most_share : more than that are another kind of people, and stay.

    Examples
    --------
    >>> prior = PopulationPrior(1.5, 1.0, 0.7, 0.5, 0.7, 1e-4, 0.01, 0.1)
    >>> populations = prior.populations(np.zeros((1, 4)))
    >>> float(populations.mean[0]), round(float(populations.spread[0]), 3)
    (0.0, 0.674)
    """

    mean_sd: float
    between_scale: float
    bias_sd: float
    bias_scale: float
    k_hat_most: float
    misfit_chance: float
    misfit_any_chance: float
    misfit_most_share: float

    @classmethod
    def of(cls, knowledge: Knowledge) -> Self:
        """As the table of choices says, for an outcome of 0 to 10."""
        keys = (
            "mean_sd_nrs", "between_sd_scale_nrs", "bias_sd_nrs", "bias_spread_scale_nrs", "k_hat_most",
            "misfit_chance", "misfit_any_chance", "misfit_most_share",
        )  # fmt: skip
        return cls(*(knowledge.choice(f"pool_{key}") for key in keys))

    def populations(self, z: Array) -> Populations:
        """Populations of standard normal coordinates.

        Parameters
        ----------
        z : [point, 2] (no bias) or [point, 4]: mean, spread, bias, its spread.
        """
        none = np.zeros(len(z))
        biased = z.shape[1] > 2
        return Populations(
            self.mean_sd * z[:, 0],
            self.between_scale * half_normal(z[:, 1]),
            self.bias_sd * z[:, 2] if biased else none,
            self.bias_scale * half_normal(z[:, 3]) if biased else none,
        )


def half_normal(z: Array) -> Array:
    """The half-normal's quantile where the normal has z: -ndtri(ndtr(-z) / 2), exact in both tails.

    Examples
    --------
    >>> half_normal(np.array([-40.0, 0.0, 3.0])).round(3).tolist()
    [0.0, 0.674, 3.205]
    """
    found: Array = -ndtri(ndtr(-z) / 2)
    return np.abs(found)
