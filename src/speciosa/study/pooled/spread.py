"""How people differ: how much of it is chance, what one more person may expect, and for how many it goes which way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from speciosa.effect.pooling import Pooled
from speciosa.effect.posterior import Middle

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Spread:
    """How people differ.

    Parameters
    ----------
    sd : of true effects between people, the outcome's unit.
    one_more : the effect in one more person like these.
    chance : of the variance of people's answers, the share that is the error of each answer alone.
    better, worse, neither : share of people like these whose effect is better, or worse, by at least a difference
        that people notice, and of all others.
    """

    sd: Middle
    one_more: Middle
    chance: Middle
    better: Middle
    worse: Middle
    neither: Middle

    def to_json(self) -> dict[str, object]:
        names = ("sd", "one_more", "chance", "better", "worse", "neither")
        return {
            name: {"median": each.median, "interval_95": [each.low, each.high]}
            for name in names
            for each in [getattr(self, name)]
        }


def spread_of(pooled: Pooled, variance: Array, *, notice: float) -> Spread:
    """How the people of a pool differ.

    chance = v / (v + tau^2 + (share not randomised) omega^2), v the typical variance of Higgins and Thompson:
    (n - 1) sum of w / ((sum of w)^2 - sum of w^2), w = 1 / variance. It is 1 - I^2.

    Parameters
    ----------
    variance : [person], of each one's own answer, two people at least.
    notice : a difference that people notice, the outcome's unit.
    """
    mean, spread = pooled.effect.values, np.maximum(pooled.between_sd.values, 1e-9)
    if pooled.better == "lower":
        mean = -mean
    better, worse = ndtr((mean - notice) / spread), ndtr((-notice - mean) / spread)
    other = pooled.bias_sd.values if pooled.bias_sd is not None else np.zeros(len(spread))
    real = spread**2 + (1 - pooled.n_randomised / pooled.n) * other**2
    typical = typical_variance(variance)
    return Spread(
        middle(pooled.between_sd.values), middle(pooled.new_person.values), middle(typical / (typical + real)),
        middle(better), middle(worse), middle(1 - better - worse),
    )  # fmt: skip


def typical_variance(variance: Array) -> float:
    """Higgins and Thompson's.

    Examples
    --------
    >>> round(typical_variance(np.array([0.25, 0.25, 0.25])), 3)
    0.25
    """
    weight = 1 / variance
    return float((len(weight) - 1) * weight.sum() / (weight.sum() ** 2 - (weight**2).sum()))


def middle(values: Array) -> Middle:
    """Median and central 95 % interval of draws."""
    low, median, high = np.quantile(values, [0.025, 0.5, 0.975])
    return Middle(float(median), float(low), float(high))
