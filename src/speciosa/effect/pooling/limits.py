"""What a number in a packet may be: whoever makes a packet and whoever reads one ask the same."""

from __future__ import annotations

import numpy as np

from speciosa.effect.pooling.packet import Summary
from speciosa.knowledge import Knowledge


def fault_in(number: Summary, knowledge: Knowledge) -> str:
    """What is wrong with a number, without a full stop; empty where nothing is.

    Values ascend and stay within the scale with room to spare; the prior is one that a person's own
    analysis could have had; the spread is smaller than the prior's, and not absurdly small.

    Parameters
    ----------
    number : all its numbers finite.

    Examples
    --------
    >>> from speciosa.effect.pooling.stage_prior import StagePrior
    >>> from speciosa.effect.posterior import Grade
    >>> from speciosa.knowledge import load_knowledge
    >>> certain = Summary(Grade.OBSERVATIONAL, np.linspace(-1.0001, -1.0, 200), StagePrior(0.0, 1.5))
    >>> fault_in(certain, load_knowledge())
    'it is surer than a diary can be'
    """
    values, prior = number.values, number.prior
    if (np.diff(values) < 0).any():
        return "its values do not ascend"
    if np.abs(values).max() > knowledge.choice("pool_value_farthest_nrs"):
        return "a value lies too far from zero for a score of 0 to 10"
    least, most = (knowledge.choice(f"pool_prior_scale_{end}_nrs") for end in ("least", "most"))
    if not (least <= prior.scale <= most and abs(prior.location) <= most):
        return "its prior is not one that a diary is read with"
    if number.variance >= prior.variance:
        return "it is no surer than its prior, so there is nothing to pool"
    if number.variance < prior.variance * knowledge.choice("pool_sd_least_share") ** 2:
        return "it is surer than a diary can be"
    return ""
