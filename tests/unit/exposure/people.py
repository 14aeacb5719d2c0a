"""Made-up bodies for the tests of the kernels."""

from __future__ import annotations

import numpy as np

from speciosa.exposure import Kinetics


def bodies(count: int, seed: int = 0, *, compartments: int = 2, full: bool = True) -> Kinetics:
    """People whose rates spread over two orders of magnitude."""
    random = np.random.default_rng(seed)

    def near(middle: float) -> np.ndarray:
        return middle * np.exp(random.normal(0.0, 0.7, count))

    given = {"ka": near(2.0), "alag": near(0.25), "cl": near(230.0), "v": near(500.0)}
    if compartments > 1:
        given |= {"q": near(400.0), "v2": near(9000.0)}
    if compartments > 2:
        given |= {"q3": near(40.0), "v3": near(9000.0)}
    if full:
        given |= {"fm": near(0.08), "fp": near(0.06), "clm": near(130.0), "vm": near(300.0), "ke0": near(0.5)}
    return Kinetics(**given)
