"""The tables about skin: what a person is asked, what else it could be, and the rules of their rows."""

from __future__ import annotations

from typing import Any

import pytest

from speciosa.knowledge import Act, Urgency, load_knowledge
from speciosa.knowledge.check import read_folder
from speciosa.knowledge.pages import pages
from speciosa.knowledge.vocabulary import SKIN_KINDS
from speciosa.skin.series import ChangeKind
from speciosa.values.sources import HowRead

Copy = Any

BROKEN_CELLS = {
    "a_kind_of_change_that_nobody_finds_is_named": (
        "skin_causes", "amiodarone", {"kinds": "stripes"}, "kind 'stripes' is not in the list",
    ),
    "a_cause_that_looks_like_no_change_is_named": (
        "skin_causes", "amiodarone", {"kinds": ""}, "looks like no kind of change",
    ),
    "a_cause_without_words_for_a_person_is_named": ("skin_causes", "addison", {"title": ""}, "has no title"),
    "a_cause_from_memory_is_named": ("skin_causes", "melasma", {"source": ""}, "has no source"),
    "a_medicine_in_capitals_is_named": (
        "skin_causes", "minocycline", {"medicines": "Minocin"}, "medicines are not lower case, or stand twice",
    ),
    "a_case_without_a_count_is_named": ("skin_cases", "wang_man_63", {"n": ""}, "does not say how many people"),
    "a_question_that_nobody_can_answer_is_named": (
        "skin_questions", "gums_darker", {"key": "gums_greener"},
        "is no word of outcomes.csv, so nobody can answer it",
    ),
    "a_question_that_asks_nothing_is_named": ("skin_questions", "jaundice", {"asks": "Yellow eyes."}, "asks nothing"),
    "an_urgent_question_that_may_wait_is_named": (
        "skin_questions", "jaundice", {"act": "next_visit"}, "urgency now does not go with act next_visit",
    ),
    "a_question_without_words_to_say_is_named": ("skin_questions", "scars_darker", {"says": ""}, "has no says"),
    "a_patch_on_no_side_is_named": (
        "card_patches", "top_grey_1", {"side": "above"}, "side 'above' is not in the list",
    ),
    "a_patch_on_another_patch_is_named": ("card_patches", "top_grey_2", {"place": "0"}, "lies where top_grey_1 lies"),
    "a_colour_that_no_printer_takes_is_named": ("card_patches", "top_grey_1", {"red": "256"}, "a colour is above 255"),
}  # fmt: skip


@pytest.mark.parametrize(("table", "row", "cells", "said"), BROKEN_CELLS.values(), ids=BROKEN_CELLS.keys())
def test_a_broken_rule_is_named(tables: Copy, table: str, row: str, cells: dict[str, str], said: str) -> None:
    tables.change(table, row, **cells)
    assert f"{table}.csv [{cells.get('key', row)}]: {said}" in tables.problems()


def test_every_kind_of_change_that_a_cause_names_is_one_that_we_find() -> None:
    assert {kind.value for kind in ChangeKind} >= SKIN_KINDS


@pytest.mark.parametrize("kind", sorted(SKIN_KINDS))
def test_every_kind_of_change_has_several_other_causes(kind: str) -> None:
    assert sum(kind in cause.kinds for cause in load_knowledge().skin_causes) >= 3


def test_a_change_like_a_tan_may_be_more_than_the_sun() -> None:
    named = {cause.key for cause in load_knowledge().skin_causes if "sun_like" in cause.kinds}
    assert {"sun", "addison", "melasma"} <= named


def test_a_medicine_leads_to_the_causes_that_it_can_be() -> None:
    causes = load_knowledge().skin_causes
    for medicine, key in (("amiodarone", "amiodarone"), ("imipramine", "phenothiazines_tricyclics")):
        assert [cause.key for cause in causes if medicine in cause.medicines] == [key]


def test_every_medicine_of_a_cause_is_recognised() -> None:
    knowledge = load_knowledge()
    for cause in knowledge.skin_causes:
        for medicine in cause.medicines:
            found = knowledge.medicine(medicine)
            assert found.medicines, medicine
            assert not found.rest, medicine


def test_reports_known_only_from_memory_or_not_obtained_do_not_ship(tables: Copy) -> None:
    text = "".join(path.read_text(encoding="utf-8").lower() for path in tables.folder.glob("skin_*.csv"))
    for name in ("powell", "assanangkornchai", "not_obtained", "memory"):
        assert name not in text


def test_the_case_that_did_not_fade_says_so() -> None:
    (case,) = [case for case in load_knowledge().skin_cases if case.source == ("patel2024",)]
    assert (case.n, case.age, case.course_after_stopping) == (1, 30, "no fading in 16 months")
    assert case.how_read is HowRead.TEXT


def test_every_session_asks_about_gums_creases_scars_eyes_and_spots() -> None:
    assert [question.key for question in load_knowledge().skin_questions] == [
        "jaundice", "gums_darker", "creases_darker", "scars_darker", "spot_new_or_changing",
        "spot_itching_or_bleeding",
    ]  # fmt: skip


def test_yellow_eyes_are_for_today_and_nothing_waits_for_the_next_visit() -> None:
    asked = {question.key: question for question in load_knowledge().skin_questions}
    assert (asked["jaundice"].urgency, asked["jaundice"].act) == (Urgency.NOW, Act.TODAY)
    assert {question.urgency for question in asked.values()} <= {Urgency.NOW, Urgency.SOON}


@pytest.mark.parametrize(
    ("written", "word"),
    [("Eyes yellow", "jaundice"), ("darker gums", "gums_darker"), ("bleeding mole", "spot_itching_or_bleeding")],
)
def test_an_answer_is_found_however_it_is_written(written: str, word: str) -> None:
    assert load_knowledge().outcome(written).word == word


def test_words_for_a_person_are_short_and_never_tell_to_stop_suddenly() -> None:
    for question in load_knowledge().skin_questions:
        for sentence in (question.asks, *question.says.split(". "), *question.why.split(". ")):
            assert len(sentence.split()) <= 25, sentence
        assert "stop" not in f"{question.why} {question.says}".lower()


def test_the_questions_have_a_page(tables: Copy) -> None:
    text = pages(read_folder(tables.folder)[0])["skin_questions.md"]
    assert "| `gums_darker` | Are your gums or lips darker than they were? | soon | this week |" in text
