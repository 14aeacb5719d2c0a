"""What is believed before the record is looked at: rows of choices.csv, in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speciosa.knowledge import Knowledge

Array = NDArray[np.float64]
NONLINEAR = ("effect_site_half_h", "ec50_relative", "tolerance_half_d", "slow_tau_h", "slow_to_noise")
_LN2 = math.log(2)


@dataclass(frozen=True, slots=True)
class Priors:
    """Priors of one analysis.

    Parameters
    ----------
    median, log_sd : [5], of `NONLINEAR`, each log-normal.
    noise_shape, noise_scale : of the noise's variance, inverse gamma, points squared.
    sd : of the linear coefficients by name, in points at a typical noise.
    typical_noise : SD of the noise to which `sd` refers, points: a prior is sd / typical_noise noise SDs.
    tolerance_mean : prior mean of the points that full tolerance adds.
    centre : prior mean of the outcome's level, points.
    """

    median: tuple[float, ...]
    log_sd: tuple[float, ...]
    noise_shape: float
    noise_scale: float
    sd: dict[str, float]
    typical_noise: float
    tolerance_mean: float
    centre: float

    @classmethod
    def default(cls, knowledge: Knowledge) -> Priors:
        """The priors that every report begins with."""
        choice = knowledge.choice
        return cls(
            tuple(choice(f"effect_{name}_median") for name in NONLINEAR),
            tuple(choice(f"effect_{name}_log_sd") for name in NONLINEAR),
            choice("effect_noise_shape"),
            choice("effect_noise_scale"),
            {name: choice(f"effect_{name}_sd") for name in _LINEAR},
            choice("effect_noise_typical"),
            choice("effect_tolerance_mean"),
            choice("effect_level_centre"),
        )

    @classmethod
    def sceptical(cls, knowledge: Knowledge) -> Priors:
        """The same with the sceptic's prior of the effect: of outcomes that were not chosen beforehand.

        Whoever looks at many outcomes finds one that moved: the more outcomes, the more of them by chance.
        """
        default = cls.default(knowledge)
        return replace(default, sd={**default.sd, "effect": knowledge.choice("effect_effect_sceptical_sd")})

    def theta_of(self, z: Array) -> Array:
        """Rates and ratios from standard normal coordinates, [n, 5]: ke 1/h, EC50, kT 1/h, tau h, rho.

        Parameters
        ----------
        z : [n, 5].
        """
        value = np.array(self.median) * np.exp(np.array(self.log_sd) * z)
        value[:, 0] = _LN2 / value[:, 0]
        value[:, 2] = _LN2 / (24.0 * value[:, 2])
        return np.ascontiguousarray(value)

    def relative(self, name: str) -> float:
        """Prior SD of a linear coefficient in units of the noise's SD."""
        return self.sd[name] / self.typical_noise


_LINEAR = ("effect", "tolerance", "carry_in", "unassigned", "level", "trend", "cycle", "run_in", "covariate")
