"""Everything that is tried, when each is looked at again, the goals, and what the record says by then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.unit.safety.pain_days import LAST, day, row, scores

from speciosa.knowledge import Act
from speciosa.safety import Findings
from speciosa.safety.case import Case
from speciosa.safety.goals import goals_of
from speciosa.safety.pain_plan import pain_plan
from speciosa.safety.strategies import Beside, review_due, strategies_of

Cased = Callable[..., Case]
Screened = Callable[..., Findings]
PLAN_RULES = {"review_due", "goal_far"}


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings if each.code in PLAN_RULES}


def tried(ago: int, name: str, word: str, hour: int = 9) -> str:
    return row(ago, "strategy", name, word, hour=hour)


def ahead(days: int) -> str:
    """A date after the last day of the record; the day of asking is one of them."""
    return (LAST + timedelta(days=days)).isoformat()


END = row(0, "rating", "energy", 5)


# when


def test_strategies_stand_in_the_order_of_first_mention_and_kratom_is_one_of_them(case_of: Cased) -> None:
    rows = [tried(50, "heat", "start"), tried(40, "kratom", "start"), tried(30, "ibuprofen", "start"),
            tried(20, "walking", "start"), row(10, "activity", "walking", 30), tried(5, "heat", "stop"), END]  # fmt: skip
    found = strategies_of(case_of(*rows))
    assert [(each.name, each.kind) for each in found] == [
        ("heat", "other"), ("kratom", "kratom"), ("ibuprofen", "medicine"), ("walking", "activity"),
    ]  # fmt: skip
    assert found[0].ids == ("heat-strategy-50-9", "heat-strategy-5-9")
    assert found[0].until_day is not None
    assert found[0].from_day is not None
    assert found[0].until_day - found[0].from_day == 45
    assert found[1].until_day is None


def test_a_new_start_after_a_stop_begins_again_and_a_second_start_does_not(case_of: Cased) -> None:
    first, again, twice = (
        [tried(50, "heat", "start"), tried(40, "heat", "stop")],
        tried(20, "heat", "start"),
        tried(10, "heat", "start"),
    )
    (stopped,) = strategies_of(case_of(*first, END))
    (begun,) = strategies_of(case_of(*first, again, twice, END))
    assert stopped.from_day is not None
    assert (begun.from_day, begun.until_day) == (stopped.from_day + 30, None)


@pytest.mark.parametrize(("review", "fires"), [(-1, True), (0, True), (1, True), (2, False)])
def test_a_review_is_due_from_its_day_on(findings_of: Screened, review: int, fires: bool) -> None:
    """The instant of asking is on the day after the last entry."""
    found = findings_of(tried(30, "heat", "start"), tried(30, "heat", ahead(review), 10), END)
    assert acts(found) == ({"review_due": Act.NEXT_VISIT} if fires else {})


def test_a_review_that_was_made_or_moved_or_is_over_is_not_due(case_of: Cased) -> None:
    begun = [tried(60, "heat", "start"), tried(60, "heat", day(20), 10), END]
    assert review_due(case_of(*begun)) is not None
    for later in (
        tried(20, "heat", "start"),
        tried(10, "heat", "stop"),
        tried(15, "heat", ahead(40)),
        tried(30, "heat", "stop"),
        tried(30, "heat", ahead(40)),
    ):
        assert review_due(case_of(*begun, later)) is None, later
    # a new start before the day is no look at it
    assert review_due(case_of(*begun, tried(21, "heat", "start"))) is not None


def test_a_due_review_says_what_the_record_says_and_never_because(case_of: Cased) -> None:
    rows = [*scores([7] * 28, until=30), *scores([4] * 30), tried(29, "heat", "start"), tried(29, "heat", day(1), 10)]
    seen = review_due(case_of(*rows))
    assert seen is not None
    assert seen.says == (
        f"“heat” was to be looked at again on {day(1)}. Pain: 7 of 10 on a middle day before (28 days), 4 with it "
        "(28 days): lower. That went along with it; your record can't say what it came from."
    )
    assert "because" not in seen.says
    assert seen.ids == ("heat-strategy-29-9", "heat-strategy-29-10")


def test_a_due_review_of_kratom_or_a_medicine_says_not_to_stop_suddenly(case_of: Cased) -> None:
    for name, said in (("kratom", True), ("ibuprofen", True), ("heat", False)):
        seen = review_due(case_of(tried(29, name, "start"), tried(29, name, day(1), 10), END))
        assert seen is not None
        assert ("don't stop suddenly" in seen.says) is said


def test_many_due_reviews_are_counted(case_of: Cased) -> None:
    rows = [each for name in "abcde" for each in (tried(29, name, "start"), tried(29, name, day(1), 10))]
    seen = review_due(case_of(*rows, END))
    assert seen is not None
    assert seen.says.count("was to be looked at again") == 3
    assert seen.says.endswith("2 more are due.")
    assert len(seen.ids) == 10


# what the record says


def test_before_and_since_are_the_weeks_on_each_side(case_of: Cased) -> None:
    rows = [
        *scores([9] * 20, until=68),
        *scores([6] * 28, until=40),
        *scores([5] * 12, until=28),
        *scores([3] * 28),
        tried(39, "heat", "start"),
    ]
    (found,) = strategies_of(case_of(*rows))
    (pain,) = found.record
    assert (pain.before, pain.days_before, pain.since, pain.days_since, pain.went) == (6, 28, 3, 28, "lower")


def test_the_weeks_since_end_with_the_stop(case_of: Cased) -> None:
    rows = [
        *scores([6] * 28, until=50),
        *scores([3] * 20, until=30),
        *scores([9] * 30),
        tried(49, "heat", "start"),
        tried(30, "heat", "stop"),
    ]
    (found,) = strategies_of(case_of(*rows))
    (pain,) = found.record
    assert (pain.since, pain.days_since) == (3, 20)


@pytest.mark.parametrize(("days", "known"), [(6, False), (7, True), (8, True)])
def test_too_few_days_give_no_number_and_say_so(case_of: Cased, days: int, known: bool) -> None:
    for before, since in ((days, 10), (10, days)):
        (found,) = strategies_of(
            case_of(*scores([6] * before, until=since), *scores([3] * since), tried(since - 1, "heat", "start"))
        )
        (pain,) = found.record
        assert (pain.before is not None) is known
        assert (pain.why_null == "") is known
        assert ("can't be said" in found.says) is not known


@pytest.mark.parametrize(
    ("late", "went"), [(4.1, "about the same"), (4.0, "lower"), (8.0, "higher"), (7.9, "about the same")]
)
def test_a_direction_takes_a_difference_that_people_notice(case_of: Cased, late: float, went: str) -> None:
    (found,) = strategies_of(case_of(*scores([6] * 28, until=28), *scores([late] * 28), tried(27, "heat", "start")))
    assert found.record[0].went == went


def test_a_difference_within_the_days_before_has_no_direction(case_of: Cased) -> None:
    swinging = [*scores([3, 6, 9] * 9, until=28), *scores([4] * 28), tried(27, "heat", "start")]
    (found,) = strategies_of(case_of(*swinging))
    assert found.record[0].went == "about the same"


def test_every_outcome_that_was_kept_is_told_goals_and_sleep_with_them(case_of: Cased) -> None:
    rows = [
        *scores([6] * 56), *scores([5] * 56, name="interference"), *scores([6] * 56, kind="sleep", name="night", unit="h"),
        *[row(ago, "scale", "peg", 5) for ago in (50, 40, 20, 10)],
        *[row(ago, "goal", "Walk", 2 if ago > 28 else 4) for ago in (50, 40, 20, 10)],
        tried(27, "heat", "start"),
    ]  # fmt: skip
    (found,) = strategies_of(case_of(*rows))
    assert [(each.what, each.before, each.since, each.went) for each in found.record] == [
        ("Pain", 6, 6, "about the same"),
        ("Pain getting in the way", 5, 5, "about the same"),
        ("PEG score", 5, 5, "about the same"),
        ("Sleep", 6, 6, "about the same"),
        ("Goal “Walk”", 2, 4, "higher"),
    ]


def test_scores_of_a_questionnaire_take_two_on_each_side(case_of: Cased) -> None:
    for kept, known in (((50, 40, 20, 10), True), ((50, 20, 10), False), ((50, 40, 20), False)):
        (found,) = strategies_of(
            case_of(*[row(ago, "scale", "peg", 5) for ago in kept], tried(27, "heat", "start"), END)
        )
        assert (found.record[0].before is not None) is known


def test_without_a_start_nothing_is_held_against_anything(case_of: Cased) -> None:
    (found,) = strategies_of(case_of(*scores([6] * 40), tried(20, "heat", ahead(30))))
    assert (found.from_day, found.record[0].before) == (None, None)
    assert found.record[0].why_null == "Pain: no day of a start was written down."


def test_what_else_changed_in_that_time_is_named_with_its_days(case_of: Cased) -> None:
    rows = [
        tried(40, "heat", "start"),
        tried(50, "yoga", "start"),
        tried(30, "yoga", "stop"),
        tried(100, "massage", "start"),
        END,
    ]
    found = {each.name: each.beside for each in strategies_of(case_of(*rows))}
    assert found["heat"] == (Beside("yoga", 11),)  # both from day 40 to day 30 before the end
    assert found["massage"] == (Beside("yoga", 21), Beside("heat", 41))


@pytest.mark.parametrize(("before", "named"), [(29, False), (28, True), (27, True)])
def test_something_long_before_is_not_beside_it(case_of: Cased, before: int, named: bool) -> None:
    found = {
        each.name: each
        for each in strategies_of(case_of(tried(40, "heat", "start"), tried(40 + before, "yoga", "start"), END))
    }
    assert ([each.name for each in found["heat"].beside] == ["yoga"]) is named


def test_kratom_that_began_in_that_time_is_named_without_a_row_of_its_own(case_of: Cased) -> None:
    dose = row(30, "dose", "kratom leaf powder", 3, unit="g")
    (found,) = strategies_of(case_of(tried(40, "heat", "start"), dose, END))
    assert found.beside == (Beside("kratom", 31),)
    assert "Other things changed in that time, too: kratom (31 days together)." in found.says


# goals


def goal(ago: int, value: float, name: str = "walk 30 minutes") -> str:
    return row(ago, "goal", name, value)


def test_a_goal_says_from_where_to_where(case_of: Cased) -> None:
    (found,) = goals_of(case_of(goal(70, 2), goal(30, 3, "Walk  30 minutes"), goal(0, 5)))
    assert (found.first, found.latest, found.days, found.went) == (2, 5, 3, "nearer")
    assert found.says == "“walk 30 minutes” went from 2 to 5 of 10 in 10 weeks: nearer."
    (alone,) = goals_of(case_of(goal(0, 5)))
    assert (alone.went, alone.says) == ("too early", "“walk 30 minutes” was scored on one day so far: 5 of 10.")


@pytest.mark.parametrize(
    ("latest", "went"), [(2.0, "further"), (2.1, "about the same"), (3.96, "about the same"), (4.0, "nearer")]
)
def test_a_goal_moves_by_a_point(case_of: Cased, latest: float, went: str) -> None:
    (found,) = goals_of(case_of(goal(70, 3), goal(0, latest)))
    assert found.went == went


@pytest.mark.parametrize(("weeks_d", "fires"), [(55, False), (56, True), (57, True)])
def test_a_goal_that_has_not_come_nearer_in_eight_weeks_is_for_the_next_visit(
    findings_of: Screened, weeks_d: int, fires: bool
) -> None:
    found = findings_of(goal(weeks_d, 3), goal(0, 3))
    assert acts(found) == ({"goal_far": Act.NEXT_VISIT} if fires else {})


@pytest.mark.parametrize(("latest", "fires"), [(3.96, True), (4.0, False)])
def test_a_goal_that_came_nearer_is_not_far(findings_of: Screened, latest: float, fires: bool) -> None:
    assert ("goal_far" in acts(findings_of(goal(70, 3), goal(0, latest)))) is fires


@pytest.mark.parametrize(("level", "fires"), [(7.96, True), (8.0, False), (8.1, False)])
def test_a_goal_that_is_reached_is_not_far(findings_of: Screened, level: float, fires: bool) -> None:
    assert ("goal_far" in acts(findings_of(goal(70, level), goal(0, level)))) is fires


@pytest.mark.parametrize(("ago", "fires"), [(29, False), (28, True), (27, True)])
def test_a_goal_that_nobody_scores_any_more_is_not_spoken_of(findings_of: Screened, ago: int, fires: bool) -> None:
    assert ("goal_far" in acts(findings_of(goal(100, 3), goal(ago, 3), END))) is fires


# the plan


def test_an_empty_record_has_a_plan_that_says_what_is_missing(case_of: Cased) -> None:
    plan = pain_plan(case_of())
    assert (plan.goals, plan.strategies, plan.doing) == ((), (), ())
    assert [each.code for each in plan.missing] == ["pain_source", "pain_kind", "goals", "strategies"]


def test_the_plan_has_the_pain_as_the_person_said_it(case_of: Cased) -> None:
    plan = pain_plan(
        case_of(goal(0, 3), tried(5, "heat", ahead(30)), person='pain_source = ["nerve"]\npain_kind = "burning"')
    )
    assert (plan.source, plan.kind, plan.missing) == (("nerve",), "burning", ())


def test_a_strategy_without_a_day_for_looking_again_is_missing_one(case_of: Cased) -> None:
    rows = [tried(5, "heat", "start"), tried(5, "yoga", ahead(30)), tried(9, "tens", "start"), tried(4, "tens", "stop")]
    said = {each.code: each.why for each in pain_plan(case_of(*rows)).missing}
    assert said["review_dates"] == "No date for looking again was written down for: “heat”."


def test_what_is_done_without_being_a_strategy_is_listed_beside(case_of: Cased) -> None:
    rows = [row(40, "activity", "walking", 10), *[row(ago, "activity", "walking", 20 + ago) for ago in (2, 4, 6)],
            row(3, "activity", "stretching"), row(3, "activity", "yoga", 20), tried(10, "yoga", "start"),
            row(50, "dose", "kratom leaf powder", 3, unit="g"), row(27, "dose", "kratom leaf powder", 3, unit="g"),
            row(28, "dose", "kratom leaf powder", 3, unit="g"), END]  # fmt: skip
    doing = pain_plan(case_of(*rows)).doing
    assert [(each.name, each.kind, each.days, each.minutes) for each in doing] == [
        ("kratom", "kratom", 1, None), ("walking", "activity", 3, 24.0), ("stretching", "activity", 1, None),
    ]  # fmt: skip
    with_kratom = pain_plan(case_of(*rows, tried(10, "kratom", "start")))
    assert "kratom" not in [each.name for each in with_kratom.doing]
