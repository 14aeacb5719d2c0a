"""The quick way, on posteriors that are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr
from tests.unit.effect.exploration.targets import ONE_HUMP, USUAL, Array, Known, conjugate, flat, two_humps

from speciosa.effect.exploration.importance import importance
from speciosa.effect.exploration.log_weights import log_sum
from speciosa.effect.exploration.pool import Pool
from speciosa.effect.exploration.proposals import Proposal, StandardNormal, student


@pytest.mark.parametrize("name", ONE_HUMP)
def test_mean_width_and_evidence_are_those_of_the_posterior(name: str) -> None:
    known = ONE_HUMP[name]
    found = importance(known.target, known.dim, np.random.default_rng(1))
    mean = found.weight @ found.z
    assert found.k_hat < 0.7
    assert found.ess > 500
    assert mean == pytest.approx(known.mean, abs=4 / np.sqrt(found.ess) * known.sd.max())
    assert (np.abs(mean - known.mean) < 0.1 * known.sd).all()
    assert np.sqrt(found.weight @ (found.z - mean) ** 2) == pytest.approx(known.sd, rel=0.08)
    assert found.log_evidence == pytest.approx(known.log_evidence, abs=0.06)


def test_a_usual_posterior_costs_what_was_promised() -> None:
    for seed in range(10):
        found = importance(USUAL.target, USUAL.dim, np.random.default_rng(seed))
        assert found.evaluations <= 2304
        assert found.ess >= 1000
        assert found.k_hat < 0.3


def test_over_two_hundred_people_the_means_are_neither_shifted_nor_too_wide() -> None:
    """Truths from the prior, data from the truths: z-scores of what is estimated against what is exact."""
    scores: list[float] = []
    widths: list[float] = []
    evidence: list[float] = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        dim = int(rng.integers(4, 8))
        width = np.exp(rng.uniform(np.log(0.05), np.log(5.0), dim))
        known = conjugate(width, rng.normal(size=dim) * np.sqrt(1 + np.exp(rng.normal(-2, 1, dim))), seed)
        found = importance(known.target, dim, rng)
        mean = found.weight @ found.z
        scores.extend((mean - known.mean) / known.sd * np.sqrt(found.ess))
        widths.extend(np.sqrt(found.weight @ (found.z - mean) ** 2) / known.sd)
        evidence.append(found.log_evidence - known.log_evidence)
        assert found.k_hat < 0.7
    # quasi-random points do better than as many by chance: the scores' own width is below 1
    assert abs(np.mean(scores)) < 0.05
    assert np.std(scores) < 0.6
    assert np.max(np.abs(scores)) < 2.5
    assert np.mean(widths) == pytest.approx(1.0, abs=0.004)
    assert np.mean(evidence) == pytest.approx(0.0, abs=0.01)


def test_points_behind_a_wall_are_left_out() -> None:
    known = ONE_HUMP["zero in half the space"]
    found = importance(known.target, known.dim, np.random.default_rng(2))
    assert (found.z[:, 0] > 0).all()
    assert log_sum(found.log_weight) == pytest.approx(0.0, abs=1e-12)


def test_two_humps_far_apart_are_both_seen_or_the_check_says_no() -> None:
    for width in (0.3, 0.05):
        known = two_humps(4, width)
        found = importance(known.target, known.dim, np.random.default_rng(3))
        right = float(found.weight @ (found.z[:, 0] > 0))
        assert found.k_hat > 0.7 or found.ess < 200 or abs(right - 0.5) < 0.15


def test_a_likelihood_that_is_zero_everywhere_gives_no_number() -> None:
    found = importance(lambda z: np.full(len(z), -np.inf), 4, np.random.default_rng(1))
    assert (found.k_hat, found.ess, found.log_evidence) == (np.inf, 0.0, -np.inf)
    assert np.isfinite(found.z).all()


@pytest.mark.parametrize("seed", range(5))
def test_a_scan_that_hits_once_or_twice_does_not_end_in_a_line(seed: int) -> None:
    def keyhole(z: Array) -> Array:
        return np.where((np.abs(z - 1.0) < 0.45).all(axis=1), 0.0, -np.inf)

    found = importance(keyhole, 4, np.random.default_rng(seed))
    side = ndtr(1.45) - ndtr(0.55)
    middle = (np.exp(-0.5 * 0.55**2) - np.exp(-0.5 * 1.45**2)) / np.sqrt(2 * np.pi) / side
    assert found.k_hat < 0.7
    assert found.ess > 200
    assert found.weight @ found.z == pytest.approx(np.full(4, middle), abs=0.05)
    assert found.log_evidence == pytest.approx(4 * np.log(side), abs=0.15)


def test_the_same_state_gives_the_same_bytes() -> None:
    first, second = (importance(USUAL.target, USUAL.dim, np.random.default_rng(9)) for _ in range(2))
    assert first.z.tobytes() == second.z.tobytes()
    assert first.log_weight.tobytes() == second.log_weight.tobytes()
    assert first.log_evidence == second.log_evidence


def test_points_are_asked_for_in_whole_eights() -> None:
    counts = []

    def counting(z: Array) -> Array:
        counts.append(len(z))
        return USUAL.target(z)

    found = importance(counting, USUAL.dim, np.random.default_rng(1))
    assert [count % 8 for count in counts] == [0] * len(counts)
    assert sum(counts) == found.evaluations


def test_the_pool_weighs_as_the_formula_says() -> None:
    known: Known = ONE_HUMP["heavy tails"]
    rng = np.random.default_rng(4)
    pool = Pool(known.target, known.dim)
    rounds: list[tuple[int, Proposal]] = [
        (64, StandardNormal(3)),
        (128, student(np.ones(3), np.eye(3))),
        (32, student(np.zeros(3), 0.1 * np.eye(3))),
    ]
    for count, proposal in rounds:
        pool.add(proposal, count, rng)
    mixture = sum(count / 224 * np.exp(proposal.log_density(pool.z)) for count, proposal in rounds)
    wanted = known.target(pool.z) + StandardNormal(3).log_density(pool.z) - np.log(mixture)
    assert pool.log_weight == pytest.approx(wanted)
    # the prior is part of the mixture: no weight can run away
    assert pool.log_weight.max() <= np.log(224 / 64) + pool.log_like.max() + 1e-12


def test_nothing_learnt_gives_back_the_prior() -> None:
    found = importance(flat, 7, np.random.default_rng(5))
    assert found.ess > 0.8 * found.evaluations
    assert found.log_evidence == pytest.approx(0.0, abs=0.01)
