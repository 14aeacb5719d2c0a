"""What was assumed of a number before a person's record was looked at: the prior that pooling takes out again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Family(StrEnum):
    """The shapes that a first-stage prior may have."""

    NORMAL = "normal"
    STUDENT_T = "student_t"


@dataclass(frozen=True, slots=True)
class StagePrior:
    """The exact prior of one number in a person's own analysis.

    Parameters
    ----------
    location, scale : in the outcome's unit; a normal's mean and SD.
    family : normal or Student's t.
    df : degrees of freedom of a t, above 2, so that it has a variance; None for a normal.

    Raises
    ------
    ValueError : a number is not finite, the scale is not above zero, or `df` does not fit the family.

    Valid when: it is the prior of the very number that is handed on. Where draws allow for what was not
    recorded, the prior is that of a number with the same allowance.

    Examples
    --------
    >>> prior = StagePrior(0.0, 1.2, Family.STUDENT_T, 6.0)
    >>> round(prior.variance, 2), round(float(prior.log_density(np.zeros(1))[0]), 3)
    (2.16, -1.143)
    """

    location: float
    scale: float
    family: Family = Family.NORMAL
    df: float | None = None

    def __post_init__(self) -> None:
        numbers = (self.location, self.scale, 3.0 if self.df is None else self.df)
        if not all(map(math.isfinite, numbers)) or self.scale <= 0:
            raise ValueError("a prior needs a finite location and a scale above zero")
        if (self.df is None) is not (self.family is Family.NORMAL) or (self.df is not None and self.df <= 2):
            raise ValueError("a t has degrees of freedom above 2, a normal has none")

    @property
    def variance(self) -> float:
        """In the outcome's unit, squared: scale^2, times df / (df - 2) for a t."""
        return self.scale**2 * (1.0 if self.df is None else self.df / (self.df - 2))

    def slope(self, value: Array) -> Array:
        """Derivative of the log density at each value, any shape: -z / scale, and -(df + 1) z / (df + z^2) / scale."""
        z = (value - self.location) / self.scale
        found: Array = -z if self.df is None else -(self.df + 1) * z / (self.df + z**2)
        return found / self.scale

    def log_density(self, value: Array) -> Array:
        """Log density at each value, any shape.

        normal: -z^2 / 2 - log(scale sqrt(2 pi)).
        t: log Gamma((df + 1) / 2) - log Gamma(df / 2) - log(df pi) / 2 - log scale
        - (df + 1) / 2 log(1 + z^2 / df), with z = (value - location) / scale.
        """
        squared = ((value - self.location) / self.scale) ** 2
        if self.df is None:
            found: Array = -0.5 * squared - math.log(self.scale * math.sqrt(2 * math.pi))
            return found
        half = (self.df + 1) / 2
        constant = math.lgamma(half) - math.lgamma(self.df / 2) - 0.5 * math.log(self.df * math.pi)
        tail: Array = constant - math.log(self.scale) - half * np.log1p(squared / self.df)
        return tail
