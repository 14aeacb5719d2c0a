"""The old dose after a break, and driving while sleepy."""

from __future__ import annotations

import pytest
from tests.unit.safety.dosing import CaseOf, FindingsOf, acts, dose, doses, none, rated, row

from speciosa.knowledge import Act, Knowledge
from speciosa.safety.harm import break_then_old_dose, drives_and_drowsy, gaps

BEFORE = doses(range(20, 40), 3)


def paused(*after: str, days: int = 5) -> list[str]:
    return [*BEFORE, *(none(each) for each in range(20 - days, 20)), *after]


def test_the_old_dose_after_a_break_is_seen(case_of: CaseOf) -> None:
    seen = break_then_old_dose(case_of(*paused(dose(14, 9, 3), dose(13, 9, 3))))
    assert seen is not None
    assert seen.says == (
        "After little or none from 2026-05-08 to 2026-05-12 you took 3 g at once; before, a usual dose was 3 g."
    )
    assert len(seen.ids) == 1


@pytest.mark.parametrize(("days", "seen"), [(2, False), (3, True), (4, True)])
def test_a_break_takes_three_days(case_of: CaseOf, days: int, seen: bool) -> None:
    assert (break_then_old_dose(case_of(*paused(dose(19 - days, 9, 3), days=days))) is not None) is seen


@pytest.mark.parametrize(("grams", "seen"), [("2.3", False), ("2.4", True), ("2.5", True), (5, True)])
def test_the_old_dose_is_four_fifths_of_it_or_more(case_of: CaseOf, grams: object, seen: bool) -> None:
    assert (break_then_old_dose(case_of(*paused(dose(14, 9, grams)))) is not None) is seen


@pytest.mark.parametrize(("share", "seen"), [("0.74", True), ("0.75", True), ("0.76", False)])
def test_next_to_none_is_a_quarter_or_less(case_of: CaseOf, share: str, seen: bool) -> None:
    """A usual day is 9 g; three small doses on each day of the break."""
    little = doses(range(15, 20), 3, share)
    assert (break_then_old_dose(case_of(*BEFORE, *little, dose(14, 9, 3))) is not None) is seen


@pytest.mark.parametrize(("ago", "seen"), [(9, True), (8, True), (7, False)])
def test_the_first_week_after_a_break_is_looked_at(case_of: CaseOf, ago: int, seen: bool) -> None:
    small = doses(range(ago + 1, 15), 3, 1)
    assert (break_then_old_dose(case_of(*paused(*small, dose(ago, 9, 3)))) is not None) is seen


@pytest.mark.parametrize(("later", "act"), [(14, Act.THIS_WEEK), (15, None)])
def test_a_fortnight_later_it_is_over(findings_of: FindingsOf, later: int, act: Act | None) -> None:
    rows = [*doses(range(later + 6, later + 30), 3), *(none(each) for each in range(later + 1, later + 6))]
    end = [dose(later, 9, 3), rated(0, 9, "pain", 3)]
    assert acts(findings_of(*rows, *end)).get("break_then_old_dose") is act


def test_while_there_is_none_it_is_a_word_before_it(findings_of: FindingsOf, knowledge: Knowledge) -> None:
    found = findings_of(*doses(range(5, 30), 3), *(none(each) for each in range(5)))
    assert acts(found)["break_then_old_dose"] is Act.NEXT_VISIT
    each = next(each for each in found.findings if each.code == "break_then_old_dose")
    assert each.seen == "You took little or none from 2026-05-23 on."
    assert knowledge.advice["old_dose"].text in each.adds
    assert not any(word in " ".join((each.seen, *each.adds)).lower() for word in ("start again", "try it", " grams"))


@pytest.mark.parametrize(("days", "seen"), [(2, False), (3, True)])
def test_a_stop_that_was_written_down_is_a_break(case_of: CaseOf, days: int, seen: bool) -> None:
    rows = [*doses(range(days, 30), 3), row(days, 21, "event", "stopped"), rated(0, 9, "pain", 3)]
    found = break_then_old_dose(case_of(*rows))
    assert (found is not None) is seen
    if found:
        assert found.ids[0].startswith("event-stopped")


def test_days_without_an_answer_are_no_break(case_of: CaseOf) -> None:
    assert break_then_old_dose(case_of(*BEFORE, dose(14, 9, 3))) is None
    assert break_then_old_dose(case_of()) is None


def test_an_amount_that_nobody_knows_is_said_to_be_unknown(case_of: CaseOf) -> None:
    seen = break_then_old_dose(case_of(*paused(dose(14, 9, "unknown"))))
    assert seen is not None
    assert "is not in the record" in seen.says


DRIVER = "drives = true\n"


def sleepy(hour: float = 10, score: object = "", ago: int = 1) -> list[str]:
    return [dose(ago, 8), rated(ago, hour, "drowsy", score, "symptom")]


def test_sleepy_after_a_dose_and_driving_is_seen(case_of: CaseOf) -> None:
    seen = drives_and_drowsy(case_of(*sleepy(), person=DRIVER))
    assert seen is not None
    assert seen.facts == ("drives",)
    assert drives_and_drowsy(case_of(*sleepy(), person="drives = false\n")) is None
    assert drives_and_drowsy(case_of(dose(1), person=DRIVER)) is None


@pytest.mark.parametrize(("score", "seen"), [("2.9", False), (3, True), (4, True), (0, False)])
def test_a_trace_of_sleepiness_is_left_alone(case_of: CaseOf, score: object, seen: bool) -> None:
    assert (drives_and_drowsy(case_of(*sleepy(score=score), person=DRIVER)) is not None) is seen


@pytest.mark.parametrize(("hour", "seen"), [(7.9, False), (8.0, True), (14.0, True), (14.1, False)])
def test_sleepiness_belongs_to_the_six_hours_after_a_dose(case_of: CaseOf, hour: float, seen: bool) -> None:
    assert (drives_and_drowsy(case_of(*sleepy(hour), person=DRIVER)) is not None) is seen


@pytest.mark.parametrize(("ago", "seen"), [(27, True), (28, False), (29, False)])
def test_sleepiness_of_the_last_four_weeks_counts(case_of: CaseOf, ago: int, seen: bool) -> None:
    rows = [*sleepy(ago=ago), rated(0, 10, "pain", 3)]
    assert (drives_and_drowsy(case_of(*rows, person=DRIVER)) is not None) is seen


@pytest.mark.parametrize(("hour", "seen"), [(12.0, True), (20.0, False)])
def test_a_drive_within_hours_of_a_dose_counts_where_nobody_said_that_they_drive(
    case_of: CaseOf, hour: float, seen: bool
) -> None:
    rows = [*sleepy(), row(1, hour, "activity", "Driving", 30)]
    found = drives_and_drowsy(case_of(*rows))
    assert (found is not None) is seen
    if found:
        assert "you drove within hours of a dose" in found.says


def test_that_driving_is_unknown_is_said(case_of: CaseOf) -> None:
    assert [each.code for each in gaps(case_of(*sleepy()))] == ["driving"]
    assert list(gaps(case_of(*sleepy(), person=DRIVER))) == []
    assert list(gaps(case_of(dose(1)))) == []


def test_the_rule_asks_nobody_to_take_more(findings_of: FindingsOf) -> None:
    found = findings_of(*sleepy(), person=DRIVER)
    assert acts(found)["drives_and_drowsy"] is Act.THIS_WEEK
