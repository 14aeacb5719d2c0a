"""What a colour most likely is: the photo's, weighed against what skin looks like at all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge

_CHANNELS = ("l", "a", "b")
_PAIRS = (("l", "a"), ("l", "b"), ("a", "b"))


def likely(
    seen_lab: NDArray[np.float64], error: NDArray[np.float64], knowledge: Knowledge
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Bayes' rule for two normal distributions: posterior mean [3] and covariance [3, 3].

    The prior is the colour of people's skin over arms, hands, face and neck. It is used for the one
    absolute number only: photos are compared with each other without it.

    Parameters
    ----------
    seen_lab : [3], CIELAB by the photo alone.
    error : [3, 3], covariance of what it may be off.

    *Valid when* the window shows skin without a tattoo, make-up or a dressing.
    """
    sd = np.array([knowledge.choice(f"skin_prior_sd_{each}") for each in _CHANNELS])
    correlation = np.eye(3)
    for one, other in _PAIRS:
        at = _CHANNELS.index(one), _CHANNELS.index(other)
        correlation[at] = correlation[at[::-1]] = knowledge.choice(f"skin_prior_correlation_{one}_{other}")
    prior = correlation * np.outer(sd, sd)
    mean = np.array([knowledge.choice(f"skin_prior_mean_{each}") for each in _CHANNELS])
    gain = prior @ np.linalg.inv(prior + error)
    return mean + gain @ (seen_lab - mean), prior - gain @ prior
