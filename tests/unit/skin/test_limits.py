"""Limits that hold what they promise, for a person's own sessions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.unit.skin.sessions_made import BEGIN_S, Array, weekly

from speciosa.knowledge import Knowledge
from speciosa.skin.layout import Layout, laid_out, layout_of
from speciosa.skin.limits import average_sd, limits_of, spread, year_ahead
from speciosa.skin.noise import correlation, unit_noise
from speciosa.values.timeline import DAY_S


def layout_for(knowledge: Knowledge, days: NDArray[np.floating[Any]], setups: list[int] | None = None) -> Layout:
    time_s = (BEGIN_S + np.rint(days * DAY_S)).astype(np.int64)
    found = layout_of(time_s, setups or [0] * len(days), knowledge)
    assert found is not None
    return found


def slow_course(score: Array, layout: Layout, runs: list[tuple[int, int]], weight: float) -> Array:
    """The chart's steps one after the other, as one would by hand."""
    level = score - score[layout.baseline].mean()
    for start, end in runs[1:]:
        if end - start < 4:
            continue
        known = [at for at in range(start) if layout.baseline[at] or layout.charted[at] or layout.overlap[at]][-4:]
        level[start:end] += level[known].mean() - level[start : start + 4].mean()
    now, ewma = 0.0, np.full(len(score), np.nan)
    for at in range(len(score)):
        if layout.charted[at]:
            now = (1 - weight) * now + weight * level[at]
            ewma[at] = now
    return ewma


@given(st.lists(st.integers(1, 12), min_size=1, max_size=4), st.integers(0, 1000))
def test_the_matrix_is_the_chart_done_by_hand(knowledge: Knowledge, lengths: list[int], seed: int) -> None:
    lengths = [9, *lengths]
    ends = np.cumsum(lengths).tolist()
    runs = list(zip([0, *ends[:-1]], ends, strict=True))
    setups = [at for at, count in enumerate(lengths) for _ in range(count)]
    layout = layout_for(knowledge, np.arange(len(setups)) * 5.0, setups)
    score = np.random.default_rng(seed).standard_normal(len(setups))
    wanted = slow_course(score.copy(), layout, runs, knowledge.choice("skin_ewma_weight"))
    ours = np.where(layout.charted, layout.average @ score, np.nan)
    np.testing.assert_allclose(ours, wanted, atol=1e-12)


def test_a_baseline_is_six_weeks_at_least_four_sessions_and_at_most_eight(knowledge: Knowledge) -> None:
    assert layout_for(knowledge, np.arange(30) * 2.0).baseline.sum() == 8
    assert layout_for(knowledge, np.arange(30) * 7.0).baseline.sum() == 7
    assert layout_for(knowledge, np.arange(30) * 14.0).baseline.sum() == 4
    assert layout_of(np.arange(3), [0, 0, 0], knowledge) is None
    assert layout_of(np.arange(9), [0, 0, 0, 1, 1, 1, 2, 2, 2], knowledge) is None


def test_later_sessions_do_not_move_the_baseline(knowledge: Knowledge) -> None:
    for count in range(9, 40):
        assert np.flatnonzero(layout_for(knowledge, weekly(40)[:count]).baseline).tolist() == list(range(8))


def test_the_average_s_spread_is_that_of_made_up_courses(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, np.sort(np.random.default_rng(3).uniform(0, 300, 40)), [0] * 25 + [1] * 15)
    noise = unit_noise(layout.time_s, 20_000, np.random.default_rng(1), knowledge)[..., 0]
    found = (noise @ layout.average.T).std(axis=0)
    np.testing.assert_allclose(found, average_sd(layout, knowledge), atol=0.02)
    np.testing.assert_allclose(np.corrcoef(noise.T), correlation(layout.time_s, knowledge), atol=0.04)


def test_limits_grow_where_another_phone_was_used(knowledge: Knowledge) -> None:
    one = limits_of(layout_for(knowledge, weekly(30)), knowledge, seed=0)
    two = limits_of(layout_for(knowledge, weekly(30), [0] * 20 + [1] * 18), knowledge, seed=0)
    assert two.width[-1] > 1.1 * one.width[-1]
    assert two.width[19] == pytest.approx(one.width[19])


def test_a_short_baseline_makes_wide_limits(knowledge: Knowledge) -> None:
    time_s = layout_for(knowledge, np.arange(40) * 7.0).time_s
    short, long = (limits_of(laid_out(time_s, [(0, 40)], size, knowledge), knowledge, seed=0) for size in (4, 12))
    assert short.width[-1] > 1.3 * long.width[-1]


def test_fresh_courses_reach_the_limits_as_often_as_promised(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, weekly(50))
    limits = limits_of(layout, knowledge, seed=0)
    rng, series = np.random.default_rng(99), 20_000
    prior = knowledge.choice("skin_noise_prior_sessions")
    noise = unit_noise(layout.time_s, series, rng, knowledge)[..., 0] * np.sqrt(
        prior / rng.chisquare(prior, (series, 1))
    )
    width = spread(noise, layout, 1.0, knowledge)[:, None] * limits.width
    over = (noise @ layout.average.T)[:, layout.charted] > width[:, layout.charted]
    assert abs(over.any(axis=1).mean() - knowledge.choice("skin_false_alarms_a_year")) < 0.004


def test_the_textbook_s_limits_would_not(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, weekly(50))
    noise = unit_noise(layout.time_s, 4000, np.random.default_rng(5), knowledge)[..., 0]
    sd = noise[:, layout.baseline].std(axis=1, ddof=1)[:, None]
    over = (noise @ layout.average.T)[:, layout.charted] > 3 * sd * np.sqrt(0.2 / 1.8)
    assert over.any(axis=1).mean() > 0.2


def test_the_same_seed_gives_the_same_limits(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, weekly(10))
    np.testing.assert_array_equal(
        limits_of(layout, knowledge, seed=4).width, limits_of(layout, knowledge, seed=4).width
    )
    assert limits_of(layout, knowledge, seed=4).multiple != limits_of(layout, knowledge, seed=5).multiple


def test_a_person_s_own_scatter_counts_beside_what_is_known(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, weekly(3))
    score = np.random.default_rng(2).standard_normal((1, 11))
    quiet, loud = (float(spread(factor * score, layout, 1.0, knowledge)[0]) for factor in (0.0, 4.0))
    assert quiet == pytest.approx(np.sqrt(6 / 13))
    assert 1 < loud < 4


def test_the_year_ahead_keeps_the_baseline_and_the_pace(knowledge: Knowledge) -> None:
    layout = layout_for(knowledge, weekly(12), [0] * 10 + [1] * 10)
    ahead = year_ahead(layout, knowledge)
    assert np.diff(ahead.time_s[8:]).tolist() == [7 * DAY_S] * (len(ahead.time_s) - 9)
    assert ahead.baseline.sum() == 8
    np.testing.assert_array_equal(ahead.average, laid_out(ahead.time_s, [(0, len(ahead.time_s))], 8, knowledge).average)
