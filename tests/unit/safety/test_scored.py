"""Questionnaires: scored as published, nothing filled in, contradictions said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.safety.dosing import CaseOf, rated

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.safety.before_since import kept_outcomes
from speciosa.safety.scored import daily_totals, gaps, score_of, scored, totals_of

KNOWN = load_knowledge()
WHOLE = [
    each for each in KNOWN.instruments.values() if each.items is not None and each.item_low is not None
]  # fmt: skip


def items(name: str, *answers: object, ago: int = 1, hour: float = 8) -> list[str]:
    return [rated(ago, hour + at / 10, f"{name}.{at}", each, "scale") for at, each in enumerate(answers, start=1)]


@given(data=st.data(), which=st.sampled_from(range(len(WHOLE))))
def test_the_score_is_that_of_the_published_rule(data: Any, which: int) -> None:
    one = WHOLE[which]
    assert one.items is not None
    assert one.item_low is not None
    assert one.item_high is not None
    whole = st.integers(int(one.item_low), int(one.item_high))
    answers = data.draw(st.lists(whole, min_size=one.items, max_size=one.items))
    found = score_of(one, dict(enumerate(answers, start=1)))
    slow = {"mean": sum(answers) / len(answers), "as_answered": answers[0]}.get(one.scoring, sum(answers))
    assert found is not None
    assert found == pytest.approx(slow)
    assert one.low is not None
    assert one.high is not None
    assert one.low <= found <= one.high
    missing = dict(enumerate(answers[:-1], start=1))
    assert score_of(one, missing) is None
    assert score_of(one, {**dict(enumerate(answers, start=1)), len(answers) + 1: answers[0]}) is None
    assert score_of(one, {**dict(enumerate(answers, start=1)), 1: one.item_high + 1}) is None
    assert score_of(one, {**dict(enumerate(answers, start=1)), 1: one.item_low - 1}) is None


@pytest.mark.parametrize(
    ("key", "answers", "score"),
    [
        ("phq4", (3, 3, 3, 3), 12), ("phq4", (0, 0, 0, 0), 0), ("phq9", (1,) * 9, 9), ("gad7", (2,) * 7, 14),
        ("peg", (10, 10, 9), 29 / 3), ("pain_nrs", (7,), 7), ("pgic", (2,), 2), ("withdrawal_diary", (3,) * 10, 30),
    ],
)  # fmt: skip
def test_known_scores(knowledge: Knowledge, key: str, answers: tuple[int, ...], score: float) -> None:
    assert score_of(knowledge.instruments[key], dict(enumerate(answers, start=1))) == pytest.approx(score)


def test_half_an_answer_is_none_of_a_sum(knowledge: Knowledge) -> None:
    assert score_of(knowledge.instruments["phq2"], {1: 1.5, 2: 1}) is None
    assert score_of(knowledge.instruments["peg"], {1: 1.5, 2: 1.5, 3: 3}) == 2


@pytest.mark.parametrize("key", ["bpi", "cows"])
def test_what_has_no_rule_of_items_is_not_scored(knowledge: Knowledge, key: str) -> None:
    assert score_of(knowledge.instruments[key], {1: 1}) is None


def test_four_questions_give_their_two_halves_too(case_of: CaseOf, knowledge: Knowledge) -> None:
    case = case_of(*items("phq4", 1, 2, 3, 0))
    found = {each.instrument: each for each in scored(case.diary, knowledge)}
    assert {key: each.value for key, each in found.items()} == {"phq4": 6, "gad2": 3, "phq2": 3}
    assert len(found["phq4"].ids) == 4
    assert found["phq2"].ids == found["phq4"].ids[2:]
    assert list(gaps(case)) == []


def test_a_missing_answer_is_not_filled_in(case_of: CaseOf, knowledge: Knowledge) -> None:
    for last in ("unknown", "declined"):
        case = case_of(*items("phq4", 1, 2, 3, last))
        assert scored(case.diary, knowledge) == ()
        assert [each.code for each in gaps(case)] == ["questionnaire"]


def test_answers_of_two_days_are_two_sheets(case_of: CaseOf, knowledge: Knowledge) -> None:
    half = [*items("phq2", 1, ago=2), rated(1, 9, "phq2.2", 1, "scale")]
    assert scored(case_of(*half).diary, knowledge) == ()
    both = [*items("phq2", 1, 1, ago=2), *items("phq2", 3, 3, ago=1)]
    assert [each.value for each in scored(case_of(*both).diary, knowledge)] == [2, 6]


def test_the_last_answer_of_a_day_counts(case_of: CaseOf, knowledge: Knowledge) -> None:
    rows = [*items("phq2", 1, 1), rated(1, 20, "phq2.1", 3, "scale")]
    assert [each.value for each in scored(case_of(*rows).diary, knowledge)] == [4]


@pytest.mark.parametrize(("total", "said"), [(6, 0), (7, 1), (5, 1)])
def test_a_total_that_contradicts_its_answers_is_said(case_of: CaseOf, total: int, said: int) -> None:
    case = case_of(*items("phq4", 1, 2, 3, 0), rated(1, 21, "phq4", total, "scale"))
    assert len(list(gaps(case))) == said


@pytest.mark.parametrize(("total", "said"), [("5.3", 0), ("5.33", 0), ("5.29", 0), ("5.28", 1), ("5.4", 1)])
def test_a_mean_may_be_rounded_to_a_tenth(case_of: CaseOf, total: str, said: int) -> None:
    case = case_of(*items("peg", 5, 5, 6), rated(1, 21, "peg", total, "scale"))
    assert len(list(gaps(case))) == said


def test_a_total_alone_is_as_it_was_written(case_of: CaseOf, knowledge: Knowledge) -> None:
    case = case_of(rated(1, 8, "phq4", 6, "scale"))
    assert scored(case.diary, knowledge) == ()
    assert list(gaps(case)) == []


def test_totals_and_answers_stand_in_one_line_in_the_order_of_time(case_of: CaseOf) -> None:
    rows = [rated(9, 8, "peg", 4, "scale"), *items("peg", 5, 6, 7, ago=6), rated(3, 8, "peg", 8, "scale")]
    case = case_of(*rows, rated(2, 8, "peg", "declined", "scale"))
    assert [each.value for each in totals_of(case, "peg")] == [4, 6, 8]
    assert daily_totals(case, "peg").value.tolist() == [4, 6, 8]
    assert [each.value for each in totals_of(case, "phq4")] == []
    assert len(daily_totals(case, "phq4")) == 0


def test_of_a_day_the_later_of_total_and_answers_counts(case_of: CaseOf) -> None:
    for hour, value in ((7, 6), (21, 2)):
        case = case_of(*items("peg", 5, 6, 7), rated(1, hour, "peg", 2, "scale"))
        assert daily_totals(case, "peg").value.tolist() == [value]


def test_peg_answered_one_by_one_is_an_outcome_that_was_kept(case_of: CaseOf) -> None:
    by_items = kept_outcomes(case_of(*items("peg", 5, 6, 7), *items("peg", 3, 3, 3, ago=8)))
    assert [(each.what, each.daily.value.tolist()) for each in by_items] == [("PEG score", [3.0, 6.0])]


def test_items_may_be_shown_as_they_are_licensed(knowledge: Knowledge) -> None:
    shown = {each.instrument for each in knowledge.instrument_items}
    assert {"phq4", "phq2", "gad2", "pgic", "pain_nrs", "peg", "sleep_nrs", "withdrawal_diary"} <= shown
    assert not shown & {"bpi", "ldq", "sds", "cows"}
    for each in knowledge.instrument_items:
        instrument = knowledge.instruments[each.instrument]
        if instrument.item_low is not None and instrument.item_high is not None:
            assert len(each.answers) == instrument.item_high - instrument.item_low + 1
        if each.instrument in ("phq4", "phq2", "gad2"):
            assert each.notice.startswith("Copyright © Pfizer Inc.")
            assert not each.own_wording
        if each.instrument == "peg":
            assert each.own_wording


def test_every_question_of_a_shown_instrument_is_there(knowledge: Knowledge) -> None:
    for key in ("phq4", "phq2", "gad2", "pgic", "pain_nrs", "peg", "sleep_nrs", "withdrawal_diary"):
        numbers = [each.key for each in knowledge.instrument_items if each.instrument == key]
        assert numbers == [f"{key}_{at}" for at in range(1, (knowledge.instruments[key].items or 0) + 1)]
