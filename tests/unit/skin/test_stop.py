"""When somebody stopped kratom and stayed off it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.conftest import NOW_S

from speciosa.knowledge import Knowledge
from speciosa.record import Diary
from speciosa.skin.stop import stopped_at

DiaryOf = Callable[..., Diary]
STOP_S = 1_772_348_400  # 2026-03-01T08:00+01:00
STOP = "2026-03-01T08:00+01:00,event,stopped,kratom"


def stop_of(diary_of: DiaryOf, knowledge: Knowledge, *rows: str, now_s: int = NOW_S) -> int | None:
    return stopped_at(diary_of(*rows), knowledge, now_s=now_s)


@pytest.mark.parametrize("row", [
    STOP, "2026-03-01T08:00+01:00,strategy,kratom,stop", "2026-03-01T08:00+01:00,event,stopped,7-OH tablet",
    "2026-03-01T08:00+01:00,event,stopped,Kratom leaf powder",
])  # fmt: skip
def test_a_stop_is_a_stop_however_it_is_written(diary_of: DiaryOf, knowledge: Knowledge, row: str) -> None:
    assert stop_of(diary_of, knowledge, row) == STOP_S


@pytest.mark.parametrize("row", [
    "2026-03-01T08:00+01:00,event,stopped,caffeine", "2026-03-01T08:00+01:00,strategy,physiotherapy,stop",
    "2026-03-01T08:00+01:00,strategy,kratom,start", "2026-03-01T08:00+01:00,event,started,kratom",
    "2026-03-01T08:00+01:00,event,product_changed,kratom leaf powder", "2026-03-01T08:00+01:00,no_dose,kratom,",
])  # fmt: skip
def test_what_is_no_stop_of_kratom_is_none(diary_of: DiaryOf, knowledge: Knowledge, row: str) -> None:
    assert stop_of(diary_of, knowledge, row) is None


def test_a_diary_without_a_stop_has_none(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    assert stop_of(diary_of, knowledge, "2026-02-01T08:00+01:00,dose,kratom leaf powder,2,g") is None


@pytest.mark.parametrize("row", [
    "2026-03-03T08:00+01:00,dose,kratom leaf powder,2,g", "2026-03-03T08:00+01:00,dose,7-OH tablet,1,tablet",
    "2026-03-09T08:00+01:00,strategy,kratom,start", "2026-03-09T08:00+01:00,event,started,kratom",
])  # fmt: skip
def test_a_dose_or_a_start_afterwards_undoes_it(diary_of: DiaryOf, knowledge: Knowledge, row: str) -> None:
    assert stop_of(diary_of, knowledge, STOP, row) is None


@pytest.mark.parametrize("row", [
    "2026-03-01T20:00+01:00,dose,kratom leaf powder,2,g", "2026-02-20T20:00+01:00,dose,kratom leaf powder,2,g",
    "2026-03-05T08:00+01:00,dose,caffeine,100,mg", "2026-03-05T08:00+01:00,medicine,ibuprofen,400,mg",
    "2026-03-05T08:00+01:00,no_dose,kratom,", "2026-03-05T08:00+01:00,event,started,physiotherapy",
    "2026-03-05T08:00+01:00,dose,kratom leaf powder,0,g",
])  # fmt: skip
def test_the_last_dose_of_that_day_and_other_substances_do_not(
    diary_of: DiaryOf, knowledge: Knowledge, row: str
) -> None:
    assert stop_of(diary_of, knowledge, STOP, row) == STOP_S


def test_the_last_of_several_stops_counts(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    rows = (
        "2026-01-01T08:00+01:00,event,stopped,kratom",
        "2026-02-01T08:00+01:00,dose,kratom leaf powder,2,g",
        STOP,
    )
    assert stop_of(diary_of, knowledge, *rows) == STOP_S
    assert stop_of(diary_of, knowledge, *reversed(rows)) == STOP_S


def test_a_stop_that_lies_ahead_is_none_yet(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    assert stop_of(diary_of, knowledge, STOP, now_s=STOP_S - 1) is None
    assert stop_of(diary_of, knowledge, STOP, now_s=STOP_S) == STOP_S


def test_a_stop_of_nothing_named_is_one_of_kratom(diary_of: DiaryOf, knowledge: Knowledge) -> None:
    diary = diary_of("2026-03-01T08:00+01:00,event,stopped,")
    if len(diary.entries):
        assert stopped_at(diary, knowledge, now_s=NOW_S) == STOP_S
    else:
        assert diary.reading.refused
