"""Tempered sequential Monte Carlo on its own."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.exploration.targets import ONE_HUMP, USUAL, Known, two_humps

from speciosa.effect.exploration.tempered import tempered, tempered_cloud

HUMPS = {"two humps": two_humps(4, 0.3), "two narrow humps": two_humps(6, 0.08)}


@pytest.mark.parametrize("name", [*ONE_HUMP, *HUMPS])
def test_mean_width_and_evidence_are_those_of_the_posterior(name: str) -> None:
    known: Known = {**ONE_HUMP, **HUMPS}[name]
    found = tempered(known.target, known.dim, np.random.default_rng(1))
    mean = found.weight @ found.z
    assert found.method == "smc"
    assert found.k_hat < 0.7
    assert found.ess > 500
    assert (np.abs(mean - known.mean) < 0.12 * known.sd).all()
    assert np.sqrt(found.weight @ (found.z - mean) ** 2) == pytest.approx(known.sd, rel=0.08)
    assert found.log_evidence == pytest.approx(known.log_evidence, abs=0.08)


def test_the_cloud_itself_already_lies_on_the_posterior() -> None:
    cloud, asked = tempered_cloud(USUAL.target, USUAL.dim, np.random.default_rng(2))
    assert asked > 10_000
    assert (np.abs(cloud.mean(axis=0) - USUAL.mean) < 0.2 * USUAL.sd).all()
    assert cloud.std(axis=0) == pytest.approx(USUAL.sd, rel=0.15)


def test_steps_from_hump_to_hump_keep_the_shares_right() -> None:
    known = HUMPS["two narrow humps"]
    shares = [(tempered_cloud(known.target, 6, np.random.default_rng(seed))[0][:, 0] > 0).mean() for seed in range(6)]
    assert np.sqrt(np.mean((np.array(shares) - 0.5) ** 2)) < 0.055


def test_the_evidence_is_not_flattered_by_points_that_shaped_the_proposal() -> None:
    known = ONE_HUMP["nothing learnt"]
    errors = [tempered(known.target, known.dim, np.random.default_rng(seed)).log_evidence for seed in range(8)]
    assert abs(np.mean(errors)) < 3 * max(float(np.std(errors)), 0.002) / np.sqrt(8)


def test_a_likelihood_that_is_zero_everywhere_gives_no_number() -> None:
    found = tempered(lambda z: np.full(len(z), -np.inf), 3, np.random.default_rng(1))
    assert (found.k_hat, found.ess) == (np.inf, 0.0)


def test_the_same_state_gives_the_same_bytes() -> None:
    first, second = (tempered(USUAL.target, USUAL.dim, np.random.default_rng(9)) for _ in range(2))
    assert first.z.tobytes() == second.z.tobytes()
    assert first.log_weight.tobytes() == second.log_weight.tobytes()
