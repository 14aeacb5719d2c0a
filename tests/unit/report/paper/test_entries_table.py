"""Every entry in a table, on request: as it stands, without notes, and only of what is ticked."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.unit.report.conftest import FULL_ROWS, NOW_S

from speciosa.record import Diary
from speciosa.report.doctor_paper import PARTS
from speciosa.report.paper.entries_table import entries_pages
from speciosa.report.wording import wording

DiaryOf = Callable[..., Diary]
ROWS = [
    "2026-03-01T08:05+01:00,dose,kratom leaf powder,2.5,g,pain,,,,d1,,SECRET NOTE",
    "2026-03-01T09:00+01:00,rating,pain,declined,,,,,,r1,,",
    "2026-03-01T10:00+01:00,photo,forearm_dorsal_left,photos/me.jpg,,,,,,p1,,",
    "2026-03-01T11:00+01:00,rating,pain,3,,,,,,r2,,",
    "2026-03-01T11:00+01:00,rating,pain,4,,,,,,r3,r2,",
    "2026-03-02,medicine,ibuprofen,400,mg,,,,,m1,,",
]


def rows_of(diary: Diary, parts: tuple[str, ...] = PARTS) -> list[list[str]]:
    made = entries_pages(diary.as_of(NOW_S).entries, wording("en"), parts)
    return [] if made is None else made["blocks"][0]["rows"]


def test_an_entry_is_a_row_with_its_clock_time_where_it_has_one(diary_of: DiaryOf) -> None:
    assert rows_of(diary_of(*ROWS, person='time_zone = "Europe/Berlin"\n')) == [
        ["1 Mar 2026, 08:05", "dose", "kratom leaf powder", "2.5 g", "for pain"],
        ["1 Mar 2026, 09:00", "score", "pain", "not answered", ""],
        ["1 Mar 2026, 10:00", "photo", "forearm dorsal left", "", ""],
        ["1 Mar 2026, 11:00", "score", "pain", "4", ""],
        ["2 Mar 2026", "medicine", "ibuprofen", "400 mg", ""],
    ]


def test_no_note_and_no_name_of_a_photo_is_in_it(diary_of: DiaryOf) -> None:
    made = entries_pages(diary_of(*ROWS).as_of(NOW_S).entries, wording("en"), PARTS)
    assert "SECRET" not in json.dumps(made)
    assert "me.jpg" not in json.dumps(made)


def test_it_holds_as_many_rows_as_the_record_has_entries(diary_of: DiaryOf) -> None:
    diary = diary_of(*FULL_ROWS).as_of(NOW_S)
    assert len(rows_of(diary)) == len(diary.entries) > 100


def test_what_is_not_ticked_is_not_in_it(diary_of: DiaryOf) -> None:
    diary = diary_of(*ROWS, person='time_zone = "Europe/Berlin"\n')
    assert {row[1] for row in rows_of(diary, ("scores",))} == {"score"}
    assert rows_of(diary, ("effect",)) == []
