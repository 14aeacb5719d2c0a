"""Importing again: what the app changed is a correction, and what the person changed is theirs."""

import json
from pathlib import Path
from typing import Any

import pytest

from speciosa.knowledge import Knowledge
from speciosa.record import Diary, import_file, read_diary
from speciosa.record.importing import Receipt

JUNE_S = 1_780_300_000


class Record:
    """A kratom tracker's backup that is imported again and again."""

    def __init__(self, folder: Path, knowledge: Knowledge) -> None:
        self.folder, self._knowledge, self._now_s = folder / "diary", knowledge, JUNE_S
        self._file = folder / "backup.json"

    def imported(self, *doses: dict[str, Any], zone: str = "Europe/Berlin") -> Receipt:
        self._file.write_text(json.dumps({"version": 1, "strains": [], "dosages": list(doses)}))
        self._now_s += 3600
        return import_file(self._file, self.folder, self._knowledge, zone_name=zone, now_s=self._now_s)

    @property
    def diary(self) -> Diary:
        diary = read_diary(self.folder, self._knowledge, now_s=self._now_s)
        assert diary.reading.refused == ()
        return diary

    @property
    def stands(self) -> list[float]:
        values: list[float] = self.diary.entries.value.tolist()
        return values


@pytest.fixture
def record(tmp_path: Path, knowledge: Knowledge) -> Record:
    return Record(tmp_path, knowledge)


def dose(amount: float, at: str = "2026-05-01T08:00:00", number: int = 1) -> dict[str, Any]:
    return {"id": str(number), "strainId": "x", "amount": amount, "timestamp": at}


def test_the_same_file_again_changes_nothing(record: Record) -> None:
    record.imported(dose(2), dose(3, number=2))
    before = (record.folder / "diary.csv").read_bytes()
    receipt = record.imported(dose(2), dose(3, number=2))
    assert (receipt.entries, receipt.corrected, receipt.reading.merged) == (0, 0, 2)
    assert (record.folder / "diary.csv").read_bytes() == before


def test_an_edit_in_the_app_corrects_and_an_edit_back_corrects_again(record: Record) -> None:
    for amount in (2, 3, 2, 2.5):
        receipt = record.imported(dose(amount))
        assert record.stands == [amount]
        assert receipt.entries + receipt.corrected == 1
    assert sorted(record.diary.history.value.tolist()) == [2, 2, 2.5, 3]


def test_an_edit_that_moves_a_dose_back_and_forth_in_time_stands(record: Record) -> None:
    for hour in ("08", "09", "07"):
        record.imported(dose(2, f"2026-05-01T{hour}:00:00"))
        assert [each.local_time[11:13] for each in record.diary.entries] == [hour]


def test_before_the_edit_was_imported_the_old_words_stood(record: Record) -> None:
    record.imported(dose(2))
    record.imported(dose(3))
    assert record.diary.as_of(JUNE_S + 3600).entries.value.tolist() == [2]


def test_what_the_person_changed_in_the_file_is_not_undone(record: Record) -> None:
    record.imported(dose(2))
    path = record.folder / "diary.csv"
    path.write_text(path.read_text().replace(",g,,", ",g,pain,").replace("dose,kratom,2", "dose,kratom,2.2"))
    record.imported(dose(2))
    assert record.stands == [2.2]


def test_a_correction_by_hand_stays_when_the_app_changes_too_and_somebody_is_asked(record: Record) -> None:
    record.imported(dose(2))
    name = record.diary.entries.event(0).id
    with (record.folder / "diary.csv").open("a") as file:
        file.write(f"2026-05-01T08:00:00+02:00,dose,kratom,4,g,,,,2026-05-02T08:00:00+02:00,mine,{name},\n")
    receipt = record.imported(dose(3))
    assert record.stands == [4]
    assert [each.code for each in receipt.reading.questions] == ["changed_in_both"]


def test_what_was_taken_back_does_not_come_back(record: Record) -> None:
    record.imported(dose(2))
    name = record.diary.entries.event(0).id
    with (record.folder / "diary.csv").open("a") as file:
        file.write(f"2026-05-01T09:00:00+02:00,event,retracted,,,,,,,gone,{name},\n")
    record.imported(dose(2, "2026-05-01T23:00:00"))
    assert record.stands == []


def test_another_zone_does_not_double_a_record(record: Record) -> None:
    record.imported(dose(2), dose(3, "2026-05-01T18:00:00", number=2))
    receipt = record.imported(dose(2), dose(3, "2026-05-01T18:00:00", number=2), zone="America/New_York")
    assert record.stands == [2, 3]
    assert receipt.entries == 0
    assert "Europe/Berlin" in receipt.reading.notices[-1]


def test_one_id_for_two_records_is_refused(record: Record) -> None:
    receipt = record.imported(dose(2), dose(5, "2026-05-02T08:00:00"))
    assert len(receipt.reading.refused) == 1
    assert "stands twice" in receipt.reading.refused[0].why
    assert record.stands == [2]


def test_the_persons_own_words_in_person_toml_stay(record: Record) -> None:
    record.folder.mkdir()
    (record.folder / "person.toml").write_text('# my doctor knows\nsex = "f"\ndoctor = "X"\n')
    record.imported(dose(2))
    assert (
        record.folder / "person.toml"
    ).read_text() == 'time_zone = "Europe/Berlin"\n# my doctor knows\nsex = "f"\ndoctor = "X"\n'


def test_a_narrow_diary_with_a_note_of_two_lines_can_be_added_to(record: Record) -> None:
    record.folder.mkdir()
    (record.folder / "diary.csv").write_text(
        'time,kind,name,value,unit,note\n2026-05-01T08:00+02:00,rating,pain,5,,"one\ntwo"\n'
    )
    record.imported(dose(2))
    assert sorted(record.stands) == [2, 5]
