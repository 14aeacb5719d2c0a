"""Doses a day, their rise, the hour of the first one, the reasons: what is seen, and what is left alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.unit.safety.dosing import CaseOf, FindingsOf, acts, dose, doses, none, rated, row

from speciosa.knowledge import Act, Knowledge
from speciosa.safety.dependence import (
    dose_against_withdrawal,
    doses_frequent,
    doses_rising,
    early_morning_doses,
    gaps,
    more_for_the_same,
    taper_talk,
)  # fmt: skip
from speciosa.safety.dose_days import dose_days
from speciosa.safety.rise import chance_of

FORBIDDEN = ("addict", "abuse", "disorder", "failed", "safe")


def test_three_doses_on_the_usual_day_are_seen_and_two_are_not(case_of: CaseOf) -> None:
    seen = doses_frequent(case_of(*doses(range(20), 3)))
    assert seen is not None
    assert seen.says == "3 doses on a usual day, by 20 recorded days of the last 4 weeks."
    assert len(seen.ids) == 60
    assert doses_frequent(case_of(*doses(range(20), 2))) is None
    assert doses_frequent(case_of(*doses(range(20), 4))) is not None


@pytest.mark.parametrize(("days", "seen"), [(13, False), (14, True), (15, True)])
def test_what_is_usual_takes_fourteen_recorded_days(case_of: CaseOf, days: int, seen: bool) -> None:
    assert (doses_frequent(case_of(*doses(range(days), 4))) is not None) is seen


def test_a_day_of_none_counts_as_zero_and_a_day_without_an_answer_does_not(case_of: CaseOf) -> None:
    taken = doses(range(0, 28, 2), 4)
    others = range(1, 28, 2)
    assert doses_frequent(case_of(*taken, *(rated(each, 9, "pain", 4) for each in others))) is not None
    assert doses_frequent(case_of(*taken, *(none(each) for each in others))) is None


def test_a_dose_of_zero_is_a_day_of_none(case_of: CaseOf) -> None:
    days = dose_days(case_of(dose(2), dose(1, grams=0), none(0)))
    assert days.count.tolist() == [1, 0, 0]
    assert days.amount.tolist() == [3, 0, 0]


@pytest.mark.parametrize(("minutes", "count"), [(14, 1), (15, 1), (16, 2)])
def test_doses_within_a_quarter_of_an_hour_are_one(case_of: CaseOf, minutes: int, count: int) -> None:
    days = dose_days(case_of(dose(1, 8.0), dose(1, 8.0 + minutes / 60)))
    assert days.count.tolist() == [count]
    assert days.amount.tolist() == [6]


def test_an_entry_for_a_whole_day_says_how_much_and_not_how_often(case_of: CaseOf) -> None:
    days = dose_days(case_of(dose(1, 12, 9, precision="day")))
    assert np.isnan(days.count).tolist() == [True]
    assert days.amount.tolist() == [9]


def test_amounts_of_several_kinds_of_product_are_not_added_up(case_of: CaseOf) -> None:
    rows = [*doses(range(1, 10), 1), dose(0), dose(0, 10, 2, name="7-OH tablet", unit="tablet")]
    days = dose_days(case_of(*rows))
    assert (days.unit, days.count[-1], np.isnan(days.amount[-1])) == ("g", 2, True)
    assert days.amount[:-1].tolist() == [3] * 9


@pytest.mark.parametrize(("ago", "hour", "unit"), [(111, 7, "capsule"), (112, 7, "g")])
def test_the_unit_is_that_of_most_doses_of_the_last_sixteen_weeks(
    case_of: CaseOf, ago: int, hour: float, unit: str
) -> None:
    capsules = [dose(ago, hour + each / 100, 4, unit="capsule") for each in range(3)]
    assert dose_days(case_of(*capsules, dose(0, 8, 3))).unit == unit


def test_capsules_of_known_weight_are_grams(case_of: CaseOf) -> None:
    products = "product,unit_weight_g\nmy capsules,0.5\n"
    days = dose_days(case_of(dose(1, 8, 6, name="my capsules", unit="capsule"), dose(1, 12, 2), products=products))
    assert (days.unit, days.amount.tolist()) == ("g", [5])


def test_more_doses_a_day_than_in_the_weeks_before_are_seen(case_of: CaseOf) -> None:
    seen = doses_rising(case_of(*doses(range(28), 5), *doses(range(28, 56), 3)))
    assert seen is not None
    assert seen.says == "5 doses a day in the last 4 weeks, and 3 in the 4 weeks before."


def test_a_slow_rise_shows_against_a_quarter_of_a_year_before(case_of: CaseOf) -> None:
    rows = [*doses(range(28), 6, 1, 4), *doses(range(28, 84), 5, 1, 4), *doses(range(84, 112), 4, 1, 4)]
    seen = doses_rising(case_of(*rows))
    assert seen is not None
    assert seen.says == "6 doses a day in the last 4 weeks, and 4 12 weeks earlier."


@pytest.mark.parametrize(("extra", "seen"), [(6, False), (7, True), (8, True)])
def test_a_rise_is_a_quarter_more_at_least(case_of: CaseOf, extra: int, seen: bool) -> None:
    """4 a day before; each week of the last four has so many doses above 4 a day: 7 of 28 are a quarter."""
    rows = doses(range(28, 56), 4)
    for week in range(4):
        for each in range(7):
            rows += doses([7 * week + each], 5 if each < min(extra, 7) else 4)
        rows += [dose(7 * week, 22)] * (extra > 7)
    assert (doses_rising(case_of(*rows)) is not None) is seen


@pytest.mark.parametrize(("extra", "seen"), [((3, 3, 4, 3), False), ((3, 4, 3, 4), True), ((4, 4, 4, 4), True)])
def test_a_rise_of_rare_doses_takes_half_a_dose_a_day(case_of: CaseOf, extra: tuple[int, ...], seen: bool) -> None:
    """One dose a week before; 14 more of them in four weeks are half a dose a day. The amount stays the same."""
    rows = [*doses(range(28, 56, 7), 1, 9), *(none(each) for each in range(28, 56) if each % 7)]
    for week, more in enumerate(extra):
        rows += [dose(7 * week, 7 + 2 * each, 1 if each else 9 - more) for each in range(more + 1)]
        rows += [none(7 * week + each) for each in range(1, 7)]
    assert (doses_rising(case_of(*rows)) is not None) is seen


@pytest.mark.parametrize(("days", "seen"), [(13, False), (14, True), (15, True)])
def test_a_rising_amount_of_rare_doses_is_left_alone(case_of: CaseOf, days: int, seen: bool) -> None:
    taken = {round(each * 28 / days) for each in range(days)}
    now = [dose(each, 8, 6) if each in taken else none(each) for each in range(28)]
    then = [dose(28 + each, 8, 3) if each in taken else none(28 + each) for each in range(28)]
    assert (doses_rising(case_of(*now, *then)) is not None) is seen


def test_weeks_that_go_up_and_down_are_no_rise(case_of: CaseOf) -> None:
    """5, 5, 3, 5 after 3, 3, 5, 3: a third more, and 16 of the 70 orders look like that or more so."""
    rows = []
    for week, times in enumerate((5, 3, 5, 5, 3, 5, 3, 3)):
        rows += doses(range(7 * week, 7 * week + 7), times)
    assert doses_rising(case_of(*rows)) is None


def test_the_chance_is_that_of_every_order_of_the_weeks() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        last, first = rng.integers(0, 5, 4).tolist(), rng.integers(0, 5, 3).tolist()
        every = [*last, *first]
        slow = [sum(every[each] for each in order) >= sum(last) for order in combinations(range(7), 4)]
        assert chance_of(last, first) == pytest.approx(sum(slow) / len(slow))


@pytest.mark.parametrize(("before", "seen"), [((2, 2, 2, 2), True), ((3, 2, 2, 2), True), ((3, 3, 2, 2), False)])
def test_a_rise_passes_with_two_orders_in_seventy_and_not_with_three(
    case_of: CaseOf, before: tuple[int, ...], seen: bool
) -> None:
    """Three weeks of 5 and one of 3: each week of 3 before is one more order that is as steep."""
    rows = []
    for week, times in enumerate((5, 3, 5, 5, *before)):
        rows += doses(range(7 * week, 7 * week + 7), times)
    assert (doses_rising(case_of(*rows)) is not None) is seen


@pytest.mark.parametrize(("recorded", "seen"), [(2, False), (3, True), (4, True)])
def test_a_week_shows_by_three_recorded_days(case_of: CaseOf, recorded: int, seen: bool) -> None:
    """Three full weeks then and three now are too few to tell: the fourth decides."""
    rows = [*doses(range(28, 56), 3), *doses(range(14), 5), *doses(range(14, 14 + recorded), 5)]
    rows += doses(range(21, 21 + recorded), 5)
    assert (doses_rising(case_of(*rows)) is not None) is seen


def test_days_of_less_in_a_trial_make_no_rise_when_they_end(case_of: CaseOf) -> None:
    rows = [*doses(range(28), 4), *doses(range(28, 56), 2)]
    assert doses_rising(case_of(*rows)) is not None
    assigned = [row(56, 0, "assignment", "-50%", 1, "open"), row(28, 0, "assignment", "usual", 2, "open")]
    assert doses_rising(case_of(*assigned, *rows)) is None


def test_how_often_leads_and_how_much_comes_second(case_of: CaseOf) -> None:
    seen = doses_rising(case_of(*doses(range(28), 3, 4), *doses(range(28, 56), 3, 3)))
    assert seen is not None
    assert seen.says == "12 g a day in the last 4 weeks, and 9 g in the 4 weeks before."


def test_a_stronger_product_in_other_amounts_is_no_rise(case_of: CaseOf) -> None:
    tablets = [dose(ago, 8 + 2 * each, 9, name="7-OH tablet", unit="tablet") for ago in range(28) for each in range(3)]
    assert doses_rising(case_of(*tablets, *doses(range(28, 56), 3))) is None


def after_dose(days: range, pain: float, hour: float = 10.0, word: str = "pain") -> list[str]:
    return [rated(ago, hour, word, pain) for ago in days]


@pytest.mark.parametrize(("pain", "seen"), [("5.6", True), ("5.52", True), ("5.5", False), ("5.4", False), (7, True)])
def test_more_for_the_same_is_a_gain_of_less_than_half_a_point(case_of: CaseOf, pain: float, seen: bool) -> None:
    rows = [*doses(range(28), 1, 5), *doses(range(28, 56), 1, 3)]
    found = more_for_the_same(case_of(*rows, *after_dose(range(28), pain), *after_dose(range(28, 56), 6)))
    assert (found is not None) is seen
    if found:
        assert "5 g a day in the last 4 weeks, 3 g in the 4 weeks before" in found.says
        assert "Worse illness alone" in found.says


@pytest.mark.parametrize(("scores", "seen"), [(9, False), (10, True), (11, True)])
def test_relief_takes_ten_scores_in_each_time(case_of: CaseOf, scores: int, seen: bool) -> None:
    rows = [*doses(range(28), 1, 5), *doses(range(28, 56), 1, 3), *after_dose(range(28, 56), 6)]
    assert (more_for_the_same(case_of(*rows, *after_dose(range(scores), 6))) is not None) is seen


@pytest.mark.parametrize(("hour", "seen"), [(8.9, False), (9.0, True), (14.0, True), (14.1, False)])
def test_relief_is_looked_for_from_one_to_six_hours_after_a_dose(case_of: CaseOf, hour: float, seen: bool) -> None:
    rows = [*doses(range(28), 1, 5), *doses(range(28, 56), 1, 3)]
    scores = [*after_dose(range(28), 6, hour), *after_dose(range(28, 56), 6, hour)]
    assert (more_for_the_same(case_of(*rows, *scores)) is not None) is seen


def test_relief_that_was_scored_counts_before_pain(case_of: CaseOf) -> None:
    rows = [*doses(range(28), 1, 5), *doses(range(28, 56), 1, 3)]
    pain = [*after_dose(range(28), 6), *after_dose(range(28, 56), 6)]
    better = [*after_dose(range(28), 8, 11, "pain_relief"), *after_dose(range(28, 56), 4, 11, "pain_relief")]
    assert more_for_the_same(case_of(*rows, *pain)) is not None
    assert more_for_the_same(case_of(*rows, *pain, *better)) is None


@pytest.mark.parametrize(("early", "seen"), [(9, False), (10, True), (11, True)])
def test_early_doses_are_seen_on_half_of_the_days(case_of: CaseOf, early: int, seen: bool) -> None:
    found = early_morning_doses(case_of(*doses(range(early), 1, 3, 6.5), *doses(range(early, 20), 1, 3, 9)))
    assert (found is not None) is seen
    if found:
        assert found.says == f"The first dose was before 7:00 on {early} of 20 days in the last 4 weeks."


@pytest.mark.parametrize(("hour", "seen"), [(3.9, False), (4.0, True), (6.9, True), (7.0, False), (7.1, False)])
def test_early_is_from_four_to_seven_by_the_clock(case_of: CaseOf, hour: float, seen: bool) -> None:
    rows = [each for ago in range(20) for each in (dose(ago, hour), dose(ago, 12))]
    assert (early_morning_doses(case_of(*rows)) is not None) is seen


def test_an_hour_that_stands_for_a_part_of_the_day_is_no_early_hour(case_of: CaseOf) -> None:
    rows = [dose(ago, 6, precision="part_of_day") for ago in range(20)]
    assert early_morning_doses(case_of(*rows)) is None


@pytest.mark.parametrize(("days", "seen"), [(2, False), (3, True), (4, True)])
def test_doses_against_feeling_ill_take_three_days(case_of: CaseOf, days: int, seen: bool) -> None:
    rows = [dose(each, 7, reason="withdrawal") for each in range(days)]
    found = dose_against_withdrawal(case_of(*rows, *(dose(each, 12, reason="pain") for each in range(10))))
    assert (found is not None) is seen
    if found:
        assert f"{days} of {days + 10} doses with a reason" in found.says
        assert len(found.ids) == days


def test_doses_against_feeling_ill_of_long_ago_are_left_alone(case_of: CaseOf) -> None:
    assert (
        dose_against_withdrawal(case_of(dose(0), *(dose(30 + each, 7, reason="withdrawal") for each in range(9))))
        is None
    )


def test_the_rules_describe_and_tell_nobody_to_stop_suddenly(findings_of: FindingsOf, knowledge: Knowledge) -> None:
    rows = [*doses(range(28), 5, 3, 6), *doses(range(28, 56), 3, 3, 6)]
    rows += [*after_dose(range(28), 6, 16), *after_dose(range(28, 56), 6, 16)]
    rows += [dose(each, 22, reason="withdrawal") for each in range(5)]
    found = findings_of(*rows)
    codes = {"doses_frequent", "doses_rising", "more_for_the_same", "early_morning_doses", "dose_against_withdrawal"}
    assert codes <= set(acts(found))
    for each in found.findings:
        if each.code in codes:
            assert knowledge.advice["dont_stop_suddenly"].text in each.adds
            words = f"{each.title} {each.seen} {each.because} {each.say}".lower()
            assert not [word for word in FORBIDDEN if word in words]
    assert acts(found)["doses_rising"] is Act.THIS_WEEK
    assert acts(found)["doses_frequent"] is Act.NEXT_VISIT


def test_the_talk_holds_what_the_record_gives_and_no_plan(case_of: CaseOf) -> None:
    talk = taper_talk(case_of(*doses(range(20), 3), *doses(range(20, 23), 1), *doses(range(23, 40), 3)))
    assert talk is not None
    assert (talk.doses_a_day, talk.amount_a_day, talk.unit, talk.days) == (3, 9, "g", 28)
    assert len(talk.cuts) == 1
    assert len(talk.points) == 8
    assert not any(sign.isdigit() for each in talk.points for sign in each)


def test_there_is_no_talk_without_doses(case_of: CaseOf) -> None:
    assert taper_talk(case_of(rated(1, 8, "pain", 5))) is None
    assert list(gaps(case_of(rated(1, 8, "pain", 5)))) == []


def test_what_could_not_be_asked_is_said(case_of: CaseOf) -> None:
    assert [each.code for each in gaps(case_of(dose(1)))] == ["doses_a_day"]
    assert [each.code for each in gaps(case_of(*doses(range(20), 3)))] == ["doses_rising", "waking"]
    assert [each.code for each in gaps(case_of(*doses(range(56), 3)))] == ["waking"]
    untold = [dose(ago, 8, "unknown") for ago in range(56)]
    assert [each.code for each in gaps(case_of(*untold))] == ["amount_a_day", "waking"]


def test_the_day_of_asking_is_not_over(case_of: CaseOf) -> None:
    rows = ["2026-05-28T08:00+02:00,dose,kratom leaf powder,3,g,,,,,today,,", *doses(range(3), 3)]
    assert dose_days(case_of(*rows)).count.tolist() == [3, 3, 3]
