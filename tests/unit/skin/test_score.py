"""A score that a tan cannot raise, and that deep pigment raises by its own size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize
from tests.unit.skin.sessions_made import REPEAT_SD, Array, directions

from speciosa.skin.score import darkening_score, deep_score

COV = 2 * np.diag(REPEAT_SD**2) + 0.64 * np.outer(directions().blood, directions().blood)


def tans(spread_deg: float, count: int = 721) -> Array:
    found = directions()
    beside = np.cross(found.tan, [0.0, 0.0, 1.0])
    beside /= np.linalg.norm(beside)
    turn = np.linspace(0, 2 * np.pi, count)[:, None]
    around = np.cos(turn) * beside + np.sin(turn) * np.cross(found.tan, beside)
    rays: Array = np.cos(np.radians(spread_deg)) * found.tan + np.sin(np.radians(spread_deg)) * around
    return rays


@given(apart=st.floats(25, 120), spread=st.floats(0, 20), scale=st.floats(0.1, 10))
def test_deep_pigment_counts_in_full_and_no_tan_of_the_cone_raises_it(
    apart: float, spread: float, scale: float
) -> None:
    found = directions(apart)
    scores = deep_score(found, scale * COV, spread_deg=spread)
    assert scores is not None
    assert scores.rising @ found.dermal == pytest.approx(1)
    assert scores.falling @ found.dermal == pytest.approx(1)
    size = np.linalg.norm(scores.rising) + np.linalg.norm(scores.falling)
    assert (tans(spread) @ scores.rising).max() <= 1e-4 * size
    assert (tans(spread) @ scores.falling).min() >= -1e-4 * size


@pytest.mark.parametrize("sign", [1, -1])
def test_no_other_score_with_that_promise_has_less_noise(sign: int) -> None:
    found = directions(50)
    scores = deep_score(found, COV, spread_deg=12)
    assert scores is not None
    ours = scores.rising if sign > 0 else scores.falling
    rays = sign * tans(12, 181)
    slow = minimize(
        lambda w: w @ COV @ w, found.dermal, method="SLSQP", options={"maxiter": 500, "ftol": 1e-12},
        constraints=[
            {"type": "eq", "fun": lambda w: w @ found.dermal - 1}, {"type": "ineq", "fun": lambda w: -(rays @ w)},
        ],
    )  # fmt: skip
    assert slow.success
    assert ours @ COV @ ours == pytest.approx(slow.fun, rel=1e-3)


def test_the_less_the_tan_is_known_the_noisier_the_score() -> None:
    noise = []
    for spread in (0, 5, 10, 20):
        scores = deep_score(directions(50), COV, spread_deg=spread)
        assert scores is not None
        noise.append(scores.rising @ COV @ scores.rising)
    assert noise == sorted(noise)
    assert noise[-1] > 1.5 * noise[0]


def test_deep_pigment_within_the_cone_has_no_score() -> None:
    assert deep_score(directions(15), COV, spread_deg=20) is None


def test_all_darkening_sees_a_tan_and_deep_pigment_more_than_a_flush() -> None:
    found = directions()
    score = darkening_score(found, COV)
    assert score @ found.tan > 0.5
    assert score @ found.dermal > 0.5
    middle = (found.tan + found.dermal) / np.linalg.norm(found.tan + found.dermal)
    assert abs(score @ found.blood) < 0.95 * abs(middle @ found.blood)
