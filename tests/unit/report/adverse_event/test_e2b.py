"""The same draft under the element names of E2B(R3): codes only where the person chose one of the offered words."""

from __future__ import annotations

from typing import Any

import pytest
from tests.unit.report.adverse_event.conftest import ROWS, DraftOf

from speciosa.report.adverse_event import draft_json
from speciosa.report.adverse_event.e2b import e2b_of


def elements(draft_from: DraftOf, *rows: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = e2b_of(draft_from(*rows, **more))
    return found


def test_what_the_record_holds_stands_under_its_element(draft_from: DraftOf) -> None:
    found = elements(draft_from, *ROWS)
    assert (found["C.1.3"], found["C.1.8.2"], found["C.2.r"]) == (1, 2, [{"C.2.r.3": None, "C.2.r.4": 5}])
    assert (found["D.1"], found["D.3"], found["D.5"], found["D.7.2"]) == (None, 70.0, 2, "asthma")
    reaction = found["E.i"][0]
    assert (reaction["E.i.1.1a"], reaction["E.i.4"], reaction["E.i.5"]) == ("itching", "2026-02-20", "2026-02-22")
    suspect, other = found["G.k"]
    assert (suspect["G.k.1"], suspect["G.k.2.2"], other["G.k.1"], other["G.k.2.2"]) == (
        1, "kratom leaf powder", 2, "ibuprofen",
    )  # fmt: skip
    dosing = suspect["G.k.4.r"][0]
    assert (dosing["G.k.4.r.1a"], dosing["G.k.4.r.1b"], dosing["G.k.4.r.7"]) == (2.5, "g", "7")
    assert (other["G.k.4.r"][0]["G.k.4.r.1a"], other["G.k.4.r"][0]["G.k.4.r.4"]) == (400.0, "2026-02-18")


def test_no_meddra_code_is_given_and_the_document_says_why(draft_from: DraftOf) -> None:
    document = draft_json(draft_from(*ROWS))
    assert document["e2b_r3"]["E.i"][0]["E.i.2.1b"] is None  # type: ignore[index]
    assert any("MedDRA" in each["why"] for each in document["not_assessed"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("answer", "flags"),
    [
        ("hospital stay", "c"), ("Life-threatening; Hospital stay", "bc"), ("death", "a"), ("none of these", ""),
        ("birth defect, other important medical event", "ef"), ("lasting harm or disability", "d"),
    ],
)  # fmt: skip
def test_seriousness_is_coded_where_the_offered_words_were_chosen(draft_from: DraftOf, answer: str, flags: str) -> None:
    reaction = elements(draft_from, *ROWS, answers={"serious": answer})["E.i"][0]
    assert "".join(each for each in "abcdef" if reaction[f"E.i.3.2{each}"]) == flags
    assert all(reaction[f"E.i.3.2{each}"] is not None for each in "abcdef")


def test_other_words_about_seriousness_get_no_code_and_stay_as_they_are(draft_from: DraftOf) -> None:
    draft = draft_from(*ROWS, answers={"serious": "I nearly went to hospital"})
    assert {e2b_of(draft)["E.i"][0][f"E.i.3.2{each}"] for each in "abcdef"} == {None}  # type: ignore[index]
    assert draft.said("serious") == "I nearly went to hospital"


@pytest.mark.parametrize(
    ("answer", "code"), [("gone", 1), ("getting better", 2), ("Still there.", 3), ("gone, with lasting harm", 4),
                         ("don't know", 0), ("much the same", None)],
)  # fmt: skip
def test_the_outcome_has_the_code_of_its_word(draft_from: DraftOf, answer: str, code: int | None) -> None:
    assert elements(draft_from, *ROWS, answers={"outcome": answer})["E.i"][0]["E.i.7"] == code


def test_an_answer_in_another_language_of_the_page_is_coded_too(draft_from: DraftOf) -> None:
    german = draft_from(*ROWS, language="de")
    outcome = german.field("outcome")
    assert outcome is not None
    draft = draft_from(*ROWS, language="de", answers={"outcome": outcome.options[1]})
    assert e2b_of(draft)["E.i"][0]["E.i.7"] == 2  # type: ignore[index]


def test_a_day_in_other_words_is_no_day_of_the_record(draft_from: DraftOf) -> None:
    reaction = elements(draft_from, *ROWS, answers={"onset": "some time in winter", "ended": "2026-02-25"})["E.i"][0]
    assert (reaction["E.i.4"], reaction["E.i.5"]) == (None, "2026-02-25")


def test_a_record_that_begins_with_a_dose_names_no_first_day(draft_from: DraftOf) -> None:
    known = elements(draft_from, *ROWS, "2026-01-30T08:00+01:00,event,started,kratom")["G.k"][0]
    rows = [each for each in ROWS if "started" not in each]
    unknown = elements(draft_from, *rows)["G.k"][0]
    assert known["G.k.4.r"][0]["G.k.4.r.4"] == "2026-02-01"
    assert (known["G.k.9.i"][0]["G.k.9.i.3.1a"], known["G.k.9.i"][0]["G.k.9.i.3.1b"]) == (19, "d")
    assert unknown["G.k.4.r"][0]["G.k.4.r.4"] is None
    assert unknown["G.k.9.i"][0]["G.k.9.i.3.1a"] is None


COURSE = [
    "2026-01-01T07:00+01:00,event,started,kratom",
    *(f"2026-01-{day:02d}T08:05+01:00,dose,kratom leaf powder,2.5,g,pain" for day in range(1, 32)),
    *(f"2026-01-{day:02d}T10:00+01:00,symptom,itching,5" for day in range(8, 32)),
    *(f"2026-02-{day:02d}T09:00+01:00,rating,pain,5" for day in range(1, 25)),
]
"""A month of doses with itching from the eighth on, then 24 written days without either."""
AGAIN = [
    *(f"2026-02-{day:02d}T08:05+01:00,dose,kratom leaf powder,2.5,g,pain" for day in range(25, 29)),
    *(f"2026-02-{day:02d}T10:00+01:00,symptom,itching,5" for day in range(26, 29)),
]


def test_easing_after_stopping_stands_with_its_days_and_entries(draft_from: DraftOf) -> None:
    draft = draft_from(*COURSE)
    field = draft.field("dechallenge")
    assert field is not None
    assert "there on 0 of 22 written days" in field.value
    assert field.value.endswith("On fewer days without it.")
    assert len(field.ids) == 24
    link = e2b_of(draft)["G.k"][0]  # type: ignore[index]
    assert (link["G.k.8"], link["G.k.9.i"][0]["G.k.9.i.4"]) == (1, 4)


def test_coming_back_with_it_is_coded_as_such(draft_from: DraftOf) -> None:
    draft = draft_from(*COURSE, *AGAIN)
    assert draft.said("rechallenge").endswith("It came back.")
    assert e2b_of(draft)["G.k"][0]["G.k.9.i"][0]["G.k.9.i.4"] == 1  # type: ignore[index]
    other = draft_from(*COURSE, *AGAIN, answers={"rechallenge": "No"})
    assert e2b_of(other)["G.k"][0]["G.k.9.i"][0]["G.k.9.i.4"] == 2  # type: ignore[index]


def test_never_taken_again_has_its_own_answer_and_its_own_code(draft_from: DraftOf) -> None:
    words = "didn't take it again"
    draft = draft_from(*COURSE, *AGAIN, answers={"rechallenge": words, "dechallenge": "doesn't apply"})
    again, stopped = draft.field("rechallenge"), draft.field("dechallenge")
    assert again is not None
    assert stopped is not None
    assert (again.chosen, stopped.chosen) == ((words,), ("doesn't apply",))
    assert e2b_of(draft)["G.k"][0]["G.k.9.i"][0]["G.k.9.i.4"] == 4  # type: ignore[index]


def test_only_a_batch_taken_before_and_after_a_pause_was_taken_again(draft_from: DraftOf) -> None:
    def batch(row: str, mark: str) -> str:
        return row.replace("leaf powder", f"leaf powder#{mark}")

    more = [f"2026-02-{day:02d}T20:05+01:00,dose,kratom leaf powder#2,2.5,g" for day in (26, 27, 28)]
    rows = [batch(each, "1") for each in [*COURSE, *AGAIN]]
    suspects = elements(draft_from, *rows, *more)["G.k"]
    assert [(each["G.k.4.r"][0]["G.k.4.r.7"], each["G.k.9.i"][0]["G.k.9.i.4"]) for each in suspects] == [
        ("1", 1), ("2", None),
    ]  # fmt: skip


def test_a_record_without_a_pause_says_so_and_asks(draft_from: DraftOf) -> None:
    rows = [*ROWS, *(f"2026-03-{day:02d}T08:05+01:00,dose,kratom leaf powder#7,2.5,g,pain" for day in range(1, 12))]
    field = draft_from(*rows).field("rechallenge")
    assert field is not None
    assert (field.state, field.hint) == ("ask", "This is not in the record.")


def test_laboratory_values_near_it_are_tests_and_others_are_not(draft_from: DraftOf) -> None:
    rows = [*ROWS, "2026-02-25T10:00+01:00,lab,ALT,90,U/L", "2025-06-25T10:00+01:00,lab,ALT,30,U/L"]
    found = elements(draft_from, *rows)["F.r"]
    assert found == [{"F.r.1": "2026-02-25", "F.r.2.1": "ALT", "F.r.3.2": 90.0, "F.r.3.3": "U/L", "F.r.5": None}]


def test_an_upper_limit_stands_beside_its_value_and_is_no_test_of_its_own(draft_from: DraftOf) -> None:
    rows = ["2026-02-25T10:00+01:00,lab,ALT,90,U/L", "2026-02-25T10:00+01:00,lab,ALT.uln,40,U/L"]
    draft = draft_from(*ROWS, *rows)
    assert [(each["F.r.2.1"], each["F.r.5"]) for each in elements(draft_from, *ROWS, *rows)["F.r"]] == [("ALT", 40.0)]
    assert draft.said("tests") == "ALT 90 U/L on 25 February 2026 (upper limit 40)"


def test_a_year_of_birth_is_an_approximate_age_and_no_day_of_birth(draft_from: DraftOf) -> None:
    found = elements(draft_from, *ROWS)
    assert (found["D.2.1"], found["D.2.2a"], found["D.2.2b"]) == (None, 46, "a")
    answered = elements(draft_from, *ROWS, answers={"age": "45"})
    assert (answered["D.2.2a"], answered["D.2.2b"]) == (45, "a")
    other = elements(draft_from, *ROWS, answers={"age": "about forty"})
    assert (other["D.2.2a"], other["D.2.2b"]) == (None, None)


def test_a_country_read_from_the_time_zone_is_no_code_until_the_person_says_it(draft_from: DraftOf) -> None:
    def codes(**more: Any) -> tuple[str | None, str | None]:
        found = elements(draft_from, *ROWS, **more)
        return found["C.2.r"][0]["C.2.r.3"], found["E.i"][0]["E.i.9"]

    assert codes() == (None, None)
    assert codes(answers={"country": "Germany"}) == ("DE", "DE")
    assert codes(person='time_zone = "Europe/Berlin"\ncountry = "at"\n') == ("AT", "AT")


def test_only_what_ended_before_it_began_is_history(draft_from: DraftOf) -> None:
    rows = ["2025-10-01T10:00+02:00,medicine,cetirizine,10,mg", "2026-03-05T10:00+01:00,medicine,alprazolam,1,mg"]
    found = elements(draft_from, *ROWS, *rows)
    assert [each["D.8.r.1"] for each in found["D.8.r"]] == ["cetirizine"]
    assert "alprazolam" not in {each["G.k.2.2"] for each in found["G.k"]}


def test_causality_items_stand_with_their_evidence_and_without_a_verdict(draft_from: DraftOf) -> None:
    document: dict[str, Any] = draft_json(draft_from(*COURSE))
    assert len(document["causality"]["naranjo"]) == 10
    assert all(each["evidence"] for each in document["causality"]["who_umc"])
    results = document["e2b_r3"]["G.k"][0]["G.k.9.i"][0]["G.k.9.i.2.r"]
    assert [each["G.k.9.i.2.r.3"] for each in results] == [None, None]
