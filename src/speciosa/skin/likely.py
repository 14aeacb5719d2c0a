"""What a colour most likely is: the photo's, weighed against what skin looks like at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge

_LIGHTNESS = (25, 35, 45, 55, 65, 75)
_UNBOUND = 1e3


def likely(
    seen_lab: NDArray[np.float64], error: NDArray[np.float64], knowledge: Knowledge
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bayes' rule for two normal distributions: posterior mean [3] and covariance [3, 3].

    The prior is how a* and b* of people's skin lie at its L*, which the photo tells well and no prior holds. It is
    used for the one absolute number only: photos are compared with each other without it.

    Parameters
    ----------
    seen_lab : [3], CIELAB by the photo alone.
    error : [3, 3], covariance of what it may be off.

    *Valid when* the window shows skin without a tattoo, make-up or a dressing.
    """
    usual = [
        np.interp(seen_lab[0], _LIGHTNESS, [knowledge.choice(f"skin_prior_{each}_at_{at}") for at in _LIGHTNESS])
        for each in "ab"
    ]
    mean = np.array([seen_lab[0], *usual])
    prior = np.diag([_UNBOUND, *(knowledge.choice(f"skin_prior_sd_{each}") for each in "ab")]) ** 2
    gain = prior @ np.linalg.inv(prior + error)
    return mean + gain @ (seen_lab - mean), prior - gain @ prior
