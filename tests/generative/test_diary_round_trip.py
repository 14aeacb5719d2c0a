"""Writing a diary and reading it gives the same diary; columns and rows agree."""

import math
import string
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW_S
from tests.scale import examples

from speciosa.knowledge import load_knowledge
from speciosa.record import Answer, Columns, Diary, Event, Food, Kind, Person, Product, Reason, read_diary, write_diary
from speciosa.record.event import content_id
from speciosa.values.timeline import Precision

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=20).map(str.strip)
NAMES = st.text(string.ascii_lowercase + "äß-'=+@", min_size=1, max_size=10).map(lambda word: f"x{word}")
TIMES = st.integers(1_500_000_000, NOW_S - 10)


def amounts(draw: st.DrawFn, event: Event) -> Event:
    kind = draw(st.sampled_from([Kind.RATING, Kind.MEDICINE, Kind.SYMPTOM, Kind.EVENT]))
    answer = draw(st.sampled_from([Answer.GIVEN, Answer.UNKNOWN, Answer.DECLINED]))
    if kind is Kind.EVENT:
        return event._replace(kind=kind, text=draw(TEXT))
    score = draw(st.floats(0, 10) if kind is not Kind.MEDICINE else st.floats(0, 1e9))
    unit = draw(st.sampled_from(["mg", "puff"])) if kind is Kind.MEDICINE and answer is Answer.GIVEN else "nrs"
    unit = "" if kind is Kind.MEDICINE and answer is not Answer.GIVEN else unit
    return event._replace(kind=kind, answer=answer, value=score if answer is Answer.GIVEN else math.nan, unit=unit)


@st.composite
def events(draw: st.DrawFn) -> Event:
    time_s = draw(TIMES)
    event = Event(
        time_s, draw(st.integers(-840, 840)), Kind.RATING, draw(NAMES),
        reason=draw(st.sampled_from(Reason)), food=draw(st.sampled_from(Food)), precision=draw(st.sampled_from(Precision)),
        recorded_s=draw(st.sampled_from([time_s, time_s + 4000])), note=draw(TEXT),
    )  # fmt: skip
    event = amounts(draw, event)
    return event._replace(id=content_id(event))


def diary_from(found: list[Event]) -> Diary:
    return Diary(
        Columns.of({each.id: each for each in found}.values()), Person(time_zone="Europe/Berlin"), (Product("jar"),)
    )


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(events(), max_size=12))
def test_writing_and_reading_gives_the_same_diary(found: list[Event]) -> None:
    knowledge = load_knowledge()
    diary = diary_from(found)
    with TemporaryDirectory() as folder:
        write_diary(diary, Path(folder))
        again = read_diary(Path(folder), knowledge, now_s=NOW_S)
        assert again.reading.refused == ()
        assert again == diary
        first = (Path(folder) / "diary.csv").read_bytes()
        write_diary(again, Path(folder))
        assert (Path(folder) / "diary.csv").read_bytes() == first


@settings(max_examples=examples(60))
@given(st.lists(events(), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_in_a_file_does_not_matter(found: list[Event], random: object) -> None:
    unique = list({each.id: each._replace(recorded_s=each.time_s + at) for at, each in enumerate(found)}.values())
    shuffled = sorted(unique, key=lambda each: each.id)
    assert diary_from(unique) == diary_from(shuffled)


@settings(max_examples=examples(60))
@given(st.lists(events(), max_size=30))
def test_columns_and_rows_say_the_same(found: list[Event]) -> None:
    columns = Columns.of(found)
    rows = sorted(found, key=lambda each: (each.time_s, each.recorded_s))
    assert [each._replace(value=0) for each in columns] == [each._replace(value=0) for each in rows]
    assert np.array_equal(columns.value, [each.value for each in rows], equal_nan=True)
    assert np.nansum(columns.value) == np.nansum([each.value for each in rows])
    for kind in Kind:
        assert len(columns.of_kind(kind)) == sum(each.kind is kind for each in rows)


@settings(max_examples=examples(300))
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_breaks_the_reader(raw: bytes) -> None:
    from speciosa.values.errors import EntryError

    knowledge = load_knowledge()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "diary.csv"
        for content in (raw, b"time,kind,name,value,unit\n" + raw):
            file.write_bytes(content)
            try:
                reading = read_diary(file, knowledge, now_s=NOW_S).reading
            except EntryError:
                continue
            assert reading.rows == reading.kept + len(reading.refused) + reading.merged
