from pathlib import Path

import pytest
from tests.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Answer, Event, Kind, read_diary
from speciosa.record.append import append_events
from speciosa.record.event import content_id
from speciosa.record.whole_file import replacing
from speciosa.values.errors import EntryError


def pain(score: float, day: int = 1) -> Event:
    at = 1_772_348_700 + day * 86_400
    event = Event(at, 60, Kind.RATING, "pain", score, Answer.GIVEN, unit="nrs", recorded_s=at)
    return event._replace(id=content_id(event))


def test_what_stands_there_stays_byte_for_byte(tmp_path: Path, knowledge: Knowledge) -> None:
    old = "time;kind;name;value\n2026-03-01T08:00+01:00;rating;pain;6,5\nnobody understands this\n2026-03-02T08:00+01:00;rating;pain;4"
    (tmp_path / "diary.csv").write_text(old)
    append_events(tmp_path, [pain(3, 5)])
    assert (tmp_path / "diary.csv").read_text().partition("\n")[2].startswith(old.partition("\n")[2])
    diary = read_diary(tmp_path, knowledge, now_s=NOW_S)
    assert diary.entries.value.tolist() == [6.5, 4, 3]
    assert [each.line for each in diary.reading.refused] == [3]


def test_adding_nothing_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("time,kind,name,value\n")
    append_events(tmp_path, [])
    assert (tmp_path / "diary.csv").read_text() == "time,kind,name,value\n"


def test_an_interruption_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "diary.csv").write_text("time,kind,name,value\n")

    def torn() -> object:
        yield pain(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        append_events(tmp_path, torn())  # type: ignore[arg-type]
    assert [each.name for each in tmp_path.iterdir()] == ["diary.csv"]
    assert (tmp_path / "diary.csv").read_text() == "time,kind,name,value\n"


def test_a_folder_made_for_a_file_that_came_to_nothing_is_gone(tmp_path: Path) -> None:
    with pytest.raises(EntryError), replacing(tmp_path / "a" / "b" / "file.csv"):
        raise EntryError("no")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_added_beside_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "diary.xlsx").write_bytes(b"")
    with pytest.raises(EntryError, match="spreadsheet"):
        append_events(tmp_path, [pain(3)])
