"""The anchor of the platform design: the t-test on plain daily numbers that remember the day before by 0.7."""

from __future__ import annotations

import numpy as np
from scipy.signal import lfilter

from bench.effect_calibration.people import DRIFT_NRS, PLATFORM_BLOCKS, PLATFORM_D
from speciosa.simulate.usual_analyses import Days, t_test

LAG = 0.7
_SEED, _SERIES = 20_260_304, 2000


def t_test_claims(*, drift: bool) -> float:
    """Share of made-up series without an effect in which Welch's t-test says that there is one."""
    rng, days = np.random.default_rng([_SEED, int(drift)]), PLATFORM_D * PLATFORM_BLOCKS
    shocks = rng.standard_normal((_SERIES, days))
    shocks[:, 1:] *= np.sqrt(1 - LAG**2)
    series = lfilter([1.0], [1.0, -LAG], shocks, axis=1)
    if drift:
        series += DRIFT_NRS * np.linspace(-0.5, 0.5, days) * rng.choice([-1.0, 1.0], (_SERIES, 1))
    period = np.repeat(np.arange(PLATFORM_BLOCKS), PLATFORM_D)
    plan = Days(np.arange(days), series[0], period % 2 == 0, period)
    return float(np.mean([t_test(Days(plan.day, each, plan.on, plan.period)).claims for each in series]))
