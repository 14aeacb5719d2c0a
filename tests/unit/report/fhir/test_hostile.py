"""Whatever a person writes, in whatever script and however much of it, the bundle is valid."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.scale import examples
from tests.unit.report.fhir import validators
from tests.unit.report.fhir.conftest import BundleOf, resources, told

from speciosa.knowledge import Knowledge, load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Kind, Person, Product, Reason
from speciosa.report.fhir import bundle_json, fhir_bundle
from speciosa.report.fhir.datatypes import plain
from speciosa.values.timeline import DAY_S, Precision

NOW_S = 1_772_000_000
WORDS = (
    "ปวดหลัง",
    "ألم الظهر",
    "🦵🏽 ache",
    "\x07\x00bell",
    "a\u00a0b\u2003c",
    "<script>&\"'",
    "\ud800lone",
    "￾non",
    "-" * 3000,
)
KINDS = (Kind.RATING, Kind.SYMPTOM, Kind.MEDICINE, Kind.DOSE, Kind.LAB, Kind.SCALE, Kind.GOAL, Kind.ACTIVITY,
         Kind.STRATEGY, Kind.EVENT)  # fmt: skip
UNITS = ("nrs", "score_0_4", "mg", "puff 🌬", "", "\x01", "µg/l", "h")


def entry(at: int, kind: Kind, name: str, **more: object) -> Event:
    time_s = NOW_S - (at + 1) * 3600
    values = {"value": 3.0, "answer": Answer.GIVEN, "unit": "nrs", "recorded_s": time_s, "id": f"h{at}"} | more
    return Event(time_s, 60, kind, name, **values)  # type: ignore[arg-type]


def of_every_kind(word: str) -> list[Event]:
    return [entry(at, kind, word, note=word, **said(kind, Answer.GIVEN, 3.0, word)) for at, kind in enumerate(KINDS)]


def wrong(events: list[Event], knowledge: Knowledge, person: Person | None = None, **more: object) -> list[str]:
    diary = Diary(Columns.of(events), person or Person(), (Product("leaf", batch="\x02"),))
    bundle = fhir_bundle(told(diary, knowledge, now_s=NOW_S), diary, knowledge, notes=True, **more)  # type: ignore[arg-type]
    return validators.all_wrong(json.loads(bundle_json(bundle).decode()))


def test_words_in_any_script_and_signs_that_no_server_keeps(knowledge: Knowledge) -> None:
    for word in WORDS:
        person = Person(medicines=(word,), sex=word, country=word)
        assert wrong(of_every_kind(word), knowledge, person, identified=True) == []


def test_letters_and_emoji_arrive_as_they_were_written(bundle_of: BundleOf) -> None:
    for word in WORDS[:3]:
        raw = bundle_json(bundle_of(f"2026-03-01T08:00+01:00,activity,{word},30"))
        assert word in raw.decode("utf-8")


def test_a_note_of_five_thousand_words(knowledge: Knowledge) -> None:
    note = "painful\n" * 5_000
    event = entry(0, Kind.RATING, "pain", note=note)
    assert wrong([event], knowledge) == []
    assert plain(note).count("painful") == 5_000


def test_two_hundred_medicines(knowledge: Knowledge) -> None:
    rows = [entry(at, Kind.MEDICINE, f"medicine {at % 100}", unit="mg") for at in range(200)]
    person = Person(medicines=tuple(f"other {at}" for at in range(100)))
    diary = Diary(Columns.of(rows), person)
    bundle = fhir_bundle(told(diary, knowledge, now_s=NOW_S), diary, knowledge)
    assert validators.all_wrong(bundle) == []
    assert len(resources(bundle, "MedicationStatement")) == 200


def test_ten_years_of_entries(knowledge: Knowledge) -> None:
    rows = [
        entry(0, Kind.RATING, "pain", id=f"t{day}")._replace(time_s=NOW_S - day * 7 * DAY_S) for day in range(1, 520)
    ]
    assert wrong(rows, knowledge) == []


def test_one_entry_of_each_kind_alone(knowledge: Knowledge) -> None:
    for event in of_every_kind("kratom leaf powder"):
        assert wrong([event], knowledge) == []


def test_a_day_without_a_clock_is_a_date_and_an_offset_that_fhir_lacks_is_utc(knowledge: Knowledge) -> None:
    rows = [
        entry(0, Kind.RATING, "pain", precision=Precision.DAY), entry(1, Kind.RATING, "pain")._replace(offset_min=885),
        entry(2, Kind.RATING, "pain")._replace(offset_min=345),
    ]  # fmt: skip
    diary = Diary(Columns.of(rows))
    found = resources(
        fhir_bundle(told(diary, knowledge, now_s=NOW_S), diary, knowledge, parts=("scores",)), "Observation"
    )
    assert [each["effectiveDateTime"][-6:] for each in found] == ["+05:45", "+00:00", "-02-25"]
    assert wrong(rows, knowledge) == []


def said(kind: Kind, answer: Answer, value: float, text: str) -> dict[str, object]:
    """Words where the kind holds words, else a number or why there is none."""
    if kind in {Kind.STRATEGY, Kind.EVENT}:
        return {"value": np.nan, "answer": Answer.NONE, "text": "start" if kind is Kind.STRATEGY else text}
    return {"value": value if answer is Answer.GIVEN else np.nan, "answer": answer}


TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=30)


@settings(max_examples=examples(10), phases=(Phase.explicit, Phase.reuse, Phase.generate))  # to shrink takes minutes
@given(
    st.lists(
        st.tuples(
            st.sampled_from(KINDS), TEXT, st.sampled_from(UNITS), st.sampled_from(list(Answer)),
            st.floats(0, 1e300, allow_nan=False), TEXT, st.sampled_from(list(Reason)), st.sampled_from(list(Precision)),
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_any_entries_make_a_valid_bundle(
    rows: list[tuple[Kind, str, str, Answer, float, str, Reason, Precision]],
) -> None:
    events = [
        entry(
            at, kind, name, unit=unit, note=text, reason=reason, precision=precision, **said(kind, answer, value, text),
        )
        for at, (kind, name, unit, answer, value, text, reason, precision) in enumerate(rows)
    ]  # fmt: skip
    assert wrong(events, load_knowledge()) == []
