"""Charts from scores: what a tan, another phone and a true change do to them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.skin.sessions_made import BEGIN_S, LIGHT, REPEAT_SD, Array, directions, weekly

from speciosa.knowledge import Knowledge
from speciosa.skin.chart import Charted, Rule, darkening_charts, rule_of, sun_swing
from speciosa.skin.colour import ita_deg
from speciosa.skin.layout import Layout, layout_of
from speciosa.skin.limits import Limits, limits_of, spread
from speciosa.skin.noise import unit_noise
from speciosa.values.timeline import DAY_S

COV = 2 * np.diag(REPEAT_SD**2) + 0.64 * np.outer(directions().blood, directions().blood)
DAYS = weekly(30)


@pytest.fixture(scope="module")
def layout(knowledge: Knowledge) -> Layout:
    found = layout_of(BEGIN_S + np.rint(DAYS * DAY_S).astype(np.int64), [0] * len(DAYS), knowledge)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def limits(layout: Layout, knowledge: Knowledge) -> Limits:
    return limits_of(layout, knowledge, seed=0)


@pytest.fixture(scope="module")
def rule(knowledge: Knowledge) -> Rule:
    return rule_of(LIGHT, directions(), COV, knowledge, covered=False)


def noise(layout: Layout, knowledge: Knowledge, series: int = 1) -> Array:
    found = unit_noise(layout.time_s, series, np.random.default_rng(1), knowledge, parts=3)
    return np.asarray(found @ np.linalg.cholesky(COV).T)


def late(size: float, direction: Array) -> Array:
    return np.asarray(size * np.outer(DAYS > 100, direction))


@given(st.integers(0, 50), st.floats(-6, 6), st.floats(-6, 6))
def test_over_the_limit_means_that_both_scores_are_over_theirs(
    layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge, seed: int, tan: float, deep: float
) -> None:
    rng = np.random.default_rng(seed)
    colour = rng.normal(size=(1, len(DAYS), 3)) + late(tan, directions().tan) + late(deep, directions().dermal)
    charts = rule.charts(colour, layout, limits, knowledge)
    assert rule.deep is not None
    both = np.ones(len(DAYS), dtype=bool)
    for weights in (rule.deep.rising, rule.deep.falling):
        score = colour[0] @ weights
        sd = spread(score[None], layout, float(np.sqrt(weights @ COV @ weights)), knowledge)[0]
        both &= layout.charted & (layout.average @ score > np.nan_to_num(sd * limits.width, nan=np.inf))
    np.testing.assert_array_equal(charts.over()[0], both)


def test_many_courses_at_once_are_each_as_if_alone(
    layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge
) -> None:
    colour = noise(layout, knowledge, series=5) + late(4, directions().dermal)
    together = rule.charts(colour, layout, limits, knowledge)
    for at in range(5):
        alone = rule.charts(colour[at : at + 1], layout, limits, knowledge)
        for name in ("score", "ewma", "limit"):
            np.testing.assert_allclose(getattr(together, name)[at], getattr(alone, name)[0], rtol=1e-12)


def test_deep_pigment_is_found_and_a_tan_is_not(
    layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge
) -> None:
    still = noise(layout, knowledge)
    for size in (-8, -4, 4, 8):
        charts = rule.charts(still + late(size, directions().tan), layout, limits, knowledge)
        assert not charts.over().any()
    deep = rule.charts(still + late(5, directions().dermal), layout, limits, knowledge)
    assert deep.over()[0, -10:].all()
    assert not deep.over()[0, DAYS < 100].any()
    assert deep.score[0, -10:].mean() == pytest.approx(5, abs=1.5)


def test_the_limit_widens_with_the_tan(layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge) -> None:
    still = noise(layout, knowledge)
    plain = rule.charts(still, layout, limits, knowledge).limit[0, -1]
    tanned = rule.charts(still + late(6, directions().tan), layout, limits, knowledge)
    assert tanned.limit[0, -1] > plain + 1


def test_darkening_sees_the_tan(layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge) -> None:
    colour = noise(layout, knowledge) + late(5, directions().tan)
    assert darkening_charts(colour, rule.darkening, COV, layout, limits, knowledge).over()[0, -1]


def test_before_the_chart_begins_there_is_no_point_and_no_alarm(
    layout: Layout, limits: Limits, rule: Rule, knowledge: Knowledge
) -> None:
    charts = rule.charts(noise(layout, knowledge), layout, limits, knowledge)
    assert np.isnan(charts.ewma[0, layout.baseline]).all()
    assert np.isnan(charts.limit[0, layout.baseline]).all()
    assert np.isfinite(charts.limit[0, layout.charted]).all()
    chart = charts.one(layout, limits)
    assert not chart.over()[layout.baseline].any()
    assert chart.false_alarms_a_year == pytest.approx(0.01, abs=0.001)


def test_a_change_before_another_phone_stays_and_the_phone_makes_none(rule: Rule, knowledge: Knowledge) -> None:
    setups = (DAYS > 150).astype(int).tolist()
    found = layout_of(BEGIN_S + np.rint(DAYS * DAY_S).astype(np.int64), setups, knowledge)
    assert found is not None
    limits = limits_of(found, knowledge, seed=0)
    phone = np.outer(DAYS > 150, [4.0, -3.0, -5.0])
    still = noise(found, knowledge)
    assert not rule.charts(still + phone, found, limits, knowledge).over().any()
    np.testing.assert_allclose(
        rule.charts(still + phone, found, limits, knowledge).score[0, found.charted],
        rule.charts(still, found, limits, knowledge).score[0, found.charted],
        atol=1e-9,
    )
    deep = rule.charts(still + phone + late(6, directions().dermal), found, limits, knowledge)
    assert deep.over()[0, -1]
    assert found.restarts == 1


def test_covered_skin_is_charted_for_all_darkening_beyond_a_covered_tan(knowledge: Knowledge) -> None:
    rule = rule_of(LIGHT, directions(), COV, knowledge, covered=True)
    assert rule.deep is None
    assert 0 < rule.allowed < 3


def test_where_a_tan_and_deep_pigment_look_alike_only_more_than_the_sun_s_share_alarms(
    layout: Layout, limits: Limits, knowledge: Knowledge
) -> None:
    alike = directions(apart_deg=15)
    rule = rule_of(LIGHT, alike, COV, knowledge, covered=False)
    assert rule.deep is None
    still = noise(layout, knowledge)
    assert not rule.charts(still + late(3.5, alike.tan), layout, limits, knowledge).over().any()
    assert rule.charts(still + late(12, alike.dermal), layout, limits, knowledge).over()[0, -1]


def test_a_swing_of_the_angle_is_so_far_along_the_tan(knowledge: Knowledge) -> None:
    size = sun_swing(LIGHT, directions().tan, 10.0, knowledge)
    ends = ita_deg(LIGHT + np.array([[-0.5], [0.5]]) * size * directions().tan)
    assert ends[0] - ends[1] == pytest.approx(10, abs=0.3)
    across = np.array([-5.0, 0.0, 1.0])  # a tan along which the angle hardly moves
    assert sun_swing(np.array([55.0, 10.0, -1.0]), across / np.linalg.norm(across), 100.0, knowledge) == 8


def test_charts_of_nothing_are_over_nowhere() -> None:
    empty = np.full((1, 3), np.nan)
    assert not Charted(empty, empty, empty).over().any()
