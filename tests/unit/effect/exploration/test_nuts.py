"""The No-U-Turn sampler on its own: its steps, its transition, its chains."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.effect.exploration.targets import Array, Known, by_grid, conjugate, in_steps, two_humps

from speciosa.effect.exploration.nuts import _Asked, nuts
from speciosa.effect.exploration.pace import Pace, first_step
from speciosa.effect.exploration.trajectory import Place, energy, leapfrog, transition

PRECISION = np.array([[2.0, 0.8], [0.8, 1.0]])


def normal(z: Array) -> tuple[float, Array]:
    slope = -PRECISION @ z
    return float(0.5 * z @ slope), slope


def at(z: Array, momentum: Array) -> Place:
    return Place(z, momentum, *normal(z))


def test_leapfrog_goes_back_the_way_it_came_and_keeps_the_energy() -> None:
    variance = np.array([0.5, 2.0])
    start = at(np.array([1.0, -0.5]), np.array([0.3, 0.7]))
    place = start
    for _ in range(50):
        place = leapfrog(normal, place, 0.05, variance)
    assert energy(place, variance) == pytest.approx(energy(start, variance), abs=2e-3)
    for _ in range(50):
        place = leapfrog(normal, place, -0.05, variance)
    assert place.z == pytest.approx(start.z)
    assert place.momentum == pytest.approx(start.momentum)


@pytest.mark.parametrize("step", [0.3, 1.1])
def test_a_transition_keeps_the_distribution_it_starts_from(step: float) -> None:
    """Points that follow the target still follow it afterwards, whatever the step."""
    rng = np.random.default_rng(1)
    covariance = np.linalg.inv(PRECISION)
    z = rng.multivariate_normal(np.zeros(2), covariance, 3000)
    moved = np.array([transition(normal, at(each, each), step, np.ones(2), rng)[0].z for each in z])
    assert moved.mean(axis=0) == pytest.approx(np.zeros(2), abs=0.1)
    assert np.cov(moved, rowvar=False) == pytest.approx(covariance, abs=0.12)
    heights = [np.array([normal(each)[0] for each in points]) for points in (z, moved)]
    assert heights[1].mean() == pytest.approx(-1.0, abs=4 / np.sqrt(3000))
    assert np.mean(np.abs(moved - z).sum(axis=1) > 0.05) > 0.7


def test_the_gradient_by_differences_is_the_gradient_and_one_call() -> None:
    known = conjugate(np.array([0.3, 0.5, 1.0]), np.array([0.5, 0.0, -0.5]))
    calls = []

    def counting(z: Array) -> Array:
        calls.append(len(z))
        return known.target(z)

    field = _Asked(counting, 2, np.array([0.7]))
    z = np.array([0.2, -0.4])
    value, slope = field(z)
    assert calls == [5]
    step = 1e-3
    wanted = [(field(z + step * unit)[0] - field(z - step * unit)[0]) / (2 * step) for unit in np.eye(2)]
    assert slope == pytest.approx(np.array(wanted), rel=1e-5)
    assert value == pytest.approx(known.target(np.array([[0.2, -0.4, 0.7]]))[0] - 0.5 * z @ z)


def test_coordinates_without_a_gradient_are_redrawn_from_their_posterior() -> None:
    def edge(z: Array) -> Array:
        return np.where(z[:, 1] > 1.5, np.log(30.0), 0.0)

    field, rng, above = _Asked(edge, 1, np.zeros(1)), np.random.default_rng(2), 0
    for _ in range(4000):
        field.redrawn(np.zeros(1), rng)
        above += int(field.rest[0] > 1.5)
    prior = 0.0668072
    assert above / 4000 == pytest.approx(30 * prior / (1 + 29 * prior), abs=0.03)


def test_the_pace_finds_the_step_with_the_wanted_acceptance() -> None:
    rng = np.random.default_rng(3)
    pace = Pace(5.0)
    for _ in range(1500):
        pace.heard(float(np.exp(-pace.step)) * rng.uniform(0.9, 1.1))
    pace.settle()
    assert np.exp(-pace.step) == pytest.approx(0.8, abs=0.03)


@pytest.mark.parametrize("width", [0.01, 1.0])
def test_the_first_step_suits_the_width_of_the_target(width: float) -> None:
    def target(z: Array) -> Array:
        found: Array = -0.5 * ((z / width) ** 2).sum(axis=1)
        return found

    field, place = _Asked(target, 1, np.zeros(0)), Place(np.zeros(1), np.zeros(1), 0.0, np.zeros(1))
    found = [first_step(field, place, np.ones(1), np.random.default_rng(seed)) for seed in range(5)]
    assert 0.1 * width < np.median(found) < 8 * width


CHAINS = {
    "normal": (conjugate(np.array([0.2, 0.5]), np.array([1.0, -0.5])), 2),
    "in steps": (by_grid(in_steps, 2), 1),
}


@pytest.mark.parametrize("name", CHAINS)
def test_mean_width_and_evidence_are_those_of_the_posterior(name: str) -> None:
    known, smooth = CHAINS[name]
    found = nuts(known.target, known.dim, np.random.default_rng(1), draws=2000, smooth=smooth)
    assert (found.k_hat, found.method) == (0.0, "nuts")
    assert found.ess > 400
    assert (np.abs(found.z.mean(axis=0) - known.mean) < 4 * known.sd / np.sqrt(found.ess)).all()
    assert found.z.std(axis=0) == pytest.approx(known.sd, rel=0.12)
    assert found.log_evidence == pytest.approx(known.log_evidence, abs=0.06)
    assert np.ptp(found.log_weight) == 0.0
    assert np.exp(found.log_weight).sum() == pytest.approx(1.0)


def test_chains_in_two_humps_do_not_agree_and_give_no_number() -> None:
    known: Known = two_humps(2, 0.1)
    found = nuts(known.target, 2, np.random.default_rng(4), draws=400)
    assert found.k_hat == np.inf
