"""The usual pattern, by the contract's words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.simulate import Batch, Calendar, Design, PersonModel, Phase, simulate_person
from speciosa.simulate.days import Days
from speciosa.simulate.estimand import UsualPattern, true_effect_nrs, usual_pattern
from speciosa.simulate.living import Doses
from speciosa.simulate.response import paths_of

BERLIN_90 = Calendar("2025-01-20", 90, "Europe/Berlin")


def pattern_of(days_g: Sequence[tuple[int, float]], *hours_h: float, calendar: Calendar = BERLIN_90) -> UsualPattern:
    """Of doses of so many grams on these days, at the given hours each."""
    rows = [(day, hour_h, amt_g) for day, amt_g in days_g for hour_h in hours_h or (8.0,)]
    return pattern_of_doses(rows, calendar)


def pattern_of_doses(rows: Sequence[tuple[int, float, float]], calendar: Calendar = BERLIN_90) -> UsualPattern:
    """Of (day, hour, grams); an hour from 24 on is a late dose that still counts to the day of its moment."""
    at = [Days(calendar).at(day, hour_h) for day, hour_h, _ in rows]
    day, amt_g = np.array([row[0] for row in rows]), np.array([row[2] for row in rows])
    time_s, offset_min = np.array([each.time_s for each in at]), np.array([each.offset_min for each in at], np.int16)
    return usual_pattern(Doses(time_s, offset_min, day, amt_g, 15 * amt_g, 0 * day, 0 * day), calendar)


def pattern_g(knowledge: Knowledge, design: Design, *phases: Phase, days: int = 90) -> tuple[float, ...]:
    exact = replace(design.dosing, dose_sd_g=0.0, planned_share=1.0, unplanned_share=0.0, indication_strength=0.0)
    calendar = replace(design.calendar, days=days, phases=phases)
    return simulate_person(replace(design, dosing=exact, calendar=calendar), knowledge, seed=2).truth.pattern.amt_g


def test_the_usual_pattern_is_the_median_day_of_the_last_four_weeks(knowledge: Knowledge, design: Design) -> None:
    assert pattern_g(knowledge, design) == (3.0, 3.0, 3.0)


def test_low_days_of_ones_own_choosing_are_usual_days(knowledge: Knowledge, design: Design) -> None:
    assert pattern_g(knowledge, design, Phase(62, 89, 0.5)) == (1.5, 1.5, 1.5)


def test_a_reduced_assignment_is_no_usual_day(knowledge: Knowledge, design: Design) -> None:
    assert pattern_g(knowledge, design, Phase(72, 89, 0.5, arm="-50%")) == (3.0, 3.0, 3.0)


def test_with_few_usual_days_left_the_whole_record_counts(knowledge: Knowledge, design: Design) -> None:
    before = Phase(0, 83, 0.5)
    assert pattern_g(knowledge, design, before, Phase(84, 89, 1.0), days=90) == (1.5, 1.5, 1.5)
    assert pattern_g(knowledge, design, Phase(60, 89, 0.0)) == (3.0, 3.0, 3.0)


def test_in_a_trial_throughout_the_highest_level_is_the_usual_one(knowledge: Knowledge, design: Design) -> None:
    phases = (Phase(0, 44, 0.5, arm="-50%"), Phase(45, 89, 0.67, arm="-33%"))
    assert pattern_g(knowledge, design, *phases) == (2.0, 2.0, 2.0)
    assert pattern_g(knowledge, design, *phases[::-1]) == (2.0, 2.0, 2.0)


def test_a_weaker_bag_has_a_smaller_true_effect(knowledge: Knowledge, design: Design) -> None:
    def effect(content: float) -> float:
        calendar = replace(design.calendar, batches=(Batch(0, "1", content_mg_per_g=content),))
        return simulate_person(replace(design, calendar=calendar), knowledge, seed=2).truth.true_effect_nrs

    assert effect(20.0) < effect(10.0) - 0.2 < -0.2


def test_somebody_who_takes_none_has_no_pattern_and_no_effect(knowledge: Knowledge, design: Design) -> None:
    calendar = replace(design.calendar, phases=(Phase(0, 89, 0.0),))
    truth = simulate_person(replace(design, calendar=calendar), knowledge, seed=2).truth
    assert truth.pattern.amt_g == ()
    assert truth.true_effect_nrs == pytest.approx(0)


def test_the_last_28_days_count_and_the_one_before_does_not() -> None:
    """Half of the eight days from 62 on are low; a day fewer or more would tip the median."""
    high = [(day, 3.0) for day in (86, 87, 88, 89)]
    assert pattern_of([*((day, 1.0) for day in (61, 62, 63, 64, 65)), *high]).amt_g == (2.0,)
    assert pattern_of([*((day, 1.0) for day in (63, 64, 65)), *high]).amt_g == (3.0,)
    assert pattern_of([*((day, 1.0) for day in (60, 61, 63, 64, 65)), *high]).amt_g == (3.0,)


def test_seven_usual_days_are_enough_and_six_are_not() -> None:
    early = [(day, 1.0) for day in range(20)]
    assert pattern_of([*early, *((day, 3.0) for day in range(83, 90))]).amt_g == (3.0,)
    assert pattern_of([*early, *((day, 3.0) for day in range(84, 90))]).amt_g == (1.0,)


@pytest.mark.parametrize(
    ("counts", "usual"), [((2, 2, 2, 2, 3, 3, 3), 2), ((2, 2, 2, 3, 3, 3, 3), 3), ((2,) * 4 + (4,) * 4, 2)]
)
def test_the_number_of_doses_is_the_median_of_two_middle_ones_the_lower(counts: tuple[int, ...], usual: int) -> None:
    rows = [(70 + at, 8.0 + 3 * k, 3.0) for at, count in enumerate(counts) for k in range(count)]
    assert pattern_of_doses(rows).hour_h == tuple(8.0 + 3 * k for k in range(usual))


def test_each_dose_has_its_median_clock_time_and_amount_changes_of_the_clock_included() -> None:
    days = [(day, 2.0 + 0.5 * (day % 3)) for day in range(63, 78)]  # clocks change on day 69
    pattern = pattern_of(days, 8.0, 13.5, 19.25)
    assert pattern.hour_h == (8.0, 13.5, 19.25)
    assert pattern.amt_g == (2.5,) * 3
    assert pattern.amt_mg == (37.5,) * 3


def test_a_late_dose_is_of_the_local_day_on_which_it_is_taken() -> None:
    """23.9 h and 0.1 h are neighbours on the clock; a median between them would be noon."""
    rows = [(day, 23.9 if day % 2 else 24.1, 3.0) for day in range(62, 89)]
    assert pattern_of_doses(rows).hour_h[0] == pytest.approx(0.1)
    everyday = [(day, hour_h, 3.0) for day in range(62, 89) for hour_h in (9.0, 24.1)]
    assert pattern_of_doses(everyday).hour_h == pytest.approx((0.1, 9.0), abs=0.01)


def test_the_effect_is_the_mean_over_thirty_days(knowledge: Knowledge) -> None:
    model = PersonModel.typical(knowledge)
    found = true_effect_nrs(model, UsualPattern((8.0, 14.0), (45.0, 45.0), (3.0, 3.0)))
    dose_time_h = np.array([24.0 * day + hour for day in range(30) for hour in (8, 14)])
    by_hand = paths_of(model, np.arange(720.0), dose_time_h, np.full(60, 45.0)).effect_nrs.mean()
    assert found == pytest.approx(by_hand, abs=1e-9)
