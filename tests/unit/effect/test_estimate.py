"""From a diary to an answer: what earns a number, what does not, and what must not change it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.effect.records import (
    DAY_S,
    DOSE_HOURS_H,
    FIRST_S,
    asked,
    assigned,
    at_s,
    blocks,
    diary,
    dose,
    entry,
    every_other_week,
    mean_of,
    rating,
    record,
)

from speciosa.effect import EffectPosterior, Grade, State
from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Event, Kind, Person, Product


@pytest.fixture(scope="module")
def plain(knowledge: Knowledge) -> EffectPosterior:
    """Weeks with and weeks without, by the calendar, a score five minutes before each dose."""
    return asked(record(), knowledge)


def association(answer: EffectPosterior) -> bool:
    """The grade, and everything that follows from it."""
    if answer.evidence_grade is not Grade.ASSOCIATION_ONLY:
        return False
    assert answer.state is State.NOT_ENOUGH_DATA
    assert answer.reasons
    assert (answer.effect, answer.tolerance, answer.rebound, answer.dose_response) == (None, None, None, None)
    assert (answer.sensitivity, answer.course) == (None, None)
    assert all(each.difference is None and each.why_null for each in answer.contrasts)
    return True


def moved(entries: list[Event], seconds: int) -> list[Event]:
    return [each._replace(time_s=each.time_s + seconds, recorded_s=each.recorded_s + seconds) for each in entries]


def only(entries: list[Event], kind: Kind) -> list[Event]:
    return [each for each in entries if each.kind is kind]


def test_a_score_before_each_dose_earns_a_number(plain: EffectPosterior) -> None:
    assert plain.evidence_grade is Grade.OBSERVATIONAL
    assert plain.state is State.HELPS
    assert mean_of(plain) < -0.7
    assert (plain.unit, plain.better, plain.primary, plain.horizon_d) == ("nrs", "lower", True, 30)
    assert plain.diagnostics.k_hat < 0.7
    assert plain.diagnostics.rated_before_share == 1.0
    assert plain.sensitivity is not None
    assert plain.sensitivity.moved > 0.2
    chances = [plain.prob_relief(points) or 0.0 for points in (0.0, 1.0, 2.0, 9.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[-1] == 0.0


def test_the_full_dose_of_the_dose_response_has_the_effect_itself(plain: EffectPosterior) -> None:
    assert plain.effect is not None
    assert plain.dose_response is not None
    assert plain.dose_response.dose[-1] == pytest.approx(3.0)
    assert plain.dose_response.mean[-1] == pytest.approx(plain.effect.mean, abs=1e-9)
    low, high = plain.effect.interval(0.95)
    assert plain.dose_response.low[-1] == pytest.approx(low, abs=1e-9)
    assert plain.dose_response.high[-1] == pytest.approx(high, abs=1e-9)


def test_the_course_holds_every_day_of_the_record(plain: EffectPosterior) -> None:
    course = plain.course
    assert course is not None
    assert course.day[0] == FIRST_S // DAY_S
    assert len(course.day) == 49
    assert np.all(course.low <= course.median)
    assert np.all(course.median <= course.high)
    on = np.array([every_other_week(day) for day in range(49)])
    assert course.median[on].mean() < course.median[~on].mean()


@pytest.mark.parametrize(
    "entries",
    [
        record(before_min=16),
        [each for each in record() if each.kind is Kind.DOSE or each.time_s % DAY_S == 22 * 3600],
        [each._replace(recorded_s=each.time_s + 6 * 3600) for each in record()],
        [
            each._replace(time_s=each.time_s + 1800, recorded_s=each.recorded_s + 1800)
            if each.kind is Kind.RATING
            else each
            for each in record()
        ],
    ],
    ids=["sixteen minutes before", "at night alone", "written down six hours later", "after each dose"],
)
def test_without_a_score_just_before_the_doses_there_is_no_number(knowledge: Knowledge, entries: list[Event]) -> None:
    assert association(asked(entries, knowledge))


@pytest.mark.parametrize("minutes", [0, 15])
def test_a_score_in_the_same_minute_or_a_quarter_of_an_hour_before_counts(knowledge: Knowledge, minutes: int) -> None:
    found = asked(record(before_min=minutes), knowledge)
    assert found.evidence_grade is Grade.OBSERVATIONAL
    assert found.diagnostics.rated_before_share == 1.0


def test_scores_that_are_missing_when_it_hurts_turn_a_number_into_an_association(knowledge: Knowledge) -> None:
    entries = record(70)
    rng = np.random.default_rng(3)
    for hides_flares in (True, False):
        kept = []
        for day in range(70):
            today = [each for each in entries if (each.time_s - FIRST_S) // DAY_S == day]
            bad = every_other_week(day) and rng.random() < 0.25
            for each in today:
                flare = bad and each.kind is Kind.RATING
                hidden = each.time_s % DAY_S < 9 * 3600
                after_noon = flare and hides_flares and not hidden
                if bad and hidden and each.kind is Kind.RATING:
                    continue
                kept.append(each._replace(value=min(each.value + 4.0, 10.0)) if after_noon else each)
        assert association(asked(kept, knowledge)) == hides_flares


def test_a_blind_trial_that_is_not_open_gives_no_number(knowledge: Knowledge) -> None:
    sealed = asked([*record(), *blocks(49, 7, ("K1", "K2"), "masked")], knowledge)
    assert association(sealed)
    assert len(sealed.contrasts) == 5
    capsules = [each._replace(name="trial capsule", unit="capsule") for each in only(record(), Kind.DOSE)]
    entries = [*only(record(), Kind.RATING), *capsules, *blocks(49, 7, ("K1", "K2"), "masked")]
    assert association(asked(entries, knowledge))


@pytest.mark.parametrize(("days", "enough"), [(13, False), (16, True)])
def test_less_than_a_fortnight_is_too_little(knowledge: Knowledge, days: int, *, enough: bool) -> None:
    entries = record(days, taken_on=lambda day: day // 2 % 2 == 0, relief=4.0)
    found = asked(entries, knowledge)
    assert any("13 days" in each for each in found.reasons) != enough
    assert (found.evidence_grade is Grade.OBSERVATIONAL) == enough


@pytest.mark.parametrize(("count", "enough"), [(29, False), (30, True)])
def test_twenty_nine_scores_are_too_few(knowledge: Knowledge, count: int, *, enough: bool) -> None:
    entries = record(60, hours_h=(8.0,))
    scores = [each for each in only(entries, Kind.RATING) if each.time_s % DAY_S < 12 * 3600][:count]
    found = asked(
        [*scores, *[each for each in only(entries, Kind.DOSE) if each.time_s <= scores[-1].time_s + 900]], knowledge
    )
    assert any("29 scores" in each for each in found.reasons) != enough


def test_before_the_first_look_there_is_a_number_and_no_verdict(knowledge: Knowledge) -> None:
    found = asked(record(20, taken_on=lambda day: day // 2 % 2 == 0, relief=4.0), knowledge)
    assert found.looks.last_s is None
    assert found.state in (State.NO_CLEAR_DIFFERENCE, State.NOT_ENOUGH_DATA)
    assert any("first look" in each for each in found.reasons) or found.effect is None


@pytest.mark.parametrize("seed", [1, 2])
def test_the_state_stays_as_it_was_between_two_looks(knowledge: Knowledge, seed: int) -> None:
    told = diary(record(43, taken_on=lambda day: day // 5 % 2 == 0, relief=[1.8, 2.2, 2.6][seed % 3], seed=seed))
    answers = [asked(told, knowledge, now_s=at_s(day)) for day in (21.4, 24.0, 33.0, 38.0, 41.5)]
    assert {each.looks.number for each in answers} == {1}
    assert len({each.state for each in answers}) == 1


def test_what_lies_after_now_is_not_looked_at(knowledge: Knowledge) -> None:
    early = record(42)
    later = moved(record(28, relief=-3.0, before_min=120), 42 * DAY_S)
    now_s = early[-1].time_s
    one = asked(early, knowledge, now_s=now_s)
    other = asked([*early, *later, rating(4000, 8, 10)], knowledge, now_s=now_s)
    assert one.state is other.state
    assert mean_of(one) == mean_of(other)
    assert one.reasons == other.reasons


def test_the_same_seed_gives_the_same_numbers(plain: EffectPosterior, knowledge: Knowledge) -> None:
    again = asked(record(), knowledge)
    assert plain.effect is not None
    assert again.effect is not None
    assert np.array_equal(again.effect.values, plain.effect.values)
    assert again.sensitivity == plain.sensitivity
    assert again.diagnostics == plain.diagnostics


def test_another_seed_gives_nearly_the_same_answer(plain: EffectPosterior, knowledge: Knowledge) -> None:
    assert plain.effect is not None
    other = asked(record(), knowledge, seed=7)
    assert mean_of(other) == pytest.approx(plain.effect.mean, abs=0.35 * plain.effect.sd)


@settings(max_examples=examples(3), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weeks=st.integers(-500, 300))
def test_the_same_record_in_another_year_says_the_same(
    plain: EffectPosterior, knowledge: Knowledge, weeks: int
) -> None:
    found = asked(moved(record(), weeks * 7 * DAY_S), knowledge)
    assert mean_of(found) == pytest.approx(mean_of(plain), abs=1e-6)
    assert found.state is plain.state


@settings(max_examples=examples(2), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.integers(-11, 13))
def test_the_same_hours_on_the_wall_in_another_time_zone_say_the_same(
    plain: EffectPosterior, knowledge: Knowledge, hours: int
) -> None:
    there = [each._replace(offset_min=60 * hours) for each in moved(record(), -3600 * hours)]
    assert mean_of(asked(there, knowledge)) == pytest.approx(mean_of(plain), abs=1e-6)


def test_a_move_to_another_time_zone_half_way_keeps_the_answer(plain: EffectPosterior, knowledge: Knowledge) -> None:
    entries = record()
    middle = at_s(28)
    here = [each for each in entries if each.time_s < middle]
    there = [each for each in entries if each.time_s >= middle]
    away = [each._replace(offset_min=-480) for each in moved(there, 8 * 3600)]
    found = asked([*here, *away], knowledge)
    assert found.state is plain.state
    assert mean_of(found) == pytest.approx(mean_of(plain), abs=0.3)


def test_the_name_of_the_jar_does_not_matter(plain: EffectPosterior, knowledge: Knowledge) -> None:
    def named(name: str) -> Diary:
        entries = [each._replace(name=name) if each.kind is Kind.DOSE else each for each in record()]
        return diary(entries, products=(Product(name, form="leaf powder"),))

    one, other = asked(named("red jar"), knowledge), asked(named("the blue one"), knowledge)
    assert mean_of(one) == mean_of(other)
    assert mean_of(one) == pytest.approx(mean_of(plain), abs=0.2)


def test_the_mirrored_record_has_the_mirrored_effect(plain: EffectPosterior, knowledge: Knowledge) -> None:
    entries = [
        each._replace(name="mood", value=10.0 - each.value) if each.kind is Kind.RATING else each for each in record()
    ]
    found = asked(diary(entries, person=Person(primary_outcome="mood")), knowledge, outcome="mood")
    assert (found.better, found.state) == ("higher", plain.state)
    assert plain.sensitivity is not None
    assert found.sensitivity is not None
    assert found.sensitivity.sceptical == pytest.approx(-plain.sensitivity.sceptical, abs=1e-6)
    assert found.sensitivity.optimistic == pytest.approx(-plain.sensitivity.optimistic, abs=1e-6)
    assert mean_of(found) == pytest.approx(-mean_of(plain), abs=0.1)
    assert found.prob_relief(1.0) == pytest.approx(plain.prob_relief(1.0), abs=0.06)


def test_a_shorter_scale_has_shorter_numbers_and_the_same_state(knowledge: Knowledge) -> None:
    fine = [
        each._replace(value=float(round(each.value * 0.4))) if each.kind is Kind.RATING else each
        for each in record(relief=4.0)
    ]
    short = [each._replace(unit="score_0_4") if each.kind is Kind.RATING else each for each in fine]
    long = [each._replace(value=each.value * 2.5) if each.kind is Kind.RATING else each for each in fine]
    one, other = asked(short, knowledge), asked(long, knowledge)
    assert one.unit == "score_0_4"
    assert one.state is other.state
    assert mean_of(one) == pytest.approx(0.4 * mean_of(other), abs=0.05)
    assert [one.notice, one.much] == pytest.approx([0.4, 0.8])


def test_an_outcome_that_was_not_chosen_beforehand_gets_a_number_and_no_verdict(
    plain: EffectPosterior, knowledge: Knowledge
) -> None:
    entries = [*record(), *[each._replace(name="stress") for each in only(record(), Kind.RATING)]]
    found = asked(entries, knowledge, outcome="stress")
    assert (found.primary, found.state) == (False, State.NO_CLEAR_DIFFERENCE)
    # whoever looks at many outcomes finds something: the others are looked at with a sceptic's prior
    assert plain.sensitivity is not None
    assert mean_of(found) == pytest.approx(plain.sensitivity.sceptical, abs=0.2)
    assert any("no verdict" in each for each in found.reasons)


def test_a_word_that_is_not_known_says_which_way_was_taken_as_better(knowledge: Knowledge) -> None:
    entries = [each._replace(name="glow") if each.kind is Kind.RATING else each for each in record()]
    found = asked(diary(entries, person=Person(primary_outcome="glow")), knowledge, outcome="glow")
    assert found.better == "lower"
    assert [each.code for each in found.not_assessed if "glow" in each.why] == ["effect_direction"]


def test_doses_taken_on_pain_that_nobody_wrote_down_get_no_number(knowledge: Knowledge) -> None:
    """Pain leads to doses, and the scores come at noon and at night: the plain comparison is upside down."""
    rng = np.random.default_rng(6)
    entries, level = [], 0.0
    for day in range(60):
        level = 0.7 * level + float(rng.normal(0, 1.2))
        pain = 5.0 + level
        for hour in (8.0, 18.0):
            if rng.random() < 1 / (1 + np.exp(-1.5 * (pain - 5))):
                entries.append(dose(day, hour))
        entries += [rating(day, hour, min(max(round(pain), 0), 10)) for hour in (12.0, 22.0)]
    assert association(asked(entries, knowledge))


def test_a_reduced_assignment_does_not_change_what_is_usual(knowledge: Knowledge) -> None:
    half = [
        each._replace(value=1.5) if each.kind is Kind.DOSE and (each.time_s - FIRST_S) // DAY_S >= 42 else each
        for each in record(49)
    ]
    arms = [assigned(42, "-50%")]
    found = asked([*half, *arms], knowledge)
    assert found.dose_response is not None
    assert found.dose_response.dose[-1] == pytest.approx(3.0)


BAD: dict[str, list[Event]] = {
    "nothing": [],
    "no ratings": only(record(), Kind.DOSE),
    "no doses": only(record(), Kind.RATING),
    "constant ratings": [each._replace(value=5.0) if each.kind is Kind.RATING else each for each in record()],
    "one dose": [*only(record(), Kind.RATING), dose(9, 8)],
    "two doses": [*only(record(), Kind.RATING), dose(9, 8), dose(10, 8)],
    "doses without amounts": [
        each._replace(value=float("nan"), answer=Answer.UNKNOWN) if each.kind is Kind.DOSE else each
        for each in record()
    ],
    "every second dose without an amount": [
        each._replace(value=float("nan"), answer=Answer.UNKNOWN) if each.kind is Kind.DOSE and at % 2 else each
        for at, each in enumerate(record())
    ],
    "doses of nothing": [each._replace(value=0.0) if each.kind is Kind.DOSE else each for each in record()],
    "questions declined": [
        each._replace(value=float("nan"), answer=Answer.DECLINED) if each.kind is Kind.RATING else each
        for each in record()
    ],
    "everything in one minute": [each._replace(time_s=FIRST_S, recorded_s=FIRST_S) for each in record()],
    "the same every day": record(taken_on=lambda _: True),
}


@pytest.mark.parametrize("name", BAD)
def test_a_record_that_earns_no_number_gets_a_reason(knowledge: Knowledge, name: str) -> None:
    found = asked(BAD[name], knowledge)
    assert found.state is State.NOT_ENOUGH_DATA
    assert found.effect is None
    assert found.reasons
    assert len(found.contrasts) == 5


ODD: dict[str, list[Event]] = {
    "gaps of months": [
        one for each in record() for one in moved([each], (each.time_s - FIRST_S) // DAY_S // 14 * 60 * DAY_S)
    ],
    "thousands of scores in a day": [
        *record(), *[rating(20, 8 + at / 300, 5 + at % 3) for at in range(3000)]
    ],
    "thousands of doses in a day": [*record(), *[dose(20, 8 + at / 200, 0.01) for at in range(2000)]],
    "all scores at an end": [
        each._replace(value=0.0 if at % 3 else 10.0) if each.kind is Kind.RATING else each
        for at, each in enumerate(record())
    ],
    "arms that contradict each other": [
        *record(), assigned(5, "-50%"), assigned(5, "usual"), assigned(6, "none"), assigned(6, "free")
    ],
    "an arm that is still to come": [*record(), assigned(300, "-50%")],
    "before 1970": moved(record(), -60 * 365 * DAY_S),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_an_odd_record_gets_an_answer_whose_numbers_are_numbers(knowledge: Knowledge, name: str) -> None:
    found = asked(ODD[name], knowledge, now_s=max(each.time_s for each in ODD[name]))
    if found.effect is None:
        assert found.state is State.NOT_ENOUGH_DATA
        assert found.reasons
    else:
        assert np.isfinite(found.effect.values).all()
        assert -10 <= found.effect.mean <= 10


def test_asked_of_a_time_before_everything_there_is_nothing_to_compare(knowledge: Knowledge) -> None:
    assert association(asked(record(), knowledge, now_s=FIRST_S - DAY_S))
    assert association(asked(record(), knowledge, now_s=0))


def test_asked_years_later_the_usual_day_is_that_of_the_record(plain: EffectPosterior, knowledge: Knowledge) -> None:
    found = asked(record(), knowledge, now_s=at_s(2000))
    assert found.dose_response is not None
    assert found.dose_response.dose[-1] == pytest.approx(3.0)
    assert mean_of(found) == pytest.approx(mean_of(plain), abs=0.3)


def test_both_of_leaf_and_hydroxy_tablets_are_not_taken_for_days_without(
    plain: EffectPosterior, knowledge: Knowledge
) -> None:
    entries = [
        each._replace(name="7-OH tablet", unit="mg", value=15.0) if each.kind is Kind.DOSE and at % 2 else each
        for at, each in enumerate(record())
    ]
    found = asked(entries, knowledge)
    silent = found.effect is None or found.state in (State.NOT_ENOUGH_DATA, State.NO_CLEAR_DIFFERENCE)
    assert silent or mean_of(found) == pytest.approx(mean_of(plain), abs=0.5)
    assert found.effect is None or [*found.reasons, *found.not_assessed] or plain.state is found.state


def test_notes_of_other_kinds_change_nothing(plain: EffectPosterior, knowledge: Knowledge) -> None:
    others = [entry(day, 9, Kind.GOAL, "walk", 3.0, "nrs") for day in range(0, 49, 7)]
    assert mean_of(asked([*record(), *others], knowledge)) == mean_of(plain)
    assert replace(plain).better == "lower"
    assert DOSE_HOURS_H[0] == 8.0
