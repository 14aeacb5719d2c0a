"""Pain against the person's own range: what is found, what is not, and how often by chance."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.safety.pain_days import hanging_together, row, scores, usual

from speciosa.knowledge import Act, Knowledge
from speciosa.record import Answer, Columns, Event, Kind
from speciosa.safety import Findings, pain
from speciosa.safety.case import Case
from speciosa.safety.daily import Daily, daily_of, scored
from speciosa.safety.goes_along import GoesAlong, goes_along
from speciosa.safety.pain_places import leading_pain, place_of
from speciosa.safety.usual_range import Window, days_window, scales_window, shift_of

Cased = Callable[..., Case]
Screened = Callable[..., Findings]
PAIN_RULES = {
    "pain_worse", "interference_rising", "sleep_falling", "new_pain_site", "mood_falls_with_pain", "review_due", "goal_far",
}  # fmt: skip


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings if each.code in PAIN_RULES}


def daily(values: np.ndarray, days: np.ndarray | None = None) -> Daily:
    days = np.arange(len(values)) if days is None else days
    return daily_of(Columns.of([])) if not len(values) else Daily(days, values, tuple(map(str, days)), days * 86_400)


# pain worse than usual


def test_two_weeks_of_more_pain_than_usual_are_for_this_week(findings_of: Screened) -> None:
    found = findings_of(*scores([*usual(4), *[7] * 14]))
    assert acts(found) == {"pain_worse": Act.THIS_WEEK}
    (worse,) = [each for each in found.findings if each.code == "pain_worse"]
    assert worse.seen == (
        "In the last 2 weeks your pain was about 3 points higher than in the 12 weeks before: about 7 of 10 on the "
        "middle one of 14 days, more than on 84 of the 84 days before with a score."
    )
    assert worse.why == tuple(f"pain-rating-{ago}-20" for ago in range(13, -1, -1))


@pytest.mark.parametrize(("late", "fires"), [(5.9, False), (6.0, True), (6.1, True)])
def test_it_takes_a_difference_that_people_notice(findings_of: Screened, late: float, fires: bool) -> None:
    assert ("pain_worse" in acts(findings_of(*scores([*usual(4), *[late] * 14])))) is fires


@pytest.mark.parametrize(("high", "fires"), [(5, True), (6, False)])
def test_it_takes_more_than_the_usual_range(findings_of: Screened, high: int, fires: bool) -> None:
    """The same difference of two points: with bad days now and then (over one in twenty) it is within the range."""
    before = [7.0 if at < high else 4.0 for at in range(84)]
    assert ("pain_worse" in acts(findings_of(*scores([*before, *[7] * 14])))) is fires


@pytest.mark.parametrize(("late", "fires"), [(6, False), (7, True), (8, True)])
def test_it_takes_enough_days_of_late(findings_of: Screened, late: int, fires: bool) -> None:
    rows = [*scores(usual(4), until=14), *[row(2 * at, "rating", "pain", 8) for at in range(7)][: min(late, 7)]]
    rows += [row(1, "rating", "pain", 8)] if late > 7 else []
    assert ("pain_worse" in acts(findings_of(*rows))) is fires


@pytest.mark.parametrize(("early", "fires"), [(27, False), (28, True), (29, True)])
def test_it_takes_enough_days_before(findings_of: Screened, early: int, fires: bool) -> None:
    assert ("pain_worse" in acts(findings_of(*scores([*usual(4, early), *[8] * 14])))) is fires


def test_the_windows_end_with_the_last_entry_and_have_their_days(knowledge: Knowledge) -> None:
    window = days_window(knowledge)
    assert (window.late_d, window.early_d, window.late_least, window.early_least, window.share) == (14, 84, 7, 28, 0.9)
    assert (scales_window(knowledge).late_d, scales_window(knowledge).late_least) == (28, 4)
    # 84 days before count, the 85th does not
    values = np.array([0.0, *[4.0] * 84, *[6.0] * 14])
    found = shift_of(daily(values), window, end_day=98, change=2, higher_is_worse=True)
    assert found is not None
    assert (found.days, found.days_before, found.milder) == (14, 84, 84)


def test_more_pain_long_ago_that_is_over_sets_nothing_off(findings_of: Screened) -> None:
    assert acts(findings_of(*scores([*usual(4), *[8] * 14, *[4] * 14]))) == {}


def test_less_pain_than_usual_sets_nothing_off(findings_of: Screened) -> None:
    assert acts(findings_of(*scores([*usual(7), *[2] * 14]))) == {}


def test_many_scores_of_one_bad_day_are_one_day(findings_of: Screened) -> None:
    rows = [*scores([*usual(4), *[4] * 14]), *[row(0, "rating", "pain", 9, hour=hour) for hour in range(1, 20)]]
    assert acts(findings_of(*rows)) == {}


def test_another_scale_is_counted_from_0_to_10_and_the_page_says_so(findings_of: Screened) -> None:
    values = [*[1, 2, 1] * 28, *[3] * 14]
    found = findings_of(*scores(values, unit="score_0_4"))
    (worse,) = [each for each in found.findings if each.code == "pain_worse"]
    assert "about 5 points higher" in worse.seen  # from 1 to 3 of 4
    assert worse.seen.endswith("(Your scale was counted from 0 to 10.)")


def test_the_leading_pain_is_the_one_that_the_person_leads_with(case_of: Cased) -> None:
    rows = [row(1, "rating", "back pain", 3), row(2, "rating", "back pain", 3), row(1, "rating", "knee pain", 2)]
    assert leading_pain(case_of(*rows)) == "back pain"
    assert leading_pain(case_of(*rows, person='primary_outcome = "knee pain"')) == "knee pain"
    assert leading_pain(case_of(*rows, row(3, "rating", "pain", 2))) == "pain"
    assert leading_pain(case_of(*rows, person='primary_outcome = "mood"')) == "back pain"
    assert leading_pain(case_of(row(1, "rating", "mood", 3))) == "pain"


@pytest.mark.parametrize("lag_one", [0.5, 0.6, 0.7])
def test_pain_that_does_not_change_is_seldom_found_worse(knowledge: Knowledge, lag_one: float) -> None:
    """At most 1 look in 100 over a year of weekly looks, and 1 in 20 with the fewest days that it takes."""
    rng, window = np.random.default_rng(6), days_window(knowledge)
    looks = found = few = few_found = 0
    for at in range(120):
        sd = (1.0, 1.5, 2.0, 3.0)[at % 4]
        values = np.clip(np.round(5 + sd * hanging_together(98 + 364, lag_one, rng)), 0, 10)
        kept = rng.random(len(values)) > 0.2
        course = daily(values[kept], np.flatnonzero(kept))
        for end in range(97, len(values), 7):
            shift = shift_of(course, window, end_day=end, change=2, higher_is_worse=True)
            looks, found = looks + 1, found + (shift is not None and shift.beyond)
        for end in range(41, len(values), 42):
            shift = shift_of(
                daily(values).within(end - 41, end), window, end_day=end, change=2, higher_is_worse=True
            )  # fmt: skip
            few, few_found = few + 1, few_found + (shift is not None and shift.beyond)
    assert looks > 6_000
    assert found / looks < 0.015
    assert few_found / few < 0.05


def test_a_rise_that_is_large_for_the_person_is_mostly_found(knowledge: Knowledge) -> None:
    rng, found = np.random.default_rng(7), 0
    for _ in range(200):
        values = 4 + hanging_together(98, 0.6, rng) + 3 * (np.arange(98) >= 84)
        shift = shift_of(daily(values), days_window(knowledge), end_day=97, change=2, higher_is_worse=True)
        found += shift is not None and shift.beyond
    assert found / 200 > 0.85


# interference


@pytest.mark.parametrize(("late", "fires"), [(5.9, False), (6.0, True), (6.1, True)])
def test_interference_that_rises_is_for_the_next_visit(findings_of: Screened, late: float, fires: bool) -> None:
    found = findings_of(*scores([*usual(4), *[late] * 14], name="interference"))
    assert acts(found) == ({"interference_rising": Act.NEXT_VISIT} if fires else {})


def weekly(values: Sequence[float], name: str = "peg") -> list[str]:
    return [row(7 * (len(values) - 1 - at), "scale", name, value) for at, value in enumerate(values)]


@pytest.mark.parametrize(("late", "fires"), [(4.9, False), (5.0, True), (5.1, True)])
def test_the_questionnaire_takes_a_point_more(findings_of: Screened, late: float, fires: bool) -> None:
    assert ("interference_rising" in acts(findings_of(*weekly([4.0] * 12 + [late] * 4)))) is fires


@pytest.mark.parametrize(("early", "late", "fires"), [(8, 4, True), (9, 4, True), (7, 4, False), (8, 3, False)])
def test_the_questionnaire_takes_enough_of_them(findings_of: Screened, early: int, late: int, fires: bool) -> None:
    rows = [*weekly([4.0] * early + [6.0] * 4)][: early + late]
    end = row(0, "rating", "energy", 5)
    assert ("interference_rising" in acts(findings_of(*rows, end))) is fires


def test_the_questionnaire_has_to_be_beyond_every_score_before(findings_of: Screened) -> None:
    assert "interference_rising" not in acts(findings_of(*weekly([4.0] * 11 + [6.0] + [6.0] * 4)))
    assert "interference_rising" in acts(findings_of(*weekly([4.0] * 11 + [5.9] + [6.0] * 4)))


def test_the_two_questions_on_what_pain_keeps_from_stand_before_the_whole_score(findings_of: Screened) -> None:
    rows = [*weekly([4.0] * 16), *weekly([4] * 12 + [6] * 4, "peg.2"), *weekly([4] * 12 + [6] * 4, "peg.3")]
    assert "interference_rising" in acts(findings_of(*rows))
    calm = [*weekly([4.0] * 12 + [6.0] * 4), *weekly([4] * 16, "peg.2"), *weekly([4] * 16, "peg.3")]
    assert "interference_rising" not in acts(findings_of(*calm))


def test_whole_scores_on_more_days_stand_before_a_few_answers(findings_of: Screened) -> None:
    """One day of answers does not hide sixteen totals; a total of the early weeks goes on as answers."""
    one = [row(50, "scale", f"peg.{at}", 4) for at in (1, 2, 3)]
    assert "interference_rising" in acts(findings_of(*weekly([4.0] * 12 + [6.0] * 4), *one))
    late = [row(7 * ago, "scale", f"peg.{at}", 6) for ago in range(4) for at in (1, 2, 3)]
    totals = [row(7 * ago, "scale", "peg", 4.0) for ago in range(4, 16)]
    assert "interference_rising" in acts(findings_of(*totals, *late))


@pytest.mark.parametrize("lag_one", [0.2, 0.3, 0.5])
def test_a_questionnaire_that_does_not_change_is_seldom_found_worse(knowledge: Knowledge, lag_one: float) -> None:
    rng, found = np.random.default_rng(8), 0
    for at in range(1_500):
        values = np.clip(5 + (0.7, 1.0, 1.5)[at % 3] * hanging_together(16, lag_one, rng), 0, 10)
        shift = shift_of(
            daily(values, np.arange(16) * 7), scales_window(knowledge), end_day=105, change=1, higher_is_worse=True
        )
        found += shift is not None and shift.beyond
    assert found / 1_500 < 0.055


# sleep


@pytest.mark.parametrize(("late", "fires"), [(6.04, False), (6.0, True), (5.9, True)])
def test_an_hour_of_sleep_less_is_for_the_next_visit(findings_of: Screened, late: float, fires: bool) -> None:
    rows = scores([*[7.0, 7.2, 6.8] * 28, *[late] * 14], kind="sleep", name="night", unit="h")
    assert acts(findings_of(*rows)) == ({"sleep_falling": Act.NEXT_VISIT} if fires else {})


def test_sleep_says_its_hours(case_of: Cased) -> None:
    short = pain.sleep_falling(case_of(*scores([*[7.0] * 84, *[6.0] * 14], kind="sleep", name="night", unit="h")))
    assert short is not None
    assert "about 1 hour less than" in short.says
    found = pain.sleep_falling(case_of(*scores([*[7.0] * 84, *[5.5] * 14], kind="sleep", name="night", unit="h")))
    assert found is not None
    assert found.says.startswith("In the last 2 weeks you slept about 1.5 hours less than in the 12 weeks before")
    assert "less than on 84 of the 84 days" in found.says


@pytest.mark.parametrize(("late", "fires"), [(5.1, False), (5.0, True), (4.9, True)])
def test_worse_sleep_counts_too_and_better_does_not(findings_of: Screened, late: float, fires: bool) -> None:
    rows = scores([*usual(7), *[late] * 14], name="sleep_quality")
    assert ("sleep_falling" in acts(findings_of(*rows))) is fires
    assert acts(findings_of(*scores([*usual(4), *[9] * 14], name="sleep_quality"))) == {}


# a new place


def pained(new: Mapping[int, str], *, kept: int = 120, until: int = 0) -> list[str]:
    """Back pain for a while, and another pain on some days."""
    back = [row(ago, "rating", "back pain", 4) for ago in range(until, kept, 2)]
    return [*back, *[row(ago, "symptom", name, 5) for ago, name in new.items()], row(0, "rating", "energy", 5)]


@pytest.mark.parametrize(("days", "fires"), [(2, False), (3, True), (4, True)])
def test_pain_in_a_new_place_on_some_days_is_for_the_next_visit(findings_of: Screened, days: int, fires: bool) -> None:
    found = findings_of(*pained(dict.fromkeys(range(5, 5 + days), "knee pain")))
    assert acts(found) == ({"new_pain_site": Act.NEXT_VISIT} if fires else {})


@pytest.mark.parametrize(("first", "fires"), [(29, False), (28, True), (27, True)])
def test_a_place_is_new_for_four_weeks(findings_of: Screened, first: int, fires: bool) -> None:
    assert ("new_pain_site" in acts(findings_of(*pained(dict.fromkeys((first, 4, 3), "knee pain"))))) is fires


@pytest.mark.parametrize(("kept", "fires"), [(63, False), (66, True), (68, True)])
def test_a_record_has_to_be_kept_for_a_while(findings_of: Screened, kept: int, fires: bool) -> None:
    """The back since day 62, 64 or 66; the knee since day 8: 54, 56 and 58 days later."""
    assert ("new_pain_site" in acts(findings_of(*pained(dict.fromkeys((8, 6, 4), "knee pain"), kept=kept)))) is fires


def test_another_name_for_the_same_pain_is_no_new_place(findings_of: Screened) -> None:
    renamed = [*pained({}, until=10), *[row(ago, "rating", "lumbar pain", 4) for ago in range(9, 0, -1)]]
    assert acts(findings_of(*renamed)) == {}
    assert acts(findings_of(*pained(dict.fromkeys((5, 4, 3), "lower back pain")))) == {}
    assert acts(findings_of(*pained(dict.fromkeys((5, 4, 3), "Back_Pain")))) == {}


def test_a_place_that_was_denied_or_has_its_own_rule_is_no_new_pain(findings_of: Screened) -> None:
    assert (
        acts(findings_of(*[each.replace(",5,,", ",0,,") for each in pained(dict.fromkeys((5, 4, 3), "hip pain"))]))
        == {}
    )
    assert acts(findings_of(*pained(dict.fromkeys((5, 4, 3), "chest pain")))) == {}


def test_the_event_new_pain_counts_by_itself(findings_of: Screened) -> None:
    assert "new_pain_site" in acts(findings_of(*pained({}), row(28, "event", "new_pain")))
    assert "new_pain_site" in acts(findings_of(*pained({}), row(3, "event", "New pain")))
    assert "new_pain_site" not in acts(findings_of(*pained({}), row(29, "event", "new_pain")))
    assert "new_pain_site" not in acts(findings_of(*pained({}), row(3, "event", "new_painting")))


def test_a_place_is_read_in_english_and_german(knowledge: Knowledge) -> None:
    said = [
        "Knee pain",
        "knee_pain",
        "Knieschmerzen",
        "Knie Schmerz",
        "pain",
        "Schmerzen",
        "no pain",
        "pain relief",
        "headache",
    ]
    assert [place_of(each, knowledge) for each in said] == ["knee", "knee", "knie", "knie", "", "", "", "", ""]


# mood


def moody(mood: Callable[[float], float], days: int = 98, late: float | None = None) -> list[str]:
    rng = np.random.default_rng(3)
    pains = np.clip(np.round(5 + 2 * hanging_together(days, 0.5, rng)), 0, 10)
    moods = [float(np.clip(round(mood(each) + rng.normal()), 0, 10)) for each in pains]
    if late is not None:
        moods[-14:] = [late] * 14
    return [*scores(pains.tolist()), *scores(moods, name="mood")]


def test_low_mood_that_is_lower_on_days_with_more_pain_is_for_this_week(findings_of: Screened) -> None:
    found = findings_of(*moody(lambda each: 8 - each))
    assert acts(found) == {"mood_falls_with_pain": Act.THIS_WEEK}
    (mood,) = [each for each in found.findings if each.code == "mood_falls_with_pain"]
    assert "points lower than on days with less (98 days with both)" in mood.seen
    assert "does not say which brings which" in mood.seen


@pytest.mark.parametrize(("late", "fires"), [(3.9, True), (4.0, True), (4.04, False)])
def test_mood_has_to_be_low_of_late(findings_of: Screened, late: float, fires: bool) -> None:
    assert ("mood_falls_with_pain" in acts(findings_of(*moody(lambda each: 9 - each, late=late)))) is fires


def test_low_mood_that_has_nothing_to_do_with_pain_is_not_said_to_fall_with_it(findings_of: Screened) -> None:
    assert "mood_falls_with_pain" not in acts(findings_of(*moody(lambda _: 3.0)))
    assert "mood_falls_with_pain" not in acts(findings_of(*moody(lambda each: each - 2)))


@pytest.mark.parametrize(("days", "fires"), [(27, False), (28, True), (29, True)])
def test_mood_takes_enough_days_with_both(findings_of: Screened, days: int, fires: bool) -> None:
    assert ("mood_falls_with_pain" in acts(findings_of(*moody(lambda each: 8 - each, days)))) is fires


@pytest.mark.parametrize(("chance", "fires"), [(0.024, True), (0.025, True), (0.026, False)])
def test_mood_has_to_fall_with_pain_beyond_chance(
    case_of: Cased, monkeypatch: pytest.MonkeyPatch, chance: float, fires: bool
) -> None:
    case = case_of(*moody(lambda _: 3.0))
    monkeypatch.setattr(pain, "goes_along", lambda *_, **__: GoesAlong(-0.3, 98, 60.0, -1.4, chance))
    seen = pain.mood_falls_with_pain(case)
    assert (seen is not None) is fires
    assert seen is None or "it was 1 point lower than on days with less" in seen.says


@pytest.mark.parametrize("lag_one", [0.0, 0.5, 0.7])
def test_two_courses_that_have_nothing_to_do_with_each_other_seldom_meet(lag_one: float) -> None:
    rng, met = np.random.default_rng(9), 0
    for _ in range(800):
        first, second = (daily(hanging_together(98, lag_one, rng)) for _ in range(2))
        found = goes_along(first, second, least=28)
        met += found is not None and found.chance <= 0.025
    assert met / 800 < 0.045


def test_days_that_hang_together_are_worth_fewer() -> None:
    rng = np.random.default_rng(1)
    slow = goes_along(daily(hanging_together(98, 0.8, rng)), daily(hanging_together(98, 0.8, rng)), least=28)
    quick = goes_along(daily(rng.normal(size=98)), daily(rng.normal(size=98)), least=28)
    assert slow is not None
    assert quick is not None
    assert slow.worth < 50 < quick.worth <= 98
    assert goes_along(daily(np.zeros(40)), daily(rng.normal(size=40)), least=28) is None


# days and gaps


def test_a_days_value_is_its_mean_and_its_id_the_latest(case_of: Cased) -> None:
    found = scored(
        case_of(row(1, "rating", "pain", 2, hour=8), row(1, "rating", "pain", 5), row(0, "rating", "pain", "unknown")),
        "pain",
    )
    assert (found.value.tolist(), found.id) == ([3.5], ("pain-rating-1-20",))


@given(
    st.lists(st.tuples(st.integers(0, 6 * 86_400), st.sampled_from([-600, 0, 120]), st.integers(0, 10)), max_size=30)
)
def test_days_are_added_up_as_one_would_by_hand(given_scores: list[tuple[int, int, int]]) -> None:
    events = [
        Event(time_s, offset_min, Kind.RATING, "pain", float(value), Answer.GIVEN, unit="nrs", id=f"i{at}")
        for at, (time_s, offset_min, value) in enumerate(given_scores)
    ]
    rows = Columns.of(events)
    by_day: dict[int, list[tuple[float, str]]] = {}
    for each in rows:
        by_day.setdefault((each.time_s + each.offset_min * 60) // 86_400, []).append((each.value, each.id))
    found = daily_of(rows)
    assert found.day.tolist() == sorted(by_day)
    assert found.value.tolist() == pytest.approx(
        [np.mean([value for value, _ in by_day[day]]) for day in sorted(by_day)]
    )
    assert list(found.id) == [by_day[day][-1][1] for day in sorted(by_day)]


def test_what_could_not_be_looked_at_is_said(case_of: Cased) -> None:
    said = {each.code: each.why for each in pain.gaps(case_of(*scores([4] * 10)))}
    assert set(said) == {"pain_range", "interference_range", "sleep_range", "mood_with_pain"}
    assert said["pain_range"].endswith(
        "7 days with a score in the last 2 weeks and 28 in the 12 weeks before; your record has 10 and 0."
    )
    slept = scores([7] * 98, kind="sleep", name="night", unit="h")
    full = [*scores([4] * 98, name="interference"), *slept, *moody(lambda each: each)]
    assert list(pain.gaps(case_of(*full))) == []


@pytest.mark.parametrize(("level", "said"), [(8, False), (8.1, True), (10, True)])
def test_scores_at_the_top_can_show_no_more_pain(case_of: Cased, level: float, said: bool) -> None:
    assert any("top of the scale" in each.why for each in pain.gaps(case_of(*scores([level] * 98)))) is said


def test_an_empty_diary_has_gaps_and_no_sightings(case_of: Cased) -> None:
    case = case_of()
    triggers = (
        pain.worse_than_usual,
        pain.interference_rising,
        pain.sleep_falling,
        pain.new_site,
        pain.mood_falls_with_pain,
    )
    assert [each(case) for each in triggers] == [None] * 5
    assert len(list(pain.gaps(case))) == 4


def test_a_window_of_all_days_before_ends_at_the_highest() -> None:
    window = Window(late_d=4, early_d=10, late_least=4, early_least=4, share=1.0)
    values = np.array([1.0, 2.0, 3.0, 6.0, 6.0, 6.0, 6.0, 6.0])
    found = shift_of(daily(values), window, end_day=7, change=1, higher_is_worse=True)
    assert found is not None
    assert (found.edge, found.beyond) == (6.0, False)
