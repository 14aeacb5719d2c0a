"""Questionnaires about mood: the question about self-harm, and totals that are worth a talk."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from speciosa.knowledge import Act
from speciosa.safety import Findings, mood
from speciosa.safety.case import Case

Made = Callable[..., Case]
Screened = Callable[..., Findings]
LAST = "2026-05-20T20:00+02:00,rating,pain,4,,,,,,last,,"


def scale(date: str, name: str, value: str, key: str = "q") -> str:
    return f"{date}T10:00+02:00,scale,{name},{value},,,,,,{key},,"


def acts(found: Findings) -> dict[str, Act]:
    return {each.code: each.act for each in found.findings}


def test_any_answer_above_never_to_the_question_about_self_harm_is_for_now(findings_of: Screened) -> None:
    for value in ("1", "3"):
        found = findings_of(scale("2026-05-19", "phq9.9", value), LAST)
        (said,) = [each for each in found.findings if each.code == "suicide_item_nine"]
        assert (said.act, said.why) == (Act.TODAY, ("q",))
        assert any("don't have to go through" in each for each in said.adds)
    assert "suicide_item_nine" not in acts(findings_of(scale("2026-05-19", "phq9.9", "0"), LAST))
    assert "suicide_item_nine" not in acts(findings_of(scale("2026-05-19", "phq9.8", "3"), LAST))


@pytest.mark.parametrize(
    ("date", "act"), [("2026-05-07", Act.TODAY), ("2026-05-05", Act.THIS_WEEK), ("2026-02-18", None)]
)
def test_the_answer_is_for_now_for_two_weeks(date: str, act: Act | None, findings_of: Screened) -> None:
    assert acts(findings_of(scale(date, "phq9.9", "1"), LAST)).get("suicide_item_nine") is act


@pytest.mark.parametrize(("name", "worth"), [("phq2", 3), ("gad2", 3), ("phq4", 6), ("phq9", 10), ("gad7", 10)])
def test_a_total_counts_from_the_published_band_on(name: str, worth: int, case_of: Made) -> None:
    seen = mood.questionnaire_high(case_of(scale("2026-05-19", name, str(worth)), LAST))
    assert seen is not None
    assert f": {worth} of " in seen.says
    assert mood.questionnaire_high(case_of(scale("2026-05-19", name, str(worth - 1)), LAST)) is None


def test_the_last_total_is_the_one_that_counts(case_of: Made) -> None:
    rows = scale("2026-05-10", "phq9", "20", "a"), scale("2026-05-19", "phq9", "4", "b")
    assert mood.questionnaire_high(case_of(*rows, LAST)) is None


WHOLE = {"phq2": 2, "gad2": 2, "phq4": 4, "phq9": 9, "gad7": 7}


def items(date: str, name: str, total: int) -> list[str]:
    """Its questions, answered one by one so that they give this total."""
    answers = [max(0, min(3, total - 3 * at)) for at in range(WHOLE[name])]
    return [scale(date, f"{name}.{at}", str(each), f"{date}-{at}") for at, each in enumerate(answers, start=1)]


@pytest.mark.parametrize(("name", "worth"), [("phq2", 3), ("gad2", 3), ("phq4", 6), ("phq9", 10), ("gad7", 10)])
def test_answers_one_by_one_count_like_their_total(name: str, worth: int, case_of: Made, findings_of: Screened) -> None:
    rows = items("2026-05-19", name, worth)
    seen = mood.questionnaire_high(case_of(*rows, LAST))
    assert seen is not None
    title = case_of(LAST).knowledge.instruments[name].title
    assert f"{title}: {worth} of " in seen.says
    assert set(seen.ids) == {f"2026-05-19-{at}" for at in range(1, WHOLE[name] + 1)}
    assert "questionnaire_high" in acts(findings_of(*rows, LAST))


@pytest.mark.parametrize(("name", "below"), [("phq2", 2), ("gad2", 2), ("phq9", 9), ("gad7", 9)])
def test_answers_below_the_band_are_not_worth_a_talk(name: str, below: int, case_of: Made) -> None:
    assert mood.questionnaire_high(case_of(*items("2026-05-19", name, below), LAST)) is None


def test_the_latest_of_a_total_and_answers_counts(case_of: Made) -> None:
    high_total, low_total = (scale("2026-05-15", "phq9", value) for value in ("20", "4"))
    for date, from_answers in (("2026-05-14", False), ("2026-05-16", True)):
        low, high = (items(date, "phq9", total) for total in (4, 20))
        assert (mood.questionnaire_high(case_of(*low, high_total, LAST)) is None) is from_answers
        assert (mood.questionnaire_high(case_of(*high, low_total, LAST)) is None) is not from_answers


@pytest.mark.parametrize(("date", "seen"), [("2026-04-23", True), ("2026-04-22", False)])
def test_a_total_speaks_for_four_weeks(date: str, seen: bool, findings_of: Screened) -> None:
    assert ("questionnaire_high" in acts(findings_of(scale(date, "phq9", "12"), LAST))) is seen


def test_a_note_about_suicide_is_never_read(findings_of: Screened) -> None:
    noted = "2026-05-19T10:00+02:00,rating,mood,5,,,,,,n,,I think about suicide and want to end my life"
    assert not {"suicide", "suicide_item_nine"} & set(acts(findings_of(noted, LAST)))
