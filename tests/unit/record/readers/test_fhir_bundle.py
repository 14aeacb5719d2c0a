"""Other people's FHIR: lists of medicines, single doses, scores; and our own export coming home."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.record.readers.conftest import Import
from tests.unit.record.readers.strange_json import strange, wrongly

from speciosa.knowledge import Knowledge
from speciosa.record import Columns, Diary, Event, Food, Kind, Person, Product, Reason, read_diary
from speciosa.record.kinds import Answer
from speciosa.record.readers.fhir_bundle import FORMAT
from speciosa.report.fhir import bundle_json, fhir_bundle
from speciosa.safety.listed import listed_of
from speciosa.story import tell
from speciosa.values.errors import EntryError
from speciosa.values.timeline import Precision

ME = {"reference": "Patient/me"}
LOINC = "http://loinc.org"


def statement(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationStatement", "id": "s1", "status": "active", "subject": ME,
        "medicationCodeableConcept": {"text": "Sertraline 50 mg"}, "dateAsserted": "2026-02-01",
        "effectivePeriod": {"start": "2025-11-03"}, "dosage": [{"text": "one each morning"}],
    } | more  # fmt: skip


def given_dose(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationAdministration", "id": "a1", "status": "completed", "subject": ME,
        "medicationCodeableConcept": {"coding": [{"display": "ibuprofen"}]},
        "effectiveDateTime": "2026-03-01T08:05:00+01:00", "dosage": {"dose": {"value": 400, "unit": "mg"}},
    } | more  # fmt: skip


def observation(code: str, value: Any = 6, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Observation", "id": f"o-{code}", "status": "final", "subject": ME,
        "code": {"coding": [{"system": LOINC, "code": code}]}, "effectiveDateTime": "2026-03-01T08:00:00+01:00",
        "valueInteger": value,
    } | more  # fmt: skip


def bundle(*resources: Any, kind: str = "collection", **more: Any) -> str:
    entries = [{"resource": each} if "resourceType" in each else each for each in resources]
    return json.dumps({"resourceType": "Bundle", "type": kind, "entry": entries} | more)


def test_one_resource_is_read_as_a_bundle_is(imported: Import) -> None:
    found = imported(json.dumps(given_dose()))
    assert found.receipt.format == "fhir"
    assert found.said("time", "kind", "name", "value", "unit") == [
        ("2026-03-01T08:05:00+01:00", "medicine", "ibuprofen", "400", "mg")
    ]


@pytest.mark.parametrize("kind", ["collection", "searchset", "document", "transaction", "batch", "history"])
def test_every_type_of_bundle_is_read(kind: str, imported: Import) -> None:
    assert imported(bundle(given_dose(), kind=kind)).counts == (1, 1, 0, 0)


def test_a_line_of_a_list_is_taken_on_the_day_of_the_list_its_amount_unknown(imported: Import) -> None:
    found = imported(bundle(statement()))
    assert found.said("time", "kind", "name", "value", "precision") == [
        ("2025-11-03T12:00:00+01:00", "event", "started", "Sertraline 50 mg", "day"),
        ("2026-02-01T12:00:00+01:00", "medicine", "Sertraline 50 mg", "unknown", "day"),
    ]
    assert "one each morning" in found.rows[1]["note"]
    assert "Each counts as taken on its day" in found.notices
    assert "counts as taken until you write that you stopped it" in found.notices


def test_a_medicine_that_was_stopped_has_a_row_that_says_so(imported: Import) -> None:
    period = {"start": "2025-11-03", "end": "2026-01-20"}
    found = imported(bundle(statement(status="stopped", effectivePeriod=period)))
    assert found.said("time", "kind", "name", "value") == [
        ("2025-11-03T12:00:00+01:00", "event", "started", "Sertraline 50 mg"),
        ("2026-01-20T12:00:00+01:00", "medicine", "Sertraline 50 mg", "unknown"),
        ("2026-01-20T12:00:00+01:00", "event", "stopped", "Sertraline 50 mg"),
    ]


def test_an_end_that_lies_ahead_is_no_stop(imported: Import) -> None:
    found = imported(bundle(statement(effectivePeriod={"start": "2026-01-01", "end": "2026-06-01"})))
    assert found.said("time", "kind", "name") == [
        ("2026-01-01T12:00:00+01:00", "event", "started"),
        ("2026-02-01T12:00:00+01:00", "medicine", "Sertraline 50 mg"),
    ]
    assert "until 2026-06-01" in found.rows[1]["note"]


def test_prescriptions_and_what_a_pharmacy_handed_out_are_read(imported: Import) -> None:
    request = {"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": ME,
               "medicationReference": {"reference": "#m"}, "authoredOn": "2026-01-05T09:00:00Z",
               "contained": [{"resourceType": "Medication", "id": "m", "code": {"text": "Tramadol"}}]}  # fmt: skip
    dispense = {"resourceType": "MedicationDispense", "id": "d", "status": "completed", "subject": ME,
                "medicationReference": {"reference": "urn:uuid:1"}, "whenHandedOver": "2026-01-06"}  # fmt: skip
    thing = {"fullUrl": "urn:uuid:1", "resource": {"resourceType": "Medication", "code": {"text": "Gabapentin"}}}
    found = imported(bundle(request, dispense, thing))
    assert found.said("time", "kind", "name", "value") == [
        ("2026-01-05T10:00:00+01:00", "event", "started", "Tramadol"),
        ("2026-01-05T10:00:00+01:00", "medicine", "Tramadol", "unknown"),
        ("2026-01-06T12:00:00+01:00", "medicine", "Gabapentin", "unknown"),
    ]
    assert "from a prescription" in found.rows[1]["note"]
    assert "handed out by a pharmacy" in found.rows[2]["note"]


def test_kratom_is_a_dose_with_its_batch_and_a_pattern_of_it_is_none(imported: Import) -> None:
    thing = {"resourceType": "Medication", "id": "k", "code": {"text": "my jar"}, "batch": {"lotNumber": "7"},
             "ingredient": [{"itemCodeableConcept": {"text": "mitragynine, as the label says"}}]}  # fmt: skip
    dose = given_dose(medicationReference={"reference": "Medication/k"}, dosage={"dose": {"value": 3, "unit": "g"}})
    del dose["medicationCodeableConcept"]
    found = imported(bundle(thing, dose, statement(medicationCodeableConcept={"text": "kratom leaf powder"})))
    assert found.said("kind", "name", "value", "unit") == [("dose", "my jar#7", "3", "g")]
    assert "a diary holds single doses" in found.reasons
    assert "write them into products.csv" in imported(bundle(thing, dose)).notices


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("72514-3", ("rating", "pain", "6", "nrs")), ("38208-5", ("rating", "pain", "6", "nrs")),
        ("91147-9", ("scale", "peg", "6", "score")), ("75893-8", ("scale", "peg.1", "6", "score")),
        ("91145-3", ("scale", "peg.2", "6", "score")), ("91146-1", ("scale", "peg.3", "6", "score")),
        ("55758-7", ("scale", "phq2", "6", "score")), ("70274-6", ("scale", "gad7", "6", "score")),
        ("44261-6", ("scale", "phq9", "6", "score")), ("69724-3", ("scale", "phq4", "6", "score")),
    ],
)  # fmt: skip
def test_scores_are_read_by_their_code(code: str, said: tuple[str, ...], imported: Import) -> None:
    assert imported(bundle(observation(code))).said("kind", "name", "value", "unit") == [said]


def test_a_number_on_the_code_of_the_whole_peg_may_be_a_sum_or_a_mean_and_is_refused(imported: Import) -> None:
    found = imported(bundle(observation("91148-7", 18), observation("72514-3")))
    assert found.counts == (2, 1, 1, 0)


def test_parts_of_a_panel_are_read_one_by_one(imported: Import) -> None:
    parts = [{"code": {"coding": [{"system": LOINC, "code": code}]}, "valueQuantity": {"value": value}}
             for code, value in (("75893-8", 5), ("91145-3", 7))]  # fmt: skip
    panel = observation("91148-7", component=parts)
    del panel["valueInteger"]
    assert imported(bundle(panel)).said("name", "value") == [("peg.1", "5"), ("peg.2", "7")]


def test_a_laboratory_value_brings_its_upper_limit(imported: Import) -> None:
    quantity = {"value": 88, "unit": "U/L"}
    lab = observation("1742-6", valueQuantity=quantity, referenceRange=[{"high": {"value": 40, "unit": "U/L"}}])
    del lab["valueInteger"]
    assert imported(bundle(lab)).said("kind", "name", "value", "unit") == [
        ("lab", "ALT", "88", "U/L"), ("lab", "ALT.uln", "40", "U/L"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (statement(status="entered-in-error"), "an error"), (statement(status="not-taken"), "not taken"),
        (statement(status="intended"), "only meant"), (statement(status="?"), "status is not known"),
        (statement(dateAsserted="2026", effectivePeriod={"start": "2026-01"}), "no date with a day"),
        (given_dose(status="not-done"), "not taken"), (given_dose(effectiveDateTime="2026-03"), "a month or a year"),
        (given_dose(medicationCodeableConcept={}), "names no medicine"),
        (given_dose(medicationCodeableConcept={}, medicationReference={"reference": "Medication/x"}), "another file"),
        (observation("72514-3", 60), "outside 0 to 10"), (observation("29463-7"), "code is not known"),
        (observation("72514-3", status="cancelled"), "cancelled"),
        (observation("72514-3", effectiveDateTime="someday"), "not a time"),
        ({"resourceType": "AllergyIntolerance"}, "no place for AllergyIntolerance"),
        ({"resourceType": "<script>"}, "says of no resource"),
        ({"request": {"method": "DELETE", "url": "Observation/1"}}, "asks to delete"), ({"link": []}, "no resource"),
    ],
)  # fmt: skip
def test_what_cannot_be_an_entry_is_refused_with_its_reason(bad: dict[str, Any], why: str, imported: Import) -> None:
    found = imported(bundle(given_dose(id="good"), bad))
    assert found.counts == (2, 1, 1, 0)
    assert why in found.reasons


def test_a_month_as_the_start_of_a_list_stays_in_the_note(imported: Import) -> None:
    found = imported(bundle(statement(effectivePeriod={"start": "2024-05"})))
    assert found.said("time", "kind") == [("2026-02-01T12:00:00+01:00", each) for each in ("event", "medicine")]
    assert "since 2024-05" in found.rows[1]["note"]


def test_what_a_list_calls_active_is_taken_now_however_long_ago_it_began(
    imported: Import, tmp_path: Path, knowledge: Knowledge
) -> None:
    """A clinic's list with a prescription and a start of years ago, then kratom today."""
    request = {"resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": ME,
               "medicationCodeableConcept": {"text": "oxycodone 10 mg"}, "authoredOn": "2024-01-05"}  # fmt: skip
    old = statement(medicationCodeableConcept={"text": "Amitriptyline 25 mg"}, effectivePeriod={"start": "2023-02-03"})
    del old["dateAsserted"]
    over = statement(id="s2", status="stopped", medicationCodeableConcept={"text": "Diazepam"},
                     effectivePeriod={"start": "2023-02-03", "end": "2023-03-03"})  # fmt: skip
    found = imported(bundle(request, old, over))
    assert "calls 2 active" in found.notices
    with (tmp_path / "diary" / "diary.csv").open("a", encoding="utf-8") as file:
        file.write("2026-09-01T08:00+02:00,dose,kratom leaf powder,3,g,,,,,,,,\n")
    now_s = 1_788_300_000
    diary = read_diary(tmp_path / "diary", knowledge, now_s=now_s)
    end_s = int(diary.entries.time_s[-1])
    listed = {each.meant: each.current for each in listed_of(diary, knowledge, end_s=end_s)}
    assert listed == {("oxycodone",): True, ("amitriptyline",): True, ("diazepam",): False}
    told = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language="en", without=("effect", "exposure"))
    slows = next(each for each in told.watch.screened.findings if each.code == "interaction_sedatives")
    assert "oxycodone" in slows.seen


def test_conditions_are_named_with_the_place_that_they_belong_to(imported: Import) -> None:
    epilepsy = {"resourceType": "Condition", "id": "c", "subject": ME, "code": {"text": "Epilepsy"}}
    never = {"resourceType": "Condition", "id": "d", "subject": ME, "code": {"text": "Gout"},
             "verificationStatus": {"coding": [{"code": "refuted"}]}}  # fmt: skip
    found = imported(bundle(given_dose(), epilepsy, never))
    assert found.counts == (3, 1, 2, 0)
    assert "stand in person.toml" in found.reasons
    assert 'write conditions = ["Epilepsy"] into person.toml' in found.notices
    assert "Gout" not in found.notices


def test_declined_and_unknown_are_kept_apart(imported: Import) -> None:
    def without(code: str, key: str) -> dict[str, Any]:
        made = observation("72514-3", dataAbsentReason={"coding": [{"code": code}]}, id=key)
        del made["valueInteger"]
        return made

    found = imported(bundle(without("asked-declined", "a"), without("unknown", "b"), without("masked", "c")))
    assert found.said("value") == [("declined",), ("unknown",)]
    assert "no value" in found.reasons


def test_two_peoples_records_are_not_read(imported: Import) -> None:
    people = [{"resourceType": "Patient", "id": name} for name in ("me", "you")]
    yours = given_dose(id="b", subject={"reference": "Patient/you"})
    with pytest.raises(EntryError, match="records of 2 people"):
        imported(bundle(*people, given_dose(), yours))


CONTAINED = [{"resourceType": "Patient", "id": "p", "name": [{"text": name}]} for name in ("Anna", "Bernd")]


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({"subject": {"reference": "Patient/anna"}}, {"subject": {"reference": "Patient/bernd"}}, 2),
        ({"subject": {"reference": "urn:uuid:1"}}, {"subject": None, "patient": {"reference": "urn:uuid:2"}}, 2),
        ({"subject": {"reference": "https://a.example/Patient/1"}},
         {"subject": {"reference": "https://b.example/Patient/1"}}, 2),
        ({"subject": {"identifier": {"system": "s", "value": "1"}}},
         {"subject": {"identifier": {"system": "s", "value": "2"}}}, 2),
        ({"subject": {"reference": "#p"}, "contained": CONTAINED[:1]},
         {"subject": {"reference": "#p"}, "contained": CONTAINED[1:]}, 2),
        ({"subject": {"reference": "Patient/1"}}, {"subject": {"reference": "https://a.example/Patient/1"}}, 1),
        ({"subject": {"reference": "Patient/1/_history/3"}}, {"subject": {"reference": "Patient/1"}}, 1),
        ({"subject": {"reference": "#p"}, "contained": CONTAINED[:1]},
         {"subject": {"reference": "#p"}, "contained": CONTAINED[:1]}, 1),
        ({"subject": {"reference": "Patient/1"}}, {"subject": {"reference": "Group/2"}}, 1),
        ({"subject": {"reference": "Patient/1"}}, {"subject": {"display": "Anna"}}, 1),
    ],
)  # fmt: skip
def test_people_count_by_what_references_point_at_though_the_file_does_not_hold_them(
    first: dict[str, Any], second: dict[str, Any], count: int, imported: Import
) -> None:
    both = bundle(given_dose(id="a", **first), given_dose(id="b", **second))
    if count == 1:
        assert imported(both).receipt.entries == 2
        return
    with pytest.raises(EntryError, match="records of 2 people"):
        imported(both)


def test_what_only_holds_a_bundle_together_is_counted_by_its_kind(imported: Import) -> None:
    things = [{"resourceType": "Organization", "id": str(at)} for at in range(2)]
    notices = imported(bundle(given_dose(), *things)).notices
    assert "2 records of the kind Organization were left aside: a diary has no place for them" in notices


def request(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "MedicationRequest", "id": "r", "status": "active", "intent": "order", "subject": ME,
        "medicationCodeableConcept": {"text": "Tramadol"}, "authoredOn": "2026-01-05",
    } | more  # fmt: skip


@pytest.mark.parametrize("bad", [
    statement(status="stopped"), statement(status="completed", effectivePeriod={}), request(status="stopped"),
    request(status="completed"),
])  # fmt: skip
def test_a_line_that_is_over_without_an_end_is_no_dose_on_the_day_of_the_list(
    bad: dict[str, Any], imported: Import
) -> None:
    found = imported(bundle(given_dose(), bad))
    assert found.counts == (2, 1, 1, 0)
    assert "it is over, and nobody says when" in found.reasons


def test_an_end_that_is_only_a_month_is_no_day(imported: Import) -> None:
    found = imported(bundle(given_dose(), statement(status="stopped", effectivePeriod={"end": "2024-05"})))
    assert found.counts == (2, 1, 1, 0)
    assert "a month or a year" in found.reasons


def test_what_is_over_and_names_one_day_was_taken_on_that_day(imported: Import) -> None:
    once = statement(status="completed", effectiveDateTime="2026-01-07")
    del once["effectivePeriod"]
    assert imported(bundle(once)).said("time", "kind") == [("2026-01-07T12:00:00+01:00", "medicine")]


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_a_prescription_that_nobody_wrote_is_not_taken(intent: str, imported: Import) -> None:
    found = imported(bundle(given_dose(), request(intent=intent)))
    assert found.counts == (2, 1, 1, 0)
    assert "nobody prescribed it" in found.reasons


def test_a_year_of_birth_is_said_and_not_taken(imported: Import, tmp_path: Path) -> None:
    found = imported(bundle({"resourceType": "Patient", "id": "me", "birthDate": "1980-05-17"}, given_dose()))
    assert "write birth_year = 1980 into person.toml" in found.notices
    assert "birth_year" not in (tmp_path / "diary" / "person.toml").read_text()


def test_one_page_of_several_and_an_empty_bundle_say_so(imported: Import) -> None:
    assert "one page of several" in imported(bundle(given_dose(), link=[{"relation": "next", "url": "x"}])).notices
    assert "empty" in imported(bundle()).notices


def test_a_servers_message_is_no_record(imported: Import) -> None:
    with pytest.raises(EntryError, match="went wrong"):
        imported(json.dumps({"resourceType": "OperationOutcome", "issue": []}))


def test_importing_twice_adds_nothing_and_a_new_word_corrects(imported: Import) -> None:
    whole = [statement(), given_dose(), observation("72514-3")]
    imported(bundle(*whole))
    assert imported(bundle(*whole)).counts == (3, 0, 0, 3)
    found = imported(bundle(statement(), given_dose(), observation("72514-3", 3)))
    assert found.receipt.corrected == 1


def test_two_hospitals_with_the_same_numbers_are_two_records(imported: Import) -> None:
    first = {"fullUrl": "https://a.example/Observation/1", "resource": observation("72514-3", 3, id="1")}
    second = {"fullUrl": "https://b.example/Observation/1", "resource": observation("72514-3", 7, id="1")}
    imported(bundle(first))
    found = imported(bundle(second))
    assert (found.receipt.corrected, len(found.rows)) == (0, 2)


WHOLE = json.loads(bundle(
    statement(), given_dose(), observation("72514-3"), {"resourceType": "Patient", "id": "me", "birthDate": "1980"},
    {"resourceType": "Medication", "id": "m", "ingredient": [{"itemCodeableConcept": {"text": "x"}}]},
    observation("91148-7", component=[{"code": {"coding": [{"system": LOINC, "code": "75893-8"}]}, "valueInteger": 1}]),
    {"resourceType": "QuestionnaireResponse", "status": "completed", "authored": "2026-03-01T08:00:00Z",
     "item": [{"linkId": "peg.1", "answer": [{"valueInteger": 4}]}]},
    {"resourceType": "Device", "deviceName": [{"name": "speciosa"}]},
))  # fmt: skip


@given(wrongly(WHOLE))
def test_one_strange_value_costs_one_record(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    strange(FORMAT, value, tmp_path_factory)


@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda raw: b'{"resourceType":"Bundle","entry":[' + raw))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    strange(FORMAT, raw, tmp_path_factory)


def own_diary() -> Diary:
    """Some days of everything that an export knows."""
    rows: list[Event] = []

    def add(kind: Kind, name: str, value: float, unit: str, **more: Any) -> None:
        at = 1_772_000_000 + 7_200 * len(rows)
        rows.append(
            Event(at, 60, kind, name, value, Answer.GIVEN, unit=unit, recorded_s=at, id=f"e{len(rows)}", **more)
        )

    add(Kind.DOSE, "kratom leaf powder", 2.5, "g", reason=Reason.PAIN, food=Food.FED)
    add(Kind.DOSE, "my jar#7", 3.0, "g", reason=Reason.WITHDRAWAL)
    add(Kind.DOSE, "7-OH tablet", 15.0, "mg")
    add(Kind.DOSE, "trial capsule", 4.0, "capsule")
    add(Kind.DOSE, "kratom leaf powder", 2.0, "tsp", precision=Precision.DAY)
    add(Kind.MEDICINE, "ibuprofen", 400.0, "mg")
    add(Kind.MEDICINE, "Wärmesalbe 🌿", 1.0, "puff")
    for name, value in (("pain", 6.0), ("mood", 4.0), ("back pain", 7.0), ("gloom", 2.5), ("sleep_quality", 3.0)):
        add(Kind.RATING, name, value, "nrs")
    for name, value in (("peg", 5.0), ("phq2", 3.0), ("gad2", 2.0), ("peg.1", 4.0), ("peg.2", 5.0), ("peg.3", 6.0)):
        add(Kind.SCALE, name, value, "score")
    add(Kind.LAB, "ALT", 30.0, "U/L")
    add(Kind.SLEEP, "night", 6.5, "h")
    add(Kind.SYMPTOM, "nausea", 3.0, "nrs")
    add(Kind.ACTIVITY, "walking", 20.0, "min")
    jar = Product("my jar", mitragynine_mg_per_g=14.0, basis="assay")
    return Diary(Columns.of(rows), Person(time_zone="Europe/Berlin"), (jar,))


@pytest.mark.parametrize("language", ["en", "de"])
def test_our_own_export_comes_home_whole_and_once(language: str, imported: Import, knowledge: Knowledge) -> None:
    diary = own_diary()
    now_s = int(diary.history.time_s[-1]) + 60
    told = tell(diary, knowledge, photos={}, now_s=now_s, seed=0, language=language, without=("effect", "exposure"))
    raw = bundle_json(fhir_bundle(told, diary, knowledge))
    found = imported(raw)
    kinds = {"dose", "medicine", "rating", "scale", "lab", "sleep"} | (
        {"symptom", "activity"} if language == "en" else set()
    )
    got: Counter[tuple[str, ...]] = Counter(
        each for each in found.said("time", "kind", "name", "value", "unit") if each[1] in kinds
    )
    want: Counter[tuple[str, ...]] = Counter(
        (each.local_time, each.kind.value, each.name, f"{each.value:g}", each.unit)
        for each in diary.entries if each.kind.value in kinds and each.precision is Precision.CLOCK
    )  # fmt: skip
    assert want - got == Counter()
    assert sum(got.values()) == sum(want.values()) + 1, "and the dose of which only the day is known"
    if language == "en":
        assert [each for each in found.said("reason", "food") if any(each)] == [("pain", "fed"), ("withdrawal", "")]
    before = len(found.rows)
    again = imported(raw)
    assert (again.receipt.entries, len(again.rows)) == (0, before)
