"""The diary out of the store equals the diary of a folder; a whole diary is taken over once."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, Person, Product, read_diary, write_diary
from speciosa.record.row import Row
from speciosa.store import details, entries, taking_over
from speciosa.store.diary import diary_of
from speciosa.store.models import Entry, Erasure, Record
from speciosa.store.taking_over import Taken, store_diary

ROWS = (
    "2026-03-01T08:00+01:00,dose,kratom leaf powder,3,g,pain,fed,,2026-03-01T09:00+01:00,d1,,Grüße 🌿",
    "2026-03-01T08:30+01:00,dose,capsules,unknown,capsule,,,part_of_day,,d2,,",
    "2026-03-01T08:05+01:00,rating,pain,6,,,,,,p1,,",
    "2026-03-01T08:05+01:00,rating,pain,5,,,,,2026-03-02T09:00+01:00,p2,p1,",
    "2026-03-01T12:00-03:30,symptom,nausea,,,,,,,s1,,",
    "2026-03-02T12:00+01:00,event,retracted,,,,,,,r1,s1,",
    "2026-03-03T12:00+01:00,strategy,heat,start,,,,,,h1,,",
)
PERSON = 'time_zone = "Europe/Berlin"\nbirth_year = 1980\nconditions = ["asthma"]\n'


@pytest.fixture
def diary(diary_of: Callable[..., Diary]) -> Diary:
    read = diary_of(*ROWS, person=PERSON, products="product,unit_weight_g\ncapsules,0.5\n")
    assert read.reading.refused == ()
    return read


def test_a_diary_that_was_taken_over_is_the_same_diary(
    store: Record, diary: Diary, tmp_path: Path, knowledge: Knowledge
) -> None:
    told: list[int] = []
    assert store_diary(store, diary, progress=told.append) == Taken(7, 0, 0, 0)
    again = diary_of(store)
    assert again == diary
    assert [event._replace(line=0, value=0) for event in again.entries] == [
        event._replace(line=0, value=0) for event in diary.entries
    ]
    assert told == [7]
    assert set(Entry.objects.values_list("origin", flat=True)) == {"diary"}
    write_diary(again, tmp_path / "out")
    assert read_diary(tmp_path / "out", knowledge, now_s=NOW_S) == diary


def test_an_empty_record_is_an_empty_diary(store: Record) -> None:
    assert diary_of(store) == Diary(diary_of(store).history)
    assert len(diary_of(store).history) == len(diary_of(store).entries) == 0


def test_taken_over_twice_it_stands_once(store: Record, diary: Diary) -> None:
    store_diary(store, diary)
    assert store_diary(store, diary) == Taken(0, 7, 0, 0)
    assert diary_of(store) == diary


def test_another_diary_with_the_same_ids_loses_no_entry(
    store: Record, diary: Diary, diary_of: Callable[..., Diary]
) -> None:
    store_diary(store, diary)
    other = diary_of(
        "2026-04-01T08:00+02:00,rating,pain,2,,,,,,p1,,", "2026-04-01T08:00+02:00,rating,pain,1,,,,,,x,p1,"
    )
    assert store_diary(store, other) == Taken(2, 0, 1, 0)
    assert store_diary(store, other) == Taken(0, 2, 0, 0)
    both = taken_values(store)
    assert both.count(1.0) == 1
    assert both.count(5.0) == 1
    assert 2.0 not in both
    assert 6.0 not in both


def taken_values(record: Record) -> list[float]:
    return [each for each in diary_of(record).entries.value.tolist() if not math.isnan(each)]


def test_what_was_erased_is_left_out_with_what_corrects_it(store: Record, diary: Diary) -> None:
    Erasure.objects.create(record=store, entry_id="p1", erased_s=0)
    assert store_diary(store, diary) == Taken(5, 0, 0, 2)
    assert {"p1", "p2"}.isdisjoint(diary_of(store).history.id.tolist())


def test_what_the_person_said_here_is_not_written_over(store: Record, diary: Diary) -> None:
    details.save_person(store, Person(birth_year=1970))
    details.save_products(store, (Product("capsules", unit_weight_g=0.6), Product("jar")))
    store_diary(store, diary)
    person = details.person_of(store)
    assert (person.birth_year, person.time_zone, person.conditions) == (1970, "Europe/Berlin", ("asthma",))
    assert [(each.product, each.unit_weight_g) for each in details.products_of(store)] == [
        ("capsules", 0.6),
        ("jar", None),
    ]


def test_an_interrupted_take_over_leaves_nothing(store: Record, diary: Diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_over, "_ROWS", 2)

    def interrupted(rows: int) -> None:
        if rows > 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store_diary(store, diary, progress=interrupted)
    assert len(diary_of(store).history) == 0
    store_diary(store, diary)
    assert diary_of(store) == diary


def test_two_corrections_written_down_together_end_as_in_a_file(
    store: Record, knowledge: Knowledge, tmp_path: Path
) -> None:
    when = "2026-03-05T08:00+01:00"
    rows = [Row(f"2026-03-0{day}T08:00+01:00", "rating", "pain", str(day), recorded=when, id=str(day),
                supersedes="1" if day > 1 else "") for day in (1, 3, 2, 4)]  # fmt: skip
    entries.add_rows(store, rows, knowledge)
    stored = diary_of(store)
    write_diary(stored, tmp_path / "out")
    written = read_diary(tmp_path / "out", knowledge, now_s=NOW_S)
    assert stored.entries.id.tolist() == written.entries.id.tolist() == ["4"]
    assert [each.id for each in entries.standing_since(store, 0)] == ["4"]


def test_records_beside_each_other_do_not_mix(store: Record, knowledge: Knowledge) -> None:
    other = Record.objects.create(key="other", begun_s=0)
    row = Row("2026-03-01T08:00+01:00", "rating", "pain", "6", id="same")
    entries.add_row(store, row, knowledge)
    entries.add_row(other, row._replace(value="2"), knowledge)
    assert diary_of(store).entries.value.tolist() == [6.0]
    assert diary_of(other).entries.value.tolist() == [2.0]
    assert replace(diary_of(store)) != diary_of(other)
