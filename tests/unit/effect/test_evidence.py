"""What kind of evidence a record is, and which of its questions it can answer."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from tests.unit.effect.records import (
    always,
    asked,
    assigned,
    at_s,
    blocks,
    entry,
    ratings_from,
    record,
    taken_of,
)

from speciosa.effect import EffectPosterior, Grade
from speciosa.effect.evidence import off_stretches
from speciosa.knowledge import Knowledge
from speciosa.record import Event, Kind


def grade_of(answer: EffectPosterior, name: str) -> Grade:
    return next(each.grade for each in answer.contrasts if each.name == name)


def said(answer: EffectPosterior, part: str) -> bool:
    return any(part in each for each in answer.reasons)


def by_level(days: int, length_d: int, levels: tuple[float, ...], before_min: float = 5.0) -> list[Event]:
    """Doses that follow levels which take turns."""

    def level(each: Event) -> float:
        return levels[(each.time_s - at_s(0)) // 86_400 // length_d % len(levels)]

    entries = record(days, taken_on=always, before_min=before_min)
    kept = [each for each in entries if each.kind is not Kind.DOSE or level(each) > 0]
    return [each._replace(value=3.0 * level(each)) if each.kind is Kind.DOSE else each for each in kept]


@pytest.fixture(scope="module")
def on_off(knowledge: Knowledge) -> EffectPosterior:
    return asked([*record(49), *blocks(49, 7, ("usual", "none"))], knowledge)


def test_assignments_that_were_kept_to_make_a_randomised_answer(on_off: EffectPosterior) -> None:
    assert on_off.evidence_grade is Grade.RANDOMISED_OPEN
    assert grade_of(on_off, "one_step_less") is Grade.OBSERVATIONAL  # chance never decided about a step
    assert on_off.effect is not None


def test_what_goes_on_within_an_assigned_day_is_not_randomised(on_off: EffectPosterior) -> None:
    assert grade_of(on_off, "acute_now") is Grade.OBSERVATIONAL


def test_a_trial_needs_no_score_before_each_dose(knowledge: Knowledge) -> None:
    found = asked([*record(49, before_min=16), *blocks(49, 7, ("usual", "none"))], knowledge)
    assert found.evidence_grade is Grade.RANDOMISED_OPEN
    assert found.effect is not None


def test_a_masked_trial_is_graded_as_one_once_it_is_open(knowledge: Knowledge) -> None:
    found = asked([*record(49), *blocks(49, 7, ("usual", "none"), "masked")], knowledge)
    assert found.evidence_grade is Grade.RANDOMISED_MASKED


@pytest.mark.parametrize(
    ("arms", "why"),
    [
        (blocks(49, 7, ("none", "usual")), "does not follow"),
        (blocks(49, 7, ("usual",)), "fewer than 4 changes"),
        (blocks(49, 7, ("none",)), "fewer than 4 changes"),
        ([assigned(0, "usual"), assigned(7, "none"), assigned(14, "free")], "fewer than 4 changes"),
    ],
    ids=["the opposite was taken", "usual all the time", "none all the time", "one change"],
)
def test_assignments_that_decide_nothing_do_not_replace_the_score_before_a_dose(
    knowledge: Knowledge, arms: Iterable[Event], why: str
) -> None:
    found = asked([*record(49, before_min=16), *arms], knowledge)
    assert found.evidence_grade is Grade.ASSOCIATION_ONLY
    assert found.effect is None
    assert said(found, why)


def test_a_trial_of_levels_randomises_one_step_less_and_not_against_none(knowledge: Knowledge) -> None:
    entries = by_level(56, 7, (1.0, 0.75))
    found = asked([*entries, *blocks(56, 7, ("usual", "-25%"))], knowledge)
    assert found.evidence_grade is Grade.OBSERVATIONAL
    assert grade_of(found, "one_step_less") is Grade.RANDOMISED_OPEN
    assert grade_of(found, "settled") is Grade.OBSERVATIONAL
    assert said(found, "never none")


@pytest.mark.parametrize("days", [58, 70])
def test_the_days_of_a_period_that_are_still_to_come_are_no_days_without(knowledge: Knowledge, days: int) -> None:
    entries = [*by_level(days, 14, (1.0, 0.75)), *blocks(days, 14, ("usual", "-25%"))]
    assert grade_of(asked(entries, knowledge), "one_step_less") is Grade.RANDOMISED_OPEN


def test_with_levels_randomised_and_no_score_before_doses_one_step_less_alone_is_answered(
    knowledge: Knowledge,
) -> None:
    free = list(record(28, taken_on=always, before_min=16, seed=4))
    later = [
        each._replace(time_s=each.time_s + 28 * 86_400, recorded_s=each.recorded_s + 28 * 86_400)
        for each in by_level(70, 7, (1.0, 0.5), before_min=16)
    ]
    arms = [
        each._replace(time_s=each.time_s + 28 * 86_400, recorded_s=each.recorded_s + 28 * 86_400)
        for each in blocks(70, 7, ("usual", "-50%"))
    ]
    found = asked([*free, *later, *arms], knowledge)
    assert found.evidence_grade is Grade.ASSOCIATION_ONLY
    assert found.effect is None
    for each in found.contrasts:
        if each.name == "one_step_less":
            assert each.grade is Grade.RANDOMISED_OPEN
            assert each.difference is not None
        else:
            assert each.difference is None
            assert each.why_null


def test_stretches_without_a_dose_end_with_the_ratings() -> None:
    taken = taken_of([(day, 8.0, 3.0) for day in (*range(10), *range(30, 40))])
    ratings = ratings_from([(day, 20.0, 5.0) for day in range(20)])
    assert off_stretches(taken, ratings, now_s=at_s(60)) == [(at_s(9, 8), at_s(20, 20))]


def test_a_time_without_after_hardly_any_use_is_no_stopping() -> None:
    taken = taken_of([(day, 8.0, 3.0) for day in (0, 3, 20)])
    ratings = ratings_from([(day, 20.0, 5.0) for day in range(30)])
    assert off_stretches(taken, ratings, now_s=at_s(30)) == []


def test_each_contrast_is_answered_only_where_the_record_holds_it(on_off: EffectPosterior) -> None:
    gaps = {each.name: each.why_null for each in on_off.contrasts}
    assert list(gaps) == ["settled", "stopping_days_1_14", "stopping_days_15_60", "one_step_less", "acute_now"]
    assert gaps["settled"] == "no settled time without it in the record"
    assert gaps["stopping_days_15_60"]
    assert not gaps["stopping_days_1_14"]
    for each in on_off.contrasts:
        assert (each.difference is None) == bool(each.why_null)


def new_bags(days: int) -> list[Event]:
    return [
        entry(day, 6.0, Kind.EVENT, "product_changed", text=f"kratom leaf powder#{day}") for day in range(0, days, 14)
    ]


def test_a_new_bag_around_the_weeks_without_hides_what_wears_off(knowledge: Knowledge) -> None:
    one_bag = asked(record(56, relief=3.0), knowledge)
    assert one_bag.tolerance is not None
    assert one_bag.rebound is not None
    for entries in (
        [*record(56, relief=3.0), *new_bags(56)],
        [
            each._replace(name=f"{each.name}#{(each.time_s - at_s(0)) // 86_400 // 14}")
            if each.kind is Kind.DOSE else each
            for each in record(56, relief=3.0)
        ],
    ):  # fmt: skip
        found = asked(entries, knowledge)
        assert found.effect is not None
        assert (found.tolerance, found.rebound) == (None, None)
        assert "effect_tolerance" in [each.code for each in found.not_assessed]


def test_use_without_a_pause_of_a_week_cannot_tell_what_wears_off(knowledge: Knowledge) -> None:
    def days_about(day: int) -> bool:
        return day % 5 < 3

    found = asked(record(49, taken_on=days_about), knowledge)
    assert found.effect is not None
    assert (found.tolerance, found.rebound) == (None, None)
    assert "effect_tolerance" in [each.code for each in found.not_assessed]
