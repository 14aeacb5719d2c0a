from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.study.cohort.symptom_rate import log_rate

KNOWLEDGE = load_knowledge()


def plainly(x: np.ndarray, stretch: np.ndarray, began: np.ndarray) -> float:
    """The same maximum, with the likelihood written out day by day."""

    def against(b: float) -> float:
        total = 0.0
        for day in np.flatnonzero(began & np.isfinite(x)):
            mates = (stretch == stretch[day]) & np.isfinite(x)
            total += b * x[day] - np.log(np.exp(b * (x[mates] - x[day])).sum()) - b * x[day]
        return -total

    return float(minimize_scalar(against, bounds=(-5, 5), method="bounded", options={"xatol": 1e-9}).x)


def person(seed: int, b: float, days: int = 180) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, stretch = rng.normal(5, 1, days), np.arange(days) // 14
    x[rng.random(days) < 0.05] = np.nan
    level = rng.normal(-3, 1, stretch[-1] + 1)[stretch]  # of each fortnight: it has to cancel
    return x, stretch, rng.random(days) < np.exp(np.minimum(level + b * np.nan_to_num(x - 5), 0.0))


@given(st.integers(0, 10**6), st.floats(-1, 1))
def test_the_quick_maximum_is_that_of_the_likelihood_written_out(seed: int, b: float) -> None:
    x, stretch, began = person(seed, b)
    found = log_rate(x, stretch, began, KNOWLEDGE)
    if found is not None:
        assert found[0] == pytest.approx(plainly(x, stretch, began), abs=1e-4)
        assert found[1] > 0


def test_intervals_of_many_people_hold_the_truth_as_often_as_they_say(knowledge: Knowledge) -> None:
    found = [log_rate(*person(seed, 0.5, 360), knowledge) for seed in range(150)]
    told = [each for each in found if each is not None]
    assert len(told) > 100
    inside = sum(abs(mean - 0.5) < 1.96 * sd for mean, sd in told)
    assert inside >= 0.9 * len(told)


def test_a_level_that_changes_between_fortnights_does_not_move_it(knowledge: Knowledge) -> None:
    x, stretch, began = person(3, 0.4)
    moved = log_rate(x + 10.0 * (stretch % 3), stretch, began, knowledge)
    assert moved == pytest.approx(log_rate(x, stretch, began, knowledge), rel=1e-6)


def test_episodes_on_the_highest_days_alone_give_no_number(knowledge: Knowledge) -> None:
    x = np.tile(np.arange(14.0), 10)
    assert log_rate(x, np.arange(140) // 14, x == 13.0, knowledge) is None


def test_few_episodes_give_no_number(knowledge: Knowledge) -> None:
    x, stretch, began = person(1, 0.0)
    began[np.flatnonzero(began)[2:]] = False
    assert log_rate(x, stretch, began, knowledge) is None
