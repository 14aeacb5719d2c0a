"""The person's own words stand in the draft as they wrote them: none changed, none cut, in every script."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.report.adverse_event.conftest import PERSON, ROWS, DraftOf
from tests.unit.report.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report import Report
from speciosa.report.adverse_event import draft_json, draft_of, draft_pdf
from speciosa.report.adverse_event.printed_draft import draft_told
from speciosa.story import tell
from speciosa.values.json_form import dump

LONG = "\n".join(f"Line {at}: " + " ".join(f"word{at}x{each}" for each in range(98)) for at in range(50))
"""A story of 5,000 words."""


@pytest.fixture
def told(diary_of: Callable[..., Diary], knowledge: Knowledge) -> tuple[Report, Diary]:
    diary = diary_of(*ROWS, person=PERSON, now_s=NOW_S)
    return tell(diary, knowledge, photos={}, now_s=NOW_S, seed=0, language="en"), diary


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(min_size=1), key=st.sampled_from(["reaction", "story", "serious", "maker", "outcome"]))
def test_any_words_come_back_equal_from_the_file_and_go_whole_to_the_paper(
    told: tuple[Report, Diary], knowledge: Knowledge, words: str, key: str
) -> None:
    draft = draft_of(*told, knowledge, answers={key: words})
    document = json.loads(dump(draft_json(draft)).encode())
    found = next(each for each in document["fields"] if each["key"] == key)
    assert found["answer"] == words
    assert found["value"] == words
    if key in {"reaction", "story"}:
        assert (document["e2b_r3"]["E.i"][0]["E.i.1.1a"] if key == "reaction" else document["e2b_r3"]["H.1"]) == words
    printed = [row["says"] for section in draft_told(draft)["sections"] for row in section["rows"]]
    assert words in printed


def test_a_story_of_five_thousand_words_is_kept_whole(draft_from: DraftOf) -> None:
    draft = draft_from(*ROWS, answers={"story": LONG})
    assert len(LONG.split()) == 5000
    assert LONG in json.loads(json.dumps(draft_json(draft)))["e2b_r3"]["H.1"]
    assert pages(draft_pdf(draft)) > pages(draft_pdf(draft_from(*ROWS))) + 5


def test_words_longer_than_an_element_may_hold_are_named_and_not_cut(draft_from: DraftOf) -> None:
    document = draft_json(draft_from(*ROWS, answers={"reaction": "x" * 251}))
    assert document["e2b_r3"]["over_length"] == ["E.i.1.1a"]  # type: ignore[index]
    assert document["e2b_r3"]["E.i"][0]["E.i.1.1a"] == "x" * 251  # type: ignore[index]


@pytest.mark.parametrize(
    "words", ["คันทั้งตัว", "حكة في الجلد", "it itched \U0001f33f\U0001f629", "a" * 3000, "# not *markup* $x$"]
)
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_any_script_prints_or_is_spelled_out_and_listed(draft_from: DraftOf, words: str, paper: str) -> None:
    draft = draft_from(*ROWS, answers={"story": words, "reaction": words})
    made = draft_pdf(draft, paper=paper)
    assert made.startswith(b"%PDF")
    assert made == draft_pdf(draft, paper=paper)


def test_two_hundred_medicines_and_long_names_fit_on_paper(draft_from: DraftOf) -> None:
    rows = [f"2026-02-10T09:{at % 60:02d}+01:00,medicine,remedy {'q' * 90}{at},1,tablet" for at in range(200)]
    assert pages(draft_pdf(draft_from(*ROWS, *rows))) > 6


def test_an_answer_of_danger_shows_whom_to_call_and_nothing_new(draft_from: DraftOf) -> None:
    calm, danger = (
        draft_told(draft_from(*ROWS, answers={"serious": each})) for each in ("none of these", "life-threatening")
    )
    assert calm["urgent"] == []
    assert danger["urgent"][0] == (
        "You wrote this 18 days ago. If it is so now, call 112. If it is over, see a doctor today."
    )
    assert "112" in danger["urgent"][1]


def test_the_paper_says_that_nothing_was_sent_and_where_it_can_go(draft_from: DraftOf) -> None:
    told = draft_told(draft_from(*ROWS))
    assert "Nothing was sent." in told["lead"]
    assert [each["address"] for each in told["places"]] == [
        "https://nebenwirkungen.bund.de", "https://www.adrreports.eu", "",
    ]  # fmt: skip
    american = draft_told(draft_from(*ROWS, person='country = "us"\n'))
    assert [each["address"] for each in american["places"]][:2] == [
        "https://www.fda.gov/medwatch", "https://www.safetyreporting.hhs.gov",
    ]  # fmt: skip


def test_an_open_question_is_on_the_paper_once_and_an_answered_one_is_not_open(draft_from: DraftOf) -> None:
    before, after = draft_told(draft_from(*ROWS)), draft_told(draft_from(*ROWS, answers={"story": "So it was."}))
    assert [each["key"] for each in before["open"]].count("story") == 1
    assert "story" not in [each["key"] for each in after["open"]]


def test_no_word_of_the_person_is_translated(draft_from: DraftOf) -> None:
    words = {"story": "pain", "reaction": "Pain", "country": "Deutschland", "outcome": "gone"}
    draft = draft_from(*ROWS, language="de", answers=words)
    assert {key: draft.said(key) for key in words} == words
    assert draft.country == "de"
    printed = [row["says"] for section in draft_told(draft)["sections"] for row in section["rows"]]
    assert set(words.values()) <= set(printed)


def pages(pdf: bytes) -> int:
    """How many pages a file of typst's has."""
    return max(int(each) for each in re.findall(rb"/Count (\d+)", pdf))
