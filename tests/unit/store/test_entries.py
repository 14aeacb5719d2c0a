"""Adding, correcting, taking back; sent again; clocks that jump; what was erased."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from tests.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Diary, Person
from speciosa.record.row import Row
from speciosa.store import adding, details, entries
from speciosa.store.diary import diary_of
from speciosa.store.models import Entry, Erasure, Record
from speciosa.values.errors import EntryError


def pain(score: str = "6", time: str = "2026-03-01T08:05+01:00", **more: Any) -> Row:
    return Row(time, "rating", "pain", score, **more)


def scores(record: Record) -> list[float]:
    return [float(each) for each in diary_of(record).entries.value]


def test_an_entry_is_written_as_it_was_said(store: Record, knowledge: Knowledge) -> None:
    said = entries.add_row(store, pain(note="bad night\nawake", recorded="2026-03-01T09:00+01:00"), knowledge)
    row = Entry.objects.get(record=store, entry_id=said.id)
    assert entries.find(store, said.id) == said
    assert (row.origin, row.version, said.value, said.note) == ("app", 1, 6.0, "bad night\nawake")
    assert said.recorded_s - said.time_s == 55 * 60


def test_a_row_that_cannot_be_understood_is_refused_and_the_others_are_in(store: Record, knowledge: Knowledge) -> None:
    added = entries.add_rows(store, [pain(), pain("60"), pain(time="yesterday"), pain("4")], knowledge)
    assert [each.is_new for each in added] == [True, False, False, True]
    assert "this is not a time that we can read" in added[2].why
    assert scores(store) == [6.0, 4.0]


def test_of_several_rows_all_are_written_or_none(store: Record, knowledge: Knowledge) -> None:
    with pytest.raises(EntryError, match="not a time"):
        entries.add_all(store, [pain(), pain(time="yesterday")], knowledge)
    assert len(diary_of(store).history) == 0


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_a_text_that_no_database_can_hold_is_refused(store: Record, knowledge: Knowledge, bad: str) -> None:
    (added,) = entries.add_rows(store, [pain(note=bad)], knowledge)
    assert added.event is None
    assert added.why


def test_control_characters_become_spaces(store: Record, knowledge: Knowledge) -> None:
    assert entries.add_row(store, pain(note="one\x1ftwo"), knowledge).note == "one two"
    assert diary_of(store).history.note.tolist() == ["one two"]


def test_the_same_entry_sent_again_is_not_doubled(store: Record, knowledge: Knowledge) -> None:
    first, second, third = (entries.add_rows(store, [pain(id="p1")] * times, knowledge) for times in (1, 1, 3))
    assert [each.is_new for each in (*first, *second, *third)] == [True, False, False, False, False]
    assert third[0].event == first[0].event
    assert scores(store) == [6.0]


def test_other_words_under_an_id_are_its_later_version_and_are_asked_about(store: Record, knowledge: Knowledge) -> None:
    entries.add_rows(store, [pain("6", id="p1")], knowledge)
    (other,) = entries.add_rows(store, [pain("3", id="p1")], knowledge)
    (again,) = entries.add_rows(store, [pain("3", id="p1")], knowledge)
    assert other.is_new
    assert other.ask == adding.OTHER_WORDS
    assert (again.is_new, again.event) == (False, other.event)
    assert scores(store) == [3.0]
    assert [each.value for each in entries.history_of(store, "p1")] == [6.0, 3.0]


def test_the_same_id_with_other_words_in_one_batch_loses_neither(store: Record, knowledge: Knowledge) -> None:
    entries.add_rows(store, [pain("6", id="p1"), pain("3", id="p1")], knowledge)
    assert [each.value for each in entries.history_of(store, "p1")] == [6.0, 3.0]


def test_a_correction_stands_and_what_stood_stays_in_the_history(store: Record, knowledge: Knowledge) -> None:
    first = entries.add_row(store, pain("6"), knowledge)
    entries.correct(store, first.id, pain("5"), knowledge)
    last = entries.correct(store, first.id, pain("4", "2026-02-01T08:00+01:00"), knowledge)
    for each in (first.id, last.id):
        assert [version.value for version in entries.history_of(store, each)] == [6.0, 5.0, 4.0]
    assert scores(store) == [4.0]


def test_of_two_tabs_the_later_one_has_the_last_word_whatever_the_clock_says(
    store: Record, knowledge: Knowledge
) -> None:
    first = entries.add_row(store, pain("6"), knowledge)
    entries.correct(store, first.id, pain("5", recorded="2026-03-02T08:00+01:00"), knowledge)
    entries.correct(store, first.id, pain("4", recorded="2026-03-01T08:06+01:00"), knowledge)
    assert scores(store) == [4.0]


def test_an_entry_that_is_not_here_cannot_be_corrected_or_taken_back(store: Record, knowledge: Knowledge) -> None:
    for change in (
        lambda: entries.correct(store, "nobody", pain(), knowledge),
        lambda: entries.take_back(store, "nobody", knowledge, now_s=NOW_S),
        lambda: entries.history_of(store, "nobody"),
    ):
        with pytest.raises(EntryError, match="this entry is not here"):
            change()
    assert len(diary_of(store).history) == 0


def test_a_correction_that_cannot_be_understood_leaves_what_stood(store: Record, knowledge: Knowledge) -> None:
    first = entries.add_row(store, pain("6"), knowledge)
    with pytest.raises(EntryError):
        entries.correct(store, first.id, pain("11"), knowledge)
    assert scores(store) == [6.0]


def test_an_entry_is_taken_back_once_and_can_stand_again(store: Record, knowledge: Knowledge) -> None:
    first = entries.add_row(store, pain("6"), knowledge)
    changed = entries.correct(store, first.id, pain("5"), knowledge)
    gone = entries.take_back(store, first.id, knowledge, now_s=NOW_S)
    assert entries.take_back(store, changed.id, knowledge, now_s=NOW_S + 5) == gone
    assert scores(store) == []
    entries.correct(store, first.id, pain("5"), knowledge)
    assert scores(store) == [5.0]
    assert len(entries.history_of(store, first.id)) == 4


def test_a_correction_may_arrive_before_what_it_corrects(store: Record, knowledge: Knowledge) -> None:
    rows = [
        pain("6", id="one"),
        pain("5", id="two", supersedes="one", recorded="2026-03-01T08:10+01:00"),
        pain("4", id="three", supersedes="two", recorded="2026-03-01T08:20+01:00"),
        Row("2026-03-01T08:30+01:00", "event", "retracted", id="four", supersedes="three"),
        pain("2", id="other"),
    ]
    told: set[Diary] = set()
    for at, order in enumerate(list(itertools.permutations(rows))[::7]):
        record = Record.objects.create(key=f"person {at}", begun_s=0)
        for row in order:
            entries.add_rows(record, [row], knowledge)
        told.add(diary_of(record))
        assert scores(record) == [2.0]
    histories = {frozenset(each.history.id.tolist()) for each in told}
    assert len(histories) == 1


def test_a_correction_whose_entry_never_arrives_stands_by_itself(store: Record, knowledge: Knowledge) -> None:
    entries.add_rows(store, [pain("5", supersedes="lost", id="two")], knowledge)
    entries.add_rows(store, [Row("2026-03-01T08:30+01:00", "event", "retracted", supersedes="gone")], knowledge)
    assert scores(store) == [5.0]
    assert [each.id for each in entries.standing_since(store, 0)] == ["two"]


def test_corrections_that_lead_back_to_themselves_are_refused(store: Record, knowledge: Knowledge) -> None:
    entries.add_rows(store, [pain("5", id="one", supersedes="three")], knowledge)
    entries.add_rows(store, [pain("4", id="two", supersedes="one")], knowledge)
    added = entries.add_rows(
        store, [pain("3", id="three", supersedes="two"), pain("2", id="self", supersedes="self")], knowledge
    )
    assert [each.why for each in added] == [adding.CIRCLE] * 2
    assert scores(store) == [4.0]


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_what_was_erased_does_not_come_back_nor_does_what_corrects_it(
    store: Record, knowledge: Knowledge, order: tuple[int, ...]
) -> None:
    Erasure.objects.create(record=store, entry_id="one", erased_s=0)
    late = [pain("5", id="two", supersedes="one"), pain("4", id="three", supersedes="two")]
    for at in order:
        entries.add_rows(store, [late[at]], knowledge)
    added = entries.add_rows(store, [pain("6", id="one"), *late, pain("1", id="other")], knowledge)
    assert [each.is_new for each in added] == [False, False, False, True]
    assert all(each.why and each.event for each in added[:3])
    assert scores(store) == [1.0]
    assert set(Erasure.objects.values_list("entry_id", flat=True)) == {"one", "two", "three"}
    with pytest.raises(EntryError, match="was erased here"):
        entries.add_row(store, pain("5", supersedes="one"), knowledge)


def test_a_clock_that_jumped_loses_nothing(store: Record, knowledge: Knowledge) -> None:
    ahead = entries.add_row(store, pain("6", "2031-01-01T08:00+01:00", recorded="2026-03-01T08:00+01:00"), knowledge)
    before = entries.add_row(store, pain("5", "1999-01-01T08:00+01:00", recorded="1970-01-02T08:00+01:00"), knowledge)
    assert scores(store) == [5.0, 6.0]
    assert entries.standing_since(store, 0) == [ahead, before]
    entries.take_back(store, ahead.id, knowledge, now_s=100_000)
    assert scores(store) == [5.0]


def test_travel_and_the_change_of_clocks_keep_each_local_time_and_the_order(
    store: Record, knowledge: Knowledge
) -> None:
    times = ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-25T02:45+05:45", "2026-10-24T20:00-09:30"]
    entries.add_rows(store, [pain(str(at), time) for at, time in enumerate(times)], knowledge)
    history = diary_of(store).history
    assert history.value.tolist() == [2.0, 0.0, 1.0, 3.0]
    assert history.offset_min.tolist() == [345, 120, 60, -570]
    assert [history.event(at).local_time[:16] for at in (0, 3)] == ["2026-10-25T02:45", "2026-10-24T20:00"]


def test_a_bare_local_time_is_read_in_the_zone_of_the_person(store: Record, knowledge: Knowledge) -> None:
    assert entries.add_rows(store, [pain(time="2026-07-01T08:00")], knowledge)[0].event is None
    details.save_person(store, Person(time_zone="America/St_Johns"))
    assert entries.add_row(store, pain(time="2026-07-01T08:00"), knowledge).offset_min == -150
    assert entries.now_offset(store, NOW_S, 0) == -150


def test_an_answer_without_a_number_stays_one(store: Record, knowledge: Knowledge) -> None:
    said = entries.add_row(store, Row("2026-03-01T08:05+01:00", "rating", "pain", "declined"), knowledge)
    assert said.answer is Answer.DECLINED
    assert entries.find(store, said.id).answer is Answer.DECLINED
    assert Entry.objects.get(entry_id=said.id).value is None
