"""One body site over time, from sessions to what is said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from tests.unit.skin.sessions_made import (
    BEGIN_S,
    COVERED,
    LIGHT,
    Array,
    both_sites,
    directions,
    session,
    weekly,
)

from speciosa.knowledge import Knowledge
from speciosa.skin.change import Change, delta_e_estimate, ita_estimate
from speciosa.skin.colour import delta_e_00
from speciosa.skin.directions import Directions
from speciosa.skin.series import ChangeKind, Estimate, Session, SiteCourse
from speciosa.skin.site_course import site_course
from speciosa.values.timeline import DAY_S

NOW_S = BEGIN_S + 700 * DAY_S
STILL = np.zeros(3)
Follow = Callable[..., SiteCourse]


@pytest.fixture
def follow(knowledge: Knowledge) -> Follow:
    def course(
        sessions: list[Session], controls: list[Session], found: Directions | None = None, now_s: int = NOW_S
    ) -> SiteCourse:
        site = sessions[0].site if sessions else "forearm_dorsal_left"
        return site_course(site, sessions, controls, found or directions(), knowledge, now_s=now_s, seed=3)

    return course


def grows(direction: Array, size: float, *, begin: float = 60, days: float = 60) -> Callable[[float], Array]:
    return lambda day: size * direction * float(np.clip((day - begin) / days, 0, 1))


def codes(course: SiteCourse) -> list[str]:
    return [each.code for each in course.gaps]


def test_skin_that_stays_as_it_is_says_so_with_the_power_to_have_found_a_change(follow: Follow) -> None:
    course = follow(*both_sites(weekly(40), lambda _: STILL))
    assert (course.kind, course.significant, course.persistent, course.since_s) == (ChangeKind.NONE, False, False, None)
    assert course.delta_e_00 is not None
    assert course.delta_e_00.low_95 == 0
    assert course.delta_e_00.high_95 < 2.5
    assert course.power is not None
    assert course.power > 0.8
    assert (course.gaps, course.asked) == ((), ())
    assert (course.baseline_sessions, course.control) == (8, "arm_inner_left")


def test_grey_blue_on_the_sunny_side_is_deep_and_lasting(follow: Follow) -> None:
    course = follow(*both_sites(weekly(40), grows(directions().dermal, 6)))
    assert (course.kind, course.significant, course.persistent) == (ChangeKind.DERMAL, True, True)
    assert course.since_s is not None
    assert 60 < (course.since_s - BEGIN_S) / DAY_S < 140
    assert course.delta_e_00 is not None
    truth = float(delta_e_00(LIGHT, LIGHT + 6 * directions().dermal))
    assert course.delta_e_00.low_95 < truth < course.delta_e_00.high_95
    assert course.ita_deg_change is not None
    assert course.ita_deg_change.high_95 < 0


def test_a_tan_is_like_the_sun_and_no_alarm(follow: Follow) -> None:
    course = follow(*both_sites(weekly(40), grows(directions().tan, 6)))
    assert (course.kind, course.significant) == (ChangeKind.SUN_LIKE, False)


def test_a_fading_tan_is_lighter(follow: Follow) -> None:
    course = follow(*both_sites(weekly(40), grows(directions().tan, -6)))
    assert (course.kind, course.significant) == (ChangeKind.LIGHTER, False)


def test_darkening_everywhere_cancels_in_the_difference_and_shows_in_the_covered_site(follow: Follow) -> None:
    exposed, covered = both_sites(
        weekly(40), lambda _: STILL, covered_shift=grows(directions().tan + directions().dermal, 5)
    )
    hidden, shown = follow(exposed, covered), follow(covered, [])
    assert hidden.kind is ChangeKind.NONE
    assert (shown.kind, shown.covered, shown.persistent, shown.control) == (ChangeKind.DIFFUSE, True, True, "")
    assert shown.gaps == ()


def test_a_covered_site_may_tan_a_little(follow: Follow) -> None:
    _, covered = both_sites(weekly(40), lambda _: STILL, covered_shift=grows(directions().tan, 1.2))
    assert follow(covered, []).kind is not ChangeKind.DIFFUSE


def test_a_flush_of_one_day_is_nothing(follow: Follow) -> None:
    course = follow(*both_sites(weekly(40), lambda day: 6 * directions().blood * float(abs(day - 150.5) < 1)))
    assert (course.kind, course.significant) == (ChangeKind.NONE, False)


def test_over_the_limit_for_two_weeks_is_significant_and_not_yet_lasting(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(40), grows(directions().dermal, 9, begin=100, days=1))
    found = follow(exposed, covered)
    assert found.since_s is not None
    early = follow(exposed, covered, now_s=found.since_s + 14 * DAY_S)
    assert (early.significant, early.persistent) == (True, False)
    assert follow(exposed, covered, now_s=found.since_s + 21 * DAY_S).persistent


def test_where_tan_and_deep_pigment_look_alike_the_change_is_unclear_and_that_is_said(follow: Follow) -> None:
    alike = directions(apart_deg=12)
    course = follow(*both_sites(weekly(40), grows(alike.dermal, 4)), alike)
    assert (course.kind, course.significant) == (ChangeKind.UNCLEAR, False)
    assert "skin_directions" in codes(course)
    large = follow(*both_sites(weekly(40), grows(alike.dermal, 12)), alike)
    assert (large.kind, large.significant) == (ChangeKind.UNCLEAR, True)


def test_where_most_changes_would_be_missed_no_change_is_not_assessed(follow: Follow) -> None:
    alike = directions(apart_deg=26)
    course = follow(*both_sites(weekly(20), lambda _: STILL), alike)
    assert course.kind is ChangeKind.NONE
    assert course.power is not None
    assert course.power < 0.5
    assert "skin_power" in codes(course)


def test_noisier_photos_have_less_power(follow: Follow) -> None:
    quiet, loud = (follow(*both_sites(weekly(20), lambda _: STILL, noise=noise)) for noise in (0.5, 4.0))
    assert quiet.power is not None
    assert loud.power is not None
    assert loud.power < quiet.power - 0.2


@pytest.mark.parametrize("count", [0, 1, 3])
def test_too_few_sessions_are_not_assessed_and_say_how_many_are_missing(follow: Follow, count: int) -> None:
    exposed, covered = both_sites(weekly(10)[:count], lambda _: STILL)
    course = follow(exposed, covered)
    assert (course.chart, course.delta_e_00, course.power, course.baseline_sessions) == (None, None, None, 0)
    assert f"{4 - count} more" in next(each.why for each in course.gaps if each.code == "skin_baseline")


def test_a_baseline_alone_has_a_chart_without_a_point(follow: Follow) -> None:
    course = follow(*both_sites(weekly(10)[:6], lambda _: STILL))
    assert course.chart is not None
    assert np.isnan(course.chart.ewma).all()
    assert (course.kind, course.delta_e_00) == (ChangeKind.NONE, None)
    assert "skin_baseline" in codes(course)


@pytest.mark.parametrize("what", ["card", "phone", "lamp"])
def test_another_card_phone_or_lamp_is_no_change_and_is_said(follow: Follow, what: str) -> None:
    later = {"card": 2, "phone": "two", "lamp": 1}[what]
    old = both_sites(weekly(40)[:25], lambda _: STILL)
    new = both_sites(weekly(40)[25:], lambda _: np.array([-4.0, 2.0, -4.0]), seed=2, **{what: later})  # type: ignore[arg-type]
    course = follow([*old[0], *new[0]], [*old[1], *new[1]])
    assert (course.kind, course.significant) == (ChangeKind.NONE, False)
    assert codes(course) == ["skin_setup"]


def test_a_few_sessions_after_another_phone_wait(follow: Follow) -> None:
    old = both_sites(weekly(40)[:25], grows(directions().dermal, 7))
    new = both_sites(weekly(40)[25:28], lambda _: np.array([-4.0, 2.0, -4.0]), seed=2, phone="two")
    course = follow([*old[0], *new[0]], [*old[1], *new[1]])
    assert course.significant
    assert codes(course) == ["skin_setup"]
    assert "3 sessions" in course.gaps[0].why


def test_a_session_of_another_place_is_asked_about_and_left_out(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(40), lambda _: STILL)
    exposed[30] = replace(exposed[30], lab=LIGHT + np.array([-14.0, 2.0, 3.0]))
    course = follow(exposed, covered)
    assert [each.code for each in course.asked] == ["wrong_site"]
    assert len(course.sessions) == 48
    assert course.chart is not None
    assert len(course.chart.time_s) == 47
    assert course.kind is ChangeKind.NONE


def test_self_tanner_is_asked_about(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(40), lambda _: STILL)
    exposed[20] = replace(exposed[20], lab=LIGHT + np.array([-4.0, 1.0, 7.0]))
    assert [each.code for each in follow(exposed, covered).asked] == ["self_tanner"]


def test_sessions_out_of_order_are_put_in_order_and_asked_about(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(20), grows(directions().dermal, 6))
    right, mixed = follow(exposed, covered), follow(exposed[::-1], covered)
    assert [each.code for each in mixed.asked] == ["clock"]
    assert mixed.sessions == right.sessions
    assert mixed.delta_e_00 == right.delta_e_00


def test_sessions_from_the_future_are_left_out_and_asked_about(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(20), lambda _: STILL)
    course = follow(exposed, covered, now_s=exposed[15].time_s)
    assert len(course.sessions) == 16
    assert [each.code for each in course.asked] == ["clock"]


def test_sessions_without_the_covered_place_in_those_days_are_left_out_and_counted(follow: Follow) -> None:
    exposed, covered = both_sites(weekly(40), lambda _: STILL)
    course = follow(exposed, [each for at, each in enumerate(covered) if at not in {20, 21}])
    assert codes(course) == ["skin_control"]
    assert "2 sessions" in course.gaps[0].why


def test_without_a_covered_place_it_goes_by_its_own_colour_and_says_so(follow: Follow) -> None:
    exposed, _ = both_sites(weekly(40), grows(directions().dermal, 8))
    course = follow(exposed, [])
    assert (course.kind, course.control) == (ChangeKind.DERMAL, "")
    assert codes(course) == ["skin_control"]


def test_gaps_and_uneven_times_are_no_trouble(follow: Follow) -> None:
    days = np.sort(np.random.default_rng(5).choice(np.arange(300.0), 45, replace=False))
    days = days[(days < 100) | (days > 180)]
    assert follow(*both_sites(days, lambda _: STILL)).kind is ChangeKind.NONE
    assert follow(*both_sites(days, grows(directions().dermal, 7))).kind is ChangeKind.DERMAL


def test_the_same_input_and_seed_say_the_same(follow: Follow) -> None:
    made = both_sites(weekly(20), grows(directions().dermal, 3))
    one, two = follow(*made), follow(*made)
    assert (one.delta_e_00, one.power) == (two.delta_e_00, two.power)
    assert one.chart is not None
    assert two.chart is not None
    np.testing.assert_array_equal(one.chart.limit, two.chart.limit)


def test_the_windows_of_one_set_up_go_to_whoever_measures_the_extent(knowledge: Knowledge) -> None:
    old = both_sites(weekly(40)[:25], lambda _: STILL)
    new = both_sites(weekly(40)[25:], lambda _: STILL, seed=2, phone="two")
    seen = []

    def extent_of(baseline: object, latest: object) -> tuple[Estimate, None]:
        seen.append((len(baseline), len(latest)))  # type: ignore[arg-type]
        return Estimate(1.0, 0.0, 2.0), None

    def extent(exposed: list[Session], covered: list[Session]) -> Estimate | None:
        return site_course(
            "forearm_dorsal_left", exposed, covered, directions(), knowledge, now_s=NOW_S, seed=0, extent_of=extent_of
        ).extent_cm2

    assert extent(*old) == Estimate(1.0, 0.0, 2.0)
    assert extent([*old[0], *new[0]], [*old[1], *new[1]]) == Estimate(1.0, 0.0, 2.0)
    assert seen == [(8, 4), (4, 4)]


def test_a_distance_s_interval_holds_the_truth_and_touches_zero_where_there_is_none() -> None:
    cov, rng = np.diag([0.3, 0.2, 0.25]), np.random.default_rng(8)
    for size in (0.0, 0.5, 3.0):
        true = size * directions().dermal
        shifts = true + rng.standard_normal((60, 3)) @ np.linalg.cholesky(cov).T
        found = [delta_e_estimate(Change(LIGHT, shift, cov), rng) for shift in shifts]
        truth = float(delta_e_00(LIGHT, LIGHT + true))
        held = np.mean([each.low_95 <= truth + 1e-9 <= each.high_95 + 1e-9 for each in found])
        assert held > 0.85, size
        plain = float(np.mean([delta_e_00(LIGHT, LIGHT + shift) for shift in shifts]))
        middle = float(np.mean([each.mean for each in found]))
        assert abs(middle - truth) < max(0.6 * (plain - truth), 0.15)
        if size == 0:
            assert np.mean([each.low_95 == 0 for each in found]) > 0.95


def test_the_typology_angle_s_change_has_its_interval() -> None:
    found = ita_estimate(Change(LIGHT, 4 * directions().tan, np.diag([0.3, 0.2, 0.25])))
    assert found.low_95 < found.mean < found.high_95 < 0


def test_one_photo_a_session_and_a_covered_site_of_its_own_still_work(follow: Follow) -> None:
    sessions = [replace(session("arm_inner_left", day, COVERED), photos=1, accepted=1) for day in weekly(5)]
    assert follow(sessions, []).kind is ChangeKind.NONE
