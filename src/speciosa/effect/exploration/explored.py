"""What an exploration of a posterior gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Target = Callable[[Array], Array]
"""Points [point, dim] to the log likelihood of each, [point]; -inf is allowed, NaN is not.

The prior is standard normal in every dimension and is added by the exploration.
"""
Method = Literal["importance", "smc", "nuts"]


@dataclass(frozen=True, slots=True, eq=False)
class Explored:
    """Weighted points of a posterior, and how far they can be trusted.

    Parameters
    ----------
    z : [point, dim].
    log_weight : [point], their exponentials add up to 1; all the same after `nuts`.
    k_hat : shape of the weights' tail (`psis`); above 0.7 no number may be given. After `nuts` there
        are no weights to judge: 0 where the chains agree, inf where they do not.
    ess : Kish's effective number of points; after `nuts` the smallest bulk effective size.
    method : which step of the ladder gave the points.
    evaluations : points at which the target was asked for, over all steps tried.
    tried : a line for each step taken: what it gave, and why it was or was not enough.
    log_evidence : log of the likelihood's mean under the prior, estimated; -inf where it was zero everywhere.
    """

    z: Array
    log_weight: Array
    k_hat: float
    ess: float
    method: Method
    evaluations: int
    tried: tuple[str, ...]
    log_evidence: float

    @property
    def weight(self) -> Array:
        """[point], adding up to 1."""
        return np.exp(self.log_weight)
