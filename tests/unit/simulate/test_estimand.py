"""The usual pattern, by the contract's words."""

from dataclasses import replace

import pytest

from speciosa.knowledge import Knowledge
from speciosa.simulate import Batch, Design, Phase, simulate_person


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
