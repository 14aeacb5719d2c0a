"""People drawn from the model's own priors: the truth lies anywhere among the draws alike, for every number."""

from __future__ import annotations

import numpy as np
from bench.effect_calibration.bands import leaves, simultaneous_band
from bench.effect_calibration.sbc import PARAMETERS, SEED, calibrate
from numpy.typing import NDArray
from tests.scale import examples

PEOPLE = examples(100, release=10)
JOINT = 0.99


def test_truths_lie_anywhere_among_the_draws_alike() -> None:
    people = calibrate(PEOPLE, workers=1, days=60, records=5, seed=SEED)
    pit = np.array([each.pit for each in people])
    band = simultaneous_band(PEOPLE, (1 - JOINT) / len(PARAMETERS))
    assert {name for at, name in enumerate(PARAMETERS) if leaves(band, pit[:, at])} == set()
    assert [each.method for each in people].count("importance") >= 0.98 * PEOPLE
    assert max(each.k_hat for each in people) <= 0.7


def test_ranks_from_draws_that_are_too_narrow_or_off_leave_the_band() -> None:
    rng = np.random.default_rng(5)
    truth, n = rng.standard_normal(PEOPLE), 500
    band = simultaneous_band(PEOPLE, (1 - JOINT) / len(PARAMETERS))

    def ranks(centre: float, sd: float) -> NDArray[np.float64]:
        found: NDArray[np.float64] = (rng.normal(centre, sd, (n, PEOPLE)) < truth).sum(axis=0) / n + rng.random(
            PEOPLE
        ) / n
        return found

    assert leaves(band, ranks(0.0, 1.0)) == 0
    assert leaves(band, ranks(0.0, 0.5)) > 0
    assert leaves(band, ranks(0.8, 1.0)) > 0


def test_the_band_holds_even_numbers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(6)
    band = simultaneous_band(50, 0.2)
    left = [leaves(band, rng.random(50)) > 0 for _ in range(2000)]
    assert 0.14 < np.mean(left) <= 0.2 + 3.3 * np.sqrt(0.2 * 0.8 / 2000)
