"""A draft of a side-effect report: filled from the record where it can be, and asked for where it can't."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tests.unit.report.adverse_event.conftest import PERSON, ROWS, DraftOf
from tests.unit.report.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.report.adverse_event import draft_json, draft_of, events_to_report, questions
from speciosa.report.adverse_event.printed_draft import draft_told
from speciosa.simulate import example_person
from speciosa.story import tell
from speciosa.values.errors import EntryError


def test_the_newest_side_effect_is_taken_unless_another_is_named(draft_from: DraftOf) -> None:
    assert draft_from(*ROWS).reaction.word == "itching"
    assert draft_from(*ROWS, event="sick-1").reaction.word == "nausea"
    assert draft_from(*ROWS, event="Nausea").reaction.word == "nausea"
    assert draft_from(*ROWS, event="itch-1").reaction.chosen_id == "itch-1"


def test_everything_that_could_be_reported_is_listed_the_newest_first(
    diary_of: Callable[..., Diary], knowledge: Knowledge
) -> None:
    rows = [*ROWS, "2026-03-02T10:00+01:00,event,fell down the stairs,", "2026-03-03T10:00+01:00,event,phone_changed,"]
    diary = diary_of(*rows, person=PERSON, now_s=NOW_S)
    report = tell(diary, knowledge, photos={}, now_s=NOW_S, seed=0, language="en")
    assert [each.word for each in events_to_report(report, diary, knowledge)] == [
        "fell down the stairs", "itching", "nausea",
    ]  # fmt: skip


@pytest.mark.parametrize("event", [None, "itching", "e0000"])
def test_a_record_without_a_side_effect_ends_in_one_plain_sentence(draft_from: DraftOf, event: str | None) -> None:
    with pytest.raises(EntryError) as problem:
        draft_from("2026-03-01T08:00+01:00,rating,pain,5", event=event)
    assert problem.value.todo
    assert "itching" not in str(problem.value)


def test_an_entry_that_says_nothing_of_what_happened_is_refused(draft_from: DraftOf) -> None:
    rows = [*ROWS, "2026-03-05T08:00+01:00,sleep,night,6,h,,,,,night-1,,"]
    with pytest.raises(EntryError, match="does not say that anything happened"):
        draft_from(*rows, event="night-1")


def test_what_the_record_knows_is_filled_in_with_the_entries_behind_it(draft_from: DraftOf) -> None:
    draft = draft_from(*ROWS)
    assert draft.said("reaction") == "itching"
    assert draft.said("onset") == "First written down on 20 February 2026."
    assert draft.said("ended").startswith("Last written down on 22 February 2026.")
    assert (draft.said("product"), draft.said("lot"), draft.said("amount")) == ("kratom leaf powder", "7", "2.5 g")
    assert draft.said("taken_for") == "for pain"
    assert "ibuprofen, 400 mg each time" in draft.said("medicines")
    onset = draft.field("onset")
    assert onset is not None
    assert onset.ids == ("itch-1",)


def test_what_only_the_person_can_say_is_asked_and_never_guessed(draft_from: DraftOf) -> None:
    rows = [*ROWS, "2026-02-20T15:00+01:00,event,hospital stay,one night"]
    draft = draft_from(*rows, event="itch-1")
    asked = {each.key: each for each in questions(draft)}
    assert {"serious", "outcome", "story", "how_taken"} <= set(asked)
    assert "hospital stay on 20 February 2026" in asked["serious"].hint
    reaction = draft_json(draft)["e2b_r3"]["E.i"][0]  # type: ignore[index]
    assert [reaction[f"E.i.3.2{each}"] for each in "abcdef"] == [None] * 6
    assert reaction["E.i.7"] is None


def test_the_questions_that_a_form_needs_come_first(draft_from: DraftOf) -> None:
    needed = [bool(each.required_by) for each in questions(draft_from(*ROWS))]
    assert needed == sorted(needed, reverse=True)
    assert needed[0]


def test_a_score_of_zero_later_on_says_that_it_is_gone(draft_from: DraftOf) -> None:
    draft = draft_from(*ROWS, "2026-02-25T10:00+01:00,symptom,itching,0,nrs,,,,,itch-0,,")
    outcome = draft.field("outcome")
    assert outcome is not None
    assert (outcome.value, outcome.ids) == ("gone", ("itch-0",))


def test_answers_take_the_place_of_the_record_which_stays_beside_them(draft_from: DraftOf) -> None:
    draft = draft_from(
        *ROWS, answers={"onset": "2026-02-19", "product": "Green  Leaf\n(500 g)", "maker": "nobody knows"}
    )
    onset = draft.field("onset")
    assert onset is not None
    assert (onset.value, onset.state) == ("2026-02-19", "answer")
    assert onset.record == "First written down on 20 February 2026."
    assert draft.said("product") == "Green  Leaf\n(500 g)"
    assert draft.said("maker") == "nobody knows"  # of another form than this country's, and kept all the same


@pytest.mark.parametrize("key", ["colour", "lot.9", "onset.2"])
def test_an_answer_that_belongs_nowhere_is_refused_and_not_dropped(draft_from: DraftOf, key: str) -> None:
    with pytest.raises(EntryError) as problem:
        draft_from(*ROWS, answers={key: "my secret words"})
    assert problem.value.where == key
    assert "secret" not in str(problem.value)


def test_notes_stay_out_unless_they_are_asked_for(draft_from: DraftOf) -> None:
    without = draft_from(*ROWS)
    assert "red arms" not in json.dumps(draft_json(without))
    hint = next(each.hint for each in questions(without) if each.key == "story")
    assert hint == "You wrote a note beside 1 entry of it. Notes stay out unless you ask for them."
    within = draft_json(draft_from(*ROWS, notes=True))
    assert within["notes"] == [{"day": "2026-02-20", "text": "red arms after the second cup"}]
    assert "red arms after the second cup" in within["e2b_r3"]["H.1"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("country", "asked", "not_asked"), [("us", {"kind", "maker", "still_have", "allergies"}, set()),
                                        ("de", set(), {"kind", "maker", "still_have", "allergies"}),
                                        ("", {"maker", "reaction"}, set())],
)  # fmt: skip
def test_only_the_forms_of_the_country_are_asked(
    draft_from: DraftOf, country: str, asked: set[str], not_asked: set[str]
) -> None:
    person = f'birth_year = 1980\nsex = "f"\ncountry = "{country}"\n' if country else "birth_year = 1980\n"
    keys = {each.key for each in draft_from(*ROWS, person=person).fields}
    assert asked <= keys
    assert not keys & not_asked


def test_a_name_and_how_to_reach_the_person_are_never_asked(draft_from: DraftOf) -> None:
    for country in ("us", "de"):
        draft = draft_from(*ROWS, person=f'country = "{country}"\n')
        assert not {"initials", "contact", "race", "may_share"} & {each.key for each in draft.fields}
    assert draft_from(*ROWS, answers={"initials": "A. B."}).said("initials") == "A. B."


def test_under_18_it_holds_what_was_written_down_and_nothing_worked_out(draft_from: DraftOf) -> None:
    draft = draft_from(*ROWS, person='time_zone = "Europe/Berlin"\nbirth_year = 2010\n')
    document = draft_json(draft)
    assert draft.said("reaction") == "itching"
    assert document["causality"] is None
    assert "Under 18" in json.dumps(document["not_assessed"])
    assert not draft.said("dechallenge")


def test_one_entry_makes_a_draft_that_says_what_is_missing(draft_from: DraftOf) -> None:
    draft = draft_from("2026-03-01T08:00+01:00,symptom,itching,", person="")
    document = draft_json(draft)
    assert (draft.said("reaction"), draft.products) == ("itching", ())
    assert "suspect_product" in {each.code for each in draft.gaps}
    assert document["filled"] == sum(each.state != "ask" for each in draft.fields) < len(draft.fields)
    assert document["e2b_r3"]["G.k"] == []  # type: ignore[index]


def test_most_fields_are_filled_for_the_example_person_before_anybody_answers(knowledge: Knowledge) -> None:
    diary = example_person(knowledge, seed=0).diary
    now_s = int(diary.history.recorded_s.max())
    report = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language="en")
    document = draft_json(draft_of(report, diary, knowledge))
    assert (document["filled"], document["applicable"]) == (29, 35)  # 83 %
    assert document["of_record"] == {"applicable": 31, "filled": 29}
    fields = document["fields"]
    assert isinstance(fields, list)
    assert sum(each["value"] != "ask" for each in fields) == 29
    assert document["questions"] == ["outcome", "serious", "story", "strength", "how_taken", "pregnant"]


def test_two_batches_are_two_suspects_and_what_is_about_both_is_asked_once(draft_from: DraftOf) -> None:
    rows = [*ROWS, *(f"2026-02-{day:02d}T20:05+01:00,dose,kratom leaf powder#8,3,g,pain" for day in range(1, 22))]
    draft = draft_from(*rows)
    assert [each.batch for each in draft.products] == ["7", "8"]
    keys = [each.key for each in draft.fields if each.part == "product"]
    assert {"lot", "lot.2", "how_taken", "dechallenge"} <= set(keys)
    assert not {"how_taken.2", "dechallenge.2"} & set(keys)


def test_an_old_batch_is_no_suspect(draft_from: DraftOf) -> None:
    rows = [*ROWS, *(f"2025-11-{day:02d}T20:05+01:00,dose,kratom leaf powder#1,3,g,pain" for day in range(1, 22))]
    assert [each.batch for each in draft_from(*rows).products] == ["7"]


def test_two_hundred_medicines_all_stand_in_it(draft_from: DraftOf) -> None:
    rows = [f"2026-02-10T09:{at % 60:02d}+01:00,medicine,remedy number {at},1,tablet" for at in range(200)]
    document = draft_json(draft_from(*ROWS, *rows))
    written = [each["written"] for each in document["medicines"]]  # type: ignore[attr-defined]
    assert {f"remedy number {at}" for at in range(200)} <= set(written)


def test_later_entries_than_the_instant_of_asking_are_not_in_it(draft_from: DraftOf) -> None:
    later = "2026-03-20T10:00+01:00,symptom,dizziness,5"
    assert draft_from(*ROWS, later).reaction.word == "itching"


def test_the_same_record_gives_the_same_draft(draft_from: DraftOf) -> None:
    one, other = (json.dumps(draft_json(draft_from(*ROWS))) for _ in range(2))
    assert one == other


STOPPED = "2026-03-01T10:00+01:00,event,stopped,{what},,,,,,stop-1,,"


@pytest.mark.parametrize("what", ["kratom", "", "Kratom leaf powder", "kratom leaf powder#7"])
def test_what_the_person_wrote_to_have_stopped_is_not_taken_until_the_record_ends(
    draft_from: DraftOf, what: str
) -> None:
    draft = draft_from(*ROWS, STOPPED.format(what=what), now_s=NOW_S - 9 * 86_400)
    last = draft.field("last_taken")
    assert last is not None
    assert last.value == "Last written down on 28 February 2026. You wrote on 1 March 2026 that you stopped."
    assert last.ids[-1] == "stop-1"
    assert draft.said("action") == "stopped"
    document = draft_json(draft)
    assert document["products"][0]["stopped"] == "2026-03-01"  # type: ignore[index]
    assert document["e2b_r3"]["G.k"][0]["G.k.4.r"][0]["G.k.4.r.5"] == "2026-02-28"  # type: ignore[index]


@pytest.mark.parametrize("what", ["ibuprofen", "kratom capsules", "kratom leaf powder#8"])
def test_stopping_something_else_stops_no_suspect(draft_from: DraftOf, what: str) -> None:
    draft = draft_from(*ROWS, STOPPED.format(what=what), now_s=NOW_S - 9 * 86_400)
    assert draft.said("last_taken").endswith("taken until the record ends.")


def test_a_listed_medicine_that_was_stopped_is_not_taken_regularly(draft_from: DraftOf) -> None:
    rows = [*ROWS, "2026-02-18T10:00+01:00,strategy,tramadol,start", "2026-03-04T10:00+01:00,strategy,tramadol,stop"]
    person = f'{PERSON}medicines = ["tramadol", "zinc"]\n'
    found = {each.written: each for each in draft_from(*rows, person=person).medicines}
    assert (found["tramadol"].standing, found["zinc"].standing) == (False, True)
    document = draft_json(draft_from(*rows, person=person))["e2b_r3"]
    ends = {each["G.k.2.2"]: each["G.k.4.r"][0]["G.k.4.r.5"] for each in document["G.k"]}  # type: ignore[index]
    assert ends["tramadol"] == "2026-03-04"


def test_an_answer_of_unknown_is_nothing_that_happened(draft_from: DraftOf) -> None:
    unknown = "2026-03-05T10:00+01:00,symptom,{what},unknown,nrs,,,,,odd-1,,"
    assert draft_from(*ROWS, unknown.format(what="dizziness")).reaction.word == "itching"
    draft = draft_from(*ROWS, unknown.format(what="itching"))
    assert "odd-1" not in draft.reaction.ids()
    for event in ("odd-1", "dizziness"):
        with pytest.raises(EntryError):
            draft_from(*ROWS, unknown.format(what="dizziness"), event=event)


def test_a_middle_half_of_one_number_is_not_said_beside_it(draft_from: DraftOf) -> None:
    doses = [
        f"2026-02-{day:02d}T08:05+01:00,dose,kratom,{g},g" for day, g in zip(range(1, 6), (2, 2, 3, 2, 2), strict=True)
    ]
    assert draft_from(*doses, "2026-02-05T10:00+01:00,symptom,itching,4").said("amount") == "2 g"
    wide = [each.replace(",2,g", f",{at + 2},g") for at, each in enumerate(doses)]
    draft = draft_from(*wide, "2026-02-05T10:00+01:00,symptom,itching,4")
    assert "half of the doses were" in draft.said("amount")


def test_dates_of_one_entry_and_of_several_are_two_sentences(draft_from: DraftOf) -> None:
    assert draft_from(*ROWS).said("medicine_dates").endswith("in one entry, on 18 February 2026")
    again = "2026-02-20T11:00+01:00,medicine,ibuprofen,400,mg"
    said = draft_from(*ROWS, again).said("medicine_dates")
    assert said.endswith("in 2 entries, from 18 February 2026 to 20 February 2026")


def test_the_title_names_the_reaction_in_the_language_of_the_paper(draft_from: DraftOf) -> None:
    assert draft_told(draft_from(*ROWS, language="de"))["about"] == "Juckreiz"
