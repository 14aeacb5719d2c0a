"""The ladder: the quick way first, a slower one only where the quick one's own check says no.

    importance -> smc -> nuts, a step further where k-hat > 0.7 or fewer than 200 points are effective

A step is never taken, or left out, in silence: `Explored.tried` has a line for each.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from speciosa.effect.exploration.explored import Explored, Target
from speciosa.effect.exploration.importance import importance
from speciosa.effect.exploration.nuts import nuts
from speciosa.effect.exploration.tempered import tempered

K_HAT_MOST = 0.7
"""Vehtari et al. 2024: above it the error no longer falls as weights promise."""
ESS_LEAST = 200.0
"""Our own choice: an interval's end is then known to about a tenth of a standard deviation."""
_CHAIN_DRAWS = 4000
"""With fewer, R-hat of chains that agree is often above 1.01 by chance."""


def explore(
    target: Target, dim: int, rng: np.random.Generator, *, draws: int = 1536, smooth: int | None = None
) -> Explored:
    """Weighted points of a posterior under a standard normal prior, by the first way that holds.

    Parameters
    ----------
    target : log likelihood of points [point, dim], [point]; -inf allowed, NaN not.
    dim : 1 to 8.
    rng : the same state gives the same bytes.
    draws : points of the last round of each way.
    smooth : so many of the first coordinates the target is smooth in; it may go in steps in the others.
        Default all.

    Returns
    -------
    Where no way holds: the last one's points with `k_hat` inf; no number may be made from them.

    Examples
    --------
    >>> def score(z):
    ...     return -0.5 * ((1.0 - z[:, 0]) / 0.5) ** 2
    >>> found = explore(score, 2, np.random.default_rng(1))
    >>> found.method, len(found.tried)
    ('importance', 1)
    """
    found = importance(target, dim, rng, draws=draws)
    tried: tuple[str, ...] = (judged(found),)
    asked = found.evaluations
    if not holds(found):
        found = tempered(target, dim, rng, draws=draws)
        tried, asked = (*tried, judged(found)), asked + found.evaluations
    if not holds(found) and found.log_evidence > -np.inf:
        found = nuts(target, dim, rng, draws=max(draws, _CHAIN_DRAWS), smooth=smooth)
        tried, asked = (*tried, judged(found)), asked + found.evaluations
    return replace(found, tried=tried, evaluations=asked)


def holds(found: Explored) -> bool:
    """Whether numbers may be made from these points.

    Examples
    --------
    >>> from speciosa.effect.exploration.importance import importance
    >>> holds(importance(lambda z: np.zeros(len(z)), 1, np.random.default_rng(1)))
    True
    """
    return found.k_hat <= K_HAT_MOST and found.ess >= ESS_LEAST


def judged(found: Explored) -> str:
    """The line of a step, with what became of it."""
    if holds(found):
        verdict = "enough"
    elif found.log_evidence == -np.inf:
        verdict = "not enough: the likelihood is zero at every point"
    elif found.method == "nuts":
        verdict = "not enough: the chains do not agree"
    elif found.k_hat > K_HAT_MOST:
        verdict = f"not enough: k-hat above {K_HAT_MOST}"
    else:
        verdict = f"not enough: fewer than {ESS_LEAST:.0f} effective"
    return f"{found.tried[-1]}: {verdict}"
