"""Times of less and what came after; scores at times when least is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.unit.safety.dosing import CaseOf, FindingsOf, acts, at, dose, doses, none, rated, row

from speciosa.knowledge import Act, Knowledge
from speciosa.safety.cuts import cuts_of, failed_cuts, gaps, worse_as_exposure_falls
from speciosa.safety.dose_days import dose_days
from speciosa.safety.falling import falls_of, shifted
from speciosa.safety.harm import break_then_old_dose


def around(low: list[str], first: int, last: int, until: int = 50, grams: object = 3) -> list[str]:
    """Three doses a day before and after the days `last` to `first` days ago."""
    return [*doses(range(last), 3, grams), *low, *doses(range(first + 1, until), 3, grams)]


def test_a_cut_that_did_not_last_is_described(case_of: CaseOf) -> None:
    seen = failed_cuts(case_of(*around(doses(range(15, 20), 1), 19, 15)))
    assert seen is not None
    assert seen.says == (
        "You took less from 2026-05-08 to 2026-05-12, 3 g a day where it had been 9, and then about as much as before "
        "again."
    )


@pytest.mark.parametrize(("days", "seen"), [(2, False), (3, True), (4, True)])
def test_a_cut_takes_three_recorded_days(case_of: CaseOf, days: int, seen: bool) -> None:
    low = [none(each) for each in range(10, 10 + days)]
    assert (failed_cuts(case_of(*around(low, 9 + days, 10))) is not None) is seen


@pytest.mark.parametrize(("grams", "seen"), [("1.5", True), ("1.4", True), ("1.6", False)])
def test_a_cut_is_half_or_less(case_of: CaseOf, grams: str, seen: bool) -> None:
    assert (failed_cuts(case_of(*around(doses(range(10, 15), 3, grams), 14, 10))) is not None) is seen


@pytest.mark.parametrize(("grams", "seen"), [("2.7", True), ("2.6", False), (3, True), (4, True)])
def test_back_is_nine_tenths_of_the_days_before(case_of: CaseOf, grams: object, seen: bool) -> None:
    rows = [*doses(range(10), 3, grams), *(none(each) for each in range(10, 15)), *doses(range(15, 50), 3, 3)]
    assert (failed_cuts(case_of(*rows)) is not None) is seen


@pytest.mark.parametrize(("before", "seen"), [(6, False), (7, True), (8, True)])
def test_what_a_cut_was_from_takes_a_week(case_of: CaseOf, before: int, seen: bool) -> None:
    low = [none(each) for each in range(10, 13)]
    assert (failed_cuts(case_of(*around(low, 12, 10, until=13 + before))) is not None) is seen


@pytest.mark.parametrize(("after", "seen"), [(27, True), (28, True), (29, False)])
def test_as_much_again_later_than_four_weeks_is_no_return(case_of: CaseOf, after: int, seen: bool) -> None:
    """Little for weeks: half as much on the days between, so that only the return ends the cut."""
    rows = [none(each) for each in range(60, 64)] + doses(range(64, 90), 3)
    rows += doses(range(60 - after + 3, 60), 2)
    rows += doses([60 - after + 2, 60 - after + 1, 60 - after], 3)
    assert (failed_cuts(case_of(*rows, rated(0, 8, "pain", 4))) is not None) is seen


@pytest.mark.parametrize(("ago", "seen"), [(179, True), (180, False), (181, False)])
def test_cuts_of_half_a_year_are_a_matter_of_today(case_of: CaseOf, ago: int, seen: bool) -> None:
    low = [none(each) for each in range(ago + 3, ago + 8)]
    rows = [*doses(range(ago, ago + 3), 3), *low, *doses(range(ago + 8, ago + 30), 3), rated(0, 8, "pain", 4)]
    case = case_of(*rows)
    assert (failed_cuts(case) is not None) is seen
    assert len(cuts_of(case, dose_days(case))) == 1


@pytest.mark.parametrize(("hole", "cuts"), [(3, 1), (4, 0)])
def test_days_without_an_answer_are_no_days_of_none(case_of: CaseOf, hole: int, cuts: int) -> None:
    low = [none(20), none(19), none(19 - hole)]
    case = case_of(*doses(range(21, 50), 3), *low, *doses(range(19 - hole), 3))
    assert len(cuts_of(case, dose_days(case))) == cuts


def test_less_as_a_trial_had_planned_is_no_cut(case_of: CaseOf) -> None:
    rows = around(doses(range(14, 28), 1), 27, 14)
    assert failed_cuts(case_of(*rows)) is not None
    planned = [row(27, 0, "assignment", "-50%", 1, "open"), row(13, 0, "assignment", "usual", 2, "open")]
    assert failed_cuts(case_of(*rows, *planned)) is None
    sealed = [row(27, 0, "assignment", "K7", 1, "masked"), row(13, 0, "assignment", "usual", 2, "open")]
    assert failed_cuts(case_of(*rows, *sealed)) is None


@pytest.mark.parametrize(("kind", "name", "text"), [("event", "stopped", ""), ("strategy", "kratom", "stop")])
def test_a_stop_that_was_written_down_needs_no_days_of_none(case_of: CaseOf, kind: str, name: str, text: str) -> None:
    rows = [*doses(range(5), 3), row(12, 21, kind, name, text), *doses(range(12, 40), 3)]
    seen = failed_cuts(case_of(*rows))
    assert seen is not None
    assert seen.ids[0].startswith(kind)


@pytest.mark.parametrize(("grams", "seen"), [("0.3", False), ("1.8", False), ("2.6", False), ("2.7", True), (3, True)])
def test_after_a_stop_it_takes_as_much_as_before(case_of: CaseOf, grams: object, seen: bool) -> None:
    rows = [*doses(range(5), 3, grams), row(12, 21, "event", "stopped"), *doses(range(12, 40), 3)]
    case = case_of(*rows)
    assert (failed_cuts(case) is not None) is seen
    # "little or none from ... on" is said of a stop that lasts, and never beside a return
    lasting = break_then_old_dose(case)
    assert not (seen and lasting is not None and " on." in lasting.says)


@pytest.mark.parametrize(
    "stop", [row(12, 21, "event", "stopped", "ibuprofen"), row(12, 21, "strategy", "heat", "stop")]
)
def test_a_stop_of_something_else_is_none(case_of: CaseOf, stop: str) -> None:
    assert failed_cuts(case_of(*doses(range(5), 3), stop, *doses(range(12, 40), 3))) is None


def test_a_stop_that_lasts_is_no_matter_of_going_back(case_of: CaseOf) -> None:
    rows = [row(12, 21, "event", "stopped"), *doses(range(12, 40), 3), rated(0, 8, "pain", 4)]
    case = case_of(*rows)
    assert failed_cuts(case) is None
    assert [each.back_day for each in cuts_of(case, dose_days(case))] == [None]


def test_the_rule_does_not_scold(findings_of: FindingsOf, knowledge: Knowledge) -> None:
    found = findings_of(*around(doses(range(15, 20), 1), 19, 15))
    assert acts(found)["failed_cuts"] is Act.NEXT_VISIT
    text = next(each for each in found.findings if each.code == "failed_cuts")
    assert "fail" not in f"{text.title} {text.seen} {text.because} {text.say}".lower()
    assert knowledge.advice["dont_stop_suddenly"].text in text.adds


def falling(worse: float, seed: int = 1, days: int = 84, word: str = "withdrawal") -> list[str]:
    """Three scores a day; a fifth of the days have no dose, and scores are `worse` on the days after 12 hours of none."""
    rng = np.random.default_rng(seed)
    without = set(rng.permutation(days)[: days // 3].tolist())
    rows: list[str] = []
    for ago in range(days):
        rows += [none(ago)] if ago in without else doses([ago], 3, 3, 8)
        for hour in (7.5, 13.5, 20.5):
            score = 3 + worse * (ago in without and hour > 8) + rng.integers(0, 3) / 2
            rows.append(rated(ago, hour, word, round(min(score, 10), 1)))
    return rows


def test_feeling_worse_where_least_is_left_is_seen(case_of: CaseOf) -> None:
    for exposed in (False, True):
        seen = worse_as_exposure_falls(case_of(*falling(4), exposed=exposed))
        assert seen is not None, exposed
        assert "The two go together" in seen.says
        assert ("when least of it was left" in seen.says) is exposed


def test_scores_that_do_not_follow_the_level_are_left_alone(case_of: CaseOf) -> None:
    for exposed in (False, True):
        assert worse_as_exposure_falls(case_of(*falling(0), exposed=exposed)) is None


def test_pain_that_is_worse_then_may_be_relief_that_wears_off(case_of: CaseOf) -> None:
    seen = worse_as_exposure_falls(case_of(*falling(4, word="pain")))
    assert seen is not None
    assert "Relief that wears off looks the same" in seen.says


@pytest.mark.parametrize(("worse", "seen"), [(1.0, False), (2.5, True)])
def test_what_is_worse_must_be_noticed(case_of: CaseOf, worse: float, seen: bool) -> None:
    """About half a point on a scale of ten, as sure as can be, is nothing; more than one is."""
    assert (worse_as_exposure_falls(case_of(*falling(worse))) is not None) is seen


def test_a_difference_and_a_chance_at_their_limits_count_and_beyond_them_do_not(case_of: CaseOf) -> None:
    case = case_of(*falling(4))
    found = falls_of(case, dose_days(case))
    assert found is not None
    assert found.difference >= 1
    assert found.p <= 0.05
    for key, at_limit, beyond in (
        ("safety_fall_points", found.difference, found.difference + 1e-6),
        ("safety_fall_p", found.p, found.p - 1e-6),
    ):
        for value, seen in ((at_limit, True), (beyond, False)):
            row_ = replace(case.knowledge.choices[key], value=value)
            choices = {**case.knowledge.choices, key: row_}
            other = replace(case, knowledge=replace(case.knowledge, choices=choices))
            assert (falls_of(other, dose_days(other)) is not None) is seen, key


def test_several_words_share_the_chance(case_of: CaseOf) -> None:
    """The same scores are no longer enough where pain and restlessness are looked at beside them."""
    case = case_of(*falling(4))
    found = falls_of(case, dose_days(case))
    assert found is not None
    row_ = replace(case.knowledge.choices["safety_fall_p"], value=2.5 * found.p)
    chosen = replace(case.knowledge, choices={**case.knowledge.choices, "safety_fall_p": row_})
    others = [each for word in ("pain", "restlessness") for each in falling(0, word=word) if ",rating," in each]
    for rows, seen in ((falling(4), True), ([*falling(4), *others], False)):
        other = replace(case_of(*rows), knowledge=chosen)
        assert (falls_of(other, dose_days(other)) is not None) is seen


@pytest.mark.parametrize(("scores", "seen"), [(19, False), (20, True), (21, True)])
def test_twenty_scores_are_needed(case_of: CaseOf, scores: int, seen: bool) -> None:
    """One word is scored on the first days only: it counts from twenty scores on."""
    base = [each for each in falling(0) if ",rating," not in each]
    without = {int(each.split("-kratom-")[1].split("-")[0]) for each in base if "no_dose" in each}
    ago = sorted(range(84), key=lambda each: (each not in without, each))
    picked = ago[: scores // 2] + ago[40 : 40 + scores - scores // 2]
    rows = [rated(each, 20.5, "withdrawal", 9 if each in without else 2) for each in picked]
    assert (worse_as_exposure_falls(case_of(*base, *rows)) is not None) is seen


def test_without_a_level_it_says_what_was_taken_instead(case_of: CaseOf) -> None:
    assert [each.code for each in gaps(case_of(dose(1)))] == ["level_falls"]
    assert list(gaps(case_of(*doses(range(20), 3), exposed=True))) == []
    assert list(gaps(case_of(rated(1, 8, "pain", 4)))) == []


def test_a_record_of_a_few_days_is_too_short_to_tell(case_of: CaseOf) -> None:
    assert worse_as_exposure_falls(case_of(*falling(5, days=20))) is None
    assert worse_as_exposure_falls(case_of(rated(1, 8, "withdrawal", 7))) is None


@pytest.mark.parametrize("trend", [0.0, 3.0])
@pytest.mark.parametrize("weekend", [0.0, 2.0])
def test_levels_and_scores_that_go_their_own_ways_seldom_look_alike(trend: float, weekend: float) -> None:
    """Both drift, both have weekends and good and bad weeks of their own: at most one in ten of sixty at 5 %."""
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(60):
        days = np.arange(84)
        slow = np.convolve(rng.standard_normal((2, 90)).ravel(), np.ones(4) / 2, "valid")
        level = np.repeat(5 + slow[:84] - trend * days / 84 - weekend * (days % 7 > 4), 24)
        level += 0.3 * np.cos(np.arange(84 * 24) / 24 * 2 * np.pi)
        hour = np.concatenate([days * 24 + each for each in (9, 15, 22)])
        bad = 3 + slow[90:174][hour // 24] + (trend * days / 84 + weekend * (days % 7 > 4))[hour // 24]
        found = shifted(level, hour, bad + 0.5 * rng.standard_normal(len(hour)), (hour % 24).astype(np.float64))
        assert found is not None
        hits += found[1] <= 0.05
    assert hits <= 6


def test_what_is_worse_at_night_alone_is_no_answer() -> None:
    """The level is low every night and scores are worse every night: the hours of the day say all of it."""
    rng = np.random.default_rng(2)
    level = np.tile(10 - np.abs(np.arange(24) - 14.0), 84) + rng.random(84 * 24)
    hour = np.concatenate([np.arange(84) * 24 + each for each in (2, 8, 14, 20)])
    bad = np.where(hour % 24 < 6, 8.0, 3.0) + 0.2 * rng.standard_normal(len(hour))
    found = shifted(level, hour, bad, (hour % 24).astype(np.float64))
    assert found is not None
    assert abs(found[0]) < 0.1


def test_times_of_the_tests_are_what_they_say() -> None:
    assert at(1, 8.5) == "2026-05-26T08:30+02:00"
