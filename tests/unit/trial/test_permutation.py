"""The check without a model keeps its promise whatever the trend and the correlation."""

from __future__ import annotations

import numpy as np
import pytest
from tests.unit.trial.made import daily, design, said

from speciosa.trial import Trial, permutation_p
from speciosa.trial.permutation import PermutationTest
from speciosa.trial.planned import Period
from speciosa.trial.sequences import Sequences
from speciosa.values.gaps import NotAssessed

ONE = ("usual", "-25%", "-25%", "usual", "usual", "-25%", "-25%", "usual")


def shown(found: PermutationTest | NotAssessed) -> PermutationTest:
    assert isinstance(found, PermutationTest)
    return found


def test_p_is_no_smaller_than_it_says_with_trend_and_correlation() -> None:
    rng = np.random.default_rng(5)
    made = design(blocks=5)
    sequences = Sequences(made)
    ps = []
    for _ in range(1500):
        noise = np.zeros(made.days)
        for day in range(1, made.days):
            noise[day] = 0.85 * noise[day - 1] + rng.normal()
        scores = noise + 0.05 * np.arange(made.days)
        arms = sequences[int(rng.integers(len(sequences)))]
        ps.append(shown(permutation_p(scores.reshape(10, 10).mean(axis=1), arms, made)).p)
    # 32 orders come in mirrored pairs: p is a multiple of 1/16, each as likely as the others
    steps = np.round(np.array(ps) * 16).astype(int)
    shares = np.bincount(steps, minlength=17)[1:] / len(ps)
    assert np.abs(shares - 1 / 16).max() < 0.028  # 4.5 standard errors
    assert np.mean(np.array(ps) <= 1 / 16) < 1 / 16 + 0.02


def test_a_margin_asks_another_question_than_any_difference() -> None:
    made = design(blocks=5)
    arms = (*ONE, "usual", "-25%")
    less = np.array([arm == "-25%" for arm in arms])
    equal = np.where(less, 5.0, 5.0) + np.linspace(0, 0.3, 10)
    assert shown(permutation_p(equal, arms, made, margin=1.0)).p < 0.05
    assert shown(permutation_p(equal, arms, made)).p > 0.2
    worse = np.where(less, 7.0, 5.0)
    assert shown(permutation_p(worse, arms, made, margin=1.0)).p == 1.0
    assert shown(permutation_p(-worse, arms, made, margin=1.0, better="higher")).p == 1.0
    assert shown(permutation_p(worse, arms, made, margin=1.0, better="higher")).p < 0.05


def test_the_exact_p_is_the_share_of_orders_at_least_as_far_out() -> None:
    made = design(blocks=4)
    means = np.array([3.0, 4.5, 4.0, 3.5, 3.0, 5.0, 4.5, 4.0])
    sequences = Sequences(made)

    def difference(arms: tuple[str, ...]) -> float:
        less = np.array([arm == "-25%" for arm in arms])
        return float(means[less].mean() - means[~less].mean())

    wanted = float(np.mean([abs(difference(sequences[at])) >= abs(difference(ONE)) - 1e-12 for at in range(16)]))
    found = shown(permutation_p(means, ONE, made))
    assert (found.p, found.difference, found.sequences, found.exact) == (wanted, difference(ONE), 16, True)


def test_too_many_orders_are_sampled_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = design(blocks=6)
    means = np.random.default_rng(1).normal(size=12)
    arms = Sequences(made)[17]
    exact = shown(permutation_p(means, arms, made))
    monkeypatch.setattr("speciosa.trial.permutation._MOST_EXACT", 10)
    drawn = shown(permutation_p(means, arms, made, rng=np.random.default_rng(2), draws=4000))
    assert exact.exact
    assert not drawn.exact
    assert abs(drawn.p - exact.p) < 0.04


def test_a_period_without_a_score_is_no_zero() -> None:
    made = design(blocks=4)
    means = np.array([5.0, 5, 5, 5, 5, 5, 5, np.nan])
    assert shown(permutation_p(means, ONE, made)).difference == 0
    assert isinstance(permutation_p(np.full(8, np.nan), ONE, made), NotAssessed)


def test_the_first_days_of_a_period_can_be_left_out(tmp_path: object) -> None:
    diary = said(tmp_path, daily(20))  # type: ignore[arg-type]
    first = int(diary.entries.time_s[0]) - 7 * 3600
    halves = [Period(at + 1, "c", "c", first + at * 864_000, first + (at + 1) * 864_000, 0) for at in range(2)]
    trial = Trial(
        "ACD347", "0", "a", seed_by_hand=False, design=design(), planned_s=first, periods=tuple(halves), revealed_s=None
    )
    scores = [[4 + (day + at) % 3 for at in range(2)] for day in range(20)]
    assert trial.period_means(diary).tolist() == [np.mean(scores[:10]), np.mean(scores[10:])]
    wanted = [np.mean(scores[4:10]), np.mean(scores[14:])]
    assert trial.period_means(diary, leave_out_d=4).tolist() == wanted
