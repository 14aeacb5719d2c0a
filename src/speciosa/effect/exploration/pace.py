"""The length of a leapfrog step: a first guess, then dual averaging towards an acceptance of 0.8.

Hoffman and Gelman, JMLR 2014, 15:1593, section 3.2 and algorithm 4.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from speciosa.effect.exploration.trajectory import Field, Place, energy, leapfrog

Array = NDArray[np.float64]
_ACCEPTANCE = 0.8
_EAGER, _STEADY, _FADE = 0.05, 10, 0.75
"""Hoffman and Gelman's gamma, t0 and kappa."""


class Pace:
    """A step that grows while acceptance is above 0.8 and shrinks below it.

    Examples
    --------
    >>> pace = Pace(0.1)
    >>> for _ in range(50):
    ...     pace.heard(1.0)
    >>> pace.step > 0.1
    True
    """

    def __init__(self, step: float) -> None:
        self.step, self._aim = step, math.log(10 * step)
        self._error, self._log_mean, self._count = 0.0, math.log(step), 0

    def heard(self, acceptance: float) -> None:
        """One more transition, and how readily its steps were accepted (0 to 1)."""
        self._count += 1
        share = 1 / (self._count + _STEADY)
        self._error = (1 - share) * self._error + share * (_ACCEPTANCE - acceptance)
        log_step = self._aim - math.sqrt(self._count) / _EAGER * self._error
        fade = self._count**-_FADE
        self._log_mean = fade * log_step + (1 - fade) * self._log_mean
        self.step = math.exp(log_step)

    def settle(self) -> None:
        """From now on the mean of the steps so far."""
        self.step = math.exp(self._log_mean)


def first_step(field: Field, place: Place, variance: Array, rng: np.random.Generator) -> float:
    """A power of two at which a single step is accepted about every other time.

    Parameters
    ----------
    field : log density and gradient.
    place : where to try.
    variance : [dim], the inverse of the mass.
    rng : of the momentum.
    """
    moving = replace(place, momentum=rng.standard_normal(len(place.z)) / np.sqrt(variance))

    def accepted(step: float) -> bool:
        gain = energy(moving, variance) - energy(leapfrog(field, moving, step, variance), variance)
        return gain > -math.log(2)  # NaN, beyond the edge, is not

    step = 0.5
    longer = accepted(step)
    for _ in range(30):
        further = step * 2 if longer else step / 2
        if accepted(further) != longer:
            return step if longer else further
        step = further
    return step
