"""The blinding index and its interval."""

from __future__ import annotations

import math

import pytest

from speciosa.knowledge import Knowledge
from speciosa.trial import blinding_index
from speciosa.trial.guesses import score_interval

ARMS = ["usual", "-25%"] * 4


def test_all_right_is_one_and_all_wrong_is_minus_one(knowledge: Knowledge) -> None:
    right = ["usual" if arm == "usual" else "less" for arm in ARMS]
    wrong = ["less" if arm == "usual" else "usual" for arm in ARMS]
    for said, index in ((right, 1.0), (wrong, -1.0)):
        found = blinding_index(ARMS, said, knowledge)
        assert found.held is False
        assert {arm: each.index for arm, each in found.of_arm.items()} == {"usual": index, "-25%": index}


def test_guessing_the_same_every_time_is_no_sign_of_knowing(knowledge: Knowledge) -> None:
    found = blinding_index(ARMS, ["less"] * 8, knowledge)
    assert found.held is True
    assert found.of_arm["-25%"].index == 1.0
    assert found.of_arm["usual"].index == -1.0
    assert blinding_index(ARMS, ["dont_know"] * 8, knowledge).held is True


def test_few_guesses_say_nothing(knowledge: Knowledge) -> None:
    assert blinding_index(ARMS[:5], ["dont_know"] * 5, knowledge).held is None
    assert blinding_index([], [], knowledge).both is None
    assert blinding_index(["usual"] * 8, ["usual"] * 8, knowledge).held is None


def test_between_two_lower_levels_the_higher_one_is_the_usual_guess(knowledge: Knowledge) -> None:
    arms = ["-25%", "-50%"] * 4
    said = ["usual", "less"] * 4
    both = blinding_index(arms, said, knowledge, higher="-25%").both
    assert both is not None
    assert both.index == 1.0


@pytest.mark.parametrize(("right", "wrong"), [(0.5, 0.3), (0.2, 0.2), (0.8, 0.1), (0.05, 0.0)])
@pytest.mark.parametrize("n", [6, 12, 30])
def test_the_interval_holds_the_truth_in_about_nineteen_of_twenty(right: float, wrong: float, n: int) -> None:
    """Exact coverage: every possible count, by its probability."""
    covered = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            ways = math.comb(n, b) * math.comb(n - b, c)
            probability = ways * right**b * wrong**c * (1 - right - wrong) ** (n - b - c)
            low, high = score_interval(b, c, n)
            covered += probability * (low <= right - wrong <= high)
    assert 0.91 < covered <= 1.0


def test_the_ends_of_the_interval_lie_one_point_ninety_six_away() -> None:
    """The score itself, with its restricted share found by looking along the whole line."""
    right, wrong, n = 7, 2, 15
    for d in score_interval(right, wrong, n):
        likely = max(
            (q / 20_000 for q in range(20_001) if q / 20_000 + d >= 0 and 2 * q / 20_000 + d <= 1),
            key=lambda q: sum(
                k * math.log(p) if p > 0 else (-math.inf if k else 0.0)
                for k, p in ((right, q + d), (wrong, q), (n - right - wrong, 1 - 2 * q - d))
            ),
        )
        score = (right - wrong - n * d) / math.sqrt(n * (2 * likely + d - d * d))
        assert abs(abs(score) - 1.959964) < 0.01
