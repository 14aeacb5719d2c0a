"""Whatever is added, corrected and taken back: what the pages show stands in the diary, and in its file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.conftest import NOW_S
from tests.scale import examples
from tests.store_fixture import made_store, start

from speciosa.knowledge import load_knowledge
from speciosa.record import read_diary, write_diary
from speciosa.record.row import Row
from speciosa.values.timeline import format_moment

start()
BASE_S = 1_770_000_000
STEPS = st.tuples(
    st.sampled_from(["add", "correct", "back", "sent correction", "sent retraction", "lost correction"]),
    st.integers(0, 30),  # which of the entries so far
    st.integers(0, 6),  # days from the base
    st.integers(-3, 3),  # days from then to when it was written down: clocks jump
    st.sampled_from([-570, 0, 60, 345]),
    st.integers(0, 10),
)


@settings(
    max_examples=examples(10), suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a step writes to a disk: to shrink would take minutes
)  # fmt: skip
@given(st.data())
def test_what_stands_in_a_window_is_what_the_diary_says(data: st.DataObject) -> None:
    from speciosa.store import entries
    from speciosa.store.diary import diary_of
    from speciosa.store.models import Record

    knowledge = load_knowledge()
    with TemporaryDirectory() as folder, made_store(Path(folder) / "store") as record:
        for _ in range(3):
            person = Record.objects.create(key=str(data.draw(st.uuids()))[:32], begun_s=0)
            for step in data.draw(st.lists(STEPS, max_size=14)):
                take_step(person, step, knowledge)
            diary = diary_of(person)
            for since_s in (0, *(BASE_S + day * 86_400 for day in range(7))):
                shown = [each.id for each in reversed(entries.standing_since(person, since_s))]
                told = [each.id for each in diary.entries if each.time_s >= since_s]
                assert shown == told
            write_diary(diary, Path(folder) / person.key)
            again = read_diary(Path(folder) / person.key, knowledge, now_s=NOW_S)
            assert again == diary
            assert again.reading.refused == ()
            assert again.entries.id.tolist() == diary.entries.id.tolist()
        assert len(diary_of(record).history) == 0


def take_step(record: Any, step: tuple[str, int, int, int, int, int], knowledge: Any) -> None:
    from speciosa.store import entries
    from speciosa.store.models import Entry

    what, which, day, later, offset_min, score = step
    when_s = BASE_S + day * 86_400
    ids = list(Entry.objects.filter(record=record).order_by("pk").values_list("entry_id", flat=True))
    aim = ids[which % len(ids)] if ids else "lost"
    moment, recorded = (format_moment(each, offset_min) for each in (when_s, when_s + later * 86_400))
    row = Row(moment, "rating", "pain", str(score), recorded=recorded)
    match what:
        case "correct" if ids:
            entries.correct(record, aim, row, knowledge)
        case "back" if ids:
            entries.take_back(record, aim, knowledge, now_s=when_s)
        case "sent correction":
            entries.add_rows(record, [row._replace(supersedes=aim)], knowledge, origin="phone")
        case "sent retraction":
            back = Row(moment, "event", "retracted", recorded=recorded, supersedes=aim)
            entries.add_rows(record, [back], knowledge, origin="phone")
        case "lost correction":
            entries.add_rows(record, [row._replace(supersedes="never here")], knowledge, origin="phone")
        case _:
            entries.add_row(record, row, knowledge)
