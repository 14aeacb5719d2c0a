"""Over many simulated people: what was asked for is what comes out, and why a plain comparison misleads."""

from dataclasses import replace

import numpy as np
import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Kind
from speciosa.simulate import Calendar, Design, SimulatedPerson, simulate_person

PEOPLE = 15
PEOPLE_OF_THE_PAGE = 40
"""docs/explanation/pain-before-a-dose.md states what they show."""


@pytest.fixture
def now_and_then(knowledge: Knowledge) -> Design:
    """Somebody who takes one dose a day at most, and mostly on bad days."""
    design = Design.usual(knowledge, Calendar("2025-01-20", 120, "Europe/Berlin"))
    dosing = replace(design.dosing, doses_a_day=1.0, planned_share=0.4, unplanned_share=0.01, indication_strength=1.2)
    return replace(design, dosing=dosing, recording=replace(design.recording, everyday=False))


def naive_difference(person: SimulatedPerson) -> float:
    """Mean written pain on days with a dose minus on days without: what a spreadsheet would say."""
    pain, doses = person.diary.entries.of_kind(Kind.RATING, "pain"), person.diary.entries.of_kind(Kind.DOSE)
    dosed = np.isin(pain.day(), doses.day())
    return float(pain.value[dosed].mean() - pain.value[~dosed].mean())


def test_dosing_on_bad_days_turns_the_plain_comparison_upside_down(knowledge: Knowledge, now_and_then: Design) -> None:
    people = [simulate_person(now_and_then, knowledge, seed=seed) for seed in range(PEOPLE_OF_THE_PAGE)]
    naive = [naive_difference(each) for each in people]
    assert np.mean(np.array(naive) > 0) > 0.9
    assert np.mean(naive) == pytest.approx(0.37, abs=0.05)
    assert np.mean([each.truth.true_effect_nrs for each in people]) == pytest.approx(-0.40, abs=0.03)
    assert all(each.truth.true_effect_nrs < -0.1 for each in people)
    assert all(each.truth.pain_nrs.mean() < each.truth.drug_free_nrs.mean() for each in people)


def test_by_the_clock_the_plain_comparison_is_not_upside_down(knowledge: Knowledge, now_and_then: Design) -> None:
    clock = replace(now_and_then, dosing=replace(now_and_then.dosing, indication_strength=0.0))
    naive = [naive_difference(simulate_person(clock, knowledge, seed=seed)) for seed in range(PEOPLE)]
    assert np.mean(naive) < 0


def test_the_share_of_missed_scores_is_the_designed_one(knowledge: Knowledge, now_and_then: Design) -> None:
    often = replace(now_and_then, recording=replace(now_and_then.recording, missed_share=0.3))
    found = [
        len(simulate_person(often, knowledge, seed=seed).diary.entries.of_kind(Kind.RATING, "pain")) / (3 * 120)
        for seed in range(PEOPLE)
    ]
    assert np.mean(found) == pytest.approx(0.7, abs=0.02)


def test_within_a_person_pain_spreads_as_in_real_diaries(knowledge: Knowledge) -> None:
    """Fifty-nine people with chronic pain had within-person spreads of daily means of 0.62 to 1.09 (quartiles)."""
    design = Design.usual(knowledge, Calendar("2025-01-20", 60, "Europe/Berlin", run_in_d=30))
    spreads = []
    for seed in range(PEOPLE):
        pain = simulate_person(design, knowledge, seed=seed).diary.entries.of_kind(Kind.RATING, "pain")
        days = pain.day()
        spreads.append(np.std([pain.value[days == day].mean() for day in np.unique(days)]))
    assert 0.62 < np.median(spreads) < 1.09
