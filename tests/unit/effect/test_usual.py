"""The usual day: the contract's definition, and the simulation's, which was written without it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.effect.records import arms_from, at_s, no_arms, taken_of

from speciosa.effect.arms import arms_of
from speciosa.effect.usual import Taken, usual_pattern
from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.simulate import Calendar, Design, Phase, estimand, simulate_person

TODAY = at_s(59) // 86_400
ARMS = {1.0: "usual", 0.75: "-25%", 0.5: "-50%", 0.0: "none"}


def test_the_kth_dose_has_its_own_median_hour_and_amount() -> None:
    days = [(day, 8.0 + day % 3, 2.0 + day % 3) for day in range(50, 59)]
    second = [(day, 20.0, 4.0) for day in range(50, 59) if day != 52]
    found = usual_pattern(taken_of([*days, *second]), no_arms(), today=TODAY)
    assert found.hour_h.tolist() == [9.0, 20.0]
    assert found.amt_g.tolist() == [3.0, 4.0]
    assert found.nominal_mg.tolist() == [[30.0, 40.0], [0.0, 0.0]]
    assert found.days == 9


def test_of_two_middle_numbers_of_doses_the_lower_counts() -> None:
    days = [(day, 8.0, 3.0) for day in range(50, 58)] + [(day, 20.0, 3.0) for day in range(50, 54)]
    assert len(usual_pattern(taken_of(days), no_arms(), today=TODAY)) == 1


def test_days_without_a_dose_are_no_usual_days_and_older_ones_do_not_count() -> None:
    old = [(day, 8.0, 9.0) for day in range(20)]
    late = [(day, 8.0, 3.0) for day in range(33, 59, 3)]
    found = usual_pattern(taken_of([*old, *late]), no_arms(), today=TODAY)
    assert (found.amt_g.tolist(), found.days) == ([3.0], 9)


def test_the_window_holds_28_days_today_among_them() -> None:
    inside = [(day, 8.0, 3.0) for day in range(32, 60)]
    before = [(31, 8.0, 3.0)]
    assert usual_pattern(taken_of([*before, *inside]), no_arms(), today=TODAY).days == 28


def test_with_fewer_than_seven_late_days_every_day_of_the_record_counts() -> None:
    old = [(day, 8.0, 5.0) for day in range(20)]
    late = [(day, 8.0, 3.0) for day in range(53, 59)]
    found = usual_pattern(taken_of([*old, *late]), no_arms(), today=TODAY)
    assert (found.amt_g.tolist(), found.days) == ([5.0], 26)


def test_days_under_a_reduced_assignment_are_left_out() -> None:
    less = [(day, 8.0, 1.5) for day in range(45, 60)]
    usual = [(day, 8.0, 3.0) for day in range(32, 45)]
    arms = arms_from([(32, "usual"), (45, "-50%")], until=60)
    found = usual_pattern(taken_of([*usual, *less]), arms, today=TODAY)
    assert (found.amt_g.tolist(), found.days) == ([3.0], 13)
    nobody_assigned = usual_pattern(taken_of([*usual, *less]), no_arms(), today=TODAY)
    assert nobody_assigned.days == 28


def test_where_every_day_was_reduced_the_highest_level_is_the_usual_one() -> None:
    rows = [(day, 8.0, 2.25 if day % 2 else 1.5) for day in range(40, 60)]
    arms = arms_from([(float(day), "-25%" if day % 2 else "-50%") for day in range(40, 60)], until=60)
    assert usual_pattern(taken_of(rows), arms, today=TODAY).amt_g.tolist() == [2.25]


def test_without_a_dose_there_is_no_usual_day() -> None:
    none = np.empty(0)
    nothing = Taken(none.astype(np.int64), none.astype(np.int16), np.empty((2, 0)), none)
    assert len(usual_pattern(nothing, no_arms(), today=TODAY)) == 0


def test_a_pattern_scales_in_its_amounts_alone() -> None:
    found = usual_pattern(taken_of([(day, 8.0, 4.0) for day in range(50, 59)]), no_arms(), today=TODAY)
    half = found.scaled(0.5)
    assert (half.hour_h.tolist(), half.amt_g.tolist(), half.nominal_mg[0].tolist()) == ([8.0], [2.0], [20.0])


@settings(max_examples=examples(8))
@given(
    seed=st.integers(0, 1000), shares=st.lists(st.sampled_from(sorted(ARMS)), min_size=0, max_size=6),
    days=st.integers(20, 70), length=st.integers(3, 20), planned=st.sampled_from([0.3, 0.8, 1.0]),
)  # fmt: skip
def test_the_room_and_the_simulation_find_the_same_usual_day(
    knowledge: Knowledge, seed: int, shares: list[float], days: int, length: int, planned: float
) -> None:
    phases = tuple(
        Phase(at * length, min((at + 1) * length, days) - 1, share, arm=ARMS[share])
        for at, share in enumerate(shares) if at * length < days
    )  # fmt: skip
    design = Design.usual(knowledge, Calendar("2025-03-10", days, "Europe/Berlin", phases=phases))
    design = replace(
        design, dosing=replace(design.dosing, planned_share=planned),
        recording=replace(design.recording, everyday=False, forgotten_dose_share=0.0),
    )  # fmt: skip
    person = simulate_person(design, knowledge, seed=seed)
    doses = person.diary.entries.of_kind(Kind.DOSE)
    taken = Taken(doses.time_s, doses.offset_min, doses.value[None], doses.value)
    today = 20_157 + days - 1  # 2025-03-10 and on
    found = usual_pattern(taken, arms_of(person.diary), today=today)
    expected = estimand.usual_pattern(person.truth.doses, design.calendar)
    assert found.hour_h.tolist() == pytest.approx(list(expected.hour_h))
    assert found.amt_g.tolist() == pytest.approx(list(expected.amt_g))
