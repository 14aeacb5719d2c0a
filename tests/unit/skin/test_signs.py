"""A yes to one of the questions of a session stands before all statistics."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from tests.conftest import NOW_S
from tests.unit.skin.sessions_made import session

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.skin.signs import signs_of, unanswered
from speciosa.values.timeline import DAY_S, format_moment

DiaryOf = Callable[..., Diary]


def answer(days_ago: float, key: str, value: str = "", event_id: str = "") -> str:
    at = format_moment(NOW_S - round(days_ago * DAY_S), 60)
    return f"{at},symptom,{key},{value},,,,,,{event_id},,"


def keys(diary_of: DiaryOf, knowledge: Knowledge, *rows: str) -> list[str]:
    return [each.key for each in signs_of(diary_of(*rows), knowledge, now_s=NOW_S)]


@pytest.mark.parametrize("value", ["", "1", "10", "0.5", "unknown"])
def test_a_yes_is_a_sign(diary_of: DiaryOf, knowledge: Knowledge, value: str) -> None:
    """Unknown means that it is so, and nobody knows how much."""
    assert keys(diary_of, knowledge, answer(3, "gums_darker", value)) == ["gums_darker"]


@pytest.mark.parametrize("value", ["0", "0.0", "declined"])
def test_no_and_no_answer_are_none(diary_of: DiaryOf, knowledge: Knowledge, value: str) -> None:
    assert keys(diary_of, knowledge, answer(3, "gums_darker", value)) == []


def test_every_question_can_be_answered_with_yes(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    questions = [each.key for each in knowledge.skin_questions]
    assert len(questions) >= 5
    assert sorted(keys(diary_of, knowledge, *(answer(3, each) for each in questions))) == sorted(questions)


def test_an_old_yes_is_shown_no_more(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    within = knowledge.choice("skin_sign_d")
    assert keys(diary_of, knowledge, answer(within + 1, "gums_darker")) == []
    assert keys(diary_of, knowledge, answer(within - 1, "gums_darker")) == ["gums_darker"]


def test_a_later_no_does_not_take_a_yes_back(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [answer(9, "gums_darker", event_id="yes"), answer(2, "gums_darker", "0", event_id="no")]
    (sign,) = signs_of(diary_of(*rows), knowledge, now_s=NOW_S)
    assert sign.event_ids == ("yes",)
    assert sign.time_s == NOW_S - 9 * DAY_S


def test_a_sign_names_every_entry_that_says_it_the_latest_last(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [answer(2, "gums_darker", "3", event_id="later"), answer(9, "gums_darker", event_id="first")]
    (sign,) = signs_of(diary_of(*rows), knowledge, now_s=NOW_S)
    assert sign.event_ids == ("first", "later")
    assert sign.time_s == NOW_S - 2 * DAY_S


def test_the_most_urgent_stands_first_and_then_the_latest(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    urgency = {each.key: each.urgency for each in knowledge.skin_questions}
    assert urgency["jaundice"] == "now"
    rows = [answer(1, "gums_darker"), answer(20, "jaundice", "5"), answer(5, "scars_darker")]
    assert keys(diary_of, knowledge, *rows) == ["jaundice", "gums_darker", "scars_darker"]


def test_other_words_for_it_are_understood(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    assert keys(diary_of, knowledge, answer(3, "dark gums"), answer(3, "Yellow eyes")) == ["jaundice", "gums_darker"]


def test_a_symptom_that_no_question_asks_for_is_no_sign(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    assert keys(diary_of, knowledge, answer(3, "nausea", "5"), answer(3, "itching")) == []


def test_a_rating_of_that_name_is_no_answer(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    at = format_moment(NOW_S - DAY_S, 60)
    assert keys(diary_of, knowledge, f"{at},rating,gums_darker,5") == []


# what nobody answered


def gap_of(diary_of: DiaryOf, knowledge: Knowledge, *rows: str) -> str | None:
    first = session("forearm_dorsal_left", 0, np.array([60.0, 9, 17]))
    latest = session("forearm_dorsal_left", (NOW_S - first.time_s) / DAY_S - 20, np.array([60.0, 9, 17]))
    assert abs(latest.time_s - (NOW_S - 20 * DAY_S)) < 2
    gap = unanswered(diary_of(*rows), latest, knowledge)
    return gap.why if gap else None


def test_questions_that_nobody_answered_are_named(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    why = gap_of(diary_of, knowledge, answer(20, "gums_darker", "0"))
    assert why is not None
    asks = {each.key: each.asks for each in knowledge.skin_questions}
    assert asks["gums_darker"] not in why
    assert all(text in why for key, text in asks.items() if key != "gums_darker")


def test_answers_around_the_latest_photos_leave_no_gap(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = [answer(20 + 3 * (at % 3 - 1), each.key, "0") for at, each in enumerate(knowledge.skin_questions)]
    assert gap_of(diary_of, knowledge, *rows) is None


@pytest.mark.parametrize(("days_ago", "value"), [(20, "declined"), (80, "0")])
def test_an_answer_declined_or_far_away_counts_for_none(
    diary_of: DiaryOf, knowledge: Knowledge, days_ago: float, value: str
) -> None:
    rows = [answer(20, each.key, "0") for each in knowledge.skin_questions if each.key != "gums_darker"]
    why = gap_of(diary_of, knowledge, *rows, answer(days_ago, "gums_darker", value))
    assert why is not None
    assert "gums" in why
