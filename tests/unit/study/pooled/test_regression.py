"""The line through people: it covers the truth, a few move nothing, and it is what a slow sum says."""

from __future__ import annotations

import os

import numpy as np
import pytest
from scipy.stats import norm

from speciosa.knowledge import load_knowledge
from speciosa.study.pooled.regression import LinePrior, People, coefficients, fit_line
from speciosa.study.pooled.regression import _log_likelihood as log_likelihood

FULL = bool(os.environ.get("SPECIOSA_FULL"))
COHORTS = 1000 if FULL else 200
SLACK = 0.02 if FULL else 0.035
"""Around 0.95; two standard errors and a half of 200 cohorts are 0.039, of 1,000 0.017."""
CHOICE = load_knowledge().choice
SIDE = LinePrior.of(
    load_knowledge(), CHOICE("study_side_effect_mean_sd"), 0.0, CHOICE("study_side_effect_spread_scale")
)
TRAIT = LinePrior.of(load_knowledge(), 1.66, CHOICE("study_trait_slope_sd_nrs"), 1.12)
SKIN = LinePrior.of(
    load_knowledge(), CHOICE("study_skin_start_sd"), CHOICE("study_skin_slope_sd"), CHOICE("study_skin_spread_scale")
)


def simulated(
    prior: LinePrior, people: int, rng: np.random.Generator, *, sd: tuple[float, float], x_sd: float = 0.0
) -> tuple[People, float, float]:
    """A cohort of a population drawn as assumed; strays and the error of x as assumed, too."""
    z = rng.standard_normal((1, 3 if prior.slope_sd else 2))
    start, slope, spread = (float(each[0]) for each in coefficients(prior, z))
    own, x = rng.uniform(*sd, people), rng.normal(0, 1.0, people) if prior.slope_sd else np.zeros(people)
    stray = (rng.random(people) < prior.stray_share) * rng.normal(0, prior.stray_sd, people)
    y = start + slope * (x + x_sd * rng.standard_normal(people)) + rng.normal(0, spread, people) + stray
    return People(y + own * rng.standard_normal(people), own, x, np.full(people, x_sd)), start, slope


@pytest.mark.parametrize(("prior", "people", "sd", "x_sd"), [
    (SIDE, 6, (0.2, 0.8), 0.0), (SIDE, 40, (0.2, 0.8), 0.0), (TRAIT, 30, (0.3, 0.9), 0.7), (SKIN, 25, (0.4, 1.2), 0.2),
], ids=["six people's symptom", "forty people's symptom", "trait", "skin"])  # fmt: skip
def test_intervals_hold_the_truth_in_19_of_20_cohorts(
    prior: LinePrior, people: int, sd: tuple[float, float], x_sd: float
) -> None:
    rng, held, total, ends = np.random.default_rng(20260317), 0, 0.0, []
    for _ in range(COHORTS):
        cohort, start, slope = simulated(prior, people, rng, sd=sd, x_sd=x_sd)
        line = fit_line(cohort, prior, rng)
        draws, truth = (line.slope, slope) if line.slope is not None else (line.start, start)
        low, high = draws.interval(0.95)
        held += low <= truth <= high
        total += (draws.values < truth).mean()
        ends.append(high - low)
    assert held / COHORTS == pytest.approx(0.95, abs=SLACK)
    assert total / COHORTS == pytest.approx(0.5, abs=3 * 0.29 / COHORTS**0.5)
    assert np.mean(ends) < 4 * (prior.slope_sd or prior.start_sd)  # and it says more than what was assumed


def test_a_wrong_error_of_each_person_is_caught_by_the_same_count() -> None:
    rng, held = np.random.default_rng(5), 0
    for _ in range(60):
        cohort, start, _ = simulated(SIDE, 40, rng, sd=(0.2, 0.8))
        y = cohort.y + 0.5  # everybody off in the same direction
        low, high = fit_line(People(y, cohort.sd, cohort.x, cohort.x_sd), SIDE, rng).start.interval(0.95)
        held += low <= start <= high
    assert held / 60 < 0.6


def test_two_people_far_off_hardly_move_a_line() -> None:
    rng = np.random.default_rng(2)
    x = rng.uniform(0, 3, 40)
    sd = np.full(40, 0.5)
    y = 1.0 + 0.8 * x + rng.normal(0, 0.7, 40)
    clean = fit_line(People(y, sd, x, 0 * x), SKIN, np.random.default_rng(3))
    y[np.argsort(x)[-2:]] += 15.0
    astray = fit_line(People(y, sd, x, 0 * x), SKIN, np.random.default_rng(3))
    assert clean.slope is not None
    assert astray.slope is not None
    assert abs(astray.slope.mean - clean.slope.mean) < clean.slope.sd
    assert abs(np.polyfit(x, y, 1)[0] - clean.slope.mean) > 5 * clean.slope.sd


def test_the_likelihood_is_the_plain_sum_over_people() -> None:
    rng = np.random.default_rng(4)
    cohort, _, _ = simulated(SKIN, 7, rng, sd=(0.4, 1.2), x_sd=0.3)
    z = rng.standard_normal((5, 3))
    plain = []
    for a, b, tau in zip(*coefficients(SKIN, z), strict=True):
        near = np.sqrt(cohort.sd**2 + tau**2 + (b * cohort.x_sd) ** 2)
        far = np.hypot(near, SKIN.stray_sd)
        mean = a + b * cohort.x
        one = (1 - SKIN.stray_share) * norm.pdf(cohort.y, mean, near) + SKIN.stray_share * norm.pdf(cohort.y, mean, far)
        plain.append(np.log(one * np.sqrt(2 * np.pi)).sum())
    np.testing.assert_allclose(log_likelihood(cohort, SKIN, z), plain)


def test_the_same_state_gives_the_same_draws() -> None:
    cohort, _, _ = simulated(TRAIT, 20, np.random.default_rng(1), sd=(0.3, 0.9))
    one, two = (fit_line(cohort, TRAIT, np.random.default_rng(9)) for _ in range(2))
    assert one.start.values.tobytes() == two.start.values.tobytes()
