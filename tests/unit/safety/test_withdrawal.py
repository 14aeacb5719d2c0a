"""The record of feeling ill without it: its signs, when they came, and when somebody should look."""

from __future__ import annotations

import pytest
from tests.unit.safety.dosing import CaseOf, FindingsOf, acts, dose, doses, none, rated, row

from speciosa.knowledge import Act, Knowledge
from speciosa.safety.withdrawal import INSTRUMENT, SIGNS, withdrawal_diary, withdrawal_strong


def test_each_question_has_its_sign_and_its_wording_is_ours(knowledge: Knowledge) -> None:
    items = [each for each in knowledge.instrument_items if each.instrument == INSTRUMENT]
    assert len(items) == knowledge.instruments[INSTRUMENT].items == len(SIGNS)
    assert all(each.own_wording and len(each.answers) == 4 for each in items)
    assert all(knowledge.outcome(each).known for each in SIGNS)
    assert "validated by nobody" in knowledge.instruments[INSTRUMENT].licence


def test_signs_are_counted_with_the_hours_since_the_last_dose(case_of: CaseOf) -> None:
    rows = [
        dose(2, 8), rated(2, 20, "withdrawal", 4), rated(1, 8, "withdrawal", 8), rated(1, 14, "insomnia", "", "symptom"),
        rated(1, 20, "withdrawal", 0),
    ]  # fmt: skip
    found = withdrawal_diary(case_of(*rows))
    assert found is not None
    assert [(each.word, each.label, each.named, each.count) for each in found.signs] == [
        ("withdrawal", "Feeling ill without it", True, 2),
        ("poor_sleep", "Poor sleep", False, 1),
    ]
    assert [each.strongest for each in found.signs] == [0.8, None]
    assert found.hours_since_dose == pytest.approx((24, 12, 30))
    assert len(found.ids) == 3


def test_items_of_the_diary_are_signs_by_their_number(case_of: CaseOf) -> None:
    rows = [dose(2), rated(1, 8, "withdrawal_diary.4", 3, "scale"), rated(1, 8, "withdrawal_diary.6", 0, "scale")]
    found = withdrawal_diary(case_of(*rows))
    assert found is not None
    assert [(each.word, each.named, each.strongest) for each in found.signs] == [("hot_flushes", True, 1.0)]


@pytest.mark.parametrize(("signs", "seen"), [(2, False), (3, True), (4, True)])
def test_signs_that_nobody_named_as_such_count_where_three_stand_on_a_day(
    case_of: CaseOf, signs: int, seen: bool
) -> None:
    words = ("diarrhoea", "restlessness", "sadness", "anger")
    one_day = [rated(1, 8 + at, each, "", "symptom") for at, each in enumerate(words[:signs])]
    apart = [rated(1 + 2 * at, 8, each, "", "symptom") for at, each in enumerate(words)]
    assert (withdrawal_diary(case_of(dose(2), *one_day)) is not None) is seen
    assert withdrawal_diary(case_of(dose(9), *apart)) is None


def test_without_kratom_a_bad_day_is_no_sign_of_going_without(case_of: CaseOf) -> None:
    rows = [rated(1, 8 + at, each, "", "symptom") for at, each in enumerate(SIGNS)]
    assert withdrawal_diary(case_of(*rows)) is None
    assert withdrawal_diary(case_of(dose(1))) is None


def test_days_since_the_last_time_of_less(case_of: CaseOf) -> None:
    rows = [*doses(range(10, 30), 3), *(none(each) for each in range(5, 10)), rated(7, 9, "withdrawal", 6)]
    found = withdrawal_diary(case_of(*rows))
    assert found is not None
    assert found.cut_d == 2


@pytest.mark.parametrize(
    ("score", "unit", "seen"),
    [
        ("6.6", "", False), ("6.7", "", True), (7, "", True), (1, "score_0_2", False), (2, "score_0_2", True),
        ("", "", False),
    ],
)  # fmt: skip
def test_strong_is_the_upper_third_of_its_own_scale(case_of: CaseOf, score: object, unit: str, seen: bool) -> None:
    assert (
        withdrawal_strong(case_of(dose(2), rated(1, 8, "withdrawal_body", score, "symptom", unit))) is not None
    ) is seen


@pytest.mark.parametrize(("score", "seen"), [(2, False), (3, True)])
def test_an_item_is_strong_at_its_highest_answer(case_of: CaseOf, score: int, seen: bool) -> None:
    assert (withdrawal_strong(case_of(rated(1, 8, "withdrawal_diary.1", score, "scale"))) is not None) is seen


@pytest.mark.parametrize("word", ["craving", "restlessness", "pain", "nausea"])
def test_other_words_are_not_feeling_ill_without_it(case_of: CaseOf, word: str) -> None:
    assert withdrawal_strong(case_of(dose(2), rated(1, 8, word, 9, "symptom"))) is None


@pytest.mark.parametrize(
    ("ago", "act"),
    [(14, Act.THIS_WEEK), (15, Act.NEXT_VISIT), (104, Act.NEXT_VISIT), (105, None)],
)
def test_how_soon_depends_on_how_long_ago_it_was(findings_of: FindingsOf, ago: int, act: Act | None) -> None:
    rows = [dose(ago + 1), rated(ago, 8, "withdrawal", 9), rated(0, 8, "pain", 4)]
    assert acts(findings_of(*rows)).get("withdrawal_strong") is act


def test_a_total_of_the_diary_is_no_sign(case_of: CaseOf) -> None:
    rows = [dose(2), row(1, 8, "scale", "withdrawal_diary", 30)]
    assert withdrawal_strong(case_of(*rows)) is None
    assert withdrawal_diary(case_of(*rows)) is None
